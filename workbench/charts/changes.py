"""Conversion of a listing by month around a change."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.dates import date2num

from workbench.charts.axes import month_axis, rate_axis
from workbench.charts.style import ACCENT, INK, SECONDARY, TEXT_SIZE, Axes, figure_axes, finish_chart
from workbench.words import day, rate, shortened, t
from workbench.words.changes import change_kind, conversion_sentence

BAR_DAYS = 22


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
    middles = date2num(monthly["month"]) + 15
    after = (monthly["month"] > change["date"]).tolist()
    colours = [ACCENT if late else SECONDARY for late in after]
    ax.bar(middles, monthly["conversion"], width=BAR_DAYS, color=colours, zorder=2)
    for place, value in zip(middles, monthly["conversion"], strict=True):
        if pd.notna(value):
            ax.annotate(rate(value), (place, value), (0, 2), textcoords="offset points", ha="center", fontsize=7)
    ax.axvline(date2num(change["date"]), color=INK, lw=0.8)
    ax.annotate(
        t("{kind}, {day}", kind=change_kind(change["kind"]), day=day(change["date"], year=False)),
        (date2num(change["date"]), 1.04),
        (3, 0),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        fontsize=TEXT_SIZE - 1,
        color=INK,
    )
    ax.set_ylim(0, monthly["conversion"].max() * 1.15 if len(monthly) else 1)
    rate_axis(ax, most=3)
    month_axis(ax, months=monthly["month"], places=middles)
    return finish_chart(
        ax,
        title=conversion_sentence(change),
        subtitle=t(
            "{title}: units ordered over sessions, by month; the month of the change counts on neither side",
            title=shortened(change["title"]),
        ),
        source=t("Source: traffic reports of account {account}", account=change["account"]),
    )
