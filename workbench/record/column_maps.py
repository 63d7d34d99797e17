"""What people said of tables that no reader of ours knows: one map a layout, the newest entry holds."""

from __future__ import annotations

from pathlib import Path

import yaml

from workbench.errors import ParameterError
from workbench.record.entries import RECORD, RecordFault, append_entry, read_entries
from workbench.sources.column_map import ColumnMap, column_map

COLUMN_MAPS = "column_maps.yml"


def column_maps(client: Path) -> tuple[ColumnMap, ...]:
    """The maps that hold, one a layout, in the order in which their layouts were first mapped.

    Parameters
    ----------
    client : Path
        The client's folder.

    Raises
    ------
    RecordFault
        An entry is no column map.
    """
    newest: dict[str, ColumnMap] = {}
    for entry in read_entries(client / RECORD / COLUMN_MAPS):
        try:
            found = column_map(entry)
        except (KeyError, TypeError) as fault:
            raise RecordFault(f"{RECORD}/{COLUMN_MAPS}", f"an entry is no column map: {fault}") from fault
        newest[found.key] = found
    return tuple(newest.values())


def remember_column_map(client: Path, found: ColumnMap, *, by: str) -> dict:
    """Remember a column map for good; for a layout that has one already the new entry corrects it.

    Returns
    -------
    dict
        The entry, with `corrects` (when the map was written that it takes the place of) where there was one.
    """

    def entry(earlier: list[dict]) -> dict:
        before = [each for each in earlier if each.get("key") == found.key]
        corrects = {"corrects": before[-1]["at"]} if before else {}
        return {"key": found.key, **found.to_entry(), **corrects}

    return append_entry(client / RECORD / COLUMN_MAPS, entry, by=by)


def read_map_file(path: Path) -> dict:
    """A column map as a person wrote it into a YAML file.

    Raises
    ------
    ParameterError
        No such file, or no YAML mapping in it.
    """
    if not path.is_file():
        raise ParameterError("--columns", f"no file {path}", expected="a YAML file; docs/sources.md shows one")
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise ParameterError("--columns", f"{path.name} can't be read: {fault}", expected="YAML in UTF-8") from fault
    if not isinstance(found, dict):
        raise ParameterError(
            "--columns", f"{path.name} is no list of names and values", expected="table: ..., columns: ..."
        )
    return found
