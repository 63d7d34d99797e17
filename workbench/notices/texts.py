"""Text of a mail in shapes that can be shown, and in the one shape that phrases are looked up in."""

from __future__ import annotations

import re
import unicodedata

from workbench.cleaning.names import normalised

_QUOTES = str.maketrans("‘’‚‛′´`“”„‟″«»", "'" * 7 + '"' * 7)
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_AROUND_HAN = re.compile(rf" (?=[{_HAN}])|(?<=[{_HAN}]) ")
_HAN_LETTER = re.compile(rf"[{_HAN}]")
_WORD = re.compile(r"[^\W\d_]+")
_COMMON_WORDS = {
    "en": "the of to and your you we have has been is that this for not are our with from will by",
    "es": "el la los las de del que y tu su tus sus en para por con una un se no fue ha es te al",
}
_COMMON = {name: frozenset(words.split()) for name, words in _COMMON_WORDS.items()}


def searchable(text: str) -> str:
    """The text without case, accents, width, kinds of quotes and dashes, and line breaks.

    >>> searchable("Tu  REPUTACIÓN\\nbajó"), searchable("迟发率\\n高于 4%")
    ('tu reputacion bajo', '迟发率高于4%')
    """
    flat = unicodedata.normalize("NFKD", normalised(text.translate(_QUOTES)))
    # Accents, and the soft hyphens and joiners that a mail may hide inside its words.
    flat = "".join(letter for letter in flat if unicodedata.category(letter) not in ("Mn", "Cf"))
    # A single letter can stand for eighteen; what it grows to is cut, so that a short mail stays short.
    return _AROUND_HAN.sub("", " ".join(flat[: 2 * len(text)].split()))


def one_line(text: str, *, longest: int) -> str:
    """The text as one line without control, direction and other invisible characters.

    >>> one_line("Warning\\r\\nBcc: a\\u202e b", longest=80)
    'Warning Bcc: a b'
    """
    shown = "".join(_visible(letter) for letter in text[: 4 * longest])
    line = " ".join(shown.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def lines(text: str) -> list[str]:
    """The text's lines that hold anything, each as `one_line` leaves it."""
    cleaned = (one_line(line, longest=len(line)) for line in re.split(r"[\r\n]+", text))
    return [line for line in cleaned if line]


def language_of(text: str) -> str:
    """zh, en, es or unknown.

    zh where there are at least as many Chinese characters as words in other letters; else English or Spanish,
    whichever has more of its commonest words; unknown where neither has any, or both have the same number.

    >>> language_of("Recibimos un reclamo de tu venta"), language_of("您的账户已被停用")
    ('es', 'zh')
    """
    chinese = len(_HAN_LETTER.findall(text))
    found = _WORD.findall(_HAN_LETTER.sub(" ", text.casefold()))
    if chinese and chinese >= len(found):
        return "zh"
    counts = {name: sum(word in common for word in found) for name, common in _COMMON.items()}
    if counts["en"] == counts["es"]:
        return "unknown"
    return max(counts, key=counts.__getitem__)


def _visible(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in ("Cc", "Zl", "Zp", "Zs"):
        return " "
    return "" if category[0] == "C" else letter
