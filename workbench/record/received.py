"""When each file was first seen in the inbox."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from workbench.record.entries import RECORD, append_entries, read_entries

RECEIVED = "received.yml"


def remember_received(client: Path, files: Iterable[tuple[str, str]], *, by: str, sent_by: str = "") -> list[dict]:
    """Record the files that were not in the inbox before, and return their entries.

    Parameters
    ----------
    client : Path
        The client's folder.
    files : iterable of (file, sha256)
        All files of the inbox. The same name with other bytes is a new file.
    by : str
        Who, or what, found them.
    sent_by : str
        Who sent them; blank where nobody said.
    """
    path = client / RECORD / RECEIVED
    known = {(str(entry.get("file")), str(entry.get("sha256"))) for entry in read_entries(path)}
    sender = {"sent_by": sent_by.strip()} if sent_by.strip() else {}
    new = [{"file": file, "sha256": sha, **sender} for file, sha in files if (file, sha) not in known]
    return append_entries(path, new, by=by)


def received_files(client: Path) -> pd.DataFrame:
    """One row per file and content: file, sha256, received_at (UTC), by, sent_by; in the order they were first seen."""
    rows = [
        (*(str(entry.get(name, "")) for name in ("file", "sha256", "by", "sent_by")), entry.get("at"))
        for entry in read_entries(client / RECORD / RECEIVED)
    ]
    found = pd.DataFrame(rows, columns=["file", "sha256", "by", "sent_by", "received_at"])
    instants = pd.to_datetime(found["received_at"], utc=True, format="ISO8601").astype("datetime64[us, UTC]")
    text = dict.fromkeys(["file", "sha256", "by", "sent_by"], "str")
    found = found[["file", "sha256", "received_at", "by", "sent_by"]]
    return found.assign(received_at=instants).astype(text).drop_duplicates(["file", "sha256"], ignore_index=True)
