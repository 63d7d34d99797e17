"""Why no probability is given, as codes and English sentences; the room of words translates them."""

from __future__ import annotations

NO_CHANCE = {
    "missed": "the target is missed already; what counts is the way back.",
    "no_target": "no target is published.",
    "no_counts": "the figure comes without the counts behind it.",
    "not_measured": "the KPI is not measured.",
    "not_by_day": "the figure is one of whole months, not of single days.",
    "only_shown": "only the platform counts it; no file holds the orders behind it.",
    "counts_alone": "only the counts are known, not the orders by day. Missing: {detail}.",
    "short_history": "the orders go back less than eight weeks ({detail} days).",
    "few_orders": "fewer than 30 orders in the last eight weeks ({detail}).",
    "undecided": "cancelled orders of which no file says who cancelled: {detail}.",
    "left_out": "the files lack the dates or scans of more orders or parcels than they hold: {detail}.",
    "files_end": "the files end {detail} days before the day asked for.",
}
"""Code to English sentence; ``{detail}`` stands for what follows the colon."""


def no_chance(code: str, detail: object = "") -> str:
    """A reason as the risk table stores it.

    >>> no_chance("few_orders", 12), no_chance("missed")
    ('few_orders:12', 'missed')
    """
    return f"{code}:{detail}" if "{detail}" in NO_CHANCE[code] else code
