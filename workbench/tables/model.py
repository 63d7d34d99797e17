"""What a canonical table is: its columns, their types, its key."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from workbench.errors import TableError, did_you_mean

LINEAGE = "lineage"

DTYPES = {
    "text": "str",
    "count": "Int64",
    "amount": "float64",
    "number": "float64",
    "rate": "float64",
    "flag": "boolean",
    "instant": "datetime64[us, UTC]",
    "day": "datetime64[us]",
}

ARROW_TYPES = {
    "text": pa.string(),
    "count": pa.int64(),
    "amount": pa.float64(),
    "number": pa.float64(),
    "rate": pa.float64(),
    "flag": pa.bool_(),
    "instant": pa.timestamp("us", tz="UTC"),
    "day": pa.timestamp("us"),
}


@dataclass(frozen=True)
class Column:
    """One documented column of a canonical table."""

    name: str
    type: str
    meaning: str
    unit: str = ""
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One canonical table: what a row is, its key, its columns in documented order."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    by_month_of: str = ""

    @property
    def names(self) -> list[str]:
        """Column names in documented order, without lineage."""
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        """The column of that name; raises `TableError` where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise TableError(f"table {self.name}", f"no column '{name}'", hint=did_you_mean(name, self.names))
