"""From a file's bytes to its twin without personal data."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbench.cleaning.compressed import decompressed, is_compressed
from workbench.cleaning.encodings import text_encodings
from workbench.privacy.columns import Needs, Plan, has_personal_cells_in_head, located_tables, plan_of
from workbench.privacy.documents import Document, document_text
from workbench.privacy.text import decoded, text_twin
from workbench.privacy.workbook import workbook_twin
from workbench.sources.column_map import ColumnMap
from workbench.sources.contract import Export
from workbench.sources.opening import OpenedFile, open_file
from workbench.sources.recognition import opened_file

DOCUMENTS = ("json", "lines")


@dataclass(frozen=True)
class Twin:
    """A file without its personal data.

    Attributes
    ----------
    content : bytes
        The file that takes the original's place.
    columns : tuple of str
        Headings, or names of a document, whose cells are blank.
    masked : int
        Cells in which something was masked by its value.
    form : str
        What the twin is, where that is something else than the original.
    """

    content: bytes
    columns: tuple[str, ...]
    masked: int
    form: str = ""


def holds_personal(name: str, content: bytes, *, export: Export | None, maps: Sequence[ColumnMap] = ()) -> bool:
    """Whether a file holds personal data, by the headings of filled columns or by value.

    A mail, PDF or picture is not looked into: the answer is no.

    Raises
    ------
    UnreadableFile
        The bytes can't be opened.
    """
    opened = opened_file(name, content)
    if opened.kind in DOCUMENTS:
        found = Document(Needs())
        found.redacted(opened.document)
        return bool(found.columns or found.masked)
    if opened.kind != "table":
        return False
    tables = located_tables(name, opened, export=export, maps=maps)
    return any(map(has_personal_cells_in_head, tables)) or any(
        plan_of(table, table.raw(where=name), needs=Needs()) for table in tables
    )


def redacted_twin(
    name: str, content: bytes, *, export: Export | None, maps: Sequence[ColumnMap] = (), needs: Needs | None = None
) -> Twin | None:
    """The file without its personal data; None where it holds none, or is no table and no document.

    Parameters
    ----------
    name : str
        The file's name, for messages.
    content : bytes
        The whole file; a compressed one gives a compressed twin, an old workbook (xls) a new one.
    export : Export, optional
        What the file is; none for a file that nobody knows.
    maps : sequence of ColumnMap
        The client's column maps.
    needs : Needs, optional
        What the reader needs of its own columns.

    Raises
    ------
    UnreadableFile
        The bytes can't be opened.
    """
    if is_compressed(content):
        inner = decompressed(content, where=name)
        twin = redacted_twin(name, inner, export=export, maps=maps, needs=needs)
        return twin and replace(twin, content=gzip.compress(twin.content, mtime=0))
    opened, needs = open_file(name, content), needs or Needs()
    if opened.kind in DOCUMENTS:
        return _document_twin(name, content, opened, needs)
    if opened.kind != "table":
        return None
    tables = located_tables(name, opened, export=export, maps=maps)
    if not tables:
        return None
    if tables[0].head.sheet is None:
        body, plan, masked = text_twin(name, content, tables[0], needs=needs)
        return _twin(body, (plan,), masked)
    body, plans, masked = workbook_twin(name, tables, needs=needs)
    return _twin(body, plans, masked, form="" if content.startswith(b"PK") else "xlsx")


def _twin(content: bytes, plans: Sequence[Plan], masked: int, *, form: str = "") -> Twin | None:
    columns = tuple(dict.fromkeys(title for plan in plans for title in plan.blank.values()))
    return Twin(content, columns, masked, form) if any(plans) else None


def _document_twin(name: str, content: bytes, opened: OpenedFile, needs: Needs) -> Twin | None:
    text, written = decoded(content, text_encodings(content, where=name)[0])
    found = Document(needs)
    if opened.kind == "json":
        body = document_text(found.redacted(opened.document), like=text)
    else:
        documents = iter(opened.document)
        lines = text.split("\n")
        body = "\n".join(
            document_text(found.redacted(next(documents)), like=line.strip()) if line.strip() else line
            for line in lines
        )
    columns = tuple(found.columns)
    return Twin(written(body), columns, found.masked) if columns or found.masked else None
