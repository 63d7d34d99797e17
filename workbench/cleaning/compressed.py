"""Files compressed with gzip: unpacked within limits."""

from __future__ import annotations

import zlib

from workbench.errors import UnreadableFile

# A report of text packs to a fifth or a twentieth of its size; what claims far more is a bomb.
MOST_UNPACKED = 1 << 30
MOST_RATIO = 200
SMALL = 1 << 20
PIECE = 1 << 20
_GZIP_WINDOW = 31


def is_compressed(content: bytes) -> bool:
    """Whether the bytes are a gzip file."""
    return content.startswith(b"\x1f\x8b")


def decompressed(content: bytes, *, where: str) -> bytes:
    """What a gzip file holds; several parts one behind the other count as one.

    Raises
    ------
    UnreadableFile
        Cut off, damaged, larger than 1 GB or more than 200 times its packed size, or packed twice.
    """
    pieces, size, rest = [], 0, content
    while rest:
        unpacker = zlib.decompressobj(_GZIP_WINDOW)
        while not unpacker.eof:
            piece, rest = _piece(unpacker, rest, where=where)
            pieces.append(piece)
            size += len(piece)
            # Measured against what is used up so far: a bomb is known before it has filled the memory.
            most = min(MOST_UNPACKED, max(SMALL, MOST_RATIO * (len(content) - len(rest))))
            if size > most:
                raise UnreadableFile(
                    where, f"unpacks to more than {most >> 20:,} MB", hint="no report packs so tightly: ask who made it"
                )
        rest = unpacker.unused_data.lstrip(b"\0")
    whole = b"".join(pieces)
    if is_compressed(whole):
        raise UnreadableFile(
            where, "a gzip file inside a gzip file", hint="unpack it and put the report into the inbox"
        )
    return whole


def _piece(unpacker: zlib._Decompress, packed: bytes, *, where: str) -> tuple[bytes, bytes]:
    try:
        piece = unpacker.decompress(packed, PIECE)
    except zlib.error as fault:
        raise UnreadableFile(where, f"damaged gzip file ({fault})", hint="download it again") from fault
    if not piece and not unpacker.unconsumed_tail and not unpacker.eof:
        raise UnreadableFile(where, "the gzip file is cut off", hint="the download broke off: download it again")
    return piece, unpacker.unconsumed_tail
