"""Conversion of a listing by month around a change."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.dates import date2num

from workbench.charts.axes import month_axis, rate_axis
from workbench.charts.style import ACCENT, INK, SECONDARY, TEXT_SIZE, Axes, figure_axes, finish_chart
from workbench.words import day, rate, shortened, t
from workbench.words.changes import change_kind, conversion_sentence

BAR_DAYS, HALF_MONTH = 22, 15


def plot_conversion(monthly: pd.DataFrame, *, change: Mapping, ax: Axes | None = None) -> Axes:
    """One listing's conversion by month as bars from zero, the change as a marked line.

    Parameters
    ----------
    monthly : DataFrame
        One row per month, oldest first: month, sessions, units, conversion.
    change : mapping
        One row of `conversion_around_changes`.
    ax : Axes, optional
        Draw here.
    """
    ax = figure_axes(height_mm=42, ax=ax)
    _draw_months(ax, monthly, change)
    _mark_change(ax, change)
    return finish_chart(
        ax,
        title=conversion_sentence(change),
        subtitle=t(
            "{title}: units ordered over sessions, by month; the month of the change counts on neither side",
            title=shortened(change["title"]),
        ),
        source=t("Source: traffic reports of account {account}", account=change["account"]),
    )


def _draw_months(ax: Axes, monthly: pd.DataFrame, change: Mapping) -> None:
    """A bar a month from zero, its rate above it; those after the change in the accent."""
    middles = date2num(monthly["month"]) + HALF_MONTH
    after = monthly["month"] > change["date"]
    ax.bar(
        middles,
        monthly["conversion"],
        width=BAR_DAYS,
        color=after.map({True: ACCENT, False: SECONDARY}).tolist(),
        zorder=2,
    )
    for place, value in zip(middles, monthly["conversion"], strict=True):
        if pd.notna(value):
            ax.annotate(rate(value), (place, value), (0, 2), textcoords="offset points", ha="center", fontsize=7)
    highest = monthly["conversion"].max()
    ax.set_ylim(0, highest * 1.15 if pd.notna(highest) and highest > 0 else 1)
    rate_axis(ax, most=3)
    month_axis(ax, months=monthly["month"], places=middles)


def _mark_change(ax: Axes, change: Mapping) -> None:
    ax.axvline(date2num(change["date"]), color=INK, lw=0.8)
    ax.annotate(
        t("{kind}, {day}", kind=change_kind(change["kind"]), day=day(change["date"], year=False)),
        (date2num(change["date"]), 1),
        (0, 5),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        fontsize=TEXT_SIZE - 1,
        color=INK,
        ha="center",
    )
