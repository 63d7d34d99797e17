"""The rule book in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbench.rules import Rule, rule
from workbench.words.catalogue import mark, t
from workbench.words.formats import day, target
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


def consequence_sentence(row: Mapping, *, only_published: bool = False) -> str:
    """What follows where a KPI's target is missed, with its source; blank where no rule in force judges the KPI.

    Parameters
    ----------
    row : mapping
        One row of the KPI table: platform, market, kpi, scope, window_days, as_of.
    only_published : bool
        Say nothing, instead of that it is not published, where the platform publishes none.

    >>> row = {"platform": "amazon", "market": "US", "kpi": "order_defect_rate", "scope": "mfn", "window_days": 60}
    >>> consequence_sentence({**row, "as_of": pd.Timestamp("2026-01-31")}).partition(" Source")[0]
    'If the target is missed: Above 1 % the account may be deactivated.'
    """
    held = _rule_of(row)
    if held is None or held.preview:
        return ""
    if not held.enforcement:
        return "" if only_published else t("What follows where this target is missed is not published.")
    return t(
        "If the target is missed: {consequence} Source: {source}, checked {day}.",
        consequence=t(held.enforcement),
        source=held.enforcement_source,
        day=day(pd.Timestamp(held.checked)),
    )


def _rule_of(row: Mapping) -> Rule | None:
    days = None if pd.isna(row["window_days"]) else int(row["window_days"])
    place = {"platform": row["platform"], "market": row["market"], "scope": row["scope"]}
    return rule(row["kpi"], on=row["as_of"].date(), window_days=days, **place)


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
    # A policy's limit of nought is a count.
    is_rate = row["target"] <= 1 and not row["kpi"].startswith("policy_")
    shown = target(row["target"], comparator=row["comparator"], is_rate=is_rate)
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
