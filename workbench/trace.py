"""From a row of a canonical table back to the lines of the client's files."""

from __future__ import annotations

import re
from functools import reduce
from pathlib import Path

import pandas as pd

from workbench.errors import NothingToShow, UnreadableFile
from workbench.inbox import inbox_file
from workbench.privacy import redacted_twin
from workbench.profile import client_folder
from workbench.record import column_maps
from workbench.sources import EXPORTS
from workbench.sources.behind import MASKED, cells_behind
from workbench.store import read_intake, read_table
from workbench.tables import LINEAGE, table

MOST_ROWS = 50
COLUMNS = ["key", "file", "row", "column", "value"]
Cell = tuple[str, str, str]


def trace(client_id: str, name: str, key: str, *, home: str | Path = "") -> pd.DataFrame:
    """The cells of the client's files behind a row, personal ones masked.

    Parameters
    ----------
    client_id : str
        Folder name in the home.
    name : str
        Canonical table, e.g. order_lines.
    key : str
        The row's key parts joined by "/", or any one of them (an order number finds all its lines).
    home : str or Path
        Folder of client folders.

    Returns
    -------
    DataFrame
        One row per non-blank cell: key, file, row, column, value; files in order of precedence.

    Raises
    ------
    TableError
        No such table.
    NothingToShow
        No row has that key, or more rows than can be shown have it.
    UnreadableFile
        A file behind the row is no longer in the inbox.
    """
    spec = table(name)
    folder = client_folder(client_id, home=home)
    rows = read_table(folder / "store", name)
    parts = rows[list(spec.key)].astype("str").fillna("")
    joined = reduce(lambda one, two: one + "/" + two, (parts[part] for part in spec.key))
    found = rows[(joined == key) | (parts == key).any(axis=1)]
    if found.empty or len(found) > MOST_ROWS:
        count = "no row" if found.empty else f"{len(found):,} rows"
        raise NothingToShow(
            f"{client_id} {name}",
            f"{count} with the key '{key}'",
            expected=f"{'/'.join(spec.key)}, for example {joined.iloc[0]}" if len(joined) else "a table with rows",
        )
    files = read_intake(folder / "store").files
    cells = []
    for index, lineage in found[LINEAGE].items():
        for entry in lineage.split(" "):
            cells += [(joined[index], *cell) for cell in _cells(folder, files, entry)]
    return pd.DataFrame(cells, columns=COLUMNS).drop_duplicates(ignore_index=True)


def _cells(folder: Path, files: pd.DataFrame, entry: str) -> list[tuple[str, str, str, str]]:
    identity, _, where = entry.partition(":")
    read = files[files["sha256"].str.startswith(identity) & (files["status"] == "read")]
    file = inbox_file(folder, read["file"].iloc[0]) if len(read) else None
    if file is None:
        raise UnreadableFile(identity, "the file behind this row is no longer in the inbox", hint="ingest again")
    known = EXPORTS[read["export"].iloc[0]]
    # Paths of a document begin with "$"; a comma inside one is part of it.
    rows = re.split(r",(?=\$)", where) if known.is_document else where.split(",")
    content, maps = file.content(), column_maps(folder)
    behind = cells_behind(file.base, content, export=known, rows=rows, maps=maps)
    twin = redacted_twin(file.base, content, export=known, maps=maps)
    if twin is not None:
        left = cells_behind(file.base, twin.content, export=known, rows=rows, maps=maps)
        behind = _without_personal(behind, frozenset(left))
    return [(read["file"].iloc[0], *cell) for cell in behind]


def _without_personal(cells: list[Cell], left: frozenset[Cell]) -> list[Cell]:
    """What a redacted twin would not show, is not shown now either."""
    return [cell if cell in left else (*cell[:2], MASKED) for cell in cells]
