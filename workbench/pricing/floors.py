"""Where a price leaves enough, and where a higher price leaves less: found cent by cent, never along a slope.

Between two marks (prices at which a fee jumps or bends) a unit's margin is a straight line, so its two ends say all
about it. Where they do not, because somebody knows of no mark there, every cent between them is evaluated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.errors import ParameterError

Margin = Callable[[np.ndarray], np.ndarray]
"""Prices to amounts, both in the currency of the price."""

CENTS = 100
# A margin is a sum of a dozen products: what differs by less is the same amount.
SAME = 1e-7
STRETCH_COLUMNS = ["from_price", "to_price"]
DEAD_ZONE_COLUMNS = ["from_price", "to_price", "best_price", "most_lost", "recovers_at"]


@dataclass(frozen=True)
class _Line:
    """Cents from `first` to `last` on which the margin is a straight line, and its value at both ends."""

    first: int
    last: int
    at_first: float
    at_last: float


def profitable_stretches(excess: Margin, *, marks: Iterable[float], low: float, high: float) -> pd.DataFrame:
    """The stretches of prices at which something is left: all break-even prices are their ends.

    Parameters
    ----------
    excess : callable
        Prices to what is left above the least that is wanted, in the price's currency.
    marks : iterable of float
        Prices at which a charge jumps or bends.
    low, high : float
        First and last price looked at.

    Returns
    -------
    DataFrame
        One row per stretch, cheapest first: from_price and to_price, the first and last cent at which `excess` is
        not below zero. Empty where no price leaves enough.

    Raises
    ------
    ParameterError
        `low` is not above zero or `high` is below it.

    >>> profitable_stretches(lambda prices: prices * 0.5 - 10, marks=(), low=1, high=50).values.tolist()
    [[20.0, 50.0]]
    """
    found = [part for line in _lines(excess, marks, low, high) for part in _not_below(line, 0.0, excess)]
    joined = _joined(found)
    return pd.DataFrame([(first / CENTS, last / CENTS) for first, last in joined], columns=STRETCH_COLUMNS, dtype=float)


def dead_zones(margin: Margin, *, marks: Iterable[float], low: float, high: float) -> pd.DataFrame:
    """The stretches of prices at which a unit leaves less than at some lower price.

    Parameters
    ----------
    margin : callable
        Prices to margins a unit, in the price's currency.
    marks : iterable of float
        Prices at which a charge jumps or bends.
    low, high : float
        First and last price looked at.

    Returns
    -------
    DataFrame
        One row per dead zone, cheapest first: from_price, to_price (its first and last cent), best_price (the lower
        price that leaves more), most_lost (a unit, at the worst price of the zone), recovers_at (the first price that
        leaves as much again; missing where none does up to `high`).

    Raises
    ------
    ParameterError
        As `profitable_stretches`.

    Notes
    -----
    By the unit: how many more units a price sells is not in it. Mercado Libre's free shipping from 299 MXN costs
    margin and may bring orders.

    >>> def margin(prices):
    ...     return prices / 1.16 - 0.15 * prices - np.where(prices < 299, 33.0, 72.0)
    >>> dead_zones(margin, marks=[299], low=200, high=400)[["from_price", "to_price", "best_price"]].values.tolist()
    [[299.0, 353.75, 298.99]]
    """
    zones: list[list] = []
    best, best_at = -np.inf, 0
    for line in _lines(margin, marks, low, high):
        under = _below(line, best, best_at, margin)
        if under:
            first, last, reference, reference_at = under
            worst = min(float(value) for value in margin(np.array([first, last]) / CENTS))
            _add_zone(zones, first, last, reference_at, reference - worst)
        for value, at in ((line.at_first, line.first), (line.at_last, line.last)):
            if value > best + SAME:
                best, best_at = value, at
    limit = _cents(high)
    rows = [
        (first / CENTS, last / CENTS, at / CENTS, lost, (last + 1) / CENTS if last < limit else np.nan)
        for first, last, at, lost in zones
    ]
    return pd.DataFrame(rows, columns=DEAD_ZONE_COLUMNS, dtype=float)


def in_dead_zone(prices: np.ndarray, zones: pd.DataFrame) -> np.ndarray:
    """Which prices lie in one of the dead zones."""
    inside = (prices[:, None] >= zones["from_price"].to_numpy() - SAME) & (
        prices[:, None] <= zones["to_price"].to_numpy() + SAME
    )
    return inside.any(axis=1)


def _cents(price: float) -> int:
    return round(float(price) * CENTS)


def _lines(margin: Margin, marks: Iterable[float], low: float, high: float) -> list[_Line]:
    """The straight lines that make up the margin from `low` to `high`, in order and without gaps."""
    first, last = _cents(low), _cents(high)
    if first <= 0 or last < first:
        raise ParameterError(
            "prices", f"from {low} to {high}", expected="a first price above zero, and a last one above it"
        )
    # A mark is a line of its own: whether a fee jumps at it or just after it does not matter then.
    inner = sorted({cent for mark in marks for cent in _around(mark) if first <= cent <= last})
    starts = sorted({first, *inner, *(cent + 1 for cent in inner if cent < last)})
    lasts = [*(start - 1 for start in starts[1:]), last]
    probes = np.array([_probes(start, end) for start, end in zip(starts, lasts, strict=True)])
    values = np.asarray(margin(probes.ravel() / CENTS), dtype=float).reshape(probes.shape)
    found = zip(probes, values, strict=True)
    return [line for places, at in found for line in _straight(margin, places, at)]


def _around(mark: float) -> set[int]:
    """The cents at a mark; both neighbours where it lies between two."""
    exact = float(mark) * CENTS
    return {int(np.floor(exact + SAME)), int(np.ceil(exact - SAME))}


def _probes(first: int, last: int) -> tuple[int, ...]:
    """Five cents from `first` to `last` that show whether the margin between them is straight."""
    return first, min(first + 1, last), (first + last) // 2, max(last - 1, first), last


def _straight(margin: Margin, places: np.ndarray, values: np.ndarray) -> list[_Line]:
    """One line through these cents where the margin is straight between them, else one for each cent."""
    first, last = int(places[0]), int(places[-1])
    if np.isnan(values).all():
        return []
    slope = (values[-1] - values[0]) / max(last - first, 1)
    if np.abs(values[0] + slope * (places - first) - values).max() <= SAME:
        return [_Line(first, last, float(values[0]), float(values[-1]))]
    cents = np.arange(first, last + 1)
    every = np.asarray(margin(cents / CENTS), dtype=float).tolist()
    return [_Line(int(cent), int(cent), value, value) for cent, value in zip(cents, every, strict=True)]


def _not_below(line: _Line, level: float, margin: Margin) -> list[tuple[int, int]]:
    """The cents of a line at which the margin is at least `level`: none or one stretch."""
    is_first, is_last = line.at_first >= level - SAME, line.at_last >= level - SAME
    if is_first and is_last:
        return [(line.first, line.last)]
    if not is_first and not is_last:
        return []
    crossing = _crossing(line, level, margin)
    return [(line.first, crossing)] if is_first else [(crossing, line.last)]


def _crossing(line: _Line, level: float, margin: Margin) -> int:
    """The outermost cent of a line at which the margin is still, or just, at least `level`."""
    share = (level - line.at_first) / (line.at_last - line.at_first)
    near = round(line.first + share * (line.last - line.first))
    cents = np.arange(max(near - 2, line.first), min(near + 2, line.last) + 1)
    enough = cents[margin(cents / CENTS) >= level - SAME]
    return int(enough.min() if line.at_last > line.at_first else enough.max())


def _below(line: _Line, best: float, best_at: int, margin: Margin) -> tuple[int, int, float, int] | None:
    """The cents of a line that leave less than `best` or than the line's own start, and what they are less than."""
    if line.at_first < best - SAME:
        enough = _not_below(line, best, margin)
        return line.first, (enough[0][0] - 1 if enough else line.last), best, best_at
    if line.at_last < line.at_first - SAME:
        return line.first + 1, line.last, line.at_first, line.first
    return None


def _add_zone(zones: list[list], first: int, last: int, best_at: int, lost: float) -> None:
    if zones and zones[-1][1] == first - 1 and zones[-1][2] == best_at:
        zones[-1][1], zones[-1][3] = last, max(zones[-1][3], lost)
    else:
        zones.append([first, last, best_at, lost])


def _joined(parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in parts:
        if joined and joined[-1][1] == first - 1:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined
