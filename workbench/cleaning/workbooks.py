"""Workbooks (xlsx and xls): a gate before, a limited child process that parses, text cells after.

Limits of one workbook: 2,000 members, 400 MB unpacked, 200 times its packed size, 2 GB of memory and a time that
grows with its size (10 s and 1 s for each 2 MB unpacked). Source: trials with nine hostile workbooks, 2026-11.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
import pyarrow as pa

from workbench.cleaning.rawtable import Layout, RawTable
from workbench.errors import UnreadableFile

CHILD = Path(__file__).with_name("workbook_child.py")
MOST_MEMBERS = 2_000
MOST_UNPACKED = 400 << 20
MOST_RATIO = 200
SMALL_MEMBER = 1 << 20
MEMORY = 2 << 30
MOST_CELLS = 12_000_000
MOST_TEXT = 200_000_000
# 2,000 entries of the longest plausible names; more is refused before any entry is read.
MOST_DIRECTORY = 1 << 20
_DIRECTORY_END = b"PK\x05\x06"
_DIRECTORY_END_REACH = 22 + (1 << 16)
_ZIP_FAULTS = (zipfile.BadZipFile, NotImplementedError, ValueError, OSError)


@dataclass(frozen=True)
class WorkbookSheet:
    """One sheet: its rows from the first row on, each a list of text, numbers and flags."""

    name: str
    visible: bool
    rows: list[list[object]]


def read_workbook(content: bytes, *, where: str) -> tuple[WorkbookSheet, ...]:
    """The sheets of a workbook, parsed in a child process.

    Raises
    ------
    UnreadableFile
        The file is no workbook, breaks a limit, or kills or outlasts the child.
    """
    packed = content.startswith(b"PK")
    unpacked = check_archive(content, where=where) if packed else len(content)
    seconds = 10 + unpacked // (2 << 20)
    limits = [str(MEMORY), str(seconds), str(MOST_CELLS), str(MOST_TEXT)]
    try:
        child = subprocess.run(
            [sys.executable, "-I", str(CHILD), *limits],
            input=content,
            capture_output=True,
            timeout=2 * seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise _unreadable(where, f"not read within {2 * seconds} s") from fault
    if child.returncode != 0:
        raise _unreadable(where, f"the parser was stopped ({_stopped(child)})")
    return _sheets(child.stdout, where=where)


def check_archive(content: bytes, *, where: str) -> int:
    """Bytes that the archive says it unpacks to; refused before anything is unpacked.

    Raises
    ------
    UnreadableFile
        Damaged, too many members, too large, or packed too tightly to be honest.
    """
    _check_directory(content[-_DIRECTORY_END_REACH:], where=where)
    try:
        members = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except _ZIP_FAULTS as fault:
        raise _unreadable(where, f"not a whole workbook ({fault})") from fault
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS:
        raise _unreadable(where, f"{len(members):,} parts, at most {MOST_MEMBERS:,} are read")
    if unpacked > MOST_UNPACKED:
        raise _unreadable(where, f"{unpacked >> 20:,} MB unpacked, at most {MOST_UNPACKED >> 20} are read")
    for member in members:
        if member.file_size > SMALL_MEMBER and member.file_size > MOST_RATIO * max(1, member.compress_size):
            raise _unreadable(where, f"a part unpacks to more than {MOST_RATIO} times its size")
    return unpacked


def _check_directory(tail: bytes, *, where: str) -> None:
    """Refuse a list of members that is itself too large; its size stands in the last bytes of the archive."""
    place = tail.rfind(_DIRECTORY_END)
    size = int.from_bytes(tail[place + 12 : place + 16], "little") if place >= 0 else 0
    if size > MOST_DIRECTORY:
        raise _unreadable(where, f"far more than {MOST_MEMBERS:,} parts, at most {MOST_MEMBERS:,} are read")


def sheet_table(sheet: WorkbookSheet, layout: Layout) -> RawTable:
    """The data rows below the header of a sheet, cells as text; blank rows are left out."""
    width = len(layout.header)
    numbered = [
        (number, row)
        for number, row in enumerate(sheet.rows[layout.header_row :], start=layout.header_row + 1)
        if any(row[:width]) or any(cell != "" for cell in row[:width])
    ]
    rows = [row for _, row in numbered]
    return RawTable(
        header=layout.header,
        rows=np.array([number for number, _ in numbered], dtype=np.int64),
        cells=partial(_cells, rows),
        whole_row=partial(_row, rows),
        header_row=layout.header_row,
        preamble=layout.preamble,
        sheet=sheet.name,
    )


def cell_text(value: object) -> str:
    """A cell as text: whole numbers without a decimal point, flags in capitals.

    >>> cell_text(50000000001.0)
    '50000000001'
    >>> cell_text(329.15)
    '329.15'
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e16:
        return str(int(value))
    return repr(value)


def _cells(rows: list[list[object]], place: int) -> pa.Array:
    column = [row[place] for row in rows]
    return pa.array([cell if type(cell) is str else _recurring_text(cell) for cell in column], pa.large_string())


# Prices and counts recur; "typed", because a flag equals the number 1.
_recurring_text = lru_cache(maxsize=1 << 16, typed=True)(cell_text)


def _row(rows: list[list[object]], position: int) -> tuple[object, ...]:
    return tuple(rows[position])


def _sheets(answer: bytes, *, where: str) -> tuple[WorkbookSheet, ...]:
    try:
        parsed = json.loads(answer)
    except ValueError as fault:
        raise _unreadable(where, "the parser's answer broke off") from fault
    return tuple(WorkbookSheet(**sheet) for sheet in parsed["sheets"])


def _stopped(child: subprocess.CompletedProcess[bytes]) -> str:
    if child.returncode < 0:
        return f"signal {-child.returncode}: over its memory or time"
    lines = child.stderr.decode("utf-8", errors="replace").strip().splitlines() or ["no reason given"]
    return lines[-1][:200]


def _unreadable(where: str, found: str) -> UnreadableFile:
    return UnreadableFile(
        where,
        found,
        expected="a workbook as the platform exports it",
        hint="download it again, or open it in a spreadsheet and save the sheet as xlsx or CSV",
    )
