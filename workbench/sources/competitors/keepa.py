"""Keepa's product viewer and finder (CSV), to offers: one list on one day.

The price is the Buy Box's; where an item has none, its lowest new offer, which is counted and noted.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.cleaning.values import parse_words
from workbench.sources.competitors.lists import (
    BLANKS,
    CURRENCIES,
    DOMAINS,
    WITHOUT_PRICE,
    list_day,
    list_place,
    list_questions,
    listed_fields,
    prices,
    same,
    set_aside_seen,
)
from workbench.sources.contract import Export, FileContext, Question, Reading
from workbench.sources.sheet import Sheet

# Newer exports put a sign into the group's name.
_SIGNED = ("", " 🚚", " 💚")


def _buy_box(figure: str) -> tuple[str, ...]:
    return (*(f"Buy Box{sign}: {figure}" for sign in _SIGNED), f"New, Buy Box: {figure}")


VIEWER_FIELDS = {
    "item_id": ("ASIN",),
    "title": ("Title",),
    "locale": ("Locale",),
    "url": ("URL: Amazon",),
    "brand": ("Brand",),
    "price": _buy_box("Current"),
    "new_price": ("New: Current", "New 🚚: Current"),
    "list_price": ("List Price: Current",),
    "seller": _buy_box("Buy Box Seller"),
    "rating": ("Reviews: Rating",),
    "reviews": ("Reviews: Rating Count", "Reviews: Review Count"),
    "sold": ("Bought in past month", "Monthly Sales Trends: Bought in past month"),
}
_GROUPS = (
    *(
        "Sales Rank",
        "Amazon",
        "New",
        "New 🚚",
        "New, 3rd Party FBA",
        "New, 3rd Party FBM",
        "New, 3rd Party FBM 🚚",
        "Used",
    ),
    *("List Price", "Warehouse Deals", "Lightning Deals", "New Offer Count", "Used Offer Count", "Buy Box Used"),
    *(f"Buy Box{sign}" for sign in _SIGNED),
)
_FIGURES = (
    *("Current", "30 days avg.", "60 days avg.", "90 days avg.", "180 days avg.", "365 days avg.", "Lowest", "Highest"),
    *("1 day drop %", "7 days drop %", "30 days drop %", "90 days drop %", "90 days OOS", "Stock", "Is FBA"),
    *("Drops last 30 days", "Drops last 90 days", "Drops last 180 days", "Drops last 365 days"),
    *("% Amazon 90 days", "% Amazon 180 days", "Winner Count 90 days"),
)
VIEWER_KNOWN = (
    *(f"{group}: {figure}" for group in _GROUPS for figure in _FIGURES),
    *("Image", "FBA Pick&Pack Fee", "FBA Fees:", "Referral Fee %", "Total Offer Count", "Parent ASIN", "URL: Keepa"),
    *(f"Categories: {part}" for part in ("Root", "Sub", "Tree")),
    *(f"Product Codes: {part}" for part in ("UPC", "EAN", "GTIN", "PartNumber")),
    *(f"{thing}: {size}" for thing in ("Package", "Item") for size in ("Dimension (cm³)", "Weight (g)", "Quantity")),
    *(f"{thing}: {size} (cm)" for thing in ("Package", "Item") for size in ("Length", "Width", "Height")),
    *("Manufacturer", "Model", "Color", "Size", "Description & Features: Description", "Tracking since"),
)
LOCALES = {
    **{host.removeprefix("amazon."): market for host, market in DOMAINS.items()},
    **{market.lower(): market for market in CURRENCIES},
}


def viewer_questions(sheet: Sheet, context: FileContext) -> tuple[Question, ...]:
    """Day and search words; the market where no row names it."""
    asked = list_questions(sheet, context)
    return tuple(question for question in asked if question.key != "market" or not sheet.has("locale"))


def read_viewer(sheet: Sheet, context: FileContext) -> Reading:
    """Amazon offers of one list, seen on one day; where an item has no Buy Box, its lowest new offer (noted).

    Raises
    ------
    OpenQuestions
        Market or day are not known.
    """
    observed = list_day(context)
    markets = _markets(sheet) if sheet.has("locale") else same(sheet, market=list_place(sheet, context)[0])["market"]
    sheet.mark_repeats("item_id", "price")
    sheet.need("item_id")
    blank = ~sheet.present("price") & ~sheet.present("new_price")
    sheet.losses.set_aside(blank, WITHOUT_PRICE)
    set_aside_seen(sheet, "item_id", "locale")
    offers = pd.DataFrame(
        {
            **same(sheet, platform="amazon", query=context.answers.get("query") or np.nan),
            "market": markets,
            "observed_at": pd.Series(observed, index=range(len(sheet))),
            "item_id": sheet.text("item_id"),
            "price": _viewer_price(sheet),
            "currency": markets.map(CURRENCIES).astype("str"),
            "list_price": sheet.numbers("list_price"),
            **{name: column for name, column in listed_fields(sheet).items() if name != "list_price"},
        }
    )
    return sheet.reading({"offers": offers}, context)


def _markets(sheet: Sheet) -> pd.Series:
    """Each row's own market."""
    sheet.need("locale")
    return sheet.typed("locale", lambda text: parse_words(text, words=LOCALES), expected="a locale such as com, com.mx")


def _viewer_price(sheet: Sheet) -> pd.Series:
    price, new_price = prices(sheet, "price"), prices(sheet, "new_price")
    from_new = price.isna() & new_price.notna() & sheet.losses.kept
    if from_new.any():
        sheet.notes.append(f"{int(from_new.sum()):,} items without a Buy Box: their lowest new offer is taken")
    return price.where(price.notna(), new_price)


VIEWER = Export(
    name="keepa-viewer",
    title="Keepa product viewer",
    platform="keepa",
    tables=("offers",),
    fields=VIEWER_FIELDS,
    required=("item_id", "title", "price"),
    known=VIEWER_KNOWN,
    rank=2,
    download="Keepa: Product Finder or Product Viewer > Export, CSV",
    read=read_viewer,
    questions=viewer_questions,
    blanks=BLANKS,
)
