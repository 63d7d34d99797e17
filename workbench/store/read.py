"""Reading the canonical tables back, whole or by account and month."""

from __future__ import annotations

import json
from functools import reduce
from hashlib import sha256
from operator import and_
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds

from workbench.store.fold import TABLES_FOLDER, current_tables, pandas_types
from workbench.tables import LINEAGE, conform, empty_table, table

# Stated, not inferred: an account called "123" stays text.
PARTITIONS = ds.partitioning(pa.schema([("by_account", pa.string()), ("by_month", pa.string())]), flavor="hive")


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
    dataset = ds.dataset(folder / TABLES_FOLDER / entry["folder"], format="parquet", partitioning=PARTITIONS)
    tests = [ds.field("by_account") == account] if account else []
    rows = dataset.to_table(columns=[*spec.names, LINEAGE], filter=reduce(and_, tests) if tests else None)
    frame = rows.to_pandas(types_mapper=pandas_types)
    if spec.by_month_of and (since or until):
        frame = frame[_between(frame[spec.by_month_of], since, until)]
    return conform(frame, spec).sort_values(list(spec.key), kind="stable", na_position="first", ignore_index=True)


def store_digest(folder: Path) -> str:
    """Hash of everything the canonical tables hold: the same digest means the same tables."""
    state = sorted((name, entry["digest"]) for name, entry in current_tables(folder).items())
    return sha256(json.dumps(state).encode()).hexdigest()


def _between(stamps: pd.Series, since: str, until: str) -> pd.Series:
    zone = getattr(stamps.dt, "tz", None)
    keep = stamps.notna()
    if since:
        keep &= stamps >= pd.Timestamp(since, tz=zone)
    if until:
        keep &= stamps < pd.Timestamp(until, tz=zone) + pd.Timedelta(days=1)
    return keep
