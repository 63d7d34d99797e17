"""The way back: the cells of a file's row, as they stand in the file, personal ones masked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workbench.cleaning.names import normalised, normalised_all
from workbench.cleaning.people import PERSONAL_COLUMNS, mask_personal
from workbench.sources.column_map import MAPPED, ColumnMap
from workbench.sources.contract import Export
from workbench.sources.doubled import spread_header
from workbench.sources.mapped.layout import match_by_map
from workbench.sources.mapped.personal import is_personal_heading
from workbench.sources.matching import best_match
from workbench.sources.opening import open_file

MASKED = "[personal]"
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def cells_behind(
    name: str, content: bytes, *, export: Export, rows: Sequence[str], maps: Sequence[ColumnMap] = ()
) -> list[tuple[str, str, str]]:
    """Non-blank cells of some rows of a file.

    Parameters
    ----------
    name : str
        The file's name, for messages.
    content : bytes
        The whole file.
    export : Export
        What the file is.
    rows : sequence of str
        Row numbers as a spreadsheet shows them; JSON paths where the file is JSON.
    maps : sequence of ColumnMap
        The client's column maps, for a file that one of them read.

    Returns
    -------
    list of tuple
        (row, heading, value) in the file's own order. Personal columns are masked whole, and so is
        what looks personal inside other values.

    Raises
    ------
    UnreadableFile
        The file has changed and can no longer be opened.
    """
    opened = open_file(name, content)
    if opened.kind in ("json", "lines"):
        return [(row, *leaf) for row in rows for leaf in _leaves(_at(opened.document, row))]
    match = match_by_map(opened.heads, maps) if export.name == MAPPED else best_match(opened.heads, [export])
    if match is None:
        return []
    head = spread_header(match.head, match.header_row, doubled=normalised_all(match.export.doubled), where=name)
    every = frozenset(map(normalised, head.records[match.header_row - 1]))
    raw = head.table(match.header_row, where=name, wanted=every)
    places = {str(number): at for at, number in enumerate(raw.rows)}
    found = []
    for row in rows:
        for place, heading in enumerate(raw.header if row in places else ()):
            value = raw.column(place)[places[row]].as_py()
            if value is not None and value.strip():
                shown = MASKED if export.name == MAPPED and is_personal_heading(heading) else _shown(heading, value)
                found.append((row, heading.strip(), shown))
    return found


def _shown(heading: str, value: str) -> str:
    return MASKED if normalised(heading) in PERSONAL_COLUMNS else mask_personal(value.strip())


def _at(document: object, path: str) -> object:
    """What stands at a path such as `performanceMetrics[0].lateShipmentRate`; None where nothing does."""
    for name, position in _STEP.findall(path.removeprefix("$").lstrip(".")):
        if position and isinstance(document, list) and int(position) < len(document):
            document = document[int(position)]
        elif name and isinstance(document, dict) and name in document:
            document = document[name]
        else:
            return None
    return document


def _leaves(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _leaves(inner, f"{name}[{position}]")
    elif value is not None:
        yield name, _shown(name.rpartition(".")[2], str(value))
