"""Exact one-dimensional clustering of prices, and how many bands they support.

Prices are grouped on the log scale, so that 90 against 100 counts as much as 900 against 1,000. The
grouping is the least-squares one, found by dynamic programming on the unique prices with their counts,
so it depends on no starting point.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Shelf prices stand about a tenth apart, so a band spreads at least so far on the log scale. Without a
# floor, a market that sells at a few charm prices would be cut into one band a price.
SMALLEST_SPREAD = 0.08


@dataclass(frozen=True)
class Split:
    """Unique values in ascending order, cut into `k` groups.

    `starts` are the positions of each group's first value; `within_ss` is the weighted sum of squares
    around the groups' means, the least there is for that `k`.
    """

    k: int
    starts: tuple[int, ...]
    within_ss: float


def best_splits(values: np.ndarray, counts: np.ndarray, *, k_max: int) -> list[Split]:
    """The best split for each number of groups from 1 to `k_max`, or to the number of values.

    Parameters
    ----------
    values : array of float
        Unique values, ascending (log prices).
    counts : array of int
        Listings at each value.
    k_max : int
        The largest number of groups.

    Notes
    -----
    Time is O(k n log n): the best start of the last group never moves left as values are added, so each
    layer of the dynamic programme is filled by halving, all columns of a level at once.

    Source: Wang and Song (2011), Ckmeans.1d.dp, The R Journal 3(2); Aggarwal et al. (1987) on monotone matrices.

    >>> splits = best_splits(np.array([-1, 2, 4, 5, 6.0]), np.array([4, 3, 1, 1, 1]), k_max=3)
    >>> splits[2].starts, round(splits[2].within_ss, 6)
    ((0, 1, 2), 2.0)
    """
    sums = _prefix_sums(values, counts)
    size = len(values)
    costs = _within(sums, np.zeros(size, dtype=int), np.arange(size))
    layers: list[np.ndarray] = [np.zeros(size, dtype=int)]
    splits = [Split(1, (0,), float(costs[-1]))]
    for k in range(2, min(k_max, size) + 1):
        costs, starts = _next_layer(sums, costs, groups=k)
        layers.append(starts)
        splits.append(Split(k, _walk_back(layers, size), float(costs[-1])))
    return splits


def split_bic(split: Split, values: np.ndarray, counts: np.ndarray) -> float:
    """Bayesian information criterion of a split: the smaller, the better.

    The model: each listing belongs to one band, and its log price is normal with the band's mean and
    spread. 3k - 1 parameters: k means, k spreads, k - 1 shares. Evenly spread prices score worse with
    each further cut, so cuts need places where few sell.

    Source: Schwarz (1978), Annals of Statistics 6(2); classification likelihood, Banfield and Raftery (1993).
    """
    listings, sizes = counts.sum(), band_sizes(split, counts)
    squares = _squares_around_means(split, values, counts)
    variances = np.maximum(squares / sizes, SMALLEST_SPREAD**2)
    fit = -0.5 * (sizes * np.log(2 * np.pi * variances) + squares / variances).sum()
    belonging = (sizes * np.log(sizes / listings)).sum()
    return float(-2 * (fit + belonging) + (3 * split.k - 1) * np.log(listings))


def squares_within(starts: np.ndarray, values: np.ndarray, counts: np.ndarray) -> float:
    """Weighted squares around the groups' means, of groups that begin at `starts`."""
    split = Split(len(starts), tuple(int(start) for start in starts), 0.0)
    return float(_squares_around_means(split, values, counts).sum())


def band_sizes(split: Split, counts: np.ndarray) -> np.ndarray:
    """Listings in each group of a split."""
    return np.add.reduceat(counts, split.starts)


def _squares_around_means(split: Split, values: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Weighted squares around each group's mean, summed by group."""
    sizes = band_sizes(split, counts)
    means = np.add.reduceat(counts * values, split.starts) / sizes
    groups = np.searchsorted(split.starts, np.arange(len(values)), side="right") - 1
    return np.add.reduceat(counts * (values - means[groups]) ** 2, split.starts)


def _prefix_sums(values: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Running weight, weighted sum and weighted squares, each with a leading zero.

    Values are centred first: differences of large running sums would lose the digits that matter.
    """
    centred = values - np.average(values, weights=counts)
    moments = np.vstack([counts, counts * centred, counts * centred**2]).astype(float)
    return np.hstack([np.zeros((3, 1)), np.cumsum(moments, axis=1)])


def _within(sums: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    weight, total, squares = sums[:, last + 1] - sums[:, first]
    return np.maximum(squares - total**2 / weight, 0.0)


def _next_layer(sums: np.ndarray, costs: np.ndarray, *, groups: int) -> tuple[np.ndarray, np.ndarray]:
    """Costs and last group's starts when one more group is allowed, for each prefix of the values."""
    size = len(costs)
    best = np.full(size, np.inf)
    starts = np.full(size, size - 1)
    stride = 1 << (size - 1).bit_length()
    while stride >= 1:
        columns = np.arange(stride - 1, size, 2 * stride)
        columns = columns[columns >= groups - 1]
        if len(columns):
            low, high = _bounds(starts, columns, stride=stride, groups=groups)
            best[columns], starts[columns] = _column_minima(sums, costs, columns, low, high)
        stride //= 2
    return best, starts


def _bounds(starts: np.ndarray, columns: np.ndarray, *, stride: int, groups: int) -> tuple[np.ndarray, np.ndarray]:
    """Between which positions the last group of each column can start: the solved neighbours' starts."""
    left, right = columns - stride, columns + stride
    low = np.where(left >= groups - 1, starts[np.maximum(left, 0)], groups - 1)
    high = np.where(right < len(starts), starts[np.minimum(right, len(starts) - 1)], columns)
    return low, np.minimum(high, columns)


def _column_minima(
    sums: np.ndarray, costs: np.ndarray, columns: np.ndarray, low: np.ndarray, high: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Least cost of each column over its candidate starts, and the leftmost start that gives it."""
    lengths = high - low + 1
    heads = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    first = np.arange(lengths.sum()) - np.repeat(heads - low, lengths)
    totals = costs[first - 1] + _within(sums, first, np.repeat(columns, lengths))
    least = np.minimum.reduceat(totals, heads)
    hits = np.flatnonzero(totals == np.repeat(least, lengths))
    return least, first[hits[np.searchsorted(hits, heads)]]


def _walk_back(layers: list[np.ndarray], size: int) -> tuple[int, ...]:
    starts: list[int] = []
    last = size - 1
    for layer in reversed(layers):
        starts.append(int(layer[last]))
        last = starts[-1] - 1
    return tuple(reversed(starts))
