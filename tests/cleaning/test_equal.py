"""Equal rows by hash are equal rows by text."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.cleaning import equal
from workbench.cleaning.equal import equal_rows, is_tidy

TEXT = pa.large_string()
cells = st.one_of(st.none(), st.sampled_from(["", "a", "a ", "B0EX000001", "B0EX000002", "贵", "x" * 9, "x" * 300]))


def by_text(rows: list[tuple]) -> list[int]:
    """Where each row's texts stand first."""
    said = [tuple(cell or "" for cell in row) for row in rows]
    return [said.index(row) for row in said]


@given(st.lists(st.tuples(cells, cells)), st.booleans())
def test_rows_are_equal_where_their_texts_are(rows, is_encoded):
    columns = [pa.array([row[place] for row in rows], TEXT) for place in range(2)]
    if is_encoded:
        columns[1] = columns[1].dictionary_encode()
    codes, different = equal_rows(columns)
    assert codes.tolist() == by_text(rows)
    assert different == len(set(by_text(rows)))


def test_texts_with_one_hash_are_still_told_apart(monkeypatch):
    monkeypatch.setattr(equal, "_hashes", lambda column: np.zeros(len(column), np.uint64))
    codes, different = equal_rows([pa.array(["a", "b", "a", "c"], TEXT)])
    assert (codes.tolist(), different) == ([0, 1, 0, 3], 3)


def test_a_slice_of_a_column_is_compared_by_its_own_texts():
    codes, _ = equal_rows([pa.array(["z", "a", "b", "a", "z"], TEXT).slice(1, 3)])
    assert codes.tolist() == [0, 1, 0]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["a", "b c"], True),
        (["a", ""], False),
        (["a", None], False),
        ([" a"], False),
        (["a\u00a0"], False),
        (["\u3000a"], False),
        (["título"], True),
        (["贵"], False),
        ([], False),
    ],
)
def test_tidy_texts_have_nothing_to_trim_and_none_is_blank(texts, expected):
    assert is_tidy(pa.array(texts, TEXT)) is expected
    assert is_tidy(pa.array(["", *texts], TEXT).slice(1)) is expected
