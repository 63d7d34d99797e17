"""Typed rows as Parquet: written in slices of a fixed length, read by position."""

from __future__ import annotations

import os
import shutil
from collections import Counter, deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Self

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from workbench.cleaning.people import masked_cells
from workbench.tables import FREE_TEXT, LINEAGE, Table, arrow_schema, check_table, conform

# Rows of one file: short enough that a few are written side by side, long enough that there are few.
SLICE = 1 << 18
# Rows that are read together where only some are asked for.
ROW_GROUP = 1 << 17
PEEK = 2_000
WRITERS = 2
WHERE = "where"


def typed_rows(frame: pd.DataFrame, spec: Table) -> pa.Table:
    """`frame` in the table's columns and types, with `where`, the row of the file.

    Raises
    ------
    TableError
        Unknown columns, values that a column's type can't hold, or values outside the allowed list.
    """
    where = pa.array(frame[WHERE].astype("str"), pa.string())
    given = frame.drop(columns=WHERE)
    present = [column for column in spec.columns if column.name in given.columns]
    # Absent columns are filled in below: a million missing values cost nothing in Arrow.
    narrow = spec if len(present) < len(given.columns) else replace(spec, columns=tuple(present))
    typed = conform(given, narrow, lineage=False)
    schema = arrow_schema(spec, lineage=False)
    columns = {
        field.name: pa.array(typed[field.name], field.type, from_pandas=True)
        if field.name in typed
        else pa.nulls(len(typed), field.type)
        for field in schema
    }
    rows = pa.table(columns, schema=schema).append_column(WHERE, where)
    _check_allowed(rows, spec)
    return rows


def masked_rows(rows: pa.Table, spec: Table) -> pa.Table:
    """The rows with what looks personal in free texts masked."""
    for name in FREE_TEXT.get(spec.name, ()):
        found = rows[name].combine_chunks()
        shown = masked_cells(found)
        if shown is not found:
            rows = rows.set_column(rows.schema.get_field_index(name), rows.schema.field(name), shown)
    return rows


def _check_allowed(rows: pa.Table, spec: Table) -> None:
    for column in spec.columns:
        if column.allowed:
            found = pc.unique(rows[column.name]).drop_null()
            if pc.any(pc.invert(pc.is_in(found, value_set=pa.array(column.allowed, found.type)))).as_py():
                check_table(rows.drop_columns(WHERE).to_pandas(types_mapper=pandas_types), spec)


class RowWriter:
    """Rows as the files `name.0000.parquet`, `name.0001.parquet`, ... of a folder, written beside what goes on.

    The same rows make the same bytes, in however many pieces they come.
    """

    def __init__(self, folder: Path):
        self._folder = folder
        self._pool = ThreadPoolExecutor(WRITERS)
        self._waiting: dict[str, pa.Table] = {}
        self._files: Counter[str] = Counter()
        self._written: deque[Future] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, fault: type[BaseException] | None, *_: object) -> None:
        try:
            if fault is None:
                self._finish()
        finally:
            self._pool.shutdown(cancel_futures=True)

    def add(self, name: str, rows: pa.Table) -> None:
        """Further rows of one table."""
        waiting = pa.concat_tables([self._waiting.pop(name), rows]) if name in self._waiting else rows
        full = len(waiting) // SLICE * SLICE
        for start in range(0, full, SLICE):
            self._write(name, waiting.slice(start, SLICE))
        self._waiting[name] = waiting.slice(full)

    def _write(self, name: str, rows: pa.Table) -> None:
        path = self._folder / f"{name}.{self._files[name]:04d}.parquet"
        self._files[name] += 1
        self._written.append(self._pool.submit(write_file, rows, path))
        while len(self._written) > WRITERS:
            self._written.popleft().result()

    def _finish(self) -> None:
        for name, rows in self._waiting.items():
            if len(rows) or not self._files[name]:
                self._write(name, rows)
        for written in self._written:
            written.result()


def write_file(rows: pa.Table, path: Path) -> None:
    """`rows` as one Parquet file."""
    pq.write_table(
        # In one piece: where the pieces meet would show in the pages.
        rows.combine_chunks(),
        path,
        compression="zstd",
        compression_level=1,
        row_group_size=ROW_GROUP,
        use_dictionary=[name for name in rows.column_names if _recurs(rows[name])],
        # What rows are chosen by; the smallest and largest text of the other columns would help nobody.
        write_statistics=[
            field.name for field in rows.schema if field.name == "account" or not pa.types.is_string(field.type)
        ],
    )


def _recurs(column: pa.ChunkedArray) -> bool:
    """Whether the first values come again, so that each is worth storing once."""
    peek = column.slice(0, PEEK)
    return not pa.types.is_nested(column.type) and len(pc.unique(peek)) * 2 <= len(peek)


def link(source: Path, target: Path) -> None:
    """The same file under a second name; a copy where the disk has no second names."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def with_lineage(rows: pa.Table, file_id: str) -> pa.Table:
    """`where` as lineage: the file's short name and the row."""
    entries = pc.binary_join_element_wise(pa.scalar(file_id), rows[WHERE], ":")
    return rows.drop_columns(WHERE).append_column(LINEAGE, entries)


def columns_of(files: Sequence[Path], names: Sequence[str]) -> pa.Table:
    """Some columns of all rows."""
    return pa.concat_tables(pq.read_table(path, columns=list(names), partitioning=None) for path in files)


def rows_at(files: Sequence[Path], places: np.ndarray, names: Sequence[str]) -> pa.Table:
    """Some columns of the rows at ascending `places`, counted over all slices; only their row groups are read."""
    found = []
    edges = np.searchsorted(places, np.arange(len(files) + 1) * SLICE)
    for number, path in enumerate(files):
        inside = places[edges[number] : edges[number + 1]] - number * SLICE
        if len(inside):
            found.append(_rows_at(path, inside, list(names)))
    return pa.concat_tables(found).combine_chunks()


def _rows_at(path: Path, places: np.ndarray, names: list[str]) -> pa.Table:
    groups, which = np.unique(places // ROW_GROUP, return_inverse=True)
    with pq.ParquetFile(path) as file:
        rows = file.read_row_groups(groups.tolist(), columns=names).combine_chunks()
    # Each row group before the last is full, so a place keeps its distance from its group's start.
    return rows.take(pa.array(which * ROW_GROUP + places % ROW_GROUP))


def pandas_types(kind: pa.DataType) -> object:
    """The pandas dtype that holds missing values of an Arrow type without changing it."""
    if pa.types.is_int64(kind):
        return pd.Int64Dtype()
    if pa.types.is_boolean(kind):
        return pd.BooleanDtype()
    return pd.StringDtype(na_value=np.nan) if pa.types.is_string(kind) else None
