"""Bytes and encoded words of a mail to text, and the few headers that a notice needs."""

from __future__ import annotations

import binascii
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from workbench.notices.texts import one_line

LONGEST_HEADER = 2_000
EARLIEST, LATEST = datetime(1995, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
# Names as mails write them, without '-', '_' and spaces. Others that Python knows are no character sets of mails,
# and some of them take minutes on a long text.
CHARSETS = {
    **dict.fromkeys(("", "utf8", "ascii", "usascii", "ansix341968", "unicode11utf8"), "utf-8"),
    # GB18030 holds the two older sets, and mails that name those often use its characters.
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "cp936", "xgbk"), "gb18030"),
    **dict.fromkeys(("big5", "cp950"), "cp950"),
    # What mails call Latin 1 is Windows-1252, its superset.
    **dict.fromkeys(("iso88591", "latin1", "windows1252", "cp1252"), "cp1252"),
    **{f"iso8859{number}": f"iso8859-{number}" for number in (2, 3, 4, 5, 7, 9, 10, 13, 14, 15, 16)},
    **{f"windows{number}": f"cp{number}" for number in range(1250, 1259) if number != 1252},
    **dict.fromkeys(("hzgb2312", "hz"), "hz"),
    **{"utf16": "utf-16", "utf16le": "utf-16-le", "utf16be": "utf-16-be", "koi8r": "koi8-r"},
    **{"iso2022jp": "iso2022_jp", "shiftjis": "shift_jis", "euckr": "euc_kr"},
}

_WORD = r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?\s]*)\?="
_RUN = re.compile(rf"{_WORD}(?:\s*{_WORD})*")
_ONE = re.compile(_WORD)
_ADDRESS = re.compile(r"[^\s<>()\",;:@]+@([^\s<>()\",;:@]+)")
_BRACKETED = re.compile(r"<([^<>]*)>")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"")


def decode_text(payload: bytes, *, charset: str, most: int) -> tuple[str, tuple[str, ...]]:
    """Text of at most so many characters, and warnings: an unknown character set, unreadable characters, a cut."""
    warnings = []
    codec = CHARSETS.get(re.sub(r"[-_ \"']", "", charset.lower()))
    if codec is None:
        warnings.append(f"charset_unknown:{one_line(charset, longest=40)}")
    # No character of these sets is longer than four bytes.
    text = payload[: 4 * most + 4].decode(codec or "utf-8", errors="replace")
    if len(text) > most or len(payload) > 4 * most + 4:
        warnings.append("parts_left_out")
    text = text[:most].replace("\x00", "")
    lost = text.count("�")
    return text, (*warnings, *((f"characters_lost:{lost}",) if lost else ()))


def decode_header(raw: str) -> str:
    """A header's value with its encoded words decoded; still with whatever control characters it holds.

    >>> decode_header("=?utf-8?B?6L+f5Y+R?= =?utf-8?q?=E7=8E=87_4=25?= today")
    '迟发率 4% today'
    """
    text = raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return _RUN.sub(lambda run: _decoded(run.group()), text[:LONGEST_HEADER])


def instant_of(value: str) -> datetime | None:
    """The UTC instant of a Date header, or None. A time without a zone is taken as UTC, as the standard says.

    >>> instant_of("Mon, 19 Jan 2026 10:00:00 -0800").isoformat()
    '2026-01-19T18:00:00+00:00'
    >>> instant_of("yesterday") is None
    True
    """
    try:
        moment = parsedate_to_datetime(value[:100])
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, LookupError, OverflowError):
        return None
    return moment if EARLIEST <= moment < LATEST else None


def sender_domain(value: str) -> str:
    """Domain of the address in a From header in its ASCII form; "" where there is none.

    A display name is no address, whatever it looks like; a domain in letters that only look Latin shows itself.

    >>> sender_domain('"performance@amazon.com" <news@mail.example.net>')
    'mail.example.net'
    >>> sender_domain("x@аmazon.com")
    'xn--mazon-3ve.com'
    """
    bracketed = _BRACKETED.findall(value)
    found = _ADDRESS.search(bracketed[-1] if bracketed else _QUOTED.sub(" ", value))
    if not found:
        return ""
    domain = one_line(found[1], longest=253).lower().rstrip(".")
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ascii(domain).strip("'")


def sender_count(value: str) -> int:
    """How many addresses a From header holds."""
    return len(_ADDRESS.findall(_QUOTED.sub(" ", value)))


def _decoded(run: str) -> str:
    """Neighbouring encoded words as one text; a character may be split between two of the same set."""
    pieces: list[tuple[str, bytes]] = []
    for charset, coding, word in _ONE.findall(run):
        content = _word_bytes(word, coding)
        if pieces and pieces[-1][0] == charset.lower():
            pieces[-1] = (charset.lower(), pieces[-1][1] + content)
        else:
            pieces.append((charset.lower(), content))
    return "".join(
        decode_text(content, charset=charset.partition("*")[0], most=LONGEST_HEADER)[0] for charset, content in pieces
    )


def _word_bytes(word: str, coding: str) -> bytes:
    text = word.encode("utf-8")
    if coding in "qQ":
        return binascii.a2b_qp(text, header=True)
    try:
        return binascii.a2b_base64(text + b"=" * (-len(text) % 4))
    except binascii.Error:
        return text
