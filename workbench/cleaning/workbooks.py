"""Workbooks (xlsx and xls): a gate before, a limited child process that parses, text cells after.

Limits of one workbook: 2,000 members, 400 MB unpacked, 200 times its packed size, 2 GB of memory and a time that
grows with its size (10 s and 1 s for each 2 MB unpacked). Source: trials with nine hostile workbooks, 2026-11.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import BinaryIO

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
# Two lengths in figures.
LONGEST_LINE = 64
# 2,000 entries of the longest plausible names; more is refused before any entry is read.
MOST_DIRECTORY = 1 << 20
_DIRECTORY_END = b"PK\x05\x06"
_DIRECTORY_END_REACH = 22 + (1 << 16)
_ZIP_FAULTS = (zipfile.BadZipFile, NotImplementedError, ValueError, OSError)


@dataclass(frozen=True, eq=False)
class SheetColumn:
    """One column of a sheet: the texts of its different cells, and which stands in each row.

    Where few cells recur, the same one may stand several times among the different ones. `values` are the cells
    themselves (text, numbers and flags), None where all are text.
    """

    texts: pa.Array
    places: np.ndarray
    values: list[object] | None = None

    @cached_property
    def different(self) -> list[object]:
        """The different cells: text, numbers and flags."""
        return self.texts.to_pylist() if self.values is None else self.values

    def first(self, most: int) -> list[object]:
        """The cells of the first rows."""
        if self.values is None:
            return self.texts.take(pa.array(self.places[:most])).to_pylist()
        return [self.values[place] for place in self.places[:most].tolist()]


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
        columns = [column.first(most) for column in self.columns]
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
    return _asked(content, seconds=10 + unpacked // (2 << 20), where=where)


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


def _asked(content: bytes, *, seconds: int, where: str) -> tuple[WorkbookSheet, ...]:
    """The child's answer, read while the child works on the rest of it; a child that takes too long is ended."""
    limits = [str(MEMORY), str(seconds), str(MOST_CELLS), str(MOST_TEXT)]
    command = [sys.executable, "-I", str(CHILD), *limits]
    with tempfile.TemporaryFile() as reasons, _child(command, reasons, seconds=2 * seconds) as (child, is_late):
        try:
            _give(child, content)
            sheets = tuple(_sheets(child.stdout))
        except EOFError:
            sheets = None
        except (ValueError, LookupError, TypeError) as fault:
            raise _broken_off(where) from fault
        code = child.wait()
        if is_late.is_set():
            raise _unreadable(where, f"not read within {2 * seconds} s")
        if code:
            raise _unreadable(where, f"the parser was stopped ({_stopped(code, reasons)})")
    if sheets is None:
        raise _broken_off(where)
    return sheets


@contextmanager
def _child(
    command: Sequence[str], reasons: BinaryIO, *, seconds: int
) -> Iterator[tuple[subprocess.Popen[bytes], threading.Event]]:
    """A child process that is ended after these seconds, which sets the event, or when it is no longer wanted."""
    is_late = threading.Event()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=reasons) as child:

        def end() -> None:
            is_late.set()
            child.kill()

        alarm = threading.Timer(seconds, end)
        alarm.start()
        try:
            yield child, is_late
        finally:
            alarm.cancel()
            child.kill()


def _give(child: subprocess.Popen[bytes], content: bytes) -> None:
    """The workbook to the child, which reads all of it before it answers; one that has died says why elsewhere."""
    with suppress(BrokenPipeError):
        child.stdin.write(content)
    with suppress(BrokenPipeError):
        child.stdin.close()


def _sheets(answer: BinaryIO) -> Iterator[WorkbookSheet]:
    """The sheets of the child's answer, of which nothing is taken on trust."""
    while line := answer.readline(LONGEST_LINE):
        sheet = json.loads(_message(answer, line)[0])
        order, height = sheet["order"], sheet["height"]
        if sorted(order) != list(range(len(order))):
            raise ValueError(order)
        columns = {place: _column(*_message(answer, answer.readline(LONGEST_LINE)), height=height) for place in order}
        yield WorkbookSheet(
            name=str(sheet["name"]),
            visible=bool(sheet["visible"]),
            height=height if order else 0,
            columns=tuple(columns[place] for place in range(len(order))),
        )


def _message(answer: BinaryIO, line: bytes) -> tuple[bytes, np.ndarray]:
    """The words and the numbers of one message; EOFError where it is cut off."""
    if not line.endswith(b"\n"):
        raise EOFError if len(line) < LONGEST_LINE else ValueError(line)
    sizes = [int(word) for word in line.split()]
    words, numbers = (answer.read(size) for size in sizes)
    if (len(words), len(numbers)) != tuple(sizes):
        raise EOFError
    return words, np.frombuffer(numbers, PLACE)


def _column(words: bytes, numbers: np.ndarray, *, height: int) -> SheetColumn:
    """A column of text, which says how many different cells it has, or one of other cells."""
    texts = int(numbers[0])
    places = numbers[1 + texts :]
    values = None if texts else [cell[0] if isinstance(cell, list) else cell for cell in json.loads(words)]
    different = texts or len(values)
    if texts < 0 or len(places) != height or places.min(initial=0) < 0 or places.max(initial=0) >= different:
        raise ValueError(height)
    if values is None:
        return SheetColumn(_texts(words, numbers[1 : 1 + texts]), places)
    return SheetColumn(pa.array([cell_text(cell) for cell in values], pa.large_string()), places, values)


def _texts(words: bytes, lengths: np.ndarray) -> pa.Array:
    """Texts that stand one after the other, by their lengths in bytes."""
    ends = np.cumsum(np.append(0, lengths), dtype=np.int64)
    if lengths.min() < 0 or ends[-1] != len(words):
        raise ValueError(len(words))
    texts = pa.Array.from_buffers(pa.large_string(), len(lengths), [None, pa.py_buffer(ends), pa.py_buffer(words)])
    texts.validate(full=True)
    return texts


def _stopped(code: int, reasons: BinaryIO) -> str:
    if code < 0:
        return f"signal {-code}: over its memory or time"
    reasons.seek(0)
    lines = reasons.read().decode("utf-8", errors="replace").strip().splitlines() or ["no reason given"]
    return lines[-1][:200]


def _broken_off(where: str) -> UnreadableFile:
    return _unreadable(where, "the parser's answer broke off")


def _unreadable(where: str, found: str) -> UnreadableFile:
    return UnreadableFile(
        where,
        found,
        expected="a workbook as the platform exports it",
        hint="download it again, or open it in a spreadsheet and save the sheet as xlsx or CSV",
    )
