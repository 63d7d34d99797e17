"""Break-even prices and dead zones, against every cent and against published figures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import ParameterError
from workbench.pricing.floors import dead_zones, in_dead_zone, profitable_stretches


def free_shipping(*, fixed: float, shipping: float, share: float):
    """Net of a unit in Mexico: VAT out, a share of the price, a fixed fee under 299 and shipping from 299 on."""

    def margin(prices):
        return prices / 1.16 - share * prices - np.where(prices < 299, fixed, shipping)

    return margin


def clothing(prices):
    """What Amazon's US referral fee of clothing leaves: 5 % up to 15, 10 % up to 20, 17 % above, of the whole price."""
    return prices * (1 - np.where(prices <= 15, 0.05, np.where(prices <= 20, 0.10, 0.17)))


def every_cent(low: float, high: float) -> np.ndarray:
    return np.arange(round(low * 100), round(high * 100) + 1) / 100


def stretches_of(inside: np.ndarray, prices: np.ndarray) -> list[tuple[float, float]]:
    """First and last price of each run of true values, by walking over them."""
    runs, start = [], None
    for position, is_in in enumerate([*inside, False]):
        if is_in and start is None:
            start = position
        if not is_in and start is not None:
            runs.append((prices[start], prices[position - 1]))
            start = None
    return runs


# Width of the dead zone from 299 MXN: (S - F) / (1 / 1.16 - k), the formula that any break-even table gives.
@pytest.mark.parametrize(
    ("fixed", "shipping", "share", "width"),
    [(33, 72, 0.15, 54.77), (37, 90, 0.15, 74.43), (25, 60, 0.175, 50.94)],
)
def test_the_dead_zone_from_299_pesos_is_as_wide_as_the_formula_says(fixed, shipping, share, width):
    zones = dead_zones(free_shipping(fixed=fixed, shipping=shipping, share=share), marks=[299], low=100, high=600)
    assert len(zones) == 1
    assert zones["from_price"].item() == 299.0
    # The price just under the mark, 298.99, is what the zone's prices are beaten by.
    assert zones["recovers_at"].item() - 298.99 == pytest.approx(width, abs=0.011)


def test_298_leaves_more_than_299_and_29901_until_the_zone_ends():
    zones = dead_zones(free_shipping(fixed=33, shipping=72, share=0.15), marks=[299], low=100, high=600)
    inside = in_dead_zone(np.array([298.0, 298.99, 299.0, 299.01, 353.75, 353.76]), zones)
    assert inside.tolist() == [False, False, True, True, True, False]


def test_clothing_in_the_united_states_has_a_dead_zone_from_2001_to_2168():
    # Published: a shirt at 20.01 leaves 16.61, one at 20.00 leaves 18.00; nothing up to 21.68 leaves as much.
    zones = dead_zones(clothing, marks=[15, 20], low=5, high=40)
    assert zones[["from_price", "to_price", "best_price"]].values.tolist() == [
        [15.01, 15.83, 15.0],
        [20.01, 21.68, 20.0],
    ]
    assert zones["most_lost"].tolist() == pytest.approx([14.25 - 15.01 * 0.9, 18.0 - 20.01 * 0.83])


def test_a_fee_that_ends_at_a_price_makes_two_stretches_that_pay():
    stretches = profitable_stretches(
        lambda prices: free_shipping(fixed=33, shipping=72, share=0.15)(prices) - 155, marks=[299], low=100, high=500
    )
    retained = 1 / 1.16 - 0.15
    first, second = np.ceil((155 + 33) / retained * 100) / 100, np.ceil((155 + 72) / retained * 100) / 100
    assert stretches.values.tolist() == [[first, 298.99], [second, 500.0]]


def test_a_price_that_leaves_exactly_nothing_breaks_even():
    assert profitable_stretches(lambda prices: prices - 20.0, marks=(), low=1, high=30)["from_price"].item() == 20.0


def test_no_price_that_pays_gives_no_stretch():
    found = profitable_stretches(lambda prices: prices * 0.1 - 50, marks=[299], low=1, high=400)
    assert found.empty
    assert list(found.columns) == ["from_price", "to_price"]


def test_a_margin_that_never_recovers_says_so():
    zones = dead_zones(lambda prices: np.where(prices < 10, prices, 5.0), marks=[10], low=1, high=50)
    assert zones["to_price"].item() == 50.0
    assert np.isnan(zones["recovers_at"].item())


def test_a_margin_that_rises_with_every_cent_has_no_dead_zone():
    assert dead_zones(lambda prices: prices * 0.7 - 20, marks=[299], low=10, high=500).empty


@pytest.mark.parametrize(("low", "high"), [(0, 10), (-5, 10), (20, 10)])
def test_prices_that_make_no_range_are_refused(low, high):
    with pytest.raises(ParameterError, match="a first price above zero"):
        dead_zones(clothing, marks=(), low=low, high=high)


steps = st.lists(
    st.tuples(st.integers(200, 3900), st.floats(-8, 8), st.floats(-0.3, 0.3), st.booleans()), min_size=0, max_size=5
)


def stepped(jumps):
    """A margin with jumps and bends at given cents, at them or just after them."""

    def margin(prices):
        total = prices * 0.5 - 9
        for cent, jump, bend, is_after in jumps:
            mark = cent / 100
            over = prices > mark + 1e-9 if is_after else prices > mark - 1e-9
            total = total + np.where(over, jump + bend * (prices - mark), 0.0)
        return total

    return margin


@given(jumps=steps)
def test_dead_zones_and_stretches_are_those_that_every_cent_shows(jumps):
    margin, prices = stepped(jumps), every_cent(1, 40)
    marks, values = [cent / 100 for cent, *_ in jumps], margin(prices)
    best = np.maximum.accumulate(values)
    found = in_dead_zone(prices, dead_zones(margin, marks=marks, low=1, high=40))
    is_tie = np.abs(best - values) < 1e-6
    assert np.array_equal(found[~is_tie], (values < best)[~is_tie])
    stretches = profitable_stretches(margin, marks=marks, low=1, high=40)
    assert stretches.values.ravel().tolist() == pytest.approx(np.ravel(stretches_of(values >= -1e-7, prices)).tolist())


@given(cent=st.integers(200, 3900), jump=st.floats(-8, -0.1))
def test_a_jump_that_nobody_told_of_is_found_all_the_same(cent, jump):
    margin = stepped([(cent, jump, 0.0, False)])
    told = dead_zones(margin, marks=[cent / 100], low=1, high=40)
    pd.testing.assert_frame_equal(dead_zones(margin, marks=(), low=1, high=40), told)
