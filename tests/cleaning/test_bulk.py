"""Files of many lines: the same cells whether a column's texts recur or not."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.cleaning import bulk
from workbench.cleaning.bulk import bulk_table
from workbench.cleaning.encodings import Text
from workbench.cleaning.rawtable import Layout

HEADER = ("id", "state", "note")
cells = st.sampled_from(["", "a", " a", "NA", "00123", "贵", "Shipped"])
rows = st.lists(st.tuples(cells.map("x{}".format), cells, cells), min_size=1, max_size=12)


def table(rows: list[tuple[str, ...]]):
    text = "\n".join("\t".join(row) for row in [HEADER, *rows])
    return bulk_table(
        Text(text.encode(), "utf-8"), Layout("utf-8", "\t", 1, HEADER), wanted=HEADER, pad_short=False, where="t.txt"
    )


@pytest.mark.parametrize("block", [64, bulk.BLOCK])
@given(rows)
def test_every_cell_is_read_as_it_stands(block, rows):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "BLOCK", block)
        read = table(rows)
    found = [read.column(place).to_pylist() for place in range(len(HEADER))]
    assert list(zip(*found, strict=True)) == rows
    assert all(read.encoded(place).to_pylist() == found[place] for place in range(len(HEADER)))


def test_only_a_column_whose_texts_recur_is_held_as_codes():
    read = table([(f"x{number}", "Shipped", f"note {number}") for number in range(10)])
    assert [pa.types.is_dictionary(read.encoded(place).type) for place in range(3)] == [False, True, False]
    assert all(pa.types.is_large_string(read.column(place).type) for place in range(3))
