"""Where the header of an unknown table stands, and what is below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

from workbench.cleaning import values
from workbench.cleaning.names import normalised
from workbench.cleaning.rawtable import RawTable
from workbench.errors import UnreadableFile, listed
from workbench.sources.column_map import ColumnMap, map_of
from workbench.sources.mapped.personal import has_personal_cells, is_personal_heading
from workbench.sources.mapped.reading import map_export
from workbench.sources.mapped.records import table_heads
from workbench.sources.matching import Match
from workbench.sources.opening import Head, OpenedFile, heading_names, open_file

# A header names at least this share of the widest row's columns.
LEAST_FILLED = 0.6
# Of all headings of the file and of a map together: from this share on the map is named as the nearest.
LEAST_SHARED = 0.6
BLANKS = ("", "-", "--", "n/a", "N/A", "*****", "null", "NULL")


@dataclass(frozen=True)
class Layout:
    """One table of a file: its head, the row of its header, and its columns as text."""

    name: str
    head: Head
    header_row: int
    raw: RawTable

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings as the file writes them, blank ones left out."""
        return tuple(heading.strip() for heading in self.raw.header if heading.strip())

    @property
    def names(self) -> tuple[str, ...]:
        """The layout of a column map: the normalised headings, sorted."""
        return tuple(sorted(heading_names(self.raw.header)))

    def cells(self, heading: str) -> pa.Array:
        """A column's cells, blank ones as null; of several columns of one name the first."""
        place = self.raw.find((normalised(heading),))
        return values.blank_to_missing(self.raw.column(place), blanks=BLANKS)

    def is_personal(self, heading: str) -> bool:
        """Whether the column may hold what belongs to a person."""
        return is_personal_heading(heading) or has_personal_cells(self.cells(heading))

    @cached_property
    def proposable(self) -> tuple[str, ...]:
        """The headings that a map may use, each once."""
        return tuple(heading for heading in dict.fromkeys(self.headings) if not self.is_personal(heading))


def find_layout(name: str, content: bytes, *, header_row: int = 0) -> Layout:
    """The table of a file that nobody knows.

    Parameters
    ----------
    name : str
        The file's name, for messages.
    content : bytes
        The whole file.
    header_row : int
        Row of the header from 1, where a person says so; else the first row that names most columns.

    Raises
    ------
    UnreadableFile
        Damaged, no table, or without a row that could be a header.
    """
    opened = open_file(name, content)
    found = [(head, header_row or _header_row(head.records)) for head in table_heads(opened)]
    found = [(head, row) for head, row in found if 0 < row <= len(head.records) and _filled(head.records[row - 1]) > 1]
    if not found:
        raise UnreadableFile(
            name, _what(opened), expected="a table (csv, tsv, txt, xlsx, JSON records) with a header row"
        )
    # Text is tried with each encoding and delimiter: the first of the widest is the right one.
    head, row = max(found, key=lambda each: _filled(each[0].records[each[1] - 1]))
    every = heading_names(head.records[row - 1])
    return Layout(name, head, row, head.table(row, where=name, wanted=every))


def match_by_map(heads: Sequence[Head], maps: Sequence[ColumnMap]) -> Match | None:
    """The map whose layout stands in one of the rows, as a match; None where no map has exactly these headings."""
    for head, row, names in _rows(heads) if maps else ():
        found = map_of(names, maps)
        if found:
            return Match(map_export(found), head, row, 1.0, 1.0)
    return None


def nearest_map(heads: Sequence[Head], maps: Sequence[ColumnMap]) -> tuple[ColumnMap, str] | None:
    """The map that shares most headings with a row, and what differs; None where none shares enough."""
    near = [
        (len(names & set(by.headings)) / len(names | set(by.headings)), by, names)
        for _, _, names in (_rows(heads) if maps else ())
        for by in maps
    ]
    share, by, names = max(near, key=lambda each: each[0], default=(0, None, frozenset()))
    if by is None or share < LEAST_SHARED:
        return None
    told = {"missing": sorted(set(by.headings) - names), "not known": sorted(names - set(by.headings))}
    return by, "; ".join(f"{word}: {listed(found)}" for word, found in told.items() if found)


def _rows(heads: Sequence[Head]) -> Iterator[tuple[Head, int, frozenset[str]]]:
    for head in heads:
        for row, record in enumerate(head.records, start=1):
            names = heading_names(record)
            if len(names) > 1:
                yield head, row, names


def _header_row(records: Sequence[Sequence[str]]) -> int:
    widest = max(map(_filled, records), default=0)
    return next((row for row, record in enumerate(records, start=1) if _filled(record) >= LEAST_FILLED * widest), 0)


def _filled(record: Sequence[str]) -> int:
    return len(heading_names(record))


def _what(opened: OpenedFile) -> str:
    return "no row of headings" if opened.kind == "table" else f"no table: {opened.kind}"
