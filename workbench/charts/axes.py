"""Ticks of days, rates and money, printed as in the text."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.ticker import FuncFormatter, MaxNLocator

from workbench.words import language, month_name, number
from workbench.words.formats import day as printed_day

# Months are marked from this span on, weeks below it. Days.
MONTHS_FROM = 75
# Room for about this many labels across a full-width chart.
MOST_LABELS = 14


def day_axis(ax: Axes, *, start: object, end: object, most: int = MOST_LABELS) -> None:
    """Mark the days of `ax` by months or, within a quarter, by weeks.

    Parameters
    ----------
    start, end : date-like
        First and last day shown.
    most : int
        Labels that fit.
    """
    first, last = pd.Timestamp(start), pd.Timestamp(end)
    by_month = (last - first).days > MONTHS_FROM
    ticks = pd.date_range(first, last, freq="MS" if by_month else "W-MON")
    ticks = ticks[:: -(-len(ticks) // most) or 1]
    labels = [
        _month_label(tick, place == 0) if by_month else printed_day(tick, year=False)
        for place, tick in enumerate(ticks)
    ]
    ax.set_xticks(date2num(ticks), labels)
    ax.set_xlim(date2num(first) - 1, date2num(last) + 1)
    ax.grid(False, axis="x")


def month_axis(ax: Axes, *, months: pd.Series, places: object) -> None:
    """Name each month below its own place, such as the middle of its bar."""
    ax.set_xticks(places, [_month_label(month, place == 0) for place, month in enumerate(months)])
    ax.tick_params(axis="x", length=0)


def rate_axis(ax: Axes, *, most: int = 5) -> None:
    """Print the values of `ax` as percent, as short as the scale allows."""
    ax.yaxis.set_major_locator(MaxNLocator(most, steps=[1, 2, 2.5, 5, 10]))
    ticks = ax.yaxis.get_major_locator().tick_values(*ax.get_ylim())
    step = abs(ticks[1] - ticks[0]) * 100 if len(ticks) > 1 else 1
    digits = next((digits for digits in range(4) if abs(step * 10**digits - round(step * 10**digits)) < 1e-6), 4)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, place: number(value * 100, digits=digits) + "%"))


def edge_label(ax: Axes, text: str, *, place: float, colour: str) -> None:
    """A row's figure at the right edge of `ax`, outside the plot."""
    ax.annotate(
        text,
        (1, place),
        (4, 0),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        color=colour,
        weight="bold",
        va="center",
        annotation_clip=False,
    )


def number_axis(ax: Axes, *, axis: str = "y", digits: int = 0) -> None:
    """Print the values of `ax` with thousands separators and our minus sign."""
    side = ax.yaxis if axis == "y" else ax.xaxis
    side.set_major_formatter(FuncFormatter(lambda value, place: number(value, digits=digits)))


def _month_label(tick: pd.Timestamp, is_first: bool) -> str:
    """The month, with the year below it where a year begins."""
    short = month_name(tick, short=True)
    if tick.month == 1 or is_first:
        return f"{short}\n{tick.year}" + ("年" if language() == "zh" else "")
    return short
