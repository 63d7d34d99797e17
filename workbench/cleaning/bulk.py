"""Text tables without quoting, read column by column in one pass: the way of files with millions of lines."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from workbench.cleaning.body import Body, LinesAgain, body_below
from workbench.cleaning.encodings import Text
from workbench.cleaning.equal import is_tidy
from workbench.cleaning.names import normalised
from workbench.cleaning.rawtable import (
    Layout,
    Misshapen,
    RawTable,
    one_array,
    trailing_note,
    trailing_reason,
    width_reason,
)
from workbench.errors import UnreadableFile

# Larger blocks fall out of the processor's cache.
BLOCK = 1 << 20
# Pieces of a file that are parsed side by side.
READERS = 2
SAMPLE_LINES = 50
# Lines that show whether a column's texts recur.
PEEK_LINES = 2_000
RECURRING = pa.dictionary(pa.int32(), pa.large_string())


@dataclass(frozen=True)
class _Form:
    """What the first lines say of all: how many fields they have, and which columns are read and held as codes."""

    layout: Layout
    width: int
    trailing: bool
    read: list[int]
    recurring: list[int]

    def reason(self, fields: int) -> str:
        """Why a row with so many fields is refused."""
        wanted = len(self.layout.header)
        return trailing_reason(self.layout.delimiter) if fields == wanted else width_reason(fields, wanted)

    @property
    def kept(self) -> list[int]:
        """The columns that are read but for the one behind a delimiter too many."""
        return [place for place in self.read if place < self.width - self.trailing]


@dataclass(frozen=True)
class _Rows:
    """Columns by place, the number of each row's line in the file (from 1), the refused lines, and all lines."""

    columns: dict[int, pa.Array]
    lines: np.ndarray
    misshapen: list[Misshapen]
    physical: int


def bulk_table(text: Text, layout: Layout, *, wanted: Collection[str], pad_short: bool, where: str) -> RawTable:
    """The data rows of a text file in which no field is quoted; see `text.read_text_table`."""
    places = [place for place, name in enumerate(layout.header) if normalised(name) in wanted]
    form, found, start, starts = None, [], 0, []
    for form, body, columns in _parsed(text, layout, places, pad_short=pad_short):
        starts.append(start)
        body = replace(body, before=start + body.skipped)
        start = body.before + body.blank_behind
        if columns is not None:
            found.append(_rows(body, form, columns, where=where))
            start += found[-1].physical - 1
    form = form or _form(Body(b"", 0, 0), layout, places)
    lines = np.concatenate([np.zeros(0, np.int64), *(rows.lines for rows in found)])
    columns = _Columns({place: [rows.columns.pop(place) for rows in found] for place in form.kept})
    return RawTable(
        header=layout.header,
        rows=lines,
        cells=columns.whole,
        chunks=columns.chunks,
        whole_row=LinesAgain(text, partial(body_below, layout=layout, pad_short=pad_short), starts, lines),
        header_row=layout.header_row,
        preamble=layout.preamble,
        misshapen=tuple(bad for rows in found for bad in rows.misshapen),
        notes=(trailing_note(layout.delimiter),) if form.trailing else (),
        encoding=layout.encoding,
        delimiter=layout.delimiter,
    )


def _parsed(
    text: Text, layout: Layout, places: list[int], *, pad_short: bool
) -> Iterator[tuple[_Form | None, Body, Future | None]]:
    """The form of the file, and each piece with its columns to come; some pieces are parsed side by side."""
    form, passed = None, 0
    waiting: deque[tuple[_Form | None, Body, Future | None]] = deque()
    alone = isinstance(text.content, bytes)
    with ThreadPoolExecutor(READERS) as pool:
        for utf8 in text.pieces():
            body = body_below(utf8, layout, passed, pad_short=pad_short)
            passed = min(layout.header_row, body.before)
            form = form if form or body.is_empty else _form(body, layout, places)
            columns = None if body.is_empty else pool.submit(_parse, body, form, use_threads=alone)
            waiting.append((form, body, columns))
            if len(waiting) > READERS:
                yield waiting.popleft()
        while waiting:
            yield waiting.popleft()


class _Columns:
    """Columns in the pieces in which they were read; one that is asked for as a whole is held as that from then on."""

    def __init__(self, pieces: dict[int, list[pa.Array]]):
        self._pieces = pieces

    def whole(self, place: int) -> pa.Array:
        self._pieces[place] = [one_array(self._pieces[place])]
        return self._pieces[place][0]

    def chunks(self, place: int) -> pa.ChunkedArray:
        return pa.chunked_array(self._pieces[place] or [one_array([])])


def _form(body: Body, layout: Layout, places: list[int]) -> _Form:
    trailing = _ends_with_delimiter(body, layout)
    width = len(layout.header) + trailing
    read = sorted({0, *places, *([width - 1] if trailing else [])})
    return _Form(layout, width, trailing, read, _recurring(body, layout, read))


def _ends_with_delimiter(body: Body, layout: Layout) -> bool:
    delimiter = layout.delimiter.encode()
    lines = [line for line in body.first(SAMPLE_LINES) if line] if not body.is_empty else []
    return bool(lines) and all(
        line.count(delimiter) == len(layout.header) and line.endswith(delimiter) for line in lines
    )


def _recurring(body: Body, layout: Layout, read: list[int]) -> list[int]:
    """Columns of few different texts, by the first lines: each text is then held once."""
    lines = [line.split(layout.delimiter.encode()) for line in body.first(PEEK_LINES)]
    different = {place: len({line[place] for line in lines if place < len(line)}) for place in read}
    # The first column tells the blank rows, and is read as it is.
    return [place for place, texts in different.items() if place and texts * 2 <= len(lines)]


def _rows(body: Body, form: _Form, columns: Future, *, where: str) -> _Rows:
    rows = _all_rows(body, form, columns, where=where)
    if form.trailing:
        rows = _without_extra(rows, form)
    return _without_blank(rows, body, form.layout.delimiter)


def _all_rows(body: Body, form: _Form, columns: Future, *, where: str) -> _Rows:
    try:
        found = columns.result()
    except pa.ArrowInvalid:
        return _fitting_rows(body, form, where=where)  # slower, keeping the rows that fit
    lines = len(found[0])
    return _Rows(found, np.arange(lines) + body.before + 1, [], lines)


def _fitting_rows(body: Body, form: _Form, *, where: str) -> _Rows:
    wrong: list[Misshapen] = []

    def refuse(row: arrow_csv.InvalidRow) -> str:
        wrong.append(Misshapen(row.number + body.before, form.reason(row.actual_columns)))
        return "skip"

    try:
        columns = _parse(body, form, refuse=refuse, use_threads=False)
    except pa.ArrowInvalid as fault:
        raise UnreadableFile(where, f"the rows can't be told apart: {fault}") from fault
    fits = np.ones(len(body.line_starts) - 1, dtype=bool)
    fits[[bad.row - body.before - 1 for bad in wrong]] = False
    return _Rows(columns, np.flatnonzero(fits) + body.before + 1, wrong, len(fits))


def _parse(
    body: Body, form: _Form, *, use_threads: bool, refuse: Callable[[arrow_csv.InvalidRow], str] | None = None
) -> dict[int, pa.Array]:
    names = [str(place) for place in range(form.width)]
    recurring = {str(place): RECURRING for place in form.recurring}
    rows = arrow_csv.read_csv(
        pa.BufferReader(body.buffer),
        read_options=arrow_csv.ReadOptions(column_names=names, use_threads=use_threads, block_size=BLOCK),
        parse_options=arrow_csv.ParseOptions(
            delimiter=form.layout.delimiter,
            quote_char=False,
            # An empty line is a row of another width: so there are as many rows as lines.
            ignore_empty_lines=False,
            invalid_row_handler=refuse,
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.large_string()) | recurring,
            include_columns=[str(place) for place in form.read],
            strings_can_be_null=False,
        ),
    )
    # At once, while the blocks are near the processor; the reader's own blocks hold more memory than cells.
    return {place: one_array(rows.column(str(place)).chunks) for place in form.read}


def _without_extra(rows: _Rows, form: _Form) -> _Rows:
    place = form.width - 1
    blank = _is_blank(rows.columns[place])
    reason = width_reason(form.width, place)
    wrong = [Misshapen(int(line), reason) for line in rows.lines[~blank]]
    rest = {at: column for at, column in rows.columns.items() if at != place}
    return _Rows(_filtered(rest, blank), rows.lines[blank], rows.misshapen + wrong, rows.physical)


def _without_blank(rows: _Rows, body: Body, delimiter: str) -> _Rows:
    suspects = np.flatnonzero(_is_blank(rows.columns[0]))
    lines = rows.lines - body.before - 1
    blank = [at for at in suspects if not body.line(int(lines[at])).strip(delimiter.encode() + b" ")]
    if not blank:
        return rows
    keep = np.ones(len(lines), dtype=bool)
    keep[blank] = False
    return _Rows(_filtered(rows.columns, keep), rows.lines[keep], rows.misshapen, rows.physical)


def _filtered(columns: dict[int, pa.Array], keep: np.ndarray) -> dict[int, pa.Array]:
    return columns if keep.all() else {place: column.filter(pa.array(keep)) for place, column in columns.items()}


def _is_blank(column: pa.Array) -> np.ndarray:
    if is_tidy(column):
        return np.zeros(len(column), dtype=bool)
    texts = column.dictionary if pa.types.is_dictionary(column.type) else column
    blank = pc.match_substring_regex(texts, pattern=r"^\s*$").to_numpy(zero_copy_only=False)
    return blank if texts is column else blank[column.indices.to_numpy()]
