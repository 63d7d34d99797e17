"""Slopes of units on price with an effect of its own for each item: counts (zeros stay) or logarithms (four weeks).

Item effects, and where wanted a slope for each item, are taken out by weighted projection, so a thousand items cost no
thousand columns. Both estimators share it: the count model iterates it with its working response.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.linalg import qr

from workbench.errors import NothingToShow

MOST_ROUNDS = 200
SETTLED = 1e-9
# A column that the projection leaves less of than this share is no news beside the item effects.
LEFT_OVER = 1e-7


@dataclass(frozen=True)
class Weeks:
    """Rows of a panel ready for estimation, one value each: units (a week), weights (weeks), log_price, item and block
    codes from 0 on, and named control columns; `names` are the items' own, in the order of their codes."""

    units: np.ndarray
    weights: np.ndarray
    log_price: np.ndarray
    items: np.ndarray
    names: np.ndarray
    blocks: np.ndarray
    controls: pd.DataFrame
    are_counts: bool


@dataclass(frozen=True)
class Slope:
    """One slope for all items: estimate, clustered standard error, items (clusters) and rows behind it, and the
    controls beside it: control, estimate, std_error."""

    estimate: float
    std_error: float
    items: int
    rows: int
    controls: pd.DataFrame


@dataclass(frozen=True)
class _Fit:
    response: np.ndarray
    weights: np.ndarray
    columns: np.ndarray
    betas: np.ndarray
    residuals: np.ndarray


def pooled_slope(weeks: Weeks) -> Slope | None:
    """One slope of units on price for all items, errors clustered by item; None where no item's price differs, or
    where there is one item only, which says nothing of how items differ."""
    columns = np.column_stack([weeks.log_price, weeks.controls.to_numpy(dtype=float)])
    none = np.zeros(len(weeks.units))
    kept = _told_apart(_projected(columns, weeks.weights, weeks.items, none), columns)
    if 0 not in kept or len(np.unique(weeks.items)) < 2:
        return None
    fit = _fitted(weeks, columns[:, kept], none)
    # Only here, since it takes most of a second to load.
    from statsmodels.regression.linear_model import WLS

    response = _projected(fit.response[:, None], fit.weights, weeks.items, none)[:, 0]
    found = WLS(response, fit.columns, fit.weights).fit(cov_type="cluster", cov_kwds={"groups": weeks.items})
    names = [weeks.controls.columns[place - 1] for place in kept if place]
    controls = {"control": names, "estimate": found.params[1:], "std_error": found.bse[1:]}
    size = len(np.unique(weeks.items)), len(weeks.units)
    return Slope(float(found.params[0]), float(found.bse[0]), *size, pd.DataFrame(controls))


def own_slopes(weeks: Weeks, *, has_slope: np.ndarray) -> pd.DataFrame:
    """A slope for each item, its controls and times shared with all others.

    Parameters
    ----------
    weeks : Weeks
    has_slope : ndarray
        One flag per item code: whether its price and its sales allow a slope at all.

    Returns
    -------
    DataFrame
        One row per item code: estimate, std_error (missing without slope), dispersion. Errors are clustered by blocks
        of weeks, never below what the dispersion alone makes, and hold how sure the controls are.
    """
    own_price = np.where(has_slope[weeks.items], weeks.log_price, 0.0)
    columns = weeks.controls.to_numpy(dtype=float)
    kept = _told_apart(_projected(columns, weeks.weights, weeks.items, own_price), columns)
    fit = _fitted(weeks, columns[:, kept], own_price)
    centred = _projected(own_price[:, None], fit.weights, weeks.items, np.zeros_like(own_price))[:, 0]
    items, size = weeks.items, len(has_slope)
    spread = np.bincount(items, fit.weights * centred**2, size)
    net = fit.response - columns[:, kept] @ fit.betas
    with np.errstate(divide="ignore", invalid="ignore"):
        slopes = np.where(has_slope, np.bincount(items, fit.weights * centred * net, size) / spread, np.nan)
        dispersion = _dispersion(fit, items, has_slope, floor=1.0 if weeks.are_counts else 0.0)
        variance = np.maximum(_block_variance(fit, centred, weeks) / spread**2, dispersion / spread)
        variance = variance + _control_variance(fit, centred, items, columns[:, kept], spread)
    errors = np.where(has_slope, np.sqrt(variance), np.nan)
    return pd.DataFrame({"estimate": slopes, "std_error": errors, "dispersion": dispersion})


def _fitted(weeks: Weeks, columns: np.ndarray, own_price: np.ndarray) -> _Fit:
    """Weighted least squares of logs, or of the counts' working response until it stays."""
    if not weeks.are_counts:
        return _solved(np.log(weeks.units), weeks.weights, columns, weeks.items, own_price)
    units = weeks.units
    means = np.bincount(weeks.items, units) / np.bincount(weeks.items)
    expected = (units + means[weeks.items]) / 2
    deviance = np.inf
    for _ in range(MOST_ROUNDS):
        response = np.log(expected) + (units - expected) / expected
        fit = _solved(response, expected, columns, weeks.items, own_price)
        expected = np.exp(np.clip(response - fit.residuals, -30, 20))
        before, deviance = deviance, _deviance(units, expected)
        if abs(before - deviance) <= SETTLED * (1 + abs(deviance)):
            return fit
    raise NothingToShow("elasticity", "the count model did not settle", expected="weeks with sales at several prices")


def _deviance(units: np.ndarray, expected: np.ndarray) -> float:
    sold = units > 0
    return float(2 * (np.sum(units[sold] * np.log(units[sold] / expected[sold])) - np.sum(units - expected)))


def _solved(
    response: np.ndarray, weights: np.ndarray, columns: np.ndarray, items: np.ndarray, own_price: np.ndarray
) -> _Fit:
    projected = _projected(np.column_stack([response, columns]), weights, items, own_price)
    root = np.sqrt(weights)[:, None]
    betas = np.linalg.lstsq(root * projected[:, 1:], (root * projected[:, :1])[:, 0], rcond=None)[0]
    residuals = projected[:, 0] - projected[:, 1:] @ betas
    return _Fit(response, weights, projected[:, 1:], betas, residuals)


def _projected(columns: np.ndarray, weights: np.ndarray, items: np.ndarray, own_price: np.ndarray) -> np.ndarray:
    """Columns less each item's weighted mean, and less its own line on price where `own_price` differs."""
    total = np.bincount(items, weights)

    def centred(column: np.ndarray) -> np.ndarray:
        return column - (np.bincount(items, weights * column) / total)[items]

    price = centred(own_price)
    spread = np.bincount(items, weights * price**2)
    has_line = spread > LEFT_OVER * total
    found = np.empty_like(columns, dtype=float)
    for place in range(columns.shape[1]):
        column = centred(columns[:, place])
        slope = np.divide(
            np.bincount(items, weights * price * column), spread, where=has_line, out=np.zeros(len(total))
        )
        found[:, place] = column - price * slope[items]
    return found


def _told_apart(projected: np.ndarray, columns: np.ndarray) -> list[int]:
    """Places of the columns that say something of their own beside item effects and the columns before them."""
    if not columns.shape[1]:
        return []
    scale = np.maximum(np.linalg.norm(columns, axis=0), 1e-300)
    kept: list[int] = []
    for place in range(columns.shape[1]):
        tried = projected[:, [*kept, place]] / scale[[*kept, place]]
        diagonal = np.abs(np.diag(qr(tried, mode="r")[0]))
        if diagonal[-1] > LEFT_OVER:
            kept.append(place)
    return kept


def _dispersion(fit: _Fit, items: np.ndarray, has_slope: np.ndarray, *, floor: float) -> np.ndarray:
    """Squared residual over what the model expects, by item, never below that of all items nor below the floor."""
    squares = np.bincount(items, fit.weights * fit.residuals**2, len(has_slope))
    freedom = np.bincount(items, minlength=len(has_slope)) - 1 - has_slope
    whole = squares.sum() / max(freedom.sum() - fit.columns.shape[1], 1)
    return np.maximum(squares / np.maximum(freedom, 1), max(whole, floor))


def _block_variance(fit: _Fit, centred: np.ndarray, weeks: Weeks) -> np.ndarray:
    """Sum over an item's blocks of its squared scores, corrected for their small number (CRV1)."""
    size = int(weeks.items.max()) + 1
    score = fit.weights * centred * fit.residuals
    pairs = pd.DataFrame({"item": weeks.items, "block": weeks.blocks, "score": score})
    sums = pairs.groupby(["item", "block"], sort=False)["score"].sum().reset_index()
    blocks = np.bincount(sums["item"], minlength=size)
    rows = np.bincount(weeks.items, minlength=size)
    small = blocks / np.maximum(blocks - 1, 1) * (rows - 1) / np.maximum(rows - 2, 1)
    return small * np.bincount(sums["item"], sums["score"] ** 2, size)


def _control_variance(
    fit: _Fit, centred: np.ndarray, items: np.ndarray, columns: np.ndarray, spread: np.ndarray
) -> np.ndarray:
    """What the controls' own errors add to each item's slope."""
    if not columns.shape[1]:
        return np.zeros(len(spread))
    root = np.sqrt(fit.weights)[:, None]
    bread = np.linalg.pinv((root * fit.columns).T @ (root * fit.columns))
    scores = pd.DataFrame(fit.columns * (fit.weights * fit.residuals)[:, None]).groupby(items).sum().to_numpy()
    covariance = bread @ scores.T @ scores @ bread * len(scores) / max(len(scores) - 1, 1)
    weighted = (fit.weights * centred)[:, None] * columns
    lean = np.column_stack([np.bincount(items, weighted[:, place], len(spread)) for place in range(columns.shape[1])])
    lean = lean / spread[:, None]
    return np.einsum("ij,jk,ik->i", lean, covariance, lean)
