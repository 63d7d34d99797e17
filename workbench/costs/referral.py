"""Fees that are a part of a price: flat, by the band of the whole price, by portions; least and most; closing fee."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from workbench.rules.rates import Rate


def referral_fee(prices: ArrayLike, rate: Rate) -> np.ndarray:
    """The fee at each price, unrounded.

    Parameters
    ----------
    prices : array-like of float
        What the fee is of (`rate.base`), in the rate's currency. For Amazon and Walmart the buyer's whole payment
        without tax; for Mercado Libre the price with VAT.
    rate : Rate
        ``fraction``, ``amount``, ``whole_price`` or ``portion``; its minimum and maximum bound the fee, `plus` (a
        closing fee) is added after.

    Returns
    -------
    ndarray
        Missing where the price is, where it lies outside the row's prices, or beyond its last tier.

    Source: the tables named in each row. Band ends belong to the lower band unless the tier says otherwise.

    >>> from workbench.rules.rates import find_rate
    >>> place = dict(market="US", on="2026-06-01", platform="amazon")
    >>> clothing = find_rate("referral", category="Clothing & Accessories", **place)
    >>> referral_fee([15.00, 15.01, 20.00, 20.01], clothing).round(2).tolist()
    [0.75, 1.5, 2.0, 3.4]
    """
    amounts = np.asarray(prices, dtype=float)
    fees = _bounded(_of_kind(amounts, rate), rate) + (rate.plus or 0.0)
    return np.where(_in_range(amounts, rate), fees, np.nan)


def banded_fee(prices: ArrayLike, rates: Sequence[Rate]) -> np.ndarray:
    """The fee at each price by rows of one place that differ in their range of prices; missing where none covers it.

    Parameters
    ----------
    prices : array-like of float
        As for `referral_fee`.
    rates : sequence of Rate
        As `find_rates` gives them, all of one weight.

    >>> banded_fee([299.0], []).tolist()
    [nan]
    """
    amounts = np.asarray(prices, dtype=float)
    fees = np.full(amounts.shape, np.nan)
    for rate in rates:
        own = referral_fee(amounts, rate)
        fees = np.where(np.isnan(own), fees, own)
    return fees


def refund_admin_fee(referral_fees: ArrayLike, rate: Rate) -> np.ndarray:
    """What the platform keeps of the referral fee when a sale is refunded.

    Parameters
    ----------
    referral_fees : array-like of float
        Referral fees of the refunded sales.
    rate : Rate
        The row `refund_admin`: a fraction of the referral fee with a maximum.

    Source: Amazon's fee schedule: 20 % of the referral fee, at most 5.00 USD; 10.00 refunded at 15 % keeps 0.30.

    >>> from workbench.rules.rates import find_rate
    >>> kept = find_rate("refund_admin", market="US", on="2026-06-01", platform="amazon")
    >>> refund_admin_fee([1.5, 45.0], kept).round(2).tolist()
    [0.3, 5.0]
    """
    return _bounded(_of_kind(np.asarray(referral_fees, dtype=float), rate), rate)


def tier_values(amounts: np.ndarray, rate: Rate) -> np.ndarray:
    """The value of the tier that each amount falls in; missing beyond the last one."""
    values = np.full(amounts.shape, np.nan)
    for tier in reversed(rate.tiers):
        end = np.inf if tier.up_to is None else tier.up_to
        inside = amounts < end if tier.is_below else amounts <= end
        values = np.where(inside, tier.value, values)
    return values


def _of_kind(amounts: np.ndarray, rate: Rate) -> np.ndarray:
    if rate.kind == "fraction":
        return amounts * rate.value
    if rate.kind == "whole_price":
        return amounts * tier_values(amounts, rate)
    if rate.kind == "portion":
        return _portions(amounts, rate)
    return tier_values(amounts, rate) if rate.tiers else np.where(np.isnan(amounts), np.nan, rate.value)


def _portions(amounts: np.ndarray, rate: Rate) -> np.ndarray:
    """Each tier's fraction on the part of the amount inside it."""
    fees, begin = np.zeros(amounts.shape), 0.0
    for tier in rate.tiers:
        end = np.inf if tier.up_to is None else tier.up_to
        fees = fees + tier.value * (np.clip(amounts, begin, end) - begin)
        begin = end
    return np.where(amounts <= begin, fees, np.nan)


def _bounded(fees: np.ndarray, rate: Rate) -> np.ndarray:
    # np.maximum and np.minimum keep what is missing.
    fees = fees if rate.minimum is None else np.maximum(fees, rate.minimum)
    return fees if rate.maximum is None else np.minimum(fees, rate.maximum)


def _in_range(amounts: np.ndarray, rate: Rate) -> np.ndarray:
    low = -np.inf if rate.price_from is None else rate.price_from
    high = np.inf if rate.price_to is None else rate.price_to
    return (amounts >= low) & (amounts < high)
