"""Bringing frames into the shape of their canonical table, and holding them to it."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pyarrow as pa
from pandas.api.extensions import ExtensionArray

from workbench.errors import TableError, did_you_mean, examples, listed
from workbench.tables.definitions import EVENTS_TABLE, KPI_TABLE, TABLES
from workbench.tables.model import ARROW_TYPES, DTYPES, LINEAGE, Column, Table


def table(name: str) -> Table:
    """The canonical table of that name.

    Raises
    ------
    TableError
        Where no table has that name.

    >>> table("fx").key
    ('date', 'base', 'quote', 'series')
    """
    if name not in TABLES:
        raise TableError(
            f"table '{name}'", "not a canonical table", expected=listed(TABLES), hint=did_you_mean(name, TABLES)
        )
    return TABLES[name]


def empty_table(contract: str | Table, *, lineage: bool = True) -> pd.DataFrame:
    """A frame without rows that keeps the contract.

    >>> empty_table("fx").columns.tolist()
    ['date', 'base', 'quote', 'series', 'rate', 'lineage']
    """
    return _empty(contract if isinstance(contract, Table) else table(contract), lineage).copy()


@cache
def _empty(spec: Table, lineage: bool) -> pd.DataFrame:
    return conform(pd.DataFrame(), spec, lineage=lineage)


def conform(frame: pd.DataFrame, contract: str | Table, *, lineage: bool = True) -> pd.DataFrame:
    """`frame` with all documented columns, in documented order and types; absent ones are missing.

    Parameters
    ----------
    frame : DataFrame
        Any subset of the table's columns. Unknown columns are an error, not dropped.
    contract : str or Table
        The canonical table or its name.
    lineage : bool
        Keep (and require the order of) the `lineage` column.

    Raises
    ------
    TableError
        Unknown columns, or values that the column's type can't hold.
    """
    spec = contract if isinstance(contract, Table) else table(contract)
    extra = [name for name in frame.columns if name not in spec.names and name != LINEAGE]
    if extra:
        raise TableError(
            f"table {spec.name}",
            f"unknown columns {listed(extra)}",
            expected=listed(spec.names),
            hint=did_you_mean(extra[0], spec.names),
        )
    held = set(frame.columns)
    out = {}
    for column in spec.columns:
        if column.name not in held:
            out[column.name] = _missing(DTYPES[column.type], len(frame))
            continue
        values = frame[column.name]
        try:
            out[column.name] = _typed(values, column).array
        except (TypeError, ValueError) as fault:
            raise TableError(
                f"table {spec.name}", f"'{column.name}' can't be read as {column.type}: {fault}"
            ) from fault
    if lineage:
        out[LINEAGE] = frame[LINEAGE].astype("str").array if LINEAGE in held else _missing("str", len(frame))
    return pd.DataFrame(out)


def check_table(frame: pd.DataFrame, contract: str | Table) -> None:
    """Raise where `frame` breaks its contract: columns, types, keys, allowed values.

    Raises
    ------
    TableError
        Missing columns, wrong types, blank or repeated keys, values outside the allowed list.
    """
    spec = contract if isinstance(contract, Table) else table(contract)
    where = f"table {spec.name}"
    missing = [name for name in spec.names if name not in frame.columns]
    if missing:
        raise TableError(where, f"missing columns {listed(missing)}", expected=listed(spec.names))
    for column in spec.columns:
        wanted = DTYPES[column.type]
        found = str(frame[column.name].dtype)
        if found != wanted:
            raise TableError(where, f"'{column.name}' is {found}", expected=wanted)
        if column.allowed:
            _check_allowed(frame, column, where)
    repeated = frame.duplicated(list(spec.key), keep=False)
    if repeated.any():
        keys = ["/".join(map(str, key)) for key in frame.loc[repeated, list(spec.key)].itertuples(index=False)]
        raise TableError(
            where, f"{int(repeated.sum()):,} rows share a key: {examples(keys, frame.index[repeated].tolist())}"
        )


def require_columns(frame: pd.DataFrame, names: list[str] | tuple[str, ...], *, of: str) -> None:
    """Raise where `frame` lacks a column that a function needs.

    Raises
    ------
    TableError
        Naming the missing columns, those there are, and the nearest name.
    """
    missing = [name for name in names if name not in frame.columns]
    if missing:
        raise TableError(
            of,
            f"missing column {listed(missing)}",
            expected=listed(names),
            hint=did_you_mean(missing[0], list(frame.columns)),
        )


def arrow_schema(contract: str | Table, *, lineage: bool = True) -> pa.Schema:
    """The table's schema in the store's Parquet files."""
    spec = contract if isinstance(contract, Table) else table(contract)
    fields = [pa.field(column.name, ARROW_TYPES[column.type]) for column in spec.columns]
    return pa.schema([*fields, pa.field(LINEAGE, pa.string())] if lineage else fields)


def glossary() -> pd.DataFrame:
    """Every column of every table: table, column, type, unit, meaning, allowed.

    >>> sorted(glossary()["table"].unique())[:3]
    ['ads', 'catalogue', 'changes']
    """
    rows = [
        (spec.name, column.name, column.type, column.unit, column.meaning, ", ".join(column.allowed))
        for spec in (*TABLES.values(), KPI_TABLE, EVENTS_TABLE)
        for column in spec.columns
    ]
    return pd.DataFrame(rows, columns=["table", "column", "type", "unit", "meaning", "allowed"])


def _missing(dtype: str, length: int) -> ExtensionArray:
    """A column without values. Made from one missing value: a table has many, and most tables are short."""
    return _missing_value(dtype).repeat(length)


@cache
def _missing_value(dtype: str) -> ExtensionArray:
    return pd.Series(index=range(1), dtype=dtype).array


def _typed(values: pd.Series, column: Column) -> pd.Series:
    dtype = DTYPES[column.type]
    if str(values.dtype) == dtype:
        return values
    if column.type == "instant":
        return pd.to_datetime(values, utc=True).astype(dtype)
    if column.type == "day":
        return pd.to_datetime(values).dt.normalize().astype(dtype)
    if column.type == "text":
        return values.astype("str").where(values.notna()).astype("str")
    if column.type == "count":
        return pd.to_numeric(values).astype("Float64").astype(dtype)
    return values.astype(dtype)


def _check_allowed(frame: pd.DataFrame, column: Column, where: str) -> None:
    wrong = frame[column.name].notna() & ~frame[column.name].isin(column.allowed)
    if wrong.any():
        rows = frame.index[wrong].tolist()
        raise TableError(
            where,
            f"{len(rows):,} values in '{column.name}' are not allowed: "
            f"{examples(frame.loc[wrong, column.name].tolist(), rows)}",
            expected=listed(column.allowed),
        )
