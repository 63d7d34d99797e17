"""Which periods of the traffic reports make up a month: one set, none of whose days counts twice.

A month may be held by a monthly Business Report, by daily or weekly reports, or by several of them at once. Per
account, item and month exactly one set of periods counts: the one report of the whole month where there is one, else
the periods without a common day that cover most days, and of several such sets the one of fewest periods.
"""

from __future__ import annotations

from bisect import bisect_left

import pandas as pd

GROUP = ["account", "item_id", "month"]


def monthly_periods(traffic: pd.DataFrame) -> pd.DataFrame:
    """The rows of `traffic` that count, with `month` (its first day); periods that cross a month's end are left out.

    Parameters
    ----------
    traffic : DataFrame
        One row per account, item and period: start_date and end_date, both included.

    Known to be wrong when: sessions are summed over days; a visitor who came on two days is one session of each.
    """
    if traffic.empty:
        return traffic.assign(month=traffic["start_date"])
    months = traffic.assign(month=traffic["start_date"].dt.to_period("M").dt.to_timestamp())
    within = months[months["end_date"].dt.to_period("M") == months["start_date"].dt.to_period("M")]
    is_whole = (within["start_date"] == within["month"]) & (
        within["end_date"] == within["month"] + pd.offsets.MonthEnd()
    )
    has_whole = is_whole.groupby([within[name] for name in GROUP]).transform("any")
    held = within[is_whole | ~has_whole].drop_duplicates([*GROUP, "start_date", "end_date"])
    overlapping = _overlapping(held)
    chosen = [_most_days(group) for _, group in held[overlapping].groupby(GROUP, sort=False)]
    return pd.concat([held[~overlapping], *chosen]).sort_index()


def covers_month(periods: pd.DataFrame, *, start: pd.Timestamp, end: pd.Timestamp) -> bool:
    """Whether every day from start to end lies in a period of some item."""
    days = {day for first, last in _spans(periods) for day in pd.date_range(first, last)}
    return days >= set(pd.date_range(start, end))


def _spans(periods: pd.DataFrame) -> set[tuple]:
    return set(zip(periods["start_date"], periods["end_date"], strict=True))


def _overlapping(held: pd.DataFrame) -> pd.Series:
    """Rows of those groups in which two periods share a day."""
    ordered = held.sort_values([*GROUP, "start_date"], kind="stable")
    keys = [ordered[name] for name in GROUP]
    ended = ordered["end_date"].astype("int64").groupby(keys).cummax().groupby(keys).shift()
    shares = ordered["start_date"].astype("int64") <= ended
    return shares.groupby(keys).transform("any").reindex(held.index)


def _most_days(group: pd.DataFrame) -> pd.DataFrame:
    """Periods without a common day that cover most days, then the fewest of them.

    Source: weighted interval scheduling, Kleinberg and Tardos, Algorithm Design (2005), 6.1.
    """
    ordered = group.sort_values("end_date", kind="stable")
    ends = ordered["end_date"].tolist()
    best: list[tuple[tuple[int, int], tuple[int, ...]]] = [((0, 0), ())]
    for place, (start, end) in enumerate(zip(ordered["start_date"], ends, strict=True)):
        (days, fewer), taken = best[bisect_left(ends, start, hi=place)]
        with_it = ((days + (end - start).days + 1, fewer - 1), (*taken, place))
        best.append(max(best[-1], with_it, key=lambda each: each[0]))
    return ordered.iloc[list(best[-1][1])]
