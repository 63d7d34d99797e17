"""Which cells of a table are personal: whole columns by their heading, single cells by their value.

Columns that the reader reads keep what it needs: an identifier of ten digits is no phone. In columns that nothing
reads, a free text with one mail address or phone in it makes the whole column blank: where one customer left a number,
the next one left a name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from workbench.cleaning.names import normalised, normalised_all
from workbench.cleaning.people import PERSONAL_COLUMNS, masked, masked_cells
from workbench.cleaning.rawtable import Layout, RawTable
from workbench.privacy.refused import Refused, refused_masks
from workbench.sources.column_map import MAPPED, ColumnMap
from workbench.sources.contract import Export
from workbench.sources.doubled import spread_header
from workbench.sources.mapped.layout import match_by_map
from workbench.sources.mapped.personal import is_personal_heading
from workbench.sources.matching import Match, best_match
from workbench.sources.opening import Head, OpenedFile, heading_names

# A header names at least this share of the widest row's columns.
LEAST_FILLED = 0.6
UNLABELLED = "(no heading)"
_DATA = re.compile(r"@|\d{4}")
_LETTER = re.compile(r"[^\W\d_]")


# How much is masked by value in columns that the reader reads, from most to least; whoever needs its file to be read
# as before takes the first with which it is.
ANY, SURE, STORED = "any", "sure", "stored"


@dataclass(frozen=True)
class Needs:
    """What must stay readable.

    Attributes
    ----------
    free_texts : frozenset of str
        Cells that the reader takes into free texts of the store, where they are masked as well.
    masks : str
        What else is masked in columns that the reader reads: "any" cell that looks personal but a plain number,
        "sure" (a single word may be an identifier, unless it holds a mail address or begins as a phone does), or
        nothing ("stored").
    refused : frozenset of (row or path, heading)
        Cells that the reader refuses anyway, so that a bare number of ten digits may go there.
    """

    free_texts: frozenset[str] = frozenset()
    masks: str = SURE
    refused: Refused = frozenset()

    def shown(self, cell: str, *, is_read: bool) -> str:
        """The cell as it may stay."""
        word = cell.strip()
        if word in self.free_texts:
            return masked(cell)
        if word.isdigit():
            return cell
        sure = "@" in word or word.startswith(("+", "(")) or any(map(str.isspace, word))
        stays = is_read and (self.masks == STORED or (self.masks == SURE and not sure))
        return cell if stays else masked(cell)


@dataclass(frozen=True)
class Located:
    """One table of a file: its first rows, where its header stands (0 for none), and what the reader reads."""

    head: Head
    header_row: int
    read_names: frozenset[str] = frozenset()

    @property
    def layout(self) -> Layout:
        """The table's layout; without a header its first row counts as the row above the data."""
        return self.head.layout(max(self.header_row, 1))

    def raw(self, *, where: str) -> RawTable:
        """Every column below the header."""
        row = max(self.header_row, 1)
        return self.head.table(row, where=where, wanted=frozenset(map(normalised, self.layout.header)))


@dataclass(frozen=True)
class Plan:
    """What becomes of a table's cells: columns to blank, and single cells of others with their masked text."""

    blank: Mapping[int, str] = field(default_factory=dict)
    masks: Mapping[int, Mapping[str, str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.blank or self.masks)


def located_tables(
    name: str, opened: OpenedFile, *, export: Export | None, maps: Sequence[ColumnMap]
) -> tuple[Located, ...]:
    """The tables of a file: each visible sheet, or the one reading of a text that fits.

    Parameters
    ----------
    name : str
        The file's name, for messages.
    opened : OpenedFile
        A table.
    export : Export, optional
        What the file is; none for a file that nobody knows.
    maps : sequence of ColumnMap
        The client's column maps.
    """
    match = _match(opened, export, maps)
    found = None if match is None else _matched(name, match)
    if opened.heads and opened.heads[0].sheet is not None:
        sheets = [head.sheet for head in opened.heads]
        kept = {id(found.head.sheet): found} if found else {}
        return tuple(kept.get(id(sheet)) or _guessed(head) for head, sheet in zip(opened.heads, sheets, strict=True))
    if found:
        return (found,)
    widest = max(opened.heads, key=lambda head: max(map(_filled, head.records), default=0), default=None)
    return () if widest is None else (_guessed(widest),)


def has_personal_cells_in_head(table: Located) -> bool:
    """Whether one of the first rows fills a personal column: the quick way to a certain yes."""
    columns = [place for place, heading in enumerate(table.layout.header) if _is_personal(heading, table)]
    below = table.head.records[table.header_row :] if table.header_row else ()
    return any(place < len(record) and record[place].strip() for record in below for place in columns)


def plan_of(table: Located, raw: RawTable, *, needs: Needs) -> Plan:
    """What of a table is personal."""
    blank: dict[int, str] = {}
    masks: dict[int, Mapping[str, str]] = {}
    for place, heading in enumerate(raw.header):
        title = heading.strip() or UNLABELLED
        follows = not heading.strip() and place - 1 in blank
        if table.header_row and (follows or _is_personal(heading, table)):
            if any(word.strip() for word in _different(raw, place)):
                blank[place] = title
            continue
        is_read = raw.names[place] in table.read_names
        found = dict(_masks(raw, place, needs=needs, is_read=is_read))
        found |= dict(refused_masks(raw, place, needs.refused))
        if found and not is_read and _is_free_text(found):
            blank[place] = title
        elif found:
            masks[place] = found
    if (blank or masks) and not table.header_row:
        return Plan(_wordy(raw))
    return Plan(blank, masks)


def _wordy(raw: RawTable) -> dict[int, str]:
    """Where no heading says what a column is, every column with words or with something personal goes."""
    return {
        place: UNLABELLED
        for place in range(len(raw.header))
        if any(_LETTER.search(word) or masked(word) != word for word in (raw.header[place], *_different(raw, place)))
    }


def _is_personal(heading: str, table: Located) -> bool:
    name = normalised(heading)
    return name not in table.read_names and (name in PERSONAL_COLUMNS or is_personal_heading(heading))


def _different(raw: RawTable, place: int) -> list[str]:
    """The different texts of a column."""
    return [word for word in raw.column(place).unique().to_pylist() if word]


def _masks(raw: RawTable, place: int, *, needs: Needs, is_read: bool) -> Iterator[tuple[str, str]]:
    cells = raw.column(place).unique()
    if masked_cells(cells) is cells:
        return
    for cell in filter(None, cells.to_pylist()):
        shown = needs.shown(cell, is_read=is_read)
        if shown != cell:
            yield cell, shown


def _is_free_text(found: Mapping[str, str]) -> bool:
    """Whether a mail address or phone stands among other words."""
    return any(_LETTER.search(re.sub(r"\[\w+\]", "", shown)) for shown in found.values())


def _match(opened: OpenedFile, export: Export | None, maps: Sequence[ColumnMap]) -> Match | None:
    if export is None:
        return None
    if export.name == MAPPED:
        return match_by_map(opened.heads, maps)
    return best_match(opened.heads, [export]) if export.fields else None


def _matched(name: str, match: Match) -> Located:
    doubled = normalised_all(match.export.doubled)
    head = spread_header(match.head, match.header_row, doubled=doubled, where=name) if doubled else match.head
    reads = match.export.read_names if match.export.read else frozenset()
    return Located(head, match.header_row, reads)


def _guessed(head: Head) -> Located:
    """The table of which nobody knows anything: its header is the first well-filled row that holds no data."""
    widest = max(map(_filled, head.records), default=0)
    rows = enumerate(head.records, start=1)
    row, record = next(((at, row) for at, row in rows if _filled(row) >= LEAST_FILLED * max(widest, 1)), (0, ()))
    return Located(head, row if _names_columns(record) else 0)


def _names_columns(record: Collection[str]) -> bool:
    return not any(_DATA.search(cell) or masked(cell) != cell for cell in record)


def _filled(record: Sequence[str]) -> int:
    return len(heading_names(record))
