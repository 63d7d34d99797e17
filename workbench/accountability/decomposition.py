"""The change of a rate, split into parts that add up to it exactly.

Everything is counted in fractions of whole orders, so nothing is lost to rounding and no rest is left over.

Source: Kitagawa, Journal of the American Statistical Association 50 (1955) 1168-1194: each of two populations
weights half, so that the split does not depend on which of them is called the earlier one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

RATE, MIX = "rate", "mix"


@dataclass(frozen=True)
class Tally:
    """Orders that count in the numerator, and all of them, of one group in one window."""

    hit: int = 0
    total: int = 0


@dataclass(frozen=True)
class Part:
    """What one group brought to the change: by its own rate (rate), or by its share of all orders (mix)."""

    name: str
    effect: str
    size: Fraction


NONE = Tally()


def by_group(before: Mapping[str, Tally], after: Mapping[str, Tally]) -> list[Part]:
    """Each group's rate effect and mix effect; together they are the change of the whole rate.

    Rate effect: change of the group's rate times the mean of its two shares. Mix effect: change of its share times
    the distance of its mean rate from the mean of the two whole rates, so that a group that grows without being
    better or worse than the others has none. A group that one window lacks has the other window's rate in both: it
    can only change the mix.

    Parameters
    ----------
    before, after : mapping
        Group to its counts; each window counts at least one order.

    Returns
    -------
    list of Part
        Two per group, by name.

    >>> old, new = {"a": Tally(1, 10), "b": Tally(1, 10)}, {"a": Tally(3, 10), "b": Tally(1, 10)}
    >>> [(part.name, part.effect, str(part.size)) for part in by_group(old, new)]
    [('a', 'rate', '1/10'), ('a', 'mix', '0'), ('b', 'rate', '0'), ('b', 'mix', '0')]
    """
    earlier, later = _whole(before), _whole(after)
    middle = (Fraction(earlier.hit, earlier.total) + Fraction(later.hit, later.total)) / 2
    parts = []
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name, NONE), after.get(name, NONE)
        old_share, new_share = Fraction(old.total, earlier.total), Fraction(new.total, later.total)
        old_rate, new_rate = _rates(old, new)
        parts.append(Part(name, RATE, (new_rate - old_rate) * (old_share + new_share) / 2))
        parts.append(Part(name, MIX, (new_share - old_share) * ((old_rate + new_rate) / 2 - middle)))
    return parts


def by_cause(before: Mapping[str, int], after: Mapping[str, int], *, totals: tuple[int, int]) -> list[Part]:
    """What each cause brought: its orders over all orders, afterwards less before.

    A cause is known of the orders that went wrong only, so it has no share of its own and no mix effect.

    Parameters
    ----------
    before, after : mapping
        Cause to the orders that went wrong by it.
    totals : (int, int)
        All orders of the two windows; neither is zero.

    >>> [(part.name, str(part.size)) for part in by_cause({"late": 1}, {"late": 3, "claim": 1}, totals=(10, 20))]
    [('claim', '1/20'), ('late', '1/20')]
    """
    return [
        Part(name, RATE, Fraction(after.get(name, 0), totals[1]) - Fraction(before.get(name, 0), totals[0]))
        for name in sorted(before.keys() | after.keys())
    ]


def printed_hundredths(sizes: Sequence[Fraction]) -> list[int]:
    """The parts in hundredths of a percentage point, rounded so that they add up to their rounded sum.

    Every part is rounded down, then those that lost most get one back.

    >>> printed_hundredths([Fraction(1, 30000), Fraction(1, 30000), Fraction(1, 30000)])
    [1, 0, 0]
    """
    exact = [size * 10_000 for size in sizes]
    whole = [floor(each) for each in exact]
    missing = round(sum(exact)) - sum(whole)
    by_loss = sorted(range(len(exact)), key=lambda place: (whole[place] - exact[place], place))
    raised = set(by_loss[:missing])
    return [each + (place in raised) for place, each in enumerate(whole)]


def _whole(groups: Mapping[str, Tally]) -> Tally:
    return Tally(sum(each.hit for each in groups.values()), sum(each.total for each in groups.values()))


def _rates(old: Tally, new: Tally) -> tuple[Fraction, Fraction]:
    known = [Fraction(each.hit, each.total) for each in (old, new) if each.total]
    return (known[0], known[-1]) if known else (Fraction(0), Fraction(0))
