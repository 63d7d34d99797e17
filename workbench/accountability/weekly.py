"""What a weekly meeting talks about: what moved, what is due."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd

from workbench.accountability.arrivals import missing_files
from workbench.accountability.tasks import open_tasks
from workbench.errors import ParameterError
from workbench.kpis import STATUSES, kpi_table, scoreboard
from workbench.kpis.categories import is_category
from workbench.kpis.days import parse_day, previous_month_end
from workbench.risk.histories import Histories
from workbench.risk.signal import signal_of

WEEK = re.compile(r"(\d{4})-W(0[1-9]|[1-4]\d|5[0-3])")
DAYS_A_WEEK = 7
MOST_MOVES = 5
# What falls due within two weeks is on the table, so that nothing falls due between two meetings.
DAYS_AHEAD = 14
STATUS_CHANGED, BEYOND_NOISE = "status", "beyond_noise"
JUDGED = ("breach", "watch", "good")
MISSING_FILE = "file"
# Verdicts of the control chart that are a move.
MOVED = ("worse", "better")
NO_CHART = "counts_alone"
MOVES_ADDED = {"status_before": "str", "rate_before": "float64", "why": "str", "verdict": "str", "rule": "str"}


def last_day_of_week(week: str) -> str:
    """The Sunday of a week as ISO text.

    Raises
    ------
    ParameterError
        `week` is none.

    >>> last_day_of_week("2026-W05"), last_day_of_week("2026-W01")
    ('2026-02-01', '2026-01-04')
    """
    found = WEEK.fullmatch(week)
    try:
        return date.fromisocalendar(int(found[1]), int(found[2]), DAYS_A_WEEK).isoformat()
    except (TypeError, ValueError) as fault:
        raise ParameterError("week", f"'{week}' is no week", expected="such as 2026-W05") from fault


def weekly_moves(client, *, as_of: str | date) -> pd.DataFrame:
    """The KPIs that moved, the weightiest first: a changed status before a change of the rate beyond chance.

    Parameters
    ----------
    client : Client
        With its profile's accounts and the canonical tables.
    as_of : str or date
        The last day of the week.

    Returns
    -------
    DataFrame
        Five rows at most, as in `workbench.scoreboard`, and status_before and rate_before (seven days earlier), why
        (status: the status is another than a week ago; beyond_noise: the control chart of the weekly counts says that
        it got worse or better), verdict and rule (as `workbench.kpi_signal`; blank where no chart decided). A figure
        whose orders no file holds by day has no chart: it moved where its change against last month has an interval
        without zero. A category is listed only where its status got worse. Status changes first, those for the worse
        before those for the better, the worst status first; then the others by the size of the change over its
        interval.

    Raises
    ------
    ParameterError
        `as_of` is no day.
    TableError
        A canonical table lacks a column.

    Known to be wrong when: a KPI changes its status by a new target; it is listed all the same, as it should be.
    """
    day = parse_day(as_of, where="weekly_moves")
    board = scoreboard(client, as_of=as_of)
    earlier = _earlier(board, kpi_table(client, as_of=(day - pd.Timedelta(days=DAYS_A_WEEK)).date()))
    both = board.assign(**earlier, **_charted(client, board, day))
    is_judged = both["status"].isin(JUDGED) & both["status_before"].isin(JUDGED)
    places = {status: place for place, status in enumerate(STATUSES)}
    rank, before = (both[name].map(places) for name in ("status", "status_before"))
    # Of a KPI's categories only one that got worse is news beside the account's own row.
    is_part = pd.Series([is_category(row) for row in both.to_dict("records")], index=both.index, dtype=bool)
    changed = is_judged & (both["status"] != both["status_before"]) & (~is_part | (rank < before))
    apart = (both["change_low"] > 0) | (both["change_high"] < 0)
    has_moved = both["verdict"].isin(MOVED)
    beyond = ~changed & ~is_part & (has_moved | (both["rule"].eq(NO_CHART) & apart))
    told = both.assign(
        why=pd.Series("", index=both.index).mask(beyond, BEYOND_NOISE).mask(changed, STATUS_CHANGED),
        verdict=both["verdict"].where(has_moved, ""),
        rule=both["rule"].where(has_moved, ""),
    )
    moved = told[told["why"] != ""].astype(MOVES_ADDED)
    return moved.loc[_by_weight(moved).index].head(MOST_MOVES).reset_index(drop=True)


def weekly_due(client, *, as_of: str | date) -> pd.DataFrame:
    """What is overdue or falls due within two weeks: actions, questions, deadlines of warnings, files.

    Parameters
    ----------
    client : Client
        With its profile, intake, inbox and record.
    as_of : str or date
        The last day of the week.

    Returns
    -------
    DataFrame
        As `open_tasks`, of kind file too (text: the export's id; of files that the months around the day lack); tasks
        without a due date are left out. Overdue first, then by due date.

    Raises
    ------
    ParameterError
        `as_of` is no day.
    NothingToShow
        Nothing was ingested and the profile expects no files.
    RecordFault
        The record can't be read.
    """
    day = parse_day(as_of, where="weekly_due")
    tasks = open_tasks(client, as_of=as_of)
    files = _missing(client, day)
    filled = [part for part in (tasks, files.astype(tasks.dtypes.to_dict())) if len(part)]
    every = pd.concat(filled, ignore_index=True) if filled else tasks
    near = every[(every["days_left"] <= DAYS_AHEAD).fillna(False).astype(bool)]
    return near.sort_values(["due_date", "kind", "account", "task_id"], kind="stable", ignore_index=True)


def _earlier(board: pd.DataFrame, before: pd.DataFrame) -> dict[str, list]:
    """For each row of the board the status and rate of the same KPI, window and kind of figure in an earlier table."""
    held = {_key(row): row for row in before.to_dict("records")}
    rows = [held.get(_key(row)) for row in board.to_dict("records")]
    return {
        "status_before": [row["status"] if row else "" for row in rows],
        "rate_before": [row["rate"] if row else float("nan") for row in rows],
    }


def _charted(client, board: pd.DataFrame, on: pd.Timestamp) -> dict[str, pd.Series]:
    """For each row verdict and rule of the control chart of its weekly counts."""
    histories = Histories(client, where="weekly_moves")
    found = [_signal(histories, row, on) for row in board.to_dict("records")]
    return {
        name: pd.Series([each[place] for each in found], index=board.index, dtype="str")
        for place, name in enumerate(("verdict", "rule"))
    }


def _signal(histories: Histories, row: dict, on: pd.Timestamp) -> tuple[str, str]:
    if row["basis"] != "computed" or row["status"] == "unmeasured":
        return "cannot_say", NO_CHART
    signal = signal_of(histories, row["account"], row["kpi"], scope=row["scope"], on=on)
    return signal.verdict, signal.rule


def _key(row: dict) -> tuple:
    days = None if pd.isna(row["window_days"]) else int(row["window_days"])
    return (row["account"], row["kpi"], row["scope"], days, row["basis"])


def _by_weight(moved: pd.DataFrame) -> pd.DataFrame:
    rank, before = (moved[name].map(STATUSES.index) for name in ("status", "status_before"))
    is_status = moved["why"] == STATUS_CHANGED
    reach = (moved["change_high"] - moved["change_low"]) / 2
    keys = pd.DataFrame(
        {
            "kind": ~is_status,
            "is_better": (rank > before) & is_status,
            "rank": rank.where(is_status, 0),
            "size": -(moved["change"].abs() / reach).fillna(0).where(~is_status, 0),
        },
        index=moved.index,
    )
    return keys.sort_values(list(keys), kind="stable")


def _missing(client, on: pd.Timestamp) -> pd.DataFrame:
    """Files that the month of the day and the month before it lack, each once, as tasks of the account's owner."""
    months = [on.strftime("%Y-%m"), previous_month_end(on).strftime("%Y-%m")]
    lacking = pd.concat([missing_files(client, month=month) for month in months], ignore_index=True)
    first = lacking.sort_values("due_date").drop_duplicates(["export", "account"])
    owners = [client.profile.owner_of(account, on=on.date()) for account in first["account"]]
    told = {name: [getattr(owner, name) if owner else "" for owner in owners] for name in ("role", "person")}
    return first.assign(
        **told,
        kind=MISSING_FILE,
        kpi="",
        sku="",
        note="",
        text=first["export"],
        days_left=(first["due_date"] - on).dt.days,
        since_date=pd.NaT,
        task_id=first["export"],
    )[
        [
            "role",
            "person",
            "kind",
            "account",
            "kpi",
            "sku",
            "text",
            "note",
            "due_date",
            "days_left",
            "since_date",
            "task_id",
        ]
    ]
