"""Competitor listings: Helium 10 Xray CSV and our own plain CSV, to offers."""

from __future__ import annotations

import pandas as pd

from workbench.sources.competitors.lists import BLANKS, PRICE_SIGNS, list_questions, prices, read_list, set_aside_seen
from workbench.sources.contract import Export, FileContext, Reading
from workbench.sources.sheet import Sheet

XRAY_FIELDS = {
    "item_id": ("ASIN",),
    "title": ("Product Details",),
    "url": ("URL",),
    "brand": ("Brand",),
    "price": tuple(f"Price {sign}" for sign in PRICE_SIGNS),
    "sold": ("Recent Purchases",),
    "rating": ("Ratings",),
    "reviews": ("Review Count",),
    "logistic": ("Fulfillment",),
    "seller": ("Seller",),
    "rank": ("Display Order",),
}
XRAY_KNOWN = (
    *("Image URL", "Parent Level Sales", "ASIN Sales", "Parent Level Revenue", "ASIN Revenue", "Title Char. Count"),
    *("BSR", "Seller Country/Region", "Active Sellers", "Images", "Review velocity", "Buy Box", "Category"),
    *("Size Tier", "Dimensions", "Weight", "ABA Most Clicked", "Creation Date", "Sponsored", "Best Seller"),
    *("Seller Age (mo)", *(f"Fees {sign}" for sign in PRICE_SIGNS)),
)
OFFER_COLUMNS = (
    *("platform", "market", "item_id", "observed_at", "query", "title", "brand", "seller", "price"),
    *("shipping_price", "list_price", "currency", "pack_size", "condition", "free_shipping", "logistic", "rating"),
    *("reviews", "sold", "rank"),
)
OFFER_REQUIRED = ("platform", "market", "item_id", "observed_at", "price", "currency")


def read_offers(sheet: Sheet, context: FileContext) -> Reading:
    """Offers from our own plain CSV: ISO times, dot decimals."""
    sheet.mark_repeats("platform", "market", "item_id", "observed_at")
    sheet.need(*OFFER_REQUIRED)
    offers = pd.DataFrame(
        {
            "platform": sheet.text("platform").str.lower(),
            "market": sheet.text("market").str.upper(),
            "item_id": sheet.ids("item_id"),
            "observed_at": observed_at(sheet),
            **{name: sheet.text(name) for name in ("query", "title", "brand", "seller")},
            "price": prices(sheet, "price"),
            "shipping_price": sheet.numbers("shipping_price"),
            "list_price": sheet.numbers("list_price"),
            "currency": sheet.text("currency").str.upper(),
            "pack_size": sheet.numbers("pack_size"),
            "condition": sheet.text("condition"),
            "free_shipping": sheet.flags("free_shipping", yes=("true", "yes", "1"), no=("false", "no", "0")),
            "logistic": sheet.text("logistic"),
            "rating": sheet.numbers("rating"),
            "reviews": sheet.counts("reviews"),
            "sold": sheet.counts("sold"),
            "rank": sheet.counts("rank"),
        }
    )
    set_aside_seen(sheet, "platform", "market", "item_id", "observed_at")
    return sheet.reading({"offers": offers}, context)


def observed_at(sheet: Sheet) -> pd.Series:
    """Days or instants in ISO form; a time without an offset is UTC."""
    return sheet.local_times("observed_at", zone="UTC", shapes=("iso", "iso utc"))


XRAY = Export(
    name="helium10-xray",
    title="Helium 10 Xray",
    platform="helium10",
    tables=("offers",),
    fields=XRAY_FIELDS,
    required=("item_id", "title", "price", "rank"),
    known=XRAY_KNOWN,
    rank=2,
    download="Helium 10 Chrome extension: search on Amazon > Xray > Export > CSV",
    read=read_list,
    questions=list_questions,
    blanks=BLANKS,
)
OFFERS = Export(
    name="offers-csv",
    title="Competitor offers (our template)",
    platform="template",
    tables=("offers",),
    fields={name: (name,) for name in OFFER_COLUMNS},
    required=OFFER_REQUIRED,
    rank=3,
    download="docs/sources.md: a CSV with one row for each competitor listing seen",
    read=read_offers,
)
