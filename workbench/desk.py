"""The analyst's desk: every client of the home in one table.

This is the only room that opens several clients. It belongs to the agency alone, so it refuses in a
process that is bound to one client.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from workbench.accountability import missing_files
from workbench.alerts import ALERT_COLUMNS, client_alerts, open_alerts
from workbench.client import BOUND_CLIENT, Client, open_client
from workbench.errors import ClientBound, NothingToShow, WorkbenchError
from workbench.kpis import month_end
from workbench.kpis.categories import is_category
from workbench.kpis.scoreboard import board_figures
from workbench.notices import CASE_COLUMNS, client_cases, hours_left, open_cases
from workbench.profile import client_ids, find_home
from workbench.reviews import COLUMNS, REVIEW_STATES, review_states
from workbench.risk import with_standing
from workbench.store.intake import INTAKE

# How many KPIs stand where, by `workbench.risk.standings`; what no rule judges is not counted.
KPI_COUNTS = ("breach", "at_risk", "watch", "good", "unmeasured")
COUNTS = ("files", "missing", "refused", "questions", *KPI_COUNTS, "cases")
DESK_COLUMNS = {
    "client": "str",
    "name": "str",
    "month": "str",
    **dict.fromkeys(COUNTS, "Int64"),
    "hours_left": "float64",
    "review": "str",
    "ingested_at": "datetime64[us, UTC]",
    "problem": "str",
}


@dataclass(frozen=True)
class _Asked:
    """What the desk is looked at for."""

    month: str
    now: datetime
    reports: str | Path


def desk_table(
    *, home: str | Path = "", month: str = "", now: datetime | None = None, reports: str | Path = ""
) -> pd.DataFrame:
    """One row per client of the home: what is missing, what is at risk, what waits.

    A client that can't be opened or counted stops nobody else: its row says why.

    Parameters
    ----------
    home : str or Path
        Folder of client folders; blank as in `workbench.profile.find_home`.
    month : str
        The reviewed month, such as 2026-01; blank for the last full month before `now`.
    now : datetime
        The instant that deadlines are looked at from; this one where it is not given.
    reports : str or Path
        Where reviews are; blank as in `workbench.reviews.reports_folder`.

    Returns
    -------
    DataFrame
        client, name (in the client's first language), month, files (that were read), missing (expected files that the
        month still lacks), refused (files refused whole or not recognised), questions (open), breach, at_risk, watch,
        good and unmeasured (KPIs as of the month's last day, by `workbench.risk.standings`), cases (open warnings),
        hours_left (until the nearest deadline of them; negative once it has passed), review (state of the month's
        review, of several languages the least advanced), ingested_at, problem (why a part of the row is blank). A
        count that can't be made is missing, never zero.
        Sorted: problems first, then by nearest deadline, KPIs in breach, KPIs at risk, client.

    Raises
    ------
    ClientBound
        The process is bound to one client.
    ParameterError
        `month` is no month.
    ProfileError
        There is no home.
    """
    check_unbound("desk_table")
    asked = _asked(month, now, reports)
    rows = [_row(client_id, home, asked) for client_id in client_ids(home)]
    table = pd.DataFrame(rows, columns=list(DESK_COLUMNS))
    instants = pd.to_datetime(table["ingested_at"], utc=True)
    table = table.assign(ingested_at=instants, problem=table["problem"].fillna("")).astype(DESK_COLUMNS)
    order = table.assign(is_well=table["problem"] == "", breach=-table["breach"], at_risk=-table["at_risk"])
    return table.loc[order.sort_values(["is_well", "hours_left", "breach", "at_risk", "client"]).index].reset_index(
        drop=True
    )


def desk_cases(*, home: str | Path = "", now: datetime | None = None) -> pd.DataFrame:
    """The open warnings of all clients, the nearest deadline first.

    Parameters
    ----------
    home : str or Path
        Folder of client folders; blank as in `workbench.profile.find_home`.
    now : datetime
        The instant that deadlines are looked at from; this one where it is not given.

    Returns
    -------
    DataFrame
        client, then the columns of `workbench.notices.open_cases` and hours_left. A client that can't be opened has
        no rows here and says why in `desk_table`.

    Raises
    ------
    ClientBound
        The process is bound to one client.
    ProfileError
        There is no home.
    """
    check_unbound("desk_cases")
    instant = now or datetime.now(UTC)
    parts = [_open(client, instant).assign(client=client.id) for client in _clients(home)]
    cases = pd.concat([part for part in parts if len(part)] or [_no_cases(instant)], ignore_index=True)
    columns = ["client", *CASE_COLUMNS, "hours_left"]
    return cases.sort_values(["hours_left", "client"], kind="stable", ignore_index=True)[columns]


def desk_alerts(*, home: str | Path = "") -> pd.DataFrame:
    """The alerts of all clients that stand, as they were last looked at by `workbench alerts --all`.

    Parameters
    ----------
    home : str or Path
        Folder of client folders; blank as in `workbench.profile.find_home`.

    Returns
    -------
    DataFrame
        As `workbench.alerts.client_alerts`, by client.

    Raises
    ------
    ClientBound
        The process is bound to one client.
    ProfileError
        There is no home.
    """
    check_unbound("desk_alerts")
    parts = [open_alerts(client_alerts(client)) for client in _clients(home)]
    kept = [part for part in parts if len(part)]
    return (
        pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=list(ALERT_COLUMNS)).astype(ALERT_COLUMNS)
    )


def desk_reviews(*, home: str | Path = "", month: str = "", reports: str | Path = "") -> pd.DataFrame:
    """How far each monthly review of each client is: the rows of `workbench.reviews.review_states`.

    Parameters
    ----------
    home : str or Path
        Folder of client folders; blank as in `workbench.profile.find_home`.
    month : str
        The last month looked at; blank for the last full one.
    reports : str or Path
        Where reviews are; blank as in `workbench.reviews.reports_folder`.

    Raises
    ------
    ClientBound
        The process is bound to one client.
    ParameterError
        `month` is no month.
    ProfileError
        There is no home.
    """
    check_unbound("desk_reviews")
    asked = _asked(month, None, reports)
    parts = [review_states(client, month=asked.month, reports=reports) for client in _clients(home)]
    return pd.concat(parts or [pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)], ignore_index=True)


def check_unbound(what: str) -> None:
    """Raise where this process serves one client.

    Raises
    ------
    ClientBound
        WORKBENCH_CLIENT is set.
    """
    if os.environ.get(BOUND_CLIENT, ""):
        raise ClientBound(
            what, "this process is bound to one client", expected="a notebook of the desk, opened in JupyterLab"
        )


def _asked(month: str, now: datetime | None, reports: str | Path) -> _Asked:
    instant = now or datetime.now(UTC)
    last_full = pd.Timestamp(instant.date()).to_period("M") - 1
    # Whether it is a month is said before any client is looked at.
    return _Asked(month_end(month or str(last_full))[:7], instant, reports)


def _clients(home: str | Path) -> Iterator[Client]:
    """The clients that can be opened; `desk_table` says what the others lack."""
    for client_id in client_ids(home):
        try:
            yield open_client(client_id, home=find_home(home))
        except WorkbenchError:
            continue


def _row(client_id: str, home: str | Path, asked: _Asked) -> dict:
    row: dict[str, object] = {"client": client_id, "name": client_id, "month": asked.month}
    try:
        client = open_client(client_id, home=find_home(home))
    except WorkbenchError as fault:
        return {**row, "problem": str(fault)}
    row["name"] = client.profile.name_in(client.profile.languages[0])
    problems = []
    for part in PARTS:
        try:
            row |= part(client, asked)
        except NothingToShow:
            # Nothing was ingested: blank counts say it.
            continue
        except WorkbenchError as fault:
            problems.append(str(fault))
    return {**row, "problem": " ".join(dict.fromkeys(problems))}


def _files(client: Client, asked: _Asked) -> dict:
    intake = client.intake
    states = intake.files["status"].value_counts()
    written = (client.folder / "store" / INTAKE).stat().st_mtime
    return {
        "files": int(states.get("read", 0)),
        "refused": int(states.get("refused", 0) + states.get("unknown", 0)),
        "questions": len(intake.questions),
        "ingested_at": datetime.fromtimestamp(written, UTC),
    }


def _missing(client: Client, asked: _Asked) -> dict:
    return {"missing": len(missing_files(client, month=asked.month))}


def _kpis(client: Client, asked: _Asked) -> dict:
    if client.intake.files.empty:
        return {}
    # Trends, earlier months and owners, which the scoreboard has beside its figures, change no standing.
    board = with_standing(client, board_figures(client, as_of=month_end(asked.month)))
    # A category is a part of its KPI, which has a row of its own.
    is_part = pd.Series([is_category(row) for row in board.to_dict("records")], index=board.index, dtype=bool)
    standing = board.loc[~is_part, "standing"]
    return {name: int(standing.eq(name).sum()) for name in KPI_COUNTS}


def _cases(client: Client, asked: _Asked) -> dict:
    cases = _open(client, asked.now)
    return {"cases": len(cases), "hours_left": cases["hours_left"].min()}


def _review(client: Client, asked: _Asked) -> dict:
    states = review_states(client, month=asked.month, reports=asked.reports)
    return {"review": min(states.loc[states["month"] == asked.month, "state"], key=REVIEW_STATES.index)}


PARTS: tuple[Callable[[Client, _Asked], dict], ...] = (_files, _missing, _kpis, _cases, _review)


def _open(client: Client, now: datetime) -> pd.DataFrame:
    cases = hours_left(client_cases(client), now=now)
    return cases[cases["state"] == "open"]


def _no_cases(now: datetime) -> pd.DataFrame:
    return hours_left(open_cases([], []), now=now).assign(client=pd.Series(dtype="str"))
