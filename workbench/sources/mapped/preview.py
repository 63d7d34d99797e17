"""The first rows of a file as a column map would read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from workbench.sources.column_map import OF_FOLDER, ColumnMap
from workbench.sources.contract import FileContext
from workbench.sources.mapped.layout import Layout
from workbench.sources.mapped.reading import map_export
from workbench.sources.sheet import Sheet
from workbench.tables import TABLES

ROWS = 3
# Stands for what is asked of each file only when it is ingested; the columns that it fills are not shown.
_ASKED = {"period": "2000-01-01/2000-01-01", "observed_at": "2000-01-01"}
_FROM_ANSWERS = ("start_date", "end_date", "observed_at")


@dataclass(frozen=True)
class Preview:
    """What a map makes of a file.

    Attributes
    ----------
    tables : mapping of str to DataFrame
        The first rows of each table, in its documented columns, blank columns left out.
    rows, refused : int
        Data rows of the file, and those of them that can't be read.
    faults : DataFrame
        Refused cells: where, column, value (masked), reason.
    """

    tables: Mapping[str, pd.DataFrame]
    rows: int
    refused: int
    faults: pd.DataFrame


def preview(by: ColumnMap, layout: Layout, context: FileContext) -> Preview:
    """The file's first three rows as they would be read.

    Where the rows' account is asked for each file, they are shown as those of the client's first account.
    """
    account = context.account or (by.account if by.account != OF_FOLDER else context.accounts[0].id)
    export = map_export(by)
    sheet = Sheet(layout.name, layout.raw, export, blanks=export.blanks)
    shown = replace(context, account=account, answers={**_ASKED, **context.answers})
    # A shop that is no account yet is asked about when the file is ingested.
    unknown = {each.key: account for each in export.questions(sheet, shown) if each.key.startswith("shop:")}
    reading = export.read(sheet, replace(shown, answers={**shown.answers, **unknown}))
    tables = {name: _first(rows, name, by) for name, rows in reading.tables.items()}
    return Preview(tables, reading.physical_rows, reading.refused_rows, reading.refused)


def _first(rows: pd.DataFrame, table: str, by: ColumnMap) -> pd.DataFrame:
    filled = {*by.columns.values(), *by.values}
    hidden = [name for name in _FROM_ANSWERS if name not in filled]
    shown = [name for name in TABLES[table].names if name in rows and name not in hidden]
    return rows[shown].head(ROWS).dropna(axis=1, how="all").reset_index(drop=True)
