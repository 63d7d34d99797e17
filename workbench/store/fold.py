"""The fold: all parts of a client become one canonical table each.

A pure function of the parts. Rows that share a key are merged field by field: the platform's own
export before the ERP's before the carrier's, then the later `last_updated_at`, the later export, and
at last the file's hash and the row, so that no order of arrival can show. A blank never overwrites.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds

from workbench.store.files import staged_folder, sweep_stages, write_json
from workbench.store.parts import Part, part_rows
from workbench.tables import LINEAGE, TABLES, Table, arrow_schema, check_table

TABLES_FOLDER = "tables"
CURRENT = "current.json"
# Raise it when the fold's result changes for the same parts: every store is then folded anew.
FOLD_VERSION = 2
NO_MONTH = "none"


@dataclass(frozen=True)
class Fate:
    """What became of one part's primary rows: counts of file rows."""

    kept: int
    repeated: int
    superseded: int


def fold(folder: Path, parts: Sequence[Part]) -> dict[str, Fate]:
    """Fold `parts` into the canonical tables under `folder`, and say what became of each part's rows.

    A table whose parts did not change is left as it is. The switch to the new tables is one rename.

    Parameters
    ----------
    folder : Path
        The client's `store/`.
    parts : sequence of Part
        Every part that counts; files no longer in the inbox are left out by the caller.

    Returns
    -------
    dict of str to Fate
        By part id, for the part's primary table.
    """
    sweep_stages(folder / TABLES_FOLDER)
    before = current_tables(folder)
    now = {name: _fold_table(folder, TABLES[name], using) for name, using in _by_table(parts).items()}
    write_json(folder / CURRENT, now)
    kept = {entry["folder"] for entry in now.values()}
    for entry in before.values():
        if entry["folder"] not in kept:
            shutil.rmtree(folder / TABLES_FOLDER / entry["folder"], ignore_errors=True)
    return _fates(folder, parts, now)


def _by_table(parts: Sequence[Part]) -> dict[str, list[Part]]:
    ordered = sorted(parts, key=lambda part: part.id)
    found = {name: [part for part in ordered if name in part.tables] for name in TABLES}
    return {name: using for name, using in found.items() if using}


def current_tables(folder: Path) -> dict[str, dict]:
    """The tables that stand: name to folder and digest. Whoever reads follows this one file."""
    path = folder / CURRENT
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _fold_table(folder: Path, spec: Table, parts: list[Part]) -> dict:
    digest = sha256(json.dumps([FOLD_VERSION, spec.name, [part.id for part in parts]]).encode()).hexdigest()[:16]
    target = folder / TABLES_FOLDER / f"{spec.name}-{digest}"
    if not target.is_dir():
        ranked = _ranked_rows(folder, spec, parts)
        merged = _merge(ranked, spec)
        check_table(merged, spec)
        with staged_folder(target) as stage:
            _write(merged, spec, stage)
            write_json(stage / "_fates.json", _fate_counts(ranked, spec))
    return {"folder": target.name, "digest": digest}


def _ranked_rows(folder: Path, spec: Table, parts: list[Part]) -> pd.DataFrame:
    """All parts' rows of a table, best source first, with the columns that ranked them."""
    frames = []
    for part in parts:
        rows = part_rows(folder, part, spec.name).to_pandas(types_mapper=pandas_types)
        rows["_part"], rows["_rank"], rows["_exported"] = part.id, part.rank, part.exported_at
        rows["_export"], rows["_row"] = part.export, np.arange(len(rows))
        frames.append(rows)
    ranked = pd.concat(frames, ignore_index=True)
    order, ascending = ["_rank"], [True]
    if "last_updated_at" in ranked.columns:
        order, ascending = [*order, "last_updated_at"], [*ascending, False]
    order, ascending = [*order, "_exported", "_part", "_row"], [*ascending, False, True, True]
    return ranked.sort_values(order, ascending=ascending, kind="stable", na_position="last", ignore_index=True)


def _merge(ranked: pd.DataFrame, spec: Table) -> pd.DataFrame:
    key, columns = list(spec.key), [*spec.names, LINEAGE]
    shared = ranked.duplicated(key, keep=False)
    alone, together = ranked.loc[~shared, columns], ranked.loc[shared, columns]
    if len(together):
        groups = together.groupby(key, sort=False, dropna=False)
        merged = groups.first().reset_index()
        merged[LINEAGE] = groups[LINEAGE].agg(" ".join).to_numpy()
        alone = pd.concat([alone, merged[columns].astype(alone.dtypes)], ignore_index=True)
    return alone.sort_values(key, kind="stable", na_position="first", ignore_index=True)


def _write(frame: pd.DataFrame, spec: Table, target: Path) -> None:
    rows = pa.Table.from_pandas(frame, schema=arrow_schema(spec), preserve_index=False).replace_schema_metadata(None)
    keys = ["account"] if "account" in spec.names else []
    partition = {name: rows[name] for name in keys}
    if spec.by_month_of:
        partition["month"] = pa.array(frame[spec.by_month_of].dt.strftime("%Y-%m").fillna(NO_MONTH), pa.string())
    for name, values in partition.items():
        rows = rows.append_column(f"by_{name}", values)
    ds.write_dataset(
        rows,
        target,
        format="parquet",
        partitioning=ds.partitioning(pa.schema([(f"by_{name}", pa.string()) for name in partition]), flavor="hive")
        if partition
        else None,
        file_options=ds.ParquetFileFormat().make_write_options(compression="zstd"),
        max_partitions=100_000,
        preserve_order=True,
    )


def _fate_counts(ranked: pd.DataFrame, spec: Table) -> dict[str, list[int]]:
    """Per part: file rows kept, repeated, superseded.

    Rows of different exports complete each other, so within a key only rows of the same export compete.
    A file row that makes several table rows is kept if any of them is; where several file rows make one
    table row, the reader counts the others as structural.
    """
    rival_key = [*spec.key, "_export"]
    is_first = ~ranked.duplicated(rival_key)
    same = ranked.duplicated([*spec.names, "_export"])
    state = np.select([is_first, same], [2, 1], default=0)
    where = ranked[LINEAGE].str.split(":", n=1).str[1]
    best = pd.Series(state).groupby([ranked["_part"], where], sort=False).max()
    counts: dict[str, list[int]] = {}
    for (part, _), value in best.items():
        counts.setdefault(part, [0, 0, 0])[2 - int(value)] += 1
    return counts


def _fates(folder: Path, parts: Sequence[Part], now: dict[str, dict]) -> dict[str, Fate]:
    fates = {}
    for part in parts:
        if part.primary not in part.tables:
            fates[part.id] = Fate(0, 0, 0)
            continue
        path = folder / TABLES_FOLDER / now[part.primary]["folder"] / "_fates.json"
        fates[part.id] = Fate(*json.loads(path.read_text(encoding="utf-8"))[part.id])
    return fates


def pandas_types(kind: pa.DataType) -> object:
    """The pandas dtype that holds missing values of an Arrow type without changing it."""
    if pa.types.is_int64(kind):
        return pd.Int64Dtype()
    if pa.types.is_boolean(kind):
        return pd.BooleanDtype()
    return pd.StringDtype(na_value=np.nan) if pa.types.is_string(kind) else None
