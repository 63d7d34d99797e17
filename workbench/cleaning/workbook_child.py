"""Child process that parses one workbook: bytes in on standard input, its columns out on standard output.

A legal workbook of 5 KB can make the parser ask for hundreds of gigabytes and abort its process, so no
workbook is ever parsed in the process that asked. This file imports nothing of the workbench: it starts in
well under a tenth of a second and holds only the workbook that it was given.

The answer is a row of messages, each a line with two lengths, then as many bytes of words and of whole numbers of
four bytes. A sheet's words are JSON: its name, visibility, height and in which order its columns follow. A column of
text gives its different cells one after the other, and as numbers how many they are, their lengths, and which of them
stands in each row; any other column gives its cells as JSON and 0 before which of them stands where. A flag may
stand as a list of one, since it equals the number 0 or 1. What has been worked out is sent at once, so that the asker
reads beside the child.

The columns of a large sheet are sorted by two processes, each with half of what is left of memory and processor time.

Arguments: memory limit in bytes, processor seconds, most cells, most characters of text.
"""

import gc
import io
import json
import os
import resource
import signal
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count, islice
from math import ceil
from pathlib import Path

LONGEST_CELL = 32_767
# So few that their cells stay in the processor's cache between reading and sorting.
ROWS_AT_A_TIME = 256
# Cells after which a column of which more than half are different is taken as it is.
LOOKED_AT = 2_048
# Cells from which a second process is worth its start.
LARGE = 500_000


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


class Answer:
    """What is sent on standard output, and the characters in it."""

    def __init__(self, most_text: int):
        self.most_text, self.text, self.out = most_text, 0, sys.stdout.buffer

    def hold(self, characters: int) -> None:
        """Count characters about to be sent; raise where they are too many."""
        self.text += characters
        if self.text > self.most_text:
            raise ValueError(f"more than {self.most_text:,} characters")

    def send(self, *messages: bytes) -> None:
        """Send what the asker can work on by now."""
        self.out.writelines(messages)
        self.out.flush()


def message(words: bytes, *numbers: array) -> bytes:
    """One message of the answer."""
    parts = [bytes(part) for part in numbers]
    return b"%d %d\n" % (len(words), sum(map(len, parts))) + words + b"".join(parts)


def column_message(column: Column) -> bytes:
    """A column's message, in the shape that its cells allow."""
    cells = list(column.different)
    if set(map(type, cells)) != {str}:
        return message(as_json(cells), array("i", [0]), column.places)
    text = "".join(cells)
    words = text.encode()
    lengths = map(len, cells if len(words) == len(text) else map(str.encode, cells))
    return message(words, array("i", [len(cells), *lengths]), column.places)


def as_json(told: object) -> bytes:
    """JSON without spaces."""
    return json.dumps(told, default=plain, ensure_ascii=False, separators=(",", ":")).encode()


def answer_sheets(content: bytes, answer: Answer, *, most_cells: int) -> object:
    """Send each sheet, rows and columns from the sheet's first on; return the last, which nobody need tidy up."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    cells, sheet = 0, None
    for meta in workbook.sheets_metadata:
        if "WorkSheet" not in str(meta.typ):
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        width = (sheet.start or (0, 0))[1] + sheet.width
        cells += (sheet.height + (sheet.start or (0, 0))[0]) * width
        if cells > most_cells:
            raise ValueError(f"more than {most_cells:,} cells")
        visible = meta.visible == SheetVisibleEnum.Visible
        height = sheet.end[0] + 1 if width else 0
        even, odd = list(range(0, width, 2)), list(range(1, width, 2))
        told = {"name": meta.name, "visible": visible, "height": height, "order": even + odd}
        answer.send(message(as_json(told)))
        answer_columns(sheet, answer, even, odd)
    return sheet


def answer_columns(sheet: object, answer: Answer, even: list[int], odd: list[int]) -> None:
    """Send the even columns, then the odd ones, which in a large sheet a second process has sorted meanwhile."""
    most = answer.most_text // max(1, len(even) + len(odd))
    other = second_process(sheet, answer, odd, most) if sheet.height * sheet.width >= LARGE else None
    if other is None:
        answer.send(*messages_of(sheet, answer, even + odd, most))
        return
    process, incoming = other
    try:
        for sent in messages_of(sheet, answer, even, most):
            answer.send(sent)
        characters, sent = int(incoming.readline() or 0), incoming.read()
    except BaseException:
        os.kill(process, signal.SIGKILL)
        raise
    end_as(process)
    answer.hold(characters)
    answer.send(sent)


def messages_of(sheet: object, answer: Answer, wanted: list[int], most: int) -> Iterator[bytes]:
    """The messages of some of a sheet's columns, once their characters are counted."""
    for column in columns_of(sheet, wanted):
        answer.hold(column.text(most))
        yield column_message(column)


def columns_of(sheet: object, wanted: list[int]) -> list[Column]:
    """Some of the sheet's columns, blank cells before its first row and column included."""
    left = sheet.start[1] if sheet.start else 0
    columns = [Column() for _ in wanted]
    filled = [(column, place - left) for column, place in zip(columns, wanted, strict=True) if place >= left]
    rows = sheet.iter_rows()
    while part := list(islice(rows, ROWS_AT_A_TIME)):
        cells = list(zip(*part, strict=True))
        for column, place in filled:
            column.add(cells[place])
    for column in columns:
        column.fill(sheet.end[0] + 1)
    return columns


def second_process(sheet: object, answer: Answer, wanted: list[int], most: int) -> tuple[int, io.BufferedReader] | None:
    """Start a process that sorts these columns: its number, and where its characters and messages are read.

    None where there can't be one, or where the machine doesn't tell the memory in use, by which the limit is parted.
    """
    try:
        used = memory_used()
        incoming, outgoing = os.pipe()
        spent = processor_time(resource.RUSAGE_SELF)
        process = os.fork()
    except OSError:
        return None
    halve_limits(used, spent=spent, own=spent if process else 0)
    if process:
        os.close(outgoing)
        return process, os.fdopen(incoming, "rb")
    os.close(incoming)
    os.dup2(outgoing, sys.stdout.fileno())
    before = answer.text
    sent = list(messages_of(sheet, answer, wanted, most))
    answer.send(b"%d\n" % (answer.text - before), *sent)
    os._exit(0)


def memory_used() -> int:
    """Bytes of addresses that this process holds, which are what its limit counts.

    Raises
    ------
    OSError
        The machine does not tell.
    """
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()


def processor_time(whose: int) -> int:
    """Whole seconds of processor time, rounded up."""
    used = resource.getrusage(whose)
    return ceil(used.ru_utime + used.ru_stime)


def halve_limits(used: int, *, spent: int, own: int) -> None:
    """Hold this process to half of what was left of memory and processor time when the other one began.

    `spent` are the seconds spent by then, `own` those of them that count as this process's own.
    """
    memory, seconds = (resource.getrlimit(what)[1] for what in (resource.RLIMIT_AS, resource.RLIMIT_CPU))
    resource.setrlimit(resource.RLIMIT_AS, (used + max(0, memory - used) // 2, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (min(seconds, own + max(1, (seconds - spent) // 2)), seconds))


def end_as(process: int) -> None:
    """Wait for the second process; die as it died, else take what it has left of the limits."""
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    if code < 0:
        os.kill(os.getpid(), -code)
    if code:
        sys.exit(1)
    memory, seconds = (resource.getrlimit(what)[1] for what in (resource.RLIMIT_AS, resource.RLIMIT_CPU))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    left = max(1, seconds - processor_time(resource.RUSAGE_CHILDREN))
    resource.setrlimit(resource.RLIMIT_CPU, (left, seconds))


def main() -> None:
    """Answer one workbook with its sheets; a fault ends the process with its reason on standard error."""
    memory, seconds, most_cells, most_text = (int(word) for word in sys.argv[1:5])
    limit(memory, seconds)
    # Nothing here refers to itself; the collector would only walk millions of cells.
    gc.disable()
    _last = answer_sheets(sys.stdin.buffer.read(), Answer(most_text), most_cells=most_cells)
    # At once, the last sheet still held: giving millions of cells back one by one would take its time.
    os._exit(0)


if __name__ == "__main__":
    main()
