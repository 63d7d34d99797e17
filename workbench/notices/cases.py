"""Cases: which warnings are open, who answers them, and how long there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import pandas as pd

from workbench.errors import ParameterError
from workbench.notices.models import UNKNOWN, Notice
from workbench.tables import DTYPES, require_columns

STATES = ("open", "answered", "closed")
EVENT_KINDS = ("notice", "action", "decision", "acknowledgement")
CASE_COLUMNS = {
    "case_id": "text",
    "account": "text",
    "kind": "text",
    "platform": "text",
    "received_at": "instant",
    "deadline_at": "instant",
    "owner": "text",
    "state": "text",
    "file": "text",
}
"""Column to type, as in the canonical tables."""

CLIENT_FOLDER = "_client"


def open_cases(notices: Iterable[Notice], events: Iterable[Mapping]) -> pd.DataFrame:
    """One row per case, the open ones first, the nearest deadline on top.

    A mail opens a case; a `notice` event opens one too where its mail is no longer there. What people recorded
    later wins over what the mail says: any event may carry account, owner, deadline_at, and state.

    Parameters
    ----------
    notices : iterable of Notice
        As `read_notice`; the same mail given twice is one case.
    events : iterable of mapping
        Entries of the record, in the order of their `at`. Only the kinds notice, action, decision and
        acknowledgement that carry a `case_id` are read; an entry that a later one names in `corrects` is not.

    Returns
    -------
    DataFrame
        case_id (first eight digits of the mail's hash), account (the event's, else the mail's folder), kind,
        platform, received_at, deadline_at, owner, state, file. state is that of the newest event that names one
        of open, answered, closed; an action without a state answers the case, one that is itself open, done or
        dropped leaves it as it is, and so does a decision or an acknowledgement without a state: nothing closes
        unsaid. owner is the newest named one (an action's only where there is none yet), else whoever
        acknowledged it.

    Raises
    ------
    ParameterError
        An event's deadline_at or received_at is no instant with its zone.

    >>> cases = open_cases([], [{"kind": "notice", "case_id": "ab12cd34", "account": "amazon-us", "at": "2026-01-19"}])
    >>> cases[["case_id", "account", "state"]].values.tolist()
    [['ab12cd34', 'amazon-us', 'open']]
    """
    rows = {notice.case_id: _row_of_notice(notice) for notice in reversed(list(notices))}
    for event in sorted(_of_cases(events), key=lambda event: str(event.get("at", ""))):
        case_id = str(event["case_id"])
        if case_id not in rows:
            if event["kind"] != "notice":
                continue
            rows[case_id] = _empty_row(case_id)
        rows[case_id] = _after(rows[case_id], event)
    return _sorted(_frame(list(rows.values())))


def hours_left(cases: pd.DataFrame, *, now: datetime | str) -> pd.DataFrame:
    """The cases with the hours until their deadline.

    Parameters
    ----------
    cases : DataFrame
        As `open_cases`.
    now : datetime or str
        The instant, with its zone.

    Returns
    -------
    DataFrame
        The same rows and columns and `hours_left`: negative once the deadline has passed; missing where a case has
        no deadline or is no longer open.

    Raises
    ------
    ParameterError
        `now` is no instant, or says no zone.
    TableError
        A column is missing.

    >>> cases = open_cases([], [{"kind": "notice", "case_id": "ab12cd34", "deadline_at": "2026-01-22T10:00:00Z"}])
    >>> hours_left(cases, now="2026-01-22T04:30:00Z")["hours_left"].tolist()
    [5.5]
    """
    require_columns(cases, list(CASE_COLUMNS), of="hours_left: cases")
    left = (cases["deadline_at"] - _instant(now, "now")) / pd.Timedelta(hours=1)
    return cases.assign(hours_left=left.where(cases["state"] == "open").astype("float64"))


def _of_cases(events: Iterable[Mapping]) -> list[Mapping]:
    every = list(events)
    corrected = {event["corrects"] for event in every if event.get("corrects")}
    return [
        event
        for event in every
        if event.get("kind") in EVENT_KINDS and event.get("case_id") and event.get("event_id") not in corrected
    ]


def _row_of_notice(notice: Notice) -> dict:
    folder = notice.file.replace("\\", "/").rpartition("/")[0].rpartition("/")[2]
    return {
        **_empty_row(notice.case_id),
        "account": "" if folder == CLIENT_FOLDER else folder,
        "kind": notice.kind,
        "platform": notice.platform,
        "received_at": notice.received_at,
        "deadline_at": notice.deadline_at,
        "file": notice.file,
    }


def _empty_row(case_id: str) -> dict:
    blank = dict.fromkeys(CASE_COLUMNS, "")
    return {
        **blank,
        **{"case_id": case_id, "kind": UNKNOWN, "platform": UNKNOWN, "state": "open"},
        **{"received_at": None, "deadline_at": None},
    }


def _after(row: dict, event: Mapping) -> dict:
    """The case after one more event."""
    said = {name: event[name] for name in ("account", "owner") if event.get(name)}
    if event["kind"] == "action" and row["owner"]:
        said.pop("owner", None)  # who does one thing for the case need not be who answers for it
    for name in ("received_at", "deadline_at"):
        if event.get(name):
            said[name] = _instant(event[name], f"event of case {row['case_id']}: {name}")
    if event["kind"] == "acknowledgement" and not row["owner"] and event.get("by"):
        said.setdefault("owner", event["by"])
    if event["kind"] == "notice":
        names = {"kind": "notice_kind", "platform": "platform", "file": "file"}
        said |= {name: event[key] for name, key in names.items() if event.get(key) and row[name] in ("", UNKNOWN)}
    return {**row, **said, "state": _state(row["state"], event)}


def _state(state: str, event: Mapping) -> str:
    said = event.get("state") or ""
    if event["kind"] != "action":
        return said if said in STATES else state
    if said in ("answered", "closed"):
        return said
    # An action that is still open, or was dropped, tells of itself and not of the case.
    return "answered" if not said and state == "open" else state


def _instant(value: object, where: str) -> pd.Timestamp:
    try:
        instant = pd.Timestamp(value)
    except (ValueError, TypeError) as fault:
        raise ParameterError(where, f"'{value}' is no instant", expected="such as 2026-01-22T10:00:00Z") from fault
    if instant is pd.NaT or instant.tzinfo is None:
        raise ParameterError(where, f"'{value}' says no zone", expected="such as 2026-01-22T10:00:00Z")
    return instant.tz_convert("UTC").as_unit("us")


def _frame(rows: list[dict]) -> pd.DataFrame:
    columns = {name: [row[name] for row in rows] for name in CASE_COLUMNS}
    return pd.DataFrame(
        {
            name: pd.Series(pd.to_datetime(columns[name], utc=True) if kind == "instant" else columns[name]).astype(
                DTYPES[kind]
            )
            for name, kind in CASE_COLUMNS.items()
        }
    )


def _sorted(cases: pd.DataFrame) -> pd.DataFrame:
    keys = cases.assign(state=cases["state"].map(STATES.index))
    order = keys.sort_values(["state", "deadline_at", "received_at", "case_id"], na_position="last").index
    return cases.loc[order].reset_index(drop=True)
