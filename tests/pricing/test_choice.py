"""Which price is advised, and when none is."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.pricing.choice import choose
from workbench.pricing.weighing import Limits, Volume, weigh_candidates

SHELF = np.array([229.0, 249.0, 269.0, 279.0, 298.0, 299.0, 319.0, 359.0, 379.0, 399.0, 419.0])
SURE = Volume(weekly_units=40, elasticity=-1.3, low=-1.5, high=-1.1)


TENTH = Limits(margin_floor=0.1)


def chosen(inputs, *, volume=SURE, limits=TENTH, paths=None, least_gain=0.01, weight=0.0):
    candidates = weigh_candidates(inputs, SHELF, volume=volume, limits=limits, paths=paths, weight=weight)
    return choose(candidates, today=inputs.price, volume=volume, least_gain=least_gain), candidates


def test_a_weakly_elastic_product_is_raised_to_the_price_that_earns_most(unit):
    choice, candidates = chosen(unit(price=249.0))
    free = candidates[[not codes for codes in candidates["against"]]]
    assert choice.price == free.loc[free["profit"].idxmax(), "price"]
    assert (choice.action, choice.reasons) == ("raise", ("more_profit",))
    assert choice.gain == pytest.approx(
        free["profit"].max() - candidates.loc[candidates["price"] == 249, "profit"].item()
    )


def test_a_price_in_a_dead_zone_is_never_advised(unit):
    choice, candidates = chosen(unit(price=298.0), volume=Volume(40, -0.2, -0.4, -0.1))
    dead = candidates.loc[candidates["is_in_dead_zone"], "price"]
    assert set(dead) == {299.0, 319.0}
    assert choice.price not in set(dead)


def test_a_gain_that_one_end_of_the_interval_denies_moves_nothing(unit):
    choice, candidates = chosen(unit(price=249.0), volume=Volume(40, -1.3, -9.0, -0.5))
    assert (choice.action, choice.price) == ("hold", 249.0)
    assert choice.reasons == ("gain_not_sure",)
    assert candidates["profit"].max() > candidates.loc[candidates["price"] == 249, "profit"].item()


def test_a_small_gain_is_not_worth_a_change(unit):
    choice, _ = chosen(unit(price=249.0), least_gain=10.0)
    assert (choice.action, choice.reasons, choice.gain) == ("hold", ("small_gain",), 0.0)


def test_the_client_s_weight_of_volume_lowers_the_price(unit):
    by_margin, _ = chosen(unit(price=289.0))
    by_volume, _ = chosen(unit(price=289.0), weight=1.0, volume=Volume(40, -2.2, -2.3, -2.1))
    assert by_volume.price < by_margin.price


def test_without_a_volume_answer_today_s_price_stays(unit):
    choice, _ = chosen(unit(price=289.0), volume=Volume(weekly_units=40))
    assert (choice.action, choice.price, choice.reasons) == ("hold", 289.0, ("no_volume_answer",))


def test_a_unit_sold_at_a_loss_is_raised_to_the_nearest_price_that_keeps_the_floor(unit):
    # Cost 9 USD at 20: a unit at 289 leaves 289 x 0.712069 - 33 - 180 = -7.2.
    limits = Limits(margin_floor=0.1, most_step=0.5)
    choice, candidates = chosen(unit(price=289.0, cost_usd=9.0), volume=Volume(weekly_units=40), limits=limits)
    enough = [
        price for price in SHELF if price * (1 / 1.16 - 0.15) - (33 if price < 299 else 72) - 180 >= 0.1 * price / 1.16
    ]
    first = min(price for price in enough if price >= 359 or price < 299)
    assert choice.price == first
    assert choice.reasons == ("loses_money", "under_floor", "no_volume_answer")
    margins = candidates.set_index("price")["margin"]
    assert choice.gain == pytest.approx(40 * (margins[first] - margins[289.0]))


def test_where_no_price_keeps_the_floor_nothing_is_advised(unit):
    choice, _ = chosen(unit(price=289.0, cost_usd=90.0))
    assert (choice.action, choice.price) == ("none", 289.0)
    assert choice.reasons[:2] == ("no_allowed_price", "loses_money")


def test_a_floor_that_only_a_leap_would_keep_is_no_price_decision(unit):
    # 419 keeps the floor, 45 % above today's price; a step may be a quarter at most.
    choice, candidates = chosen(unit(price=289.0, cost_usd=9.0), volume=Volume(weekly_units=40))
    assert choice.action == "none"
    assert candidates.set_index("price").loc[419.0, "against"] == ("step",)


def test_the_client_s_own_floor_is_kept_even_where_a_lower_price_earns_more(unit):
    steep = Volume(40, -4.0, -4.4, -3.6)
    free, _ = chosen(unit(price=289.0, cost_usd=2.0), volume=steep)
    kept, _ = chosen(unit(price=289.0, cost_usd=2.0), volume=steep, limits=Limits(floor_price=270.0))
    assert free.price < 270.0 <= kept.price


def test_a_falling_peso_that_breaks_the_floor_raises_the_price(unit):
    paths = {"USD": np.linspace(-0.3, 0.05, 200)[:, None]}
    choice, candidates = chosen(
        unit(price=249.0), volume=Volume(weekly_units=40), limits=Limits(margin_floor=0.2), paths=paths
    )
    assert "risk" in choice.reasons
    assert choice.action == "raise"
    assert candidates.set_index("price").loc[choice.price, "under_floor_chance"] <= 0.2
