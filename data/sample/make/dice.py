"""Seeded chance. Only `random.random()` is used, the one method whose sequence Python promises to keep."""

from __future__ import annotations

import math
import random


class Dice:
    """A stream of chance that depends on nothing but its name.

    >>> Dice("a", "b").chance(1.0)
    True
    """

    def __init__(self, *name: str):
        self._random = random.Random("/".join(name)).random

    def unit(self) -> float:
        """A number from 0 (included) to 1 (excluded)."""
        return self._random()

    def between(self, low: float, high: float) -> float:
        """A number between `low` and `high`."""
        return low + (high - low) * self._random()

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self._random() * (high - low + 1))

    def chance(self, share: float) -> bool:
        """True with that probability."""
        return self._random() < share

    def pick(self, things):
        """One of the things."""
        return things[int(self._random() * len(things))]

    def weighted(self, pairs):
        """One of the `(thing, share)` pairs' things; the shares add up to one."""
        left = self._random()
        for thing, share in pairs:
            left -= share
            if left < 0:
                return thing
        return pairs[-1][0]

    def shuffle(self, things: list) -> list:
        """The things in another order, as a new list."""
        keys = [self._random() for _ in things]
        return [things[i] for i in sorted(range(len(things)), key=keys.__getitem__)]

    def normal(self, mean: float, spread: float) -> float:
        """A number around `mean`: the sum of twelve draws, close enough to a bell."""
        return mean + spread * (sum(self._random() for _ in range(12)) - 6)

    def count(self, mean: float) -> int:
        """A Poisson count."""
        if mean > 30:
            return max(0, round(self.normal(mean, math.sqrt(mean))))
        limit, product, events = math.exp(-mean), self._random(), 0
        while product > limit:
            product *= self._random()
            events += 1
        return events

    def digits(self, length: int) -> str:
        """That many digits, the first not a zero."""
        return str(self.whole(1, 9)) + "".join(str(self.whole(0, 9)) for _ in range(length - 1))


class Quota:
    """Rare events at a wanted rate with less scatter than free chance.

    Each event stands at a random place in its own stretch of expected trade, so a rate of 1 % over 500
    orders gives five events and not two or nine: the stories stay readable in a small sample.
    """

    def __init__(self, dice: Dice):
        self._dice = dice
        self._expected = 0.0
        self._events = 0
        self._next = dice.unit()

    def due(self, share: float) -> bool:
        """True where the next order at that probability is the one that it happens to."""
        self._expected += share
        if self._expected < self._next:
            return False
        self._events += 1
        self._next = max(self._events + self._dice.unit(), self._expected)
        return True
