"""Words about a client's profile: what is missing and what that blocks, the size it declares beside its files."""

from __future__ import annotations

import re

import pandas as pd

from workbench.accountability import DECLARED_NOTES
from workbench.profile.missing import GAPS
from workbench.words.catalogue import mark, t
from workbench.words.formats import day, period

ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
MEASURES = {"skus": mark("SKUs"), "orders_three_months": mark("Orders of the last three months")}


def gap_sentence(gap: str) -> str:
    """What a gap of the profile blocks, or the warning.

    Parameters
    ----------
    gap : str
        A code of `workbench.profile.missing.GAPS`, with its detail as ``code:detail``.

    >>> gap_sentence("products")
    "no price bands: no competitor's product is named"
    >>> gap_sentence("owner:2026-01-31").replace("\\xa0", " ")
    "nobody answers for the account's figures on 31 Jan 2026"
    """
    code, _, detail = gap.partition(":")
    return t(GAPS[code], detail=_shown(detail)) if detail else t(GAPS[code])


def declared_rows(declared: pd.DataFrame) -> pd.DataFrame:
    """The declared size beside the files' own, its measures and notes in words.

    Parameters
    ----------
    declared : DataFrame
        measure, declared, files, note, as `workbench.accountability.declared_against_files`.
    """
    return declared.assign(
        measure=[t(MEASURES[measure]) for measure in declared["measure"]],
        note=[_declared_note(note) for note in declared["note"]],
    )


def _declared_note(note: str) -> str:
    code, _, detail = note.partition(":")
    return t(DECLARED_NOTES[code], detail=_shown(detail)) if detail else t(DECLARED_NOTES[code])


def _shown(detail: str) -> str:
    """A day or two days as they print; any other detail as it is."""
    first, _, last = detail.partition("/")
    if not ISO_DAY.fullmatch(first):
        return detail
    return period(first, last) if last else day(first)
