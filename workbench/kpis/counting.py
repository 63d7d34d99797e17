"""Counting opportunities in a window, for one day or for every day in one pass.

A row of day e counts for the figures of the days e + lag to e + lag + window - 1, cut to the days on
which it was known. So every row is one unbroken run of as-of days, and the series of all days is the
running sum of the runs' first and last days: one pass over the rows, however long the series.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.kpis.days import DAY
from workbench.kpis.opportunities import Opportunities
from workbench.kpis.reasons import heaviest, reason

FAR = np.int64(2**40)
_COUNTED_BY = [
    *("event_date", "counted_from", "counted_until", "numerator_from", "numerator_until", "undecided_from"),
    *("evidence_from", "weight"),
]


@dataclass(frozen=True)
class Counts:
    """Numerator and denominator of one window, or the reason why there is none."""

    numerator: int | None
    denominator: int | None
    reason: str = ""

    @property
    def rate(self) -> float:
        """Numerator over denominator; missing without a denominator."""
        return self.numerator / self.denominator if self.denominator and self.numerator is not None else float("nan")


def count_window(found: Opportunities, *, as_of: pd.Timestamp, days: int, lag: int) -> Counts:
    """The counts of the window of one day, from what was known at its end.

    Undecided rows, rows of which none has any evidence, and more rows left out than counted give a reason and
    no numerator.
    """
    if found.missing:
        return Counts(None, None, found.missing)
    # Rows that one flag or another holds, without a copy of them: a table of KPIs counts some fifty windows.
    inside, is_left_out = _inside(found.rows, as_of, days, lag), found.rows["is_left_out"].to_numpy(dtype=bool)
    weight, counted = found.rows["weight"].to_numpy(dtype="int64"), inside["counted"] & ~is_left_out
    numerator = int(weight[counted & inside["numerator"]].sum())
    denominator = int(weight[counted].sum())
    undecided = int((counted & inside["undecided"]).sum())
    left_out = int(weight[inside["counted"] & is_left_out].sum())
    if left_out > denominator:
        return Counts(None, denominator, reason("mostly_left_out", left_out))
    if not denominator:
        return Counts(0, 0, reason("zero_denominator"))
    if found.without_evidence and not (counted & inside["evidenced"]).any():
        return Counts(None, denominator, found.without_evidence)
    if undecided:
        return Counts(None, denominator, reason("cancelled_by_unknown", undecided))
    notes = found.rows["note"][inside["counted"]]
    return Counts(numerator, denominator, heaviest(notes[notes != ""].value_counts().to_dict()))


def window_rows(rows: pd.DataFrame, *, as_of: pd.Timestamp, days: int, lag: int) -> pd.DataFrame:
    """The rows that the window of `as_of` holds, with is_numerator, is_undecided and is_evidenced on that day."""
    inside = _inside(rows, as_of, days, lag)
    flags = {f"is_{name}": inside[name] for name in ("numerator", "undecided", "evidenced")}
    return rows.assign(**flags)[inside["counted"]]


def _inside(rows: pd.DataFrame, as_of: pd.Timestamp, days: int, lag: int) -> dict[str, np.ndarray]:
    """Which rows the window of that day counts, has in the numerator and so on."""
    day = _number(pd.Series([as_of]))[0]
    return {name: _holds(run, day) for name, run in _runs(rows, days, lag).items()}


def daily_counts(found: Opportunities, *, start: pd.Timestamp, end: pd.Timestamp, days: int, lag: int) -> pd.DataFrame:
    """One row per day from start to end: date, numerator, denominator, rate; equal to `count_window` of each day.

    Numerator and rate are missing where `count_window` gives no figure.
    """
    dates = pd.Series(pd.date_range(start, end, freq="D")).astype(DAY)
    if found.missing:
        return _daily(dates, np.full(len(dates), np.nan), np.full(len(dates), np.nan))
    # Only the days and the weight are looked at: a copy of a million order ids would take longer than the counting.
    rows, is_left_out = found.rows[_COUNTED_BY], found.rows["is_left_out"].to_numpy(dtype=bool)
    sums = _daily_sums(rows[~is_left_out] if is_left_out.any() else rows, dates, days, lag)
    left_out = _daily_sums(rows[is_left_out], dates, days, lag)["counted"]
    unknown = sums["undecided"] > 0
    if found.without_evidence:
        unknown |= sums["evidenced"] == 0
    unknown = (unknown & (sums["counted"] > 0)) | (left_out > sums["counted"])
    return _daily(dates, np.where(unknown, np.nan, sums["numerator"]), sums["counted"])


def _daily_sums(rows: pd.DataFrame, dates: pd.Series, days: int, lag: int) -> dict[str, np.ndarray]:
    weight = rows["weight"].to_numpy(dtype="int64")
    first = _number(dates)[0] if len(dates) else 0
    return {name: _running(run, weight, first, len(dates)) for name, run in _runs(rows, days, lag).items()}


def _daily(dates: pd.Series, numerator: np.ndarray, denominator: np.ndarray) -> pd.DataFrame:
    rate = np.divide(numerator, denominator, out=np.full(len(dates), np.nan), where=np.nan_to_num(denominator) > 0)
    counts = {"numerator": numerator, "denominator": denominator}
    columns = {name: _whole_numbers(values) for name, values in counts.items()}
    return pd.DataFrame({"date": dates, **columns, "rate": rate})


def _whole_numbers(values: np.ndarray) -> pd.arrays.IntegerArray:
    unknown = np.isnan(values)
    return pd.arrays.IntegerArray(np.where(unknown, 0, values).astype("int64"), unknown)


def _runs(rows: pd.DataFrame, days: int, lag: int) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """First and last as-of day, as day numbers, on which each row is counted, in the numerator and so on."""
    event = _number(rows["event_date"])
    first = np.maximum(event + lag, _number(rows["counted_from"]))
    last = np.minimum(event + lag + days - 1, _number(rows["counted_until"]) - 1)
    last = np.where(event == FAR, -FAR, last)
    numerator_last = np.minimum(last, _number(rows["numerator_until"]) - 1)
    return {
        "counted": (first, last),
        "numerator": (np.maximum(first, _number(rows["numerator_from"])), numerator_last),
        "undecided": (np.maximum(first, _number(rows["undecided_from"])), last),
        "evidenced": (np.maximum(first, _number(rows["evidence_from"])), last),
    }


def _number(days: pd.Series) -> np.ndarray:
    """Days since 1970; a missing one lies beyond all others."""
    dates = days.to_numpy(dtype="datetime64[D]")
    return np.where(np.isnat(dates), FAR, dates.astype("int64"))


def _holds(run: tuple[np.ndarray, np.ndarray], day: int) -> np.ndarray:
    return (run[0] <= day) & (day <= run[1])


def _running(run: tuple[np.ndarray, np.ndarray], weight: np.ndarray, first: int, length: int) -> np.ndarray:
    """Sum of the weights of all runs that hold each of `length` days from `first` on."""
    begins, ends = np.maximum(run[0] - first, 0), np.minimum(run[1] - first, length - 1) + 1
    real = begins < ends
    if not real.any():
        return np.zeros(length)
    up = np.bincount(begins[real], weights=weight[real], minlength=length + 1)
    down = np.bincount(ends[real], weights=weight[real], minlength=length + 1)
    return np.rint(np.cumsum(up - down)[:length])
