"""What Amazon.com charges to pack and ship a unit: its public card of 2026 for the sizes that the sellers sell."""

from __future__ import annotations

from datetime import date
from math import ceil

from make.catalogue import Sku

CARD_FROM = date(2026, 1, 15)
# Before that day is the peak season, of which no card was found: this much more a unit is invented.
PEAK_EXTRA = 0.24
OUNCES_A_KG, INCH_CM, DIVISOR = 16 / 0.45359237, 2.54, 139
# Large standard (sides up to 18 x 14 x 8 in): ounces up to, and the fee of a unit that sells at 10 to 50 USD.
LARGE = (4, 3.73), (8, 3.95), (12, 4.20), (16, 4.60), (20, 5.04), (24, 5.42), (28, 5.57), (32, 5.82), (36, 5.92)
LARGE += (40, 6.10), (44, 6.26), (48, 6.67)
LARGE_SIDES_IN = (18, 14, 8)
# From 48 ounces on, and small bulky from 16: the fee there, what each further step adds, and its ounces.
HEAVY, BULKY = (48, 6.97, 0.08, 4), (16, 7.55, 0.38, 16)
LARGE_UNDER_10, LARGE_OVER_50, BULKY_UNDER_10 = -0.82, 0.26, -0.77
# The best seller's box as Amazon measured it (cm), larger than costs.csv says: the cost check is right to flag it.
MEASURED = {"LH-001": (28, 26, 9)}


def fba_fee(sku: Sku, price: float, day: date) -> float:
    """The fee of one unit that sells at that price (USD) and ships that day."""
    sides = sorted((side / INCH_CM for side in MEASURED.get(sku.code, sku.product.size_cm)), reverse=True)
    is_bulky = any(side > most for side, most in zip(sides, LARGE_SIDES_IN, strict=True))
    ounces = _ounces(sides, sku.product.weight_kg, least_side=2.0 if is_bulky else 0.0)
    fee = _stepped(ounces, *BULKY) if is_bulky else _large(ounces)
    if price < 10:
        fee += BULKY_UNDER_10 if is_bulky else LARGE_UNDER_10
    if price > 50 and not is_bulky:
        fee += LARGE_OVER_50
    return round(fee + (PEAK_EXTRA if day < CARD_FROM else 0.0), 2)


def _ounces(sides: list[float], weight_kg: float, *, least_side: float) -> float:
    """The greater of weight and dimensional weight."""
    longest, middle, shortest = sides
    size = longest * max(middle, least_side) * max(shortest, least_side) / DIVISOR * 16
    return max(weight_kg * OUNCES_A_KG, size)


def _large(ounces: float) -> float:
    return next((fee for most, fee in LARGE if ounces <= most), None) or _stepped(ounces, *HEAVY)


def _stepped(ounces: float, base: int, fee: float, step: float, step_ounces: int) -> float:
    """The fee with each begun step of weight beyond `base` ounces."""
    return fee + step * max(0, ceil((ounces - base) / step_ounces))
