"""Which cases a run takes: every file gets its share, and every kind of damage within it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice

from tests.fuzz.damage import KINDS
from tests.fuzz.pool import Case
from tests.fuzz.seeds import Seed, all_seeds


def planned(count: int, *, base: int, only: str = "", kinds: tuple[str, ...] = tuple(KINDS)) -> list[Case]:
    """As many cases, spread evenly over files and, within a file, over the kinds of damage."""
    seeds = [seed for seed in all_seeds() if seed.name.startswith(only) and seed.kind in kinds]
    turns = [_cases(seed, base=base, first=place * 7) for place, seed in enumerate(seeds)]
    return list(islice((next(turn) for turn in cycle(turns)), count))


def _cases(seed: Seed, *, base: int, first: int) -> Iterator[Case]:
    # Each file begins with another kind, so that a short run meets all of them.
    for number, damage in enumerate(islice(cycle(KINDS[seed.kind]), first, None)):
        yield Case(seed.name, damage, number, base)
