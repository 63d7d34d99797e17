"""A market's listings by price, its bands shaded, the client's own items flagged."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import NullLocator

from workbench.bands import Bands, band_places
from workbench.charts.flags import LINE_POINTS, Flag, Span, draw_flags, flag_sides, pixels, place_flags, text_width
from workbench.charts.style import ACCENT, INK, SECONDARY, SERIES, SHADE, TEXT_SIZE, figure_axes, finish_chart
from workbench.words import number, t
from workbench.words.bands import (
    band_label,
    bands_source,
    bands_subtitle,
    bands_title,
    density_subtitle,
    mark_label,
    own_names,
    price_text,
)

HEIGHT_MM = 70.0
# Width of a bar on the log scale: prices within 4 % stand in one bar.
BAR_WIDTH = 0.04
BAR_ALPHA = 0.65
# Room left and right of the outermost price, on the log scale.
EDGE = 0.06
# A platform's mark is shown up to this far outside the prices, on the log scale.
MARK_REACH = 0.25
MOST_FLAGS = 6
MOST_TICKS = 9
BAND_LINES = 3
DEMAND = SERIES[1]
# The bars keep at least this share of the height.
LEAST_BARS = 0.35


def plot_price_bands(
    bands: Bands, *, own: pd.DataFrame | None = None, density: pd.DataFrame | None = None, ax: Axes | None = None
) -> Axes:
    """Listings by price on a log axis, bands shaded and labelled, own items and platform marks flagged.

    Parameters
    ----------
    bands : Bands
        As `workbench.price_bands` gives them.
    own : DataFrame, optional
        The client's places as `workbench.band_places` gives them, or its canonical `listings`.
    density : DataFrame, optional
        The curves of `workbench.band_stability`: a line for the listings, a dashed one for the units sold.
    ax : Axes, optional
        Draw here.
    """
    places = own if own is None or "band" in own.columns else band_places(bands, own=own)
    ax = figure_axes(height_mm=HEIGHT_MM, ax=ax)
    _price_axis(ax, bands, places)
    tallest = _draw_listings(ax, bands)
    _shade(ax, bands)
    if density is not None:
        _draw_density(ax, density, tallest)
    _label(ax, bands, _flags(bands, places), tallest)
    subtitle = bands_subtitle(bands) if density is None else density_subtitle(bands, density)
    return finish_chart(ax, title=bands_title(bands, places=places), subtitle=subtitle, source=bands_source(bands))


def _price_axis(ax: Axes, bands: Bands, places: pd.DataFrame | None) -> None:
    """A log axis over all prices shown, ticked at round prices."""
    prices = [*bands.offers["unit_price"], *(places["price"] if places is not None else [])]
    low, high = np.log(min(prices)), np.log(max(prices))
    marks = [np.log(mark.price) for mark in bands.marks]
    shown = [mark for mark in marks if low - MARK_REACH <= mark <= high + MARK_REACH]
    limits = np.exp([min([low, *shown]) - EDGE, max([high, *shown]) + EDGE])
    ax.set_xscale("log")
    ax.set_xlim(*limits)
    ax.xaxis.set_minor_locator(NullLocator())
    ticks = _round_prices(*limits)
    ax.set_xticks(ticks, [number(tick) for tick in ticks])
    ax.set_xlabel(bands.currency)


def _round_prices(low: float, high: float) -> list[float]:
    """Round prices within the limits, the finest steps of which no more than nine fit."""
    powers = 10.0 ** np.arange(np.floor(np.log10(low)), np.ceil(np.log10(high)) + 1)
    for steps in ([1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8], [1, 1.5, 2, 3, 4, 5, 7], [1, 2, 3, 5], [1, 3], [1]):
        ticks = [float(power * step) for power in powers for step in steps if low <= power * step <= high]
        ticks = [tick for tick in ticks if tick == round(tick)]
        if len(ticks) <= MOST_TICKS:
            break
    return ticks


def _draw_listings(ax: Axes, bands: Bands) -> int:
    """Bars of listings, none of which stands in two bands; the height of the tallest."""
    prices = bands.offers["unit_price"].to_numpy()
    tallest = 0
    for row in bands.bands.itertuples():
        low, high = np.log(row.low) - BAR_WIDTH / 2, np.log(row.high) + BAR_WIDTH / 2
        edges = np.exp(np.linspace(low, high, max(2, round((high - low) / BAR_WIDTH) + 1)))
        own = prices[bands.offers["band"].to_numpy() == row.band]
        counts, _, _ = ax.hist(own, bins=edges, color=SECONDARY, alpha=BAR_ALPHA, rwidth=0.86, zorder=2)
        tallest = max(tallest, int(counts.max()))
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10**9) if tallest / step <= 4)
    ax.set_yticks(range(0, tallest + 1, step), [number(tick) for tick in range(0, tallest + 1, step)])
    ax.set_ylabel(t("number of listings"))
    return tallest


def _shade(ax: Axes, bands: Bands) -> None:
    for row in bands.bands.itertuples():
        ax.axvspan(row.low * np.exp(-BAR_WIDTH / 2), row.high * np.exp(BAR_WIDTH / 2), color=SHADE, lw=0, zorder=0)


def _draw_density(ax: Axes, density: pd.DataFrame, tallest: int) -> None:
    """Both curves as high as the tallest bar: they say where prices gather, not how many."""
    inside = density[density["price"].between(*ax.get_xlim())]
    for column, style, colour in (("by_listings", "-", INK), ("by_sold", (0, (4, 2)), DEMAND)):
        ax.plot(inside["price"], inside[column] * tallest, color=colour, linestyle=style, lw=1.1, zorder=3)


def _flags(bands: Bands, places: pd.DataFrame | None) -> list[Flag]:
    """The client's items first, the platform's marks behind them."""
    flags = []
    if places is not None:
        shown = places.assign(name=own_names(places)).head(MOST_FLAGS)
        for row in shown.itertuples():
            text = f"{row.name} {price_text(row.price, row.currency)}"
            flags.append(Flag(row.price, text, ACCENT, weight="bold"))
    for mark in bands.marks:
        flags.append(Flag(mark.price, mark_label(mark, bands.currency), INK, style=(0, (3, 2))))
    return flags


def _label(ax: Axes, bands: Bands, flags: list[Flag], tallest: int) -> None:
    """Bars below, flags above them, the bands' labels at the top: the height is shared out by what is needed."""
    ax.set_ylim(0, tallest)
    ax.figure.draw_without_rendering()
    gap = pixels(ax, 4)
    flags = [flag for flag in flags if ax.get_xlim()[0] <= flag.x <= ax.get_xlim()[1]]
    placed = place_flags([flag_sides(ax, flag) for flag in flags], gap=gap)
    centres = _band_spans(ax, bands)
    tiers = _tiers(centres, gap=gap)
    line = pixels(ax, LINE_POINTS) / ax.bbox.height
    head = (max(tiers) + 1) * (BAND_LINES + 0.5) * line
    flagged = (max((place.row for place in placed), default=-1) + 1.5) * line
    bars = max(1 - head - flagged, LEAST_BARS)
    ax.set_ylim(0, tallest / bars)
    draw_flags(ax, flags, placed, base=bars + 0.3 * line)
    for row, span, tier in zip(bands.bands.to_dict("records"), centres, tiers, strict=True):
        _write_band(ax, row, span, top=1 - tier * (BAND_LINES + 0.5) * line)


def _band_spans(ax: Axes, bands: Bands) -> list[Span]:
    """Where the bands' labels lie: above the middle of each band, within the axes."""
    spans = []
    for row in bands.bands.to_dict("records"):
        width = text_width(ax, band_label(row))
        middle = ax.transData.transform((np.sqrt(row["low"] * row["high"]), 1))[0]
        middle = min(max(middle, ax.bbox.x0 + width / 2), ax.bbox.x1 - width / 2)
        spans.append(Span(middle, middle - width / 2, middle + width / 2))
    return spans


def _tiers(spans: list[Span], *, gap: float) -> list[int]:
    """Tier of each label, 0 the top one, so that two of a tier stand apart."""
    tiers: list[int] = []
    for span in spans:
        taken = {tier for other, tier in zip(spans, tiers, strict=False) if other.right + gap > span.left}
        tiers.append(next(tier for tier in range(len(spans)) if tier not in taken))
    return tiers


def _write_band(ax: Axes, row: dict, span: Span, *, top: float) -> None:
    x = ax.transData.inverted().transform((span.pole, 0))[0]
    ax.text(
        x,
        top,
        band_label(row),
        transform=ax.get_xaxis_transform(),
        ha="center",
        va="top",
        fontsize=TEXT_SIZE,
        linespacing=1.2,
        zorder=5,
    )
