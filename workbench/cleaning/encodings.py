"""Which encoding a text file is in: tried in a stated order, always strictly."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from workbench.cleaning.content import NO_LINE, Content, end_of_lines, line_pieces, pieces, place_of, whole
from workbench.errors import AmbiguousFormat, UnreadableFile

ENCODINGS = ("utf-8-sig", "utf-16", "utf-8", "utf-16-le", "utf-16-be", "gb18030", "cp1252")
PIECE = 1 << 20
FIRST_ROWS = 4_096
REPLACEMENT = "\ufffd"
LEAST_SOUND = 2
# How many times more signs of one encoding than of the other settle it.
CLEARLY = 3
# Spanish accents as a Chinese spreadsheet saves them; as Windows-1252 each would be a diaeresis and a sign.
_GB_ACCENTS = frozenset("áéíóúü".encode("gbk")[place : place + 2] for place in range(0, 12, 2))
_HIGH_RUNS = re.compile(rb"[\x80-\xff]+")
_SPANISH = frozenset("áéíóúñüçÁÉÍÓÚÑÜÇ".encode("cp1252"))
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_AS_THEY_ARE = ("utf-8", "utf-8-sig")
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def text_encodings(content: Content, *, where: str) -> tuple[str, ...]:
    """The encodings that the bytes are valid in, likeliest first.

    Byte order marks decide alone, and so do zero bytes that only one UTF-16 explains. Then comes UTF-8. Almost
    any Western text is also valid GB18030, so the bytes above ASCII are weighed: accents stand alone beside
    letters, Chinese stands in even runs. ISO 8859-1 is read as Windows-1252, which prints the same.

    Known to be wrong when: all Chinese of a GB18030 file is a letter or two whose bytes are also valid UTF-8 (one
    lone 墨 is read as ī). A heading or a sentence in Chinese never is.

    Raises
    ------
    UnreadableFile
        NUL bytes, or no encoding fits.
    AmbiguousFormat
        Windows-1252 and GB18030 fit alike; both readings are shown.

    >>> text_encodings("Título".encode("cp1252"), where="a.csv")[0]
    'cp1252'
    >>> text_encodings("店铺名".encode("gb18030"), where="a.csv")[0]
    'gb18030'
    """
    start = content[: len(codecs.BOM_UTF8)]
    if start == codecs.BOM_UTF8:
        candidates: tuple[str, ...] = ("utf-8-sig",)
    elif start.startswith(_UTF16_MARKS):
        candidates = ("utf-16",)
    elif place_of(b"\x00", content) >= 0:
        candidates = _utf16_without_mark(content, where=where)
    else:
        candidates = _without_mark(content, where=where)
    if candidates[0] in ("utf-8-sig", "utf-16"):
        _refuse_nul(content, candidates[0], where=where)
    fitting = tuple(name for name in candidates if _decodes(content, name))
    if not fitting:
        raise UnreadableFile(
            where,
            f"the bytes are not valid {', '.join(candidates)}",
            expected=", ".join(ENCODINGS),
            hint="the file is damaged, or was saved in another encoding: export it again as UTF-8",
        )
    return fitting


@dataclass(frozen=True)
class Text:
    """A text file in the encoding that it is read in."""

    content: Content
    encoding: str

    def pieces(self) -> Iterator[bytes]:
        """The text as UTF-8 with line feeds; of a large file piece by piece, each but the last with whole lines."""
        if isinstance(self.content, bytes):
            yield self._utf8
        elif self.encoding in _AS_THEY_ARE:
            mark = len(codecs.BOM_UTF8) if self.encoding == "utf-8-sig" else 0
            for _, piece in line_pieces(self.content, start=mark):
                yield _with_line_feeds(piece)
        else:
            yield from self._decoded()

    def whole(self) -> bytes:
        """All of the text at once, as UTF-8 with line feeds."""
        return b"".join(self.pieces())

    @cached_property
    def _utf8(self) -> bytes:
        return as_utf8(self.content, encoding=self.encoding)

    def _decoded(self) -> Iterator[bytes]:
        decoder, left = codecs.getincrementaldecoder(self.encoding)("strict"), b""
        for start, piece in pieces(self.content):
            left += decoder.decode(piece, start + len(piece) >= len(self.content)).encode("utf-8")
            end = end_of_lines(left) or (len(left) if len(left) > NO_LINE else 0)
            if end:
                yield _with_line_feeds(left[:end])
                left = left[end:]
        yield _with_line_feeds(left)


def as_utf8(content: Content, *, encoding: str) -> bytes:
    """The same text as UTF-8 without a mark, line ends as line feeds."""
    content = whole(content)
    if encoding == "utf-8-sig":
        content = content[len(codecs.BOM_UTF8) :]
    elif encoding != "utf-8":
        content = content.decode(encoding).encode("utf-8")
    return _with_line_feeds(content)


def _with_line_feeds(utf8: bytes) -> bytes:
    return utf8.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in utf8 else utf8


def _utf16_without_mark(content: Content, *, where: str) -> tuple[str, ...]:
    """The one byte order in which the bytes are text with lines or delimiters."""
    fitting = [name for name in ("utf-16-le", "utf-16-be") if _is_utf16_text(content[: 2 * PIECE], name)]
    if len(fitting) == 1 and len(content) % 2 == 0:
        return (fitting[0],)
    raise _nul(place_of(b"\x00", content), where=where)


def _refuse_nul(content: Content, encoding: str, *, where: str) -> None:
    """A mark says how to read the bytes, not that they are text."""
    place = _wide_nul(content) if encoding == "utf-16" else place_of(b"\x00", content)
    if place >= 0:
        raise _nul(place, where=where)


def _wide_nul(content: Content) -> int:
    """Where the first NUL of a UTF-16 text stands: two zero bytes at an even place, as pieces begin at one."""
    for start, piece in pieces(content):
        found = np.flatnonzero(np.frombuffer(piece[: len(piece) & ~1], np.uint16) == 0)
        if len(found):
            return start + 2 * int(found[0])
    return -1


def _nul(place: int, *, where: str) -> UnreadableFile:
    return UnreadableFile(
        where,
        f"a NUL byte at position {place:,}",
        expected="text",
        hint="the download broke off, or the file is no text: export it again",
    )


def _is_utf16_text(head: bytes, encoding: str) -> bool:
    # The wrong byte order turns ASCII into Chinese letters, but line ends and delimiters into unused signs.
    try:
        text = codecs.getincrementaldecoder(encoding)("strict").decode(head)
    except UnicodeError:
        return False
    return not _CONTROLS.search(text) and any(sign in text for sign in "\n\r\t,;")


def _without_mark(content: Content, *, where: str) -> tuple[str, ...]:
    if _is_utf8(content):
        return ("utf-8",)
    _refuse_damaged_utf8(content, where=where)
    if not (_decodes(content, "gb18030") and _decodes(content, "cp1252")):
        return ("gb18030", "cp1252")
    for part in (content[: 4 * PIECE], content[:FIRST_ROWS]):
        western, chinese = _signs(part)
        if western > CLEARLY * chinese:
            return ("cp1252", "gb18030")
        if chinese > CLEARLY * western:
            return ("gb18030", "cp1252")
    raise _two_readings(content, where=where)


def _signs(part: bytes) -> tuple[int, int]:
    """Runs of high bytes that look like accents, and those that look like Chinese; others could be either."""
    western = chinese = 0
    for run in _HIGH_RUNS.finditer(part):
        length = run.end() - run.start()
        letters = sum(byte.isalpha() for byte in (part[run.start() - 1 : run.start()], part[run.end() : run.end() + 1]))
        in_pairs = length % 2 == 0 and min(run.group()) > 0xA0
        western += length % 2 == 1 or (letters == 2 and length == 2 and _SPANISH.issuperset(run.group()))
        chinese += in_pairs and (length > 2 or letters == 0 or run.group() in _GB_ACCENTS)
    return western, chinese


def _two_readings(content: Content, *, where: str) -> AmbiguousFormat:
    content = whole(content)
    run = _HIGH_RUNS.search(content)
    # Two signs around it at most: the line may be a person's name and address.
    before = content[max(0, run.start() - 2) : run.start()].rpartition(b"\n")[2]
    piece = before + content[run.start() : run.end() + 2].partition(b"\n")[0]
    shown = [f"'{piece.decode(name, errors='replace').strip()}' in {name}" for name in ("cp1252", "gb18030")]
    return AmbiguousFormat(
        where,
        f"text that two encodings fit: {' or '.join(shown)}",
        expected="UTF-8, or enough text to tell the encoding",
        hint="save the file again as UTF-8",
    )


def _refuse_damaged_utf8(content: Content, *, where: str) -> None:
    """Text that is UTF-8 but for a few bytes would be valid, and wrong, in another encoding."""
    head = content[: 4 * PIECE].decode("utf-8", errors="replace")
    damaged = head.count(REPLACEMENT)
    sound = sum(1 for letter in head if letter > "\x7f") - damaged
    if sound > LEAST_SOUND * damaged or (sound and _breaks_off(content)):
        row = content[: _first_fault(content)].count(b"\n") + 1
        raise UnreadableFile(
            where,
            f"damaged bytes in UTF-8 text, the first in line {row:,}",
            expected="UTF-8 throughout",
            hint="two files in different encodings were joined, or the download broke: export it again",
        )


def _breaks_off(content: Content) -> bool:
    """Whether the text is UTF-8 but for a last character that was cut in two."""
    start = _first_fault(content)
    return len(content) - start < 4 and all(byte >= 0x80 for byte in content[start : start + 4])


def _first_fault(content: Content) -> int:
    for start, piece in line_pieces(content):
        try:
            piece.decode("utf-8")
        except UnicodeDecodeError as fault:
            return start + fault.start
    return len(content)


def _decodes(content: Content, encoding: str) -> bool:
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


def _is_utf8(content: Content) -> bool:
    return all(_is_one_utf8_text(piece) for _, piece in line_pieces(content))


def _is_one_utf8_text(piece: bytes) -> bool:
    """Checked in place, as one long text."""
    ends = pa.py_buffer(np.array([0, len(piece)], dtype=np.int64))
    try:
        pa.LargeStringArray.from_buffers(1, ends, pa.py_buffer(piece)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True
