"""Text tables without quoting, read column by column in one pass: the way of files with millions of lines."""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from workbench.cleaning.names import normalised
from workbench.cleaning.rawtable import Layout, Misshapen, RawTable, trailing_note, width_reason
from workbench.errors import UnreadableFile

# Larger blocks fall out of the processor's cache.
BLOCK = 1 << 20
SAMPLE_LINES = 50
# Lines that show whether a column's texts recur.
PEEK_LINES = 600
RECURRING = pa.dictionary(pa.int32(), pa.large_string())


@dataclass(frozen=True)
class Body:
    """The lines below the header, without blank lines at the end."""

    utf8: bytes
    start: int
    end: int

    @property
    def is_empty(self) -> bool:
        return self.start >= self.end

    @cached_property
    def lines(self) -> int:
        return 0 if self.is_empty else self.utf8.count(b"\n", self.start, self.end) + 1

    @property
    def buffer(self) -> pa.Buffer:
        return pa.py_buffer(self.utf8).slice(self.start, self.end - self.start)

    def first(self, count: int) -> list[bytes]:
        """The first lines, not longer than a block."""
        return self.utf8[self.start : min(self.end, self.start + BLOCK)].split(b"\n")[:count]

    @cached_property
    def line_starts(self) -> np.ndarray:
        """Offset of each line, and one past the last line's end."""
        found = np.flatnonzero(np.frombuffer(self.utf8, np.uint8)[self.start : self.end] == 10)
        return np.concatenate([[self.start], found + self.start + 1, [self.end + 1]])

    def line(self, number: int) -> bytes:
        """One line, counted from 0."""
        return self.utf8[self.line_starts[number] : self.line_starts[number + 1] - 1]


def bulk_table(utf8: bytes, layout: Layout, *, wanted: Collection[str], pad_short: bool, where: str) -> RawTable:
    """The data rows of a text file in which no field is quoted; see `text.read_text_table`."""
    body = _body(utf8, layout.header_row)
    if pad_short:
        body = _padded(body, layout)
    trailing = _ends_with_delimiter(body, layout)
    width = len(layout.header) + trailing
    places = [place for place, name in enumerate(layout.header) if normalised(name) in wanted]
    read = sorted({0, *places, *([width - 1] if trailing else [])})
    columns, lines, misshapen = _columns(body, layout, width=width, read=read, where=where)
    if trailing:
        columns, lines, extra = _without_extra(columns, lines, place=width - 1, width=width)
        misshapen += extra
    columns, lines = _without_blank(columns, lines, body, layout.delimiter)
    return RawTable(
        header=layout.header,
        rows=lines + layout.header_row + 1,
        cells=columns.__getitem__,
        whole_row=partial(_whole_row, body, lines),
        header_row=layout.header_row,
        preamble=layout.preamble,
        misshapen=tuple(Misshapen(bad.row + layout.header_row + 1, bad.reason) for bad in misshapen),
        notes=(trailing_note(layout.delimiter),) if trailing else (),
        encoding=layout.encoding,
        delimiter=layout.delimiter,
    )


def _whole_row(body: Body, lines: np.ndarray, position: int) -> bytes:
    return body.line(int(lines[position]))


def _body(utf8: bytes, header_row: int) -> Body:
    start = 0
    for _ in range(header_row):
        found = utf8.find(b"\n", start)
        start = len(utf8) if found < 0 else found + 1
    end = len(utf8)
    while end > start and utf8[end - 1] == 10:
        end -= 1
    return Body(utf8, start, end)


def _padded(body: Body, layout: Layout) -> Body:
    delimiter, missing = layout.delimiter.encode(), len(layout.header) - 1
    lines = body.utf8[body.start : body.end].split(b"\n")
    full = b"\n".join(line + delimiter * max(0, missing - line.count(delimiter)) if line else line for line in lines)
    return Body(full, 0, len(full))


def _ends_with_delimiter(body: Body, layout: Layout) -> bool:
    delimiter = layout.delimiter.encode()
    lines = [line for line in body.first(SAMPLE_LINES) if line] if not body.is_empty else []
    return bool(lines) and all(
        line.count(delimiter) == len(layout.header) and line.endswith(delimiter) for line in lines
    )


def _columns(
    body: Body, layout: Layout, *, width: int, read: list[int], where: str
) -> tuple[dict[int, pa.Array], np.ndarray, list[Misshapen]]:
    """Columns by place, the line number of each row (from 0), and the refused lines."""
    if body.is_empty:
        return {place: pa.array([], pa.large_string()) for place in read}, np.zeros(0, np.int64), []
    try:
        columns = _parse(body, layout, width=width, read=read, options={"ignore_empty_lines": True})
    except pa.ArrowInvalid:
        columns = {}  # some row has another width: read again, slower, keeping the rows that fit
    if columns and len(columns[read[0]]) == body.lines:
        return _combined(columns), np.arange(body.lines), []
    return _columns_of_fitting_rows(body, layout, width=width, read=read, where=where)


def _columns_of_fitting_rows(
    body: Body, layout: Layout, *, width: int, read: list[int], where: str
) -> tuple[dict[int, pa.Array], np.ndarray, list[Misshapen]]:
    wrong: list[Misshapen] = []

    def refuse(row: arrow_csv.InvalidRow) -> str:
        wrong.append(Misshapen(row.number - 1, width_reason(row.actual_columns, len(layout.header))))
        return "skip"

    options = {"ignore_empty_lines": False, "invalid_row_handler": refuse}
    try:
        columns = _parse(body, layout, width=width, read=read, options=options, use_threads=False)
    except pa.ArrowInvalid as fault:
        raise UnreadableFile(where, f"the rows can't be told apart: {fault}") from fault
    fits = np.ones(body.lines, dtype=bool)
    fits[[bad.row for bad in wrong]] = False
    return _combined(columns), np.flatnonzero(fits), wrong


def _parse(
    body: Body, layout: Layout, *, width: int, read: list[int], options: dict, use_threads: bool = True
) -> dict[int, pa.ChunkedArray]:
    names = [str(place) for place in range(width)]
    recurring = {str(place): RECURRING for place in _recurring(body, layout, read)}
    rows = arrow_csv.read_csv(
        pa.BufferReader(body.buffer),
        read_options=arrow_csv.ReadOptions(column_names=names, use_threads=use_threads, block_size=BLOCK),
        parse_options=arrow_csv.ParseOptions(delimiter=layout.delimiter, quote_char=False, **options),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.large_string()) | recurring,
            include_columns=[str(place) for place in read],
            strings_can_be_null=False,
        ),
    )
    return {place: rows.column(str(place)) for place in read}


def _recurring(body: Body, layout: Layout, read: list[int]) -> list[int]:
    """Columns of few different texts, by the first lines: each text is then held once."""
    lines = [line.split(layout.delimiter.encode()) for line in body.first(PEEK_LINES)]
    different = {place: len({line[place] for line in lines if place < len(line)}) for place in read}
    # The first column tells the blank rows, and is read as it is.
    return [place for place, texts in different.items() if place and texts * 2 <= len(lines)]


def _combined(columns: dict[int, pa.ChunkedArray]) -> dict[int, pa.Array]:
    # Column by column, letting go of each: all columns twice would be the peak of an ingest's memory.
    with ThreadPoolExecutor(2) as pool:
        return dict(pool.map(lambda place: (place, columns.pop(place).combine_chunks()), sorted(columns)))


def _without_extra(
    columns: dict[int, pa.Array], lines: np.ndarray, *, place: int, width: int
) -> tuple[dict[int, pa.Array], np.ndarray, list[Misshapen]]:
    blank = _is_blank(columns[place])
    wrong = [Misshapen(int(line), width_reason(width, width - 1)) for line in lines[~blank]]
    rest = {at: column for at, column in columns.items() if at != place}
    return _filtered(rest, blank), lines[blank], wrong


def _without_blank(
    columns: dict[int, pa.Array], lines: np.ndarray, body: Body, delimiter: str
) -> tuple[dict[int, pa.Array], np.ndarray]:
    suspects = np.flatnonzero(_is_blank(columns[0]))
    blank = [at for at in suspects if not body.line(int(lines[at])).strip(delimiter.encode() + b" ")]
    if not blank:
        return columns, lines
    keep = np.ones(len(lines), dtype=bool)
    keep[blank] = False
    return _filtered(columns, keep), lines[keep]


def _filtered(columns: dict[int, pa.Array], keep: np.ndarray) -> dict[int, pa.Array]:
    return columns if keep.all() else {place: column.filter(pa.array(keep)) for place, column in columns.items()}


def _is_blank(column: pa.Array) -> np.ndarray:
    texts = column.dictionary if pa.types.is_dictionary(column.type) else column
    blank = pc.match_substring_regex(texts, pattern=r"^\s*$").to_numpy(zero_copy_only=False)
    return blank if texts is column else blank[column.indices.to_numpy()]
