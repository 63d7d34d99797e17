"""Where prices gather and where few stand: a smooth density of log prices, its peaks and its valleys."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

# Shelf prices such as 199, 249 and 299 would each be a peak of their own under a narrower curve.
LEAST_BANDWIDTH = 0.05
GRID = 512
REACH = 3.0
# A peak lower than this share of the highest one is a few listings' ripple.
LEAST_PEAK = 0.02


@dataclass(frozen=True, eq=False)
class Density:
    """A density over log prices.

    Attributes
    ----------
    grid : array
        Log prices, evenly spaced.
    kernels : array
        One column per unique price: its share of the density at each place of the grid.
    bandwidth : float
        On the log scale: 0.05 smooths over 5 % of the price.
    """

    grid: np.ndarray
    kernels: np.ndarray
    bandwidth: float

    def of(self, weights: np.ndarray) -> np.ndarray:
        """The density that weights of the unique prices make; one row per row of `weights`."""
        return (weights / weights.sum(axis=-1, keepdims=True)) @ self.kernels.T


def price_density(logs: np.ndarray, counts: np.ndarray) -> Density:
    """The Gaussian kernels of unique log prices, with a bandwidth that no charm price can stand out of.

    Parameters
    ----------
    logs : array of float
        Unique log prices, ascending.
    counts : array of int
        Listings at each.

    Notes
    -----
    The bandwidth is half of Silverman's rule (half, because that rule is made for one peak and fills the gaps of a
    market that has several), and at least 5 % of the price.

    Source: Silverman (1986), Density Estimation, 3.31.
    """
    bandwidth = max(LEAST_BANDWIDTH, rule_of_thumb(logs, counts) / 2)
    grid = np.linspace(logs[0] - REACH * bandwidth, logs[-1] + REACH * bandwidth, GRID)
    steps = (grid[:, None] - logs[None, :]) / bandwidth
    return Density(grid, np.exp(-0.5 * steps**2) / (bandwidth * np.sqrt(2 * np.pi)), bandwidth)


def rule_of_thumb(values: np.ndarray, counts: np.ndarray) -> float:
    """Silverman's bandwidth for values with counts: 0.9 min(sd, IQR / 1.34) n^(-1/5).

    Source: Silverman (1986), Density Estimation, 3.31; R's bw.nrd0.

    >>> round(rule_of_thumb(np.array([1.0, 2.0, 3.0, 4.0]), np.array([1, 1, 1, 1])), 4)
    0.7635
    """
    every = np.repeat(values, counts)
    if len(every) < 2:
        return 0.0
    spread = np.subtract(*np.percentile(every, [75, 25])) / 1.34
    deviation = every.std(ddof=1)
    return float(0.9 * (min(deviation, spread) or deviation) * len(every) ** -0.2)


def peaks(grid: np.ndarray, density: np.ndarray) -> np.ndarray:
    """The places of the local maxima, ascending; ripples under 2 % of the highest are none."""
    inner = density[1:-1]
    found = np.flatnonzero((inner > density[:-2]) & (inner >= density[2:])) + 1
    return grid[found[density[found] >= LEAST_PEAK * density.max()]]


def valleys(grid: np.ndarray, density: np.ndarray) -> np.ndarray:
    """The lowest place between each two neighbouring peaks."""
    at = np.searchsorted(grid, peaks(grid, density))
    return np.array([grid[low + density[low:high].argmin()] for low, high in pairwise(at)])
