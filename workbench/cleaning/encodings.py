"""Which encoding a text file is in: tried in a stated order, always strictly."""

from __future__ import annotations

import codecs
import re

import numpy as np
import pyarrow as pa

from workbench.errors import UnreadableFile

ENCODINGS = ("utf-8-sig", "utf-16", "utf-8", "gb18030", "cp1252")
PIECE = 1 << 20
REPLACEMENT = "\ufffd"
LEAST_SOUND = 2
_HIGH_RUNS = re.compile(rb"[\x80-\xff]+")
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def text_encodings(content: bytes, *, where: str) -> tuple[str, ...]:
    """The encodings that the bytes are valid in, likeliest first.

    Byte order marks decide alone. Then UTF-8, then GB18030 and Windows-1252. Almost any Western text is
    also valid GB18030, so where most bytes above ASCII stand alone (as accents do, and Chinese never does)
    Windows-1252 goes first.

    Raises
    ------
    UnreadableFile
        NUL bytes, or no encoding fits.

    >>> text_encodings("Título".encode("cp1252"), where="a.csv")[0]
    'cp1252'
    >>> text_encodings("店铺名".encode("gb18030"), where="a.csv")[0]
    'gb18030'
    """
    if content.startswith(codecs.BOM_UTF8):
        candidates: tuple[str, ...] = ("utf-8-sig",)
    elif content.startswith(_UTF16_MARKS):
        candidates = ("utf-16",)
    elif b"\x00" in content:
        raise UnreadableFile(
            where,
            f"a NUL byte at position {content.index(0):,}",
            expected="text",
            hint="the download broke off, or the file is UTF-16 without its mark: export it again",
        )
    else:
        candidates = _without_mark(content, where=where)
    fitting = tuple(name for name in candidates if _decodes(content, name))
    if not fitting:
        raise UnreadableFile(
            where,
            f"the bytes are not valid {', '.join(candidates)}",
            expected=", ".join(ENCODINGS),
            hint="the file is damaged, or was saved in another encoding: export it again as UTF-8",
        )
    return fitting


def as_utf8(content: bytes, *, encoding: str) -> bytes:
    """The same text as UTF-8 without a mark, line ends as line feeds."""
    if encoding == "utf-8-sig":
        content = content[len(codecs.BOM_UTF8) :]
    elif encoding != "utf-8":
        content = content.decode(encoding).encode("utf-8")
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return content


def _without_mark(content: bytes, *, where: str) -> tuple[str, ...]:
    if _is_utf8(content):
        return ("utf-8",)
    _refuse_damaged_utf8(content, where=where)
    return ("cp1252", "gb18030") if _accents_only(content) else ("gb18030", "cp1252")


def _refuse_damaged_utf8(content: bytes, *, where: str) -> None:
    """Text that is UTF-8 but for a few bytes would be valid, and wrong, in another encoding."""
    head = content[: 4 * PIECE].decode("utf-8", errors="replace")
    damaged = head.count(REPLACEMENT)
    sound = sum(1 for letter in head if letter > "\x7f") - damaged
    if sound > LEAST_SOUND * damaged:
        row = content.count(b"\n", 0, _first_fault(content)) + 1
        raise UnreadableFile(
            where,
            f"damaged bytes in UTF-8 text, the first in line {row:,}",
            expected="UTF-8 throughout",
            hint="two files in different encodings were joined, or the download broke: export it again",
        )


def _first_fault(content: bytes) -> int:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as fault:
        return fault.start
    return len(content)


def _accents_only(content: bytes) -> bool:
    runs = [len(run) for run in _HIGH_RUNS.findall(content[: 4 * PIECE])]
    return sum(length == 1 for length in runs) * 2 > len(runs)


def _decodes(content: bytes, encoding: str) -> bool:
    if encoding == "utf-8":
        return _is_utf8(content)
    # Piece by piece: a whole decoded copy of a 250 MB file would take up to a gigabyte.
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        for start in range(0, len(content), PIECE):
            decoder.decode(content[start : start + PIECE])
        decoder.decode(b"", True)
    except UnicodeError:
        return False
    return True


def _is_utf8(content: bytes) -> bool:
    """Checked in place, as one long text."""
    ends = pa.py_buffer(np.array([0, len(content)], dtype=np.int64))
    try:
        pa.LargeStringArray.from_buffers(1, ends, pa.py_buffer(content)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True
