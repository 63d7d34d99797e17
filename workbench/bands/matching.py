"""Which titles mean the product: words that must and must not occur, whatever their accents and case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import pandas as pd

USED_WORDS = (
    "used", "usado", "usada", "seminuevo", "seminueva", "refurbished", "reacondicionado", "reacondicionada",
    "renewed", "open box", "second hand", "segunda mano", "二手", "翻新",
)  # fmt: skip
# Of a title only what says it for sure: "used" and "usado" stand in "used as" and "usado con" too.
USED_TITLES = (
    "renewed", "refurbished", "reacondicionado", "reacondicionada", "seminuevo", "seminueva", "open box",
    "segunda mano", "second hand", "二手", "翻新",
)  # fmt: skip
# Something else comes with the product.
BUNDLE_WORDS = (
    "bundle", "combo", "kit con", "paquete con", "con regalo", "de regalo", "regalo incluido", "with free",
    "free gift", "组合装", "套餐", "赠品",
)  # fmt: skip
# A part of the product or a thing for it, not the product.
ACCESSORY_WORDS = (
    "repuesto", "refaccion", "recambio", "replacement", "spare", "accesorio para", "accesorios para",
    "compatible con", "compatible with", "funda para", "estuche para", "soporte para", "base para", "case for",
    "cover for", "holder for", "solo caja", "manual de", "配件", "替换", "保护套",
)  # fmt: skip


def fold_text(text: str) -> str:
    """`text` without accents, in lower case, single-spaced.

    >>> fold_text("  Exprimidor de AJÓ ")
    'exprimidor de ajo'
    """
    if not text.isascii():
        text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(text.casefold().split())


def fold_texts(texts: pd.Series) -> pd.Series:
    """The same for a column; blank becomes ''. Each different text is folded once."""
    every = texts.to_numpy(dtype=object, na_value=None)
    known = {text: fold_text(text) for text in set(every) if text is not None}
    return pd.Series([known.get(text, "") for text in every], index=texts.index, dtype="str")


def word_pattern(word: str) -> str:
    """Regular expression that finds `word` in a folded title.

    A word of Latin letters must stand alone, with its plural allowed: "ajo" is in "prensa de ajos", not
    in "trabajo". Alternatives are written "prensa|triturador". Chinese is matched anywhere.

    >>> bool(re.search(word_pattern("ajo"), "herramienta de trabajo"))
    False
    """
    return "|".join(_one_word(part) for part in fold_text(word).split("|") if part.strip())


def has_any(folded: pd.Series, words: Iterable[str]) -> pd.Series:
    """Which folded texts hold at least one of the words."""
    pattern = "|".join(word_pattern(word) for word in words)
    return folded.str.contains(pattern, regex=True)


def words_apart_from(words: Iterable[str], own: Iterable[str]) -> list[str]:
    """Those words that the product's own words don't hold: of cushion covers, "funda para" says nothing.

    >>> words_apart_from(("repuesto", "funda para"), ["funda de cojín"])
    ['repuesto']
    """
    said = {word for text in own for word in re.split(r"[^\w]+", fold_text(text))}
    return [word for word in words if fold_text(word).split()[0] not in said]


def _one_word(word: str) -> str:
    word = word.strip()
    if not word.isascii():
        return re.escape(word)
    # A word boundary stands beside letters and digits only: there is none after "c++".
    before, after = r"\b" * word[0].isalnum(), r"(?:s|es)?\b" * word[-1].isalnum()
    return before + re.escape(word) + after
