"""The chance that a KPI misses its target on some day within a number of days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbench.risk.delays import delay_curve
from workbench.risk.history import HORIZON_DAYS, History
from workbench.risk.paths import Paths, draw_paths
from workbench.risk.rates import rate_belief

HORIZONS = (7, 14, 21, 30)
# The rate on the last day lies within with this probability.
INTERVAL = 0.8
# At the limit itself the comparator decides, not the last binary digit.
NEAR = 1e-9


@dataclass(frozen=True)
class Outlook:
    """Per day ahead, 1 to 30.

    `chance` is that of the target being missed on some day by then, `met` that of it being met on the day
    itself; the rate of the day lies between `low` and `high` with a probability of `INTERVAL`.
    """

    chance: np.ndarray
    met: np.ndarray
    low: np.ndarray
    high: np.ndarray


def outlook(own: History, *, target: float, comparator: str, others: Sequence[History] = ()) -> Outlook:
    """The coming 30 days of a KPI.

    Parameters
    ----------
    own : History
        What was known of it on the day.
    target, comparator : float, str
        The limit, as a fraction, and how it is compared (lt, le, gt, ge).
    others : sequence of History
        The same KPI in the client's other accounts.

    Returns
    -------
    Outlook
        The same input gives the same answer. The chance never falls with the days: each future is one path.
    """
    curve = delay_curve(own, others=others)
    paths = draw_paths(own, curve=curve, belief=rate_belief(own, curve=curve, others=others))
    missed = _missed(paths, target, comparator)
    edges = [(1 - INTERVAL) / 2, (1 + INTERVAL) / 2]
    ever = np.logical_or.accumulate(missed, axis=1)
    return Outlook(_share(ever), 1 - _share(missed), *_quantiles(paths.rate, edges))


def _share(found: np.ndarray) -> np.ndarray:
    """Share of the paths, by day; never quite 0 or 1, which no number of paths can show."""
    return (found.sum(axis=0) + 0.5) / (len(found) + 1)


def _missed(paths: Paths, target: float, comparator: str) -> np.ndarray:
    limit = target * paths.denominator
    beyond = {
        "lt": paths.numerator >= limit - NEAR,
        "le": paths.numerator > limit + NEAR,
        "gt": paths.numerator <= limit + NEAR,
        "ge": paths.numerator < limit - NEAR,
    }
    return beyond[comparator] & (paths.denominator > 0)


def _quantiles(found: np.ndarray, edges: list[float]) -> np.ndarray:
    ordered = np.sort(np.where(np.isnan(found), np.inf, found), axis=0)
    at = [min(int(edge * len(found)), len(found) - 1) for edge in edges]
    return np.where(np.isinf(ordered[at]), np.nan, ordered[at])


def horizon_columns() -> list[str]:
    """Columns of the probabilities by horizon.

    >>> horizon_columns()
    ['probability_7', 'probability_14', 'probability_21', 'probability_30']
    """
    return [f"probability_{days}" for days in HORIZONS if days <= HORIZON_DAYS]
