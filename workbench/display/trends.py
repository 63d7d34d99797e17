"""The course of the KPIs: a chart for each at risk or moved, small ones for the others."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML

from workbench.charts.kpis import plot_kpi_trend, plot_kpi_trends
from workbench.client import Client
from workbench.display.figures import chart_html
from workbench.display.notebook import chapter_html, note_html, sentence_html
from workbench.kpis import kpi_series
from workbench.risk import standing_of
from workbench.words import t
from workbench.words.changes import change_kind
from workbench.words.kpi_trends import row_trend_sentence
from workbench.words.kpis import kpi_sentence, reason_sentence
from workbench.words.rules import consequence_sentence

DAYS_SHOWN = 182
# Pages of charts are not read: so many large ones, and so many small ones, at most.
MOST_CHARTS, MOST_SMALL = 6, 8
PANELS = 4
# Changes of a listing tell nothing of an account's rate; these do.
ACCOUNT_CHANGES = ("carrier", "stock")


def show_kpi_trends(client: Client, board: pd.DataFrame) -> HTML:
    """A chart for each KPI beyond its target, at risk or moved beyond chance, then the others as small multiples.

    Parameters
    ----------
    client : Client
    board : DataFrame
        The scoreboard, worst first.
    """
    trends = _trends(client, board)
    urgent = sorted((trend for trend in trends if _needs_a_chart(trend[1])), key=_most_at_stake)[:MOST_CHARTS]
    others = [trend for trend in trends if not any(trend[1] is row for _, row in urgent)]
    nearest = sorted(others, key=_nearest_to_limit)[:MOST_SMALL]
    parts = [_trend_html(client, series, row) for series, row in urgent]
    if not urgent:
        parts.append(sentence_html(t("No KPI is in breach or at risk, and none moved by more than chance.")))
    parts += _small_html(nearest)
    return HTML(chapter_html("kpis", "".join(parts)))


def _small_html(trends: list[tuple[pd.DataFrame, dict]]) -> list[str]:
    """Small multiples in pictures of four, so that a page can break between them."""
    title = t("Other KPIs with a target, those nearest to it first")
    groups = [trends[start : start + PANELS] for start in range(0, len(trends), PANELS)]
    return [
        chart_html(plot_kpi_trends(group, title="" if place else title)[0], alt=title)
        for place, group in enumerate(groups)
    ]


def _trends(client: Client, board: pd.DataFrame) -> list[tuple[pd.DataFrame, dict]]:
    """Series and row of each KPI with a target and at least two figures."""
    rows = board[board["rate"].notna() & board["target"].notna()].to_dict("records")
    drawn = [(_series(client, row), row) for row in rows]
    return [(series, row) for series, row in drawn if series["rate"].notna().sum() > 1]


def _series(client: Client, row: dict) -> pd.DataFrame:
    end = row["as_of"]
    return kpi_series(
        client,
        kpi=row["kpi"],
        account=row["account"],
        scope=row["scope"] if pd.notna(row["scope"]) else "",
        start=end - pd.Timedelta(days=DAYS_SHOWN - 1),
        end=end,
    )


def _needs_a_chart(row: dict) -> bool:
    """Beyond its target or at risk, or moved by more than chance."""
    if standing_of(row) in ("breach", "at_risk"):
        return True
    return pd.notna(row["change_low"]) and not row["change_low"] <= 0 <= row["change_high"]


def _most_at_stake(trend: tuple[pd.DataFrame, dict]) -> tuple[bool, float]:
    """Breaches first, the one with the most orders too many before the others."""
    row = trend[1]
    return row["status"] != "breach", row["headroom"] if pd.notna(row["headroom"]) else 0


def _nearest_to_limit(trend: tuple[pd.DataFrame, dict]) -> tuple[bool, float]:
    """Those at risk or to watch, then by the room left; figures of which no room can be told come last."""
    row = trend[1]
    return standing_of(row) not in ("at_risk", "watch"), row["headroom"] if pd.notna(row["headroom"]) else float("inf")


def _trend_html(client: Client, series: pd.DataFrame, row: dict) -> str:
    chart = plot_kpi_trend(series, row=row, events=_events(client, series, row))
    said = (kpi_sentence(row), reason_sentence(row["reason"]), consequence_sentence(row, only_published=True))
    notes = "".join(note_html(each) for each in said)
    return f'<div class="wb-kept">{chart_html(chart, alt=row_trend_sentence(series, row))}{notes}</div>'


def _events(client: Client, series: pd.DataFrame, row: dict) -> pd.DataFrame:
    """Dated changes of the account that can move its rates, within the days shown."""
    changes = client.changes
    ours = changes[
        (changes["account"] == row["account"])
        & changes["kind"].isin(ACCOUNT_CHANGES)
        & changes["date"].between(series["date"].min(), series["date"].max())
    ].drop_duplicates(["date", "kind"])
    return pd.DataFrame({"date": ours["date"], "label": [change_kind(kind) for kind in ours["kind"]]})
