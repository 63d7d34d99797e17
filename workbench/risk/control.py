"""Control charts of shares: the limits that chance keeps to, so that a wiggle is not called a trend."""

from __future__ import annotations

import numpy as np

SIGMAS = 3.0
# Mean range of two neighbours in standard deviations (d2 for two, tables of every control chart text).
RANGE_OF_TWO = 1.128


def p_chart(
    bad: np.ndarray, orders: np.ndarray, *, centre: float | None = None
) -> tuple[float, np.ndarray, np.ndarray]:
    """Centre, lower and upper limit of each share, by the binomial spread alone.

    Parameters
    ----------
    bad, orders : ndarray
        Counts by day or week.
    centre : float, optional
        The usual share; that of all counts where it is not given.

    Source: Montgomery, Introduction to Statistical Quality Control, chapter 7.

    >>> centre, low, high = p_chart(np.array([4, 6]), np.array([100, 100]))
    >>> float(centre), low.tolist(), high.round(4).tolist()
    (0.05, [0.0, 0.0], [0.1154, 0.1154])
    """
    centre = bad.sum() / orders.sum() if centre is None else centre
    reach = SIGMAS * binomial_spread(centre, orders)
    return centre, np.maximum(centre - reach, 0.0), np.minimum(centre + reach, 1.0)


def laney_sigma(bad: np.ndarray, orders: np.ndarray, *, centre: float) -> float:
    """How many times the binomial spread neighbouring shares differ by: 1 for mere chance, more for uneven days.

    Source: Laney, Quality Engineering 14 (2002) 531-537: p' chart, from the mean moving range of the scores.
    """
    scores = (bad / orders - centre) / binomial_spread(centre, orders)
    return float(np.abs(np.diff(scores)).mean() / RANGE_OF_TWO)


def ewma(values: np.ndarray, *, centre: float, sd: float | np.ndarray, weight: float) -> tuple[np.ndarray, np.ndarray]:
    """The exponentially weighted mean of the values from `centre` on, and its standard deviation.

    Parameters
    ----------
    values : ndarray
        Oldest first.
    centre, sd : float
        Usual level and standard deviation of one value.
    weight : float
        Weight of the newest value, above 0 and up to 1.

    Source: Roberts, Technometrics 1 (1959) 239-250.

    >>> mean, spread = ewma(np.array([11, 13, 12]), centre=10, sd=2, weight=0.5)
    >>> mean.tolist(), spread.round(4).tolist()
    ([10.5, 11.75, 11.875], [1.0, 1.118, 1.1456])
    """
    means = np.empty(len(values))
    last = centre
    for place, value in enumerate(values):
        last = means[place] = weight * value + (1 - weight) * last
    steps = np.arange(1, len(values) + 1)
    return means, sd * np.sqrt(weight / (2 - weight) * (1 - (1 - weight) ** (2 * steps)))


def binomial_spread(centre: float, orders: np.ndarray) -> np.ndarray:
    """Standard deviation of a share among so many orders, by chance alone."""
    return np.sqrt(centre * (1 - centre) / orders)
