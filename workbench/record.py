"""The record: what can't be rebuilt from files, append-only.

Each file of the record is a YAML list with one entry a line, so that an entry is one write and a
torn last line (a machine that died while writing) is told from a whole one. A correction is a new
entry; the newest entry of a field wins.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import yaml

from workbench.errors import WorkbenchError

RECORD = "record"
FILES = "files.yml"
ANSWERS = ("account", "market", "period", "observed_at", "exported_at", "zone", "query", "platform")


class RecordFault(WorkbenchError):
    """A file of the record can't be read."""


def append_entry(path: Path, entry: Mapping[str, object], *, by: str) -> dict:
    """Append one entry, stamped with who and when; on disk when this returns.

    Two writers never mix their lines: the file is locked for the one write, and a torn last line of
    a dead writer is closed off first.

    Parameters
    ----------
    path : Path
        A file of the client's `record/`.
    entry : mapping
        JSON-like values.
    by : str
        Who says so.

    Returns
    -------
    dict
        The entry as written.
    """
    stamped = {**entry, "by": by, "at": datetime.now(UTC).isoformat(timespec="seconds")}
    line = f"- {json.dumps(stamped, ensure_ascii=False)}\n".encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0, os.SEEK_END)
        if file.tell() and not _ends_whole(file):
            line = b"\n" + line
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    return stamped


def read_entries(path: Path) -> list[dict]:
    """All whole entries of a record file, oldest first; an empty list where there is no file.

    Raises
    ------
    RecordFault
        A line that is no entry, with its number. A torn last line is not an entry and no error.
    """
    if not path.is_file():
        return []
    lines = path.read_text(encoding="utf-8").split("\n")
    whole, torn = lines[:-1], lines[-1]
    text = "\n".join(line for line in whole if not _is_torn(line)) + ("" if _is_torn(torn) else "\n" + torn)
    try:
        entries = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or []
    except yaml.YAMLError as fault:
        raise RecordFault(
            f"{path.parent.name}/{path.name}", f"not readable: {fault}", expected="one entry a line"
        ) from fault
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise RecordFault(
            f"{path.parent.name}/{path.name}", "not a list of entries", expected="lines that begin with '- {'"
        )
    return entries


def file_answers(client: Path) -> dict[tuple[str, str], dict[str, str]]:
    """What people said of files that do not say it themselves, by SHA-256 and file name.

    Under (sha256, "") stands what was said of the content under any name: a file downloaded again needs
    no second answer, while two months with the same figures can keep an answer each.

    Parameters
    ----------
    client : Path
        The client's folder.
    """
    said: dict[tuple[str, str], dict[str, str]] = {}
    for entry in read_entries(client / RECORD / FILES):
        found = {name: str(entry[name]) for name in ANSWERS if entry.get(name) not in (None, "")}
        for file in {str(entry.get("file", "")), ""}:
            said.setdefault((str(entry["sha256"]), file), {}).update(found)
    return said


def accepted_losses(client: Path) -> dict[str, dict]:
    """Files whose losses above the budget somebody accepted: sha256 to the entry."""
    return {
        str(entry["sha256"]): entry for entry in read_entries(client / RECORD / FILES) if entry.get("accepted_losses")
    }


def remember_answer(client: Path, *, sha: str, file: str, answers: Mapping[str, str], by: str) -> dict:
    """Remember what somebody said of a file, for good."""
    return append_entry(client / RECORD / FILES, {"sha256": sha, "file": file, **answers}, by=by)


def remember_accepted_losses(
    client: Path, *, sha: str, file: str, refused: int, rows: int, reason: str, by: str
) -> dict:
    """Remember that somebody took a file with its losses, and why."""
    losses = {"refused": refused, "rows": rows, "reason": reason}
    return append_entry(client / RECORD / FILES, {"sha256": sha, "file": file, "accepted_losses": losses}, by=by)


def _ends_whole(file) -> bool:
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"


def _is_torn(line: str) -> bool:
    """A line of ours that a dying writer cut: it begins an entry and does not close it."""
    return line.startswith("- {") and not line.rstrip().endswith("}")
