"""Shelf prices worth a look: the endings that the market itself uses, and the prices where a fee jumps."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

# Up to which price shelf prices stand how far apart. Finer than where a band's bounds are rounded to.
SHELF_STEPS = {
    "MXN": ((1_000.0, 10.0), (5_000.0, 50.0), (np.inf, 100.0)),
    "USD": ((50.0, 1.0), (200.0, 5.0), (np.inf, 10.0)),
}
# An ending counts as the market's habit where a tenth of at least 30 prices seen have it.
HABIT_SHARE, FEWEST_PRICES = 0.10, 30
# The smallest step between shelf prices, and so the last one under a mark: 298 before 299 MXN, 9.99 before 10 USD.
SMALLEST_STEP = {"MXN": 1.0, "USD": 0.01}
# How far under and over today's price candidates are looked for, and how far over a price that must be in reach.
REACH, BEYOND = (0.70, 1.30), 1.05


def market_endings(prices: pd.Series, *, currency: str) -> tuple[float, ...]:
    """The endings of shelf prices in a market, as what a price is above the next lower full ten (or full unit).

    Parameters
    ----------
    prices : Series of float
        Prices seen, one a listing.
    currency : str
        ISO code.

    Returns
    -------
    tuple of float
        In MXN and other currencies without cents on the shelf 0 to 9.99 above the full ten, in USD 0.00 to 0.99 above
        the full dollar; ascending. The currency's general habit (9, or .99) where fewer than 30 prices were seen.

    >>> market_endings(pd.Series([199.0, 249.0, 189.0] * 15 + [200.0] * 4), currency="MXN")
    (9.0,)
    """
    unit = _unit(currency)
    seen = prices.dropna()
    seen = seen[seen > 0]
    if len(seen) < FEWEST_PRICES:
        return _habit(currency)
    endings = pd.Series((seen.to_numpy() % unit).round(2)).replace(unit, 0.0)
    shares = endings.value_counts(normalize=True)
    found = shares[shares >= HABIT_SHARE].index
    return tuple(sorted(float(ending) for ending in found)) or _habit(currency)


def candidate_prices(
    *, currency: str, today: float, endings: tuple[float, ...], marks: Iterable[float] = (), reaching: float = np.nan
) -> np.ndarray:
    """Shelf prices around today's, ascending.

    Parameters
    ----------
    currency : str
        ISO code.
    today : float
        Today's price, above zero; it is among the candidates only where it is a shelf price.
    endings : tuple of float
        As `market_endings`.
    marks : iterable of float
        Prices at which a charge jumps: the mark and the last price below it are candidates where they are in reach.
    reaching : float
        A price further up that must be in reach too, such as the least one that keeps a floor.

    Returns
    -------
    array of float
        From 0.70 to 1.30 of today's price, and a little over `reaching`; dearer shelf prices stand further apart.

    >>> candidate_prices(currency="MXN", today=289.0, endings=(9.0,), marks=[299.0])[6:11].tolist()
    [269.0, 279.0, 289.0, 298.0, 299.0]
    """
    low, high = today * REACH[0], max(today * REACH[1], reaching * BEYOND if np.isfinite(reaching) else 0.0)
    shelf = _shelf_prices(low, high, currency=currency, endings=endings)
    near = {round(price, 2) for mark in marks for price in (mark - SMALLEST_STEP.get(currency, 0.01), mark)}
    inside = {price for price in near if low <= price <= high}
    return np.array(sorted(shelf | inside), dtype=float)


def _shelf_prices(low: float, high: float, *, currency: str, endings: tuple[float, ...]) -> set[float]:
    """All prices with such an ending from `low` to `high`, in steps that grow with the price."""
    unit, prices, bottom = _unit(currency), set(), 0.0
    for limit, step in SHELF_STEPS.get(currency, ((np.inf, unit),)):
        first, last, stride = max(low, bottom), min(high, limit), max(step, unit)
        # A dearer price ends on the last full ten (or unit) of its step: 1,049 and 1,099, not 1,009.
        bases = np.arange(np.floor(first / stride) * stride, last + stride, stride) + (stride - unit)
        found = {round(float(base + ending), 2) for base in bases for ending in endings}
        prices |= {price for price in found if first <= price <= last}
        bottom = limit
    return prices


def _unit(currency: str) -> float:
    return 1.0 if currency == "USD" else 10.0


def _habit(currency: str) -> tuple[float, ...]:
    return (0.99,) if currency == "USD" else (9.0,)
