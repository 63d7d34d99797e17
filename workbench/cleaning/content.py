"""What stands in a file: its bytes, or a large file on disk that is read piece by piece and never held whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

# Small enough to be used again without asking the system for memory, large enough that its ends don't count.
PIECE = 1 << 22
# No line of an export is so long: a piece without a line end is given as it is.
NO_LINE = 1 << 20
_LOOK = 1 << 14


class FileContent:
    """A file on disk with as much of `bytes` as it takes to look into it."""

    def __init__(self, path: Path):
        self._path, self._size = path, path.stat().st_size

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, part: slice) -> bytes:
        start, stop, _ = part.indices(self._size)
        with self._path.open("rb", buffering=0) as file:
            file.seek(start)
            return b"".join(_reads(file.read, stop - start))


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


def _reads(read: Callable[[int], bytes], count: int) -> Iterator[bytes]:
    """So many bytes, in as many reads as the system makes of them; fewer where the file ends."""
    while count > 0 and (found := read(count)):
        count -= len(found)
        yield found
