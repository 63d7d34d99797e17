"""Sentences about what the seller changed and what conversion did."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbench.words.catalogue import mark, t
from workbench.words.formats import count, day, points, rate

CHANGE_KINDS = {
    "content": mark("content"),
    "price": mark("price"),
    "stock": mark("stock"),
    "carrier": mark("carrier"),
    "advertising": mark("advertising"),
    "other": mark("other"),
}


def change_kind(kind: str) -> str:
    """The kind of a change in the language in use.

    >>> change_kind("content")
    'content'
    """
    return t(CHANGE_KINDS[kind]) if kind in CHANGE_KINDS else kind


def brushing_note(traffic: pd.DataFrame) -> str:
    """How many units of brushing orders conversion leaves out; blank where there is none.

    Parameters
    ----------
    traffic : DataFrame
        As `workbench.kpis.brushing.traffic_without_brushing` gives it.
    """
    left_out = int(traffic["brushing_units"].sum())
    if not left_out:
        return ""
    before = int(traffic["units"].sum()) + left_out
    return t(
        "Units of orders marked as brushing are left out of conversion: {before} before, {after} after; their visits "
        "still count.",
        before=count(before),
        after=count(before - left_out),
    )


def conversion_sentence(row: Mapping) -> str:
    """What conversion did after a change, and whether chance alone could explain it.

    Parameters
    ----------
    row : mapping
        One row of `conversion_around_changes`.
    """
    text = (
        mark(
            "{item} ({account}): after the change of {kind} on {date} conversion went from {before} to {after}; "
            "chance alone can explain that ({low} to {high})."
        )
        if row["change_low"] <= 0 <= row["change_high"]
        else mark(
            "{item} ({account}): after the change of {kind} on {date} conversion went from {before} to {after}, "
            "{change} ({low} to {high})."
        )
    )
    return t(
        text,
        item=row["item_id"],
        account=row["account"],
        kind=change_kind(row["kind"]),
        date=day(row["date"]),
        before=rate(row["conversion_before"]),
        after=rate(row["conversion_after"]),
        change=points(row["change"]),
        low=points(row["change_low"], unit=False),
        high=points(row["change_high"], unit=False),
    )


def changes_sentence(changes: pd.DataFrame, conversion: pd.DataFrame) -> str:
    """How many changes were made and how many moved conversion beyond chance.

    Parameters
    ----------
    changes : DataFrame
        One row per dated change.
    conversion : DataFrame
        `conversion_around_changes` of them.
    """
    moved = conversion[(conversion["change_low"] > 0) | (conversion["change_high"] < 0)]
    return t(
        "{changes} dated changes are on record; {compared} can be set against conversion, and in {moved} of them it "
        "moved by more than chance.",
        changes=count(len(changes)),
        compared=count(len(conversion)),
        moved=count(len(moved)),
    )
