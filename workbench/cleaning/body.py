"""What stands below the header in a piece of a text file, and its lines read a second time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from workbench.cleaning.encodings import Text
from workbench.cleaning.rawtable import Layout

FIRST_LINES = 1 << 20


@dataclass(frozen=True)
class Body:
    """Whole lines below the header, without the line feeds at the end (`blank_behind`).

    `before` lines of the file stand above them, `skipped` of these in the same piece.
    """

    utf8: bytes
    start: int
    end: int
    before: int = 0
    skipped: int = 0
    blank_behind: int = 0

    @property
    def is_empty(self) -> bool:
        return self.start >= self.end

    @property
    def buffer(self) -> pa.Buffer:
        return pa.py_buffer(self.utf8).slice(self.start, self.end - self.start)

    def first(self, count: int) -> list[bytes]:
        """The first lines, of the first megabyte."""
        return self.utf8[self.start : min(self.end, self.start + FIRST_LINES)].split(b"\n")[:count]

    @cached_property
    def line_starts(self) -> np.ndarray:
        """Offset of each line, and one past the last line's end."""
        found = np.flatnonzero(np.frombuffer(self.utf8, np.uint8)[self.start : self.end] == 10)
        return np.concatenate([[self.start], found + self.start + 1, [self.end + 1]])

    def line(self, number: int) -> bytes:
        """One line, counted from 0."""
        return self.utf8[self.line_starts[number] : self.line_starts[number + 1] - 1]


def body_below(utf8: bytes, layout: Layout, above: int, *, pad_short: bool) -> Body:
    """What stands below the header in a piece that has so many lines of the file above it."""
    start, before = 0, above
    for _ in range(before, layout.header_row):
        found = utf8.find(b"\n", start)
        if found < 0:
            break
        before, start = before + 1, found + 1
    if before < layout.header_row:
        return Body(utf8, len(utf8), len(utf8), before, before - above)
    end = len(utf8)
    while end > start and utf8[end - 1] == 10:
        end -= 1
    body = Body(utf8, start, end, before, before - above, len(utf8) - end)
    return _padded(body, layout) if pad_short else body


def _padded(body: Body, layout: Layout) -> Body:
    delimiter, missing = layout.delimiter.encode(), len(layout.header) - 1
    lines = body.utf8[body.start : body.end].split(b"\n")
    full = b"\n".join(line + delimiter * max(0, missing - line.count(delimiter)) if line else line for line in lines)
    return Body(full, 0, len(full), body.before, body.skipped, body.blank_behind)


class LinesAgain:
    """The lines of a table by position, read again from the file; in ascending order each piece is read once."""

    def __init__(self, text: Text, below: Callable[..., Body], starts: list[int], lines: np.ndarray):
        self._text, self._below, self._starts, self._lines = text, below, starts, lines
        self._piece, self._coming = -1, iter(())
        self._body = Body(b"", 0, 0)

    def __call__(self, position: int) -> bytes:
        number = int(self._lines[position]) - 1
        piece = bisect_right(self._starts, number) - 1
        if piece < self._piece or self._piece < 0:
            self._piece, self._coming = -1, self._text.pieces()
        while self._piece < piece:
            self._piece += 1
            utf8 = next(self._coming)
            if self._piece == piece:
                self._body = self._below(utf8, above=self._starts[piece])
        return self._body.line(number - self._body.before)
