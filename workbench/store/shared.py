"""Rows of different files, or of one, that share a key: found by hash, confirmed by the key itself, ranked.

The best row of a key stands first: the platform's own export before the ERP's before the carrier's, then the later
`last_updated_at`, the later export, and at last the file's hash and the row, so that no order of arrival can show.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.store.parts import Part, part_files
from workbench.store.rows import columns_of, pandas_types, rows_at
from workbench.tables import Table

NO_MONTH = "none"
# Rows whose keys are held in memory at a time, unless one file has more.
BATCH = 500_000
UPDATED = "last_updated_at"
LAST = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Shared:
    """Rows that share their key with another row, by month, key and rank.

    Attributes
    ----------
    part, row : ndarray of int64
        Place of the row: the part's number among the table's parts, and its row in the part.
    starts : ndarray of int64
        Where each key's rows begin.
    months : list of str
        For each key the earliest month that its rows say, ascending; "none" where they say none.
    """

    part: np.ndarray
    row: np.ndarray
    starts: np.ndarray
    months: list[str]

    def __len__(self) -> int:
        return len(self.row)

    def of_part(self, number: int) -> np.ndarray:
        """Where the rows of one part stand."""
        return np.flatnonzero(self.part == number)


def shared_rows(folder: Path, spec: Table, parts: Sequence[Part]) -> Shared:
    """The rows of `parts` that share their key with another row."""
    hashes = [hashes for batch in _batches(parts) for hashes in _key_hashes(folder, batch, spec)]
    places = _repeated(hashes)
    if not any(map(len, places)):
        return Shared(*(np.zeros(0, np.int64) for _ in range(3)), [])
    part = np.concatenate([np.full(len(rows), number) for number, rows in enumerate(places)])
    row = np.concatenate(places)
    marks = _marks(folder, spec, parts, places)
    group = _confirmed(np.concatenate([values[rows] for values, rows in zip(hashes, places, strict=True)]), marks, spec)
    order = np.lexsort((row, part, *_rank(marks, parts, part), group))
    return _by_month(part[order], row[order], group[order], _dates(marks, spec)[order])


def row_hashes(rows: pa.Table, names: Sequence[str]) -> np.ndarray:
    """A number for each row, equal where these columns are equal."""
    hashes = np.zeros(len(rows), np.uint64)
    numbered = rows.select(list(names)).append_column("row_number", pa.array(np.arange(len(rows))))
    columns = ", ".join(f'"{name}"' for name in names)
    with duckdb.connect() as connection:
        connection.register("numbered", numbered)
        found = connection.execute(f"SELECT row_number, hash({columns}) AS hash FROM numbered").fetchnumpy()
    hashes[found["row_number"]] = found["hash"]
    return hashes


def _batches(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Parts whose keys are hashed together: many small ones, or one large one."""
    batch: list[Part] = []
    for part in parts:
        batch.append(part)
        if sum(one.entries for one in batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _key_hashes(folder: Path, parts: Sequence[Part], spec: Table) -> list[np.ndarray]:
    keys = [columns_of(part_files(folder, part, spec.name), spec.key) for part in parts]
    hashes = row_hashes(pa.concat_tables(keys), spec.key)
    return np.split(hashes, np.cumsum([len(rows) for rows in keys])[:-1])


def _repeated(hashes: Sequence[np.ndarray]) -> list[np.ndarray]:
    """For each part the rows whose hash is not the only one of its kind."""
    ordered = np.sort(np.concatenate(hashes))
    again = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    if not len(again):
        return [np.zeros(0, np.int64) for _ in hashes]
    nearest = [np.minimum(np.searchsorted(again, values), len(again) - 1) for values in hashes]
    return [np.flatnonzero(again[near] == values) for near, values in zip(nearest, hashes, strict=True)]


def _marks(folder: Path, spec: Table, parts: Sequence[Part], places: Sequence[np.ndarray]) -> pa.Table:
    """Key, last update and date of the rows at `places`."""
    names = [name for name in spec.names if name in (*spec.key, UPDATED, spec.by_month_of)]
    found = [
        rows_at(part_files(folder, part, spec.name), rows, names)
        for part, rows in zip(parts, places, strict=True)
        if len(rows)
    ]
    return pa.concat_tables(found).combine_chunks()


def _confirmed(hashes: np.ndarray, marks: pa.Table, spec: Table) -> np.ndarray:
    """A number for each key: its hash, unless two keys have the same one."""
    order = np.argsort(hashes, kind="stable")
    same_hash = hashes[order][1:] == hashes[order][:-1]
    keys = marks.select(list(spec.key)).take(pa.array(order))
    if (_same_as_before(keys) | ~same_hash).all():
        return hashes
    exact = marks.select(list(spec.key)).to_pandas(types_mapper=pandas_types)
    return exact.groupby(list(spec.key), sort=False, dropna=False).ngroup().to_numpy()


def _same_as_before(keys: pa.Table) -> np.ndarray:
    """For each row but the first: whether its key is that of the row before."""
    same = np.ones(len(keys) - 1, dtype=bool)
    for column in keys.columns:
        above, below = column.slice(0, len(column) - 1), column.slice(1)
        both_missing = pc.and_(pc.is_null(above), pc.is_null(below))
        same &= pc.if_else(both_missing, True, pc.fill_null(pc.equal(above, below), False)).to_numpy()
    return same


def _rank(marks: pa.Table, parts: Sequence[Part], part: np.ndarray) -> tuple[np.ndarray, ...]:
    """Sort keys of the rows, the weightiest last; the smallest is the best row."""
    exported = np.unique([one.exported_at for one in parts], return_inverse=True)[1]
    rank = np.array([one.rank for one in parts])
    updated = [_latest_first(marks[UPDATED])] if UPDATED in marks.column_names else []
    return (-exported[part], *updated, rank[part])


def _latest_first(stamps: pa.ChunkedArray) -> np.ndarray:
    return -pc.fill_null(pc.cast(stamps, pa.int64()), -LAST).to_numpy()


def _dates(marks: pa.Table, spec: Table) -> np.ndarray:
    if not spec.by_month_of:
        return np.full(len(marks), LAST)
    return pc.fill_null(pc.cast(marks[spec.by_month_of], pa.int64()), LAST).to_numpy()


def _by_month(part: np.ndarray, row: np.ndarray, group: np.ndarray, dates: np.ndarray) -> Shared:
    """The ranked rows with their keys by month; within a month, a key stands where its best row does."""
    starts = np.flatnonzero(np.append(True, group[1:] != group[:-1]))
    first = np.minimum.reduceat(dates, starts)
    months = first.astype("datetime64[us]").astype("datetime64[M]").astype(np.int64)
    months[first == LAST] = LAST
    keys = np.lexsort((row[starts], part[starts], months))
    sizes = np.diff(np.append(starts, len(group)))[keys]
    begins = np.cumsum(sizes) - sizes
    order = np.repeat(starts[keys] - begins, sizes) + np.arange(len(group))
    return Shared(part[order], row[order], begins, [_month(month) for month in months[keys]])


def _month(number: int) -> str:
    return NO_MONTH if number == LAST else str(np.datetime64(int(number), "M"))
