"""Every row has one fate, and the fates add up."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.cleaning.losses import Losses
from workbench.cleaning.rawtable import Misshapen

SIZE = 6


def mask(*places):
    chosen = np.zeros(SIZE, dtype=bool)
    chosen[list(places)] = True
    return chosen


def test_a_row_with_two_faults_is_refused_once_and_listed_twice():
    losses = Losses(range(2, 8), misshapen=[Misshapen(9, "2 fields where the header has 3")])
    losses.refuse(mask(3), column="qty", reason="not a whole number", values=list("abcdef"))
    losses.refuse(mask(3), column="price", reason="blank")
    assert losses.refused_rows == 2
    assert losses.refused().values.tolist() == [
        ["5", "qty", "d", "not a whole number"],
        ["5", "price", "", "blank"],
        ["9", "", "", "2 fields where the header has 3"],
    ]


def test_a_structural_row_is_never_refused():
    losses = Losses(range(SIZE))
    losses.set_aside(mask(0, 1), "summary")
    losses.refuse(mask(1, 2), column="qty", reason="blank")
    assert losses.structural == {"summary": 2}
    assert losses.refused_rows == 1


def test_refused_values_are_masked():
    losses = Losses(range(SIZE))
    losses.refuse(mask(0), column="rating", reason="not 1 to 5 stars", values=["ana@example.com"] * SIZE)
    assert losses.refused()["value"].tolist() == ["[email]"]


@given(st.lists(st.tuples(st.sampled_from(["aside", "repeat", "refuse"]), st.sets(st.integers(0, SIZE - 1)))))
def test_the_fates_always_add_up(steps):
    losses = Losses(range(SIZE), misshapen=[Misshapen(99, "")])
    for step, places in steps:
        if step == "aside":
            losses.set_aside(mask(*places), "kind")
        elif step == "repeat":
            losses.repeat(mask(*places))
        else:
            losses.refuse(mask(*places), column="c", reason="r")
    parts = losses.kept.sum() + losses.structural.total() + losses.repeated + losses.refused_rows
    assert parts == losses.physical_rows == SIZE + 1


@pytest.mark.parametrize("rows", [0, 1])
def test_an_empty_and_a_one_row_table_have_fates_too(rows):
    losses = Losses(range(rows))
    assert losses.physical_rows == rows
    assert losses.refused().columns.tolist() == ["where", "column", "value", "reason"]
