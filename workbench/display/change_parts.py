"""The causes of a KPI's change as a table whose printed parts add up."""

from __future__ import annotations

import pandas as pd

from workbench.display.notebook import note_html, sentence_html
from workbench.display.tables import Field, html_table
from workbench.tables import require_columns
from workbench.words import count, points, t
from workbench.words.roles import EFFECT_WORDS, WAY_WORDS, part_name, parts_sentence

MOST_PARTS = 4
NEEDED = ["by", "name", "effect", "part", "part_hundredths", "change"]
COUNTS = ["numerator_before", "denominator_before", "numerator_after", "denominator_after"]
HUNDREDTHS = 10_000


def change_parts_html(parts: pd.DataFrame, *, against: str) -> str:
    """The parts of a change, way by way, the largest first; the small ones of a way are one row.

    Parameters
    ----------
    parts : DataFrame
        As `workbench.change_parts`.
    against : str
        ISO day that the change is counted from.

    Raises
    ------
    TableError
        A column is missing.
    """
    require_columns(parts, [*NEEDED, *COUNTS], of="change_parts_html: parts")
    said = sentence_html(parts_sentence(parts, against=against))
    if parts.empty:
        return said
    rows = [row for way in WAY_WORDS for row in _way(parts[parts["by"] == way])]
    fields = [
        Field("name", t("Part"), note="effect"),
        Field("before", t("Before"), align="right"),
        Field("after", t("Now"), align="right"),
        Field("part", t("Brought"), align="right", unit=t("pp")),
    ]
    table = html_table(pd.DataFrame(rows), fields=fields, group="way")
    return said + table + note_html(t("The parts of each way of splitting add up to the whole change."))


def _way(parts: pd.DataFrame) -> list[dict]:
    """The largest parts of one way of splitting as they print, then all others in one."""
    there = parts[parts["part_hundredths"] != 0]
    shown = (there if len(there) else parts).head(MOST_PARTS)
    rest = parts.drop(shown.index)
    rows = [_row(row) for row in shown.to_dict("records")]
    left = int(rest["part_hundredths"].sum())
    if left or len(there) > len(shown):
        name = t("all others together")
        way = t(WAY_WORDS[parts["by"].iloc[0]])
        rows.append({"way": way, "name": name, "effect": "", "before": "", "after": "", "part": _printed(left)})
    return rows


def _row(row: dict) -> dict:
    counts = [t("{part} of {all}", part=count(row[hit]), all=count(row[total])) for hit, total in _sides()]
    has_mix = row["by"] not in ("cause", "accountable")
    return {
        "way": t(WAY_WORDS[row["by"]]),
        "name": part_name(row["by"], row["name"]),
        "effect": t(EFFECT_WORDS[row["effect"]]) if has_mix else "",
        "before": counts[0],
        "after": counts[1],
        "part": _printed(row["part_hundredths"]),
    }


def _sides() -> list[tuple[str, str]]:
    return [(COUNTS[0], COUNTS[1]), (COUNTS[2], COUNTS[3])]


def _printed(hundredths: int) -> str:
    return points(hundredths / HUNDREDTHS, unit=False)
