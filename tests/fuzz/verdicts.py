"""What the workbench makes of one damaged file, and whether that was right.

A file may be refused with a reason, left unknown, or read. A file that is read must account for every row that the
damaged file has by a count of its own, in which no reader takes part.
"""

from __future__ import annotations

import csv
import re
import tempfile
import time
import traceback
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from tests.fuzz.seeds import Seed
from workbench.errors import WorkbenchError
from workbench.sources import Reading, read, recognise
from workbench.store import write_part

LONGEST_SECONDS = 5.0
FINE = ("read", "refused", "not recognised")
_FILLED = re.compile(rb'<c r="[A-Z]+(\d+)"[^>]*>(?:<is>)?(?:<v>|<t[^>]*>)\s*[^<\s]')


@dataclass(frozen=True)
class Verdict:
    """The outcome ("read", "refused", "not recognised", or a failure: "traceback", "lost rows", "slow", "died")."""

    outcome: str
    detail: str = ""
    seconds: float = 0.0

    @property
    def is_failure(self) -> bool:
        return self.outcome not in FINE


def verdict(seed: Seed, content: bytes) -> Verdict:
    """Read the damaged bytes as an ingest would, into a part of a store that is thrown away."""
    started = time.perf_counter()
    try:
        outcome, detail = _outcome(seed, content)
    except WorkbenchError as fault:
        outcome, detail = "refused", str(fault)
    except Exception:  # noqa: BLE001 - whatever else comes out of a reader is what is looked for here
        outcome, detail = "traceback", traceback.format_exc(limit=-14)
    seconds = time.perf_counter() - started
    if seconds > LONGEST_SECONDS and outcome in FINE:
        outcome, detail = "slow", f"{seconds:.1f} s: {detail[:200]}"
    return Verdict(outcome, detail, seconds)


def _outcome(seed: Seed, content: bytes) -> tuple[str, str]:
    context = seed.context
    found = recognise(seed.name, content, context=context)
    if found.status != "read" or found.questions:
        return "not recognised", found.nearest
    reading = read(seed.name, content, export=found.export, context=context)
    with tempfile.TemporaryDirectory() as folder:
        write_part(Path(folder), "part", file=seed.name, sha="0" * 64, account=seed.account, readings=[reading])
    lost = lost_rows(seed, content, reading)
    return ("lost rows", lost) if lost else ("read", "")


def lost_rows(seed: Seed, content: bytes, reading: Reading) -> str:
    """What is missing in the count of rows; blank where every row is accounted for."""
    kept = reading.tables[reading.primary]["where"].nunique()
    fates = kept + sum(reading.structural.values()) + reading.repeated + reading.refused_rows
    if fates != reading.physical_rows:
        return f"{reading.physical_rows} rows, but {fates} have a fate"
    if seed.kind == "text" and reading.delimiter:
        return _lost_lines(seed, content, reading)
    if seed.kind == "workbook":
        return _lost_sheet_rows(content, reading)
    return ""


def _lost_lines(seed: Seed, content: bytes, reading: Reading) -> str:
    text = content.decode(reading.encoding).replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    header = _header_line(lines, reading)
    above, below = lines[: header - 1], lines[header:]
    records = set(seed.content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").split("\n")[2:])
    stranded = [line for line in above if line in records and line.count(reading.delimiter) > 2]
    if stranded:
        return f"{len(stranded)} data rows above the header"
    width = lines[header - 1].count(reading.delimiter)
    quoted = reading.delimiter != "\t" and '"' in text
    # In a file with quotes a record may span lines; a line that is a whole row by itself is no part of another.
    rows = [line for line in below if line.strip(reading.delimiter + ' "')]
    rows = [line for line in rows if not quoted or line.count(reading.delimiter) >= max(width, 1)]
    if len(rows) > reading.physical_rows:
        return f"{len(rows)} rows stand in the file, {reading.physical_rows} were counted"
    return ""


def _header_line(lines: list[str], reading: Reading) -> int:
    """The line of the header; rows are counted as a spreadsheet does, so a cell of two lines above it counts once."""
    if reading.delimiter == "\t":
        return reading.header_row
    records = csv.reader((f"{line}\n" for line in lines), delimiter=reading.delimiter)
    for _ in zip(range(reading.header_row), records, strict=False):
        pass
    return records.line_num


def _lost_sheet_rows(content: bytes, reading: Reading) -> str:
    try:
        sheet = zipfile.ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml")
    except (KeyError, zipfile.BadZipFile, zlib.error):
        return ""
    rows = {int(row) for row in _FILLED.findall(sheet) if int(row) > reading.header_row}
    if len(rows) > reading.physical_rows:
        return f"{len(rows)} rows stand in the sheet, {reading.physical_rows} were counted"
    return ""
