"""Child process that parses one workbook: bytes in on standard input, its columns out on standard output.

A legal workbook of 5 KB can make the parser ask for hundreds of gigabytes and abort its process, so no
workbook is ever parsed in the process that asked. This file imports nothing of the workbench: it starts in
well under a tenth of a second and holds only the workbook that it was given.

The answer is a line with the length of the JSON that follows, that JSON (each sheet's name, visibility, height and,
column by column, its different cells) and then, column by column, which of them stands in each row: whole numbers
of four bytes. A flag may stand as a list of one, since it equals the number 0 or 1.

Arguments: memory limit in bytes, processor seconds, most cells, most characters of text.
"""

import gc
import io
import json
import resource
import sys
from array import array
from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta
from itertools import count, islice

LONGEST_CELL = 32_767
# So few that their cells stay in the processor's cache between reading and sorting.
ROWS_AT_A_TIME = 256
# Cells after which a column of which more than half are different is taken as it is.
LOOKED_AT = 2_048


def limit(memory: int, seconds: int) -> None:
    """Hold this process to its memory and processor time; no core dump."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def plain(value: object) -> str:
    """A date or time cell as ISO text, with a space between day and time."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, (date, time, timedelta)):
        return str(value)
    raise TypeError(type(value).__name__)


class Column:
    """A column's cells, each different one once where they recur, and which of them stands in each row."""

    def __init__(self):
        self.different = defaultdict(count().__next__)
        self.places = array("i", [self.different[""]])

    def add(self, cells: tuple[object, ...]) -> None:
        """Further rows."""
        if isinstance(self.different, list):
            self.places.extend(range(len(self.different), len(self.different) + len(cells)))
            self.different.extend(cells)
            return
        if bool in set(map(type, cells)):
            cells = [(cell,) if isinstance(cell, bool) else cell for cell in cells]
        self.places.extend(map(self.different.__getitem__, cells))
        if len(self.places) >= LOOKED_AT and len(self.different) * 2 > len(self.places):
            self.different = list(self.different)

    def fill(self, height: int) -> None:
        """Blank cells above the first row, up to this height."""
        self.places = array("i", bytes(self.places.itemsize * (height - len(self.places) + 1))) + self.places[1:]

    def text(self, most: int) -> int:
        """Characters of all its text cells, counted one by one only where they may be more than `most`."""
        lengths = [len(cell) if isinstance(cell, str) else 0 for cell in self.different]
        longest = max(lengths)
        if longest > LONGEST_CELL:
            raise ValueError(f"a cell of {longest:,} characters, a spreadsheet holds {LONGEST_CELL:,}")
        if longest * len(self.places) <= most:
            return longest * len(self.places)
        return sum(lengths[place] * times for place, times in Counter(self.places).items())


def sheets(content: bytes, *, most_cells: int, most_text: int) -> list[dict]:
    """Name, visibility, height and columns of each sheet; rows and columns start at the sheet's first."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    out, cells, text = [], 0, 0
    for meta in workbook.sheets_metadata:
        if "WorkSheet" not in str(meta.typ):
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        cells += (sheet.height + (sheet.start or (0, 0))[0]) * (sheet.width + (sheet.start or (0, 0))[1])
        if cells > most_cells:
            raise ValueError(f"more than {most_cells:,} cells")
        columns = columns_of(sheet)
        text += sum(column.text(most_text // len(columns)) for column in columns)
        if text > most_text:
            raise ValueError(f"more than {most_text:,} characters")
        visible = meta.visible == SheetVisibleEnum.Visible
        height = len(columns[0].places) if columns else 0
        out.append({"name": meta.name, "visible": visible, "height": height, "columns": columns})
    return out


def columns_of(sheet: object) -> list[Column]:
    """The sheet's columns, blank cells before its first row and column included."""
    left = sheet.start[1] if sheet.start else 0
    columns = [Column() for _ in range(left + sheet.width)]
    rows = sheet.iter_rows()
    while part := list(islice(rows, ROWS_AT_A_TIME)):
        for column, cells in zip(columns[left:], zip(*part, strict=True), strict=True):
            column.add(cells)
    for column in columns:
        column.fill(sheet.end[0] + 1)
    return columns


def main() -> None:
    """Answer one workbook with its sheets; a fault ends the process with its reason on standard error."""
    memory, seconds, most_cells, most_text = (int(word) for word in sys.argv[1:5])
    limit(memory, seconds)
    # Nothing here refers to itself; the collector would only walk millions of cells.
    gc.disable()
    found = sheets(sys.stdin.buffer.read(), most_cells=most_cells, most_text=most_text)
    told = json.dumps(found, default=told_as, ensure_ascii=False, separators=(",", ":")).encode()
    sys.stdout.buffer.write(b"%d\n" % len(told) + told)
    for column in (column for sheet in found for column in sheet["columns"]):
        sys.stdout.buffer.write(column.places)
    sys.stdout.buffer.flush()


def told_as(value: object) -> object:
    """What JSON has no word for: a column by its different cells, a date as text."""
    return list(value.different) if isinstance(value, Column) else plain(value)


if __name__ == "__main__":
    main()
