"""Days of an account: local calendar days, windows and the end of a month.

A KPI's window is made of the account's local days. An instant belongs to the day that the clock in
the account's zone shows, so a day of 23 or 25 hours at a DST change needs no special case.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pandas as pd

from workbench.errors import ParameterError

DAY = "datetime64[us]"


def month_end(month: str) -> str:
    """Last day of a month as ISO text.

    Raises
    ------
    ParameterError
        `month` is not of the form 2026-01.

    >>> month_end("2026-01"), month_end("2024-02")
    ('2026-01-31', '2024-02-29')
    """
    first = parse_day(f"{month}-01", where=f"month '{month}'", expected="a month such as 2026-01")
    return first.replace(day=monthrange(first.year, first.month)[1]).date().isoformat()


def parse_day(
    day: str | date | pd.Timestamp, *, where: str, expected: str = "a day such as 2026-01-31"
) -> pd.Timestamp:
    """`day` as a midnight without zone.

    Raises
    ------
    ParameterError
        Text that names no day.
    """
    try:
        text = day if isinstance(day, str) else pd.Timestamp(day).date().isoformat()
        return pd.Timestamp(date.fromisoformat(text))
    except ValueError as fault:
        raise ParameterError(where, f"'{day}' is no day", expected=expected) from fault


def previous_month_end(as_of: pd.Timestamp) -> pd.Timestamp:
    """Last day of the month before the one that `as_of` lies in.

    >>> previous_month_end(pd.Timestamp("2026-01-15")).date().isoformat()
    '2025-12-31'
    """
    return as_of.replace(day=1) - pd.Timedelta(days=1)


def last_full_month(as_of: pd.Timestamp) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day of the newest month that has ended by the end of `as_of`.

    >>> [day.date().isoformat() for day in last_full_month(pd.Timestamp("2026-01-31"))]
    ['2026-01-01', '2026-01-31']
    """
    tomorrow = as_of + pd.Timedelta(days=1)
    end = as_of if tomorrow.month != as_of.month else previous_month_end(as_of)
    return end.replace(day=1), end


def window(as_of: pd.Timestamp, *, days: int, lag: int) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day of the window: it ends `lag` days before `as_of` and holds `days` days.

    Source: Amazon's report asked for on 2022-01-11 answered 2021-10-29 to 2021-12-27, 60 days
    ending 15 days before (issue selling-partner-api-models#2165).

    >>> [day.date().isoformat() for day in window(pd.Timestamp("2022-01-11"), days=60, lag=15)]
    ['2021-10-29', '2021-12-27']
    """
    end = as_of - pd.Timedelta(days=lag)
    return end - pd.Timedelta(days=days - 1), end


def local_days(instants: pd.Series, *, zone: str) -> pd.Series:
    """The calendar day that each instant has in `zone`.

    >>> seconds = pd.Series(pd.to_datetime(["2026-02-01T07:59:59Z", "2026-02-01T08:00:00Z"]))
    >>> local_days(seconds, zone="America/Los_Angeles").dt.day.tolist()
    [31, 1]
    """
    return instants.dt.tz_convert(zone).dt.tz_localize(None).dt.normalize().astype(DAY)
