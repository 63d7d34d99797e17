"""Mercado Libre catalogue offers (JSON of /products/{id}/items), to offers; search answers are only recognised.

Everybody who sells one catalogue product, with price and shipping; the answer has no title and no date. The market is
that of the listing numbers. The search answer (`/sites/{site}/search`) is closed to third parties since April 2025.

Source: a test of 2026 that quotes the answer; Mercado Libre developers, catalogue competition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pandas as pd

from workbench.sources.answers import needed_instant
from workbench.sources.contract import Export, FileContext, Question, Reading
from workbench.sources.documents import DocumentRows, day_in_name
from workbench.sources.mercadolibre.api import amount, mapping, word
from workbench.sources.mercadolibre.reputation import SITES

COLUMNS = (
    *("platform", "market", "item_id", "observed_at", "query", "seller", "price", "list_price", "currency"),
    *("condition", "free_shipping", "logistic", "rank"),
)
_PRODUCT = re.compile(r"ML[A-Z]\d{5,}", re.IGNORECASE)


def is_catalogue(document: object) -> bool:
    """Whether a JSON document holds offers of catalogue products."""
    return any({"item_id", "price", "seller_id"} <= offer.keys() for _, _, offer in _offers(document))


def is_search(document: object) -> bool:
    """Whether a JSON document is an answer of the closed search."""
    found = mapping(document).get("results")
    listings = [mapping(entry) for entry in found] if isinstance(found, list) else []
    return "site_id" in mapping(document) and any({"id", "title", "price"} <= entry.keys() for entry in listings)


def questions(document: object, context: FileContext) -> tuple[Question, ...]:
    """On which day the offers were seen, and of which product."""
    product = _PRODUCT.search(context.file.rpartition("/")[2])
    return (
        Question("observed_at", "On which day were these offers seen?", day_in_name(context.file)),
        Question("query", "Which product (search words) do these offers answer?", product[0] if product else ""),
    )


def read(name: str, document: object, context: FileContext) -> Reading:
    """Offers of catalogue products, seen on one day.

    Raises
    ------
    OpenQuestions
        The day is not known.
    """
    observed = needed_instant(context)
    rows = DocumentRows(name, EXPORT, columns=COLUMNS)
    for path, at, offer in _offers(document):
        _keep(rows, path, offer, rank=at, observed=observed, query=context.answers.get("query") or None)
    return rows.reading({"offers": rows.frame()}, context)


def _keep(
    rows: DocumentRows, path: str, offer: Mapping, *, rank: int, observed: pd.Timestamp, query: str | None
) -> None:
    item, price, shipping = word(offer.get("item_id")), amount(offer.get("price")), mapping(offer.get("shipping"))
    market = SITES.get((word(offer.get("site_id")) or item or "")[:3].upper())
    free = shipping.get("free_shipping")
    row = {
        "platform": "mercadolibre",
        "market": market,
        "item_id": item,
        "observed_at": observed,
        "query": query,
        "seller": word(offer.get("seller_id")),
        "price": price,
        "list_price": amount(offer.get("original_price")),
        "currency": word(offer.get("currency_id")),
        "condition": word(offer.get("condition")),
        "free_shipping": free if isinstance(free, bool) else None,
        "logistic": word(shipping.get("logistic_type")),
        "rank": rank,
    }
    if market is None:
        rows.refuse(path, "item_id", item, f"no listing number of a known site ({', '.join(SITES)})")
    elif price is None or price <= 0:
        rows.refuse(path, "price", offer.get("price"), "not a price above zero")
    elif row["currency"] is None:
        rows.refuse(path, "currency_id", "", "blank")
    else:
        rows.keep_first(path, row, key=("item_id",))


def _offers(document: object, path: str = "$") -> Iterator[tuple[str, int, Mapping]]:
    """Path, place in its page (from 1) and body of each offer."""
    if isinstance(document, list):
        for at, page in enumerate(document):
            yield from _offers(page, f"{path}[{at}]")
        return
    found = mapping(document).get("results")
    for at, offer in enumerate(found if isinstance(found, list) else []):
        yield f"{path}.results[{at}]", at + 1, mapping(offer)


EXPORT = Export(
    name="meli-catalogue-offers",
    title="Mercado Libre catalogue offers (API)",
    platform="mercadolibre",
    tables=("offers",),
    download="Mercado Libre API: GET /products/{id}/items, the answer saved as JSON",
    read_document=read,
    questions=questions,
    is_document=is_catalogue,
)
SEARCH = Export(
    name="meli-search",
    title="Mercado Libre search answer (closed in 2025)",
    platform="mercadolibre",
    tables=(),
    download="",
    status="not_read_yet",
    reader_version=0,
    is_document=is_search,
)
