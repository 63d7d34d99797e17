"""Alerts: when each was opened, when it was over, and on which channel people were told of it.

Nothing is ever changed. An alert's identity is a key made of client, account, KPI, scope and kind; each
coming of it has an id of its own, so one that comes back after it was over is a new one: `1f3a9c07-1`, then
`1f3a9c07-2`. Who has taken note of an alert is an acknowledgement among the events, with the id as its case.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from workbench.record.entries import RECORD, MakeSeveral, append_entries, read_entries

ALERTS = "alerts.yml"
OPENED, OVER, TOLD, LOOKED = "opened", "over", "told", "looked"
"""What an entry says; `looked` names a day that was looked at, so that an earlier one is not taken for news."""

KEY_DIGITS = 8


def alert_key(*identity: str) -> str:
    """The key of an identity: the first eight hexadecimal digits of its SHA-256.

    >>> len(alert_key("norte", "amazon-us", "late_shipment_rate", "mfn", "breach"))
    8
    """
    return sha256("\n".join(identity).encode()).hexdigest()[:KEY_DIGITS]


def alert_entries(folder: Path) -> list[dict]:
    """All entries on the alerts of a client, oldest first.

    Raises
    ------
    RecordFault
        The file can't be read.
    """
    return read_entries(folder / RECORD / ALERTS)


def remember_alerts(folder: Path, make: MakeSeveral, *, by: str) -> list[dict]:
    """Append what `make` finds new, and return those entries.

    Parameters
    ----------
    folder : Path
        The client's folder.
    make : callable
        From the entries so far to the new ones; called under the lock, so that of two runs at the same time only
        one opens an alert.
    by : str
        Who, or what, looked.
    """
    return append_entries(folder / RECORD / ALERTS, make, by=by)


def remember_told(folder: Path, told: Iterable[tuple[str, str]], *, channel: str, by: str) -> list[dict]:
    """Enter that a channel took a message.

    Parameters
    ----------
    folder : Path
        The client's folder.
    told : iterable of (alert id, opened or over)
        What the message said of which alert.
    channel : str
        The channel's name.
    by : str
        Who sent it.
    """
    entries = [{"what": TOLD, "id": name, "of": of, "channel": channel} for name, of in told]
    return append_entries(folder / RECORD / ALERTS, entries, by=by)


def told_alerts(folder: Path) -> set[tuple[str, str, str]]:
    """What was told already: alert id, opened or over, channel."""
    told = [entry for entry in alert_entries(folder) if entry.get("what") == TOLD]
    return {(str(entry.get("id")), str(entry.get("of")), str(entry.get("channel"))) for entry in told}
