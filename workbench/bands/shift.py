"""What a market's prices did since a month before: the whole, and the same listings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.special import ndtri

from workbench.bands.banding import Bands
from workbench.bands.selection import select_listings
from workbench.errors import NothingToShow

FEWEST = 8
LEVEL = 0.95
SIGNIFICANT = 0.05


@dataclass(frozen=True, eq=False)
class PriceShift:
    """Prices now against a month before; shifts are fractions of the price (0.03: 3 % dearer).

    Attributes
    ----------
    against : Timestamp
        The day up to which the earlier observations count.
    listings_before, listings_now : int
        Used listings of either time.
    new, gone : int
        Listings of one of the two times only.
    shift, shift_low, shift_high : float
        Of the whole market: Hodges-Lehmann (the middle of all differences between a price now and one before), with
        its interval of 95 %.
    p_level, p_shape : float
        Mann-Whitney on the log prices, and Kolmogorov-Smirnov: whether the level, or any other part of the
        distribution, differs.
    same, raised, lowered : int
        Listings seen both times, and how many of them changed their price by more than half a percent.
    same_shift, same_low, same_high, p_same : float
        Of the same listings: Hodges-Lehmann of the paired changes with its interval, and Wilcoxon's signed ranks
        (Pratt: unchanged prices count).
    changes : DataFrame
        One row per listing seen both times, the largest change first: platform, item_id, title, seller, before, now,
        change.
    verdict : str
        moved: the same listings' prices moved and by more than chance; mix: they did not, the market's level did
        because other listings are sold; still: neither.
    """

    against: pd.Timestamp
    listings_before: int
    listings_now: int
    new: int
    gone: int
    shift: float
    shift_low: float
    shift_high: float
    p_level: float
    p_shape: float
    same: int
    raised: int
    lowered: int
    same_shift: float
    same_low: float
    same_high: float
    p_same: float
    changes: pd.DataFrame
    verdict: str


def price_shift(offers: pd.DataFrame, *, bands: Bands, against: str = "") -> PriceShift:
    """How the market's prices moved since an earlier day.

    Parameters
    ----------
    offers : DataFrame
        The canonical table `offers` that the bands were made of.
    bands : Bands
        The market now; its product's words, sizes and verdicts hold for both times.
    against : str
        ISO day of the earlier state; blank for one month before.

    Raises
    ------
    NothingToShow
        Fewer than 8 usable listings then, or none seen since.

    Notes
    -----
    Listings seen at both times are not independent, so the test of the whole is cautious; what the sellers did is
    told by the same listings.

    Source: Hodges and Lehmann (1963), Annals of Mathematical Statistics 34(2); Mann and Whitney (1947); Pratt (1959).
    """
    day = pd.Timestamp(against).normalize() if against else bands.as_of - pd.DateOffset(months=1)
    study = replace(bands.study, as_of=day.date().isoformat())
    before = select_listings(offers, study).used
    now = bands.offers[~bands.offers["lineage"].isin(before["lineage"])]
    if min(len(before), len(now)) < FEWEST:
        raise NothingToShow(
            f"price shift of '{bands.query}', {bands.market}",
            f"{len(before)} usable listings on {day:%Y-%m-%d}, {len(now)} seen since",
            expected=f"at least {FEWEST} of each",
            hint="collect the same search every month",
        )
    return _shift(before, now, day)


def _shift(before: pd.DataFrame, now: pd.DataFrame, day: pd.Timestamp) -> PriceShift:
    # Takes longer to load than all else in this room, and only a market's second month needs it.
    from scipy.stats import ks_2samp, mannwhitneyu

    old, new = np.log(before["unit_price"].to_numpy()), np.log(now["unit_price"].to_numpy())
    changes = _changes(before, now)
    moves = np.log1p(changes["change"].to_numpy(dtype=float))
    level = float(mannwhitneyu(new, old, alternative="two-sided").pvalue)
    middle, low, high = _as_fractions(two_sample_shift(old, new))
    same, same_low, same_high = _as_fractions(paired_shift(moves)) if len(moves) else (np.nan,) * 3
    p_same = _signed_ranks(moves)
    return PriceShift(
        against=day,
        listings_before=len(before),
        listings_now=len(now),
        new=len(now) - len(changes),
        gone=len(before) - len(changes),
        shift=middle,
        shift_low=low,
        shift_high=high,
        p_level=level,
        p_shape=float(ks_2samp(new, old).pvalue),
        same=len(changes),
        raised=int((changes["change"] > 0.005).sum()),
        lowered=int((changes["change"] < -0.005).sum()),
        same_shift=same,
        same_low=same_low,
        same_high=same_high,
        p_same=p_same,
        changes=changes,
        verdict="moved" if p_same < SIGNIFICANT else "mix" if level < SIGNIFICANT else "still",
    )


def _as_fractions(logs: tuple[float, float, float]) -> tuple[float, ...]:
    """Log differences as fractions of the price, rid of what the search for them leaves over."""
    return tuple(round(float(np.expm1(value)), 9) + 0.0 for value in logs)


def two_sample_shift(before: np.ndarray, now: np.ndarray) -> tuple[float, float, float]:
    """Middle of all differences now - before, and the interval that the Mann-Whitney test doesn't reject.

    >>> [round(x, 6) for x in two_sample_shift(np.arange(10.0), np.arange(10.0) + 2)]
    [2.0, -1.0, 5.0]
    """
    first, second = np.sort(before), np.sort(now)
    pairs = len(first) * len(second)
    spread = np.sqrt(pairs * (len(first) + len(second) + 1) / 12)

    def at_most(value: float) -> int:
        return int(np.searchsorted(first, second - value - 1e-12, side="left").sum())

    def counted(value: float) -> int:
        return pairs - at_most(value)

    return _middle_and_interval(counted, pairs, spread, second[0] - first[-1], second[-1] - first[0])


def paired_shift(moves: np.ndarray) -> tuple[float, float, float]:
    """Middle of all averages of two changes (each with itself too), and the signed-rank interval.

    >>> [round(x, 6) for x in paired_shift(np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]))]
    [4.0, 2.0, 6.0]
    """
    ordered, size = np.sort(moves), len(moves)
    pairs = size * (size + 1) // 2
    spread = np.sqrt(size * (size + 1) * (2 * size + 1) / 24)

    def counted(value: float) -> int:
        through = np.searchsorted(ordered, 2 * value - ordered + 1e-12, side="right")
        return int((through.sum() + (ordered <= value + 1e-12).sum()) // 2)

    return _middle_and_interval(counted, pairs, spread, ordered[0], ordered[-1])


def _middle_and_interval(
    counted: Callable[[float], int], pairs: int, spread: float, low: float, high: float
) -> tuple[float, float, float]:
    """The median of `pairs` numbers and the pair of order statistics around it, found without listing them."""
    reach = int(np.floor(pairs / 2 - ndtri(0.5 + LEVEL / 2) * spread))
    lower, upper = max(reach, 0), min(pairs - 1 - reach, pairs - 1)
    middle = [_ordered(counted, place, low, high) for place in ((pairs - 1) // 2, pairs // 2)]
    return float(np.mean(middle)), _ordered(counted, lower, low, high), _ordered(counted, upper, low, high)


def _ordered(counted: Callable[[float], int], place: int, low: float, high: float) -> float:
    """The number at that place (from 0) of the sorted ones: the least value that more than `place` don't exceed."""
    if counted(low) > place:
        return float(low)
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if counted(middle) > place else (middle, high)
    return float(high)


def _changes(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Price of one piece then and now of the listings seen both times."""
    key = ["platform", "item_id"]
    named = before.dropna(subset=["item_id"])[[*key, "unit_price"]].rename(columns={"unit_price": "before"})
    both = now.dropna(subset=["item_id"]).merge(named, on=key).rename(columns={"unit_price": "now"})
    both["change"] = both["now"] / both["before"] - 1
    ordered = both.assign(_size=both["change"].abs()).sort_values(["_size", "item_id"], ascending=[False, True])
    return ordered[[*key, "title", "seller", "before", "now", "change"]].reset_index(drop=True)


def _signed_ranks(moves: np.ndarray) -> float:
    if not np.any(np.abs(moves) > 1e-12):
        return 1.0
    from scipy.stats import wilcoxon

    return float(wilcoxon(moves, zero_method="pratt", method="asymptotic").pvalue)
