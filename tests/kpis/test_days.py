"""Windows and local days."""

import pandas as pd
import pytest

from workbench.errors import ParameterError
from workbench.kpis import month_end
from workbench.kpis.days import last_full_month, local_days, parse_day, window
from workbench.rules import rule


def test_amazons_defect_window_ends_fifteen_days_before_the_report():
    held = rule("order_defect_rate", platform="amazon", market="US", on="2022-01-11")
    start, end = window(pd.Timestamp("2022-01-11"), days=held.window_days, lag=held.lag_days)
    assert (start.date().isoformat(), end.date().isoformat()) == ("2021-10-29", "2021-12-27")


def test_the_invoice_window_of_the_second_of_may_is_the_week_from_the_nineteenth_of_april():
    held = rule("invoice_defect_rate", platform="amazon", market="DE", on="2026-05-02")
    start, end = window(pd.Timestamp("2026-05-02"), days=held.window_days, lag=held.lag_days)
    assert (start.date().isoformat(), end.date().isoformat()) == ("2026-04-19", "2026-04-25")


@pytest.mark.parametrize(
    ("month", "expected"), [("2026-01", "2026-01-31"), ("2026-02", "2026-02-28"), ("2024-02", "2024-02-29")]
)
def test_a_month_ends_on_its_last_day(month, expected):
    assert month_end(month) == expected


@pytest.mark.parametrize("month", ["2026-13", "2026", "enero", "2026-01-31"])
def test_text_that_is_no_month_is_refused(month):
    with pytest.raises(ParameterError, match=f"month '{month}'.*Expected a month such as 2026-01"):
        month_end(month)


def test_text_that_is_no_day_is_refused():
    with pytest.raises(ParameterError, match="kpi_table: '31/01/2026' is no day"):
        parse_day("31/01/2026", where="kpi_table")


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [("2026-01-30", "2025-12-31"), ("2026-01-31", "2026-01-31"), ("2026-02-01", "2026-01-31")],
)
def test_a_month_is_full_at_the_end_of_its_last_day(as_of, expected):
    assert last_full_month(pd.Timestamp(as_of))[1].date().isoformat() == expected


@pytest.mark.parametrize(
    ("instant", "zone", "expected"),
    [
        ("2026-03-09T06:59:59Z", "America/Los_Angeles", "2026-03-08"),  # the day of 23 hours ends at 07:00 UTC
        ("2026-03-09T07:00:00Z", "America/Los_Angeles", "2026-03-09"),
        ("2025-11-03T07:59:59Z", "America/Los_Angeles", "2025-11-02"),  # the day of 25 hours ends at 08:00 UTC
        ("2025-11-03T08:00:00Z", "America/Los_Angeles", "2025-11-03"),
        ("2026-07-01T05:59:59Z", "America/Mexico_City", "2026-06-30"),  # no summer time since 2022
        ("2026-07-01T06:00:00Z", "America/Mexico_City", "2026-07-01"),
    ],
)
def test_an_instant_belongs_to_the_local_day_also_at_a_change_of_the_clock(instant, zone, expected):
    days = local_days(pd.Series(pd.to_datetime([instant])), zone=zone)
    assert days.iloc[0] == pd.Timestamp(expected)
