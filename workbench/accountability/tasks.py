"""What is open and whose it is: actions, questions and warnings of the platforms, with their days."""

from __future__ import annotations

from datetime import date

import pandas as pd

from workbench.errors import ParameterError, did_you_mean, listed
from workbench.kpis.days import parse_day
from workbench.notices import open_cases_of
from workbench.notices.inbox import zone_of

OPEN = "open"
KINDS = ("action", "question")
CASE = "case"
COLUMNS = {
    "role": "str",
    "person": "str",
    "kind": "str",
    "account": "str",
    "kpi": "str",
    "sku": "str",
    "text": "str",
    "note": "str",
    "due_date": "datetime64[us]",
    "days_left": "Int64",
    "since_date": "datetime64[us]",
    "task_id": "str",
}


def open_tasks(client, *, as_of: str | date, role: str = "") -> pd.DataFrame:
    """Open actions, open questions and open warnings, what is overdue first.

    Parameters
    ----------
    client : Client
        With its profile, inbox and record.
    as_of : str or date
        The day they are looked at from. What was entered for a later day is left out; what was closed before today
        is closed.
    role : str
        Only this role's or this person's; blank for all.

    Returns
    -------
    DataFrame
        One row per task: role, person (who has to act: the entry's owner, else who answered for the account's KPI on
        that day; blank for nobody), kind (action, question, case), account, kpi, sku, text (as it was first entered; of
        a case what the warning is about), note (what a later entry says of it), due_date (of a case the day of its
        deadline in the account's zone), days_left (negative: overdue; missing without a due date), since_date, task_id
        (entry or case). Sorted by due date, those without one last.

    Raises
    ------
    ParameterError
        `as_of` is no day, or the client has no such role or person.
    RecordFault
        The record can't be read.
    """
    day = parse_day(as_of, where="open_tasks")
    check_role(client.profile, role)
    rows = [*_entries(client, day), *_cases(client, day)]
    frame = pd.DataFrame(rows, columns=[name for name in COLUMNS if name != "days_left"])
    texts = {name: "" for name, kind in COLUMNS.items() if kind == "str"}
    dates = {name: pd.to_datetime(frame[name]) for name in ("due_date", "since_date")}
    frame = frame.assign(**dates).fillna(texts).assign(days_left=(dates["due_date"] - day).dt.days)
    tasks = frame[list(COLUMNS)].astype(COLUMNS)
    return of_role(tasks, role).sort_values(
        ["due_date", "kind", "task_id"], na_position="last", kind="stable", ignore_index=True
    )


def of_role(rows: pd.DataFrame, role: str) -> pd.DataFrame:
    """The rows of a role or a person; all where `role` is blank."""
    return rows[(rows["role"] == role) | (rows["person"] == role)] if role else rows


def check_role(profile, role: str) -> None:
    """Raise where nobody has that role and nobody is called so.

    Raises
    ------
    ParameterError
        Says which roles and persons there are.
    """
    known = list(
        dict.fromkeys([*(owner.role for owner in profile.owners), *(owner.person for owner in profile.owners)])
    )
    if role and role not in known:
        raise ParameterError(
            f"role '{role}'", "no such role or person", expected=listed(known), hint=did_you_mean(role, known)
        )


def answers_for(profile, *, account: str, kpi: str, on: pd.Timestamp) -> tuple[str, str]:
    """Role and person that answered for an account's KPI on a day; blank for nobody."""
    owner = profile.owner_of(account, kpi=kpi, on=on.date())
    return (owner.role, owner.person) if owner else ("", "")


def _entries(client, on: pd.Timestamp) -> list[dict]:
    events = client.events
    standing = events[events["kind"].isin(KINDS) & (events["state"] == OPEN) & events["corrected_by"].isna()]
    told = with_first_words(events, standing, day="since_date")
    known = told[told["since_date"] <= on].rename(columns={"event_id": "task_id"})
    texts = ["account", "kpi", "sku", "owner"]
    return [_with_person(client, row, on) for row in known.fillna(dict.fromkeys(texts, "")).to_dict("records")]


def with_first_words(events: pd.DataFrame, standing: pd.DataFrame, *, day: str) -> pd.DataFrame:
    """Entries with the text of the first entry of their chain of corrections, its day, and the newest words as note."""
    corrects = dict(zip(events["event_id"], events["corrects"], strict=True))
    roots = [root_of(name, corrects) for name in standing["event_id"]]
    first = events.set_index("event_id").loc[roots]
    note = standing["text"].where(standing["text"].to_numpy() != first["text"].to_numpy(), "")
    return standing.assign(note=note, text=first["text"].to_numpy(), **{day: first["on_date"].to_numpy()})


def root_of(name: str, corrects: dict[str, str]) -> str:
    """The first entry of a chain of corrections.

    >>> root_of("c", {"a": "", "b": "a", "c": "b"})
    'a'
    """
    while pd.notna(corrects[name]) and corrects[name] in corrects:
        name = corrects[name]
    return name


def _cases(client, on: pd.Timestamp) -> list[dict]:
    return [_as_task(client, row, on) for row in open_cases_of(client, on=on.date()).to_dict("records")]


def _as_task(client, case: dict, on: pd.Timestamp) -> dict:
    zone = zone_of(client, case["account"])
    days = {"due_date": _local_day(case["deadline_at"], zone), "since_date": _local_day(case["received_at"], zone)}
    told = {"kind": CASE, "kpi": case["kind"], "text": case["kind"], "task_id": case["case_id"]}
    return _with_person(client, {**told, "account": case["account"], "owner": case["owner"], **days}, on)


def _local_day(instant: pd.Timestamp, zone: str) -> pd.Timestamp:
    return instant.tz_convert(zone).tz_localize(None).normalize() if pd.notna(instant) else pd.NaT


def _with_person(client, row: dict, on: pd.Timestamp) -> dict:
    """The task with its owner's role; without an owner it is that of whoever answers for the KPI."""
    if row["owner"]:
        role = next((each.role for each in client.profile.owners if each.person == row["owner"]), "")
        return {**row, "role": role, "person": row["owner"]}
    role, person = answers_for(client.profile, account=row["account"], kpi=row["kpi"], on=on)
    return {**row, "role": role, "person": person}
