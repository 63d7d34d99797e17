"""A JSON document that is a list of records, as a table: each name a heading, each record a row.

Records inside a record give headings such as `item.sku`; a list inside a record is no cell and is left out. A row is
named by its path in the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa

from workbench.cleaning.text import HEAD_RECORDS, MOST_COLUMNS
from workbench.cleaning.workbooks import SheetColumn, WorkbookSheet, cell_text
from workbench.sources.contract import Reading
from workbench.sources.opening import Head, OpenedFile

# An answer wraps its records in a few objects; lists further down belong to something else.
MOST_WRAPS = 3
# The header is the first row of the table that the records are turned into.
HEADER_ROWS = 1
_PLAIN = re.compile(r"^[^.\[\],$\s]+$")


@dataclass(frozen=True)
class Records:
    """The records of a document as a table, and the path of their list."""

    head: Head
    path: str

    def placed(self, reading: Reading) -> Reading:
        """The reading with each row's path in the document instead of its number."""
        tables = {name: self._placed(rows) for name, rows in reading.tables.items()}
        return replace(reading, tables=tables, refused=self._placed(reading.refused))

    def _placed(self, rows: pd.DataFrame) -> pd.DataFrame:
        paths = [f"{self.path}[{int(where) - HEADER_ROWS - 1}]" for where in rows["where"]]
        return rows.assign(where=pd.Series(paths, index=rows.index, dtype="str"))


def table_heads(opened: OpenedFile, *, most: int | None = None) -> tuple[Head, ...]:
    """Where a table's header may stand in a file; none where it holds no table."""
    records = records_of(opened, most=most)
    return opened.heads if records is None else (records.head,)


def records_of(opened: OpenedFile, *, most: int | None = None) -> Records | None:
    """The one list of records in a document; None where there is none, or more than one.

    Parameters
    ----------
    opened : OpenedFile
        A document, or a file with one document a line.
    most : int, optional
        Records to look at, where the headings are only to be shown.
    """
    found = list(_lists(opened.document, "$", MOST_WRAPS))
    if len(found) != 1:
        return None
    path, records = found[0]
    cells = [dict(_cells(record)) for record in records[:most]]
    names = tuple(dict.fromkeys(name for each in cells for name in each))
    return Records(_head(names, cells), path) if 1 < len(names) <= MOST_COLUMNS else None


def _lists(value: object, path: str, wraps: int) -> Iterator[tuple[str, list[dict]]]:
    if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        yield path, value
    elif isinstance(value, dict) and wraps:
        for name, inner in value.items():
            if _PLAIN.match(name):
                yield from _lists(inner, f"{path}.{name}", wraps - 1)


def _cells(record: dict, above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in record.items():
        name = f"{above}.{key}" if above else key
        if isinstance(value, dict):
            yield from _cells(value, name)
        elif not isinstance(value, list):
            yield name, "" if value is None else cell_text(value)


def _head(names: Sequence[str], cells: Sequence[dict[str, str]]) -> Head:
    places = np.arange(HEADER_ROWS + len(cells), dtype=np.int32)
    columns = [[name, *(each.get(name, "") for each in cells)] for name in names]
    sheet = WorkbookSheet(
        name="",
        visible=True,
        height=len(places),
        columns=tuple(SheetColumn(pa.array(column, pa.large_string()), places) for column in columns),
    )
    first = zip(*(column[:HEAD_RECORDS] for column in columns), strict=True)
    return Head(tuple(first), sheet=sheet)
