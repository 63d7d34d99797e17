"""Parts: the typed rows of one file as one reader version read it, never changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from workbench.sources import EXPORTS, ControlTotal, Reading
from workbench.store.files import staged_folder, write_json
from workbench.tables import LINEAGE, TABLES, arrow_schema, conform

PARTS = "parts"
# Twelve hex digits name a file in every lineage entry: short to read, and 2^48 files apart.
FILE_ID_LENGTH = 12


@dataclass(frozen=True)
class Part:
    """What one file gave: where it came from and how its rows were counted."""

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
    exported_at: str = ""
    encoding: str = ""
    first_day: str = ""
    last_day: str = ""
    days: dict[str, int] = field(default_factory=dict)

    @property
    def file_id(self) -> str:
        """The file's short name in lineage entries."""
        return self.sha256[:FILE_ID_LENGTH]


def part_id(sha: str, *, export: str, reader_version: int, account: str, answers: Mapping[str, str]) -> str:
    """Name of the part that this file gives under this reader and these answers.

    >>> part_id("ab" * 32, export="fred-fx", reader_version=1, account="", answers={})[:16]
    'abababababababab'
    """
    said = json.dumps([export, reader_version, account, sorted(answers.items())])
    return f"{sha[:16]}-{sha256(said.encode()).hexdigest()[:12]}"


def write_part(folder: Path, identity: str, *, file: str, sha: str, account: str, reading: Reading) -> Part:
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
    """
    days = _days(reading)
    part = Part(
        id=identity,
        file=file,
        sha256=sha,
        export=reading.export,
        account=account,
        tables=tuple(name for name, rows in reading.tables.items() if len(rows)),
        primary=reading.primary,
        rank=EXPORTS[reading.export].rank,
        physical_rows=int(reading.physical_rows),
        structural={kind: int(rows) for kind, rows in reading.structural.items()},
        repeated=int(reading.repeated),
        refused_rows=int(reading.refused_rows),
        notes=tuple(reading.notes),
        totals=tuple(reading.totals),
        entries=len(reading.tables.get(reading.primary, ())),
        exported_at="" if pd.isna(reading.exported_at) else pd.Timestamp(reading.exported_at).isoformat(),
        encoding=reading.encoding,
        first_day=min(days, default=""),
        last_day=max(days, default=""),
        days=days,
    )
    with staged_folder(folder / PARTS / identity) as stage:
        for name in part.tables:
            pq.write_table(_rows(reading.tables[name], name, part), stage / f"{name}.parquet", compression="zstd")
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


def part_rows(folder: Path, part: Part, table: str) -> pa.Table:
    """The part's rows of one canonical table, with lineage."""
    return pq.read_table(folder / PARTS / part.id / f"{table}.parquet")


def part_refused(folder: Path, part: Part) -> pd.DataFrame:
    """The part's refused cells: file, row, column, value, reason."""
    path = folder / PARTS / part.id / "refused.parquet"
    if not path.is_file():
        return pd.DataFrame(columns=["file", "row", "column", "value", "reason"], dtype="str")
    refused = pd.read_parquet(path).rename(columns={"where": "row"})
    return refused.assign(file=part.file)[["file", "row", "column", "value", "reason"]]


def _rows(rows: pd.DataFrame, table: str, part: Part) -> pa.Table:
    where = rows["where"].astype("str")
    frame = conform(rows.drop(columns="where"), table, lineage=False)
    frame[LINEAGE] = (part.file_id + ":" + where.reset_index(drop=True)).astype("str")
    return pa.Table.from_pandas(frame, schema=arrow_schema(table), preserve_index=False).replace_schema_metadata(None)


def _days(reading: Reading) -> dict[str, int]:
    column = TABLES[reading.primary].by_month_of or ("date" if reading.primary in ("fx", "changes") else "")
    rows = reading.tables.get(reading.primary)
    if rows is None or column not in rows.columns:
        return {}
    stamps = pd.to_datetime(rows[column], utc=True).dropna()
    counts = stamps.dt.strftime("%Y-%m-%d").value_counts().sort_index()
    return {str(day): int(count) for day, count in counts.items()}
