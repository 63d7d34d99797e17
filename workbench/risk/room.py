"""Room in whole orders: how many more bad ones fit, and how many good ones bring a rate back.

Exact fractions, no floats: at the limit one order decides.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

HIGH = ("gt", "ge")
STRICT = ("gt", "lt")


def bad_orders(numerator: int, denominator: int, *, comparator: str) -> int:
    """Orders that count against the seller: the numerator, or what is missing from it where a rate must be high.

    >>> bad_orders(190, 200, comparator="gt"), bad_orders(3, 200, comparator="le")
    (10, 3)
    """
    return denominator - numerator if comparator in HIGH else numerator


def further_bad_orders(numerator: int, denominator: int, *, target: float, comparator: str) -> int | None:
    """How many further orders may all be bad with the target still met: each adds to both sides of the rate.

    Negative where the target is missed already: then it is minus the bad orders to take out, as in `headroom`.
    Missing where every order may be bad.

    Source: future headroom = max k with (v + k) / (n + k) within t (public rule table of Mercado Libre's
    reputation, checked 2026-11-23).

    >>> further_bad_orders(3, 200, target=0.015, comparator="le")
    0
    >>> further_bad_orders(1, 200, target=0.04, comparator="lt")
    7
    """
    share = bad_share(target, comparator=comparator)
    room = share * denominator - bad_orders(numerator, denominator, comparator=comparator)
    strict = comparator in STRICT
    if room < 0 or (strict and room == 0):
        return floor(room) if not strict else ceil(room) - 1
    if share >= 1:
        return None
    most = room / (1 - share)
    return ceil(most) - 1 if strict else floor(most)


def clean_orders_needed(numerator: int, denominator: int, *, target: float, comparator: str) -> int | None:
    """How many further orders without fault bring the rate back within its target; missing where none ever does.

    Source: recover = min k with v / (n + k) within t (as `further_bad_orders`).

    >>> clean_orders_needed(4, 200, target=0.015, comparator="le")
    67
    >>> clean_orders_needed(8, 200, target=0.04, comparator="lt")
    1
    """
    bad = bad_orders(numerator, denominator, comparator=comparator)
    share = bad_share(target, comparator=comparator)
    if not bad and (share or comparator not in STRICT):
        return 0
    if not share:
        return None
    needed = bad / share
    least = floor(needed) + 1 if comparator in STRICT else ceil(needed)
    return max(least - denominator, 0)


def bad_share(target: float, *, comparator: str) -> Fraction:
    """The share of bad orders that the target allows, from its decimal text: 0.07 is seven hundredths.

    >>> bad_share(0.95, comparator="ge")
    Fraction(1, 20)
    """
    share = Fraction(repr(float(target)))
    return 1 - share if comparator in HIGH else share
