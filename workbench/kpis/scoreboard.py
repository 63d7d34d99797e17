"""The scoreboard: one row per KPI, against target, last month and baseline, worst first."""

from __future__ import annotations

from datetime import date
from math import hypot, sqrt
from statistics import NormalDist

import numpy as np
import pandas as pd

from workbench.kpis.categories import is_category
from workbench.kpis.days import parse_day, previous_month_end
from workbench.kpis.definitions import ALL_EVENTS, definition_of
from workbench.kpis.frames import AccountFrames, account_frames, accounts_of
from workbench.kpis.names import platform_name
from workbench.kpis.reported import figure_history
from workbench.kpis.series import computed_rates
from workbench.kpis.status import STATUSES, headroom, is_label_only
from workbench.kpis.table import account_table, joined
from workbench.tables import KPI_TABLE

WEEKS = 13
ADDED = {
    "platform_name": "str",
    "last_month_rate": "float64",
    "baseline_rate": "float64",
    "change": "float64",
    "change_low": "float64",
    "change_high": "float64",
    "reported_rate": "float64",
    "reported_as_of": "datetime64[us]",
    "trend": "object",
    "headroom": "Int64",
    "owner": "str",
}


def scoreboard(client, *, as_of: str | date) -> pd.DataFrame:
    """One row per account, KPI and scope over its main window, worst first.

    Parameters
    ----------
    client : Client
        With its profile's accounts and owners, its frozen baseline and the canonical tables.
    as_of : str or date
        A day; its end in each account's zone.

    Returns
    -------
    DataFrame
        `KPI_TABLE`, then platform_name (the platform's English name), last_month_rate (as of the end of the month
        before), baseline_rate (the frozen one; where nothing is frozen, as of the profile's baseline day), change
        (against last month, as a difference of rates) with change_low and change_high (95 % interval), reported_rate
        and reported_as_of (what the platform shows, beside a computed figure), trend (13 weekly rates, oldest first,
        the last one of `as_of`), headroom (orders that may still turn bad; negative: so many too many) and owner (who
        answered for the KPI on that day). The row's figure is the computed one; where the files can't give it, the
        platform's. Sorted breach, watch, good, unmeasured, no_rule, then by the profile's accounts and the KPI list.

    Raises
    ------
    ParameterError
        `as_of` is no day.
    TableError
        A canonical table lacks a column.

    Source: interval by Newcombe (1998), method 10, from two Wilson intervals. Where both windows share days it is
    too wide, never too narrow.

    Known to be wrong when: a KPI's rule changed between the two days; the rates then follow two definitions.
    """
    day = parse_day(as_of, where="scoreboard")
    boards = [_account_board(client, name, day, client.baseline) for name in accounts_of(client)]
    board = joined(boards) if boards else joined([]).reindex(columns=[*KPI_TABLE.names, *ADDED]).astype(ADDED)
    board["_rank"] = board["status"].map(STATUSES.index)
    worst_first = board.sort_values(["_rank", "headroom"], kind="stable", na_position="last", ignore_index=True)
    return worst_first.drop(columns="_rank")


def board_figures(client, *, as_of: str | date) -> pd.DataFrame:
    """The figures that the scoreboard shows, with nothing beside them: `KPI_TABLE`, in that table's order.

    Parameters and errors as of `scoreboard`.
    """
    day = parse_day(as_of, where="scoreboard")
    every = [account_frames(client, account=name, where="scoreboard") for name in accounts_of(client)]
    return joined([_main_rows(account_table(frames, on=day))[KPI_TABLE.names] for frames in every])


def change_interval(
    numerator: int, denominator: int, *, before_numerator: int, before_denominator: int
) -> tuple[float, float]:
    """95 % interval of the difference between two rates.

    Source: Newcombe, Statistics in Medicine 17 (1998) 873-890, method 10.

    >>> [round(bound, 4) for bound in change_interval(56, 70, before_numerator=48, before_denominator=80)]
    [0.0524, 0.3339]
    """
    rate, before = numerator / denominator, before_numerator / before_denominator
    low, high = _wilson(numerator, denominator)
    before_low, before_high = _wilson(before_numerator, before_denominator)
    change = rate - before
    return (
        change - hypot(rate - low, before_high - before),
        change + hypot(high - rate, before - before_low),
    )


def _wilson(numerator: int, denominator: int) -> tuple[float, float]:
    """95 % interval of a rate. Source: Wilson, JASA 22 (1927) 209-212.

    Written out because loading a statistics library for it costs most of a second in every kernel; a test
    holds it to that library's figures.
    """
    rate, z = numerator / denominator, NormalDist().inv_cdf(0.975)
    centre = rate + z * z / (2 * denominator)
    reach = z * sqrt(rate * (1 - rate) / denominator + z * z / (4 * denominator**2))
    return (centre - reach) / (1 + z * z / denominator), (centre + reach) / (1 + z * z / denominator)


def _account_board(client, account: str, on: pd.Timestamp, frozen: pd.DataFrame) -> pd.DataFrame:
    frames = account_frames(client, account=account, where="scoreboard")
    table = account_table(frames, on=on)
    board = _main_rows(table)
    rows = board.to_dict("records")
    before = _earlier(account_table(frames, on=previous_month_end(on)), rows)
    start = _at_start(client.profile.baseline, frames, frozen, rows)
    owners = [_owner(client.profile, row, on) for row in rows]
    shown = table[(table["basis"] != "computed") & (table["status"] != "unmeasured")].to_dict("records")
    added = [
        {**_beside(frames, row, _shown_beside(shown, row), last, first, on), "owner": owner}
        for row, last, first, owner in zip(rows, before, start, owners, strict=True)
    ]
    columns = {name: pd.Series([each[name] for each in added], dtype=dtype) for name, dtype in ADDED.items()}
    return board[KPI_TABLE.names].assign(**columns)


def _main_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Per KPI and scope: the longest window, computed where that is measured, else what the platform shows.

    A label without a figure stays in the KPI table: there is nothing to set against a target. So do a scope that
    nobody judges, and a category that is well within its target.
    """
    kept = [_is_on_board(row) for row in table.to_dict("records")]
    table = table[pd.Series(kept, index=table.index, dtype=bool)]
    rank = table["basis"].ne("computed").astype(int) + 2 * table["status"].eq("unmeasured").astype(int)
    by_figure = table.assign(_rank=rank, _days=-table["window_days"].fillna(0))
    longest = by_figure.sort_values(["_rank", "_days"], kind="stable").drop_duplicates(["kpi", "scope"])
    return longest.sort_index().drop(columns=["_rank", "_days"]).reset_index(drop=True)


def _is_on_board(row: dict) -> bool:
    if is_label_only(row) or row["scope"] == ALL_EVENTS:
        return False
    return not is_category(row) or row["status"] in ("breach", "watch")


def _shown_beside(shown: list[dict], row: dict) -> dict | None:
    """The platform's figure for the same KPI and scope, the same window before any other."""
    own = [each for each in shown if (each["kpi"], each["scope"]) == (row["kpi"], row["scope"])]
    days = None if pd.isna(row["window_days"]) else row["window_days"]
    same = [each for each in own if pd.notna(each["window_days"]) and each["window_days"] == days]
    return next(iter(same or own), None)


def _at_start(planned, frames: AccountFrames, frozen: pd.DataFrame, rows: list[dict]) -> list[dict | None]:
    """The frozen figures; where nothing is frozen, those of the profile's baseline day as the files give them today."""
    if len(frozen):
        return _earlier(frozen[frozen["account"] == frames.account.id], rows)
    if planned is None:
        return [None] * len(rows)
    return _earlier(account_table(frames, on=pd.Timestamp(planned.as_of)), rows)


def _earlier(table: pd.DataFrame, rows: list[dict]) -> list[dict | None]:
    """For each row the figure of the same KPI, scope and kind of basis in a table of an earlier day, if there was one.

    A platform's figure that is still the same one is no earlier figure.
    """
    held = {}
    for row in _with_longest_last(table[table["status"] != "unmeasured"]).to_dict("records"):
        held[_kind(row)] = row
    found = [held.get(_kind(row)) for row in rows]
    return [one if one and one["as_of"] < row["as_of"] else None for one, row in zip(found, rows, strict=True)]


def _with_longest_last(table: pd.DataFrame) -> pd.DataFrame:
    return table.sort_values("window_days", na_position="first", kind="stable")


def _kind(row: dict) -> tuple:
    return (row["kpi"], row["scope"], row["basis"] == "computed")


def _beside(
    frames: AccountFrames, row: dict, shown: dict | None, last: dict | None, first: dict | None, on: pd.Timestamp
) -> dict:
    low, high = _change_bounds(row, last)
    last_rate = last["rate"] if last else np.nan
    return {
        "platform_name": platform_name(row["kpi"], platform=row["platform"]),
        "last_month_rate": last_rate,
        "baseline_rate": first["rate"] if first else np.nan,
        "change": row["rate"] - last_rate,
        "change_low": low,
        "change_high": high,
        "reported_rate": shown["rate"] if shown else np.nan,
        "reported_as_of": shown["as_of"] if shown else pd.NaT,
        "trend": _trend(frames, row, on),
        "headroom": _room(row),
    }


def _change_bounds(row: dict, last: dict | None) -> tuple[float, float]:
    if last is None or not (_has_counts(row) and _has_counts(last)):
        return np.nan, np.nan
    earlier = {"before_numerator": int(last["numerator"]), "before_denominator": int(last["denominator"])}
    return change_interval(int(row["numerator"]), int(row["denominator"]), **earlier)


def _has_counts(row: dict) -> bool:
    """Counts that are a part of a whole; units may exceed sessions."""
    if pd.isna(row["rate"]) or pd.isna(row["numerator"]) or pd.isna(row["denominator"]):
        return False
    return 0 <= row["numerator"] <= row["denominator"]


def _trend(frames: AccountFrames, row: dict, on: pd.Timestamp) -> list[float]:
    weeks = pd.DatetimeIndex([on - pd.Timedelta(weeks=ago) for ago in reversed(range(WEEKS))])
    if row["basis"] == "computed":
        definition = definition_of(row["kpi"], platform=row["platform"], where="scoreboard")
        return computed_rates(frames, definition=definition, scope=row["scope"], dates=weeks)
    figures = figure_history(frames, kpi=row["kpi"], scope=row["scope"]).set_index("as_of")["rate"]
    return figures.reindex(weeks, method="ffill").tolist()


def _room(row: dict) -> int | None:
    if not _has_counts(row) or pd.isna(row["target"]) or not row["denominator"]:
        return None
    counts = int(row["numerator"]), int(row["denominator"])
    return headroom(*counts, target=row["target"], comparator=row["comparator"])


def _owner(profile, row: dict, on: pd.Timestamp) -> str:
    """Who answered for the KPI on that day, so that a past month keeps its owner."""
    owner = profile.owner_of(row["account"], kpi=row["kpi"], on=on.date())
    return owner.person if owner else ""
