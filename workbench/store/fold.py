"""The fold: all parts of a client become one canonical table each.

A pure function of the parts. Rows that share a key are merged field by field: the platform's own
export before the ERP's before the carrier's, then the later `last_updated_at`, the later export, and
at last the file's hash and the row, so that no order of arrival can show. A blank never overwrites.

A table's folder holds its parts' own files under a second name, the list of their rows that are `shadowed` because
they share a key, and what those became as `merged` rows, by month. So a new file costs what it shares with others.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import pyarrow as pa

from workbench.store.files import staged_folder, sweep_stages, write_json
from workbench.store.merge import FOLD_VERSION, KEPT, REPEATED, SUPERSEDED, merge_shared
from workbench.store.parts import Part, part_files
from workbench.store.rows import WHERE, columns_of, link, write_file
from workbench.store.shared import Shared, shared_rows
from workbench.tables import TABLES, Table

TABLES_FOLDER = "tables"
CURRENT = "current.json"
SHADOWED = "shadowed.parquet"
FATES_FILE = "_fates.json"


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
    now = {
        name: _fold_table(folder, TABLES[name], using, before=before.get(name, {}))
        for name, using in _by_table(parts).items()
    }
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


def _fold_table(folder: Path, spec: Table, parts: list[Part], *, before: dict) -> dict:
    digest = sha256(json.dumps([FOLD_VERSION, spec.name, [part.id for part in parts]]).encode()).hexdigest()[:16]
    target = folder / TABLES_FOLDER / f"{spec.name}-{digest}"
    if not target.is_dir():
        with staged_folder(target) as stage:
            for part in parts:
                _link_rows(folder, part, spec, stage)
            shared = shared_rows(folder, spec, parts)
            _write_shadowed(shared, parts, stage)
            standing = folder / TABLES_FOLDER / before.get("folder", target.name)
            fates = merge_shared(folder, spec, parts, shared, stage=stage, before=standing)
            counts = {
                part.id: _fate_counts(folder, part, shared, number, fates)
                for number, part in enumerate(parts)
                if part.primary == spec.name
            }
            write_json(stage / FATES_FILE, counts)
    return {"folder": target.name, "digest": digest}


def _link_rows(folder: Path, part: Part, spec: Table, stage: Path) -> None:
    for number, path in enumerate(part_files(folder, part, spec.name)):
        link(path, stage / f"{part.id}.{number:04d}.parquet")


def _write_shadowed(shared: Shared, parts: Sequence[Part], stage: Path) -> None:
    """The rows of the parts' files that don't count by themselves: part and row, in order."""
    order = np.lexsort((shared.row, shared.part))
    names = pa.array([part.id for part in parts], pa.string()).take(pa.array(shared.part[order]))
    write_file(pa.table({"part": names, "row": pa.array(shared.row[order], pa.int64())}), stage / SHADOWED)


def _fate_counts(folder: Path, part: Part, shared: Shared, number: int, fates: np.ndarray) -> list[int]:
    """File rows kept, repeated, superseded of one part.

    A file row that makes several table rows is kept if any of them is; where several file rows make one
    table row, the reader counts the others as structural.
    """
    mine = shared.of_part(number)
    if not len(mine):
        return [part.file_rows, 0, 0]
    best = fates[mine] if part.file_rows == part.entries else _best_of_rows(folder, part, shared.row[mine], fates[mine])
    repeated, superseded = (int((best == fate).sum()) for fate in (REPEATED, SUPERSEDED))
    return [part.file_rows - repeated - superseded, repeated, superseded]


def _best_of_rows(folder: Path, part: Part, rows: np.ndarray, fates: np.ndarray) -> np.ndarray:
    """The best fate of each file row; rows of the table that share no key are kept."""
    where = columns_of(part_files(folder, part, part.primary), [WHERE])[WHERE]
    file_row = where.combine_chunks().dictionary_encode().indices.to_numpy()
    fate = np.full(part.entries, KEPT, np.int8)
    fate[rows] = fates
    best = np.full(part.file_rows, SUPERSEDED, np.int8)
    np.maximum.at(best, file_row, fate)
    return best


def _fates(folder: Path, parts: Sequence[Part], now: dict[str, dict]) -> dict[str, Fate]:
    fates = {}
    for part in parts:
        if part.primary not in part.tables:
            fates[part.id] = Fate(0, 0, 0)
            continue
        path = folder / TABLES_FOLDER / now[part.primary]["folder"] / FATES_FILE
        fates[part.id] = Fate(*json.loads(path.read_text(encoding="utf-8"))[part.id])
    return fates
