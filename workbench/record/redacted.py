"""Which files of the inbox were replaced by a twin without personal data, with both hashes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from workbench.record.entries import RECORD, Entry, append_entries, read_entries

REDACTED = "redacted.yml"
COLUMNS = ["file", "sha256", "twin", "columns", "masked", "form", "by", "at"]


def remember_redacted(client: Path, twins: Iterable[Entry], *, by: str) -> list[dict]:
    """Record twins before they take the place of their files; one that stands in the record already is left out.

    Parameters
    ----------
    client : Path
        The client's folder.
    twins : iterable of mapping
        file, sha256 (of the original), twin (SHA-256 of the twin), columns (headings blanked), masked (cells masked
        by value) and form (what the twin is, where that differs from the original).
    by : str
        Who asked for it.

    Returns
    -------
    list of dict
        The new entries.
    """
    path = client / RECORD / REDACTED
    known = {_place(entry) for entry in read_entries(path)}
    return append_entries(path, [twin for twin in twins if _place(twin) not in known], by=by)


def originals(client: Path) -> dict[tuple[str, str], str]:
    """(file, SHA-256 of the twin) to the SHA-256 of the original, and the same under a blank file for any name."""
    found: dict[tuple[str, str], str] = {}
    for entry in read_entries(client / RECORD / REDACTED):
        file, sha, twin = _place(entry)
        found[file, twin] = sha
        # A twin that somebody renamed; two originals with one twin are told apart by their names.
        found.setdefault(("", twin), sha)
    return found


def redacted_files(client: Path) -> pd.DataFrame:
    """One row a twin: file, sha256, twin, columns, masked, form, by, at (ISO instant); oldest first."""
    entries = read_entries(client / RECORD / REDACTED)
    rows = [{name: entry.get(name, "") for name in COLUMNS} for entry in entries]
    return pd.DataFrame(rows, columns=COLUMNS, dtype="object")


def _place(entry: Entry) -> tuple[str, str, str]:
    return str(entry["file"]), str(entry["sha256"]), str(entry["twin"])
