"""Invented KPI histories with a known future: the generator that the breach probabilities are measured on.

Each client has four accounts with the same KPI. The log-odds of an account's rate of bad orders drift from day
to day and return slowly to its usual level; days are uneven (beta-binomial); volume has a weekday pattern, a
trend and Poisson noise; a bad order is known after a delay. The rates lie around the limit, as accounts do that
somebody has to watch.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.kpis.opportunities import Opportunities, opportunity_rows

AS_OF = pd.Timestamp("2026-01-31")
PAST_DAYS = 240
FUTURE_DAYS = 30
ACCOUNTS = 4
WEEKDAYS = np.array([1.1, 1.15, 1.1, 1.0, 1.0, 0.85, 0.8])


@dataclass(frozen=True)
class Kind:
    """A KPI's window and limit, and the mean delay in days until a bad order is known."""

    days: int
    lag: int
    target: float
    comparator: str
    delay: float


KINDS = (
    Kind(60, 15, 0.01, "lt", 14.0),
    Kind(30, 0, 0.04, "lt", 0.0),
    Kind(7, 1, 0.025, "lt", 1.5),
    Kind(30, 10, 0.95, "gt", 0.0),
    Kind(60, 0, 0.015, "le", 12.0),
    Kind(60, 0, 0.10, "le", 0.0),
)


@dataclass(frozen=True)
class Invented:
    """One account's whole history, past and future."""

    kind: Kind
    found: Opportunities


def invented_clients(seed: int, *, is_steady: bool = False) -> Iterator[list[Invented]]:
    """Clients without end, four accounts each; the same seed gives the same ones. Steady ones neither drift nor
    have uneven days."""
    dice = np.random.default_rng(seed)
    while True:
        kind = KINDS[dice.integers(len(KINDS))]
        limit = 1 - kind.target if kind.comparator in ("gt", "ge") else kind.target
        usual = np.log(limit / (1 - limit)) + dice.normal(-0.5, 0.5)
        yield [Invented(kind, _orders(dice, kind, usual + dice.normal(0, 0.4), is_steady)) for _ in range(ACCOUNTS)]


def _orders(dice: np.random.Generator, kind: Kind, usual: float, is_steady: bool) -> Opportunities:
    day = np.arange(PAST_DAYS + FUTURE_DAYS)
    level = np.exp(dice.normal(np.log(25), 0.9))
    volume = level * WEEKDAYS[day % 7] * np.exp(dice.normal(0, 0.001) * (day - PAST_DAYS))
    orders = dice.poisson(volume)
    chance = np.full(len(day), 1 / (1 + np.exp(-usual))) if is_steady else _uneven(dice, usual, len(day))
    event = np.repeat(day, orders)
    bad = dice.random(len(event)) < np.repeat(chance, orders)
    delay = np.floor(dice.gamma(1.5, kind.delay / 1.5, len(event))) if kind.delay else np.zeros(len(event))
    marked = ~bad if kind.comparator in ("gt", "ge") else bad
    first = AS_OF - pd.Timedelta(days=PAST_DAYS - 1)
    dates = pd.Series(first + pd.to_timedelta(event, unit="D"))
    known = dates + pd.to_timedelta(delay, unit="D")
    ids = pd.Series(event, dtype="str")
    return Opportunities(opportunity_rows(ids, event_date=dates, numerator_from=known.where(marked)))


def _uneven(dice: np.random.Generator, usual: float, length: int) -> np.ndarray:
    """Rates of bad orders by day: drifting, and each day its own draw around that."""
    chance = 1 / (1 + np.exp(-_drifting(dice, usual, length)))
    kinship = dice.uniform(0.001, 0.02)
    return dice.beta(chance * (1 / kinship - 1), (1 - chance) * (1 / kinship - 1))


def _drifting(dice: np.random.Generator, usual: float, length: int) -> np.ndarray:
    """Log-odds that take a step a day and give back a hundredth of their distance from the usual level."""
    steps = dice.normal(0, dice.uniform(0.01, 0.08), length)
    found = np.empty(length)
    distance = dice.normal(0, 0.3)
    for day in range(length):
        distance = 0.99 * distance + steps[day]
        found[day] = distance
    return usual + found
