"""Sizes that a title states: 45x45 cm, 500 ml, 65 W."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from workbench.bands.matching import fold_text

# Unit in a title: what it measures, and how many of that measure's own unit it is.
UNITS = {
    **{"mm": ("length", 1.0), "cm": ("length", 10.0), "m": ("length", 1000.0)},
    **dict.fromkeys(("in", "inch", "inches", "pulgada", "pulgadas", '"', "英寸"), ("length", 25.4)),
    **{"厘米": ("length", 10.0), "毫米": ("length", 1.0)},
    **{"ml": ("volume", 1.0), "l": ("volume", 1000.0), "lt": ("volume", 1000.0), "litro": ("volume", 1000.0)},
    **{"litros": ("volume", 1000.0), "oz": ("ounces", 1.0), "毫升": ("volume", 1.0), "升": ("volume", 1000.0)},
    **{"g": ("weight", 1.0), "gr": ("weight", 1.0), "kg": ("weight", 1000.0), "克": ("weight", 1.0)},
    **{"w": ("power", 1.0), "watts": ("power", 1.0), "瓦": ("power", 1.0), "mah": ("charge", 1.0)},
    **{"gb": ("storage", 1.0), "tb": ("storage", 1000.0)},
}
_UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
_NUMBER = r"\d+(?:[.,]\d+)?"
_AREA = re.compile(
    rf"({_NUMBER})\s*(?:x|×|\*|por)\s*({_NUMBER})(?:\s*(?:x|×|\*)\s*({_NUMBER}))?\s*({_UNIT})?(?![a-z0-9])"
)
_SINGLE = re.compile(rf"(?<![\dx×.,])({_NUMBER})\s*-?({_UNIT})(?![a-z0-9])")
# A size is the same where it is printed rounded: 45 cm and 17.7 in.
TOLERANCE = 0.03


def read_sizes(title: str) -> dict[str, tuple[float, ...]]:
    """What a folded text measures: dimension to sorted numbers in millimetres, millilitres, grams, watts ...

    >>> read_sizes("funda 45x45 cm"), read_sizes("cargador 65w"), read_sizes("prensa de ajo")
    ({'area': (450.0, 450.0)}, {'power': (65.0,)}, {})
    """
    found: dict[str, tuple[float, ...]] = {}
    for match in _AREA.finditer(title):
        factor = UNITS[match[4] or "cm"][1]
        sides = sorted(_number(text) * factor for text in match.groups()[:3] if text)
        found.setdefault("area" if len(sides) == 2 else "box", tuple(sides))
    for match in _SINGLE.finditer(_AREA.sub(" ", title)):
        measure, factor = UNITS[match[2]]
        found.setdefault(measure, (_number(match[1]) * factor,))
    return found


def states_other_size(titles: pd.Series, attributes: Sequence[str]) -> pd.Series:
    """Which folded titles state another size than the product's, in a dimension that the product states.

    Alternatives of one attribute are written "45x45 cm|18x18 in". A title that states none is no other size.

    >>> states_other_size(pd.Series(["funda 60x60", "funda 45x45cm", "funda"]), ["45x45 cm"]).tolist()
    [True, False, False]
    """
    if not attributes:
        return pd.Series(False, index=titles.index)
    asked = [[read_sizes(fold_text(part)) for part in attribute.split("|")] for attribute in attributes]
    known = {title: any(_differs(read_sizes(title), own) for own in asked) for title in titles.unique()}
    return titles.map(known).astype("bool")


def _differs(stated: dict[str, tuple[float, ...]], own: list[dict[str, tuple[float, ...]]]) -> bool:
    shared = [(stated[measure], sizes[measure]) for sizes in own for measure in sizes if measure in stated]
    return bool(shared) and not any(_is_same(one, other) for one, other in shared)


def _is_same(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return all(abs(a - b) <= TOLERANCE * max(a, b) for a, b in zip(one, other, strict=True))


def _number(text: str) -> float:
    return float(text.replace(",", "."))
