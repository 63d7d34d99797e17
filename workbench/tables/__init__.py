"""The canonical tables: columns, types, units and keys, as data.

One clean table is the contract of the whole workbench: dirty text comes in at one place, everything
after it takes and returns frames of these shapes. The glossary below is the only place where a
column is explained; documentation is printed from it.

Types
-----
text      identifier or words, pandas ``str``; blank is missing
count     whole number, ``Int64``
amount    money in the row's ISO ``currency``, ``float64``
number    any other measure, unit in the column's suffix or `unit`, ``float64``
rate      fraction 0-1, ``float64``
flag      true, false or missing, ``boolean``
instant   UTC instant, ``datetime64[us, UTC]``; names end in ``_at``
day       calendar day, ``datetime64[us]`` at midnight; names end in ``_date`` (or ``date``, ``as_of``)
"""

from workbench.tables.contract import (
    arrow_schema,
    check_table,
    conform,
    empty_table,
    glossary,
    require_columns,
    table,
)
from workbench.tables.definitions import EVENT_KINDS, EVENT_STATES, EVENTS_TABLE, KPI_TABLE, TABLES
from workbench.tables.free_text import FREE_TEXT, IDENTIFIERS
from workbench.tables.model import ARROW_TYPES, DTYPES, LINEAGE, Column, Table

__all__ = [
    "ARROW_TYPES",
    "DTYPES",
    "EVENTS_TABLE",
    "EVENT_KINDS",
    "EVENT_STATES",
    "FREE_TEXT",
    "IDENTIFIERS",
    "KPI_TABLE",
    "LINEAGE",
    "TABLES",
    "Column",
    "Table",
    "arrow_schema",
    "check_table",
    "conform",
    "empty_table",
    "glossary",
    "require_columns",
    "table",
]
