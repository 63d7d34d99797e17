"""Unit margins under a moving exchange rate, and the rate itself over time."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.ticker import FuncFormatter, MaxNLocator

from workbench.charts.axes import day_axis, edge_label, number_axis
from workbench.charts.flags import SPACE, pixels, text_width
from workbench.charts.style import ACCENT, INK, SECONDARY, STATUS_COLOURS, TEXT_SIZE, figure_axes, finish_chart
from workbench.words import number, rate, t
from workbench.words.margins import (
    fx_history_subtitle,
    fx_history_title,
    fx_margins_source,
    fx_margins_subtitle,
    fx_margins_title,
    move_label,
)

# More SKUs than this make a page of their own; those with the least margin are shown.
MOST_SKUS = 12
ROW_MM = 5.6
FRAME_MM = 18.0
HISTORY_MM = 46.0


@dataclass(frozen=True)
class Reach:
    """A SKU's margin rate today and at the outermost moves."""

    sku: str
    weak: float
    today: float
    strong: float


def plot_fx_margins(scenarios: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Each SKU's margin rate today as a dot, and how far it reaches when the currency moves.

    Parameters
    ----------
    scenarios : DataFrame
        One row per SKU and move, as `workbench.fx_margins` gives them. The twelve SKUs with the least
        margin are shown.
    ax : Axes, optional
        Draw here.
    """
    reaches = _reaches(scenarios)
    ax = figure_axes(height_mm=FRAME_MM + ROW_MM * max(len(reaches), 1), ax=ax)
    _draw_reaches(ax, reaches)
    _margin_axis(ax, reaches)
    _label_moves(ax, reaches, scenarios)
    known = int(scenarios.dropna(subset=["margin"])["sku"].nunique())
    return finish_chart(
        ax,
        title=fx_margins_title(scenarios) or t("No SKU has every input for a margin"),
        subtitle=fx_margins_subtitle(scenarios, shown=len(reaches), known=known),
        source=fx_margins_source(scenarios),
    )


def plot_fx_history(history: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """The rate of a currency pair by day, its last value named.

    Parameters
    ----------
    history : DataFrame
        One row per day, oldest first, as `workbench.fx_history` gives them; at least one row.
    ax : Axes, optional
        Draw here.
    """
    ax = figure_axes(height_mm=HISTORY_MM, ax=ax)
    dates, rates = date2num(history["date"]), history["rate"].to_numpy()
    ax.plot(dates, rates, color=ACCENT, zorder=3)
    ax.plot(dates[-1:], rates[-1:], "o", ms=4, color=ACCENT, zorder=4, clip_on=False)
    ax.annotate(
        number(rates[-1], digits=2),
        (1, rates[-1]),
        (4, 0),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        color=ACCENT,
        weight="bold",
        va="center",
        annotation_clip=False,
    )
    day_axis(ax, start=history["date"].iloc[0], end=history["date"].iloc[-1])
    ax.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    number_axis(ax, digits=2)
    return finish_chart(
        ax,
        title=fx_history_title(history),
        subtitle=fx_history_subtitle(history),
        source=t("Source: series {series}", series=history["series"].iloc[0]),
    )


def _reaches(scenarios: pd.DataFrame) -> list[Reach]:
    """The SKUs with the least margin today, the least first."""
    rates = scenarios.dropna(subset=["margin_rate"]).pivot(index="sku", columns="move", values="margin_rate")
    if rates.empty:
        return []
    moves = sorted(rates.columns)
    today = min(moves, key=abs)
    rates = rates.sort_values([today], kind="stable").head(MOST_SKUS)
    return [Reach(sku, row[moves[0]], row[today], row[moves[-1]]) for sku, row in rates.iterrows()]


def _draw_reaches(ax: Axes, reaches: list[Reach]) -> None:
    places = range(len(reaches))
    ax.hlines(
        places, [r.weak for r in reaches], [r.strong for r in reaches], color=SECONDARY, lw=2.2, alpha=0.5, zorder=2
    )
    for place, reach in zip(places, reaches, strict=True):
        colour = STATUS_COLOURS["breach"] if reach.today < 0 else ACCENT
        ax.plot([reach.today], [place], "o", ms=5, color=colour, zorder=3)
        edge_label(ax, rate(reach.today), place=place, colour=colour)
    ax.axvline(0, color=INK, lw=1.0, zorder=1)
    ax.set_yticks(places, [reach.sku for reach in reaches], color=INK)
    # One row more than there are SKUs: the moves are named above the first.
    ax.set_ylim(len(reaches) - 0.4, -1.4)
    ax.grid(False, axis="y")
    ax.grid(True, axis="x")


def _margin_axis(ax: Axes, reaches: list[Reach]) -> None:
    ends = [0.0, *(reach.weak for reach in reaches), *(reach.strong for reach in reaches)]
    room = max((max(ends) - min(ends)) * 0.06, 0.02)
    ax.set_xlim(min(ends) - room, max(ends) + room)
    ax.xaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, place: number(value * 100) + "%"))


def _label_moves(ax: Axes, reaches: list[Reach], scenarios: pd.DataFrame) -> None:
    """The outermost moves, named at the ends of the first row; above the figures at the right, what they are."""
    if not reaches:
        return
    ax.annotate(
        t("margin today"),
        (1, -0.85),
        (4, 0),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        color=SECONDARY,
        va="center",
        annotation_clip=False,
    )
    if reaches[0].weak == reaches[0].strong:
        return
    currency, moves = scenarios["currency"].iloc[0], sorted(scenarios["move"].unique())
    texts = [move_label(move, currency) for move in (moves[0], moves[-1])]
    for text, left in zip(texts, _lefts(ax, texts, reaches[0]), strict=True):
        x = ax.transData.inverted().transform((left, 0))[0]
        ax.text(x, -0.85, text, ha="left", va="center", fontsize=TEXT_SIZE, color=SECONDARY)


def _lefts(ax: Axes, texts: list[str], first: Reach) -> tuple[float, float]:
    """Where two labels begin, in pixels: outside the ends of the first row, but within the axes and apart."""
    ax.figure.draw_without_rendering()
    space = pixels(ax, SPACE)
    weak, strong = (ax.transData.transform((end, 0))[0] for end in (first.weak, first.strong))
    wide, other = (text_width(ax, text) for text in texts)
    right = min(strong + space, ax.bbox.x1 - other)
    left = min(weak - space - wide, right - 2 * space - wide)
    return max(left, ax.bbox.x0), max(right, ax.bbox.x0 + wide + 2 * space)
