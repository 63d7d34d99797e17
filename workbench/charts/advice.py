"""Candidate prices: what each leaves, where a higher price leaves less, and where today's and the advised one stand."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from workbench.charts.axes import number_axis
from workbench.charts.style import ACCENT, INK, SECONDARY, SHADE, TEXT_SIZE, Axes, figure_axes, finish_chart
from workbench.pricing.advice import PriceAdvice
from workbench.words import count, day, t
from workbench.words.advice import advice_title
from workbench.words.bands import price_text

ADVICE_MM = 62.0
HEADROOM = 0.22


def plot_price_advice(advice: PriceAdvice, *, ax: Axes | None = None) -> Axes:
    """Each candidate price with what it leaves: a week where volume can be foretold, else a unit.

    Parameters
    ----------
    advice : PriceAdvice
        With candidates.
    ax : Axes, optional
        Draw here.
    """
    ax = figure_axes(height_mm=ADVICE_MM, ax=ax)
    rows, value = advice.candidates, "profit" if advice.volume.is_known else "margin"
    low, high = rows["price"].iloc[0], rows["price"].iloc[-1]
    _shade_bands(ax, advice, low, high)
    _shade_dead_zones(ax, advice, low, high)
    for part in _without_jumps(rows, advice.inputs.marks):
        ax.plot(part["price"], part[value], color=SECONDARY, lw=1.0, zorder=3)
    if advice.volume.is_known:
        ax.fill_between(
            rows["price"], rows["profit_low"], rows["profit_high"], color=ACCENT, alpha=0.14, lw=0, zorder=2
        )
    free = np.array([not codes for codes in rows["against"]])
    ax.plot(rows["price"][free], rows[value][free], "o", ms=4.5, color=ACCENT, zorder=4)
    ax.plot(rows["price"][~free], rows[value][~free], "o", ms=4.0, mfc="white", mec=SECONDARY, mew=0.9, zorder=4)
    ax.axhline(0, color=INK, lw=0.8, zorder=1)
    _mark(ax, advice, value)
    ax.xaxis.set_major_locator(MaxNLocator(9, steps=[1, 2, 2.5, 5, 10]))
    number_axis(ax, axis="x")
    number_axis(ax)
    ax.set_xlim(low - 0.02 * (high - low), high + 0.02 * (high - low))
    return finish_chart(ax, title=advice_title(advice), subtitle=_subtitle(advice), source=_source(advice))


def _shade_bands(ax: Axes, advice: PriceAdvice, low: float, high: float) -> None:
    """The local market's bands along the foot, named where there is room."""
    if advice.bands is None:
        return
    for band in advice.bands.bands.to_dict("records"):
        start, end = max(band["low"], low), min(band["high"], high)
        if start < end:
            ax.axvspan(start, end, color=SHADE, lw=0, zorder=0)
            if end - start > 0.08 * (high - low):
                place = ((start + end) / 2, 0.02)
                named = t("band {n}", n=count(band["band"]))
                ax.annotate(
                    named, place, xycoords=("data", "axes fraction"), ha="center", size=TEXT_SIZE - 1, color=SECONDARY
                )


def _shade_dead_zones(ax: Axes, advice: PriceAdvice, low: float, high: float) -> None:
    for zone in advice.zones.to_dict("records"):
        start, end = max(zone["from_price"], low), min(zone["to_price"], high)
        if start < end:
            ax.axvspan(start, end, facecolor="none", edgecolor="#c9ced4", hatch="////", lw=0, zorder=0.5)


def _without_jumps(rows: pd.DataFrame, marks: tuple[float, ...]) -> list[pd.DataFrame]:
    """The candidates between two marks: across one there is a jump and no line."""
    places = np.searchsorted(np.sort(marks), rows["price"].to_numpy(), side="right") if marks else np.zeros(len(rows))
    return [part for _, part in rows.groupby(places)]


def _mark(ax: Axes, advice: PriceAdvice, value: str) -> None:
    """Today's price and the advised one, by name; one mark where they are the same."""
    advised, today = advice.recommended, advice.today
    bottom, top = ax.get_ylim()
    ax.set_ylim(bottom, top + HEADROOM * (top - bottom))
    named = [(today, t("today {price}", price=price_text(today["price"], advice.inputs.currency)), INK)]
    if advised["price"] != today["price"]:
        named.append(
            (advised, t("advised {price}", price=price_text(advised["price"], advice.inputs.currency)), ACCENT)
        )
    rightmost = max(row["price"] for row, _, _ in named)
    for row, text, colour in named:
        side = "left" if row["price"] == rightmost and row["price"] < ax.get_xlim()[1] else "right"
        ax.plot([row["price"]] * 2, [row[value], ax.get_ylim()[1]], color=colour, lw=1.0, ls=(0, (3, 2)), zorder=2)
        ax.plot(row["price"], row[value], "o", ms=7.5, mfc="none", mec=colour, mew=1.4, zorder=5)
        shift = 4 if side == "left" else -4
        ax.annotate(
            text, (row["price"], 1), (shift, -3), xycoords=("data", "axes fraction"), textcoords="offset points",
            ha=side, va="top", color=colour, size=TEXT_SIZE, weight="bold",
        )  # fmt: skip


def _subtitle(advice: PriceAdvice) -> str:
    currency = advice.inputs.currency
    if advice.volume.is_known:
        return t(
            "Margin a week by shelf price, {currency}; shaded: interval of demand; open dots may not be asked; "
            "hatched: cheaper leaves more",
            currency=currency,
        )
    return t(
        "Margin a unit by shelf price, {currency}; open dots may not be asked; hatched: cheaper leaves more",
        currency=currency,
    )


def _source(advice: PriceAdvice) -> str:
    return t(
        "Source: costs, rates and listings of account {account}; as of {day}",
        account=advice.inputs.account,
        day=day(advice.proposed_on),
    )
