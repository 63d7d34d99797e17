"""Signal or noise."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.kpis.conftest import order, parcel, small_client
from tests.risk.conftest import daily
from workbench.errors import ParameterError
from workbench.risk import kpi_signal
from workbench.risk.signal import POINTS, RULES, VERDICTS, judged_weeks

STEADY = [20] * 182
ONE_A_DAY = [1] * 182


def verdict(orders, bad, **window):
    return judged_weeks(daily(orders, bad, **window), others=[])[:2]


def test_two_orders_more_in_a_week_are_no_trend():
    wiggle = [*ONE_A_DAY[:-2], 2, 2]
    assert verdict(STEADY, wiggle) == ("stable", "within_limits")


def test_a_tripled_rate_is_worse():
    assert verdict(STEADY, ONE_A_DAY[:-7] + [4] * 7) == ("worse", "beyond_limits")


def test_a_slow_rise_shows_in_the_weighted_mean():
    found, rule = verdict(STEADY, ONE_A_DAY[:-28] + [2] * 28)
    assert found == "worse" and rule in ("two_of_three", "moving_average", "beyond_limits")


def test_a_rate_that_falls_to_nothing_is_better():
    assert verdict([40] * 182, [3] * 154 + [0] * 28)[0] == "better"


def test_where_the_rate_must_be_high_fewer_good_orders_are_worse():
    good = [19] * 175 + [15] * 7
    assert verdict(STEADY, good, is_high=True) == ("worse", "beyond_limits")


def test_a_handful_of_orders_is_no_signal_however_rare_they_were():
    # Five bad orders in twenty weeks, two in the last: far beyond the limits, and still two orders.
    bad = np.zeros(182, dtype=int)
    bad[[3, 40, 70, 100, 130]] = 1
    bad[[-2, -3]] = 1
    assert verdict([3] * 182, bad.tolist()) == ("stable", "within_limits")


def test_too_little_history_says_so():
    assert verdict([20] * 70, [1] * 70) == ("cannot_say", "few_weeks")
    assert verdict(STEADY, [0] * 182) == ("cannot_say", "few_bad")


def test_mere_chance_is_seldom_called_a_change():
    dice = np.random.default_rng(5)
    found = [verdict(STEADY, dice.binomial(20, 0.05, 182).tolist())[0] for _ in range(60)]
    assert found.count("stable") >= 0.93 * 60


def test_weeks_whose_bad_orders_are_not_known_yet_are_not_called_better():
    # Every bad order is known ten days late: the last ten days look spotless.
    own = daily(STEADY, ONE_A_DAY[:-10] + [0] * 10)
    own = replace(own, delays=np.full(172, 10), ages=np.arange(172)[::-1] + 10)
    found, rule, points = judged_weeks(own, others=[])
    assert (found, rule) == ("stable", "within_limits")
    assert points["week_end"].max() < own.as_of
    assert list(points.columns) == POINTS


def test_a_client_without_orders_of_the_kpi_gets_no_verdict():
    found = kpi_signal(small_client("amazon-us"), kpi="late_shipment_rate", account="amazon-us", as_of="2026-01-31")
    assert (found.verdict, found.rule, len(found.points)) == ("cannot_say", "counts_alone", 0)


def test_the_clients_own_rows_are_judged_by_week():
    days = pd.date_range("2025-08-04", "2026-01-31", freq="D")
    rows = [(f"o{place}", day, place % 10 == 0) for place, day in enumerate(np.repeat(days, 3))]
    lines = [order(name, f"{day:%Y-%m-%d}T18:00Z", ship_by_at=f"{day:%Y-%m-%d}T23:00Z") for name, day, _ in rows]
    sent = [
        parcel(name, confirmed_at=f"{day + pd.Timedelta(days=int(late)):%Y-%m-%d}T20:00Z") for name, day, late in rows
    ]
    client = small_client("amazon-us", order_lines=lines, packages=sent)
    found = kpi_signal(client, kpi="late_shipment_rate", account="amazon-us", as_of="2026-01-31")
    assert found.verdict == "stable" and len(found.points) == 25
    assert found.points["orders"].tolist() == [21] * 25
    assert found.points["usual"].iloc[0] == pytest.approx(0.1, abs=0.005)


def test_an_unknown_account_is_named():
    with pytest.raises(ParameterError, match="no account 'amazon-ca'"):
        kpi_signal(small_client("amazon-us"), kpi="late_shipment_rate", account="amazon-ca", as_of="2026-01-31")


def test_every_verdict_and_rule_is_one_of_those_listed():
    assert set(VERDICTS) == {"worse", "better", "stable", "cannot_say"}
    assert {"within_limits", "few_weeks", "few_bad", "counts_alone"} < set(RULES)
