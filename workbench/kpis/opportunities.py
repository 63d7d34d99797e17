"""The rows behind a rate: one per order or parcel, with the days between which it counts.

Every figure, series and list of orders of a KPI reads the same rows, so they can't disagree. A row says
which local day puts it into a window, and from which day on (and until which) it counts at all, counts
in the numerator, or is undecided. What became known later than a day never changes that day's figure.

Columns: order_id, package_id, event_date, weight, counted_from, counted_until, numerator_from,
numerator_until, undecided_from, evidence_from, is_left_out, reason (why it counts against the seller),
note (estimate code). A missing "from" is never, a missing "until" is for good; "until" is the first day
that no longer counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from workbench.kpis.days import DAY

DAYS = [
    "event_date",
    "counted_from",
    "counted_until",
    "numerator_from",
    "numerator_until",
    "undecided_from",
    "evidence_from",
]
COLUMNS = ["order_id", "package_id", *DAYS, "weight", "is_left_out", "reason", "note"]


@dataclass(frozen=True)
class Opportunities:
    """The rows of one KPI, and why there is none where the files can't hold it.

    `missing` is the reason when nothing can be computed at all. `without_evidence` is the reason when no
    row of a window has any evidence, such as a carrier event.
    """

    rows: pd.DataFrame
    missing: str = ""
    without_evidence: str = ""


def nothing(reason: str) -> Opportunities:
    """No rows, and why."""
    return Opportunities(_no_rows().copy(), missing=reason)


@cache
def _no_rows() -> pd.DataFrame:
    none = pd.Series([], dtype="str")
    return opportunity_rows(none, event_date=pd.Series([], dtype=DAY))


def opportunity_rows(order_id: pd.Series, *, event_date: pd.Series, **columns) -> pd.DataFrame:
    """Rows in the documented columns; what isn't given takes its ordinary value.

    Ordinarily a row counts from its own day on, for good, in the denominator only, with weight 1.
    """
    never = np.full(len(order_id), "NaT", dtype=DAY)
    ordinary = {
        **dict.fromkeys(DAYS, never),
        **dict.fromkeys(("event_date", "counted_from", "evidence_from"), event_date),
        **{"package_id": "", "weight": 1, "is_left_out": False, "reason": "", "note": ""},
    }
    given = {**ordinary, "order_id": order_id, **columns}
    days = {name: _days(given[name]) for name in DAYS}
    rows = pd.DataFrame({name: days.get(name, given[name]) for name in COLUMNS}, index=order_id.index)
    return rows.reset_index(drop=True)


def later_of(one: pd.Series, other: pd.Series) -> pd.Series:
    """Row by row the later of two days; missing where either is.

    >>> days = pd.Series(pd.to_datetime(["2026-01-01", None]))
    >>> later_of(days, days + pd.Timedelta(days=1)).dt.day.tolist()
    [2.0, nan]
    """
    return one.where(one >= other, other).where(one.notna())


def text_where(chosen: pd.Series, text: str) -> pd.Series:
    """`text` where chosen, else blank."""
    return pd.Series("", index=chosen.index, dtype="str").mask(chosen, text)


def _days(values: pd.Series) -> pd.Series:
    return values if values.dtype == DAY else values.astype(DAY)
