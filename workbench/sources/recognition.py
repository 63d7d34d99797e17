"""From a file's bytes to its export, and from there to its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from workbench.cleaning.content import Content
from workbench.cleaning.names import normalised_all
from workbench.cleaning.people import masked
from workbench.cleaning.text import HEAD_RECORDS
from workbench.errors import UnknownExport, did_you_mean, listed
from workbench.sources.above import check_rows_above
from workbench.sources.column_map import MAPPED
from workbench.sources.contract import Export, FileContext, Question, Reading, Recognition
from workbench.sources.doubled import spread_header
from workbench.sources.lines import read_lines
from workbench.sources.mapped.layout import match_by_map, nearest_map
from workbench.sources.mapped.records import records_of, table_heads
from workbench.sources.matching import Match, best_match, differences
from workbench.sources.opening import Head, OpenedFile, open_file
from workbench.sources.registry import EXPORTS
from workbench.sources.sheet import Sheet

# A short row of the 91-column All Orders file has lost blank cells at its end; no narrower generation does that.
LEAST_COLUMNS_TO_PAD = 40
DOCUMENTS = ("json", "lines")
# Rows that are typed together: few enough for the processor's cache, and as many as a file of the store holds.
WINDOW = 1 << 18
_LIKE_DATA = re.compile(r"@|\d{4}")
LONGEST_HEADING_SHOWN = 60


def recognise(name: str, content: Content, *, context: FileContext) -> Recognition:
    """Which export the file is, by its content, and what must be asked before it can be read.

    Parameters
    ----------
    name : str
        The file's name; used in messages and for proposals only.
    content : bytes or FileContent
        The whole file.
    context : FileContext
        What folder, profile and earlier answers say.

    Raises
    ------
    UnreadableFile
        The bytes are damaged, hostile, or in no known encoding.
    """
    opened = _opened(name, _Same(content))
    if opened.kind in DOCUMENTS:
        return _recognise_document(name, opened, context)
    if opened.kind != "table":
        return Recognition("", f"other file: {opened.kind}" if opened.kind != "mail" else "mail", "not_read_yet", 0)
    match = match_by_map(opened.heads, context.maps) or best_match(opened.heads, _tabular())
    if match is None or not match.fits:
        return _unknown(match, opened.heads, context)
    return _recognition(match.export, _questions(match.export, context, name=name, match=match), context)


def read(name: str, content: Content, *, export: str, context: FileContext) -> Reading:
    """The file's rows as canonical tables, with what became of every physical row.

    Raises
    ------
    UnreadableFile, UnknownExport, MissingColumn, AmbiguousFormat, OpenQuestions
        The file can't be read as that export; the message says why.
    """
    return next(readings(name, content, export=export, context=context, window=None))


def readings(
    name: str, content: Content, *, export: str, context: FileContext, window: int | None = WINDOW
) -> Iterator[Reading]:
    """As `read`; a long table whose reader goes row by row comes in several readings, one after the other.

    The rows and losses of all make the whole file; the last one holds the notes.

    Parameters
    ----------
    window : int, optional
        Rows of one reading; none for a single one.
    """
    known = _readable(name, export)
    opened = _opened(name, _Same(content))
    _opened.cache_clear()
    if known.read_document and opened.kind in DOCUMENTS and _is_document(known, opened):
        yield _read_document(name, opened, known, context)
        return
    match = _matched(name, opened, known, context)
    records = records_of(opened)
    sheet = sheet_of(name, match)
    del opened  # the file's bytes, which nothing below needs
    for part in sheet.windows(window) if window and known.by_rows else [sheet]:
        reading = match.export.read(part, context)
        yield reading if records is None else records.placed(reading)


def _read_document(name: str, opened: OpenedFile, known: Export, context: FileContext) -> Reading:
    if known.is_document(opened.document):
        return known.read_document(name, opened.document, context)
    return read_lines(name, opened.document, export=known, context=context)


def _matched(name: str, opened: OpenedFile, known: Export, context: FileContext) -> Match:
    """Where the table stands that is to be read."""
    if known.name == MAPPED:
        match = match_by_map(table_heads(opened), context.maps)
        if match is None:
            raise UnknownExport(name, "no column map has these headings", hint="workbench ingest CLIENT --map FILE")
        return match
    match = best_match(opened.heads, [known]) if opened.kind == "table" and known.read else None
    if match is None:
        raise UnknownExport(name, f"no header of {known.title}", expected=listed(known.columns))
    return match


def sheet_of(name: str, match: Match) -> Sheet:
    """The matched table, ready to be typed."""
    head = match.head
    if match.export.doubled:
        doubled = normalised_all(match.export.doubled)
        head = spread_header(head, match.header_row, doubled=doubled, where=name)
    width = len(head.records[match.header_row - 1])
    pad = match.export.pads_short_rows and width >= LEAST_COLUMNS_TO_PAD
    raw = head.table(match.header_row, where=name, wanted=match.export.read_names, pad_short=pad)
    check_rows_above(name, raw, match.export)
    return Sheet(name, raw, match.export, blanks=match.export.blanks)


def opened_file(name: str, content: Content) -> OpenedFile:
    """The file opened, once for all that look at the same bytes before they are read.

    Raises
    ------
    UnreadableFile
        The bytes are damaged, hostile, or in no known encoding.
    """
    return _opened(name, _Same(content))


class _Same:
    """Bytes that equal only themselves: a file just recognised is read next, and is not opened twice."""

    def __init__(self, content: Content):
        self.content = content

    def __hash__(self) -> int:
        return id(self.content)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.content is self.content


@lru_cache(maxsize=1)
def _opened(name: str, same: _Same) -> OpenedFile:
    return open_file(name, same.content)


def _tabular() -> list[Export]:
    return [export for export in EXPORTS.values() if export.fields]


def _recognise_document(name: str, opened: OpenedFile, context: FileContext) -> Recognition:
    match = match_by_map(table_heads(opened), context.maps) if context.maps else None
    if match is not None:
        return _recognition(match.export, _questions(match.export, context, name=name, match=match), context)
    for export in EXPORTS.values():
        if export.is_document and _is_document(export, opened):
            return _recognition(export, _document_questions(export, opened, context, name=name), context)
    document = opened.document[0] if opened.kind == "lines" else opened.document
    heads = table_heads(opened, most=HEAD_RECORDS)
    if heads:
        return _unknown(None, heads, context)
    keys = [key[:LONGEST_HEADING_SHOWN] for key in sorted(document)[:6]] if isinstance(document, dict) else []
    return Recognition("", "JSON document", "unknown", 0, differs=f"keys: {listed(keys)}" if keys else "")


def _is_document(export: Export, opened: OpenedFile) -> bool:
    """Whether the document, or each of a file with one document a line, is this export."""
    if export.is_document(opened.document):
        return True
    return opened.kind == "lines" and all(map(export.is_document, opened.document))


def _document_questions(export: Export, opened: OpenedFile, context: FileContext, *, name: str) -> Sequence[Question]:
    whole = opened.kind == "json" or export.is_document(opened.document)
    asked = [
        _questions(export, context, name=name, document=each)
        for each in ([opened.document] if whole else opened.document)
    ]
    return tuple({question.key: question for questions in asked for question in questions}.values())


def _questions(
    export: Export, context: FileContext, *, name: str, match: Match | None = None, document: object = None
) -> Sequence[Question]:
    if export.questions is None:
        return ()
    content = document if match is None else sheet_of(name, match)
    return export.questions(content, context)


def _recognition(export: Export, questions: Sequence[Question], context: FileContext) -> Recognition:
    open_questions = tuple(question for question in questions if not context.answers.get(question.key))
    return Recognition(
        *(export.name, export.title, export.status, export.reader_version, open_questions), differs=export.why_not_read
    )


def _unknown(match: Match | None, heads: Sequence[Head], context: FileContext) -> Recognition:
    near = nearest_map(heads, context.maps)
    if near is not None:
        return Recognition("", "", "unknown", 0, nearest=f"the column map '{near[0].title}'", differs=near[1])
    if match is None:
        return Recognition("", "", "unknown", 0, differs=_first_row(heads))
    return Recognition("", "", "unknown", 0, nearest=match.export.name, differs=differences(match))


def _first_row(heads: Sequence[Head]) -> str:
    """The widest first row, as the likeliest header of a file that shares no heading with any export."""
    rows = [record for head in heads for record in head.records[:1]]
    widest = max(rows, key=len, default=())
    if any(_LIKE_DATA.search(cell) or masked(cell) != cell for cell in widest):
        # A table without headings: what stands in its first row may be somebody's name.
        return "no heading is known: the first row holds values"
    return f"no heading is known: {listed(cell.strip()[:LONGEST_HEADING_SHOWN] for cell in widest[:8])}"


def _readable(name: str, export: str) -> Export:
    if export not in EXPORTS:
        raise UnknownExport(name, f"no export '{export}'", hint=did_you_mean(export, EXPORTS))
    if EXPORTS[export].status == "not_read_yet":
        raise UnknownExport(name, f"{EXPORTS[export].title} is recognised but not read yet")
    return EXPORTS[export]
