"""The price report of one product: what the market pays, how sure that is, who sells, what moved, what was left out."""

from __future__ import annotations

import numpy as np
import pandas as pd
from IPython.display import HTML

from workbench.bands import Bands, Stability, band_places, band_stability, listings_to_confirm, price_shift
from workbench.charts.bands import plot_price_bands
from workbench.client import Client
from workbench.display.bands import places_html, priced_bands
from workbench.display.figures import chart_html
from workbench.display.notebook import chapter_html, note_html, sentence_html
from workbench.display.tables import Field, html_table, with_wide_names
from workbench.errors import NothingToShow
from workbench.words import count, day, number, period, share, shortened, t
from workbench.words.bands import bands_title, demand_sentence, excluded_sentence, joined_sentences, places_sentence
from workbench.words.bands_evidence import (
    demand_note,
    gap_words,
    gaps_sentence,
    number_sentence,
    packs_sentence,
    percent,
    prices_from,
    share_interval,
    shift_sentence,
    units_range,
    waiting_sentence,
    why_words,
)
from workbench.words.kpis import market_name

MOST_CHANGES, MOST_WAITING = 10, 20


def show_band_run(client: Client, bands: Bands) -> HTML:
    """Product, market, days, how many listings count, and how many wait for the analyst."""
    days = period(bands.observed_from, bands.observed_to)
    found = t(
        "{query}, {market}: {n} listings seen {days} count.",
        query=bands.query,
        market=market_name(bands.market),
        n=count(len(bands.offers)),
        days=days if bands.observed_from != bands.observed_to else day(bands.observed_from),
    )
    waiting = listings_to_confirm(client.offers, bands=bands)
    said = [found, excluded_sentence(bands), packs_sentence(bands), waiting_sentence(waiting)]
    return HTML(sentence_html(joined_sentences(said)))


def show_price_bands(client: Client, bands: Bands) -> HTML:
    """The distribution with bands, density, platform marks and own items, and one row per band."""
    places = band_places(bands, own=client.listings)
    density = band_stability(bands).density
    chart = plot_price_bands(bands, own=places, density=density)
    parts = [chart_html(chart, alt=bands_title(bands, places=places)), _prices_html(bands), _marks_note(bands)]
    return HTML(chapter_html("bands", "".join(parts)))


def show_band_demand(bands: Bands) -> HTML:
    """Who sells in each band, what shows that it sells, how it is offered; by listings and by units side by side."""
    view = bands.bands.assign(
        units=[units_range(row) for row in bands.bands.to_dict("records")],
        sold_interval=[share_interval(row.sold_share_low, row.sold_share_high) for row in bands.bands.itertuples()],
        off=[t("by {part}", part=share(part)) if pd.notna(part) else "" for part in bands.bands["discount"]],
    )
    fields = [
        Field("band", t("Band"), "count"),
        Field("share", t("Of the listings"), "share"),
        Field("sold_share", t("Of the units sold"), "share", note="sold_interval"),
        Field("units", t("Units shown as sold"), align="right"),
        Field("reviews", t("Reviews"), "count"),
        Field("sellers", t("Sellers"), "count"),
        Field("free_shipping_share", t("Free shipping"), "share"),
        Field("full_share", t("Shipped by the platform"), "share"),
        Field("rating", t("Rating"), "number"),
        Field("discount_share", t("Reduced"), "share", note="off"),
        Field("charm_share", t("Price ends in 9"), "share"),
    ]
    # What no listing of this market says is no column.
    said = [field for field in fields if view[field.name].notna().any()]
    note = note_html(demand_note(bands.offers))
    return HTML(sentence_html(demand_sentence(bands)) + html_table(view, fields=said) + note)


def show_band_places(client: Client, bands: Bands) -> HTML:
    """Where the client's own items stand among the bands."""
    places = band_places(bands, own=client.listings)
    table = places_html(bands, places) if len(places) else ""
    return HTML(sentence_html(places_sentence(bands, places)) + table)


def show_band_evidence(bands: Bands) -> HTML:
    """How sure number, bounds and gaps of the bands are: ties, resamples, peaks of the density."""
    stability = band_stability(bands)
    said = sentence_html(joined_sentences([number_sentence(bands), gaps_sentence(bands, stability)]))
    return HTML(said + _bounds_html(bands, stability) + _gaps_html(bands, stability) + _modes_html(bands, stability))


def show_price_shift(client: Client, bands: Bands) -> HTML:
    """What prices did since a month before, with the listings that changed most."""
    try:
        shift = price_shift(client.offers, bands=bands)
    except NothingToShow:
        return HTML(sentence_html(t("There is no earlier month of this search to compare with.")))
    changed = shift.changes[shift.changes["change"].abs() > 0.005].head(MOST_CHANGES)
    view = changed.assign(
        title=[shortened(title) for title in changed["title"]], by=[percent(each) for each in changed["change"]]
    )
    fields = [
        Field("title", t("Listing"), note="item_id"),
        Field("seller", t("Seller")),
        Field("before", t("Before"), "money", unit=bands.currency),
        Field("now", t("Now"), "money", unit=bands.currency),
        Field("by", t("Change"), align="right"),
    ]
    caption = t("The largest changes")
    table = with_wide_names(html_table(view, fields=fields, caption=caption)) if len(view) else ""
    tests = t(
        "Test of the same listings: Wilcoxon's signed ranks; of the level: Mann-Whitney, p {level}; of the whole "
        "distribution: Kolmogorov-Smirnov, p {shape}. Shifts are Hodges-Lehmann's, with intervals of 95 percent.",
        level=number(shift.p_level, digits=3),
        shape=number(shift.p_shape, digits=3),
    )
    return HTML(sentence_html(shift_sentence(shift)) + table + note_html(tests))


def show_to_confirm(client: Client, bands: Bands) -> HTML:
    """The listings that wait for the analyst's verdict."""
    waiting = listings_to_confirm(client.offers, bands=bands)
    return HTML(sentence_html(waiting_sentence(waiting)) + waiting_html(waiting))


def waiting_html(waiting: pd.DataFrame) -> str:
    """One row per listing that waits; '' where none does."""
    if waiting.empty:
        return ""
    shown = waiting.head(MOST_WAITING)
    view = shown.assign(
        title=[shortened(title) for title in shown["title"]],
        why=[why_words(why) for why in shown["why"]],
        pieces=shown["pack"].where(shown["pack"] > 0).astype("Int64"),
    )
    fields = [
        Field("title", t("Listing"), note="item_id"),
        Field("seller", t("Seller")),
        Field("price", t("Price"), "money", unit=str(shown["currency"].iloc[0])),
        Field("pieces", t("Pieces"), "count"),
        Field("band", t("Band"), "count"),
        Field("first_seen", t("First seen"), "day"),
        Field("why", t("Why it waits")),
    ]
    rest = len(waiting) - len(shown)
    more = note_html(t("{n} more wait.", n=count(rest))) if rest else ""
    return with_wide_names(html_table(view, fields=fields)) + more


def _prices_html(bands: Bands) -> str:
    fields = [
        Field("band", t("Band"), "count"),
        Field("prices", t("Prices"), "period", unit=bands.currency, align="right"),
        Field("median", t("Median"), "money", unit=bands.currency),
        Field("listings", t("Listings"), "count"),
        Field("share", t("Share"), "share", note="interval"),
    ]
    return html_table(priced_bands(bands), fields=fields)


def _bounds_html(bands: Bands, stability: Stability) -> str:
    resampled = stability.bounds
    view = bands.bands.assign(
        low_range=[prices_from(row.low_from, row.low_to) for row in resampled.itertuples()],
        high_range=[prices_from(row.high_from, row.high_to) for row in resampled.itertuples()],
        share_range=[share_interval(row.share_from, row.share_to) for row in resampled.itertuples()],
    )
    fields = [
        Field("band", t("Band"), "count"),
        Field("low", t("Lowest price"), "money", unit=bands.currency, note="low_range"),
        Field("high", t("Highest price"), "money", unit=bands.currency, note="high_range"),
        Field("shelf_low", t("Shelf price from"), "money", unit=bands.currency),
        Field("shelf_high", t("Shelf price to"), "money", unit=bands.currency),
        Field("share", t("Of the listings"), "share", note="share_range"),
    ]
    return html_table(view, fields=fields, caption=t("Bounds, and where they lay in 95 percent of the resamples"))


def _gaps_html(bands: Bands, stability: Stability) -> str:
    if stability.gaps.empty:
        return ""
    view = stability.gaps.assign(
        wider=[percent(factor - 1) for factor in stability.gaps["factor"]],
        called=[gap_words(verdict) for verdict in stability.gaps["verdict"]],
    )
    fields = [
        Field("below", t("Last price below"), "money", unit=bands.currency),
        Field("above", t("First price above"), "money", unit=bands.currency),
        Field("wider", t("Distance"), align="right"),
        Field("stability", t("Resamples that cut here"), "share"),
        Field("has_valley", t("Valley of the density"), "flag", align="right"),
        Field("called", t("What it is"), align="right"),
    ]
    return html_table(view, fields=fields, caption=t("Cuts between the bands"))


def _modes_html(bands: Bands, stability: Stability) -> str:
    view = stability.modes.assign(price=np.round(stability.modes["price"]))
    fields = [
        Field("price", t("Peak at about"), "money", unit=bands.currency),
        Field("stability", t("Resamples that show it"), "share"),
        Field("sold_weighted", t("Weighted by units sold too"), "flag", align="right"),
    ]
    table = html_table(view, fields=fields, caption=t("Peaks of the density"))
    note = t(
        "Smoothed over {width} of the price; {n} resamples, seed {seed}.",
        width=share(stability.bandwidth),
        n=count(stability.resamples),
        seed=str(stability.seed),
    )
    return table + note_html(note)


def _marks_note(bands: Bands) -> str:
    if not bands.marks:
        return ""
    said = [
        t("{price} {currency}: {source}", price=number(mark.price), currency=bands.currency, source=mark.source)
        for mark in bands.marks
    ]
    return note_html(t("Platform marks: {marks}.", marks=t("; ").join(said)))
