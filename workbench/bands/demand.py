"""What shows that a listing sells: units sold in the steps that a platform shows, and shipping by the platform."""

from __future__ import annotations

import numpy as np
import pandas as pd

# These platforms show units sold as steps ("+50 vendidos"), not as a count.
SHOWS_STEPS = ("mercadolibre",)
FULL_WORDS = ("fulfillment", "full", "fba", "wfs", "amazon", "amz", "meli_full")


def sold_ranges(offers: pd.DataFrame) -> pd.DataFrame:
    """The least and the most each listing can have sold; an estimate of a research tool is taken as it is.

    Parameters
    ----------
    offers : DataFrame
        Columns platform and sold of `offers`; a step's number is the step's lower bound.

    Returns
    -------
    DataFrame
        With the rows of `offers`: sold_least, sold_most (infinite for the last step), missing where not shown.

    Notes
    -----
    "+50" says at least 50 and fewer than the platform's next step. Nobody publishes the steps: the next larger one
    among these listings stands for it, which is never too low.

    >>> shown = pd.DataFrame({"platform": ["mercadolibre", "mercadolibre", "amazon"], "sold": [100, 50, 50]})
    >>> sold_ranges(shown).to_numpy().tolist()
    [[100.0, inf], [50.0, 99.0], [50.0, 50.0]]
    """
    least = offers["sold"].astype("float64")
    most = least.copy()
    for platform in SHOWS_STEPS:
        is_step = (offers["platform"].eq(platform).fillna(False) & least.notna()).to_numpy(dtype=bool)
        edges = np.append(np.unique(least[is_step]), np.inf)
        following = edges[np.searchsorted(edges, least[is_step], side="right")]
        most = most.mask(is_step, pd.Series(following - 1, index=least.index[is_step]))
    return pd.DataFrame({"sold_least": least, "sold_most": most})


def is_full(logistic: pd.Series) -> pd.Series:
    """Whether the platform ships; missing where the listing doesn't say.

    >>> is_full(pd.Series(["fulfillment", "xd_drop_off", "FBA", None])).tolist()
    [True, False, True, <NA>]
    """
    said = logistic.astype("str").str.casefold().isin(FULL_WORDS).astype("boolean")
    return said.where(logistic.notna())


def share_range(least: np.ndarray, most: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The least and most that each part can be of the whole, where parts are known as ranges.

    >>> [side.round(2).tolist() for side in share_range(np.array([50.0, 50.0]), np.array([99.0, np.inf]))]
    [[0.0, 0.34], [0.66, 1.0]]
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        other_most, other_least = most.sum() - most, least.sum() - least
        other_most = np.where(np.isnan(other_most), _others(most), other_most)
        low = np.where(least + other_most > 0, least / (least + other_most), np.nan)
        high = np.where(np.isinf(most), 1.0, most / (most + other_least))
    return np.where(np.isinf(other_most), 0.0, low), high


def _others(most: np.ndarray) -> np.ndarray:
    """The sum of all other parts, each for itself: infinite ones can't be taken off a sum."""
    return np.array([np.delete(most, place).sum() for place in range(len(most))])


def share_interval(part: int, whole: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share.

    >>> [round(end, 3) for end in share_interval(7, 50)]
    [0.07, 0.262]
    """
    # Only here, since it takes most of a second to load.
    from scipy.stats import binomtest

    interval = binomtest(part, whole).proportion_ci(method="wilson")
    return float(interval.low), float(interval.high)
