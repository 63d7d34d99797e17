"""What a market's prices look like: its currency, the end of its day, its shelf prices, its price marks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

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
    """A price at which a platform's own rules change; `change` says which (words names it)."""

    market: str
    platform: str
    price: float
    change: str


# Source: Mercado Pago help page 30487 (2024-09-20): the buyer's shipping is free from 299 MXN.
PRICE_MARKS = (PriceMark("MX", "mercadolibre", 299.0, "free_shipping"),)


def market_zone(market: str) -> str:
    """The zone whose midnight ends the market's day; UTC for markets not known.

    >>> market_zone("MX")
    'America/Mexico_City'
    """
    return ZONES.get(market, "UTC")


def price_marks(market: str, platforms: set[str]) -> tuple[PriceMark, ...]:
    """The marks of those platforms in that market.

    >>> [mark.price for mark in price_marks("MX", {"mercadolibre"})]
    [299.0]
    """
    return tuple(mark for mark in PRICE_MARKS if mark.market == market and mark.platform in platforms)


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
