"""When an alert is opened, when it is over, and when nothing can be said."""

import pandas as pd
import pytest

from tests.accountability.small import order
from tests.alerts.conftest import EXPECTED, client_of, month_of_orders
from workbench.alerts.conditions import _of_kpi, conditions, kpi_verdicts

LATE = "late_shipment_rate"
NAN = float("nan")


def found(client, on: str, kpi: str = LATE) -> dict[str, str]:
    rows = conditions(client, as_of=pd.Timestamp(on))
    return {row["kind"]: row["verdict"] for row in rows if row["kpi"] == kpi and row["account"] == "amazon-us"}


@pytest.mark.parametrize(
    ("chance", "likely"), [(NAN, "unknown"), (0.3, "on"), (0.2999, "stays"), (0.2, "stays"), (0.1999, "off")]
)
def test_a_likely_breach_is_told_from_thirty_percent_on_and_over_below_twenty(chance, likely):
    row = {"status": "good", "probability": chance}
    assert kpi_verdicts(row, signal="stable", was_measured=True)["likely"] == likely


@pytest.mark.parametrize(
    ("status", "chance", "signal", "worse"),
    [
        ("good", 0.1, "worse", "on"),
        ("good", 0.5, "worse", "stays"),
        ("breach", NAN, "worse", "stays"),
        ("breach", NAN, "better", "off"),
        ("watch", 0.1, "stable", "off"),
        ("good", 0.1, "cannot_say", "unknown"),
        ("unmeasured", NAN, "worse", "unknown"),
    ],
)
def test_getting_worse_is_told_where_nothing_graver_is(status, chance, signal, worse):
    row = {"status": status, "probability": chance}
    assert kpi_verdicts(row, signal=signal, was_measured=True)["worse"] == worse


@pytest.mark.parametrize(
    ("status", "room", "breach", "likely"),
    [("watch", -8, "on", "off"), ("watch", 0, "off", "unknown"), ("watch", pd.NA, "off", "unknown"),
     ("no_rule", -1, "off", "unknown")],
)  # fmt: skip
def test_a_target_missed_at_a_platforms_yellow_is_told_and_no_longer_likely(status, room, breach, likely):
    row = {"status": status, "headroom": room, "probability": NAN}
    seen = kpi_verdicts(row, signal="stable", was_measured=True)
    assert (seen["breach"], seen["likely"]) == (breach, likely)


def test_an_alert_at_a_platforms_yellow_is_called_as_the_boards_call_it():
    of_claims = {"account": "mercadolibre-mx", "kpi": "claims_rate", "scope": "", "probability": NAN}
    for status, standing in (("watch", "at_risk"), ("breach", "breach")):
        told = _of_kpi([{**of_claims, "status": status, "headroom": -1}], ("stable", ""), was_measured=True)
        (missed,) = [row for row in told if row["kind"] == "breach"]
        assert (missed["verdict"], missed["standing"]) == ("on", standing)


def test_a_kpi_that_is_not_measured_ends_no_breach():
    row = {"status": "unmeasured", "probability": NAN}
    seen = kpi_verdicts(row, signal="cannot_say", was_measured=True)
    assert seen == {"breach": "unknown", "likely": "unknown", "worse": "unknown", "unmeasured": "on"}
    assert kpi_verdicts(row, signal="cannot_say", was_measured=False)["unmeasured"] == "unknown"


def test_the_orders_decide_of_a_breach(tmp_path):
    # Under 4 % of 120 orders are four.
    within = client_of(tmp_path, *month_of_orders(until="2026-01-31", late=4))
    beyond = client_of(tmp_path, *month_of_orders(until="2026-01-31", late=5))
    assert found(within, "2026-01-31")["breach"] == "off"
    assert found(beyond, "2026-01-31")["breach"] == "on"


def test_figures_are_those_of_the_last_day_that_the_files_speak_of(tmp_path):
    client = client_of(tmp_path, *month_of_orders(until="2026-01-31", late=20))
    row = next(
        row
        for row in conditions(client, as_of=pd.Timestamp("2026-05-31"))
        if (row["kpi"], row["kind"]) == (LATE, "breach")
    )
    # The last order was placed three days before it was due.
    assert (row["verdict"], row["as_of"]) == ("on", pd.Timestamp("2026-01-28"))


def test_a_kpi_that_was_measured_a_month_ago_and_is_not_now_is_told(tmp_path):
    before = month_of_orders(until="2025-12-31", late=0)
    # In January orders came in, but none says by when it has to be sent.
    after = [({**line, "ship_by_at": pd.NaT}, sent) for line, sent in month_of_orders(until="2026-02-03", late=0)]
    assert found(client_of(tmp_path, *before, *after), "2026-01-31")["unmeasured"] == "on"
    assert found(client_of(tmp_path, *after), "2026-01-31")["unmeasured"] == "unknown"


def test_a_client_without_orders_has_nothing_to_tell(tmp_path):
    assert conditions(client_of(tmp_path), as_of=pd.Timestamp("2026-01-31")) == []


def test_each_month_whose_file_is_due_and_not_there_is_late(tmp_path):
    client = client_of(tmp_path, profile=EXPECTED)
    on_the_day, after = (
        [row["scope"] for row in conditions(client, as_of=pd.Timestamp(day))] for day in ("2026-02-05", "2026-02-06")
    )
    assert on_the_day == ["amazon-all-orders 2025-12", "amazon-all-orders 2025-11"]
    assert after == ["amazon-all-orders 2026-01", *on_the_day]


def test_no_file_is_asked_for_from_before_the_first_day(tmp_path):
    client = client_of(tmp_path, profile=EXPECTED)  # since 1 March 2025
    late = [row["scope"] for row in conditions(client, as_of=pd.Timestamp("2025-04-30"))]
    assert late == ["amazon-all-orders 2025-03"]


def test_the_orders_themselves_stay_as_they_are(tmp_path):
    client = client_of(tmp_path, order("a", "2026-01-10"))
    before = client.order_lines.copy()
    conditions(client, as_of=pd.Timestamp("2026-01-31"))
    pd.testing.assert_frame_equal(client.order_lines, before)


def test_a_rate_that_tripled_last_week_is_getting_worse(tmp_path):
    days = [f"{day:%Y-%m-%d}" for day in pd.date_range(end="2026-01-31", periods=140)]
    # One late order in four days, then one on each day of the last week.
    late = {day for place, day in enumerate(days) if place % 4 == 0 or place >= 133}
    orders = [order(f"{day}-{n}", day, late=day in late and n == 0) for day in days for n in range(10)]
    # As of the last order's own day, three days before it is due.
    orders.append(order("last", "2026-02-03"))
    assert found(client_of(tmp_path, *orders), "2026-01-31")["worse"] in ("on", "stays")


def _window(days: int, status: str, probability: float) -> dict:
    return {"account": "amazon-us", "kpi": LATE, "scope": "", "window_days": days, "status": status,
            "probability": probability}  # fmt: skip


def test_a_kpi_of_two_windows_is_one_alert_that_tells_of_the_likelier_one():
    windows = [_window(30, "good", 0.05), _window(10, "good", 0.6)]
    rows = {row["kind"]: row for row in _of_kpi(windows, ("stable", ""), was_measured=True)}
    assert (rows["likely"]["verdict"], rows["likely"]["window_days"]) == ("on", 10)
    assert (rows["breach"]["verdict"], rows["breach"]["window_days"]) == ("off", 30)
    assert len(rows) == 4


def test_the_shorter_windows_breach_is_a_breach_of_the_kpi():
    windows = [_window(30, "watch", 0.9), _window(10, "breach", NAN)]
    rows = {row["kind"]: row for row in _of_kpi(windows, ("worse", "run"), was_measured=True)}
    assert [(kind, row["verdict"]) for kind, row in rows.items()][:3] == [
        ("breach", "on"), ("likely", "off"), ("worse", "stays"),
    ]  # fmt: skip
    assert rows["breach"]["window_days"] == 10
