"""Shrinkage of single estimates to their common mean: what one SKU's few weeks cannot say, its category can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from workbench.errors import ParameterError, did_you_mean, listed

MOMENTS = ("paule-mandel", "dersimonian-laird")
AVERAGED = "averaged"
# Fewer estimates than this tell nothing of how far they differ among themselves.
LEAST_ESTIMATES = 4
_GRID_POINTS = 400


@dataclass(frozen=True)
class Shrunk:
    """Estimates after shrinkage, in the order given.

    Attributes
    ----------
    estimates, std_errors : ndarray
        Shrunk, and how sure they are.
    weights : ndarray
        Weight on the estimate's own data, 0 (all from the mean) to 1 (all its own).
    mean, mean_std_error : float
        The common mean.
    variance : float
        Between the true values, never below zero: Paule and Mandel's, or the method's own.
    heterogeneity : float
        Cochran's Q.
    predicted_std_error : float
        How sure the mean is for one more that has no estimate of its own.
    """

    estimates: np.ndarray
    std_errors: np.ndarray
    weights: np.ndarray
    mean: float
    mean_std_error: float
    variance: float
    heterogeneity: float
    predicted_std_error: float
    _levels: _Levels

    def applied(
        self, estimates: Sequence[float], std_errors: Sequence[float]
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Further estimates drawn to the same mean: estimates, std_errors, weights."""
        return _drawn(np.asarray(estimates, dtype=float), np.asarray(std_errors, dtype=float), self._levels)


@dataclass(frozen=True)
class _Levels:
    """Standard deviations between the true values, how likely each is, and the common mean and its variance at each."""

    deviations: np.ndarray
    chances: np.ndarray
    means: np.ndarray
    variances: np.ndarray


def between_variance(estimates: Sequence[float], std_errors: Sequence[float], *, method: str = "paule-mandel") -> float:
    """Variance between the true values behind some estimates, never below zero.

    Parameters
    ----------
    estimates, std_errors : sequence of float
    method : {"paule-mandel", "dersimonian-laird"}
        The root of Q = k - 1, or one step towards it by moments.

    Raises
    ------
    ParameterError
        An unknown method, fewer than two estimates, or a standard error that is not above zero.

    Source: DerSimonian and Laird, Controlled Clinical Trials 7 (1986) 177; Paule and Mandel, J. Res. NBS 87 (1982)
    377. Some libraries print the moments' value untruncated, below zero.

    >>> between_variance([28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18])
    0.0
    """
    values, errors = _checked(estimates, std_errors, method)
    weights = errors**-2.0
    excess = _q(values, errors, 0.0) - (len(values) - 1)
    if excess <= 0:
        return 0.0
    if method == "dersimonian-laird":
        return float(excess / (weights.sum() - (weights**2).sum() / weights.sum()))
    high = float(np.var(values) * len(values) + (errors**2).max())
    return float(brentq(lambda variance: _q(values, errors, variance) - (len(values) - 1), 0.0, high, xtol=1e-12))


def shrink(estimates: Sequence[float], std_errors: Sequence[float], *, method: str = AVERAGED) -> Shrunk:
    """Estimates drawn to their common mean, the less sure the further: a normal model of normal estimates.

    Parameters
    ----------
    estimates, std_errors : sequence of float
        One of each; standard errors above zero. At least four for "averaged".
    method : {"averaged", "paule-mandel", "dersimonian-laird"}
        How far the true values differ: averaged over all that the estimates allow, each as likely as it makes them
        (flat before), or one value by `between_variance`, which is often zero for few estimates and then makes every
        estimate as sure as the mean.

    Raises
    ------
    ParameterError
        As `between_variance`, or too few estimates to average.

    Source: Rubin, Journal of Educational Statistics 6 (1981) 377; Gelman and others, Bayesian Data Analysis, 5.4.

    >>> round(shrink([28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18], method="paule-mandel").mean, 4)
    7.6856
    """
    values, errors = _checked(estimates, std_errors, method)
    variance = between_variance(values, errors, method=MOMENTS[0] if method == AVERAGED else method)
    deviations = _grid(values, errors) if method == AVERAGED else np.array([variance**0.5])
    levels = _levels(values, errors, deviations)
    mean, mean_variance = _mixed(levels.means, levels.variances, levels.chances)
    further = levels.variances + levels.deviations**2
    predicted = _mixed(levels.means, further, levels.chances)[1]
    return Shrunk(
        *_drawn(values, errors, levels),
        mean=float(mean),
        mean_std_error=float(mean_variance**0.5),
        variance=variance,
        heterogeneity=_q(values, errors, 0.0),
        predicted_std_error=float(predicted**0.5),
        _levels=levels,
    )


def _grid(values: np.ndarray, errors: np.ndarray) -> np.ndarray:
    return np.linspace(0, 6 * np.std(values) + errors.min(), _GRID_POINTS)


def _levels(values: np.ndarray, errors: np.ndarray, deviations: np.ndarray) -> _Levels:
    spreads = errors**2 + deviations[:, None] ** 2
    variances = 1 / (1 / spreads).sum(axis=1)
    means = (values / spreads).sum(axis=1) * variances
    likely = 0.5 * np.log(variances) - 0.5 * (np.log(spreads) + (values - means[:, None]) ** 2 / spreads).sum(axis=1)
    chances = np.exp(likely - likely.max())
    return _Levels(deviations, chances / chances.sum(), means, variances)


def _drawn(values: np.ndarray, errors: np.ndarray, levels: _Levels) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    own = levels.deviations[:, None] ** 2 / (errors**2 + levels.deviations[:, None] ** 2)
    drawn = own * values + (1 - own) * levels.means[:, None]
    spread = own * errors**2 + (1 - own) ** 2 * levels.variances[:, None]
    found, variance = _mixed(drawn, spread, levels.chances)
    return found, np.sqrt(variance), levels.chances @ own


def _mixed(means: np.ndarray, variances: np.ndarray, chances: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and variance over the levels, weighted by their chances."""
    mean = chances @ means
    return mean, chances @ (variances + (means - mean) ** 2)


def _checked(estimates: Sequence[float], std_errors: Sequence[float], method: str) -> tuple[np.ndarray, np.ndarray]:
    methods = (AVERAGED, *MOMENTS)
    if method not in methods:
        hint = did_you_mean(method, methods)
        raise ParameterError(f"method '{method}'", "no such method", expected=listed(methods), hint=hint)
    values, errors = np.asarray(estimates, dtype=float), np.asarray(std_errors, dtype=float)
    least = LEAST_ESTIMATES if method == AVERAGED else 2
    if len(values) < least or len(values) != len(errors):
        found = f"{len(values)} estimates, {len(errors)} errors"
        raise ParameterError("shrinkage", found, expected=f"at least {least}, one of each")
    if not np.isfinite(values).all() or not (np.isfinite(errors) & (errors > 0)).all():
        raise ParameterError("shrinkage", "an estimate or a standard error is missing or not above zero")
    return values, errors


def _q(values: np.ndarray, errors: np.ndarray, variance: float) -> float:
    weights = 1 / (errors**2 + variance)
    mean = weights @ values / weights.sum()
    return float(weights @ (values - mean) ** 2)
