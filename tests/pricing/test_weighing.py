"""Each candidate's figures by hand, and what speaks against it."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.pricing.weighing import Limits, Volume, weigh_candidates

RETAINED = 1 / 1.16 - 0.15


def row(candidates, price):
    return candidates[candidates["price"] == price].iloc[0]


def test_margin_and_units_of_a_candidate_are_those_reckoned_by_hand(unit):
    volume = Volume(weekly_units=40, elasticity=-2.0, low=-3.0, high=-1.5)
    candidates = weigh_candidates(unit(), np.array([269.0]), volume=volume, limits=Limits(margin_floor=0.1), paths=None)
    found = row(candidates, 269.0)
    assert found["margin"] == pytest.approx(269 * RETAINED - 33 - 80)
    assert found["margin_rate"] == pytest.approx(found["margin"] / (269 / 1.16))
    assert found["units"] == pytest.approx(40 * (289 / 269) ** 2)
    assert (found["units_low"], found["units_high"]) == pytest.approx((40 * (289 / 269) ** 1.5, 40 * (289 / 269) ** 3))
    assert found["profit"] == pytest.approx(found["margin"] * found["units"])
    today = 289 * RETAINED - 33 - 80
    assert found["units_needed"] == pytest.approx(today / found["margin"] - 1)


def test_today_s_price_is_always_among_the_candidates(unit):
    candidates = weigh_candidates(unit(price=291.5), np.array([269.0]), volume=Volume(), limits=Limits(), paths=None)
    assert candidates["price"].tolist() == [269.0, 291.5]
    assert row(candidates, 291.5)["change"] == 0


# Published: a price 10 % lower at 30 % margin needs half as many units again; 5 % higher needs 14.29 % fewer.
@pytest.mark.parametrize(
    ("change", "margin", "needed"), [(-0.10, 0.30, 0.50), (0.05, 0.30, -1 / 7), (-0.05, 0.20, 1 / 3)]
)
def test_units_needed_are_the_published_break_even_volumes(unit, change, margin, needed):
    plain = unit(price=100.0, share=0.0, fixed=0.0, shipping=0.0, cost_usd=100 * (1 - margin) / 20.0)
    plain = type(plain)(**{**vars(plain), "charges": plain.charges[-1:], "marks": ()})
    price = 100.0 * (1 + change)
    candidates = weigh_candidates(plain, np.array([price]), volume=Volume(), limits=Limits(), paths=None)
    assert row(candidates, price)["units_needed"] == pytest.approx(needed)


def test_without_an_elasticity_no_units_are_foretold(unit):
    candidates = weigh_candidates(
        unit(), np.array([269.0, 319.0]), volume=Volume(weekly_units=40), limits=Limits(), paths=None
    )
    others = candidates[candidates["price"] != 289.0]
    assert others[["units", "profit", "score"]].isna().all(axis=None)


def test_the_chance_of_falling_under_the_floor_is_the_share_of_paths(unit):
    # A fifth of the net price of 289 is 49.83. A unit leaves 92.79, and 80 less if the peso is worth half.
    paths = {"USD": np.array([[0.0], [0.0], [-0.5], [-0.5], [-0.5]])}
    candidates = weigh_candidates(unit(), np.array([]), volume=Volume(), limits=Limits(margin_floor=0.2), paths=paths)
    assert row(candidates, 289.0)["under_floor_chance"] == pytest.approx(0.6)
    assert row(candidates, 289.0)["against"] == ("risk",)


def test_with_too_short_a_history_the_chance_is_missing_and_holds_nothing_back(unit):
    candidates = weigh_candidates(unit(), np.array([]), volume=Volume(), limits=Limits(margin_floor=0.2), paths=None)
    assert np.isnan(row(candidates, 289.0)["under_floor_chance"])
    assert row(candidates, 289.0)["against"] == ()


# 298 leaves 99.20 a unit, 299 and 299.01 leave 60.9: the mark's price is in the dead zone and 298 is not.
@pytest.mark.parametrize(
    ("price", "is_dead", "crosses"), [(298.0, False, ()), (299.0, True, (299.0,)), (299.01, True, (299.0,))]
)
def test_298_is_no_dead_zone_and_299_is(unit, price, is_dead, crosses):
    candidates = weigh_candidates(unit(), np.array([price, 419.0]), volume=Volume(), limits=Limits(), paths=None)
    found = row(candidates, price)
    assert bool(found["is_in_dead_zone"]) is is_dead
    assert found["crosses"] == crosses


def test_floors_are_named_last(unit):
    limits = Limits(floor_price=400.0, margin_floor=0.9)
    candidates = weigh_candidates(unit(), np.array([299.0, 419.0]), volume=Volume(), limits=limits, paths=None)
    assert row(candidates, 299.0)["against"] == ("dead_zone", "margin_floor", "floor_price")
    assert row(candidates, 419.0)["against"] == ("step", "margin_floor")


def test_the_weight_of_volume_moves_the_score_from_margin_to_units(unit):
    volume = Volume(weekly_units=40, elasticity=-1.2, low=-1.4, high=-1.05)
    ends = {
        weight: weigh_candidates(
            unit(), np.array([249.0, 298.0]), volume=volume, limits=Limits(), paths=None, weight=weight
        )
        for weight in (0.0, 1.0)
    }
    assert ends[0.0].sort_values("score")["price"].iloc[-1] == 298.0
    assert ends[1.0].sort_values("score")["price"].iloc[-1] == 249.0
    assert row(ends[1.0], 249.0)["score"] == pytest.approx((249 / 289) ** -1.2 - 1)
