"""Parts: the typed rows of one file as one reader version read it, never changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbench.cleaning.people import masked
from workbench.sources import EXPORTS, ControlTotal, Reading
from workbench.sources.contract import RANKS
from workbench.store.files import staged_folder, write_json
from workbench.store.rows import WHERE, masked_rows, typed_rows, write_rows
from workbench.tables import TABLES

PARTS = "parts"
# Raise it when a part is written in another way: every file is then read anew.
PART_VERSION = 3
# Twelve hex digits name a file in every lineage entry: short to read, and 2^48 files apart.
FILE_ID_LENGTH = 12
# Microseconds.
DAY = 86_400 * 1_000_000


@dataclass(frozen=True)
class Part:
    """What one file gave: where it came from and how its rows were counted.

    `entries` are the rows of its primary table, `file_rows` the different rows of the file that they come from.
    `is_personal` says whether the file held personal data when it was read.
    """

    id: str
    file: str
    sha256: str
    export: str
    account: str
    tables: tuple[str, ...]
    primary: str
    rank: int
    physical_rows: int
    structural: dict[str, int]
    repeated: int
    refused_rows: int
    notes: tuple[str, ...] = ()
    totals: tuple[ControlTotal, ...] = ()
    entries: int = 0
    file_rows: int = 0
    exported_at: str = ""
    encoding: str = ""
    first_day: str = ""
    last_day: str = ""
    days: dict[str, int] = field(default_factory=dict)
    title: str = ""
    map_key: str = ""
    is_personal: bool = False

    @property
    def file_id(self) -> str:
        """The file's short name in lineage entries."""
        return self.sha256[:FILE_ID_LENGTH]


def part_id(sha: str, *, export: str, reader_version: int, account: str, answers: Mapping[str, str]) -> str:
    """Name of the part that this file gives under this reader and these answers.

    >>> part_id("ab" * 32, export="fred-fx", reader_version=1, account="", answers={})[:16]
    'abababababababab'
    """
    said = json.dumps([PART_VERSION, export, reader_version, account, sorted(answers.items())])
    return f"{sha[:16]}-{sha256(said.encode()).hexdigest()[:12]}"


def part_tables(reading: Reading) -> dict[str, pa.Table]:
    """A reading's rows as they are stored: typed, free texts masked; tables without rows left out."""
    return {
        name: masked_rows(typed_rows(rows, TABLES[name]), TABLES[name])
        for name, rows in reading.tables.items()
        if len(rows)
    }


def write_part(
    folder: Path, identity: str, *, file: str, sha: str, account: str, reading: Reading, is_personal: bool = False
) -> Part:
    """Store one file's reading as a part, whole or not at all.

    Parameters
    ----------
    folder : Path
        The client's `store/`.
    identity : str
        From `part_id`.
    file : str
        Path relative to `inbox/`.
    sha : str
        SHA-256 of the file.
    account : str
        The account of the file's folder; blank for `_client`.
    reading : Reading
        What the source made of the file.
    is_personal : bool
        Whether the file holds personal data.
    """
    tables = part_tables(reading)
    primary, by = tables.get(reading.primary), reading.column_map
    days = {} if primary is None else _days(primary, reading.primary)
    part = Part(
        id=identity,
        file=file,
        sha256=sha,
        export=reading.export,
        account=account,
        tables=tuple(tables),
        primary=reading.primary,
        rank=RANKS[by.source] if by else EXPORTS[reading.export].rank,
        physical_rows=int(reading.physical_rows),
        structural={kind: int(rows) for kind, rows in reading.structural.items()},
        repeated=int(reading.repeated),
        refused_rows=int(reading.refused_rows),
        notes=tuple(map(masked, reading.notes)),
        totals=tuple(reading.totals),
        entries=0 if primary is None else len(primary),
        file_rows=0 if primary is None else _different(primary[WHERE]),
        exported_at="" if pd.isna(reading.exported_at) else pd.Timestamp(reading.exported_at).isoformat(),
        encoding=reading.encoding,
        first_day=min(days, default=""),
        last_day=max(days, default=""),
        days=days,
        title=by.full_title if by else "",
        map_key=by.key if by else "",
        is_personal=is_personal,
    )
    with staged_folder(folder / PARTS / identity) as stage:
        for name, rows in tables.items():
            write_rows(rows, stage, name)
        if len(reading.refused):
            reading.refused.astype("str").to_parquet(stage / "refused.parquet", index=False)
        write_json(stage / "part.json", asdict(part))
    return part


def known_parts(folder: Path) -> dict[str, list[Part]]:
    """All parts in the client's `store/`, by the SHA-256 of their file."""
    found: dict[str, list[Part]] = {}
    for path in sorted((folder / PARTS).glob("*/part.json")):
        values = json.loads(path.read_text(encoding="utf-8"))
        part = _part(values)
        found.setdefault(part.sha256, []).append(part)
    return found


def _part(values: dict) -> Part:
    totals = tuple(ControlTotal(**total) for total in values.get("totals", ()))
    return Part(**{**values, "tables": tuple(values["tables"]), "notes": tuple(values["notes"]), "totals": totals})


def part_files(folder: Path, part: Part, table: str) -> list[Path]:
    """The files that hold the part's rows of one canonical table, in order."""
    return sorted((folder / PARTS / part.id).glob(f"{table}.*.parquet"))


def part_refused(folder: Path, part: Part) -> pd.DataFrame:
    """The part's refused cells: file, row, column, value, reason."""
    path = folder / PARTS / part.id / "refused.parquet"
    if not path.is_file():
        return pd.DataFrame(columns=["file", "row", "column", "value", "reason"], dtype="str")
    refused = pd.read_parquet(path).rename(columns={"where": "row"})
    return refused.assign(file=part.file)[["file", "row", "column", "value", "reason"]]


def _different(where: pa.ChunkedArray) -> int:
    """How many different rows of the file a table's rows come from."""
    try:
        rows = pc.cast(where, pa.int64()).to_numpy()
    except pa.ArrowInvalid:
        return pc.count_distinct(where).as_py()
    return len(rows) if (np.diff(rows) > 0).all() else pc.count_distinct(where).as_py()


def _days(rows: pa.Table, table: str) -> dict[str, int]:
    column = TABLES[table].by_month_of or ("date" if table in ("fx", "changes") else "")
    if column not in rows.column_names:
        return {}
    stamps = pc.cast(rows[column].drop_null(), pa.int64()).to_numpy()
    days, counts = np.unique(stamps // DAY, return_counts=True)
    return {str(np.datetime64(int(day), "D")): int(count) for day, count in zip(days, counts, strict=True)}
