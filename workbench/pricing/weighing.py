"""Every candidate price with what it would do: margin, cash, volume, place in the market, and the chance of a loss."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.costs.waterfall import UnitInputs, margin_matrix, price_amounts
from workbench.pricing.floors import SAME, dead_zones, in_dead_zone
from workbench.pricing.fx_risk import floor_chances, fx_exposure

CANDIDATE_COLUMNS = [
    "price", "change", "margin", "margin_rate", "cash", "units", "units_low", "units_high", "profit", "profit_low",
    "profit_high", "units_needed", "under_floor_chance", "band", "place", "is_in_dead_zone", "crosses", "against",
    "score", "score_low",
]  # fmt: skip


@dataclass(frozen=True)
class Volume:
    """What is known of how units follow the price.

    Attributes
    ----------
    weekly_units : float
        Units a week at today's price; missing where no order lines tell.
    elasticity, low, high : float
        Per cent more units for one per cent more price, with its 95 % interval; missing where the data are too thin or
        the answer is not elastic, and then no volume is foretold.
    """

    weekly_units: float = np.nan
    elasticity: float = np.nan
    low: float = np.nan
    high: float = np.nan

    @property
    def is_known(self) -> bool:
        """Whether units can be foretold at another price."""
        return bool(np.isfinite(self.elasticity) and self.weekly_units > 0)

    def sold_at(self, ratios: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Units at prices that are these ratios of today's, as multiples of today's: foretold, fewest, most."""
        ends = ratios**self.low, ratios**self.high
        return ratios**self.elasticity, np.minimum(*ends), np.maximum(*ends)


@dataclass(frozen=True)
class Limits:
    """What a price must keep to.

    Attributes
    ----------
    floor_price : float
        The client never goes under it; missing where none is stated.
    margin_floor : float
        Least margin as a share of the price without VAT; missing where none is stated.
    most_risk : float
        The largest chance, over the holding time, of a margin under that floor.
    most_step : float
        The largest change of a price at one time, as a share of today's: a larger one is more than a price decision.
    """

    floor_price: float = np.nan
    margin_floor: float = np.nan
    most_risk: float = 0.20
    most_step: float = 0.25

    @property
    def is_stated(self) -> bool:
        """Whether the client or the analyst has stated any floor at all."""
        return bool(np.isfinite(self.floor_price) or np.isfinite(self.margin_floor))

    @property
    def least_margin_rate(self) -> float:
        """The stated share; a price floor alone lets no unit be sold at a loss."""
        return self.margin_floor if np.isfinite(self.margin_floor) else 0.0


def weigh_candidates(
    inputs: UnitInputs,
    prices: np.ndarray,
    *,
    volume: Volume,
    limits: Limits,
    paths: Mapping[str, np.ndarray] | None,
    weight: float = 0.0,
    zones: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """One row per candidate price, cheapest first; today's price is among them.

    Parameters
    ----------
    inputs : UnitInputs
        Complete, with today's price.
    prices : array of float
        Candidate prices in the currency of the inputs.
    volume : Volume
    limits : Limits
    paths : mapping of str to ndarray, or None
        Moves of the price's currency over the holding time, as `client_fx_paths` gives them; None where the history is
        too short to say.
    weight : float
        The client's weight of volume against margin, 0 to 1.
    zones : DataFrame, optional
        Dead zones around today's price, as `dead_zones`; found here where they are not given.

    Returns
    -------
    DataFrame
        price; change (of today's, a fraction); margin, cash (a unit); margin_rate; units, units_low, units_high and
        profit, profit_low, profit_high (a week; missing where no volume can be foretold); units_needed (units in per
        cent of today's that earn today's weekly margin, as a fraction above or below it); under_floor_chance;
        is_in_dead_zone; crosses (the marks between today's price and this one); against (codes of what speaks against
        it, the floor last: not_known (a charge is stated for
        other prices only), step, dead_zone, risk, margin_floor, floor_price); score (weekly gain as a share of today's
        sales, volume weighed in) and score_low (the same at the worse end of the elasticity's interval); band and
        place stay blank here.
    """
    shelf = np.unique(np.append(prices, inputs.price).round(2))
    amounts = price_amounts(inputs, prices=shelf)
    now = int(np.flatnonzero(shelf == round(inputs.price, 2))[0])
    ratios = shelf / inputs.price
    sold = volume.sold_at(ratios)
    if zones is None:
        zones = dead_zones(margin_of(inputs), marks=inputs.marks, low=shelf[0] * 0.5, high=shelf[-1])
    # Columns stay arrays until the table is whole: an assortment has hundreds of these tables.
    table = {name: amounts[name] for name in ("price", "margin", "margin_rate", "cash")} | {"change": ratios - 1}
    table |= dict(zip(("units", "units_low", "units_high"), (volume.weekly_units * each for each in sold), strict=True))
    table |= _profits(table)
    table["units_needed"] = _units_needed(table["margin"], table["margin"][now])
    table["under_floor_chance"] = _under_floor_chance(inputs, table, limits, paths)
    table["is_in_dead_zone"] = in_dead_zone(shelf, zones)
    table["crosses"] = [_marks_between(inputs, price) for price in shelf]
    table["against"] = _against(table, limits)
    scores = [_scores(table, each, now, weight) for each in sold]
    table |= {"score": scores[0], "score_low": np.minimum(scores[1], scores[2])}
    blank = {"band": pd.array([pd.NA] * len(shelf), dtype="Int64"), "place": ""}
    return pd.DataFrame(table | blank, columns=CANDIDATE_COLUMNS)


def margin_of(inputs: UnitInputs) -> Callable[[np.ndarray], np.ndarray]:
    """The unit's margin as a function of the price."""
    return lambda prices: margin_matrix(inputs, prices=prices, moves=(0.0,))[:, 0]


def _profits(table: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Weekly margin at the units foretold; at a loss, more units lose more."""
    profit, *ends = (table["margin"] * table[units] for units in ("units", "units_low", "units_high"))
    return {"profit": profit, "profit_low": np.minimum(*ends), "profit_high": np.maximum(*ends)}


def _units_needed(margin: np.ndarray, today: float) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((margin > 0) & (today > 0), today / margin - 1, np.nan)


def _under_floor_chance(
    inputs: UnitInputs,
    table: Mapping[str, np.ndarray],
    limits: Limits,
    paths: Mapping[str, np.ndarray] | None,
) -> np.ndarray:
    """The chance of a day under the floor while the price is held; missing without paths."""
    if paths is None:
        return np.full(len(table["price"]), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        net = table["margin"] / table["margin_rate"]
    exposure = fx_exposure(inputs, prices=table["price"])
    return floor_chances(exposure, paths=paths, floor=limits.least_margin_rate * net)


def _marks_between(inputs: UnitInputs, price: float) -> tuple[float, ...]:
    low, high = sorted((inputs.price, price))
    return tuple(mark for mark in inputs.marks if low < mark <= high)


def _against(table: Mapping[str, np.ndarray], limits: Limits) -> list[tuple[str, ...]]:
    """What speaks against each price. The floors come last, so that nothing after them can let a price through."""
    tests = {
        "not_known": np.isnan(table["margin"]),
        "step": np.abs(table["change"]) > limits.most_step + SAME,
        "dead_zone": table["is_in_dead_zone"],
        "risk": table["under_floor_chance"] > limits.most_risk,
        "margin_floor": table["margin_rate"] < limits.least_margin_rate,
        "floor_price": table["price"] < limits.floor_price,
    }
    rows = zip(*(fails.tolist() for fails in tests.values()), strict=True)
    return [tuple(code for code, fails in zip(tests, row, strict=True) if fails) for row in rows]


def _scores(table: Mapping[str, np.ndarray], sold: np.ndarray, now: int, weight: float) -> np.ndarray:
    """What a week gains, as a share of today's weekly sales: margin, and by the client's weight also units sold.

    `sold` is units as a multiple of today's; `now` the place of today's price.
    """
    gained = (table["margin"] * sold - table["margin"][now]) / table["price"][now]
    return (1 - weight) * gained + weight * (sold - 1)
