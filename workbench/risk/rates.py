"""What the history says about the rate of bad orders today, and how fast and how unevenly it moves.

Weekly counts follow a beta-binomial distribution around a rate whose log-odds drift from week to week. How
much it drifts (`DRIFTS`, a day) and how uneven single days are (`UNEVEN`) is not known: every combination is
followed, and weighs as much as it foretold the counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import gammaln

from workbench.risk.delays import known_share
from workbench.risk.history import History

WEEK = 7
WEEKS = 52
# Log-odds of the rate of bad orders: 1 in 5,000 to 3 in 4.
GRID = np.linspace(-8.5, 1.1, 65)
DRIFTS = np.array([0.0, 0.015, 0.04, 0.08])
DRIFT_ODDS = np.array([0.15, 0.35, 0.35, 0.15])
UNEVEN = np.array([0.0, 0.4, 0.8, 1.2])
UNEVEN_ODDS = np.array([0.25, 0.35, 0.3, 0.1])
# How many bad orders the prior may be worth.
STRENGTHS = np.array([1.0, 2.0, 4.0, 8.0, 16.0])


@dataclass(frozen=True)
class RateBelief:
    """Probability of each drift, unevenness and log-odds of the rate at the end of the history; sums to 1."""

    weights: np.ndarray

    def draw(self, dice: np.random.Generator, paths: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Drift a day, unevenness and log-odds of the rate, one each a path."""
        ladder = np.cumsum(self.weights.ravel())
        picked = np.searchsorted(ladder, (np.arange(paths) + dice.random(paths)) / paths * ladder[-1])
        drift, uneven, place = np.unravel_index(np.minimum(picked, len(ladder) - 1), self.weights.shape)
        step = GRID[1] - GRID[0]
        return DRIFTS[drift], UNEVEN[uneven], GRID[place] + step * (dice.random(paths) - 0.5)


def rate_belief(own: History, *, curve: np.ndarray, others: Sequence[History] = ()) -> RateBelief:
    """The rate of bad orders at the end of the account's history.

    Parameters
    ----------
    own : History
        The KPI's history.
    curve : ndarray
        Its delay curve, as `delay_curve`.
    others : sequence of History
        The client's other accounts with the same KPI: they say where to begin (empirical Bayes).
    """
    prior = _prior([own, *others])
    orders, bad, share = _weeks(own, curve)
    likelihood = _likelihood(orders, bad, _bad_share(own, share))
    odds = DRIFT_ODDS[:, None] * UNEVEN_ODDS
    weights = odds[:, :, None] * prior
    steps = _steps()
    for week in range(len(orders)):
        weights = np.matmul(weights, steps) * likelihood[week]
        weights /= weights.sum()
    return RateBelief(weights)


def rates(log_odds: np.ndarray) -> np.ndarray:
    """Log-odds as rates."""
    return 1 / (1 + np.exp(-log_odds))


def _weeks(own: History, curve: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Orders, bad orders and the share of marks known by now, by week, oldest first; empty weeks too."""
    length = min(len(own.sold) // WEEK, WEEKS) * WEEK
    sold, bad = own.sold[:length], own.bad[:length]
    known = sold * known_share(curve, np.arange(length))
    orders, bad, known = (each.reshape(-1, WEEK).sum(axis=1)[::-1] for each in (sold, bad, known))
    return orders, bad, np.divide(known, orders, out=np.ones(len(orders)), where=orders > 0)


def _bad_share(own: History, known: np.ndarray) -> np.ndarray:
    """By week and rate, the chance that an order looks bad by now."""
    rate = rates(GRID)
    share = known[:, None]
    return 1 - (1 - rate) * share if own.is_high else rate * share


def _likelihood(orders: np.ndarray, bad: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """By week, unevenness and rate; scaled so that each week's largest is 1."""
    n, k = orders[:, None, None], bad[:, None, None]
    p = np.clip(chance, 1e-6, 1 - 1e-6)[:, None, :]
    # How alike a day's orders are follows from the spread of its odds; a week's orders are as alike as leaves the
    # variance of its count over the binomial one the same as a day's.
    of_day = np.expm1(UNEVEN**2)[None, :, None] * p * (1 - p)
    excess = np.maximum(n / WEEK - 1, 0) * of_day
    kinship = np.clip(excess / np.maximum(n - 1, 1), 1e-6, 0.5)
    a, b = p * (1 / kinship - 1), (1 - p) * (1 / kinship - 1)
    log = gammaln(k + a) - gammaln(a) + gammaln(n - k + b) - gammaln(b) - gammaln(n + a + b) + gammaln(a + b)
    return np.exp(log - log.max(axis=(1, 2), keepdims=True))[:, None]


@cache
def _steps() -> np.ndarray:
    """By drift, how a week moves the log-odds."""
    return np.stack([_step(drift * np.sqrt(WEEK) / (GRID[1] - GRID[0])) for drift in DRIFTS])


def _step(spread: float) -> np.ndarray:
    """Chance of each place to come to each other, for a step of that many places' standard deviation."""
    apart = np.arange(len(GRID))[:, None] - np.arange(len(GRID))
    if spread >= 1:
        moved = np.exp(-0.5 * (apart / spread) ** 2)
    else:
        # A bell narrower than the grid would stand still; one place to either side keeps its variance.
        moved = np.where(np.abs(apart) == 1, spread**2 / 2, 0.0) + np.eye(len(GRID)) * (1 - spread**2)
    return moved / moved.sum(axis=1, keepdims=True)


def _prior(histories: Sequence[History]) -> np.ndarray:
    """Beta prior on the grid: mean of all accounts, as strong as their likeness makes it."""
    bad = np.array([each.bad.sum() for each in histories], dtype="float64")
    orders = np.array([each.sold.sum() for each in histories], dtype="float64")
    mean = (bad.sum() + 0.5) / (orders.sum() + 1)
    strength = STRENGTHS[0] if len(histories) < 2 else _likeliest(bad, orders, mean)
    rate, size = rates(GRID), strength / mean
    # The density of the log-odds: one power more on each side.
    log = mean * size * np.log(rate) + (1 - mean) * size * np.log1p(-rate)
    prior = np.exp(log - log.max())
    return prior / prior.sum()


def _likeliest(bad: np.ndarray, orders: np.ndarray, mean: float) -> float:
    size = (STRENGTHS / mean)[:, None]
    a, b = mean * size, (1 - mean) * size
    fit = gammaln(bad + a) - gammaln(a) + gammaln(orders - bad + b) - gammaln(b)
    return float(STRENGTHS[np.argmax((fit - gammaln(orders + size) + gammaln(size)).sum(axis=1))])
