"""Entries of the record: one a line, written at once, never changed.

Each file is a YAML list with one JSON entry a line, so that an entry is one write and a torn last
line (a machine that died while writing) is told from a whole one. The next writer marks a torn line
as such; any other line that can't be read is an error, for nothing is dropped silently.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import yaml

from workbench.errors import ParameterError, WorkbenchError

RECORD = "record"
# How every entry of ours begins, and what marks a line that a dead writer left behind.
START = b"- {"
TORN = b" # torn"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

Entry = Mapping[str, object]
Make = Callable[[list[dict]], Entry]
MakeSeveral = Callable[[list[dict]], list[Entry]]


class RecordFault(WorkbenchError):
    """A file of the record can't be read, or an entry contradicts an earlier one."""


def append_entry(path: Path, entry: Entry | Make, *, by: str) -> dict:
    """Append one entry, stamped with who and when; on disk when this returns.

    Two writers never mix their lines: the file is locked for the one write, and a torn last line of
    a dead writer is closed off first.

    Parameters
    ----------
    path : Path
        A file of the client's `record/`.
    entry : mapping or callable
        JSON-like values; or a function from the entries so far to them, called under the lock, for an
        entry that depends on what others have written.
    by : str
        Who says so.

    Returns
    -------
    dict
        The entry as written.

    Raises
    ------
    ParameterError
        `by` names nobody.
    RecordFault
        The file can't be read.
    """
    make = entry if callable(entry) else lambda earlier: entry
    return _append(path, lambda earlier: [make(earlier)], by)[0]


def append_entries(path: Path, entries: Iterable[Entry] | MakeSeveral, *, by: str) -> list[dict]:
    """Append several entries with one write, or none; as `append_entry`."""
    if callable(entries):
        return _append(path, entries, by)
    several = list(entries)
    return _append(path, lambda earlier: several, by) if several else []


def read_entries(path: Path) -> list[dict]:
    """All whole entries of a record file, oldest first; an empty list where there is no file.

    Raises
    ------
    RecordFault
        A line that is no entry, with its number. A torn line is no entry and no error.
    """
    return _parse(path.read_bytes(), _where(path)) if path.is_file() else []


def _append(path: Path, make: Callable[[list[dict]], list[Entry]], by: str) -> list[dict]:
    if not by.strip():
        raise ParameterError(_where(path), "nobody is named as the one who says so", expected="a person's name")
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    with path.open("ab+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        content = file.read()
        stamp = {"by": by.strip(), "at": datetime.now(UTC).isoformat(timespec="seconds")}
        stamped = [{**entry, **stamp} for entry in make(_parse(content, _where(path)))]
        file.write(_closing(content) + b"".join(map(entry_line, stamped)))
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        _sync_folder(path.parent)
    return stamped


def entry_line(entry: Entry) -> bytes:
    """An entry as it stands in its file.

    >>> entry_line({"text": "客户已确认"}).decode()
    '- {"text": "客户已确认"}\\n'
    """
    return f"- {json.dumps(entry, ensure_ascii=False, allow_nan=False)}\n".encode()


def _closing(content: bytes) -> bytes:
    """What ends the last line, so that the next entry begins on its own."""
    tail = content.rpartition(b"\n")[2]
    if not tail:
        return b""
    return TORN + b"\n" if _is_torn(tail) else b"\n"


def _parse(content: bytes, where: str) -> list[dict]:
    lines = content.removeprefix(BYTE_ORDER_MARK).split(b"\n")
    if _is_torn(lines[-1]):
        lines[-1] = b""
    lines = [b"" if line.rstrip().endswith(TORN) else line for line in lines]
    if all(not line.strip() or line.startswith(START) for line in lines):
        return [_entry_of(line, where, number) for number, line in enumerate(lines, start=1) if line.strip()]
    return _by_hand(b"\n".join(lines), where)


def _entry_of(line: bytes, where: str, number: int) -> dict:
    entry = _one(line)
    if entry is None:
        expected = 'an entry such as - {"text": "..."}'
        raise RecordFault(f"{where} line {number}", f"not an entry: {line[:60]!r}", expected=expected)
    return entry


def _one(line: bytes) -> dict | None:
    """The entry in one line: JSON as we write it, or YAML in one line as a person may."""
    try:
        return json.loads(line[len(b"- ") :])
    except ValueError:
        pass
    try:
        found = _yaml(line)
    except (ValueError, yaml.YAMLError):
        return None
    whole = isinstance(found, list) and len(found) == 1 and isinstance(found[0], dict)
    return found[0] if whole else None


def _by_hand(content: bytes, where: str) -> list[dict]:
    """Entries of which a person wrote some over several lines."""
    try:
        entries = _yaml(content) or []
    except (ValueError, yaml.YAMLError) as fault:
        raise RecordFault(where, f"not readable: {fault}", expected="one entry a line") from fault
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise RecordFault(where, "not a list of entries", expected="lines that begin with '- {'")
    return entries


def _yaml(content: bytes) -> object:
    return yaml.load(content.decode("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _is_torn(tail: bytes) -> bool:
    """A last line without its end that a dying writer cut: the beginning of an entry and not a whole one."""
    begins = tail.startswith(START) or (tail and START.startswith(tail))
    return bool(begins) and _one(tail) is None


def _where(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _sync_folder(folder: Path) -> None:
    """A new file is on disk only when its name in the folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
