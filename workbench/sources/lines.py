"""Files with one JSON document a line: each is read as a document of its own, and the readings become one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from workbench.sources.contract import ControlTotal, Export, FileContext, Reading


def read_lines(name: str, documents: Sequence[object], *, export: Export, context: FileContext) -> Reading:
    """The documents' rows as one reading; a row's path begins with the place of its document."""
    readings = [_placed(export.read_document(name, document, context), at) for at, document in enumerate(documents)]
    first = readings[0]
    tables = dict.fromkeys(table for reading in readings for table in reading.tables)
    days = [reading.exported_at for reading in readings if pd.notna(reading.exported_at)]
    return replace(
        first,
        tables={table: _stacked([each.tables[table] for each in readings if table in each.tables]) for table in tables},
        physical_rows=sum(reading.physical_rows for reading in readings),
        structural=dict(sum((Counter(reading.structural) for reading in readings), Counter())),
        repeated=sum(reading.repeated for reading in readings),
        refused=_stacked([reading.refused for reading in readings]),
        refused_rows=sum(reading.refused_rows for reading in readings),
        notes=tuple(dict.fromkeys(note for reading in readings for note in reading.notes)),
        totals=tuple(total for reading in readings for total in reading.totals),
        exported_at=max(days, default=None),
    )


def _placed(reading: Reading, at: int) -> Reading:
    return replace(
        reading,
        tables={name: _below(rows, at) for name, rows in reading.tables.items()},
        refused=_below(reading.refused, at),
        totals=tuple(_total_below(total, at) for total in reading.totals),
    )


def _below(rows: pd.DataFrame, at: int) -> pd.DataFrame:
    return rows.assign(where=pd.Series([_path(where, at) for where in rows["where"]], index=rows.index, dtype="str"))


def _total_below(total: ControlTotal, at: int) -> ControlTotal:
    return replace(total, where=_path(total.where, at))


def _path(where: str, at: int) -> str:
    """The path of a row below the place of its document.

    >>> _path("$.orders[3]", 2), _path("[0]", 1), _path("$", 4)
    ('[2].orders[3]', '[1][0]', '[4]')
    """
    inner = where.removeprefix("$").lstrip(".")
    return f"[{at}]{inner}" if not inner or inner.startswith("[") else f"[{at}].{inner}"


def _stacked(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else frames[0]
