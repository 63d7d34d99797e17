"""Keepa's API answer (JSON), to offers: a history, one offer for each observed change of an item's price.

The price is the one that a buyer sees first (the Buy Box, its shipping apart; where the item never had one, the
lowest new offer). One more offer tells the item's last check. List price, rating and review count are those in
force at that moment.

Source: Keepa's product object: minutes since 2011-01-01 UTC, prices in hundredths, -1 for none, domain 1 = US,
11 = MX; histories 1 (new), 4 (list price), 16 (rating, in tenths), 17 (reviews), 18 (Buy Box, with shipping).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.sources.competitors.lists import CURRENCIES
from workbench.sources.contract import Export, FileContext, Question, Reading
from workbench.sources.documents import DocumentRows

START = pd.Timestamp("2011-01-01", tz="UTC")
# A moment beyond this many minutes (the year 2061) is no moment of Keepa's.
MOST_MINUTES = 50 * 366 * 1_440
API_MARKETS = {1: "US", 2: "UK", 3: "DE", 4: "FR", 6: "CA", 8: "IT", 9: "ES", 11: "MX", 12: "BR"}
NEW, LIST_PRICE, RATING, REVIEWS, BUY_BOX = 1, 4, 16, 17, 18
NO_PRICE = "moment without an offer"
UNCHANGED = "moment without a change of price"
COLUMNS = (
    *("platform", "market", "item_id", "observed_at", "query", "title", "brand", "price", "shipping_price"),
    *("list_price", "currency", "rating", "reviews"),
)


def is_keepa(document: object) -> bool:
    """Whether a JSON document is an answer of Keepa's product request, with histories."""
    products = document.get("products") if isinstance(document, dict) else None
    return isinstance(products, list) and any(
        isinstance(product, dict) and "asin" in product and "csv" in product for product in products
    )


def api_questions(_: object, context: FileContext) -> tuple[Question, ...]:
    """The search words; market and days are in the answer."""
    return (Question("query", f"Which search words do these items answer ({API.title})?"),)


def read_api(name: str, document: Mapping, context: FileContext) -> Reading:
    """One offer for each observed change of an item's price, and one for its last check."""
    rows = DocumentRows(name, API, columns=COLUMNS)
    query = context.answers.get("query") or np.nan
    for at, product in enumerate(document["products"]):
        _read_product(rows, f"$.products[{at}]", product, query)
    return rows.reading({"offers": rows.frame()}, context)


@dataclass(frozen=True)
class _History:
    """One figure over time: minutes, values (missing where there is none), and shipping where it has some."""

    minutes: np.ndarray
    values: np.ndarray
    shipping: np.ndarray

    def at(self, minutes: np.ndarray) -> np.ndarray:
        """The value in force at each moment; missing before the first."""
        places = np.searchsorted(self.minutes, minutes, side="right") - 1
        return np.append(self.values, np.nan)[places]


def _read_product(rows: DocumentRows, path: str, product: object, query: object) -> None:
    fields = product if isinstance(product, dict) else {}
    domain = fields.get("domainId")
    market = API_MARKETS.get(domain) if isinstance(domain, int) else None
    if not isinstance(fields.get("asin"), str) or market is None:
        rows.refuse(
            path, "asin, domainId", f"{fields.get('asin')}, {fields.get('domainId')}", "no item of a known market"
        )
        return
    histories = fields.get("csv") if isinstance(fields.get("csv"), list) else []
    which = BUY_BOX if _has_price(_history(histories, BUY_BOX)) else NEW
    price = _history(histories, which)
    if price is None:
        rows.refuse(f"{path}.csv[{which}]", "csv", "", "a history that is not times and whole numbers in order")
        return
    if not len(price.minutes):
        rows.set_aside(path, "item without a price history")
        return
    told = {"platform": "amazon", "market": market, "item_id": fields["asin"], "query": query}
    told |= {"currency": CURRENCIES[market], "title": _text(fields, "title"), "brand": _text(fields, "brand")}
    step = 3 if which == BUY_BOX else 2
    paths = [f"{path}.csv[{which}][{step * change}]" for change in range(len(price.minutes))]
    _keep_changes(rows, paths, _moments(price, histories), told)
    _keep_last_check(rows, f"{path}.lastUpdate", fields.get("lastUpdate"), price, histories, told)


def _keep_changes(rows: DocumentRows, paths: list[str], moments: list[dict], told: Mapping[str, object]) -> None:
    before = None
    for path, moment in zip(paths, moments, strict=True):
        now = tuple(np.nan_to_num([moment["price"], moment["shipping_price"]], nan=-1.0))
        if np.isnan(moment["price"]):
            rows.set_aside(path, NO_PRICE)
        elif now == before:
            rows.set_aside(path, UNCHANGED)
        else:
            rows.keep_first(path, {**told, **moment}, key=("market", "item_id", "observed_at"))
        before = now


def _keep_last_check(
    rows: DocumentRows, path: str, minute: object, price: _History, histories: list, told: Mapping[str, object]
) -> None:
    """The last price again, at the moment at which Keepa last saw it."""
    if not isinstance(minute, int) or not price.minutes[-1] < minute <= MOST_MINUTES or np.isnan(price.values[-1]):
        return
    last = _History(np.array([minute]), price.values[-1:], price.shipping[-1:])
    rows.keep_first(path, {**told, **_moments(last, histories)[0]}, key=("market", "item_id", "observed_at"))


def _moments(price: _History, histories: list) -> list[dict[str, object]]:
    others = {"list_price": (LIST_PRICE, 100), "rating": (RATING, 10), "reviews": (REVIEWS, 1)}
    values = {name: _in_force(histories, index, price.minutes) / unit for name, (index, unit) in others.items()}
    moments = pd.DataFrame({"price": price.values / 100, "shipping_price": price.shipping / 100, **values})
    stamps = START + pd.to_timedelta(price.minutes, unit="m")
    return moments.assign(observed_at=stamps).to_dict("records")


def _in_force(histories: list, index: int, minutes: np.ndarray) -> np.ndarray:
    history = _history(histories, index)
    return np.full(len(minutes), np.nan) if history is None else history.at(minutes)


def _has_price(history: _History | None) -> bool:
    return history is None or bool((~np.isnan(history.values)).any())


def _history(histories: list, index: int) -> _History | None:
    """A history of the item; empty where it has none, None where it is broken."""
    numbers = histories[index] if index < len(histories) else None
    step = 3 if index == BUY_BOX else 2
    if numbers is None:
        numbers = []
    if not isinstance(numbers, list) or len(numbers) % step or not all(map(_is_figure, numbers)):
        return None
    table = np.array(numbers, dtype="float64").reshape(-1, step)
    minutes = table[:, 0]
    if (np.diff(minutes) < 0).any() or (minutes < 0).any() or (minutes > MOST_MINUTES).any():
        return None
    table = np.where(table < 0, np.nan, table)
    # A price of nothing is none; a shipping price, rating or count of nothing may be one.
    values = np.where(table[:, 1] == 0, np.nan, table[:, 1]) if index in (NEW, LIST_PRICE, BUY_BOX) else table[:, 1]
    return _History(minutes, values, table[:, 2] if step == 3 else np.full(len(table), np.nan))


def _is_figure(number: object) -> bool:
    return type(number) is int and -2 <= number <= 10**12


def _text(fields: Mapping, name: str) -> object:
    value = fields.get(name)
    return value.strip() if isinstance(value, str) and value.strip() else np.nan


API = Export(
    name="keepa-api",
    title="Keepa price history",
    platform="keepa",
    tables=("offers",),
    rank=2,
    download="Keepa API: product request with history=1, JSON",
    read_document=read_api,
    questions=api_questions,
    is_document=is_keepa,
)
