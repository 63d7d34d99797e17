"""Child process that parses one workbook: bytes in on standard input, JSON out on standard output.

A legal workbook of 5 KB can make the parser ask for hundreds of gigabytes and abort its process, so no
workbook is ever parsed in the process that asked. This file imports nothing of the workbench: it starts in
well under a tenth of a second and holds only the workbook that it was given.

Arguments: memory limit in bytes, processor seconds, most cells, most characters of text.
"""

import io
import json
import resource
import sys
from datetime import date, datetime, time, timedelta

LONGEST_CELL = 32_767


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


def sheets(content: bytes, *, most_cells: int, most_text: int) -> list[dict]:
    """Name, visibility and rows of each sheet; rows start at the first row and column of the sheet."""
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
        rows = sheet.to_python(skip_empty_area=False)
        text += text_of(rows)
        if text > most_text:
            raise ValueError(f"more than {most_text:,} characters")
        out.append({"name": meta.name, "visible": meta.visible == SheetVisibleEnum.Visible, "rows": rows})
    return out


def text_of(rows: list[list[object]]) -> int:
    """Characters of all text cells; a cell longer than a spreadsheet's longest is a fault."""
    lengths = [len(cell) for row in rows for cell in row if isinstance(cell, str)]
    if max(lengths, default=0) > LONGEST_CELL:
        raise ValueError(f"a cell of {max(lengths):,} characters, a spreadsheet holds {LONGEST_CELL:,}")
    return sum(lengths)


def main() -> None:
    """Answer one workbook with its sheets; a fault ends the process with its reason on standard error."""
    memory, seconds, most_cells, most_text = (int(word) for word in sys.argv[1:5])
    limit(memory, seconds)
    answer = {"sheets": sheets(sys.stdin.buffer.read(), most_cells=most_cells, most_text=most_text)}
    sys.stdout.write(json.dumps(answer, default=plain, ensure_ascii=False, separators=(",", ":")))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
