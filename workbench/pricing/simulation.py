"""One unit under a choice that is tried out: price, exchange rate, who ships, tax number, how buyers pay.

Nothing here decides or sets a price. A choice that changes the charges is laid out once over all prices
(`price_curve`); a price on that curve is then cheap (`simulate`), so that a page can follow a slider.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from workbench.costs.economics import UnitEconomics, converted_price, economics_at
from workbench.costs.inputs import inputs_of, with_choice
from workbench.costs.waterfall import UnitInputs, price_table
from workbench.pricing.floors import DEAD_ZONE_COLUMNS, STRETCH_COLUMNS, dead_zones, in_dead_zone, profitable_stretches
from workbench.pricing.fx_risk import Exposure, fx_exposure, margin_risk
from workbench.pricing.weighing import Limits
from workbench.profile.price_terms import PaymentMix

RISK_DAYS = 30
# The prices tried, as parts of today's; further up where the floor is kept only there.
LOW, HIGH, HIGHEST = 0.5, 2.0, 3.0
ABOVE_FLOOR = 1.1
CURVE_POINTS = 120
CENT = 0.01


@dataclass(frozen=True)
class Levers:
    """What is tried beside the price: a change of the value of the price's currency (-0.10 = a tenth less), who ships
    (platform or seller), the tax number (true or false), how buyers pay. What is blank stays as it is known."""

    move: float = 0.0
    logistic: str = ""
    rfc: str = ""
    mix: PaymentMix | None = None


@dataclass(frozen=True, eq=False)
class Curve:
    """A unit under one choice of everything but the price.

    `table` has one row a price: price, margin, floor (the least margin of a unit there; missing where none is stated).
    `zones` are the dead zones, `kept` the stretches of prices at which the least margin is left (no loss where no floor
    is stated); both as `workbench.pricing.floors` gives them.
    """

    inputs: UnitInputs
    levers: Levers
    limits: Limits
    table: pd.DataFrame
    zones: pd.DataFrame
    kept: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Simulation:
    """A price on a curve.

    Attributes
    ----------
    floor : float
        Least margin of a unit at this price, in its currency; missing where no floor is stated.
    chance : float
        Chance of at least one day under the floor (under zero where none is stated) in the next 30 days while the
        price is held, from this exchange rate on; missing where no history of rates tells.
    base : str
        The currency that most of the foreign costs are in; blank where all costs are in the price's own.
    breaking_rate : float
        Units of the price's currency for one of `base` above which the price falls under the floor, all currencies
        moving alike; zero where it does at any rate, missing where no cost is foreign.
    is_in_dead_zone : bool
        Whether a lower price leaves more on a unit.
    """

    unit: UnitEconomics
    curve: Curve
    floor: float
    chance: float
    base: str
    breaking_rate: float
    is_in_dead_zone: bool


def price_range(inputs: UnitInputs, *, limits: Limits) -> tuple[float, float] | None:
    """First and last price worth trying, in whole steps of `price_step`; None where today's price is not known.

    From half of today's price to twice it, and up to three times where the floor is kept only there.
    """
    if not inputs.price > 0:
        return None
    low, high = inputs.price * LOW, inputs.price * HIGH
    kept = _kept(inputs, limits, round(low, 2), round(inputs.price * HIGHEST, 2))["from_price"]
    high = max(high, kept.min() * ABOVE_FLOOR if len(kept) else high)
    step = price_step(low, high)
    return max(round(float(np.floor(low / step) * step), 2), step), round(float(np.ceil(high / step) * step), 2)


def price_step(low: float, high: float) -> float:
    """The step of a slider over these prices: a power of ten, about a hundredth of the way, not under a cent.

    >>> price_step(10, 40), price_step(200, 858)
    (0.1, 1.0)
    """
    return max(round(float(10.0 ** np.floor(np.log10((high - low) / 100))), 2), CENT)


def price_curve(inputs: UnitInputs, *, levers: Levers, limits: Limits, low: float, high: float) -> Curve:
    """The unit under a choice, over all prices from `low` to `high`.

    Parameters
    ----------
    inputs : UnitInputs
        As it is known today.
    levers : Levers
    limits : Limits
        The client's floors.
    low, high : float
        First and last price, above zero.

    Raises
    ------
    ParameterError
        A lever that `with_choice` refuses, or prices out of order.
    """
    named = {"logistic": levers.logistic, "rfc": levers.rfc, "payment_mix": levers.mix}
    chosen = with_choice(inputs, fx_move=levers.move, **named)
    # Both sides of a mark, so that a jump is drawn as one.
    edges = [mark + step for mark in chosen.marks for step in (-CENT, 0, CENT) if low <= mark + step <= high]
    prices = np.unique(np.round([*np.linspace(low, high, CURVE_POINTS), *edges], 2))
    table = price_table(chosen, prices=prices)[["price", "margin"]].assign(floor=_least(chosen, limits, prices))
    if chosen.missing:
        zones, kept = pd.DataFrame(columns=DEAD_ZONE_COLUMNS), pd.DataFrame(columns=STRETCH_COLUMNS)
    else:
        zones = dead_zones(_margin_of(chosen), marks=chosen.marks, low=low, high=high)
        kept = _kept(chosen, limits, low, high)
    return Curve(chosen, levers, limits, table, zones, kept)


def simulate(curve: Curve, *, price: float, paths: Mapping[str, np.ndarray] | None) -> Simulation:
    """What one price on a curve leaves, and how likely the exchange rate takes it under the floor.

    Parameters
    ----------
    curve : Curve
    price : float
        Above zero.
    paths : mapping of str to ndarray, or None
        Moves over 30 days by currency, as `client_fx_paths` gives them; None where no history tells.

    Raises
    ------
    ParameterError
        The price is not above zero.
    """
    shelf = np.array([float(price)])
    # The charges are made anew at this price, so that the rates shown are those that hold at it.
    unit = economics_at(inputs_of(replace(curve.inputs.facts, price=float(price))))
    exposure = fx_exposure(unit.inputs, prices=shelf)
    floor = float(_least(curve.inputs, curve.limits, shelf)[0])
    base = _main_currency(exposure)
    return Simulation(
        unit=unit,
        curve=curve,
        floor=floor,
        chance=_chance(exposure, paths, np.nan_to_num(floor)),
        base=base,
        breaking_rate=_breaking_rate(unit.inputs, exposure, base, np.nan_to_num(floor)),
        is_in_dead_zone=bool(in_dead_zone(shelf, curve.zones)[0]) if len(curve.zones) else False,
    )


def converted_unit(curve: Curve, american: UnitInputs | None) -> UnitEconomics | None:
    """What the price of the United States, converted at the curve's exchange rate, would leave here; a warning.

    None where the SKU is not sold there or its price or the rate is not known.
    """
    price = converted_price(american, into=curve.inputs) if american else None
    return economics_at(curve.inputs, price=price, candidate="converted") if price else None


def moved_fan(fan: pd.DataFrame, *, move: float) -> pd.DataFrame:
    """A fan as it would start after a move of the quoted currency's value.

    Parameters
    ----------
    fan : DataFrame
        As `fx_fan` gives it.
    move : float
        Above -1.
    """
    quantiles = [name for name in fan if name.startswith("p")]
    return fan.assign(**{name: fan[name] / (1 + move) for name in quantiles})


def _margin_of(inputs: UnitInputs):
    return lambda prices: price_table(inputs, prices=prices)["margin"].to_numpy()


def _least(inputs: UnitInputs, limits: Limits, prices: np.ndarray) -> np.ndarray:
    """The least margin of a unit at each price; missing where no floor is stated."""
    if not limits.is_stated:
        return np.full(len(prices), np.nan)
    table = price_table(inputs, prices=prices)
    return limits.least_margin_rate * (prices - table.get("vat", pd.Series(0.0, index=table.index)).to_numpy())


def _kept(inputs: UnitInputs, limits: Limits, low: float, high: float) -> pd.DataFrame:
    """Where the least margin is left and the floor price is kept."""
    if inputs.missing:
        return pd.DataFrame(columns=STRETCH_COLUMNS)
    margin, first = _margin_of(inputs), np.nan_to_num(limits.floor_price)
    start = max(low, round(float(first), 2))
    if start > high:
        return pd.DataFrame(columns=STRETCH_COLUMNS)
    return profitable_stretches(
        lambda prices: margin(prices) - np.nan_to_num(_least(inputs, limits, prices)),
        marks=inputs.marks,
        low=start,
        high=high,
    )


def _chance(exposure: Exposure, paths: Mapping[str, np.ndarray] | None, floor: float) -> float:
    """A margin that no exchange rate moves is under the floor on all days or on none."""
    if not np.isfinite(exposure.own[0]):
        return np.nan
    if not exposure.foreign_cost[0]:
        return float(exposure.own[0] < floor)
    if paths is None or set(exposure.foreign) - {"", *paths}:
        return np.nan
    return float(margin_risk(exposure, paths=paths, floor=floor)["probability"].iloc[0])


def _main_currency(exposure: Exposure) -> str:
    amounts = {code: abs(float(taken[0])) for code, taken in exposure.foreign.items() if code}
    known = {code: amount for code, amount in amounts.items() if amount > 0}
    return max(known, key=known.get, default="")


def _breaking_rate(inputs: UnitInputs, exposure: Exposure, base: str, floor: float) -> float:
    foreign = float(exposure.foreign_cost[0])
    if not base or not foreign > 0 or base not in inputs.fx:
        return np.nan
    return max(inputs.fx[base].rate * (float(exposure.own[0]) - floor) / foreign, 0.0)
