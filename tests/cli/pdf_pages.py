"""The text of a PDF that WeasyPrint wrote, page by page, from its bytes: a road that asks nothing of the writer."""

from __future__ import annotations

import re
import zlib
from itertools import pairwise


def pdf_pages(pdf: bytes) -> list[str]:
    """What stands on each page, in the order of the pages."""
    objects = _objects(pdf)
    (pages,) = (body for body in objects.values() if b"/Type /Pages" in body)
    numbers = re.findall(rb"(\d+) 0 R", re.search(rb"/Kids \[(.*?)\]", pages)[1])
    letters = _letters(objects)
    contents = [int(re.search(rb"/Contents (\d+) 0 R", objects[int(number)])[1]) for number in numbers]
    return [_text(_stream(objects[number]), letters) for number in contents]


def _objects(pdf: bytes) -> dict[int, bytes]:
    """Object number to its body, also of objects that stand packed in another."""
    found = {int(n): body for n, body in re.findall(rb"(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj", pdf, re.DOTALL)}
    for body in [body for body in found.values() if b"/ObjStm" in body]:
        held, first = _stream(body), int(re.search(rb"/First (\d+)", body)[1])
        head = [int(number) for number in held[:first].split()]
        ends = [*head[1::2], len(held) - first]
        found |= {n: held[first + a : first + b] for n, (a, b) in zip(head[::2], pairwise(ends), strict=True)}
    return found


def _stream(body: bytes) -> bytes:
    return zlib.decompress(re.search(rb"stream\r?\n(.*)\r?\nendstream", body, re.DOTALL)[1])


def _letters(objects: dict[int, bytes]) -> dict[bytes, dict[bytes, str]]:
    """Name of each font to its glyphs' letters."""
    fonts = {}
    for body in objects.values():
        if b"/Subtype /Type0" in body:
            name, unicode = re.search(rb"/BaseFont /([A-Z]{6})\+.*?/ToUnicode (\d+) 0 R", body, re.DOTALL).groups()
            pairs = re.findall(rb"^<([\da-f]+)> <([\da-f]+)>$", _stream(objects[int(unicode)]), re.MULTILINE)
            fonts[name] = {glyph: bytes.fromhex(code.decode()).decode("utf-16-be") for glyph, code in pairs}
    return fonts


def _text(content: bytes, letters: dict[bytes, dict[bytes, str]]) -> str:
    words, font = [], {}
    for name, glyphs in re.findall(rb"/([A-Z]{6}) [\d.]+ Tf|\[(<.*?)\] ?TJ", content, re.DOTALL):
        if name:
            font = letters[name]
        else:
            codes = re.findall(rb"[\da-f]{4}", b"".join(re.findall(rb"<([\da-f]*)>", glyphs)))
            words.append("".join(font.get(code, "") for code in codes))
    return " ".join(words)
