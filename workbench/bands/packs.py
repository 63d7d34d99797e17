"""How many pieces a title sells: read only where the words leave no doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from workbench.bands.matching import fold_text

# What a title says that cannot be read as one number of pieces; a person decides.
UNCLEAR = -1
MOST_PIECES = 100

_NUMBERS = {
    **dict.fromkeys(("un", "una", "one", "single"), 1),
    **dict.fromkeys(("dos", "two", "par", "pair", "duo", "两", "二", "双"), 2),
    **dict.fromkeys(("tres", "three", "trio", "三"), 3),
    **dict.fromkeys(("cuatro", "four", "四"), 4),
    **dict.fromkeys(("cinco", "five", "五"), 5),
    **dict.fromkeys(("seis", "six", "六"), 6),
    **dict.fromkeys(("doce", "twelve", "docena", "dozen", "十二"), 12),
}
_WORDS = "|".join(sorted((word for word in _NUMBERS if word.isascii()), key=len, reverse=True))
_N = rf"(?P<n>\d{{1,4}}|{_WORDS})"
_PIECES = r"(?:piezas?|pzas?|pzs?|pz|pieces?|pcs?|unidades|unidad|uds?|units?|count|ct)"
_SET = r"(?:juegos?|sets?|kits?|coleccion|collection)"
_PACK = r"(?:paquete|pack|lote|paq\.?)"
# What follows makes the number a measure, not a count.
_MEASURE = r"(?:cm|mm|mts?|m|ml|l|lts?|litros?|oz|g|gr|kg|w|v|mah|gb|tb|in|inch|inches|pulgadas?|en|x|por)\b"
# Packs of a whole product.
PACKS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:paquete|pack|lote|caja|bundle|case)s?\s+(?:de|con|of|x)\s+{_N}\b(?!\s*(?:cm|mm|ml|l|g|kg|w|v)\b)",
        rf"\b{_PACK}\s*(?:de|x)?\s*(?P<n>\d{{1,2}})\b(?![.,]\d|\s*{_MEASURE})",
        rf"\b{_N}[\s-]*(?:pack|paquetes?|packs|pk)\b",
        r"\bx\s?(?P<n>\d{1,3})\s*(?:piezas?|pzas?|pcs?|uds?|unidades)?\s*(?:$|[),;/|-])",
        r"(?:^|[(\[,;|]\s*)(?P<n>\d{1,3})\s?x(?=\s+[a-z])",
        r"(?P<n>\d{1,3}|[两二双三四五六])\s*(?:个装|件装|只装|支装|条装|包装|对装|片装|个)",
        r"\b(?:docena|dozen)\b(?P<n>)",
    )
)
# A number of pieces alone: of a product, or in a set that is the product.
PIECES = re.compile(rf"\b{_N}[\s-]*{_PIECES}\b")
SETS = re.compile(rf"\b{_SET}\b|套装|套")
SET_OF = re.compile(rf"\bset\s+(?:of|de)\s+{_N}\b(?!\s*(?:{_PIECES}\b|{_MEASURE}))")
# A set of a stated number that is no "set of 2": one product of so many parts, or so many products.
COUNTED_SET = re.compile(
    rf"\b{_SET}\s+(?:(?:de|con|of|with|x)\s*)?\d{{1,2}}\b(?![.,]\d|\s*{_MEASURE})|[\d两二双三四五六]\s*件套"
)


# A title without any of these says nothing of pieces; most titles are done with here.
HINT = re.compile(
    r"pack|paq|lote|caja|bundle|case|set|juego|kit|colec|collec|pk|pieza|pza|pz|piece|pcs|pc\b|unidad|unit|uds|ud\b|count|ct\b|docena|dozen|\d\s?x|x\s?\d|[个件只支条包对片]"
)


def read_pack(title: str, *, is_set: bool = False) -> int:
    """How many of the product a folded title sells: 0 where it says nothing, -1 where what it says is unclear.

    "Paquete de 3", "pack 3", "2 pack", "3 piezas", "set of 2", "x2", "3个装" are read. A set with a number of pieces
    ("juego de espátulas 5 piezas", "juego de 4 espátulas") may be one product or several, and two numbers contradict:
    both are unclear. Where the product is a set itself (`is_set`), so is "set of 4".

    >>> [read_pack(title) for title in ("prensa de ajo", "prensa (2 piezas)", "set of 2 colanders", "colador x2")]
    [0, 2, 2, 2]
    >>> read_pack("juego de espatulas 5 piezas"), read_pack("set of 4 spatulas", is_set=True)
    (-1, -1)
    """
    sets = {_value(found) for found in SET_OF.finditer(title)}
    rest = SET_OF.sub(" ", title)
    if COUNTED_SET.search(rest) or (sets and is_set):
        return UNCLEAR
    packs = sets | {_value(found) for pattern in PACKS for found in pattern.finditer(title)}
    pieces = {_value(found) for found in PIECES.finditer(title)}
    if not packs and not pieces:
        return 0
    is_one_set = bool(SETS.search(rest)) or bool(sets and pieces - packs)
    said = packs | pieces
    if len(said) > 1 or (is_one_set and pieces) or not 1 <= max(said) <= MOST_PIECES:
        return UNCLEAR
    return said.pop()


def is_a_set(words: Iterable[str]) -> bool:
    """Whether the words that a product is called by say that it is a set.

    >>> is_a_set(["silicone spatula set"]), is_a_set(["garlic press"])
    (True, False)
    """
    return any(SETS.search(fold_text(word)) for word in words)


def pack_table(listings: pd.DataFrame, *, titles: pd.Series, is_set: bool = False) -> pd.DataFrame:
    """Pieces of each listing and what says so: the file's own column before the title.

    Parameters
    ----------
    listings : DataFrame
        Column pack_size of `offers`.
    titles : Series of str
        Their folded titles.
    is_set : bool
        Whether the product is a set itself: then "set of 4" is no pack.

    Returns
    -------
    DataFrame
        With the rows of `listings`: pack (1 or more; -1 unclear), pack_basis (file, title, none, unclear).
    """
    tells = titles.str.contains(HINT.pattern, regex=True).to_numpy(dtype=bool)
    counts = np.zeros(len(titles), dtype="int64")
    counts[tells] = [read_pack(title, is_set=is_set) for title in titles[tells].to_numpy(dtype=object)]
    read = pd.Series(counts, index=titles.index)
    stated = listings["pack_size"].astype("float64")
    is_stated = stated.ge(1) & stated.le(MOST_PIECES) & stated.eq(stated.round())
    pack = read.where(read != 0, 1).where(~is_stated, stated.fillna(1)).astype("int64")
    basis = pd.Series("none", index=listings.index, dtype="str")
    basis = basis.mask(read > 0, "title").mask(read < 0, "unclear").mask(is_stated, "file")
    return pd.DataFrame({"pack": pack, "pack_basis": basis})


def _value(found: re.Match) -> int:
    text = found["n"]
    if not text:
        return 12
    return int(text) if text.isascii() and text.isdigit() else _NUMBERS[text]
