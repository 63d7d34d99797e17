"""Rows of data that stand above the header: a file that was sorted together with its header, or glued wrongly."""

from __future__ import annotations

import re

from workbench.cleaning.rawtable import RawTable
from workbench.errors import UnreadableFile, listed
from workbench.sources.contract import Export

_DIGIT = re.compile(r"\d")
# A title and its text fill two columns as well, so there a row must begin with a date or another figure.
FEW_COLUMNS = 2


def check_rows_above(name: str, raw: RawTable, export: Export) -> None:
    """Refuse a file in which rows above the header fill every required column: they would be lost.

    Raises
    ------
    UnreadableFile
        Naming their rows.
    """
    places = [place for key in export.required if (place := raw.find(export.aliases[key])) is not None]
    stranded = [number for number, row in enumerate(raw.preamble, start=1) if places and _is_data(row, places)]
    if stranded:
        raise UnreadableFile(
            name,
            f"rows of data above the header in row {raw.header_row}: {listed(stranded[:5])}",
            expected="the header above all rows",
            hint="the file was sorted together with its header, or glued from two: download it again",
        )


def _is_data(row: tuple[str, ...], places: list[int]) -> bool:
    filled = all(place < len(row) and row[place].strip() for place in places)
    return filled and (len(places) > FEW_COLUMNS or bool(_DIGIT.search(row[places[0]])))
