"""Amazon's fulfilment fee (FBA): size tier, the weight that counts, and the fee by weight and price band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, isnan

import numpy as np
from numpy.typing import ArrayLike

from workbench.costs.referral import referral_fee
from workbench.errors import ParameterError
from workbench.rules.rate_models import SizeTier
from workbench.rules.rates import Rate, find_rate, find_rates, load_rates

POUND_KG = 0.45359237
INCH_CM = 2.54
# Cubic inches of one pound of dimensional weight.
DIMENSIONAL_DIVISOR = 139
# Sizes and weights come rounded; a tenth of a gram, or of a millimetre, is no other tier.
SLACK_KG, SLACK_IN = 0.0001, 0.004


@dataclass(frozen=True)
class Fba:
    """Fulfilment fee and fuel surcharge at each price, the size tier, the weight that counts, and the rows used.

    `missing` names what blocks the fee: ``size`` (weight or a side not known) or ``fulfilment`` (no card in force).
    """

    fees: np.ndarray
    surcharge: np.ndarray
    tier: str
    weight_kg: float
    rates: tuple[Rate, ...]
    missing: tuple[str, ...]

    @property
    def rate_ids(self) -> tuple[str, ...]:
        """Ids of the rows used."""
        return tuple(rate.id for rate in self.rates)


def size_tier(*, weight_kg: float, length_cm: float, width_cm: float, height_cm: float) -> str:
    """The size tier of a packed unit: the smallest one that it fits into, in any position.

    Parameters
    ----------
    weight_kg, length_cm, width_cm, height_cm : float
        Packed weight and sides.

    Raises
    ------
    ParameterError
        Weight or a side is missing or not above zero.

    Source: size tiers of the 2026 card, ``rules/rates/us_fba.yml``.

    >>> size_tier(weight_kg=0.2, length_cm=20, width_cm=15, height_cm=1.5)
    'small_standard'
    """
    sides = _checked(weight_kg, length_cm, width_cm, height_cm)
    return _tier(weight_kg / POUND_KG, sides).size


def counted_weight_kg(*, weight_kg: float, length_cm: float, width_cm: float, height_cm: float) -> float:
    """The weight that the fee goes by: the greater of weight and dimensional weight.

    Small standard and the heaviest tier go by the weight alone. For bulky units the two shorter sides count as at
    least two inches.

    Raises
    ------
    ParameterError
        As `size_tier`.

    >>> counted = counted_weight_kg(weight_kg=0.5, length_cm=25.4, width_cm=25.4, height_cm=13.9)
    >>> round(counted / 0.45359237, 2)
    3.94
    """
    sides = _checked(weight_kg, length_cm, width_cm, height_cm)
    return _counted_lb(weight_kg / POUND_KG, sides, _tier(weight_kg / POUND_KG, sides)) * POUND_KG


def dimensional_weight_lb(sides_in: tuple[float, float, float], *, least_side_in: float = 0.0) -> float:
    """Length x width x height / 139, in pounds; width and height at least `least_side_in`.

    >>> dimensional_weight_lb((13.9, 10.0, 10.0))
    10.0
    """
    longest, middle, shortest = sorted(sides_in, reverse=True)
    return longest * max(middle, least_side_in) * max(shortest, least_side_in) / DIMENSIONAL_DIVISOR


def fba_fee(
    prices: ArrayLike,
    *,
    weight_kg: float,
    length_cm: float,
    width_cm: float,
    height_cm: float,
    on: date | str,
    typed: Sequence[Rate] = (),
    market: str = "US",
    **where: str,
) -> Fba:
    """The fulfilment fee of a unit at each price, and the fuel surcharge on it.

    Parameters
    ----------
    prices : array-like of float
        Prices in the market's currency; the card has three bands: under 10, 10 to 50, above 50 USD.
    weight_kg, length_cm, width_cm, height_cm : float
        Packed weight and sides; missing ones leave the fee missing.
    on : date or str
        The day; a day outside the card's validity has no fee.
    typed : sequence of TypedRate
        The client's own rates: a typed fulfilment fee goes before the card and needs no size.
    market : str
        Country code.
    **where
        category, sku, account: for rows that are limited to one.

    Raises
    ------
    ParameterError
        A weight or side that is not above zero.
    RuleError
        `on` is no day.

    Source: ``rules/rates/us_fba.yml``: 2026 card without peak season and clothing; surcharge from 2026-04-17.
    Known to be wrong when: the platform measures the unit otherwise; clothing has a card of its own.

    >>> unit = dict(weight_kg=0.54, length_cm=20, width_cm=15, height_cm=8)
    >>> fba = fba_fee([24.99], on="2026-06-01", **unit)
    >>> fba.tier, fba.fees.round(2).tolist(), (fba.fees + fba.surcharge).round(2).tolist()
    ('large_standard', [5.04], [5.22])
    """
    amounts = np.asarray(prices, dtype=float)
    is_known = not any(isnan(size) for size in (weight_kg, length_cm, width_cm, height_cm))
    unit = {"weight_kg": weight_kg, "length_cm": length_cm, "width_cm": width_cm, "height_cm": height_cm}
    tier = size_tier(**unit) if is_known else ""
    weight = counted_weight_kg(**unit) if is_known else float("nan")
    place = {"market": market, "on": on, "typed": typed, "platform": "amazon", "logistic": "fba", **where}
    rows = _card_rows(place, size=tier, weight_kg=weight if is_known else None)
    fees = np.full(amounts.shape, np.nan)
    for row in rows:
        fees = np.where(np.isnan(fees), _stepped(referral_fee(amounts, row), row, weight), fees)
    fuel = find_rate("fuel_surcharge", **place)
    missing = () if rows else ("fulfilment",) if is_known else ("size",)
    used = (*rows, fuel) if fuel else rows
    return Fba(fees, fees * (fuel.value if fuel else 0.0), tier, weight, used, missing)


def _card_rows(place: dict, *, size: str, weight_kg: float | None) -> tuple[Rate, ...]:
    """The rows of the unit's size and weight, one for each range of prices."""
    return tuple(row for row in find_rates("fulfilment", size=size, **place) if row.covers_weight(weight_kg))


def _stepped(fees: np.ndarray, rate: Rate, weight_kg: float) -> np.ndarray:
    """The fee with what each begun step of weight adds."""
    if rate.step_kg is None or isnan(weight_kg):
        return fees
    steps = max(0, ceil((weight_kg - rate.steps_from_kg - SLACK_KG) / rate.step_kg))
    return fees + steps * rate.step_amount


def _checked(weight_kg: float, *sides_cm: float) -> tuple[float, float, float]:
    """The sides in inches, longest first."""
    sizes = (weight_kg, *sides_cm)
    if any(isnan(size) or size <= 0 for size in sizes):
        raise ParameterError(
            "size of a unit",
            f"weight {weight_kg} kg, sides {' x '.join(map(str, sides_cm))} cm",
            expected="a packed weight and three sides above zero",
            hint="weigh and measure the packed unit and fill in costs.csv",
        )
    return tuple(sorted((side / INCH_CM for side in sides_cm), reverse=True))


def _tier(weight_lb: float, sides: tuple[float, float, float]) -> SizeTier:
    return next(tier for tier in load_rates().sizes if _fits(weight_lb, sides, tier))


def _counted_lb(weight_lb: float, sides: tuple[float, float, float], tier: SizeTier) -> float:
    if tier.is_by_unit_weight:
        return weight_lb
    return max(weight_lb, dimensional_weight_lb(sides, least_side_in=tier.least_side_in))


def _fits(weight_lb: float, sides: tuple[float, float, float], tier: SizeTier) -> bool:
    """Whether the unit keeps the tier's limits; a limit that a tier does not have is kept."""
    most = tier.sides_in or (float("inf"),) * 3
    round_it = sides[0] + 2 * (sides[1] + sides[2])
    longest_round = tier.length_and_girth_in or float("inf")
    heaviest = tier.weight_lb or float("inf")
    return (
        all(side <= limit + SLACK_IN for side, limit in zip(sides, most, strict=True))
        and round_it <= longest_round + SLACK_IN
        and _counted_lb(weight_lb, sides, tier) * POUND_KG <= heaviest * POUND_KG + SLACK_KG
    )
