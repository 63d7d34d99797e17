"""What each role answers for: KPIs as they stood on a day, whose they were then, and what is open at them."""

from __future__ import annotations

from datetime import date

import pandas as pd

from workbench.accountability.tasks import CASE, answers_for, check_role, of_role, open_tasks
from workbench.kpis import scoreboard
from workbench.kpis.days import parse_day

# What a row tells of the tasks at it.
TASK_COLUMNS = {
    "actions": "Int64",
    "overdue": "Int64",
    "next_due_date": "datetime64[us]",
    "cases": "Int64",
    "next_deadline_date": "datetime64[us]",
}


def role_board(client, *, as_of: str | date, role: str = "") -> pd.DataFrame:
    """One row per role, account and KPI as of a day, by whoever answered for it on that day.

    Parameters
    ----------
    client : Client
        With its profile's accounts and owners, the canonical tables, inbox and record.
    as_of : str or date
        A day; a past one keeps its owners.
    role : str
        Only this role's or this person's; blank for all.

    Returns
    -------
    DataFrame
        role and person (blank where nobody answers for the KPI), the columns of `workbench.scoreboard` (among them
        rate, target, status, change against last month with its interval), actions and overdue (open actions and
        questions of that account and KPI, and how many of them are past their day), next_due_date, cases (open warnings
        of that account about that KPI) and next_deadline_date. Persons in the profile's order, nobody last; within a
        person worst first.

    Raises
    ------
    ParameterError
        `as_of` is no day, or the client has no such role or person.
    TableError, RecordFault
        A table lacks a column, or the record can't be read.

    Source: figures and interval as in `workbench.scoreboard`.
    """
    day = parse_day(as_of, where="role_board")
    check_role(client.profile, role)
    return with_roles(client, scoreboard(client, as_of=as_of), on=day, role=role)


def with_roles(client, board: pd.DataFrame, *, on: pd.Timestamp, role: str = "") -> pd.DataFrame:
    """As `role_board`, of a scoreboard that is at hand."""
    owners = [
        answers_for(client.profile, account=account, kpi=kpi, on=on)
        for account, kpi in zip(board["account"], board["kpi"], strict=True)
    ]
    named = board.assign(**{name: [owner[at] for owner in owners] for at, name in enumerate(("role", "person"))})
    named = named.astype({"role": "str", "person": "str"})
    counted = _with_tasks(named, open_tasks(client, as_of=on))
    mine = of_role(counted, role)
    people = list(dict.fromkeys((owner.role, owner.person) for owner in client.profile.owners))
    place = [
        people.index(pair) if pair in people else len(people) for pair in zip(mine["role"], mine["person"], strict=True)
    ]
    ordered = mine.assign(_place=place).sort_values("_place", kind="stable", ignore_index=True)
    return ordered[["role", "person", *board.columns, *TASK_COLUMNS]]


def _with_tasks(board: pd.DataFrame, tasks: pd.DataFrame) -> pd.DataFrame:
    """The board with counts of the tasks of each row's account and KPI; scopes of one KPI share them."""
    is_case = tasks["kind"] == CASE
    keys = ["account", "kpi"]
    entries, cases = tasks[~is_case].groupby(keys), tasks[is_case].groupby(keys)
    counts = pd.DataFrame(
        {
            "actions": entries.size(),
            "overdue": tasks[~is_case & (tasks["days_left"] < 0).fillna(False)].groupby(keys).size(),
            "next_due_date": entries["due_date"].min(),
            "cases": cases.size(),
            "next_deadline_date": cases["due_date"].min(),
        }
    ).rename_axis(keys)
    found = board[keys].merge(counts.reset_index().astype(dict.fromkeys(keys, "str")), on=keys, how="left")
    zeros = {name: 0 for name, kind in TASK_COLUMNS.items() if kind == "Int64"}
    filled = found[list(TASK_COLUMNS)].fillna(zeros).astype(TASK_COLUMNS)
    return pd.concat([board.reset_index(drop=True), filled], axis=1)
