"""What was read, kept and refused: one row a file, and every refused cell."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

from workbench.sources import EXPORTS, ControlTotal
from workbench.store.files import write_bytes, write_json
from workbench.store.fold import Fate
from workbench.store.parts import Part, part_refused
from workbench.store.read import store_digest

INTAKE = "intake.json"
QUARANTINE = "quarantine.csv"
# Full-width signs start a formula where Excel runs in Chinese or Japanese.
_FORMULA_START = re.compile(r"(?:^|(?<=[;\t\r\n]))(?=[\s\0]*[=+\-@＝＋－＠]|[\t\r\n\0])")
_PLAIN_NUMBER = re.compile(r"[+-]?[\d.,]*%?")

FILE_COLUMNS = {
    "file": "str",
    "account": "str",
    "export": "str",
    "title": "str",
    "status": "str",
    "rows": "int64",
    "kept": "int64",
    "repeated": "int64",
    "superseded": "int64",
    "structural": "int64",
    "refused": "int64",
    "entries": "int64",
    "first_day": "str",
    "last_day": "str",
    "encoding": "str",
    "exported_at": "str",
    "delete_by": "str",
    "redacted": "str",
    "note": "str",
    "sha256": "str",
}
REFUSED_COLUMNS = ("file", "row", "column", "value", "reason")
TOTAL_COLUMNS = {
    "file": "str",
    "name": "str",
    "stated": "float64",
    "found": "float64",
    "difference": "float64",
    "currency": "str",
    "where": "str",
    "holds": "bool",
}


@dataclass(frozen=True)
class Intake:
    """The intake report of a client's inbox.

    Attributes
    ----------
    files : DataFrame
        One row per inbox file: `FILE_COLUMNS`. For a file that was read,
        rows = kept + repeated + superseded + structural + refused. `entries` are the rows of the table that it
        fills first: a line of a money report makes several.
        `status` is read, repeated (the same bytes under another name), not_read_yet, unknown, refused
        (the whole file, `note` says why) or question (`note` says what a person must answer).
        `delete_by` is the ISO day by which a file with personal data must be redacted, `redacted` the day on which
        it was.
    refused : DataFrame
        One row per refused cell: file, row, column, value, reason. Row numbers are the file's own.
    structural : DataFrame
        One row per file and kind of row that carries no data of its own: file, kind, rows.
    totals : DataFrame
        One row per total that a file states itself: `TOTAL_COLUMNS`, where `where` is a row of the file.
    questions : DataFrame
        One row per open question: file, sha256, question, text, proposal.
    coverage : DataFrame
        One row per export, account and day with data: export, title, account, day, rows.
    digest : str
        Hash of the canonical tables.
    """

    files: pd.DataFrame
    refused: pd.DataFrame
    structural: pd.DataFrame
    totals: pd.DataFrame
    questions: pd.DataFrame
    coverage: pd.DataFrame
    digest: str

    @property
    def rows_read(self) -> int:
        """Data rows of all files that were read."""
        return int(self.files.loc[self.files["status"] == "read", "rows"].sum())


def read_intake(folder: Path) -> Intake:
    """The intake report of the last ingest; an empty one where nothing was ingested."""
    path = folder / INTAKE
    saved = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return Intake(
        files=_frame(saved.get("files", []), FILE_COLUMNS),
        refused=_frame(saved.get("refused", []), dict.fromkeys(REFUSED_COLUMNS, "str")),
        structural=_frame(saved.get("structural", []), {"file": "str", "kind": "str", "rows": "int64"}),
        totals=_frame(saved.get("totals", []), TOTAL_COLUMNS),
        questions=_frame(
            saved.get("questions", []), dict.fromkeys(("file", "sha256", "question", "text", "proposal"), "str")
        ),
        coverage=_frame(
            saved.get("coverage", []),
            {"export": "str", "title": "str", "account": "str", "day": "str", "rows": "int64"},
        ),
        digest=store_digest(folder),
    )


def write_intake(
    folder: Path,
    *,
    files: list[dict],
    questions: list[dict],
    parts: dict[str, Part],
    stopped: dict[str, Part],
    fates: dict[str, Fate],
) -> None:
    """Store the intake report and the readable quarantine.

    Parameters
    ----------
    folder : Path
        The client's `store/`.
    files : list of dict
        One per inbox file with at least file, account, export, title, status, note, sha256.
    questions : list of dict
        Open questions: file, sha256, question, text, proposal.
    parts : dict
        By file path, for files that were read.
    stopped : dict
        By file path, for files over the loss budget: counted and quarantined, not folded.
    fates : dict
        By part id, from `fold`.
    """
    read = {**parts, **stopped}
    both = list(read.values())
    refused = pd.concat([part_refused(folder, part) for part in both] or [no_refused()], ignore_index=True)
    rows = [_file_row(entry, parts.get(entry["file"]) or stopped.get(entry["file"]), fates) for entry in files]
    structural = [
        {"file": file, "kind": kind, "rows": count}
        for file, part in parts.items()
        for kind, count in sorted(part.structural.items())
        if count
    ]
    write_json(
        folder / INTAKE,
        {
            "files": rows,
            "refused": refused.to_dict("records"),
            "structural": structural,
            "totals": [_total_row(file, total) for file, part in read.items() for total in part.totals],
            "questions": questions,
            "coverage": _coverage(parts),
        },
    )
    write_bytes(folder / QUARANTINE, literal_csv(refused).encode("utf-8-sig"))


def no_refused() -> pd.DataFrame:
    """An empty frame of refused cells."""
    return pd.DataFrame(columns=list(REFUSED_COLUMNS), dtype="str")


def literal_csv(frame: pd.DataFrame) -> str:
    """`frame` as CSV in which no heading and no cell can start a formula in a spreadsheet.

    A spreadsheet of a country with decimal commas splits at semicolons, so what stands behind one counts as a start.

    Source: OWASP ASVS 1.2.10, CWE-1236.

    >>> literal_csv(pd.DataFrame({"value": ["=1+1"]})).splitlines()[1]
    "'=1+1"
    """
    safe = frame.apply(lambda column: column.map(_literal))
    return safe.rename(columns=_literal).to_csv(index=False, lineterminator="\n")


def without_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` with no heading and no text that can start a formula; numbers, as text too, stay as they are.

    >>> without_formulas(pd.DataFrame({"value": ["=1+1", "-12.50"]}))["value"].tolist()
    ["'=1+1", '-12.50']
    """
    return frame.map(_literal_text).rename(columns=_literal)


def _literal_text(value: object) -> object:
    return _literal(value) if isinstance(value, str) and not _PLAIN_NUMBER.fullmatch(value) else value


def _literal(value: object) -> str:
    # A bare carriage return would stand outside quotes and end the row for a spreadsheet.
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return _FORMULA_START.sub("'", text)


def _total_row(file: str, total: ControlTotal) -> dict:
    return {"file": file, **asdict(total), "difference": total.difference, "holds": total.holds}


def _file_row(entry: dict, part: Part | None, fates: dict[str, Fate]) -> dict:
    row = {**dict.fromkeys(FILE_COLUMNS, ""), **dict.fromkeys(_COUNTS, 0), **entry}
    if part is not None:
        fate = fates.get(part.id, Fate(0, 0, 0))
        row |= {
            "rows": part.physical_rows,
            "kept": fate.kept,
            "repeated": part.repeated + fate.repeated,
            "superseded": fate.superseded,
            "structural": sum(part.structural.values()),
            "refused": part.refused_rows,
            "entries": part.entries,
            "first_day": part.first_day,
            "last_day": part.last_day,
            "encoding": part.encoding,
            "exported_at": part.exported_at,
            "note": "; ".join([*filter(None, [entry.get("note", "")]), *part.notes]),
        }
    return row


_COUNTS = [name for name, kind in FILE_COLUMNS.items() if kind == "int64"]


def _coverage(parts: dict[str, Part]) -> list[dict]:
    days: dict[tuple[str, str, str, str], int] = {}
    for part in parts.values():
        title = part.title or EXPORTS[part.export].title
        for day, rows in part.days.items():
            place = (part.export, title, part.account, day)
            days[place] = days.get(place, 0) + rows
    return [
        {"export": export, "title": title, "account": account, "day": day, "rows": rows}
        for (export, title, account, day), rows in sorted(days.items())
    ]


def _frame(records: list[dict], columns: dict[str, str]) -> pd.DataFrame:
    # A report of an older version lacks columns that came later.
    full = [{**dict.fromkeys(columns, ""), **record} for record in records]
    return pd.DataFrame(full, columns=list(columns)).astype(columns)
