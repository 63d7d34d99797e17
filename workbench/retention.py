"""By which day a file with personal data must be redacted.

The rule, in this order: 30 days after the last delivery among the orders that its rows name; where no delivery is
known, 30 days after the last day of its rows; where its rows have no day, or it was not read, 30 days after it was
received. A day after the one on which the newest file came is a mistake of a file and does not count, so no date is
pushed into the future by one.

Source: Amazon Data Protection Policy (personal data at most 30 days after order delivery), read 2026-11.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from workbench.record import received_files, redacted_files
from workbench.store import Part, last_deliveries

KEPT_DAYS = 30


def with_delete_by(
    folder: Path,
    rows: list[dict],
    *,
    parts: Mapping[str, Part],
    stopped: Mapping[str, Part],
    personal: Mapping[str, bool],
) -> list[dict]:
    """The files of an intake report with `delete_by` and `redacted`.

    Parameters
    ----------
    folder : Path
        The client's folder.
    rows : list of dict
        One per inbox file: file, sha256, is_redacted, ...
    parts, stopped : mapping
        By file name, the files that were read, and those that were stopped for their losses.
    personal : mapping
        By file name, whether a file holds personal data; a file of the same bytes as another holds the same.
    """
    received = {(row.file, row.sha256): row.received_at.date() for row in received_files(folder).itertuples()}
    newest = max(received.values(), default=date.today())
    read = {**parts, **stopped}
    of_bytes = {row["sha256"]: row["file"] for row in rows if row["file"] in personal}
    asked = [part for file, part in read.items() if personal.get(file)]
    delivered = last_deliveries(folder / "store", list(parts.values()), of=asked, until=newest.isoformat())
    since = redacted_days(folder)

    def told(row: dict) -> dict:
        file = of_bytes.get(row["sha256"], row["file"])
        if row["is_redacted"]:
            return {"delete_by": "", "redacted": since.get((row["file"], row["sha256"])) or since.get(row["sha256"])}
        if not personal.get(file):
            return {"delete_by": "", "redacted": ""}
        first = received.get((row["file"], row["sha256"]), newest)
        return {"delete_by": _delete_by(read.get(file), delivered, first=first, newest=newest), "redacted": ""}

    return [{**{name: row[name] for name in row if name != "is_redacted"}, **told(row)} for row in rows]


def overdue(files: pd.DataFrame, *, on: date) -> pd.DataFrame:
    """The files whose delete-by date has come.

    Parameters
    ----------
    files : DataFrame
        One row per inbox file: delete_by, ...
    on : date
        The day that is asked about.
    """
    return files[(files["delete_by"] != "") & (files["delete_by"] <= on.isoformat())]


def redacted_days(folder: Path) -> dict[object, str]:
    """(file, original's SHA-256), and that SHA-256 alone, to the day on which the twin took its place."""
    days: dict[object, str] = {}
    for row in redacted_files(folder).itertuples():
        days[row.file, row.sha256] = days[row.sha256] = str(row.at)[:10]
    return days


def _delete_by(part: Part | None, delivered: Mapping[str, str], *, first: date, newest: date) -> str:
    known = (delivered.get(part.id, ""), part.last_day) if part else ()
    day = next((found for found in known if found and found <= newest.isoformat()), first.isoformat())
    return (date.fromisoformat(day) + timedelta(days=KEPT_DAYS)).isoformat()
