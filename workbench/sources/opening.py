"""What kind of file the bytes are, and the rows in which a header may stand."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from itertools import islice

from workbench.cleaning.compressed import decompressed, is_compressed
from workbench.cleaning.content import Content, pieces, whole
from workbench.cleaning.documents import check_document_size, read_json, read_json_lines
from workbench.cleaning.encodings import Text, text_encodings
from workbench.cleaning.names import normalised
from workbench.cleaning.rawtable import Layout, RawTable
from workbench.cleaning.text import (
    DELIMITERS,
    HEAD_BYTES,
    HEAD_RECORDS,
    MOST_COLUMNS,
    check_lines,
    check_width,
    first_records,
    read_text_table,
)
from workbench.cleaning.workbooks import WorkbookSheet, cell_text, check_archive, read_workbook, sheet_table
from workbench.errors import UnreadableFile

_START = 4_096
LARGEST_FILE = 4 << 30
LARGEST_WORKBOOK = 200 << 20
_SIGNATURES = (
    (b"%PDF-", "PDF"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
)
_EMPTY_ARCHIVE = b"PK\x05\x06"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_MAIL = re.compile(rb"\A(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){3,}", re.MULTILINE)
_MAIL_FIELDS = re.compile(
    rb"^(?:from|subject|received|message-id|return-path|delivered-to):", re.IGNORECASE | re.MULTILINE
)


@dataclass(frozen=True)
class Head:
    """The first rows of one text reading or one sheet."""

    records: tuple[tuple[str, ...], ...]
    encoding: str = ""
    delimiter: str = ""
    text: Text | None = None
    sheet: WorkbookSheet | None = None

    def layout(self, header_row: int) -> Layout:
        """The layout with the header in that row (from 1)."""
        header = self.records[header_row - 1]
        width = len(header)
        while self.sheet is not None and width and not header[width - 1].strip():
            width -= 1
        return Layout(self.encoding, self.delimiter, header_row, header[:width], self.records[: header_row - 1])

    def table(self, header_row: int, *, where: str, wanted: Collection[str], pad_short: bool = False) -> RawTable:
        """The data rows below the header in that row."""
        layout = self.layout(header_row)
        if self.sheet is not None:
            return sheet_table(self.sheet, layout)
        return read_text_table(self.text, layout, where=where, wanted=wanted, pad_short=pad_short)


@dataclass(frozen=True)
class OpenedFile:
    """A file's kind ("table", "json", "lines", or what else it is) and what was found in it.

    The document of a file with one JSON document a line ("lines") is the list of them.
    """

    kind: str
    heads: tuple[Head, ...] = ()
    document: object = None


def open_file(name: str, content: Content) -> OpenedFile:
    """Open the bytes by what they are, never by the file's name.

    Raises
    ------
    UnreadableFile
        Empty, too large, damaged, or hostile.
    """
    head = content[:_START]
    if head.startswith(_EMPTY_ARCHIVE) or not any(piece.strip() for _, piece in pieces(content)):
        raise UnreadableFile(name, "the file is empty", hint="download it again")
    if len(content) > LARGEST_FILE:
        raise UnreadableFile(name, f"{len(content) >> 20:,} MB", expected=f"at most {LARGEST_FILE >> 20:,} MB")
    if is_compressed(head):
        return open_file(name, decompressed(whole(content), where=name))
    if head.startswith((b"PK\x03\x04", _OLD_WORKBOOK)):
        _check_workbook_size(len(content), where=name)
        return (_workbook if head.startswith(_OLD_WORKBOOK) else _archive)(name, whole(content))
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return OpenedFile(kind)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        check_document_size(len(content), where=name)
        return _document(name, whole(content))
    if _is_mail(content):
        return OpenedFile("mail")
    return OpenedFile("table", heads=_text_heads(name, content))


def _document(name: str, content: bytes) -> OpenedFile:
    try:
        return OpenedFile("json", document=read_json(content, where=name))
    except UnreadableFile:
        documents = read_json_lines(content, where=name)
        if documents is None:
            raise
        return OpenedFile("lines", document=documents)


def _is_mail(content: Content) -> bool:
    head = content[:16_384].replace(b"\r\n", b"\n")
    return bool(_MAIL.match(head)) and len(_MAIL_FIELDS.findall(head)) >= 2


def _check_workbook_size(size: int, *, where: str) -> None:
    if size > LARGEST_WORKBOOK:
        raise UnreadableFile(where, f"{size >> 20:,} MB", expected=f"at most {LARGEST_WORKBOOK >> 20} MB")


def _archive(name: str, content: bytes) -> OpenedFile:
    check_archive(content, where=name)
    members = zipfile.ZipFile(BytesIO(content)).namelist()
    if "xl/workbook.xml" not in members and "xl/workbook.bin" not in members:
        return OpenedFile("archive (zip)")
    return _workbook(name, content)


def _workbook(name: str, content: bytes) -> OpenedFile:
    sheets = [sheet for sheet in read_workbook(content, where=name) if sheet.visible]
    return OpenedFile("table", heads=tuple(_sheet_head(name, sheet) for sheet in sheets))


def _sheet_head(name: str, sheet: WorkbookSheet) -> Head:
    filled = [[cell_text(cell) for cell in row] for row in sheet.first_rows(HEAD_RECORDS)]
    widest = max((at + 1 for row in filled for at, cell in enumerate(row) if cell.strip()), default=0)
    if widest > MOST_COLUMNS:
        raise UnreadableFile(name, f"{widest:,} columns", expected=f"at most {MOST_COLUMNS}")
    return Head(tuple(tuple(row) for row in filled), sheet=sheet)


def _text_heads(name: str, content: Content) -> tuple[Head, ...]:
    heads = []
    for encoding in text_encodings(content, where=name):
        text = Text(content, encoding)
        utf8 = _checked_start(name, text)
        for delimiter in DELIMITERS:
            records = first_records(utf8, delimiter=delimiter)
            check_width(records, where=name)
            heads.append(Head(tuple(tuple(record) for record in records), encoding, delimiter, text))
    return tuple(heads)


def _checked_start(name: str, text: Text) -> bytes:
    """The text's first lines, once none of all its lines was found too long."""
    start = b""
    for number, utf8 in enumerate(text.pieces()):
        check_lines(utf8, where=name, above=partial(_lines_above, text, number))
        start += utf8[: HEAD_BYTES - len(start)] if len(start) < HEAD_BYTES else b""
    return start


def _lines_above(text: Text, piece: int) -> int:
    return sum(utf8.count(b"\n") for utf8 in islice(text.pieces(), piece))


def heading_names(record: Collection[str]) -> frozenset[str]:
    """The row's cells as normalised headings, blanks left out."""
    return frozenset(name for name in map(normalised, record) if name)
