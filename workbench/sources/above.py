"""Rows of data that stand above the header: a file that was sorted together with its header, or glued wrongly."""

from __future__ import annotations

import re

from workbench.cleaning.rawtable import RawTable
from workbench.errors import UnreadableFile, listed
from workbench.sources.contract import Export

_DIGIT = re.compile(r"\d")
# A title and its text fill two columns as well, so there a row must begin with a date or another figure.
FEW_COLUMNS = 2
# Group titles fill more cells than this, but hold no figures.
MANY_CELLS = 4


def check_rows_above(name: str, raw: RawTable, export: Export) -> None:
    """Refuse a file in which rows above the header are filled as rows of data are: they would be lost.

    Raises
    ------
    UnreadableFile
        Naming their rows.
    """
    places = [place for key in export.required if (place := raw.find(export.aliases[key])) is not None]
    above = [("",), *raw.preamble]
    stranded = [
        number
        for number, row in enumerate(raw.preamble, start=1)
        if places and _is_data(row, places) and not _has_names(row, above[number - 1])
    ]
    if stranded:
        raise UnreadableFile(
            name,
            f"rows of data above the header in row {raw.header_row}: {listed(stranded[:5])}",
            expected="the header above all rows",
            hint="the file was sorted together with its header, or glued from two: download it again",
        )


def _is_data(row: tuple[str, ...], places: list[int]) -> bool:
    filled = sum(place < len(row) and bool(row[place].strip()) for place in places)
    if len(places) <= FEW_COLUMNS:
        return filled == len(places) and bool(_DIGIT.search(row[places[0]]))
    has_figure = any(map(_DIGIT.search, row))
    return has_figure and (filled == len(places) or len(_filled(row)) >= MANY_CELLS)


def _has_names(row: tuple[str, ...], before: tuple[str, ...]) -> bool:
    """Whether the two rows are a small table of its own: names, and below each of them its figure (balances)."""
    return _filled(row) == _filled(before) and not any(map(_DIGIT.search, before))


def _filled(row: tuple[str, ...]) -> list[int]:
    return [place for place, cell in enumerate(row) if cell.strip()]
