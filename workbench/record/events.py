"""Events: what somebody did, decided, asked or was told, and when.

An entry is never changed. A correction is a new entry that names the old one; what it leaves blank it
takes over from it, so that a new due date or a new state needs no second telling of the rest.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pandas as pd

from workbench.errors import ParameterError, did_you_mean, listed
from workbench.record.entries import RECORD, append_entry, read_entries
from workbench.tables import EVENT_KINDS, EVENT_STATES, EVENTS_TABLE, conform

EVENTS = "events.yml"
BASELINE = "baseline.yml"
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
# Told by another room of the record, with a file of its own.
OWN_FILE = "baseline"


@dataclass(frozen=True)
class Event:
    """What an event is about, beside its kind and text; blank where it does not apply.

    Attributes
    ----------
    account, sku, kpi : str
        What it concerns.
    owner : str
        Who has to act; the writer is named apart from it.
    due_date, on_date : str
        ISO days: until when, and when it happened (else the day it was written).
    month : str
        The reviewed month that it belongs to, such as 2026-01.
    state : str
        One of `EVENT_STATES`.
    case_id : str
        The warning that it answers.
    corrects : str
        `event_id` of the entry that this one corrects or carries on.
    deadline_at, received_at : str
        ISO instants of a warning, with their zone.
    notice_kind, platform, file : str
        Of a warning: what it is about, who sent it, the inbox file.
    files : str
        Of an approval or a dispatch: the review's files, each as name and SHA-256, joined by "; ".
    """

    account: str = ""
    sku: str = ""
    kpi: str = ""
    owner: str = ""
    due_date: str = ""
    on_date: str = ""
    month: str = ""
    state: str = ""
    case_id: str = ""
    corrects: str = ""
    deadline_at: str = ""
    received_at: str = ""
    notice_kind: str = ""
    platform: str = ""
    file: str = ""
    files: str = ""


ABOUT = tuple(field.name for field in fields(Event))


def log_event(folder: Path, *, kind: str, text: str, by: str, about: Event | Mapping[str, str] | None = None) -> dict:
    """Append an event to the client's record and return the entry; on disk when this returns.

    Accounts and KPIs are taken as they are: the caller knows the profile and the KPI list.

    Parameters
    ----------
    folder : Path
        The client's folder.
    kind : str
        One of `EVENT_KINDS`.
    text : str
        What happened, in words; blank only in a correction, which then keeps the old text.
    by : str
        Who says so.
    about : Event or mapping
        What it is about.

    Raises
    ------
    ParameterError
        Unknown kind, state or field, a day that is none, nothing said, or nobody named.
    RecordFault, ParameterError
        The record can't be read; the corrected entry does not exist or was corrected before.
    """
    event = _checked(kind, text, about)
    said = {name: value for name, value in asdict(event).items() if value}
    path = folder / RECORD / EVENTS

    def entry(earlier: list[dict]) -> dict:
        _check_corrected(earlier, event.corrects)
        return {"event_id": new_id(earlier), "kind": kind, "text": text.strip(), **said}

    return append_entry(path, entry, by=by)


def read_events(folder: Path) -> list[dict]:
    """All events, oldest first, corrections applied; what `workbench.notices.open_cases` takes.

    A correction stands with what it took over from the entry it corrects; `corrected_by` of that entry names
    it. Frozen baselines are among the events. A blank field is left out.
    """
    frozen = [_of_baseline(entry) for entry in read_entries(folder / RECORD / BASELINE)]
    both = [*_resolved(read_entries(folder / RECORD / EVENTS)), *_resolved(frozen)]
    return sorted(both, key=lambda event: str(event.get("at", "")))


def events_table(folder: Path) -> pd.DataFrame:
    """All events of a client, corrections applied and both entries kept.

    Returns
    -------
    DataFrame
        `EVENTS_TABLE`, oldest first. An event without `corrected_by` stands.
    """
    rows = [{**event, "on_date": event.get("on_date") or event.get("at")} for event in read_events(folder)]
    frame = pd.DataFrame(rows, columns=EVENTS_TABLE.names, dtype="object")
    for column in EVENTS_TABLE.columns:
        # People write times with and without seconds; the day of a time is its first ten letters.
        if column.type == "instant":
            frame[column.name] = pd.to_datetime(frame[column.name], utc=True, format="ISO8601")
        if column.type == "day":
            frame[column.name] = frame[column.name].map(lambda value: str(value)[:10], na_action="ignore")
    return conform(frame, EVENTS_TABLE, lineage=False)


def new_id(earlier: list[dict]) -> str:
    """A short id that no entry has yet: the day of writing (UTC) and six hexadecimal digits."""
    taken = {entry.get("event_id") for entry in earlier}
    while True:
        name = f"{datetime.now(UTC):%Y%m%d}-{secrets.token_hex(3)}"
        if name not in taken:
            return name


def _resolved(entries: list[dict]) -> list[dict]:
    """The entries of one file with what corrections took over; the file's order counts, no clock."""
    events: dict[str, dict] = {}
    for entry in map(_with_id, entries):
        said = {name: value for name, value in entry.items() if value not in ("", None)}
        old = events.get(str(entry.get("corrects", "")), {})
        kept = {name: value for name, value in old.items() if name not in ("corrected_by", "corrects")}
        events[entry["event_id"]] = {**kept, **said}
        if old:
            old["corrected_by"] = entry["event_id"]
    return list(events.values())


def _checked(kind: str, text: str, about: Event | Mapping[str, str] | None) -> Event:
    event = about if isinstance(about, Event) else _as_event(about or {})
    _check_one_of(f"event kind '{kind}'", kind, [name for name in EVENT_KINDS if name != OWN_FILE])
    if event.state:
        _check_one_of(f"state '{event.state}'", event.state, EVENT_STATES)
    if not text.strip() and not event.corrects:
        raise ParameterError(f"event of kind {kind}", "nothing is said", expected="a text")
    if event.month and not MONTH.fullmatch(event.month):
        raise ParameterError("month", f"'{event.month}' is no month", expected="such as 2026-01")
    days = {name: _day(name, getattr(event, name)) for name in ("due_date", "on_date")}
    instants = {name: _instant(name, getattr(event, name)) for name in ("deadline_at", "received_at")}
    return replace(event, **days, **instants)


def _check_one_of(where: str, word: str, known: Sequence[str]) -> None:
    if word not in known:
        raise ParameterError(where, "not known", expected=listed(known), hint=did_you_mean(word, known))


def _as_event(about: Mapping[str, str]) -> Event:
    for name in about:
        _check_one_of(f"event field '{name}'", name, ABOUT)
    return Event(**{name: str(value) for name, value in about.items()})


def _day(name: str, value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat() if value else ""
    except ValueError as fault:
        raise ParameterError(name, f"'{value}' is no day", expected="such as 2026-01-31") from fault


def _instant(name: str, value: str) -> str:
    if not value:
        return ""
    expected = "such as 2026-01-22T10:00:00Z"
    try:
        instant = datetime.fromisoformat(value)
    except ValueError as fault:
        raise ParameterError(name, f"'{value}' is no instant", expected=expected) from fault
    if instant.tzinfo is None:
        raise ParameterError(name, f"'{value}' says no zone", expected=expected)
    return instant.astimezone(UTC).isoformat(timespec="seconds")


def _check_corrected(earlier: list[dict], name: str) -> None:
    if not name:
        return
    known = [entry["event_id"] for entry in map(_with_id, earlier)]
    where = f"event '{name}'"
    if name not in known:
        near = did_you_mean(name, known)
        raise ParameterError(where, "no such event to correct", expected=listed(known[-5:]) or "an event", hint=near)
    later = [entry["event_id"] for entry in map(_with_id, earlier) if entry.get("corrects") == name]
    if later:
        raise ParameterError(where, f"was corrected by {later[-1]}", expected=f"a correction of {later[-1]}")


def _of_baseline(entry: dict) -> dict:
    """A freeze as an event: its figures and files stay where they are."""
    named = {name: entry[name] for name in ("event_id", "by", "at") if name in entry}
    said = {
        "text": entry.get("reason") or f"Baseline of {entry.get('as_of')} frozen.",
        "corrects": entry.get("replaces"),
    }
    return {"kind": OWN_FILE, "on_date": entry.get("as_of"), **said, **named}


def _with_id(entry: dict) -> dict:
    """An entry that a person wrote by hand may lack an id: then its content gives it one."""
    if entry.get("event_id"):
        return entry
    day = str(entry.get("on_date") or entry.get("at") or "")[:10].replace("-", "")
    content = json.dumps(entry, sort_keys=True, default=str)
    return {**entry, "event_id": f"{day or 'undated'}-{sha256(content.encode()).hexdigest()[:6]}"}
