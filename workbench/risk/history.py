"""What was known of one KPI at the end of a day: its daily counts, and what they already say about the days ahead."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.kpis.counting import daily_counts
from workbench.kpis.days import DAY
from workbench.kpis.opportunities import Opportunities

HORIZON_DAYS = 30
MEMORY_DAYS = 371
FAR = 2**40


@dataclass(frozen=True)
class History:
    """One KPI of one account as known at the end of `as_of`.

    `sold` and `marked` are orders and numerators by age, the newest event day first; `ahead` are orders known
    already whose event day is 1, 2, ... days ahead. `kept` and `kept_marked` are denominator and numerator of the
    window on as_of and on each of the following days, if nothing new happened; `kept_bad` are the bad orders
    among those whose event day has come. `delays` and `ages` are, per marked order, the days from its event to
    the mark, and to as_of; `undecided` are the orders of which no file says whether they are bad.
    """

    as_of: pd.Timestamp
    days: int
    lag: int
    is_high: bool
    sold: np.ndarray
    marked: np.ndarray
    ahead: np.ndarray
    kept: np.ndarray
    kept_marked: np.ndarray
    kept_bad: np.ndarray
    delays: np.ndarray
    ages: np.ndarray
    undecided: int = 0

    @property
    def bad(self) -> np.ndarray:
        """Bad orders by age: the marked ones, or those not marked where the rate must be high."""
        return self.sold - self.marked if self.is_high else self.marked

    @property
    def is_mostly_undecided(self) -> bool:
        """Whether more orders may be bad than are known to be: then the rate of the past is a guess."""
        return self.undecided > self.bad.sum()


def history_of(
    found: Opportunities, *, as_of: pd.Timestamp, days: int, lag: int, is_high: bool, sold_on: pd.Series | None = None
) -> History:
    """The history of a KPI's rows as known at the end of a day.

    Parameters
    ----------
    found : Opportunities
        One row per order or parcel.
    as_of : Timestamp
        What came after it is left aside.
    days, lag : int
        The window.
    is_high : bool
        Whether the numerator holds the good orders.
    sold_on : Series, optional
        Day of sale per row of `found`: of event days ahead only what was sold by as_of is known.
    """
    rows = rows_known(found.rows, as_of=as_of, sold_on=sold_on)
    today = day_number(as_of)
    event = day_numbers(rows["event_date"]) - today
    mark = day_numbers(rows["numerator_from"]) - today
    weight = rows["weight"].to_numpy(dtype="int64")
    remembered = (event <= 0) & (event > -MEMORY_DAYS)
    is_undecided = rows["undecided_from"].notna().to_numpy()
    past = remembered & ~is_undecided
    is_marked = past & (mark <= 0)
    future = (event > 0) & (event <= HORIZON_DAYS)
    length = int(-event[past].min()) + 1 if past.any() else 0
    return History(
        as_of=as_of,
        days=days,
        lag=lag,
        is_high=is_high,
        sold=_by_day(-event[past], weight[past], length),
        marked=_by_day(-event[is_marked], weight[is_marked], length),
        ahead=_by_day(event[future] - 1, weight[future], HORIZON_DAYS),
        delays=np.maximum(mark[is_marked] - event[is_marked], 0),
        ages=-event[is_marked],
        undecided=int(weight[remembered & is_undecided].sum()),
        **kept_counts(rows, as_of=as_of, days=days, lag=lag, is_high=is_high),
    )


def kept_counts(
    rows: pd.DataFrame, *, as_of: pd.Timestamp, days: int, lag: int, is_high: bool, ahead: int = HORIZON_DAYS
) -> dict[str, np.ndarray]:
    """kept, kept_marked and kept_bad of known rows, for as_of and each of the days after it, as `History` has them."""
    span = {"start": as_of, "end": as_of + pd.Timedelta(days=ahead), "days": days, "lag": lag}
    # Of the days ahead, what is not decided is not bad.
    rows = rows.assign(undecided_from=_never(rows))
    kept, marked = _counts(rows, span)
    if not is_high:
        return {"kept": kept, "kept_marked": marked, "kept_bad": marked}
    # A parcel that is due tomorrow, or an order not sent yet, is no bad one.
    here = (rows["event_date"] <= as_of) & (rows["counted_from"] <= as_of)
    due, there = _counts(rows[here], span)
    return {"kept": kept, "kept_marked": marked, "kept_bad": due - there}


def _counts(rows: pd.DataFrame, span: dict) -> tuple[np.ndarray, np.ndarray]:
    counted = daily_counts(Opportunities(rows), **span)
    return tuple(counted[name].to_numpy(dtype="float64", na_value=np.nan) for name in ("denominator", "numerator"))


def _by_day(place: np.ndarray, weight: np.ndarray, length: int) -> np.ndarray:
    return np.bincount(place, weights=weight, minlength=length).astype("int64")


def rows_known(rows: pd.DataFrame, *, as_of: pd.Timestamp, sold_on: pd.Series | None = None) -> pd.DataFrame:
    """The rows that count, as known at the end of a day: what happened later has not happened."""
    here = rows["event_date"] <= as_of if sold_on is None else (rows["event_date"] <= as_of) | (sold_on <= as_of)
    gone = rows["counted_until"] <= as_of
    known = rows[here & ~gone & ~rows["is_left_out"]]
    later = {name: known[name].mask(known[name] > as_of) for name in ("numerator_from", "undecided_from")}
    # An order that counts from a day ahead on, such as its ship-by day, is known to; a mark taken back is not one.
    back = known["numerator_until"] <= as_of
    later["numerator_from"] = later["numerator_from"].mask(back)
    return known.assign(**later, counted_until=_never(known), numerator_until=_never(known))


def _never(rows: pd.DataFrame) -> pd.Series:
    return pd.Series(pd.NaT, index=rows.index, dtype=DAY)


def day_numbers(days: pd.Series) -> np.ndarray:
    """Days since 1970; a missing one lies beyond all others."""
    return np.where(days.isna(), FAR, days.to_numpy(dtype="datetime64[D]").astype("int64"))


def day_number(day: pd.Timestamp) -> int:
    """Days since 1970."""
    return int(day.to_datetime64().astype("datetime64[D]").astype("int64"))
