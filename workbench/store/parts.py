"""Parts: the typed rows of one file as one reader version read it, never changed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
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
from workbench.sources.joined import joined_rows
from workbench.store.files import staged_folder, write_json
from workbench.store.rows import WHERE, RowWriter, masked_rows, typed_rows
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
    folder: Path,
    identity: str,
    *,
    file: str,
    sha: str,
    account: str,
    readings: Iterable[Reading],
    is_personal: bool = False,
) -> Part:
    """Store one file's readings as a part, whole or not at all.

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
    readings : iterable of Reading
        What the source made of the file: one reading, or several that follow each other and are taken one by one.
    is_personal : bool
        Whether the file holds personal data.
    """
    with staged_folder(folder / PARTS / identity) as stage:
        counted = _Counted()
        with RowWriter(stage) as writer:
            for reading in readings:
                tables = part_tables(reading)
                counted.add(reading, tables)
                for name, rows in tables.items():
                    writer.add(name, rows)
        refused = joined_rows(counted.refused)
        if len(refused):
            refused.astype("str").to_parquet(stage / "refused.parquet", index=False)
        part = counted.part(id=identity, file=file, sha256=sha, account=account, is_personal=is_personal)
        write_json(stage / "part.json", asdict(part))
    return part


@dataclass
class _Counted:
    """What the readings of one file add up to."""

    last: Reading | None = None
    written: set[str] = field(default_factory=set)
    days: Counter[str] = field(default_factory=Counter)
    structural: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    totals: list[ControlTotal] = field(default_factory=list)
    refused: list[pd.DataFrame] = field(default_factory=list)
    exported: list[pd.Timestamp] = field(default_factory=list)

    def add(self, reading: Reading, tables: Mapping[str, pa.Table]) -> None:
        """Count one reading, with its rows as they are stored."""
        self.last = reading
        self.written |= tables.keys()
        self.structural.update(reading.structural)
        self.rows.update(physical=reading.physical_rows, repeated=reading.repeated, refused=reading.refused_rows)
        self.totals += reading.totals
        self.refused.append(reading.refused)
        self.exported += [] if pd.isna(reading.exported_at) else [pd.Timestamp(reading.exported_at)]
        if reading.primary in tables:
            primary = tables[reading.primary]
            self.rows.update(entries=len(primary), different=_different(primary[WHERE]))
            self.days.update(_days(primary, reading.primary))

    def part(self, **named: object) -> Part:
        """The part that they make."""
        reading, by = self.last, self.last.column_map
        return Part(
            **named,
            export=reading.export,
            tables=tuple(name for name in reading.tables if name in self.written),
            primary=reading.primary,
            rank=RANKS[by.source] if by else EXPORTS[reading.export].rank,
            physical_rows=int(self.rows["physical"]),
            structural={kind: int(rows) for kind, rows in self.structural.items()},
            repeated=int(self.rows["repeated"]),
            refused_rows=int(self.rows["refused"]),
            notes=tuple(map(masked, reading.notes)),
            totals=tuple(self.totals),
            entries=int(self.rows["entries"]),
            file_rows=int(self.rows["different"]),
            exported_at=max(self.exported).isoformat() if self.exported else "",
            encoding=reading.encoding,
            first_day=min(self.days, default=""),
            last_day=max(self.days, default=""),
            days=dict(sorted(self.days.items())),
            title=by.full_title if by else "",
            map_key=by.key if by else "",
        )


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
