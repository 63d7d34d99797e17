"""KPI rates over time against their targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.dates import date2num

from workbench.charts.axes import day_axis, rate_axis
from workbench.charts.style import (
    ACCENT,
    INK,
    SECONDARY,
    SHADE,
    STATUS_COLOURS,
    TEXT_SIZE,
    Axes,
    Figure,
    figure_axes,
    finish_chart,
    finish_figure,
    new_figure,
)
from workbench.kpis.standards import FROM_REPORT
from workbench.risk import standing_of
from workbench.words import day, period, rate, t, target
from workbench.words.kpi_trends import row_trend_sentence
from workbench.words.kpis import kpi_name, place_name

HEIGHT_MM = 48.0
PANEL_MM = 40.0
# Space kept above and below the line and its target, as a share of what is shown.
ROOM = 0.15
# Two labels at the right edge closer than this overlap. Points.
LABEL_GAP = 11.0
# Names of events stand above the plot, in turn on two lines. Points.
EVENT_LINE, EVENT_LINES = 9.0, 2


def plot_kpi_trend(
    series: pd.DataFrame, *, row: Mapping | None = None, events: pd.DataFrame | None = None, ax: Axes | None = None
) -> Axes:
    """One KPI's rate by day, its target as a labelled line, its window shaded, events marked.

    Parameters
    ----------
    series : DataFrame
        One row per day, oldest first: date, numerator, denominator, rate, target, basis, as `kpi_series`.
    row : mapping, optional
        The KPI's row of the scoreboard; it gives title, window and source.
    events : DataFrame, optional
        One row per event: date, label.
    ax : Axes, optional
        Draw here.
    """
    ax = figure_axes(height_mm=HEIGHT_MM, ax=ax)
    _draw(ax, series, row)
    _mark_events(ax, events)
    if row is None:
        return ax
    return finish_chart(ax, title=row_trend_sentence(series, row), subtitle=_subtitle(series, row), source=_source(row))


def plot_kpi_trends(trends: Sequence[tuple[pd.DataFrame, Mapping]], *, title: str) -> list[Axes]:
    """Small multiples, two in a row, each with its own scale: for KPIs that need no page of their own.

    Parameters
    ----------
    trends : sequence of (series, row)
        As for `plot_kpi_trend`, in the order shown.
    title : str
        What the group shows; blank for a group that goes on with another picture's.
    """
    lines = -(-len(trends) // 2)
    figure: Figure = new_figure(height_mm=PANEL_MM * lines)
    figure.get_layout_engine().set(wspace=0.06, hspace=0.08)
    panels = figure.subplots(lines, 2, squeeze=False).ravel()
    for ax, (series, row) in zip(panels, trends, strict=False):
        _draw(ax, series, row, most_labels=6)
        ax.set_title(f"{kpi_name(row['kpi'], scope=row['scope'])}\n{place_name(row['platform'], row['market'])}")
    for ax in panels[len(trends) :]:
        ax.set_axis_off()
    if title:
        dates = pd.concat([series["date"] for series, _ in trends])
        finish_figure(figure, title=title, subtitle=t("Rate by day, {period}", period=period(dates.min(), dates.max())))
    return list(panels[: len(trends)])


def _draw(ax: Axes, series: pd.DataFrame, row: Mapping | None, *, most_labels: int = 14) -> None:
    dates = date2num(series["date"])
    if row is not None and pd.notna(row["window_start"]):
        ax.axvspan(date2num(row["window_start"]), date2num(row["window_end"]), color=SHADE, lw=0, zorder=0)
    single = series["basis"].ne("computed").any()
    ax.plot(dates, series["rate"], color=ACCENT, zorder=3, marker="o" if single else "", ms=3)
    limit = series["target"].dropna()
    if len(limit):
        ax.step(dates, series["target"], where="post", color=SECONDARY, lw=1.0, ls=(0, (4, 2)), zorder=2)
    _scale(ax, series)
    if len(series):
        day_axis(ax, start=series["date"].iloc[0], end=series["date"].iloc[-1], most=most_labels)
    _label_ends(ax, series, row)


def _scale(ax: Axes, series: pd.DataFrame) -> None:
    """From the lowest to the highest of rate and target, with room, within 0 and 1."""
    shown = pd.concat([series["rate"], series["target"]]).dropna()
    low, high = (shown.min(), shown.max()) if len(shown) else (0.0, 1.0)
    room = max((high - low) * ROOM, 0.002)
    ax.set_ylim(max(0.0, low - room), min(1.0, high + room))
    rate_axis(ax, most=4)


def _label_ends(ax: Axes, series: pd.DataFrame, row: Mapping | None) -> None:
    """The last rate and the target, named at the right edge and kept apart."""
    known, limit = series.dropna(subset=["rate"]), series["target"].dropna()
    ends = []
    if len(known):
        last = known.iloc[-1]
        colour = STATUS_COLOURS[standing_of(row)] if row is not None else ACCENT
        ax.plot([date2num(last["date"])], [last["rate"]], "o", ms=4, color=colour, zorder=4)
        ends.append((last["rate"], rate(last["rate"]), colour, "bold"))
    if len(limit):
        comparator = row["comparator"] if row is not None else ""
        text = t("target {target}", target=target(limit.iloc[-1], comparator=comparator))
        ends.append((limit.iloc[-1], text, SECONDARY, "normal"))
    for (value, text, colour, weight), shift in zip(ends, _shifts(ax, [end[0] for end in ends]), strict=True):
        ax.annotate(
            text,
            (1, value),
            (4, shift),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            color=colour,
            weight=weight,
            fontsize=TEXT_SIZE - 0.5,
            va="center",
            annotation_clip=False,
        )


def _shifts(ax: Axes, values: list[float]) -> list[float]:
    """How far each label moves up or down, in points, so that two do not overlap."""
    if len(values) < 2:
        return [0.0] * len(values)
    low, high = ax.get_ylim()
    height = ax.figure.get_figheight() * 72 * 0.7 / max(ax.get_subplotspec().get_gridspec().nrows, 1)
    apart = (values[0] - values[1]) / (high - low) * height
    if abs(apart) >= LABEL_GAP:
        return [0.0, 0.0]
    push = (LABEL_GAP - abs(apart)) / 2
    return [push, -push] if apart >= 0 else [-push, push]


def _mark_events(ax: Axes, events: pd.DataFrame | None) -> None:
    if events is None:
        return
    for place, event in enumerate(events.itertuples()):
        ax.axvline(date2num(event.date), color=INK, lw=0.7, zorder=1)
        ax.annotate(
            t("{kind}, {day}", kind=event.label, day=day(event.date, year=False)),
            (date2num(event.date), 1),
            (0, 3 + EVENT_LINE * (place % EVENT_LINES)),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            fontsize=TEXT_SIZE - 1,
            color=INK,
            ha="center",
            annotation_clip=False,
        )


def _subtitle(series: pd.DataFrame, row: Mapping) -> str:
    if pd.isna(row["window_start"]):
        return t("Figures as the platform showed them")
    if not series["basis"].eq("computed").all():
        return t(
            "Figures as the platform showed them; shaded: its window of {period}",
            period=period(row["window_start"], row["window_end"]),
        )
    return t(
        "Rate over a rolling window of {days} days, by day; shaded: the window of {period}",
        days=int(row["window_days"]),
        period=period(row["window_start"], row["window_end"]),
    )


def _source(row: Mapping) -> str:
    if row["rule_id"] == FROM_REPORT:
        return t(
            "Source: files of account {account}; target from the platform's report; as of {day}",
            account=row["account"],
            day=day(row["as_of"]),
        )
    return t(
        "Source: files of account {account}; rule {rule}; as of {day}",
        account=row["account"],
        rule=row["rule_id"] if pd.notna(row["rule_id"]) and row["rule_id"] else t("none"),
        day=day(row["as_of"]),
    )
