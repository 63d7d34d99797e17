from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from workbench.bands.clustering import SMALLEST_SPREAD, band_sizes, best_splits, split_bic

weighted_values = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 5)), min_size=1, max_size=9, unique_by=lambda pair: pair[0]
)


def groups_cost(values, counts, starts):
    """Weighted sum of squares, each group by numpy's own mean and variance."""
    repeated = [
        np.repeat(v, c) for v, c in zip(np.split(values, starts[1:]), np.split(counts, starts[1:]), strict=True)
    ]
    return sum(group.var() * len(group) for group in repeated)


def least_by_trying_all(values, counts, k):
    cuts = combinations(range(1, len(values)), k - 1)
    return min(groups_cost(values, counts, (0, *cut)) for cut in cuts)


def least_by_plain_recursion(values, k):
    """The textbook recursion over every listing, quadratic and slow."""
    best = [values[: last + 1].var() * (last + 1) for last in range(len(values))]
    for _ in range(k - 1):
        best = [
            min(before + values[first : last + 1].var() * (last + 1 - first) for first, before in starts_of(best, last))
            for last in range(len(values))
        ]
    return best[-1]


def starts_of(best, last):
    return [(first, best[first - 1] if first else 0.0) for first in range(last + 1)]


@given(weighted_values)
def test_no_other_cut_of_few_values_has_a_smaller_sum_of_squares(pairs):
    values, counts = (np.array(side) for side in zip(*sorted(pairs), strict=True))
    for split in best_splits(values.astype(float), counts, k_max=5):
        least = least_by_trying_all(values.astype(float), counts, split.k)
        assert split.within_ss == pytest.approx(least, abs=1e-9)
        assert groups_cost(values.astype(float), counts, split.starts) == pytest.approx(least, abs=1e-9)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000))
def test_counts_and_repeated_rows_give_the_same_split_as_the_textbook_recursion(seed):
    rng = np.random.default_rng(seed)
    prices = np.sort(np.log(rng.choice(np.arange(79, 400, 10), size=60)))
    unique, counts = np.unique(prices, return_counts=True)
    for split in best_splits(unique, counts, k_max=4):
        assert split.within_ss == pytest.approx(least_by_plain_recursion(prices, split.k), abs=1e-9)


def test_the_example_of_the_ckmeans_documentation_comes_out():
    # facts: x = -1 2 -1 2 4 5 6 -1 2 -1, three groups, within sum of squares 2, upper bounds -1, 2, 6
    values, counts = np.unique([-1, 2, -1, 2, 4, 5, 6, -1, 2, -1], return_counts=True)
    split = best_splits(values.astype(float), counts, k_max=3)[2]
    assert split.within_ss == pytest.approx(2.0)
    assert [values[start - 1] for start in (*split.starts[1:], 5)] == [-1, 2, 6]


def test_there_are_never_more_groups_than_prices():
    assert [split.k for split in best_splits(np.log([99.0, 199.0]), np.array([5, 5]), k_max=6)] == [1, 2]


def test_one_price_is_one_group_without_spread():
    (split,) = best_splits(np.log([99.0]), np.array([12]), k_max=6)
    assert (split.starts, split.within_ss) == ((0,), 0.0)


def test_large_prices_lose_no_digits():
    values = np.array([1e6, 1e6 + 1, 1e6 + 10, 1e6 + 11])
    assert best_splits(values, np.ones(4, dtype=int), k_max=2)[1].within_ss == pytest.approx(1.0)


def test_the_criterion_is_minus_twice_the_likelihood_plus_the_penalty():
    values, counts = np.log([80.0, 100.0, 125.0, 200.0, 280.0]), np.array([3, 4, 3, 5, 5])
    split = best_splits(values, counts, k_max=2)[1]
    parts = np.repeat(values[:3], counts[:3]), np.repeat(values[3:], counts[3:])
    likelihood = sum((norm.logpdf(part, part.mean(), part.std()) + np.log(0.5)).sum() for part in parts)
    assert split_bic(split, values, counts) == pytest.approx(-2 * likelihood + 5 * np.log(20))


def test_many_listings_at_one_price_do_not_make_the_criterion_endless():
    values, counts = np.log([99.0, 199.0]), np.array([50, 50])
    split = best_splits(values, counts, k_max=2)[1]
    expected = -2 * 100 * (norm.logpdf(0, 0, SMALLEST_SPREAD) + np.log(0.5)) + 5 * np.log(100)
    assert split_bic(split, values, counts) == pytest.approx(expected)


def test_evenly_spread_prices_are_better_left_whole():
    values, counts = np.linspace(4, 6, 200), np.ones(200, dtype=int)
    scores = [split_bic(split, values, counts) for split in best_splits(values, counts, k_max=6)]
    assert scores.index(min(scores)) == 0


def test_group_sizes_count_listings():
    split = best_splits(np.log([90.0, 100.0, 300.0]), np.array([3, 4, 5]), k_max=2)[1]
    assert band_sizes(split, np.array([3, 4, 5])).tolist() == [7, 5]
