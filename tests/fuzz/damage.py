"""Kinds of damage: what downloads, spreadsheets, mail programs and hands do to a file, and what an attacker would.

Each takes the bytes of a valid file and a seeded source of chance, and gives back other bytes.
"""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from collections.abc import Callable

Damage = Callable[[bytes, random.Random], bytes]

DELIMITERS = (b"\t", b";", b",")
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\x00\x00")
NUMBERS = (
    "-1",
    "1e999",
    "NaN",
    "1.234,56",
    "1,234.56",
    "(12.00)",
    "12,5O",
    "9" * 40,
    "0x1F",
    "１２",
    "--",
    "1.23457E+11",
)
DAYS = ("31/02/2026", "2026-13-01", "1/2/2026 8:04", "0000-00-00", "9999-12-31T23:59:59Z", "46023", "ayer", "02.01.26")
WORDS = ("=1+1", "NA", "null", "\u202e", "\ufffd", "ñ店", "a\x0bb", "\u2028", "'", "a" * 5_000, "", " ")
VALUES = (
    None,
    True,
    0,
    -1,
    2**63,
    10**30,
    1e308,
    0.1,
    "",
    "NaN",
    "x",
    [],
    {},
    [[]],
    [None],
    {"id": None},
    "9999-99-99",
)
NUMBER = re.compile(rb"-?\d[\d.,]*")
DAY = re.compile(rb"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")


def flipped_bytes(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def flipped_bits(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 3)):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def cut_off(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(1, len(content))]


def cut_out(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    return content[:start] + content[start + chance.randint(1, 60) :] or b"x"


def insertion(*inserted: bytes) -> Damage:
    """Damage that inserts one of these pieces at one to three places."""

    def insert(content: bytes, chance: random.Random) -> bytes:
        for _ in range(chance.randint(1, 3)):
            place = chance.randint(0, len(content))
            content = content[:place] + chance.choice(inserted) + content[place:]
        return content

    return insert


def marked(content: bytes, chance: random.Random) -> bytes:
    return chance.choice(MARKS) + content


def other_encoding(content: bytes, chance: random.Random) -> bytes:
    text = content.decode("utf-8-sig", errors="replace")
    if chance.random() < 0.5:
        text = text.replace("a", chance.choice("áñ店\u00a0"))
    return text.encode(chance.choice(("utf-16", "utf-16-le", "gb18030", "cp1252", "cp850", "utf-32")), errors="ignore")


def other_line_ends(content: bytes, chance: random.Random) -> bytes:
    ends = (b"\n", b"\r\n", b"\r", b"\n\n", b"\x0b")
    return b"".join(line + chance.choice(ends) for line in content.splitlines())


def damaged_number(content: bytes, chance: random.Random) -> bytes:
    return _replaced(content, chance, NUMBER, NUMBERS)


def damaged_day(content: bytes, chance: random.Random) -> bytes:
    return _replaced(content, chance, DAY, DAYS)


def huge_field(content: bytes, chance: random.Random) -> bytes:
    return _replaced(
        content, chance, re.compile(rb"[^\s,;\t\"{}\[\]:<>]+"), ("9" * 200_000, "é" * 100_000, "a b " * 40_000)
    )


def swapped_cells(content: bytes, chance: random.Random) -> bytes:
    return _with_a_row(content, chance, _swap)


def shifted_row(content: bytes, chance: random.Random) -> bytes:
    return _with_a_row(content, chance, lambda cells, chance: [b"", *cells[:-1]] if cells else cells)


def other_cell(content: bytes, chance: random.Random) -> bytes:
    word = chance.choice((*NUMBERS, *DAYS, *WORDS)).encode()
    return _with_a_row(content, chance, lambda cells, chance: _put(cells, chance.randrange(len(cells)), word))


def extra_delimiter(content: bytes, chance: random.Random) -> bytes:
    return _with_a_row(content, chance, lambda cells, chance: [*cells, b""])


def trailing_delimiters(content: bytes, chance: random.Random) -> bytes:
    delimiter = _delimiter(content)
    return b"\n".join(line + delimiter if line else line for line in content.split(b"\n"))


def doubled_row(content: bytes, chance: random.Random) -> bytes:
    lines = content.split(b"\n")
    place = chance.randrange(len(lines))
    return b"\n".join([*lines[:place], *[lines[place]] * chance.randint(2, 4), *lines[place + 1 :]])


def lost_row(content: bytes, chance: random.Random) -> bytes:
    lines = content.split(b"\n")
    lines.pop(chance.randrange(len(lines)))
    return b"\n".join(lines) or b"x"


def sorted_rows(content: bytes, chance: random.Random) -> bytes:
    lines = content.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


def glued_twice(content: bytes, chance: random.Random) -> bytes:
    return content + chance.choice((b"", b"\n", b"\n\n")) + content


def blank_lines(content: bytes, chance: random.Random) -> bytes:
    lines = content.split(b"\n")
    for _ in range(chance.randint(1, 4)):
        lines.insert(chance.randint(0, len(lines)), chance.choice((b"", b" ", _delimiter(content) * 3, b'""')))
    return b"\n".join(lines)


def edited_document(content: bytes, chance: random.Random) -> bytes:
    """One to three structural edits of a JSON document."""
    document = [json.loads(content)]
    for _ in range(chance.randint(1, 3)):
        _edit(chance.choice(_containers(document)), chance)
    return json.dumps(document[0] if document else None).encode()


def raw_json(content: bytes, chance: random.Random) -> bytes:
    """What json.dumps would not write: doubled keys, lone surrogates, numbers beyond all bounds, depth."""
    pieces = (
        b"NaN",
        b"1e999",
        b"-1e-999",
        b"9" * 5_000,
        b'"\\ud800"',
        b'"\\udc00x"',
        b"[" * 3_000,
        b'{"a":1,"a":2}',
        b"1" * 30,
    )
    return _replaced_raw(content, chance, re.compile(rb'(?<=:) ?(?:-?[\d.]+|"[^"]*"|null|true|false)'), pieces)


def other_members(content: bytes, chance: random.Random) -> bytes:
    """A member of the archive lost, doubled, renamed, emptied or cut; the checksums are right."""
    members = _members(content)
    name = chance.choice(sorted(members))
    act = chance.randrange(5)
    if act == 0:
        members.pop(name)
    elif act == 1:
        members[name + "x"] = members.pop(name)
    elif act == 2:
        members[name] = b""
    elif act == 3:
        members[name] = cut_off(members[name], chance)
    else:
        members[chance.choice(sorted(members))] = members[name]
    return _archive(members)


def edited_member(content: bytes, chance: random.Random) -> bytes:
    """Bytes of one part changed, the archive whole: what a careless or hostile program writes."""
    members = _members(content)
    name = chance.choice(sorted(members))
    how = chance.choice((flipped_bytes, cut_out, damaged_number, insertion(b"<", b">", b"&", b'"', b"</row>", b"\x00")))
    members[name] = how(members[name], chance)
    return _archive(members)


def edited_cells(content: bytes, chance: random.Random) -> bytes:
    """Values, places and kinds of cells changed in a sheet or in its texts."""
    members = _members(content)
    name = chance.choice([name for name in sorted(members) if "sheet1.xml" in name or "sharedStrings" in name])
    for _ in range(chance.randint(1, 3)):
        pattern, words = chance.choice(_CELL_EDITS)
        members[name] = _replaced(members[name], chance, pattern, words)
    return _archive(members)


_ANYWHERE = {
    "bytes flipped": flipped_bytes,
    "bits flipped": flipped_bits,
    "cut off": cut_off,
    "cut out": cut_out,
}
_TEXTS = {
    "NUL inserted": insertion(b"\x00", b"\x00\x00"),
    "quote inserted": insertion(b'"', b'""', b"'"),
    "line end inserted": insertion(b"\n", b"\r", b"\r\n"),
    "mark inserted": insertion(*MARKS),
    "mark before": marked,
    "other encoding": other_encoding,
    "other line ends": other_line_ends,
    "number damaged": damaged_number,
    "day damaged": damaged_day,
    "huge field": huge_field,
    "glued twice": glued_twice,
}
KINDS: dict[str, dict[str, Damage]] = {
    "text": {
        **_ANYWHERE,
        **_TEXTS,
        "delimiter inserted": insertion(b",", b"\t", b";"),
        "cells swapped": swapped_cells,
        "row shifted": shifted_row,
        "cell replaced": other_cell,
        "delimiter too many": extra_delimiter,
        "delimiter behind every row": trailing_delimiters,
        "row doubled": doubled_row,
        "row lost": lost_row,
        "rows sorted": sorted_rows,
        "blank lines": blank_lines,
    },
    "json": {
        **_ANYWHERE,
        **_TEXTS,
        "document edited": edited_document,
        "document edited again": edited_document,
        "document edited a third time": edited_document,
        "value of no JSON": raw_json,
    },
    "workbook": {
        **_ANYWHERE,
        "member lost or changed": other_members,
        "member edited": edited_member,
        "cells edited": edited_cells,
        "cells edited again": edited_cells,
    },
}
_CELL_EDITS = (
    (re.compile(rb'(?<= r=")[A-Z]+\d+'), ("A1", "XFD1048576", "ZZZ9", "A99999999999", "B0", "AAAA1", "")),
    (re.compile(rb'(?<=<row r=")\d+'), ("0", "1048576", "99999999999", "-1", "x")),
    (re.compile(rb"(?<=<v>)[^<]*"), (*NUMBERS, *DAYS, "1e308", "-0", "99999", "")),
    (re.compile(rb"(?<=<t>)[^<]*"), (*NUMBERS, *DAYS, *WORDS[:6], "")),
    (re.compile(rb'(?<= t=")[a-z]+'), ("s", "b", "e", "str", "d", "n", "x", "inlineStr")),
    (re.compile(rb'(?<= s=")\d+'), ("0", "99999", "-1")),
)


def damaged(content: bytes, *, kind: str, damage: str, seed: str) -> bytes:
    """The bytes after one kind of damage; the same for the same seed."""
    return KINDS[kind][damage](content, random.Random(seed))


def _delimiter(content: bytes) -> bytes:
    return max(DELIMITERS, key=content.count)


def _replaced(content: bytes, chance: random.Random, pattern: re.Pattern[bytes], words: tuple[str, ...]) -> bytes:
    return _replaced_raw(content, chance, pattern, [word.encode(errors="surrogatepass") for word in words])


def _replaced_raw(content: bytes, chance: random.Random, pattern: re.Pattern[bytes], words) -> bytes:
    found = list(pattern.finditer(content))
    if not found:
        return content
    place = chance.choice(found)
    return content[: place.start()] + chance.choice(words) + content[place.end() :]


def _with_a_row(content: bytes, chance: random.Random, change) -> bytes:
    lines, delimiter = content.split(b"\n"), _delimiter(content)
    place = chance.randrange(len(lines))
    lines[place] = delimiter.join(change(lines[place].split(delimiter), chance))
    return b"\n".join(lines)


def _swap(cells: list[bytes], chance: random.Random) -> list[bytes]:
    one, other = chance.randrange(len(cells)), chance.randrange(len(cells))
    cells[one], cells[other] = cells[other], cells[one]
    return cells


def _put(cells: list[bytes], place: int, word: bytes) -> list[bytes]:
    return [*cells[:place], word, *cells[place + 1 :]]


def _containers(document: object) -> list:
    found, level = [], [document]
    while level:
        each = level.pop()
        if isinstance(each, (dict, list)) and each:
            found.append(each)
            level.extend(each.values() if isinstance(each, dict) else each)
    return found or [document]


def _edit(container: dict | list, chance: random.Random) -> None:
    places = sorted(container) if isinstance(container, dict) else list(range(len(container)))
    if not places:
        return
    place, act = chance.choice(places), chance.randrange(6)
    if act == 0:
        del container[place]
    elif act == 1 and isinstance(container, list):
        container.append(container[place])
    elif act == 1:
        container[f"{place}_"] = container.pop(place)
    elif act == 2:
        container[place] = [container[place]]
    elif act == 3:
        container[place] = {"value": container[place]}
    else:
        container[place] = chance.choice((*VALUES, *NUMBERS, *DAYS, *WORDS))


def _members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _archive(members: dict[str, bytes]) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            # A member without a date, so that the bytes are the same whenever they are made.
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return body.getvalue()
