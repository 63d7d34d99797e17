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
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

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
# How the child writes which of its different cells a column has in a row.
PLACE = np.dtype(np.int32)
# 2,000 entries of the longest plausible names; more is refused before any entry is read.
MOST_DIRECTORY = 1 << 20
_DIRECTORY_END = b"PK\x05\x06"
_DIRECTORY_END_REACH = 22 + (1 << 16)
_ZIP_FAULTS = (zipfile.BadZipFile, NotImplementedError, ValueError, OSError)


@dataclass(frozen=True, eq=False)
class SheetColumn:
    """One column of a sheet: its different cells (text, numbers and flags), their texts, and which stands in each row.

    Where few cells recur, the same one may stand several times among the different ones.
    """

    different: list[object]
    texts: pa.Array
    places: np.ndarray


@dataclass(frozen=True, eq=False)
class WorkbookSheet:
    """One sheet: its columns from the first row and column on."""

    name: str
    visible: bool
    height: int
    columns: tuple[SheetColumn, ...]

    @property
    def rows(self) -> list[list[object]]:
        """All rows, each a list of text, numbers and flags."""
        return self.first_rows(self.height)

    def first_rows(self, most: int) -> list[list[object]]:
        """The first rows, each a list of text, numbers and flags."""
        columns = [[column.different[place] for place in column.places[:most].tolist()] for column in self.columns]
        return [list(row) for row in zip(*columns, strict=True)]


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
    filled = np.zeros(sheet.height - layout.header_row, dtype=bool)
    for column in sheet.columns[: len(layout.header)]:
        filled |= pc.not_equal(column.texts, "").to_numpy(zero_copy_only=False)[column.places[layout.header_row :]]
    rows = np.flatnonzero(filled) + layout.header_row
    return RawTable(
        header=layout.header,
        rows=rows + 1,
        cells=partial(_cells, sheet.columns, rows),
        whole_row=partial(_row, sheet.columns, rows),
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


def _cells(columns: Sequence[SheetColumn], rows: np.ndarray, place: int) -> pa.Array:
    """A column's texts in these rows, as codes where they recur; no code is left without a row."""
    column = columns[place]
    places = column.places[rows]
    if len(column.texts) * 2 > len(rows):
        return column.texts.take(pa.array(places))
    used = np.zeros(len(column.texts), dtype=bool)
    used[places] = True
    different = column.texts.filter(pa.array(used)).dictionary_encode()
    codes = different.indices.to_numpy()[(np.cumsum(used) - 1)[places]]
    return pa.DictionaryArray.from_arrays(pa.array(codes), different.dictionary)


def _row(columns: Sequence[SheetColumn], rows: np.ndarray, position: int) -> tuple[object, ...]:
    return tuple(column.different[column.places[rows[position]]] for column in columns)


def _sheets(answer: bytes, *, where: str) -> tuple[WorkbookSheet, ...]:
    """The sheets of the child's answer, of which nothing is taken on trust."""
    try:
        told = answer.index(b"\n") + 1
        cells = told + int(answer[:told])
        sheets = json.loads(answer[told:cells])
        sizes = [(sheet["height"], len(sheet["columns"])) for sheet in sheets]
        places = iter(_places(answer[cells:], sizes))
        return tuple(
            WorkbookSheet(
                name=str(sheet["name"]),
                visible=bool(sheet["visible"]),
                height=height if width else 0,
                columns=tuple(_column(different, next(places)) for different in sheet["columns"]),
            )
            for sheet, (height, width) in zip(sheets, sizes, strict=True)
        )
    except (ValueError, LookupError, TypeError) as fault:
        raise _unreadable(where, "the parser's answer broke off") from fault


def _places(cells: bytes, sizes: Sequence[tuple[int, int]]) -> list[np.ndarray]:
    """Which of its different cells stands in each row, column by column, for sheets of these heights and widths."""
    heights = [height for height, width in sizes for _ in range(width)]
    if min(heights, default=0) < 0 or len(cells) != sum(heights) * PLACE.itemsize:
        raise ValueError(len(cells))
    ends = np.cumsum(heights)
    return np.split(np.frombuffer(cells, PLACE), ends[:-1]) if heights else []


def _column(different: list[object], places: np.ndarray) -> SheetColumn:
    if places.min(initial=0) < 0 or places.max(initial=0) >= len(different):
        raise ValueError(len(different))
    if set(map(type, different)) == {str}:
        return SheetColumn(different, pa.array(different, pa.large_string()), places)
    cells = [cell[0] if isinstance(cell, list) else cell for cell in different]
    return SheetColumn(cells, pa.array([cell_text(cell) for cell in cells], pa.large_string()), places)


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
