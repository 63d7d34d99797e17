import numpy as np
import pytest

from workbench.errors import ParameterError
from workbench.pricing.fx_band import HoldTerms, hold_band
from workbench.pricing.fx_risk import fx_exposure

PRICES = np.arange(180.0, 401.0, 10.0)
STILL = np.zeros((10, 5))


def unit(prices, moves):
    return (0.7 * prices - 40)[:, None] - 100 / (1 + moves)[None, :]


EXPOSURE = fx_exposure(unit, prices=PRICES)


def test_without_an_elasticity_only_the_floor_ends_the_band():
    # At 240 before dollars 128 is left; the floor of 10 breaks where dollars cost 118 instead of 100.
    band = hold_band(EXPOSURE, price=240.0, paths=STILL, terms=HoldTerms(floor=10.0))
    assert band.move_low == pytest.approx(1 / 1.18 - 1) and band.low_by == "floor"
    assert np.isinf(band.move_high) and band.high_by == "open"
    assert band.is_held and band.price_now == 240.0 and band.probability == 0.0
    assert band.rates(20.0) == pytest.approx((0.0, 23.6))
    assert band.price_when_weak == 250.0


def test_a_tolerated_share_of_paths_may_break_the_floor():
    paths = np.zeros((10, 5))
    paths[0, 2] = -0.5
    loose = hold_band(EXPOSURE, price=240.0, paths=paths, terms=HoldTerms(floor=10.0, tolerance=0.1))
    strict = hold_band(EXPOSURE, price=240.0, paths=paths, terms=HoldTerms(floor=10.0, tolerance=0.05))
    assert loose.move_low == pytest.approx(1 / 1.18 - 1) and loose.is_held
    assert not strict.is_held and strict.probability == 0.1
    # 200 pesos of dollars on the worst day: 250 and 40 must leave 10, so 360 is the cheapest that does.
    assert strict.price_now == 360.0


def gain(price, other, factor, terms, days):
    """Expected gain over the holding time of moving from one price to another, by plain arithmetic."""

    def profit(p):
        return terms.units_per_day * days * (p / price) ** terms.elasticity * (0.7 * p - 40 - 100 * factor)

    return profit(other) - profit(price)


def test_both_ends_are_where_the_best_change_just_pays():
    terms = HoldTerms(floor=-1e9, cost_of_change=150.0, units_per_day=3.0, elasticity=-2.5)
    # Best price at today's rate: 2.5 / 1.5 x 140 / 0.7 = 333; 330 is the nearest candidate.
    band = hold_band(EXPOSURE, price=330.0, paths=STILL, terms=terms)
    assert band.is_held and (band.low_by, band.high_by) == ("gain", "gain")
    for move in (band.move_low, band.move_high):
        best = max(gain(330.0, other, 1 / (1 + move), terms, 7) for other in PRICES)
        assert best == pytest.approx(150.0)
    inside = max(gain(330.0, other, 1.0, terms, 7) for other in PRICES)
    assert inside < 150 and band.price_when_weak > 330 > band.price_when_strong


def test_a_dearer_change_widens_the_band():
    def width(cost):
        terms = HoldTerms(floor=-1e9, cost_of_change=cost, units_per_day=3.0, elasticity=-2.5)
        band = hold_band(EXPOSURE, price=330.0, paths=STILL, terms=terms)
        return band.move_high - band.move_low

    assert width(50.0) < width(150.0) < width(400.0)


def test_a_price_far_from_the_best_is_not_held():
    terms = HoldTerms(cost_of_change=10.0, units_per_day=3.0, elasticity=-2.5)
    band = hold_band(EXPOSURE, price=240.0, paths=STILL, terms=terms)
    assert not band.is_held and band.price_now == 330.0


def test_after_a_change_the_new_price_is_held_at_the_rate_that_caused_it():
    terms = HoldTerms(floor=-1e9, cost_of_change=150.0, units_per_day=3.0, elasticity=-2.5)
    band = hold_band(EXPOSURE, price=330.0, paths=STILL, terms=terms)
    weaker = fx_exposure(lambda p, m: unit(p, (1 + m) * (1 + band.move_low) - 1), prices=PRICES)
    units = terms.units_per_day * (band.price_when_weak / 330.0) ** terms.elasticity
    there = HoldTerms(floor=-1e9, cost_of_change=150.0, units_per_day=units, elasticity=-2.5)
    assert hold_band(weaker, price=band.price_when_weak, paths=STILL, terms=there).is_held


@pytest.mark.parametrize(
    ("price", "terms", "match"),
    [
        (235.0, HoldTerms(), "hold band at 235"),
        (240.0, HoldTerms(elasticity=-0.8, units_per_day=1.0), "elasticity: -0.8. Expected below -1"),
    ],
)
def test_a_price_that_is_no_candidate_or_an_answer_that_is_not_elastic_is_refused(price, terms, match):
    with pytest.raises(ParameterError, match=match):
        hold_band(EXPOSURE, price=price, paths=STILL, terms=terms)
