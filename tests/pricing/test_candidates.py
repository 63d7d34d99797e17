"""Shelf prices: the market's own endings, both sides of a mark, and as far as a floor asks."""

from __future__ import annotations

import pandas as pd
import pytest

from workbench.pricing.candidates import candidate_prices, market_endings


def test_endings_are_those_of_a_tenth_of_the_market():
    prices = pd.Series([199.0] * 20 + [250.0] * 6 + [187.0] * 2 + [349.9] * 4)
    assert market_endings(prices, currency="MXN") == (0.0, 9.0, 9.9)


def test_endings_in_dollars_are_cents():
    prices = pd.Series([19.99] * 30 + [24.95] * 10 + [17.49])
    assert market_endings(prices, currency="USD") == (0.95, 0.99)


@pytest.mark.parametrize(("currency", "habit"), [("MXN", (9.0,)), ("USD", (0.99,))])
def test_few_prices_say_nothing_of_habits(currency, habit):
    assert market_endings(pd.Series([200.0, 210.0, None, -5.0]), currency=currency) == habit


def test_candidates_stand_within_three_tenths_of_today_s_price():
    prices = candidate_prices(currency="MXN", today=200.0, endings=(9.0,))
    assert prices.tolist() == [149.0, 159.0, 169.0, 179.0, 189.0, 199.0, 209.0, 219.0, 229.0, 239.0, 249.0, 259.0]


def test_both_sides_of_a_mark_are_candidates():
    assert {298.0, 299.0} <= set(candidate_prices(currency="MXN", today=279.0, endings=(0.0,), marks=[299.0]))
    assert {9.99, 10.0} <= set(candidate_prices(currency="USD", today=9.5, endings=(0.49,), marks=[10.0]))


def test_a_mark_out_of_reach_is_no_candidate():
    assert 299.0 not in candidate_prices(currency="MXN", today=500.0, endings=(9.0,), marks=[299.0])


def test_a_floor_further_up_is_in_reach():
    prices = candidate_prices(currency="MXN", today=200.0, endings=(9.0,), reaching=310.0)
    assert prices.max() == 319.0
    assert prices.min() == 149.0


def test_dearer_shelf_prices_stand_further_apart():
    prices = candidate_prices(currency="MXN", today=1200.0, endings=(9.0,))
    assert [price for price in prices if price > 1000] == [
        1049,
        1099,
        1149,
        1199,
        1249,
        1299,
        1349,
        1399,
        1449,
        1499,
        1549,
    ]


def test_cents_stay_cents():
    prices = candidate_prices(currency="USD", today=19.99, endings=(0.99,))
    assert prices.tolist() == [14.99, 15.99, 16.99, 17.99, 18.99, 19.99, 20.99, 21.99, 22.99, 23.99, 24.99]
