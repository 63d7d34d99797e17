"""The twin of a text table: same encoding, delimiter, quotes, line ends and row numbers."""

from __future__ import annotations

import codecs
import io
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator

from workbench.cleaning.people import masked
from workbench.cleaning.text import record_spans
from workbench.privacy.columns import STORED, Located, Needs, Plan, plan_of
from workbench.privacy.rows import Rows

_SIGN = re.compile(r"[^\W_]")
_MARKS = {
    "utf-8-sig": (codecs.BOM_UTF8, "utf-8"),
    "utf-16": (codecs.BOM_UTF16_LE, "utf-16-le"),
}


def text_twin(name: str, content: bytes, table: Located, *, needs: Needs) -> tuple[bytes, Plan, int]:
    """The text without its personal cells, what was blanked, and how many cells were masked by value.

    A row of another width than the header has no columns that could be told apart: each of its letters and digits
    becomes an "x", so that it is refused for the same reason.
    """
    plan, misshapen = _plan(name, table, needs)
    mark, plain = _mark(content, table.head.encoding)
    rows, twin = Rows(plan), io.BytesIO()
    twin.write(mark)
    old = io.BytesIO(content)
    old.seek(len(mark))
    # Line by line on both sides: a file of a million lines as a list of lines takes ten times its size.
    with io.TextIOWrapper(old, plain, newline="") as lines, io.TextIOWrapper(twin, plain, newline="") as written:
        written.writelines(_pieces(lines, table, rows, misshapen, needs))
        written.flush()
        return twin.getvalue(), plan, rows.masked


def _plan(name: str, table: Located, needs: Needs) -> tuple[Plan, frozenset[int]]:
    """What becomes of the table's cells, and its rows of another width; the columns are let go of again."""
    raw = table.raw(where=name)
    return plan_of(table, raw, needs=needs), frozenset(bad.row for bad in raw.misshapen)


def decoded(content: bytes, encoding: str) -> tuple[str, Callable[[str], bytes]]:
    """The text of a file without its byte order mark, and the way back to bytes."""
    mark, plain = _mark(content, encoding)
    return content[len(mark) :].decode(plain), lambda text: mark + text.encode(plain)


def _mark(content: bytes, encoding: str) -> tuple[bytes, str]:
    """The byte order mark, and the encoding of what follows it."""
    if encoding == "utf-16" and content.startswith(codecs.BOM_UTF16_BE):
        return codecs.BOM_UTF16_BE, "utf-16-be"
    return _MARKS.get(encoding, (b"", encoding))


def _pieces(lines: Iterable[str], table: Located, rows: Rows, misshapen: frozenset[int], needs: Needs) -> Iterator[str]:
    """The text again, record by record."""
    taken: deque[str] = deque()

    def bodies() -> Iterator[str]:
        for line in lines:
            taken.append(line)
            yield f"{_body(line)}\n"

    for number, (used, is_whole) in enumerate(record_spans(bodies(), table.layout), start=1):
        # The last line of a span keeps its end apart; those inside a quoted cell belong to the cell.
        text = "".join(taken.popleft() for _ in range(used))
        record = _body(text)
        yield _record(number, record, is_whole, table=table, rows=rows, misshapen=misshapen, needs=needs)
        yield text[len(record) :]


def _body(line: str) -> str:
    """The line without its end."""
    return line[:-2] if line.endswith("\r\n") else line[:-1] if line.endswith(("\n", "\r")) else line


def _record(
    number: int, record: str, is_whole: bool, *, table: Located, rows: Rows, misshapen: frozenset[int], needs: Needs
) -> str:
    if not record or not rows.plan or number == table.header_row:
        return record
    if number < table.header_row:
        return record if needs.masks == STORED else masked(record)
    if not is_whole or number in misshapen:
        return _SIGN.sub("x", record)
    return _rewritten(record, table.layout.delimiter, rows)


def _rewritten(record: str, delimiter: str, rows: Rows) -> str:
    fields = record.split(delimiter) if delimiter == "\t" or '"' not in record else list(_fields(record, delimiter))
    cells = fields if delimiter == "\t" else [_cell(raw) for raw in fields]
    if delimiter != "\t" and not any(cell.strip() for cell in cells):
        return record
    for place, shown in rows.redacted(cells).items():
        quoted = delimiter != "\t" and fields[place].startswith('"')
        fields[place] = '"' + shown.replace('"', '""') + '"' if quoted else shown
    return delimiter.join(fields)


def _fields(record: str, delimiter: str) -> Iterator[str]:
    """The fields of a record as they are written, quotes included."""
    start = 0
    while True:
        at = start
        if record.startswith('"', start):
            at = record.find('"', start + 1)
            while at >= 0 and record.startswith('"', at + 1):
                at = record.find('"', at + 2)
        end = record.find(delimiter, at) if at >= 0 else -1
        if end < 0:
            yield record[start:]
            return
        yield record[start:end]
        start = end + len(delimiter)


def _cell(raw: str) -> str:
    return raw[1:-1].replace('""', '"') if raw.startswith('"') else raw
