"""Characters that the report's fonts lack: an error in our words, spelled out in everybody else's.

A reader must never see an empty box, and text must never be lost without a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from workbench.errors import MissingGlyph, listed
from workbench.report.fonts import covered_characters

_LAYOUT = frozenset("\t\n\r")
# Only after a letter: a mark after the ">" of a tag would otherwise melt into it.
_ACCENTED = re.compile(r"[^\W\d_][\u0300-\u036f]+")
_NARROW_NO_BREAK_SPACE = 0x202F
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


def check_own_words(text: str, *, where: str) -> None:
    """Raise where our own text has a character without a glyph.

    Raises
    ------
    MissingGlyph
        Naming each character and its code point.
    """
    missing = sorted(point for point, shown in _replacements(_composed(text)).items() if shown.startswith("["))
    if missing:
        raise MissingGlyph(
            where,
            f"{len(missing)} characters without a glyph: {listed(f'{code_point(p)} {name(p)}' for p in missing)}",
            expected="characters of the report's fonts",
            hint="word it otherwise, or add the character's block to scripts/make_fonts.py and make the fonts anew",
        )


def printable(text: str) -> tuple[str, Counter[int]]:
    """`text` with every character that no font has spelled out, and how often each stood there.

    Accents are joined with their letters, invisible characters left out, and rare spaces made plain.

    >>> printable("garlic \\U0001f9c4")
    ('garlic [U+1F9C4]', Counter({129476: 1}))
    """
    composed = _composed(text)
    shown = _replacements(composed)
    spelled = {point for point, instead in shown.items() if instead.startswith("[")}
    counts = Counter(ord(char) for char in composed if ord(char) in spelled) if spelled else Counter()
    return composed.translate(shown), counts


def code_point(point: int) -> str:
    """As Unicode writes it.

    >>> code_point(0x1F9C4)
    'U+1F9C4'
    """
    return f"U+{point:04X}"


def name(point: int) -> str:
    """The character's name in the Unicode standard, in lower case.

    >>> name(0x1F9C4)
    'garlic'
    """
    return unicodedata.name(chr(point), "unnamed").lower()


def _composed(text: str) -> str:
    return _ACCENTED.sub(lambda found: unicodedata.normalize("NFC", found.group()), text)


def _replacements(text: str) -> dict[int, str]:
    points = {ord(char) for char in set(text) - _LAYOUT}
    return {point: _instead(point) for point in points - covered_characters()}


def _instead(point: int) -> str:
    category = unicodedata.category(chr(point))
    if category == "Cf" or any(point in selectors for selectors in _SELECTORS):
        return ""
    if point == _NARROW_NO_BREAK_SPACE:
        return "\u00a0"
    if category in ("Zs", "Zl", "Zp"):
        return " "
    return f"[{code_point(point)}]"
