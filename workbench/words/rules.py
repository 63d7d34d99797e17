"""The rule book in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbench.words.catalogue import mark, t
from workbench.words.formats import target
from workbench.words.kpis import PLATFORM_NAMES, level_word, place_name

EVIDENCE_WORDS = {
    "O": mark("the platform's own page"),
    "F": mark("platform announcement or staff"),
    "T": mark("third party"),
    "C": mark("public code"),
    "D": mark("derived from sourced numbers"),
}
JUDGED_PER = {
    "channel": mark("per shipping channel"),
    "category": mark("per product category"),
}

EVERY_MARKET = "*"


def rule_place(platform: str, market: str) -> str:
    """Where a rule holds: platform and market, or all its markets.

    >>> rule_place("amazon", "*")
    'Amazon, every market'
    """
    if market == EVERY_MARKET:
        return t("{platform}, every market", platform=t(PLATFORM_NAMES[platform]))
    return place_name(platform, market)


def evidence_words(grade: str) -> str:
    """How sure a rule is, by its grade.

    >>> evidence_words("O")
    "the platform's own page"
    """
    return t(EVIDENCE_WORDS[grade])


def judged_per_words(judged_per: str) -> str:
    """What the platform judges one by one; nothing where that is the whole account.

    >>> judged_per_words("category")
    'per product category'
    """
    return "" if judged_per == "account" else t(JUDGED_PER[judged_per])


def rule_target(row: Mapping) -> str:
    """A rule's target, its colour bands where it has them, and what is only announced.

    Parameters
    ----------
    row : mapping
        One row of `rules_in_force`.
    """
    if pd.isna(row["target"]):
        return t("from the platform's report")
    shown = target(row["target"], comparator=row["comparator"], is_rate=row["target"] <= 1)
    if row["bands"]:
        shown = t("{target}; bands: {bands}", target=shown, bands=_bands(row["bands"]))
    return t("{target}, announced only", target=shown) if row["is_preview"] else shown


def _bands(bands: str) -> str:
    """ "green 0.015, yellow 0.03" with printed levels and limits."""
    pairs = [band.rsplit(" ", 1) for band in bands.split(", ")]
    return t(", ").join(
        f"{level_word(level)} {target(float(bound), comparator='le', is_rate=float(bound) <= 1)}"
        for level, bound in pairs
    )
