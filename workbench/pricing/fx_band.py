"""How far the exchange rate may move before a price is changed: the band that keeps prices from chattering."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from workbench.errors import ParameterError
from workbench.pricing.fx_paths import BUSINESS_SHARE
from workbench.pricing.fx_risk import Exposure, path_factors

# A price is held while the chance to fall under the floor within the holding time stays under this.
TOLERANCE = 0.2
OPEN, FLOOR, GAIN = "open", "floor", "gain"


@dataclass(frozen=True)
class HoldTerms:
    """What the client says about holding a price.

    Attributes
    ----------
    floor : float
        Least margin of a unit, in the price's currency.
    cost_of_change : float
        What one change of the price costs, in the price's currency: work, lost ranking, annoyed buyers.
    units_per_day : float
        Units sold a day at today's price.
    elasticity : float or None
        Below -1; None where none is usable: then only the floor binds, and nothing is said for a stronger currency.
    tolerance : float
        Largest chance, 0-1, of a day under the floor within the holding time.
    """

    floor: float = 0.0
    cost_of_change: float = 0.0
    units_per_day: float = np.nan
    elasticity: float | None = None
    tolerance: float = TOLERANCE


@dataclass(frozen=True)
class HoldBand:
    """The moves of the price's currency within which today's price is held.

    Attributes
    ----------
    price : float
    move_low, move_high : float
        Weakest and strongest move that leaves the price; -1 and infinity where that side is open.
    low_by, high_by : str
        What ends the band there: "floor", "gain" (a change pays for itself) or "open".
    is_held : bool
        Whether today, at move 0, lies inside.
    price_now : float
        Today's price where it is held, else the price to go to; missing where no candidate keeps the floor.
    price_when_weak, price_when_strong : float
        The price to go to at that end; missing where no candidate keeps the floor or the side is open.
    probability : float
        Chance of a day under the floor within the holding time at today's rate.
    """

    price: float
    move_low: float
    move_high: float
    low_by: str
    high_by: str
    is_held: bool
    price_now: float
    price_when_weak: float
    price_when_strong: float
    probability: float

    def rates(self, rate: float) -> tuple[float, float]:
        """Today's rate moved to both ends: the strongest and the weakest the price's currency may be.

        Parameters
        ----------
        rate : float
            Units of the price's currency for one of the other.

        Returns
        -------
        tuple of float
            Lowest and highest rate at which the price is held; 0 and infinity where open.
        """
        high = np.inf if self.move_low <= -1 else rate / (1 + self.move_low)
        return rate / (1 + self.move_high), high


def hold_band(
    exposure: Exposure, *, price: float, paths: np.ndarray | Mapping[str, np.ndarray], terms: HoldTerms
) -> HoldBand:
    """Between which moves of its currency a price is held, and where it goes outside.

    Parameters
    ----------
    exposure : Exposure
        Of the candidate shelf prices, today's price among them (`fx_exposure`).
    price : float
        Today's price.
    paths : ndarray or mapping of str to ndarray
        Moves over the holding time, paths x days, by currency where there are several.
    terms : HoldTerms

    Raises
    ------
    ParameterError
        Today's price is not among the candidates, its margin is not known, or the elasticity is not below -1.

    Notes
    -----
    Two rules, and the nearer one ends the band on each side. Floor: the chance of a day under the floor within the
    holding time, begun at that move, is above the tolerance. Gain: for some candidate price, mean margin over the
    paths times units at constant elasticity exceeds that of today's price by more than a change costs. Both are
    straight lines in 1 / (1 + move), so the ends are exact and no grid is searched. A change of price that has been
    made begins a new band around the new price; the cost of the change lies between the two, so they don't chatter.

    Source: fixed cost of adjustment, Sheshinski and Weiss, Review of Economic Studies 44 (1977) 287.
    Known to be wrong when: competitors answer within the holding time.
    """
    at = _place(exposure, price)
    _check(terms)
    means, limits = _cost_of_paths(exposure, paths, terms.tolerance)
    reach = _floor_reach(exposure.own, limits, terms.floor)
    units = _units(exposure.prices, price, terms, paths)
    low, high = _gain_reach(exposure.own, means, units, at, terms.cost_of_change)
    weakest = float(min(reach[at], high))
    is_held = low <= 1 <= weakest
    return HoldBand(
        price=price,
        move_low=_move(weakest),
        move_high=_move(low),
        low_by=OPEN if np.isinf(weakest) else (FLOOR if reach[at] <= high else GAIN),
        high_by=GAIN if low > 0 else OPEN,
        is_held=is_held,
        price_now=price if is_held else _goes_to(exposure, means, units, reach, at, 1.0),
        price_when_weak=_goes_to(exposure, means, units, reach, at, weakest),
        price_when_strong=_goes_to(exposure, means, units, reach, at, low) if low > 0 else np.nan,
        probability=_chance(exposure, paths, at, terms.floor),
    )


def _place(exposure: Exposure, price: float) -> int:
    found = np.flatnonzero(np.isclose(exposure.prices, price))
    if not len(found) or not np.isfinite(exposure.own[found[0]]):
        raise ParameterError(
            f"hold band at {price:g}", "its margin is not among the candidates'", expected="today's price with a margin"
        )
    return int(found[0])


def _check(terms: HoldTerms) -> None:
    if terms.elasticity is not None and terms.elasticity >= -1:
        raise ParameterError(
            "elasticity", f"{terms.elasticity:g}", expected="below -1, or None", hint="no price is best above -1"
        )


def _path_cost(exposure: Exposure, paths: np.ndarray | Mapping[str, np.ndarray], at: int) -> np.ndarray:
    factors = path_factors(exposure, paths)
    parts = [amounts[at] * factors[name] for name, amounts in exposure.foreign.items() if name in factors]
    return sum(parts[1:], parts[0]) if parts else np.zeros((1, 1))


def _cost_of_paths(
    exposure: Exposure, paths: np.ndarray | Mapping[str, np.ndarray], tolerance: float
) -> tuple[np.ndarray, np.ndarray]:
    """One value a price: mean amount in other currencies over the paths, and the one that all but the tolerated
    share of paths stay under on every day."""
    known: dict[tuple, tuple[float, float]] = {}
    rows = list(zip(*exposure.foreign.values(), strict=True))
    for place, row in enumerate(rows):
        if row not in known:
            cost = _path_cost(exposure, paths, place)
            worst = np.quantile(cost.max(axis=1), 1 - tolerance, method="inverted_cdf")
            known[row] = (float(cost.mean()), float(worst))
    means, limits = zip(*(known[row] for row in rows), strict=True)
    return np.array(means), np.array(limits)


def _floor_reach(own: np.ndarray, limits: np.ndarray, floor: float) -> np.ndarray:
    """How much dearer, as a factor, the other currencies may get before each price breaks the floor rule."""
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = np.where(limits > 0, (own - floor) / limits, np.where(own >= floor, np.inf, 0.0))
    return np.where(np.isfinite(own), np.maximum(reach, 0), 0.0)


def _units(prices: np.ndarray, price: float, terms: HoldTerms, paths: object) -> np.ndarray | None:
    """Units over the holding time at each price; None where the elasticity or the sales are not known."""
    if terms.elasticity is None or not np.isfinite(terms.units_per_day):
        return None
    steps = next(iter(paths.values())).shape[1] if isinstance(paths, Mapping) else paths.shape[1]
    return terms.units_per_day * steps / BUSINESS_SHARE * (prices / price) ** terms.elasticity


def _gain_reach(
    own: np.ndarray, means: np.ndarray, units: np.ndarray | None, at: int, cost: float
) -> tuple[float, float]:
    """Lowest and highest factor of the other currencies between which no candidate gains more than a change costs."""
    if units is None:
        return 0.0, np.inf
    gain = units * own - units[at] * own[at] - cost
    slope = units * means - units[at] * means[at]
    known = np.isfinite(gain)
    # The gain at factor x is gain - slope * x: a dearer candidate sells less, so its slope is below zero.
    with np.errstate(divide="ignore", invalid="ignore"):
        cross = np.where(slope != 0, gain / slope, np.nan)
    upper = cross[known & (slope < 0)]
    lower = cross[known & (slope > 0)]
    return float(max([0.0, *lower])), float(max(min([np.inf, *upper]), 0.0))


def _goes_to(
    exposure: Exposure, means: np.ndarray, units: np.ndarray | None, reach: np.ndarray, at: int, factor: float
) -> float:
    """The candidate to take at an end of the band: most gain among those that keep the floor there."""
    if np.isinf(factor):
        return np.nan
    keeps = (reach > factor) & np.isfinite(exposure.own)
    keeps[at] = False
    if not keeps.any():
        return np.nan
    if units is None:
        return float(exposure.prices[keeps].min())
    worth = np.where(keeps, units * (exposure.own - factor * means), -np.inf)
    return float(exposure.prices[np.argmax(worth)])


def _move(factor: float) -> float:
    if factor <= 0:
        return np.inf
    return -1.0 if np.isinf(factor) else 1 / factor - 1


def _chance(exposure: Exposure, paths: np.ndarray | Mapping[str, np.ndarray], at: int, floor: float) -> float:
    worst = _path_cost(exposure, paths, at).max(axis=1)
    return float(np.mean(exposure.own[at] - worst < floor))
