"""The smallest set of alternatives that closes a difference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

from workbench.reconciliation.shown import Shown
from workbench.reconciliation.tally import Alternative

MOST_TOGETHER = 3
# A window, a state of knowledge, a way of counting rows and a rule can each be another only once.
ONLY_ONE = ("window_edge", "late_event", "repeated_row", "rule_version")

Chosen = tuple[Alternative, ...]


def smallest(shown: Shown, base: tuple[int, int], known: Sequence[Alternative]) -> tuple[Chosen, list[Chosen]]:
    """The fewest alternatives that turn our counts into the platform's, and other sets as small that do so too.

    Of several sets of the same size the one that touches the fewest orders is chosen, then the first in the order of
    the causes. Alternatives that touch the same order, or are two windows, are not put together. Nothing where no
    set of up to three fits.
    """
    return _first_size(known, lambda change: shown.fits(base[0] + change[0], base[1] + change[1]), MOST_TOGETHER)


def partial(shown: Shown, base: tuple[int, int], known: Sequence[Alternative]) -> Chosen:
    """The one alternative that closes one of the two counts exactly and does not open the other further.

    Not several together: two of them close one count by chance too often.
    """
    gaps = tuple(None if count is None else count - own for count, own in zip(_counts(shown), base, strict=True))

    def closes_one(change: tuple[int, int]) -> bool:
        left = [None if gap is None else gap - moved for gap, moved in zip(gaps, change, strict=True)]
        pairs = [(gap, rest) for gap, rest in zip(gaps, left, strict=True) if gap is not None]
        return any(gap and not rest for gap, rest in pairs) and all(abs(rest) <= abs(gap) for gap, rest in pairs)

    return _first_size(known, closes_one, 1)[0]


def candidates(shown: Shown, base: tuple[int, int], known: Sequence[Alternative]) -> list[Alternative]:
    """The sets of orders of which some, we do not know which, close a gap of the numerator alone; smallest first."""
    if shown.numerator is None or not shown.fits(shown.numerator, base[1]):
        return []
    gap = shown.numerator - base[0]
    return sorted((each for each in known if _some_would_do(each, gap)), key=lambda each: len(each.keys))


def _some_would_do(each: Alternative, gap: int) -> bool:
    moved, other = each.sums
    one_by_one = each.change["numerator"].abs().le(1).all()
    return bool(one_by_one and not other and gap * moved > 0 and abs(gap) < abs(moved))


def _counts(shown: Shown) -> tuple[int | None, int | None]:
    return shown.numerator, shown.denominator


def _first_size(
    known: Sequence[Alternative], fits: Callable[[tuple[int, int]], bool], most: int
) -> tuple[Chosen, list[Chosen]]:
    for size in range(1, most + 1):
        found = [chosen for chosen in combinations(known, size) if fits(_together(chosen)) and _apart(chosen)]
        if found:
            ranked = sorted(found, key=_touched)
            return ranked[0], ranked[1:]
    return (), []


def _together(chosen: Chosen) -> tuple[int, int]:
    return sum(each.sums[0] for each in chosen), sum(each.sums[1] for each in chosen)


def _apart(chosen: Chosen) -> bool:
    single = [each.cause for each in chosen if each.cause in ONLY_ONE]
    if len(single) > len(set(single)):
        return False
    return sum(len(each.keys) for each in chosen) == len(frozenset().union(*(each.keys for each in chosen)))


def _touched(chosen: Chosen) -> int:
    return sum(len(each.keys) for each in chosen)
