"""Conversion of the listings, month by month and around what the seller changed.

Conversion is units ordered over sessions, per listing: sessions belong to the listing (the parent's
item number), so they are never summed over the SKUs of one item.
"""

from __future__ import annotations

import pandas as pd

from workbench.kpis.periods import monthly_periods
from workbench.kpis.scoreboard import change_interval
from workbench.tables import require_columns

MONTHLY = ["account", "item_id", "title", "month", "sessions", "units", "conversion"]
AROUND = [
    *("account", "item_id", "title", "date", "kind", "note"),
    *("sessions_before", "units_before", "conversion_before", "sessions_after", "units_after", "conversion_after"),
    *("change", "change_low", "change_high"),
]
# Full months on each side of a change that are set against each other.
MONTHS_COMPARED = 3


def conversion_by_month(traffic: pd.DataFrame) -> pd.DataFrame:
    """Sessions, units and conversion of each listing and month.

    Parameters
    ----------
    traffic : DataFrame
        One row per item and period; periods that cross a month's end are left out, and of periods that share days
        only one set counts (`monthly_periods`).

    Returns
    -------
    DataFrame
        account, item_id, title, month (its first day), sessions, units, conversion (missing where
        there was no session).

    Raises
    ------
    TableError
        Where `traffic` lacks a column.
    """
    require_columns(
        traffic, ["account", "item_id", "title", "start_date", "end_date", "sessions", "units"], of="traffic"
    )
    sums = (
        monthly_periods(traffic)
        .groupby(["account", "item_id", "month"], as_index=False, sort=True)
        .agg(title=("title", "last"), sessions=("sessions", "sum"), units=("units", "sum"))
    )
    return sums.assign(conversion=_share(sums["units"], sums["sessions"]))[MONTHLY]


def conversion_around_changes(traffic: pd.DataFrame, changes: pd.DataFrame, *, as_of: str) -> pd.DataFrame:
    """Conversion in the full months before and after each change of a listing.

    Parameters
    ----------
    traffic : DataFrame
        One row per item and period.
    changes : DataFrame
        One row per dated change: account, item_id, date, kind, note.
    as_of : str
        ISO day; months that end later don't count.

    Returns
    -------
    DataFrame
        One row per change with sessions on both sides: account, item_id, title, date, kind, note,
        sessions, units and conversion before and after (up to three full months each, the month of
        the change left out), change, change_low, change_high (95 %), largest loss first.

    Known to be wrong when: units of one visit count twice, or season and prices moved as well; the
    interval tells chance only.

    Source: interval of a difference of two proportions, Newcombe 1998 (Statistics in Medicine 17,
    873-890), method 10.
    """
    require_columns(changes, ["account", "item_id", "date", "kind", "note"], of="changes")
    monthly = conversion_by_month(traffic)
    monthly = monthly[monthly["month"] + pd.offsets.MonthEnd(1) <= pd.Timestamp(as_of)]
    rows = [_around(monthly, change) for change in changes.to_dict("records")]
    known = [row for row in rows if row is not None]
    frame = pd.DataFrame(known, columns=AROUND)
    return frame.sort_values(["change", "account", "item_id"], kind="stable", ignore_index=True)


def _around(monthly: pd.DataFrame, change: dict) -> dict | None:
    item = monthly[(monthly["account"] == change["account"]) & (monthly["item_id"] == change["item_id"])]
    month = change["date"].to_period("M").to_timestamp()
    before = item[item["month"] < month].tail(MONTHS_COMPARED)
    after = item[item["month"] > month].head(MONTHS_COMPARED)
    counts = {
        f"{name}_{side}": int(rows[name].sum())
        for side, rows in (("before", before), ("after", after))
        for name in ("sessions", "units")
    }
    if not counts["sessions_before"] or not counts["sessions_after"]:
        return None
    shares = {
        f"conversion_{side}": counts[f"units_{side}"] / counts[f"sessions_{side}"] for side in ("before", "after")
    }
    low, high = _interval(**counts)
    return {
        **{name: change[name] for name in ("account", "item_id", "date", "kind", "note")},
        "title": item["title"].iloc[-1],
        **counts,
        **shares,
        "change": shares["conversion_after"] - shares["conversion_before"],
        "change_low": low,
        "change_high": high,
    }


def _interval(*, sessions_before: int, units_before: int, sessions_after: int, units_after: int) -> tuple[float, float]:
    """Interval of the change; missing where units exceed sessions, so that they are no part of a whole."""
    if units_before > sessions_before or units_after > sessions_after:
        return float("nan"), float("nan")
    return change_interval(
        units_after, sessions_after, before_numerator=units_before, before_denominator=sessions_before
    )


def _share(part: pd.Series, whole: pd.Series) -> pd.Series:
    counts = whole.astype("float64")
    return part.astype("float64") / counts.where(counts > 0)
