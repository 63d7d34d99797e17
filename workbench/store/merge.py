"""Rows that share a key become one row: field by field the best row that says something.

The merged rows of a table lie in one file a month, named by the rows that they are made of, so that a month whose rows
stayed the same is not made again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from workbench.store.parts import Part, part_files
from workbench.store.rows import WHERE, link, rows_at, with_lineage, write_file
from workbench.store.shared import Shared, row_hashes
from workbench.tables import LINEAGE, Table

# Raise it when the fold's result changes for the same parts: every store is then folded anew.
FOLD_VERSION = 3
MERGED = "merged"
FATES = "fates"
CONTENT = "content"
SUPERSEDED, REPEATED, KEPT = range(3)
# Shared rows held in memory at a time, unless one month has more.
BATCH = 500_000


@dataclass(frozen=True)
class _Month:
    """The shared rows of one month: from `start` to `end`, and the file of their merged rows."""

    start: int
    end: int
    file: str


def merge_shared(
    folder: Path, spec: Table, parts: Sequence[Part], shared: Shared, *, stage: Path, before: Path
) -> np.ndarray:
    """Write the merged rows of `shared` into `stage`, and say what became of each of its rows.

    A month that stands in the folder `before` as it is gets a second name. Each merged row holds, as `fates`, the
    fate of every row that it is made of, best row first.

    Returns
    -------
    ndarray of int
        For each row of `shared`: KEPT, REPEATED or SUPERSEDED.
    """
    months = _months(spec, parts, shared)
    standing = [month for month in months if (before / month.file).is_file()]
    for month in standing:
        link(before / month.file, stage / month.file)
    for batch in _batches([month for month in months if month not in standing]):
        places = np.concatenate([np.arange(month.start, month.end) for month in batch])
        rows = _gathered(folder, spec, parts, shared, places)
        # Within one key, two different rows with one 64-bit hash are out of reach.
        rows = rows.append_column(CONTENT, pa.array(row_hashes(rows, spec.names)))
        for month in batch:
            at = int(np.searchsorted(places, month.start))
            merged = _merged(rows.slice(at, month.end - month.start), spec, parts, shared, month)
            write_file(merged, stage / month.file)
    return _fates([stage / month.file for month in months])


def _fates(files: Sequence[Path]) -> np.ndarray:
    found = [pq.read_table(path, columns=[FATES])[FATES].combine_chunks().flatten() for path in files]
    return np.concatenate([np.asarray(fates) for fates in found]) if found else np.zeros(0, np.int8)


def _months(spec: Table, parts: Sequence[Part], shared: Shared) -> list[_Month]:
    months = np.array(shared.months)
    first = np.unique(months, return_index=True)[1]
    starts = shared.starts[first]
    ends = np.append(starts, len(shared))[1:]
    return [
        _Month(int(start), int(end), f"{MERGED}.{months[at]}.{_digest(spec, parts, shared, start, end)}.parquet")
        for at, start, end in zip(first, starts, ends, strict=True)
    ]


def _digest(spec: Table, parts: Sequence[Part], shared: Shared, start: int, end: int) -> str:
    """Of the rows that a month is made of: the same digest means the same merged rows."""
    part = shared.part[start:end]
    used, numbers = np.unique(part, return_inverse=True)
    keys = shared.starts[(shared.starts >= start) & (shared.starts < end)] - start
    named = sha256(json.dumps([FOLD_VERSION, spec.name, [parts[number].id for number in used]]).encode())
    for values in (numbers, shared.row[start:end], keys):
        named.update(values.astype("<i8").tobytes())
    return named.hexdigest()[:16]


def _batches(months: Sequence[_Month]) -> Iterator[list[_Month]]:
    batch: list[_Month] = []
    for month in months:
        batch.append(month)
        if sum(one.end - one.start for one in batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _gathered(folder: Path, spec: Table, parts: Sequence[Part], shared: Shared, places: np.ndarray) -> pa.Table:
    """The rows at these places of `shared`, in that order, with lineage."""
    part, row = shared.part[places], shared.row[places]
    by_file = np.lexsort((row, part))
    names = [*spec.names, WHERE]
    found = []
    for number in np.unique(part):
        rows = rows_at(part_files(folder, parts[number], spec.name), row[by_file][part[by_file] == number], names)
        found.append(with_lineage(rows, parts[number].file_id))
    back = np.empty(len(places), np.int64)
    back[by_file] = np.arange(len(places))
    return pa.concat_tables(found).combine_chunks().take(pa.array(back))


def _merged(rows: pa.Table, spec: Table, parts: Sequence[Part], shared: Shared, month: _Month) -> pa.Table:
    starts = shared.starts[(shared.starts >= month.start) & (shared.starts < month.end)] - month.start
    columns = {name: _first_said(rows[name], starts) for name in spec.names}
    ends = pa.array(np.append(starts, len(rows)), pa.int32())
    columns[LINEAGE] = pc.binary_join(pa.ListArray.from_arrays(ends, rows[LINEAGE].combine_chunks()), " ")
    exports = np.unique([part.export for part in parts], return_inverse=True)[1]
    fates = _competed(rows[CONTENT].to_numpy(), starts, exports[shared.part[month.start : month.end]])
    columns[FATES] = pa.ListArray.from_arrays(ends, pa.array(fates, pa.int8()))
    return pa.table(columns)


def _first_said(column: pa.ChunkedArray, starts: np.ndarray) -> pa.ChunkedArray:
    """For each key the first value that is not missing."""
    if not column.null_count:
        return column.take(pa.array(starts))
    said = pc.is_valid(column).to_numpy()
    first = np.minimum.reduceat(np.where(said, np.arange(len(said)), len(said)), starts)
    return column.take(pa.array(first, mask=first == len(said)))


def _competed(content: np.ndarray, starts: np.ndarray, export: np.ndarray) -> np.ndarray:
    """The fate of each row among those of its key and its export: exports complete each other, and do not compete."""
    key = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(content))))
    fates = np.full(len(content), SUPERSEDED, np.int8)
    fates[~_is_first(key, export, content)] = REPEATED
    fates[_is_first(key, export)] = KEPT
    return fates


def _is_first(*labels: np.ndarray) -> np.ndarray:
    """True where no earlier row has the same labels."""
    order = np.lexsort((np.arange(len(labels[0])), *reversed(labels)))
    new = np.zeros(len(order), dtype=bool)
    for label in labels:
        new |= np.append(True, label[order][1:] != label[order][:-1])
    first = np.empty(len(order), dtype=bool)
    first[order] = new
    return first
