"""The life of an alert: new, open, acknowledged, over; read off the record's entries and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from workbench.alerts.conditions import ALERT_KINDS, FIGURES, KEY, OFF, ON, UNKNOWN
from workbench.errors import ParameterError, did_you_mean, listed
from workbench.record import Event, alert_entries, alert_key, log_event, read_events
from workbench.record.alerts import LOOKED, OPENED, OVER, TOLD

ALERT_STATES = ("new", "open", "acknowledged", "over")
# An alert that is over is shown for so many days.
SHOWN_DAYS = 7
ACKNOWLEDGEMENT = "acknowledgement"
ALERT_COLUMNS = {
    **dict.fromkeys(("client", "alert_id", "state", *KEY), "str"),
    **dict.fromkeys(("since", "over_on"), "datetime64[us]"),
    **FIGURES,
    "acknowledged_by": "str",
    "acknowledged_at": "datetime64[us, UTC]",
}
NUMBERS = ("float64", "Int64")
# What an alert keeps from its opening on, whatever becomes of it.
LASTING = ("platform", "market", "due_date", "missing_from", "missing_until")


@dataclass
class Life:
    """One coming of an alert: the entry that opened it, the one that ended it, and the channels told."""

    opened: dict
    over: dict | None = None
    told: set[tuple[str, str]] = field(default_factory=set)

    @property
    def key(self) -> tuple[str, ...]:
        """Its identity within the client."""
        return tuple(str(self.opened.get(name, "")) for name in KEY)


def lives(entries: Iterable[Mapping]) -> dict[str, Life]:
    """Alert id to life, in the order in which they were opened."""
    found: dict[str, Life] = {}
    for entry in entries:
        name = str(entry.get("id", ""))
        if entry.get("what") == OPENED:
            found[name] = Life(dict(entry))
        elif entry.get("what") == OVER and name in found:
            found[name].over = dict(entry)
        elif entry.get("what") == TOLD and name in found:
            found[name].told.add((str(entry.get("of")), str(entry.get("channel"))))
    return found


def last_looked(entries: Iterable[Mapping]) -> str:
    """The last day that was looked at, as ISO text; blank where none was."""
    return max((str(entry.get("as_of", "")) for entry in entries if entry.get("what") == LOOKED), default="")


def changes(client_id: str, entries: list[dict], found: list[dict], *, as_of: str) -> list[dict]:
    """The entries to append: what opened, what is over, and that the day was looked at.

    Parameters
    ----------
    client_id : str
        Part of each alert's identity.
    entries : list of dict
        The record so far.
    found : list of dict
        As `conditions` gives it.
    as_of : str
        ISO day; where the record has looked at a later one already, nothing changes.
    """
    looked = last_looked(entries)
    if looked > as_of:
        return []
    known = lives(entries)
    standing = {life.key: name for name, life in known.items() if life.over is None}
    rows = {_key(row): row for row in found}
    opened = [
        {"what": OPENED, "id": _new_id(client_id, key, known), **dict(zip(KEY, key, strict=True)), **_said(row, as_of)}
        for key, row in rows.items()
        if row["verdict"] == ON and key not in standing
    ]
    ended = [
        {"what": OVER, "id": name, **_said(rows.get(key, {}), as_of)}
        for key, name in standing.items()
        if key not in rows or rows[key]["verdict"] == OFF
    ]
    return [*opened, *ended, *([{"what": LOOKED, "as_of": as_of}] if looked < as_of else [])]


def client_alerts(client, *, found: Iterable[Mapping] = ()) -> pd.DataFrame:
    """Every alert that the client ever had, from its record.

    Parameters
    ----------
    client : Client
        With its record.
    found : iterable of mapping
        The figures of today, as `conditions` gives them; without them each alert stands with those of the day on
        which it was opened, or was over.

    Returns
    -------
    DataFrame
        client, alert_id, state, account, kpi (blank for a late file), scope (of a late file its export and month),
        kind, since and over_on (the days looked at), the figures, acknowledged_by and acknowledged_at. state: new (told
        on no channel so far), open, acknowledged, over. Sorted by state in that order, then by kind, the gravest first,
        and account.

    Raises
    ------
    RecordFault
        The record can't be read.
    """
    by_key = {_key(row): row for row in found}
    taken = _acknowledged(client)
    held = lives(alert_entries(client.folder))
    rows = [
        {"client": client.id, "alert_id": name, **_row(life, by_key.get(life.key), taken.get(name))}
        for name, life in held.items()
    ]
    return alert_table(rows)


def open_alerts(alerts: pd.DataFrame, *, on: str = "") -> pd.DataFrame:
    """The alerts that stand, or that stood at the end of a day.

    >>> open_alerts(alert_table([])).empty
    True
    """
    if not on:
        return alerts[alerts["state"] != "over"].reset_index(drop=True)
    day = pd.Timestamp(on)
    return alerts[(alerts["since"] <= day) & ~(alerts["over_on"] <= day)].reset_index(drop=True)


def acknowledge(client, *, alert_id: str, by: str, text: str = "") -> dict:
    """Enter that somebody has taken note of an alert, and return the event; the alert is told no more.

    Parameters
    ----------
    client : Client
        With its record.
    alert_id : str
        Which.
    by : str
        Who takes it on.
    text : str
        What they say of it.

    Raises
    ------
    ParameterError
        No such alert, one that is over, or nobody named.
    """
    held = lives(alert_entries(client.folder))
    standing = [name for name, life in held.items() if life.over is None]
    where = f"alert '{alert_id}'"
    if alert_id not in held:
        near = did_you_mean(alert_id, standing)
        raise ParameterError(where, f"no such alert of {client.id}", expected=listed(standing) or "an alert", hint=near)
    if alert_id not in standing:
        raise ParameterError(
            where, f"over since {held[alert_id].over['looked_on']}", expected=listed(standing) or "an alert"
        )
    opened = held[alert_id].opened
    about = Event(account=opened["account"], kpi=opened["kpi"], case_id=alert_id)
    said = text.strip() or "Alert acknowledged."
    return log_event(client.folder, kind=ACKNOWLEDGEMENT, text=said, by=by, about=about)


def alert_table(rows: list[dict]) -> pd.DataFrame:
    """Rows as a table with the documented columns and order."""
    frame = pd.DataFrame(rows, columns=list(ALERT_COLUMNS), dtype="object")
    for name, kind in ALERT_COLUMNS.items():
        if kind == "str":
            frame[name] = frame[name].fillna("")
        elif kind.startswith("datetime"):
            frame[name] = pd.to_datetime(frame[name], utc="UTC" in kind, format="ISO8601")
        else:
            frame[name] = pd.to_numeric(frame[name])
    frame = frame.astype(ALERT_COLUMNS)
    rank = frame.assign(_state=frame["state"].map(ALERT_STATES.index), _kind=frame["kind"].map(ALERT_KINDS.index))
    order = rank.sort_values(["_state", "_kind", "account", "kpi", "scope", "since"], kind="stable").index
    return frame.loc[order].reset_index(drop=True)


def _row(life: Life, now: Mapping | None, taken: Mapping | None) -> dict:
    known = dict(life.opened)
    if life.over is not None:
        # The figures of the opening are past; where the KPI is no longer there, none stands.
        known |= {name: life.over.get(name, known.get(name) if name in LASTING else None) for name in FIGURES}
    elif now is not None and now["verdict"] != UNKNOWN:
        known |= {name: now.get(name) for name in FIGURES}
    days = {"since": life.opened["looked_on"], "over_on": life.over["looked_on"] if life.over else None}
    who = {"acknowledged_by": taken["by"], "acknowledged_at": taken["at"]} if taken else {}
    return {**{name: known.get(name) for name in (*KEY, *FIGURES)}, **days, **who, "state": _state(life, taken)}


def _state(life: Life, taken: Mapping | None) -> str:
    if life.over is not None:
        return "over"
    if taken:
        return "acknowledged"
    return "open" if any(of == OPENED for of, _ in life.told) else "new"


def _acknowledged(client) -> dict[str, dict]:
    """Alert id to the newest acknowledgement that stands."""
    events = [event for event in read_events(client.folder) if not event.get("corrected_by")]
    kept = [each for each in events if each.get("kind") == ACKNOWLEDGEMENT and each.get("state") != "withdrawn"]
    return {str(event["case_id"]): event for event in kept if event.get("case_id")}


def _said(row: Mapping, as_of: str) -> dict:
    """The figures of a row as JSON values; what is not known is left out."""
    known = {name: row[name] for name in FIGURES if name in row and pd.notna(row[name])}
    plain = {name: _plain(value, FIGURES[name]) for name, value in known.items()}
    return {**{name: value for name, value in plain.items() if value != ""}, "looked_on": as_of}


def _plain(value: object, kind: str) -> object:
    if kind.startswith("datetime"):
        return pd.Timestamp(value).date().isoformat()
    if kind in NUMBERS:
        return int(value) if kind == "Int64" else float(value)
    return str(value)


def _key(row: Mapping) -> tuple[str, ...]:
    return tuple(row[name] for name in KEY)


def _new_id(client_id: str, key: tuple[str, ...], known: Mapping[str, Life]) -> str:
    name = alert_key(client_id, *key)
    return f"{name}-{sum(life.key == key for life in known.values()) + 1}"
