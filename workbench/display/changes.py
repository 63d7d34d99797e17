"""The chapter of what was changed and what conversion did, or nothing where there is neither."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML

from workbench.charts.changes import plot_conversion
from workbench.client import Client
from workbench.display.figures import chart_html
from workbench.display.notebook import chapter_html, heading_html, note_html, sentence_html
from workbench.display.tables import Field, html_table
from workbench.kpis.brushing import traffic_without_brushing
from workbench.kpis.conversion import conversion_around_changes, conversion_by_month
from workbench.words import t
from workbench.words.changes import brushing_note, change_kind, changes_sentence, conversion_sentence

# Changes of the last months are shown; older ones were shown in their own review.
MONTHS_SHOWN = 6
CHARTS_SHOWN = 3


def show_changes_chapter(client: Client, *, on: str) -> HTML:
    """What was changed in the last six months and what conversion did, with its heading.

    Parameters
    ----------
    client : Client
    on : str
        ISO day of the review; later changes are left out.

    Returns
    -------
    HTML
        Empty where no change is on record, so that the chapter is left out with its heading.
    """
    day = pd.Timestamp(on)
    recent = client.changes[
        (client.changes["date"] <= day) & (client.changes["date"] > day - pd.DateOffset(months=MONTHS_SHOWN))
    ]
    if recent.empty:
        return HTML("")
    traffic = traffic_without_brushing(client)
    conversion = conversion_around_changes(traffic, recent, as_of=on)
    parts = [
        heading_html(t("What was changed, and what did conversion do?")),
        sentence_html(changes_sentence(recent, conversion)),
        _changes_html(recent),
        note_html(brushing_note(traffic)),
        *(_conversion_html(traffic, row, on) for row in _moved(conversion).head(CHARTS_SHOWN).to_dict("records")),
    ]
    return HTML(chapter_html("changes", "".join(parts)))


def _moved(conversion: pd.DataFrame) -> pd.DataFrame:
    """Changes after which conversion moved by more than chance, the largest loss first."""
    return conversion[(conversion["change_low"] > 0) | (conversion["change_high"] < 0)]


def _changes_html(changes: pd.DataFrame) -> str:
    view = changes.sort_values("date", ascending=False, kind="stable").assign(
        kind=lambda rows: [change_kind(kind) for kind in rows["kind"]]
    )
    fields = [
        Field("date", t("Day"), "day"),
        Field("account", t("Account")),
        Field("item_id", t("Listing")),
        Field("kind", t("What was changed")),
        Field("note", t("In the seller's words")),
    ]
    return html_table(view, fields=fields)


def _conversion_html(traffic: pd.DataFrame, row: dict, on: str) -> str:
    monthly = conversion_by_month(traffic)
    item = monthly[(monthly["account"] == row["account"]) & (monthly["item_id"] == row["item_id"])]
    shown = item[item["month"] <= pd.Timestamp(on)]
    return chart_html(plot_conversion(shown, change=row), alt=conversion_sentence(row))
