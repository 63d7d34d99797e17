"""Reading the canonical tables back, whole or by account and days."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import reduce
from hashlib import sha256
from operator import and_
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from workbench.store.fold import SHADOWED, TABLES_FOLDER, current_tables
from workbench.store.merge import MERGED
from workbench.store.parts import FILE_ID_LENGTH
from workbench.store.rows import SLICE, WHERE, pandas_types, with_lineage
from workbench.tables import LINEAGE, Table, arrow_schema, conform, empty_table, table


def read_table(folder: Path, name: str, *, account: str = "", since: str = "", until: str = "") -> pd.DataFrame:
    """Rows of a canonical table; an empty table where the store has none.

    Parameters
    ----------
    folder : Path
        The client's `store/`.
    name : str
        Canonical table.
    account : str
        Only this account's rows; blank for all.
    since, until : str
        ISO days; only rows whose dating column lies in [since, until]. Blank for open. Rows without a
        date are left out as soon as either is given.

    Returns
    -------
    DataFrame
        The table's documented columns, then `lineage`, sorted by key.
    """
    spec = table(name)
    entry = current_tables(folder).get(name)
    if entry is None:
        return empty_table(name)
    wanted = _wanted(spec, account=account, since=since, until=until)
    found = list(_rows(folder / TABLES_FOLDER / entry["folder"], spec, wanted))
    frame = pa.concat_tables(found).to_pandas(types_mapper=pandas_types)
    return conform(frame, spec).sort_values(list(spec.key), kind="stable", na_position="first", ignore_index=True)


def store_digest(folder: Path) -> str:
    """Hash of everything the canonical tables hold: the same digest means the same tables."""
    state = sorted((name, entry["digest"]) for name, entry in current_tables(folder).items())
    return sha256(json.dumps(state).encode()).hexdigest()


def _wanted(spec: Table, *, account: str, since: str, until: str) -> ds.Expression | None:
    tests = [ds.field("account") == account] if account and "account" in spec.names else []
    if spec.by_month_of:
        stamp, kind = ds.field(spec.by_month_of), arrow_schema(spec).field(spec.by_month_of).type
        if since:
            tests.append(stamp >= pa.scalar(pd.Timestamp(since), kind))
        if until:
            tests.append(stamp < pa.scalar(pd.Timestamp(until) + pd.Timedelta(days=1), kind))
    return reduce(and_, tests) if tests else None


def _rows(folder: Path, spec: Table, wanted: ds.Expression | None) -> Iterator[pa.Table]:
    """The table's rows, file by file, those that are shadowed left out."""
    shadowed = pq.read_table(folder / SHADOWED).to_pandas().groupby("part")["row"]
    rows_of = {part: rows.to_numpy() for part, rows in shadowed}
    for path in sorted(folder.glob("*.parquet")):
        owner, number = path.name.split(".")[:2]
        if owner == MERGED:
            yield _read(path, [*spec.names, LINEAGE], wanted)
        elif path.name != SHADOWED:
            rows = _read_but(path, spec, wanted, _in_slice(rows_of.get(owner), int(number)))
            yield with_lineage(rows, owner[:FILE_ID_LENGTH])


def _in_slice(rows: np.ndarray | None, number: int) -> np.ndarray:
    if rows is None:
        return np.zeros(0, np.int64)
    return rows[slice(*np.searchsorted(rows, [number * SLICE, (number + 1) * SLICE]))] - number * SLICE


def _read_but(path: Path, spec: Table, wanted: ds.Expression | None, shadowed: np.ndarray) -> pa.Table:
    """The wanted rows of a part's file but the shadowed ones."""
    if not len(shadowed):
        return _read(path, [*spec.names, WHERE], wanted)
    rows = _read(path, [*spec.names, WHERE], None)
    counts = np.ones(len(rows), dtype=bool)
    counts[shadowed] = False
    rows = rows.filter(pa.array(counts))
    return rows if wanted is None else rows.filter(wanted)


def _read(path: Path, names: list[str], wanted: ds.Expression | None) -> pa.Table:
    return pq.read_table(path, columns=names, filters=wanted, partitioning=None)
