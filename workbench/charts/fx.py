"""The fan of an exchange rate: where it was, and how far it may go."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.ticker import MaxNLocator

from workbench.charts.axes import day_axis, number_axis
from workbench.charts.flags import SPACE
from workbench.charts.style import ACCENT, INK, SECONDARY, figure_axes, finish_chart
from workbench.words import t
from workbench.words.formats import exchange_text
from workbench.words.pricing_fx import fx_fan_source, fx_fan_subtitle, fx_fan_title

FAN_MM = 58.0
# Widest first: pale to strong, so the fan reads in grey print too.
BANDS = (("p05", "p95", 0.12), ("p10", "p90", 0.20), ("p25", "p75", 0.34))
# The history shown before the fan is this many times as long.
HISTORY_PART = 1.5
LABELLED = ("p90", "p50", "p10")


def plot_fx_fan(fan: pd.DataFrame, *, history: pd.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """How far a rate may go: bands of 50, 80 and 90 % of the futures, the rate so far before them.

    Parameters
    ----------
    fan : DataFrame
        One row per business day, as `workbench.fx_fan` gives them.
    history : DataFrame, optional
        The rate by day up to the fan, as `workbench.fx_history` gives it; its last part is shown.
    ax : Axes, optional
        Draw here.
    """
    ax = figure_axes(height_mm=FAN_MM, ax=ax)
    start, end = fan["date"].iloc[0], fan["date"].iloc[-1]
    past = _shown(history, start=start, end=end)
    dates = date2num(fan["date"])
    for low, high, alpha in BANDS:
        ax.fill_between(dates, fan[low], fan[high], color=ACCENT, alpha=alpha, lw=0, zorder=2)
    ax.plot(dates, fan["p50"], color=ACCENT, lw=1.2, ls=(0, (4, 2)), zorder=3)
    if len(past):
        ax.plot(date2num(past["date"]), past["rate"], color=INK, lw=1.3, zorder=4)
    ax.plot(dates[:1], fan["p50"].iloc[:1], "o", ms=4, color=INK, zorder=5)
    first = past["date"].iloc[0] if len(past) else start
    # The bands run to the edge; their names stand outside it.
    day_axis(ax, start=first, end=end)
    ax.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
    number_axis(ax, digits=2 if fan["p50"].iloc[0] >= 1 else 4)
    _label_ends(ax, fan)
    return finish_chart(ax, title=fx_fan_title(fan), subtitle=fx_fan_subtitle(fan), source=fx_fan_source(fan))


def _shown(history: pd.DataFrame | None, *, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    """The last stretch of the history, up to the day that the fan starts."""
    if history is None or history.empty:
        return pd.DataFrame({"date": [], "rate": []})
    first = start - (end - start) * HISTORY_PART
    return history[(history["date"] >= first) & (history["date"] <= start)]


def _label_ends(ax: Axes, fan: pd.DataFrame) -> None:
    """The ends of the 80 % band and the middle, named at the right edge."""
    words = {"p90": t("1 in 10 above"), "p50": t("middle"), "p10": t("1 in 10 below")}
    last = fan.iloc[-1]
    for name in LABELLED:
        ax.annotate(
            f"{exchange_text(last[name])}  {words[name]}",
            (1, last[name]),
            (SPACE, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            color=ACCENT if name == "p50" else SECONDARY,
            weight="bold" if name == "p50" else "normal",
            va="center",
            annotation_clip=False,
        )
