"""The price chapter: what the local market pays for each of the client's products, and where its own prices stand."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML

from workbench.bands import Bands, band_places
from workbench.bands import product_bands as bands_of_search
from workbench.charts.bands import plot_price_bands
from workbench.client import Client
from workbench.display.cases import holds_html
from workbench.display.figures import chart_html
from workbench.display.notebook import chapter_html, heading_html, note_html, sentence_html
from workbench.display.tables import Field, html_table
from workbench.errors import NothingToShow
from workbench.words import share, shortened, t
from workbench.words.bands import bands_title, demand_sentence, excluded_sentence, places_sentence, price_range
from workbench.words.kpis import market_name


def show_price_chapter(client: Client, *, on: str) -> HTML:
    """Whether price advice may be given, then price bands and own places of every product, with the chapter's heading.

    Parameters
    ----------
    client : Client
    on : str
        ISO day of the review.

    Returns
    -------
    HTML
        Empty where no product has enough competitor listings, so that the chapter is left out with its heading.
    """
    shown = [(product, bands) for product, bands in product_bands(client, on=on) if bands is not None]
    if not shown:
        return HTML("")
    parts = [
        heading_html(t("What does the local market pay, and where do our prices stand?")),
        holds_html(client, on=on),
        sentence_html(
            t("Bands are groups of prices with a gap between them; they say what buyers see, not what they should pay.")
        ),
        *(product_html(client, bands) for _, bands in shown),
    ]
    return HTML(chapter_html("prices", "".join(parts)))


def product_bands(client: Client, *, on: str) -> list[tuple[object, Bands | None]]:
    """Each product of the profile with its bands; None where too few competitor listings were seen.

    Parameters
    ----------
    client : Client
    on : str
        ISO day.
    """
    return [(product, _bands(client, product, on)) for product in client.profile.products]


def product_html(client: Client, bands: Bands) -> str:
    """Chart, sentences and tables of one product."""
    places = band_places(bands, own=client.listings)
    title = t("{query}, {market}", query=bands.query, market=market_name(bands.market))
    parts = [
        heading_html(title, level=3),
        chart_html(plot_price_bands(bands, own=places), alt=bands_title(bands, places=places)),
        sentence_html(places_sentence(bands, places)),
        sentence_html(demand_sentence(bands)),
        bands_html(bands),
        places_html(bands, places) if len(places) else "",
        note_html(excluded_sentence(bands)),
    ]
    return "".join(parts)


def _bands(client: Client, product: object, on: str) -> Bands | None:
    try:
        return bands_of_search(client, query=product.query, market=product.market, as_of=on)
    except NothingToShow:
        return None


def bands_html(bands: Bands) -> str:
    """One row per band: prices, listings, sellers, what shows that they sell."""
    fields = [
        Field("band", t("Band"), "count"),
        Field("prices", t("Prices"), "period", unit=bands.currency, align="right"),
        Field("median", t("Median"), "money", unit=bands.currency),
        Field("listings", t("Listings"), "count"),
        Field("share", t("Share"), "share", note="interval"),
        Field("sellers", t("Sellers"), "count"),
        Field("sold", t("Sold, at least"), "count"),
        Field("reviews", t("Reviews"), "count"),
        Field("free_shipping_share", t("Free shipping"), "share"),
    ]
    return html_table(priced_bands(bands), fields=fields)


def priced_bands(bands: Bands) -> pd.DataFrame:
    """The bands with their prices and the interval of their share as text."""
    table = bands.bands
    return table.assign(
        prices=[price_range(low, high) for low, high in zip(table["low"], table["high"], strict=True)],
        interval=[
            t("{low} to {high}", low=share(low), high=share(high))
            for low, high in zip(table["share_low"], table["share_high"], strict=True)
        ],
    )


def places_html(bands: Bands, places: pd.DataFrame) -> str:
    """One row per own item: price, band, neighbours."""
    view = places.assign(title=[shortened(title) for title in places["title"]])
    fields = [
        Field("sku", t("Own item"), note="title"),
        Field("account", t("Account")),
        Field("price", t("Price"), "money", unit=bands.currency),
        Field("band", t("Band"), "count"),
        Field("percentile", t("Dearer than"), "share", unit=t("of the listings")),
        Field("next_lower", t("Next lower"), "money", unit=bands.currency),
        Field("next_higher", t("Next higher"), "money", unit=bands.currency),
    ]
    return html_table(view, fields=fields)
