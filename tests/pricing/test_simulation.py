"""A unit under a choice that is tried out, on hand-made units."""

import numpy as np
import pandas as pd
import pytest

from tests.costs.conftest import _mercado_libre, _typed
from workbench.costs.fx import Rate as DayRate
from workbench.costs.inputs import inputs_of
from workbench.errors import ParameterError
from workbench.pricing.simulation import Levers, moved_fan, price_curve, price_range, price_step, simulate
from workbench.pricing.weighing import Limits

FLOOR = Limits(margin_floor=0.10)


def by_hand(price):
    """The fixture unit's margin: VAT 16 %, fee 15 %, 33 under 299 or shipping 72 from 299, cost 80, freight 20."""
    return price / 1.16 - 0.15 * price - (33 if price < 299 else 72) - 100


def laid_out(unit=None, *, limits=FLOOR, low=175.0, high=700.0, **levers):
    return price_curve(unit or inputs_of(_mercado_libre()), levers=Levers(**levers), limits=limits, low=low, high=high)


@pytest.mark.parametrize("price", [298.0, 298.99, 299.0, 299.01, 350.0])
def test_a_price_leaves_what_is_reckoned_by_hand(price):
    found = simulate(laid_out(), price=price, paths={})
    assert found.unit.margin == pytest.approx(by_hand(price))
    assert found.floor == pytest.approx(0.10 * price / 1.16)


def test_the_dead_zone_begins_at_the_mark_and_a_price_in_it_says_so():
    curve = laid_out()
    assert curve.zones[["from_price", "best_price"]].iloc[0].tolist() == [299.0, 298.99]
    inside, below = (simulate(curve, price=price, paths={}) for price in (320.0, 298.0))
    assert (inside.is_in_dead_zone, below.is_in_dead_zone) == (True, False)


def test_costs_in_another_currency_grow_when_the_peso_loses_value():
    unit = inputs_of(
        _mercado_libre(cost=4.0, cost_currency="USD", fx={"USD": DayRate(20.0, pd.Timestamp("2026-02-27"), "x")})
    )
    today, after = (simulate(laid_out(unit, move=move), price=350.0, paths=None) for move in (0.0, -0.2))
    # Cost and freight are stated in dollars: 24 dollars at 20 pesos, then at 25.
    assert today.unit.margin - after.unit.margin == pytest.approx(24 * 5)
    assert today.base == "USD"


def test_the_chance_is_the_share_of_paths_with_a_day_under_the_floor():
    unit = inputs_of(_mercado_libre(cost=4.0, freight=1.0, cost_currency="USD", fx={"USD": DayRate(20.0, pd.NaT, "x")}))
    found = simulate(laid_out(unit), price=350.0, paths=None)
    assert np.isnan(found.chance)
    # 350 leaves 177.24 before 5 dollars; the floor of 30.17 breaks above (177.24 - 30.17) / 5 = 29.41 pesos a dollar.
    own = 350 / 1.16 - 0.15 * 350 - 72
    assert found.breaking_rate == pytest.approx((own - 0.10 * 350 / 1.16) / 5)
    move = 20 / found.breaking_rate - 1
    paths = {"USD": np.array([[0.0, move - 0.001], [0.0, move + 0.001], [move - 0.001, 0.0], [0.0, 0.0]])}
    assert simulate(laid_out(unit), price=350.0, paths=paths).chance == pytest.approx(0.5)


def test_without_costs_in_another_currency_the_rate_breaks_nothing():
    found = simulate(laid_out(), price=350.0, paths={})
    assert (found.base, found.chance) == ("", 0.0)
    assert np.isnan(found.breaking_rate)
    assert simulate(laid_out(), price=200.0, paths={}).chance == 1.0


def test_a_missing_input_leaves_no_margin_and_no_zone():
    unit = inputs_of(_mercado_libre(cost=np.nan))
    found = simulate(laid_out(unit), price=350.0, paths={})
    assert np.isnan(found.unit.margin) and np.isnan(found.chance)
    assert found.curve.zones.empty and found.curve.kept.empty


def test_without_a_stated_floor_there_is_none():
    assert np.isnan(simulate(laid_out(limits=Limits()), price=350.0, paths={}).floor)


def test_a_floor_price_keeps_cheaper_prices_out():
    kept = laid_out(limits=Limits(floor_price=400.0)).kept
    assert kept["from_price"].iloc[0] == 400.0


def test_the_range_is_half_to_double_in_whole_steps_and_reaches_the_floor():
    unit = inputs_of(_mercado_libre())
    assert price_range(unit, limits=FLOOR) == (175.0, 700.0)
    dear = inputs_of(_mercado_libre(cost=450.0, price=350.0))
    low, high = price_range(dear, limits=FLOOR)
    assert (low, high > 700) == (175.0, True)
    assert price_range(inputs_of(_mercado_libre(price=np.nan)), limits=FLOOR) is None


def test_the_step_is_never_under_a_cent():
    assert price_step(0.5, 1.0) == 0.01


def test_the_fan_starts_at_the_rate_tried_and_the_given_one_stays():
    fan = pd.DataFrame({"day": [0, 30], "p10": [20.0, 18.0], "p50": [20.0, 20.0], "p90": [20.0, 22.0]})
    moved = moved_fan(fan, move=-0.2)
    assert moved["p50"].tolist() == [25.0, 25.0] and moved["p90"].iloc[1] == 27.5
    assert fan["p50"].iloc[0] == 20.0


def test_a_fall_to_nothing_is_refused():
    with pytest.raises(ParameterError, match="above -1"):
        laid_out(move=-1.0)


def test_rates_shown_are_those_that_hold_at_the_price_tried():
    unit = inputs_of(_mercado_libre(_typed("advertising", 0.05)))
    steps = simulate(laid_out(unit), price=250.0, paths={}).unit.steps.set_index("step")
    assert steps.at["fixed_fee", "rate"] == 33 and steps.at["fixed_fee", "amount"] == 33
