"""Files with one JSON document a line: each is read as a document of its own, and the readings become one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from workbench.sources.contract import ControlTotal, Export, FileContext, Reading
from workbench.sources.joined import joined


def read_lines(name: str, documents: Sequence[object], *, export: Export, context: FileContext) -> Reading:
    """The documents' rows as one reading; a row's path begins with the place of its document."""
    readings = [_placed(export.read_document(name, document, context), at) for at, document in enumerate(documents)]
    return joined(readings)


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
