"""Competitor listings: Helium 10 Xray CSV and our own plain CSV, to offers."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from workbench.errors import OpenQuestions
from workbench.sources.answers import answered_instant
from workbench.sources.contract import Export, FileContext, Question, Reading
from workbench.sources.documents import day_in_name
from workbench.sources.sheet import Sheet

CURRENCIES = {"US": "USD", "MX": "MXN", "CA": "CAD", "UK": "GBP", "BR": "BRL"}
DOMAINS = {"amazon.com": "US", "amazon.com.mx": "MX", "amazon.ca": "CA", "amazon.co.uk": "UK", "amazon.com.br": "BR"}
SIGNS = {"£": "UK", "€": "DE", "MX$": "MX", "US$": "US", "CA$": "CA", "R$": "BR"}
_PRICE_SIGNS = ("$", "US$", "MX$", "CA$", "R$", "£", "€")

XRAY_FIELDS = {
    "item_id": ("ASIN",),
    "title": ("Product Details",),
    "url": ("URL",),
    "brand": ("Brand",),
    "price": tuple(f"Price {sign}" for sign in _PRICE_SIGNS),
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
    *("Seller Age (mo)", *(f"Fees {sign}" for sign in _PRICE_SIGNS)),
)
OFFER_COLUMNS = (
    *("platform", "market", "item_id", "observed_at", "query", "title", "brand", "seller", "price"),
    *("shipping_price", "list_price", "currency", "pack_size", "condition", "free_shipping", "logistic", "rating"),
    *("reviews", "sold", "rank"),
)
OFFER_REQUIRED = ("platform", "market", "item_id", "observed_at", "price", "currency")


def xray_questions(sheet: Sheet, context: FileContext) -> tuple[Question, ...]:
    """Market (where no link names it), day and search words of the list."""
    asked = [
        Question("observed_at", "On which day was this Xray list taken?", day_in_name(context.file)),
        Question("query", "Which search words does this Xray list answer?"),
    ]
    if not _market_in_file(sheet):
        asked.insert(0, Question("market", "Which Amazon market is this Xray list of (US, MX, ...)?"))
    return tuple(asked)


def read_xray(sheet: Sheet, context: FileContext) -> Reading:
    """Amazon offers of one search, seen on one day.

    Raises
    ------
    OpenQuestions
        Market or day are not known.
    """
    market = _market_in_file(sheet) or context.answers.get("market", "").upper()
    observed = answered_instant(context, "observed_at")
    if market not in CURRENCIES or observed is None:
        raise OpenQuestions(
            context.file,
            "the file does not say which market and day it is of",
            expected=f"market ({', '.join(CURRENCIES)}) and observed_at, a day",
        )
    sheet.mark_repeats("item_id", "rank")
    sheet.need("item_id")
    sheet.losses.set_aside(sheet.text("price").isna().to_numpy(), "listing without a price")
    _set_aside_seen(sheet, "item_id")
    every = range(len(sheet))
    offers = pd.DataFrame(
        {
            "platform": pd.Series("amazon", index=every, dtype="str"),
            "market": pd.Series(market, index=every, dtype="str"),
            "item_id": sheet.text("item_id"),
            "observed_at": pd.Series(observed, index=every),
            "query": pd.Series(context.answers.get("query") or np.nan, index=every, dtype="str"),
            "title": sheet.text("title"),
            "brand": sheet.text("brand"),
            "seller": sheet.text("seller"),
            "price": _prices(sheet),
            "currency": pd.Series(CURRENCIES[market], index=every, dtype="str"),
            "logistic": sheet.text("logistic"),
            "rating": sheet.numbers("rating"),
            "reviews": sheet.counts("reviews"),
            "sold": sheet.counts("sold"),
            "rank": sheet.counts("rank"),
        }
    )
    return sheet.reading({"offers": offers}, context)


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
            "price": _prices(sheet),
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
    _set_aside_seen(sheet, "platform", "market", "item_id", "observed_at")
    return sheet.reading({"offers": offers}, context)


def observed_at(sheet: Sheet) -> pd.Series:
    """Days or instants in ISO form; a time without an offset is UTC."""
    return sheet.local_times("observed_at", zone="UTC", shapes=("iso", "iso utc"))


def _prices(sheet: Sheet) -> pd.Series:
    price = sheet.numbers("price")
    sheet.refuse((price <= 0).to_numpy(dtype=bool), "price", "not a price above zero")
    return price


def _set_aside_seen(sheet: Sheet, *keys: str) -> None:
    """A listing shown twice in one list (an advertisement and its plain place) is one offer."""
    codes, different = sheet.codes(*keys)
    if different < len(codes):
        again = pd.Series(codes).where(sheet.losses.kept).duplicated().to_numpy() & sheet.losses.kept
        sheet.losses.set_aside(again, "listing shown again")


def _market_in_file(sheet: Sheet) -> str:
    """The market that all links, or the price heading's sign, name; blank where they do not."""
    sign = re.sub(r"(?i)price|\s", "", sheet.heading("price"))
    hosts = sheet.text("url").str.extract(r"https?://(?:www\.)?(amazon\.[a-z.]+)", expand=False).dropna().unique()
    found = {DOMAINS.get(host, "") for host in hosts} | ({SIGNS[sign]} if sign in SIGNS else set())
    return found.pop() if len(found) == 1 else ""


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
    read=read_xray,
    questions=xray_questions,
    blanks=("", "-", "--", "n/a", "N/A"),
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
