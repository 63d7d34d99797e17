"""The fold once more, in plain pandas: slow, short, and written from the rule instead of from the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.tables import TABLES, conform

RANKED_BY = ["rank", "last_updated_at", "exported_at", "part", "row"]


@dataclass(frozen=True)
class File:
    """A part as the reference sees it: its rows of one table, with `where`, and what ranks them."""

    part: str
    file_id: str
    export: str
    rank: int
    exported_at: str
    rows: pd.DataFrame


def folded(files: Sequence[File], table: str) -> pd.DataFrame:
    """The canonical table, sorted by key, with lineage."""
    spec, key = TABLES[table], list(TABLES[table].key)
    groups = _ranked(files, table).groupby(key, dropna=False, sort=False)
    best = groups.first().reset_index()
    best["lineage"] = groups["lineage"].agg(" ".join).to_numpy()
    return conform(best[[*spec.names, "lineage"]], spec).sort_values(
        key, kind="stable", na_position="first", ignore_index=True
    )


def fates(files: Sequence[File], table: str) -> dict[str, tuple[int, int, int]]:
    """By part: file rows kept, repeated, superseded."""
    spec, ranked = TABLES[table], _ranked(files, table)
    kept = ~ranked.duplicated([*spec.key, "export"])
    repeated = ranked.duplicated([*spec.names, "export"])
    fate = pd.Series(np.select([kept, repeated], [2, 1], 0), ranked.index)
    best = fate.groupby([ranked["part"], ranked["where"]]).max()
    counts = {file.part: [0, 0, 0] for file in files}
    for (part, _), value in best.items():
        counts[part][2 - value] += 1
    return {part: tuple(count) for part, count in counts.items()}


def _ranked(files: Sequence[File], table: str) -> pd.DataFrame:
    frames = []
    for file in files:
        rows = conform(file.rows.drop(columns="where"), table, lineage=False)
        rows["where"] = file.rows["where"].to_numpy()
        rows["lineage"] = file.file_id + ":" + rows["where"]
        rows["part"], rows["export"], rows["rank"] = file.part, file.export, file.rank
        rows["exported_at"], rows["row"] = file.exported_at, range(len(rows))
        frames.append(rows)
    ranked = pd.concat(frames, ignore_index=True)
    order = [name for name in RANKED_BY if name in ranked]
    rising = [name not in ("last_updated_at", "exported_at") for name in order]
    return ranked.sort_values(order, ascending=rising, na_position="last", ignore_index=True)
