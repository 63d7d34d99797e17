"""Text tables: bytes to columns of text, with the row numbers that a spreadsheet shows.

Everything stays text: a SKU "NA" and an order "00123" survive. A row with another number of fields than the
header is refused, never shifted; the one repair is a delimiter too many at the end of every data row, which is
cut off and noted. Tab-separated platform files have no quoting; in other text files a quote is honoured
strictly, and the rows that a stray quote touches are refused.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from itertools import islice

import numpy as np
import pyarrow as pa

from workbench.cleaning.bulk import bulk_table
from workbench.cleaning.encodings import Text
from workbench.cleaning.rawtable import Layout, Misshapen, RawTable, trailing_note, width_reason
from workbench.errors import UnreadableFile

DELIMITERS = ("\t", ",", ";")
MOST_COLUMNS = 500
MOST_BROKEN_ROWS = 1_000
HEAD_BYTES = 1 << 18
HEAD_RECORDS = 40
# The csv module's own limit of a field; the widest export has lines of 3,000 bytes.
LONGEST_LINE = 1 << 17
# Lines that one record may span.
LONGEST_RECORD = 200
# A table with quotes is read record by record, and takes some ten times its size in memory.
LARGEST_QUOTED = 400 << 20


def first_records(utf8: bytes, *, delimiter: str) -> list[list[str]]:
    """The first records of a text file, blank lines as empty records; enough to find the header in."""
    lines = utf8[:HEAD_BYTES].decode("utf-8", errors="ignore").split("\n")[:HEAD_RECORDS]
    if delimiter == "\t":
        return [line.split("\t") if line else [] for line in lines]
    records: list[list[str]] = []
    reader = csv.reader([line + "\n" for line in lines], delimiter=delimiter)
    try:
        records.extend(reader)
    except csv.Error:
        return records  # a field beyond the limit: what came before it is enough to look for a header in
    return records


def check_lines(utf8: bytes, *, where: str, above: Callable[[], int] = int) -> None:
    """Refuse a file with a line longer than any export has, so that no single cell can fill the memory.

    Parameters
    ----------
    utf8 : bytes
        Whole lines.
    where : str
        The file's name for messages.
    above : callable
        How many lines of the file stand above these, asked only where it is told.

    Raises
    ------
    UnreadableFile
        Naming the line and its length.
    """
    start = 0
    while len(utf8) - start > LONGEST_LINE:
        # The last line end within reach: from there on it is the next line's turn.
        end = utf8.rfind(b"\n", start, start + LONGEST_LINE + 1)
        if end < 0:
            number = above() + utf8.count(b"\n", 0, start) + 1
            length = (utf8.find(b"\n", start) + 1 or len(utf8) + 1) - start - 1
            raise UnreadableFile(
                where,
                f"line {number:,} is {length:,} bytes long",
                expected=f"lines of at most {LONGEST_LINE:,} bytes",
                hint="line ends were lost, or this is no export of a platform: download it again",
            )
        start = end + 1


def check_width(records: list[list[str]], *, where: str) -> None:
    """Refuse a file with more columns than any export has.

    Raises
    ------
    UnreadableFile
        More than 500 columns in the first records.
    """
    widest = max((len(record) for record in records), default=0)
    if widest > MOST_COLUMNS:
        raise UnreadableFile(
            where,
            f"{widest:,} columns",
            expected=f"at most {MOST_COLUMNS}",
            hint="this is no export of a platform; was a table turned on its side, or a delimiter repeated?",
        )


def read_text_table(
    text: Text, layout: Layout, *, where: str, wanted: Collection[str], pad_short: bool = False
) -> RawTable:
    """The data rows below the header of a text file.

    Parameters
    ----------
    text : Text
        The file in its encoding.
    layout : Layout
        Where the header stands.
    where : str
        The file's name for messages.
    wanted : collection of str
        Normalised names of the columns to read; no other column becomes a value.
    pad_short : bool
        Rows shorter than the header are filled with blanks on the right (only for an export known to cut them).

    Raises
    ------
    UnreadableFile
        More than 1,000 rows with broken quotes, or more than 400 MB with quotes at all.
    """
    quoted = layout.delimiter != "\t" and any(b'"' in piece for piece in text.pieces())
    if not quoted:
        return bulk_table(text, layout, wanted=wanted, pad_short=pad_short, where=where)
    if len(text.content) > LARGEST_QUOTED:
        raise UnreadableFile(
            where,
            f"{len(text.content) >> 20:,} MB of text with quotation marks",
            expected=f"at most {LARGEST_QUOTED >> 20:,} MB, or a table without them",
            hint="download fewer months at once",
        )
    return _quoted_table(text.whole().decode("utf-8"), layout, where=where)


def _quoted_table(text: str, layout: Layout, *, where: str) -> RawTable:
    lines = [line + "\n" for line in text.rstrip("\n").split("\n")]
    records, numbers, broken = _records(lines, layout, where=where)
    width = len(layout.header)
    body = [(number, record) for number, record in zip(numbers, records, strict=True) if number > layout.header_row]
    body = [(number, record) for number, record in body if any(cell.strip() for cell in record)]
    notes: tuple[str, ...] = ()
    if body and all(len(record) == width + 1 and not record[-1] for _, record in body):
        body = [(number, record[:-1]) for number, record in body]
        notes = (trailing_note(layout.delimiter),)
    wrong = [Misshapen(number, width_reason(len(record), width)) for number, record in body if len(record) != width]
    body = [(number, record) for number, record in body if len(record) == width]
    rows = [record for _, record in body]
    return RawTable(
        header=layout.header,
        rows=np.array([number for number, _ in body], dtype=np.int64),
        cells=partial(_cells, rows),
        whole_row=partial(_row, rows),
        header_row=layout.header_row,
        preamble=layout.preamble,
        misshapen=tuple(sorted([*broken, *wrong], key=lambda bad: bad.row)),
        notes=notes,
        encoding=layout.encoding,
        delimiter=layout.delimiter,
    )


def _cells(rows: list[list[str]], place: int) -> pa.Array:
    return pa.array([row[place] for row in rows], pa.large_string())


def _row(rows: list[list[str]], position: int) -> tuple[str, ...]:
    return tuple(rows[position])


def _records(lines: list[str], layout: Layout, *, where: str) -> tuple[list[list[str]], list[int], list[Misshapen]]:
    reader = csv.reader(lines, delimiter=layout.delimiter, strict=True)
    try:
        records = list(reader)
    except csv.Error:
        return _records_one_by_one(lines, layout, where=where)
    if len(records) != len(lines):
        return _records_one_by_one(lines, layout, where=where)
    return records, list(range(1, len(records) + 1)), []


def _records_one_by_one(
    lines: list[str], layout: Layout, *, where: str
) -> tuple[list[list[str]], list[int], list[Misshapen]]:
    """As `_records`, where a quote is broken or spans lines: the lines it touches are refused, the rest is read."""
    records: list[list[str]] = []
    numbers: list[int] = []
    broken: list[Misshapen] = []
    start, number = 0, 0
    while start < len(lines):
        record, used = _one_record(lines, start, layout)
        number += 1
        if record is not None:
            records.append(record)
            numbers.append(number)
            start += used
            continue
        for _ in range(used):
            broken.append(Misshapen(number, "a quotation mark that is not closed, or stands inside a field"))
            start, number = start + 1, number + 1
        number -= 1
        if len(broken) > MOST_BROKEN_ROWS:
            raise UnreadableFile(
                where,
                f"more than {MOST_BROKEN_ROWS:,} rows with broken quotation marks",
                hint="the file was saved with another delimiter or quote: export it again",
            )
    return records, numbers, broken


def record_spans(lines: Iterable[str], layout: Layout) -> Iterator[tuple[int, bool]]:
    """Number of lines and soundness of each record, as `read_text_table` counts the rows of a file.

    Parameters
    ----------
    lines : iterable of str
        The lines of the file, each with a line feed; they are taken as they are needed, so that a long file is never
        held whole.
    layout : Layout
        Where the header stands; a file of tabs has no quoting.
    """
    coming, ahead = iter(lines), deque[str]()
    while ahead or _look_ahead(ahead, coming, 1):
        if layout.delimiter == "\t" or '"' not in ahead[0]:
            ahead.popleft()
            yield 1, True
            continue
        _look_ahead(ahead, coming, LONGEST_RECORD)
        record, used = _one_record([*islice(ahead, LONGEST_RECORD)], 0, layout)
        yield from [(1, False)] * used if record is None else [(used, True)]
        for _ in range(used):
            ahead.popleft()


def _look_ahead(ahead: deque[str], coming: Iterator[str], lines: int) -> bool:
    """Whether there is a line after as many as there are were taken from those to come."""
    ahead.extend(islice(coming, max(0, lines - len(ahead))))
    return bool(ahead)


def _one_record(lines: list[str], start: int, layout: Layout) -> tuple[list[str] | None, int]:
    reader = csv.reader(iter(lines[start : start + LONGEST_RECORD]), delimiter=layout.delimiter, strict=True)
    try:
        record = next(reader)
    except csv.Error:
        return None, 1
    spanned = lines[start : start + reader.line_num]
    full = [line.count(layout.delimiter) >= len(layout.header) - 1 for line in spanned]
    if len(spanned) > 1 and len(layout.header) > 1 and (all(full) or any(full[1:-1])):
        # These lines, or one between them, are whole rows by themselves: a stray quote glued them together.
        return None, len(spanned)
    return record, len(spanned)
