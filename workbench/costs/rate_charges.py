"""From rates to charges: what rows of the rate book, typed rates and implied ones take from a price."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from workbench.costs.facts import UnitFacts
from workbench.costs.own_rates import LEDGER_DAYS, OwnRate
from workbench.costs.referral import referral_fee, tier_values
from workbench.costs.waterfall import Charge
from workbench.rules.rate_models import TypedRate
from workbench.rules.rates import Rate

# A weight on the edge of a step is on it, whatever the last bit says.
SAME_KG = 1e-9


@dataclass(frozen=True)
class Found:
    """What was found for some steps: charges, what blocks a margin, what nobody stated, and where charges jump.

    `partial` names charges that are known on one side of a mark only: prices on the other side have no margin.
    """

    charges: tuple[Charge, ...] = ()
    missing: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()
    marks: tuple[float, ...] = ()

    def __add__(self, other: Found) -> Found:
        return Found(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


def found_charge(facts: UnitFacts, step: str, rates: tuple[Rate, ...], **options: object) -> Found:
    """One charge of the rows that hold for a unit, over all their ranges of prices.

    Parameters
    ----------
    facts : UnitFacts
    step : str
        Code of the step.
    rates : tuple of Rate
        One row for each range of prices.
    **options
        outside (what is taken at prices that no row covers; missing where not given), share (of the sales that it
        is taken of), line.
    """
    currency = next((rate.currency for rate in rates if rate.kind == "amount"), "")
    exchange = facts.exchange(currency)
    if np.isnan(exchange):
        return Found(missing=("fx",))
    share, outside = options.get("share", 1.0), options.get("outside", np.nan)
    at = partial(_row_amounts, rates=rates, weight_kg=facts.weight_kg, outside=outside, factor=share * exchange)
    known = rate_at(rates, facts.price)
    charge = Charge(
        step,
        str(options.get("line", "margin")),
        at,
        fx="" if currency == facts.account.currency else currency,
        rate=shown_rate(known, facts.price) * share if _is_reached(known, facts.price) else outside,
        rate_unit="fraction" if known.kind != "amount" else known.currency,
        base=known.base,
        **origin_of(known, facts),
    )
    is_open = np.isnan(outside) and not _cover_all(rates)
    return Found((charge,), partial=(step,) if is_open else (), marks=_marks(rates))


def origin_of(rate: Rate, facts: UnitFacts) -> dict[str, object]:
    """Basis, source, days, status and id of a charge, from its row."""
    typed = isinstance(rate, TypedRate)
    status = "typed" if typed else rate.status(facts.on.date())
    basis = "typed" if typed else "book"
    days = {"since": rate.since, "until": rate.until, "checked": rate.checked}
    grade = "" if typed else rate.grade
    return {"basis": basis, "source": rate.source, **days, "grade": grade, "status": status, "rate_id": rate.id}


def found_own(facts: UnitFacts, step: str, rates: tuple[OwnRate, ...], *, outside: float = np.nan) -> Found:
    """One charge of what the client's own reports imply."""
    at = partial(_own_amounts, rates=rates, outside=outside)
    reached = next((rate for rate in rates if _within(rate, facts.price)), None)
    known = reached or rates[0]
    start = facts.on - pd.Timedelta(days=LEDGER_DAYS - 1)
    charge = Charge(
        step,
        "margin",
        at,
        rate=known.value if reached or np.isnan(facts.price) else outside,
        rate_unit="fraction" if known.kind == "fraction" else facts.account.currency,
        base="price",
        basis="ledger",
        source=known.report,
        since=start.date(),
        status="implied",
        orders=known.orders,
        scope=known.scope,
    )
    open_low, open_high = (any(getattr(rate, end) is None for rate in rates) for end in ("price_from", "price_to"))
    partial_steps = (step,) if np.isnan(outside) and not (open_low and open_high) else ()
    marks = tuple(end for rate in rates for end in (rate.price_from, rate.price_to) if end)
    return Found((charge,), partial=partial_steps, marks=marks)


def rate_at(rates: tuple[Rate, ...], price: float) -> Rate:
    """The row that holds at a price, else the first."""
    known = None if np.isnan(price) else price
    return next((rate for rate in rates if rate.covers(price=known, weight_kg=_some_weight(rate))), rates[0])


def _is_reached(rate: Rate, price: float) -> bool:
    """Whether the row holds at a price; where no price is known yet, it is shown as it is."""
    return np.isnan(price) or rate.covers(price=price, weight_kg=_some_weight(rate))


def shown_rate(rate: Rate, price: float) -> float:
    """The rate as a reader is shown it at a price; missing where several of its tiers add up."""
    if rate.kind == "portion":
        return np.nan
    return rate.value if rate.value is not None else float(tier_values(np.array([price]), rate)[0])


def rate_amounts(prices: np.ndarray, rate: Rate, *, weight_kg: float = np.nan) -> np.ndarray:
    """What one row takes at each price, in its own currency; missing outside its range of prices."""
    fee = referral_fee(prices, rate)
    if rate.step_kg is None:
        return fee
    return fee + rate.step_amount * max(np.ceil((weight_kg - rate.steps_from_kg) / rate.step_kg - SAME_KG), 0.0)


def in_range(prices: np.ndarray, low: float | None, high: float | None) -> np.ndarray:
    """Whether each price lies in a range: its lower end included, its upper end not."""
    return (prices >= (low or 0.0)) & (prices < (np.inf if high is None else high))


def _row_amounts(
    prices: np.ndarray, *, rates: tuple[Rate, ...], weight_kg: float, outside: float, factor: float
) -> np.ndarray:
    total = np.full(len(prices), outside)
    for rate in rates:
        taken = rate_amounts(prices, rate, weight_kg=weight_kg)
        total = np.where(np.isnan(taken), total, taken)
    return total * factor


def _own_amounts(prices: np.ndarray, *, rates: tuple[OwnRate, ...], outside: float) -> np.ndarray:
    total = np.full(len(prices), outside)
    for rate in rates:
        taken = rate.value * prices if rate.kind == "fraction" else np.full(len(prices), rate.value)
        total = np.where(in_range(prices, rate.price_from, rate.price_to), taken, total)
    return total


def _some_weight(rate: Rate) -> float | None:
    """A weight inside the row's bounds: which rows hold for the unit's weight was settled before."""
    return rate.weight_to_kg if rate.weight_to_kg is not None else (rate.weight_from_kg or 0.0) + 1


def _within(rate: OwnRate, price: float) -> bool:
    return bool(in_range(np.array([price]), rate.price_from, rate.price_to)[0])


def _cover_all(rates: tuple[Rate, ...]) -> bool:
    """Whether a unit of any price falls under one of the rows: no gap below, between or above."""
    edges = sorted({0.01, *(end for rate in rates for end in (rate.price_from, rate.price_to) if end)})
    return all(any(in_range(np.array([edge]), r.price_from, r.price_to)[0] for r in rates) for edge in edges)


def _marks(rates: tuple[Rate, ...]) -> tuple[float, ...]:
    return tuple(mark for rate in rates for mark in rate.marks)
