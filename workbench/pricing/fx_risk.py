"""What a moving exchange rate does to a unit's margin: the part that moves, the chance to fall under the floor.

A margin at a price is what stays in the price's own currency less the amounts that are really in another currency;
those grow as 1 / (1 + move) when the price's currency changes its value. So two numbers a price say all of it, and no
path has to be walked through the fees again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from workbench.costs.waterfall import UnitInputs, margin_matrix
from workbench.errors import ParameterError, listed

MOVES = (-0.15, -0.10, -0.05, 0.0, 0.05, 0.10, 0.15)
RISK_COLUMNS = [
    *("price", "floor", "margin", "foreign_cost", "margin_p05", "margin_p50", "margin_p95"),
    *("probability", "probability_average", "probability_end"),
]
SCENARIO_COLUMNS = [
    *("move", "rate", "rate_change", "foreign_cost", "margin", "is_under_floor"),
    *("passed_change", "passed_price", "passed_margin"),
]
# Two moves give the two numbers of a price, the third proves that there are no more than two.
_PROBES = np.array([0.0, -0.2, 0.25])
_SAME = 1e-6

Margins = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""Prices and moves to margins, prices x moves: as `workbench.costs.margin_matrix` for one unit."""


@dataclass(frozen=True)
class Exposure:
    """Margins of a unit, split into what the exchange rate leaves alone and what it moves.

    Attributes
    ----------
    prices, own : ndarray
        One value a price: the price, and the margin before amounts in other currencies.
    foreign : dict of str to ndarray
        By currency ('' where it is not told apart), one value a price: the amounts really in that currency, in the
        price's currency at today's rate.
    """

    prices: np.ndarray
    own: np.ndarray
    foreign: dict[str, np.ndarray]

    @property
    def foreign_cost(self) -> np.ndarray:
        """All amounts in other currencies, one value a price."""
        return sum(self.foreign.values(), np.zeros_like(self.own))

    def margins(self, move: float = 0.0) -> np.ndarray:
        """Margins at each price after a move of the price's currency against all others."""
        return self.own - self.foreign_cost / (1 + move)


def fx_exposure(
    margins: UnitInputs | Margins | Mapping[str, Margins], *, prices: Sequence[float] | np.ndarray
) -> Exposure:
    """What of a unit's margin the exchange rate moves, at each price.

    Parameters
    ----------
    margins : UnitInputs, callable or mapping of str to callable
        A unit's inputs; or a function of prices and moves; or one such function a currency, in which only the
        amounts in that currency move.
    prices : sequence of float
        In the price's currency.

    Raises
    ------
    ParameterError
        The function does not follow 1 / (1 + move).
    """
    shelf = np.atleast_1d(np.asarray(prices, dtype=float))
    named = _by_currency(margins)
    parts = {name: _split(each, shelf) for name, each in named.items()}
    foreign = {name: moved for name, (_, moved) in parts.items()}
    today = next(iter(parts.values()))
    return Exposure(shelf, today[0] - today[1] + sum(foreign.values()), foreign)


def margin_risk(
    exposure: Exposure, *, paths: np.ndarray | Mapping[str, np.ndarray], floor: float | np.ndarray = 0.0
) -> pd.DataFrame:
    """How likely the margin of each price falls under the floor while the price is held.

    Parameters
    ----------
    exposure : Exposure
        As `fx_exposure` gives it.
    paths : ndarray or mapping of str to ndarray
        Moves over the holding time, paths x days, as `fx_paths` gives them; by currency as `client_fx_paths`.
    floor : float or ndarray
        Least margin of a unit, in the price's currency; one for all prices or one a price.

    Returns
    -------
    DataFrame
        One row a price: price, floor, margin (today), foreign_cost, margin_p05, margin_p50, margin_p95 (mean margin
        over the holding time), probability (of at least one day under the floor), probability_average (of a mean
        under it), probability_end (of the last day under it). Missing where the margin is.

    Raises
    ------
    ParameterError
        No path for a currency that the costs are in.
    """
    floors = np.broadcast_to(np.asarray(floor, dtype=float), exposure.prices.shape)
    costs = _path_costs(exposure, paths, _worst_mean_last)
    rows = [_risk(own, *cost, limit) for own, cost, limit in zip(exposure.own, costs, floors, strict=True)]
    table = pd.DataFrame(rows, columns=RISK_COLUMNS[4:])
    today = exposure.margins()
    known = {"price": exposure.prices, "floor": floors, "margin": today, "foreign_cost": exposure.foreign_cost}
    return table.assign(**known)[RISK_COLUMNS]


def floor_chances(
    exposure: Exposure, *, paths: np.ndarray | Mapping[str, np.ndarray], floor: float | np.ndarray = 0.0
) -> np.ndarray:
    """The `probability` of `margin_risk` alone, one value a price."""
    floors = np.broadcast_to(np.asarray(floor, dtype=float), exposure.prices.shape)
    costs = _path_costs(exposure, paths, _worst)
    rows = zip(exposure.own, costs, floors, strict=True)
    return np.array([_chance(own, cost, limit) for own, (cost,), limit in rows], dtype=float)


def fx_share(exposure: Exposure, *, slope: UnitInputs | Margins) -> np.ndarray:
    """Share of a unit's marginal cost that is in other currencies, one value a price.

    Parameters
    ----------
    exposure : Exposure
    slope : UnitInputs or callable
        The same margins again, to see how much of one more peso of price stays: what grows with the price (VAT,
        commission) is no marginal cost.

    Notes
    -----
    With constant elasticity the best price is a fixed multiple of marginal cost, so the best change of the price is
    this share times the change of the rate, whatever the elasticity.
    """
    whole = next(iter(_by_currency(slope).values()))
    kept = _kept_share(whole, exposure.prices)
    cost = kept * exposure.prices - exposure.margins()
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(cost > 0, exposure.foreign_cost / cost, np.nan)


def fx_scenarios(
    margins: UnitInputs | Margins, *, price: float, rate: float, floor: float = 0.0, moves: Sequence[float] = MOVES
) -> pd.DataFrame:
    """A price's margin when its currency moves, and the price that passes the move on.

    Parameters
    ----------
    margins : UnitInputs or callable
        As in `fx_exposure`.
    price, rate : float
        Today's price, and today's rate in units of the price's currency for one of the cost's.
    floor : float
        Least margin of a unit.
    moves : sequence of float
        Changes of the price currency's value: -0.10 = it buys 10 % less.

    Returns
    -------
    DataFrame
        One row a move: move, rate (after it), rate_change, foreign_cost, margin, is_under_floor, passed_change (the
        share of marginal cost in other currencies times rate_change), passed_price, passed_margin. The passed price
        is not rounded to a shelf price.
    """
    exposure = fx_exposure(margins, prices=[price])
    share = float(fx_share(exposure, slope=margins)[0])
    table = pd.DataFrame({"move": [float(move) for move in moves]})
    table["rate"], table["rate_change"] = rate / (1 + table["move"]), 1 / (1 + table["move"]) - 1
    table["foreign_cost"] = exposure.foreign_cost[0] * (1 + table["rate_change"])
    table["margin"] = exposure.own[0] - table["foreign_cost"]
    table["is_under_floor"] = table["margin"] < floor
    table["passed_change"] = share * table["rate_change"]
    table["passed_price"] = price * (1 + table["passed_change"])
    passed = fx_exposure(margins, prices=table["passed_price"].to_numpy())
    after = passed.own - passed.foreign_cost / (1 + table["move"].to_numpy())
    return table.assign(passed_margin=after)[SCENARIO_COLUMNS]


def path_factors(exposure: Exposure, paths: np.ndarray | Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """What an amount in each currency is multiplied with, paths x days.

    Raises
    ------
    ParameterError
        No path for a currency that the costs are in.
    """
    if not isinstance(paths, Mapping):
        return dict.fromkeys(exposure.foreign, 1 / (1 + paths))
    lacking = [name for name, amounts in exposure.foreign.items() if name not in paths and np.any(amounts != 0)]
    if lacking:
        raise ParameterError(
            "paths", f"none for {listed(lacking)}", expected=f"paths of {listed(exposure.foreign)}", hint="name it"
        )
    return {name: 1 / (1 + paths[name]) for name in exposure.foreign if name in paths}


def _by_currency(margins: UnitInputs | Margins | Mapping[str, Margins]) -> dict[str, Margins]:
    if isinstance(margins, Mapping):
        return dict(margins)
    if callable(margins):
        return {"": margins}
    currencies = sorted({charge.fx for charge in margins.charges if charge.fx}) or [""]
    return {currency: _only(margins, currency) for currency in currencies}


def _only(inputs: UnitInputs, currency: str) -> Margins:
    """The unit's margins where amounts in this currency move and all others stay as they are today."""
    charges = tuple(charge if charge.fx in ("", currency) else replace(charge, fx="") for charge in inputs.charges)
    held = replace(inputs, charges=charges)
    return lambda prices, moves: margin_matrix(held, prices=prices, moves=moves)


def _split(margins: Margins, prices: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Margin before the amounts that move, and those amounts."""
    today, down, up = np.asarray(margins(prices, _PROBES), dtype=float).T
    moved = (today - down) / (1 / (1 + _PROBES[1]) - 1)
    expected = today + moved - moved / (1 + _PROBES[2])
    if np.any(np.abs(expected - up) > _SAME * np.maximum(1, np.abs(today) + np.abs(moved))):
        raise ParameterError(
            "margins",
            "they do not follow 1 / (1 + move)",
            expected="amounts in other currencies divided by 1 + move, all else unmoved",
        )
    return today + moved, moved


def _path_costs(
    exposure: Exposure, paths: np.ndarray | Mapping[str, np.ndarray], summed: Callable
) -> list[tuple[np.ndarray, ...]]:
    """What `summed` makes of each path's amounts in other currencies, one entry a price; equal prices share theirs."""
    factors = path_factors(exposure, paths)
    seen: dict[tuple, tuple[np.ndarray, ...]] = {}
    rows = list(zip(*exposure.foreign.values(), strict=True))
    for row in dict.fromkeys(rows):
        parts = [amount * factors[name] for name, amount in zip(exposure.foreign, row, strict=True) if name in factors]
        total = sum(parts[1:], parts[0]) if parts else np.zeros((1, 1))
        seen[row] = summed(total)
    return [seen[row] for row in rows]


def _worst(amounts: np.ndarray) -> tuple[np.ndarray, ...]:
    return (amounts.max(axis=1),)


def _worst_mean_last(amounts: np.ndarray) -> tuple[np.ndarray, ...]:
    return amounts.max(axis=1), amounts.mean(axis=1), amounts[:, -1]


def _risk(own: float, worst: np.ndarray, mean: np.ndarray, end: np.ndarray, floor: float) -> tuple[float, ...]:
    if not np.isfinite(own) or not np.isfinite(floor):
        return (np.nan,) * 6
    shares = [_chance(own, cost, floor) for cost in (worst, mean, end)]
    return (*np.quantile(own - mean, [0.05, 0.5, 0.95]), *shares)


def _chance(own: float, cost: np.ndarray, floor: float) -> float:
    return float(np.mean(own - cost < floor)) if np.isfinite(own) and np.isfinite(floor) else np.nan


def _kept_share(margins: Margins, prices: np.ndarray) -> np.ndarray:
    """How much of one more unit of price stays; at a mark where a fee jumps, the side without the jump."""
    step = prices * 1e-6
    up, here, down = (margins(at, np.zeros(1))[:, 0] for at in (prices + step, prices, prices - step))
    above, below = (up - here) / step, (here - down) / step
    return np.where(np.abs(above) <= np.abs(below), above, below)
