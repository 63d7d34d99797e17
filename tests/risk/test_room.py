"""Whole orders: how many more fit, and how many bring a rate back."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.kpis import headroom
from workbench.risk import clean_orders_needed, further_bad_orders

LIMITS = st.sampled_from([0.005, 0.01, 0.015, 0.02, 0.025, 0.04, 0.06, 0.07, 0.1])
FLOORS = st.sampled_from([0.9, 0.95, 0.97, 0.99])


def within(bad: int, orders: int, limit: float, comparator: str) -> bool:
    share = Fraction(bad, orders)
    exact = Fraction(str(limit))
    return {
        "lt": share < exact,
        "le": share <= exact,
        "gt": 1 - share > exact,
        "ge": 1 - share >= exact,
    }[comparator]


def as_numerator(bad: int, orders: int, comparator: str) -> int:
    return orders - bad if comparator in ("gt", "ge") else bad


@pytest.mark.parametrize(
    "numerator, denominator, target, comparator, now, further, clean",
    [
        (3, 200, 0.015, "le", 0, 0, 0),  # exactly at the limit: 3 / 200
        (4, 200, 0.015, "le", -1, -1, 67),  # 4 / 267 = 0.01498, 4 / 266 = 0.01504
        (6, 1000, 0.01, "le", 4, 4, 0),  # 10 / 1000; with k more 10 / 1004
        (8, 200, 0.04, "lt", -1, -1, 1),  # 4 % is not under 4 %; 8 / 201 is
        (190, 200, 0.95, "gt", -1, -1, 1),  # 95 % is not over 95 %; 191 / 201 is
        (190, 200, 0.95, "ge", 0, 0, 0),
        (0, 0, 0.01, "lt", -1, -1, 0),
    ],
)
def test_known_cases(numerator, denominator, target, comparator, now, further, clean):
    limit = {"target": target, "comparator": comparator}
    assert headroom(numerator, denominator, **limit) == now
    assert further_bad_orders(numerator, denominator, **limit) == further
    assert clean_orders_needed(numerator, denominator, **limit) == clean


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 40), st.integers(1, 400), st.one_of(st.tuples(LIMITS, st.sampled_from(["lt", "le"])),
                                                        st.tuples(FLOORS, st.sampled_from(["gt", "ge"]))))  # fmt: skip
def test_clean_orders_are_the_fewest_that_bring_the_rate_back(bad, orders, limit):
    target, comparator = limit
    bad = min(bad, orders)
    counts = as_numerator(bad, orders, comparator), orders
    needed = clean_orders_needed(*counts, target=target, comparator=comparator)
    assert within(bad, orders + needed, target, comparator)
    assert needed == 0 or not within(bad, orders + needed - 1, target, comparator)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 40), st.integers(1, 400), st.one_of(st.tuples(LIMITS, st.sampled_from(["lt", "le"])),
                                                        st.tuples(FLOORS, st.sampled_from(["gt", "ge"]))))  # fmt: skip
def test_further_bad_orders_are_the_most_that_fit(bad, orders, limit):
    target, comparator = limit
    bad = min(bad, orders)
    counts = as_numerator(bad, orders, comparator), orders
    more = further_bad_orders(*counts, target=target, comparator=comparator)
    if within(bad, orders, target, comparator):
        assert within(bad + more, orders + more, target, comparator)
        assert not within(bad + more + 1, orders + more + 1, target, comparator)
    else:
        assert more == headroom(*counts, target=target, comparator=comparator)


def test_no_number_of_clean_orders_brings_a_count_back_that_must_be_zero():
    assert clean_orders_needed(1, 100, target=0.0, comparator="le") is None
    assert clean_orders_needed(0, 100, target=0.0, comparator="le") == 0


def test_where_every_order_may_be_bad_there_is_no_most():
    assert further_bad_orders(5, 10, target=0.0, comparator="ge") is None
