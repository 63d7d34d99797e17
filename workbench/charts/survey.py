"""A price survey: the four curves with both acceptable ranges, and who would buy at the prices offered."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from workbench.charts.axes import number_axis, rate_axis
from workbench.charts.flags import LINE_POINTS, Flag, draw_flags, flag_sides, pixels, place_flags
from workbench.charts.style import (
    ACCENT,
    INK,
    PAPER,
    SECONDARY,
    SERIES,
    SHADE,
    TEXT_SIZE,
    figure_axes,
    finish_chart,
    finish_figure,
    new_figure,
)
from workbench.pricing.survey_study import SurveyStudy
from workbench.words import count, number, t
from workbench.words.bands import price_text
from workbench.words.survey import (
    CURVE_WORDS,
    KIND_WORDS,
    account_text,
    offers_title,
    range_title,
    survey_source,
)

RANGE_MM, OFFERS_MM = 78.0, 60.0
DASHED = (0, (4, 2))
LOOKS = {
    "too_cheap": (SERIES[0], "-"),
    "cheap": (SERIES[0], DASHED),
    "expensive": (SERIES[1], DASHED),
    "too_expensive": (SERIES[1], "-"),
}
# The narrower range lies on the original one.
RANGES = {"original": SHADE, "narrower": "#dfe6ee"}
MOST_FLAGS = 6
# A handful of people who name a very high price would leave no room for the rest.
SHOWN_UP_TO = 0.98
# The strip of bands reaches so far under the curves; a band is named on it from this share of the width on.
STRIP, LEAST_NAMED = -0.08, 0.07


def plot_price_survey(study: SurveyStudy, *, ax: Axes | None = None) -> Axes:
    """Shares of people by price, both acceptable ranges shaded, own prices, floors and the market's bands marked.

    Parameters
    ----------
    study : SurveyStudy
        With answers to the four price questions.
    ax : Axes, optional
        Draw here.
    """
    ax = figure_axes(height_mm=RANGE_MM, ax=ax)
    curves = study.survey.curves
    for definition, colour in RANGES.items():
        ax.axvspan(*study.range_of(definition), color=colour, lw=0, zorder=0)
    for level, (colour, style) in LOOKS.items():
        ax.step(
            curves["price"], curves[level], where="post", color=colour, linestyle=style, label=t(CURVE_WORDS[level])
        )
    own = study.places["price"]
    ax.set_xlim(min(curves["price"].min(), own.min()), max(curves["price"].quantile(SHOWN_UP_TO), own.max() * 1.05))
    ax.xaxis.set_major_locator(MaxNLocator(9, steps=[1, 2, 2.5, 5, 10]))
    number_axis(ax, axis="x")
    ax.set_xlabel(study.currency)
    _flag(ax, study)
    _strip_bands(ax, study)
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), ncol=4, handlelength=2.6, fontsize=TEXT_SIZE)
    subtitle = t("Share of people by price; shaded: acceptable by the original definition, darker: by the narrower one")
    return finish_chart(ax, title=range_title(study), subtitle=subtitle, source=survey_source(study))


def plot_survey_offers(study: SurveyStudy) -> Axes:
    """Who would buy at each price offered, with intervals, and beside it what a hundred people bring and leave.

    Parameters
    ----------
    study : SurveyStudy
        With prices offered.
    """
    figure, rows = new_figure(height_mm=OFFERS_MM), study.offered
    buys, money = figure.subplots(1, 2)
    whiskers = [rows["share"] - rows["low"], rows["high"] - rows["share"]]
    buys.errorbar(rows["price"], rows["share"], yerr=whiskers, color=ACCENT, marker="o", ms=4.5, capsize=3, lw=1.2)
    buys.set_ylim(0, 1)
    rate_axis(buys)
    buys.set_title(t("would buy"))
    money.plot(rows["price"], 100 * rows["revenue"], color=ACCENT, marker="o", ms=4.5, label=t("revenue"))
    for name, colour, style in zip(_margins(rows), (SERIES[1], SERIES[2], SERIES[3]), ("--", ":", "-."), strict=False):
        label = t("margin, {place}", place=account_text(study, *name.split(" ", 2)[1:]))
        money.plot(rows["price"], rows[name], color=colour, marker="s", ms=3.5, linestyle=style, label=label)
    money.axhline(0, color=INK, lw=0.8, zorder=1)
    money.set_title(t("{currency} per hundred people asked", currency=study.currency))
    number_axis(money)
    money.legend(fontsize=TEXT_SIZE - 0.5)
    best = rows[rows["is_best"]].iloc[0]
    money.plot(best["price"], 100 * best["revenue"], "o", ms=9, mfc="none", mec=INK, mew=1.3, zorder=5)
    for each in (buys, money):
        each.set_xticks(rows["price"], [number(price) for price in rows["price"]])
        each.set_xlabel(study.currency)
    subtitle = t("Prices offered one after the other; whiskers: 95% interval; ring: most revenue")
    finish_figure(figure, title=offers_title(study), subtitle=subtitle, source=survey_source(study))
    return buys


def _margins(rows: pd.DataFrame) -> list[str]:
    return [name for name in rows.columns if name.startswith("margin ")]


def _flag(ax: Axes, study: SurveyStudy) -> None:
    """Own prices and floors above the curves, which leave room for them."""
    own = study.places[study.places["kind"].isin(["price", "floor"])].head(MOST_FLAGS)
    flags = [
        Flag(
            row["price"],
            f"{t(KIND_WORDS[row['kind']])} {price_text(row['price'], study.currency)}",
            ACCENT if row["kind"] == "price" else INK,
            weight="bold" if row["kind"] == "price" else "normal",
            style="-" if row["kind"] == "price" else (0, (3, 2)),
        )
        for row in own.to_dict("records")
    ]
    ax.set_ylim(STRIP, 1)
    ax.figure.draw_without_rendering()
    placed = place_flags([flag_sides(ax, flag) for flag in flags], gap=pixels(ax, 4))
    line = pixels(ax, LINE_POINTS) / ax.bbox.height
    head = (max((place.row for place in placed), default=-1) + 1.6) * line
    ax.set_ylim(STRIP, STRIP + (1 - STRIP) / (1 - head))
    ticks = [0, 0.25, 0.5, 0.75, 1]
    ax.set_yticks(ticks, [f"{number(tick * 100)}%" for tick in ticks])
    draw_flags(ax, flags, placed, base=1 - head + 0.3 * line)


def _strip_bands(ax: Axes, study: SurveyStudy) -> None:
    """The market's bands as strips under the curves, each with its name where there is room."""
    left, right = ax.get_xlim()
    for row in study.places[study.places["kind"] == "band"].to_dict("records"):
        low, high = max(row["price"], left), min(row["high"], right)
        if low < high:
            ax.fill_between([low, high], STRIP, -0.01, color=SECONDARY, lw=0, zorder=3)
            if high - low > LEAST_NAMED * (right - left):
                named = t("band {n}", n=count(int(row["band"])))
                place = ((low + high) / 2, (STRIP - 0.01) / 2)
                ax.annotate(named, place, ha="center", va="center", size=TEXT_SIZE - 1, color=PAPER, zorder=6)
