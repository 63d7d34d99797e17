"""What stands in a file: its bytes, or a large file on disk that is read piece by piece and never held whole."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path

from workbench.errors import UnreadableFile

# Small enough to be used again without asking the system for memory, large enough that its ends don't count.
PIECE = 1 << 22
# No line of an export is so long: a piece without a line end is given as it is.
NO_LINE = 1 << 20
_LOOK = 1 << 14


class FileContent:
    """A file on disk with as much of `bytes` as it takes to look into it.

    It is read more than once, and raises UnreadableFile where it is no longer the file that it was at first.
    """

    def __init__(self, path: Path):
        self._path, found = path, path.stat()
        self._size, self._state = found.st_size, _state(found)

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, part: slice) -> bytes:
        start, stop, _ = part.indices(self._size)
        with self._opened() as file:
            if _state(os.fstat(file.fileno())) != self._state:
                raise self._changed()
            file.seek(start)
            return b"".join(_reads(file.read, stop - start))

    def _opened(self) -> FileIO:
        try:
            return self._path.open("rb", buffering=0)
        except FileNotFoundError as fault:
            raise self._changed() from fault

    def _changed(self) -> UnreadableFile:
        # What was read before belongs to other bytes than what would be read now.
        return UnreadableFile(
            self._path.name, "the file changed while it was read", hint="is it still being copied? Read it once more"
        )


Content = bytes | FileContent


def whole(content: Content) -> bytes:
    """All bytes at once."""
    return content if isinstance(content, bytes) else content[:]


def pieces(content: Content) -> Iterator[tuple[int, bytes]]:
    """The content in pieces, each with the place where it begins."""
    for start in range(0, len(content), PIECE):
        yield start, content[start : start + PIECE]


def line_pieces(content: Content, *, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """The content in pieces that end where a line ends, for encodings in which a line feed is one byte."""
    while start < len(content):
        end = _end_of_piece(content, start)
        yield start, content[start:end]
        start = end


def _end_of_piece(content: Content, start: int) -> int:
    """Found by a look at the piece's last bytes: to cut a piece after it was read would be to copy it."""
    stop = start + PIECE
    if stop >= len(content):
        return len(content)
    for look, limit in ((_LOOK, stop), (PIECE, stop), (PIECE + NO_LINE, stop + NO_LINE)):
        begin = max(start, limit - look)
        place = end_of_lines(content[begin:limit])
        if place:
            return begin + place
    return min(stop + NO_LINE, len(content))


def end_of_lines(text: bytes) -> int:
    """Where the last whole line ends; 0 where none does. A carriage return at the end may be half of a line end."""
    return text.rfind(b"\n") + 1 or text.rfind(b"\r", 0, len(text) - 1) + 1


def place_of(byte: bytes, content: Content) -> int:
    """Where a byte stands first; -1 where it doesn't."""
    if isinstance(content, bytes):
        return content.find(byte)
    return next((start + place for start, piece in pieces(content) if (place := piece.find(byte)) >= 0), -1)


def _state(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_ino, found.st_size, found.st_mtime_ns


def _reads(read: Callable[[int], bytes], count: int) -> Iterator[bytes]:
    """So many bytes, in as many reads as the system makes of them; fewer where the file ends."""
    while count > 0 and (found := read(count)):
        count -= len(found)
        yield found
