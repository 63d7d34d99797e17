"""Futures of the window."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import betabinom

from tests.risk.conftest import daily, kept
from workbench.risk import paths
from workbench.risk.delays import delay_curve
from workbench.risk.history import HORIZON_DAYS
from workbench.risk.paths import coming_in_window, draw_paths
from workbench.risk.probability import outlook
from workbench.risk.rates import DRIFTS, GRID, UNEVEN, RateBelief, rate_belief, rates

AT_ONCE = np.ones(3)


def believed(good: float, bad: float) -> RateBelief:
    """A rate that does not drift, with a Beta(bad, good) distribution."""
    weights = np.zeros((len(DRIFTS), len(UNEVEN), len(GRID)))
    rate = rates(GRID)
    weights[0, 0] = rate**bad * (1 - rate) ** good
    return RateBelief(weights / weights.sum())


def test_the_chance_is_that_of_the_beta_binomial_where_nothing_else_moves():
    # Prior 1 and 99, nine bad in 1,000; of the window 6 of 650 stay, 350 orders come; at most 4 more fit under 1 %.
    own = kept(daily([14] * 63, [0] * 63, days=400), orders=650, marked=6)
    own = replace(own, marked=own.sold * 0)
    drawn = draw_paths(own, curve=AT_ONCE, belief=believed(99 + 991, 1 + 9), paths=20_000)
    day = 25 - 1  # 25 days of 14 orders
    assert drawn.denominator[:, day].tolist() == [1000] * 20_000
    missed = (drawn.numerator[:, day] > 10).mean()
    assert betabinom.sf(4, 350, 10, 1090) == pytest.approx(0.233237, abs=1e-6)
    assert missed == pytest.approx(0.233237, abs=0.012)


def test_a_rate_of_nothing_leaves_only_the_roll_off():
    own = daily([10] * 60, [0] * 40 + [3] + [0] * 19, days=30)
    nothing = np.zeros((len(DRIFTS), len(UNEVEN), len(GRID)))
    nothing[0, 0, 0] = 1
    drawn = draw_paths(own, curve=AT_ONCE, belief=RateBelief(nothing), paths=200)
    # The three bad orders are 19 days old: of a window of 30 days they leave on the 11th day ahead.
    assert np.median(drawn.numerator, axis=0)[:12].tolist() == [3.0] * 10 + [0.0, 0.0]


def test_the_same_input_gives_the_same_answer_and_the_chance_never_falls():
    own = daily([12] * 90, [1 if day % 5 == 0 else 0 for day in range(90)])
    one, other = (outlook(own, target=0.04, comparator="lt") for _ in range(2))
    assert one.chance.tolist() == other.chance.tolist()
    assert (np.diff(one.chance) >= 0).all()
    assert (one.low <= one.high).all()


def test_a_worse_history_has_the_higher_chance():
    chances = [
        outlook(daily([20] * 90, [0] * 60 + [bad] * 30, days=30), target=0.06, comparator="le").chance[20]
        for bad in (0, 1)
    ]
    assert chances[0] < 0.01 < chances[1]


def test_many_marks_are_spread_as_the_single_ones_are_drawn(monkeypatch):
    own = daily([30] * 90, [3] * 90, days=30, lag=2)
    own = replace(own, delays=np.repeat([0, 4, 9], 90), ages=np.full(270, 90))
    curve = delay_curve(own)
    belief = rate_belief(own, curve=curve)
    single = draw_paths(own, curve=curve, belief=belief)
    monkeypatch.setattr(paths, "SINGLE_MARKS", 0)
    spread = draw_paths(own, curve=curve, belief=belief)
    assert spread.numerator.mean(axis=0) == pytest.approx(single.numerator.mean(axis=0), rel=0.03)


def test_marks_still_to_come_on_orders_sold_are_counted():
    # Half of the marks come at once, half ten days later: of the last ten days' orders half are not known yet.
    own = daily([20] * 90, [1] * 90, days=60)
    own = replace(own, delays=np.repeat([0, 10], 200), ages=np.full(400, 90))
    known = delay_curve(own)
    late = draw_paths(own, curve=known, belief=believed(1900, 100), paths=2000)
    none = draw_paths(own, curve=AT_ONCE, belief=believed(1900, 100), paths=2000)
    # By day 11 all are known; pending by then: ten days of 20 orders at 5 %, half of them unknown today.
    assert late.numerator[:, 10].mean() - none.numerator[:, 10].mean() == pytest.approx(0, abs=1.0)
    assert late.numerator[:, 0].mean() < none.numerator[:, 0].mean()


def test_new_marks_leave_a_short_window_again():
    drawn = draw_paths(daily([20] * 90, [1] * 90, days=7), curve=AT_ONCE, belief=believed(1900, 100), paths=1000)
    # Seven days of twenty orders at 5 %, however far ahead.
    assert drawn.numerator[:, [10, 20, 29]].mean(axis=0) == pytest.approx([7, 7, 7], rel=0.06)


def test_orders_known_already_are_not_counted_twice():
    own = kept(daily([10] * 60, [0] * 60, days=400), orders=650, marked=6)
    own = replace(own, ahead=np.array([10] * 5 + [0] * (HORIZON_DAYS - 5)))
    drawn = draw_paths(own, curve=AT_ONCE, belief=believed(1900, 100), paths=10)
    # The first five days' orders are in the 650 that the window keeps; ten a day come after them.
    assert drawn.denominator[0, [0, 4, 5, 9]].tolist() == [650, 650, 660, 700]


def test_the_volume_ahead_is_that_of_the_last_weeks_less_what_is_known():
    own = replace(daily([10] * 56, [0] * 56, days=5, lag=1), ahead=np.array([4, 20] + [0] * (HORIZON_DAYS - 2)))
    # Day 1 brings 6 more, day 2 none (20 are known), then 10 a day; with a lag of one day, five days are held.
    assert coming_in_window(own, days=8).tolist() == [0, 0, 6, 6, 16, 26, 36, 40, 50]


def test_the_belief_finds_the_rate_of_a_steady_history():
    own = daily([50] * 180, [1] * 180)
    belief = rate_belief(own, curve=AT_ONCE)
    assert belief.weights.sum() == pytest.approx(1)
    mean = (belief.weights.sum(axis=(0, 1)) * rates(GRID)).sum()
    assert mean == pytest.approx(0.02, rel=0.15)


def test_the_belief_follows_a_rate_that_rose():
    own = daily([50] * 180, [1] * 90 + [4] * 90)
    weights = rate_belief(own, curve=AT_ONCE).weights.sum(axis=(0, 1))
    # The whole history's rate is 5 %, that of the last three months 8 %.
    assert (weights * rates(GRID)).sum() == pytest.approx(0.08, rel=0.1)
    assert weights[rates(GRID) < 0.06].sum() < 0.05
