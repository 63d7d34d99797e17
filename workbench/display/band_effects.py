"""What was left out of a product's price bands, why, and what each decision does."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML

from workbench.bands import Bands, cut_effects, filter_effects
from workbench.client import Client
from workbench.display.notebook import note_html, sentence_html
from workbench.display.tables import Field, html_table, with_wide_names
from workbench.words import count, shortened, t
from workbench.words.bands import excluded_sentence, price_text, reason_words
from workbench.words.bands_evidence import filter_words, low_prices, percent

MOST_LISTED = 60


def show_filter_effects(client: Client, bands: Bands) -> HTML:
    """The bands as they are, and with each filter switched off."""
    effects = filter_effects(client.offers, bands=bands)
    view = effects.assign(
        called=[filter_words(name) for name in effects["filter"]],
        begins=[low_prices(lows, bands.currency) for lows in effects["lows"]],
    )
    fields = [
        Field("called", t("Without this filter")),
        Field("left_out", t("Listings it concerns"), "count"),
        Field("listings", t("Listings used"), "count"),
        Field("bands", t("Bands"), "count"),
        Field("begins", t("They begin at"), align="right"),
        Field("median", t("Median"), "money", unit=bands.currency),
    ]
    return HTML(html_table(view, fields=fields))


def show_cut_effects(bands: Bands) -> HTML:
    """Each cut between two bands moved to the next price on either side."""
    moved = cut_effects(bands)
    view = moved.assign(
        between=[t("{low} and {high}", low=count(low), high=count(low + 1)) for low in moved["lower_band"]],
        way=[t("down") if each == "down" else t("up") for each in moved["moved"]],
        worse=[percent(more) for more in moved["more_within"]],
    )
    fields = [
        Field("between", t("Cut between bands")),
        Field("way", t("Moved")),
        Field("price", t("Price that changes its band"), "money", unit=bands.currency),
        Field("listings_below", t("Listings in the lower band"), "count"),
        Field("listings_above", t("Listings in the upper band"), "count"),
        Field("worse", t("Spread within the bands"), align="right"),
    ]
    return HTML(html_table(view, fields=fields, empty=t("There is no cut to move.")))


def show_excluded(bands: Bands) -> HTML:
    """Every listing left out, with its reason."""
    excluded = bands.excluded.sort_values(["reason", "price"], kind="stable")
    shown = excluded.head(MOST_LISTED)
    return HTML(sentence_html(excluded_sentence(bands)) + _excluded_html(shown) + _rest(len(excluded) - len(shown)))


def _excluded_html(shown: pd.DataFrame) -> str:
    if shown.empty:
        return ""
    view = shown.assign(
        title=[shortened(title) for title in shown["title"]],
        reason=[reason_words(reason) for reason in shown["reason"]],
        asked=[_asked(row) for row in shown.itertuples()],
    )
    fields = [
        Field("title", t("Listing"), note="item_id"),
        Field("seller", t("Seller")),
        Field("asked", t("Price"), align="right"),
        Field("reason", t("Why it is left out"), align="right"),
    ]
    return with_wide_names(html_table(view, fields=fields))


def _asked(row: object) -> str:
    """The price as the listing states it; blank where it states none."""
    return price_text(row.price, row.currency) if pd.notna(row.price) and isinstance(row.currency, str) else ""


def _rest(rest: int) -> str:
    return note_html(t("{n} more are in the table `excluded` of the bands.", n=count(rest))) if rest > 0 else ""
