"""What a market's prices look like: its currency, the end of its day, its shelf prices, its price marks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

CURRENCIES = {"MX": "MXN", "US": "USD"}
# The zone whose midnight ends a market's day. The United States have several; sellers' reports use this one.
ZONES = {"MX": "America/Mexico_City", "US": "America/Los_Angeles"}

# Up to which price, in which steps, and how far under the round price shelf prices stand.
SHELF_STEPS = {
    "MXN": ((1_000, 10, 1.0), (5_000, 50, 1.0), (np.inf, 100, 1.0)),
    "USD": ((20, 1, 0.01), (100, 5, 0.01), (np.inf, 10, 0.01)),
}


@dataclass(frozen=True)
class PriceMark:
    """A price at which a platform's own rules change; `change` says which (words names it).

    `since` is the first day it holds, None where that day is not known; `source` says who states it.
    """

    market: str
    platform: str
    price: float
    change: str
    since: date | None
    source: str


_FBA = "Amazon US, FBA 2026-01-15"
_REFERRAL = "Amazon US (2026-11-23)"
PRICE_MARKS = (
    PriceMark("MX", "mercadolibre", 299.0, "free_shipping", date(2024, 9, 20), "Mercado Pago 30487 (2024-09-20)"),
    PriceMark("MX", "amazon", 299.0, "fba_fee", date(2026, 2, 17), "Amazon MX, FBA 2026-02-17 (Expansión 2026-02-18)"),
    PriceMark("US", "amazon", 10.0, "fba_fee", date(2026, 1, 15), _FBA),
    PriceMark("US", "amazon", 50.0, "fba_fee", date(2026, 1, 15), _FBA),
    PriceMark("US", "amazon", 15.0, "referral_fee", None, _REFERRAL),
    PriceMark("US", "amazon", 20.0, "referral_fee", None, _REFERRAL),
)


def market_zone(market: str) -> str:
    """The zone whose midnight ends the market's day; UTC for markets not known.

    >>> market_zone("MX")
    'America/Mexico_City'
    """
    return ZONES.get(market, "UTC")


def price_marks(market: str, platforms: set[str], *, on: date) -> tuple[PriceMark, ...]:
    """The marks of those platforms in that market that are in force on a day.

    >>> [mark.price for mark in price_marks("MX", {"mercadolibre"}, on=date(2026, 1, 31))]
    [299.0]
    """
    day = date(on.year, on.month, on.day)
    here = [mark for mark in PRICE_MARKS if mark.market == market and mark.platform in platforms]
    return tuple(mark for mark in here if mark.since is None or mark.since <= day)


def is_charm(prices: pd.Series, currency: str) -> pd.Series:
    """Which prices end as shelf prices do: in pesos on 9 or .90 and .99, in dollars on .99, .95 or .90.

    >>> is_charm(pd.Series([199.0, 200.0, 149.9]), "MXN").tolist(), is_charm(pd.Series([9.0, 9.99]), "USD").tolist()
    ([True, False, True], [False, True])
    """
    cents = (prices * 100).round()
    by_cents = (cents % 100).isin([90, 95, 99])
    return by_cents | ((cents % 1000 == 900) if currency not in ("USD", "CAD", "EUR", "GBP") else False)


def shelf_floor(price: float, currency: str) -> float:
    """The shelf price at or under `price`; `price` itself where the currency's habits are not known.

    >>> shelf_floor(133, "MXN"), shelf_floor(299, "MXN"), shelf_floor(23.5, "USD")
    (129.0, 299.0, 19.99)
    """
    return _shelf(price, currency, upward=False)


def shelf_ceiling(price: float, currency: str) -> float:
    """The shelf price at or over `price`; `price` itself where the currency's habits are not known.

    >>> shelf_ceiling(133, "MXN"), shelf_ceiling(299, "MXN"), shelf_ceiling(23.5, "USD")
    (139.0, 299.0, 24.99)
    """
    return _shelf(price, currency, upward=True)


def _shelf(price: float, currency: str, *, upward: bool) -> float:
    for limit, step, under in SHELF_STEPS.get(currency, ()):
        if price <= limit - under:
            steps = (price + under) / step
            # Cents are not exact in binary: 299.0 and 19.99 must stay what they are.
            steps = round(steps) if abs(steps - round(steps)) < 1e-9 else (np.ceil if upward else np.floor)(steps)
            shelf = round(float(steps) * step - under, 2)
            return shelf if shelf > 0 else float(price)
    return float(price)
