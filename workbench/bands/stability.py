"""How much of the bands would stay if the listings had fallen a little otherwise: peaks, cuts, bounds, gaps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.bands.banding import Bands
from workbench.bands.clustering import best_splits
from workbench.bands.demand import sold_ranges
from workbench.bands.density import Density, peaks, price_density, valleys

RESAMPLES = 200
INTERVAL = (2.5, 97.5)
# A cut that fewer resamples agree on, or a step that any two shelf prices make, is no gap.
STABLE = 0.8
LEAST_FACTOR = 1.15


@dataclass(frozen=True, eq=False)
class Stability:
    """What resampling the listings leaves of the bands.

    Attributes
    ----------
    bounds : DataFrame
        One row per band: band, low_from, low_to, high_from, high_to, share_from, share_to (the middle 95 % of the
        resamples, at the chosen number of bands).
    gaps : DataFrame
        One row per cut: lower_band, below, above, factor (above / below), stability (share of resamples that cut
        there), has_valley (the density has a valley there too), sold_below, sold_above, reviews_below,
        reviews_above (of the bands on either side), verdict: gap, no_demand, unstable, narrow.
    modes : DataFrame
        One row per peak of the density: price, stability, sold_weighted (whether the density weighted by units
        sold has a peak there too; missing where units are not shown).
    density : DataFrame
        The curve: price, by_listings, by_sold (missing where no listing shows units), each 1 at its highest.
    bandwidth : float
        Of the density, as a share of the price.
    resamples, seed : int
    """

    bounds: pd.DataFrame
    gaps: pd.DataFrame
    modes: pd.DataFrame
    density: pd.DataFrame
    bandwidth: float
    resamples: int
    seed: int


def band_stability(bands: Bands, *, resamples: int = RESAMPLES, seed: int = 0) -> Stability:
    """Peaks, cuts and bounds of the bands, each with the share of resamples that show it again.

    Parameters
    ----------
    bands : Bands
        As `price_bands` gives them.
    resamples : int
        How often the listings are drawn again, with replacement.
    seed : int
        The same seed gives the same figures.

    Notes
    -----
    A gap is called one only where at least 80 % of the resamples cut there, the prices on either side are 15 % apart,
    and listings on both sides show units sold or reviews: prices at which nobody buys are no opening.

    Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap, 13.3 (percentile intervals).
    Known to be wrong when: the listings seen are one corner of the market; a resample repeats the corner.

    >>> bands = price_bands(offers, query="garlic press", market="MX")  # doctest: +SKIP
    >>> band_stability(bands).gaps[["below", "above", "verdict"]]  # doctest: +SKIP
    """
    prices, counts = np.unique(bands.offers["unit_price"].to_numpy(), return_counts=True)
    logs = np.log(prices)
    density = price_density(logs, counts)
    draws = np.random.default_rng(seed).multinomial(counts.sum(), counts / counts.sum(), size=resamples)
    again = _splits_again(logs, draws, k=len(bands.bands))
    return Stability(
        bounds=_bounds(bands, prices, draws, again),
        gaps=_gaps(bands, prices, counts, draws, again, density),
        modes=_modes(bands, prices, counts, density, draws),
        density=_curve(bands, prices, counts, density),
        bandwidth=density.bandwidth,
        resamples=resamples,
        seed=seed,
    )


def _splits_again(logs: np.ndarray, draws: np.ndarray, *, k: int) -> list[np.ndarray]:
    """Place of the first price of every band among all unique prices, for each resample; fewer where it has fewer."""
    found = []
    for draw in draws:
        there = np.flatnonzero(draw)
        splits = best_splits(logs[there], draw[there], k_max=k)
        found.append(there[list(splits[-1].starts)])
    return found


def _bounds(bands: Bands, prices: np.ndarray, draws: np.ndarray, again: list[np.ndarray]) -> pd.DataFrame:
    """Percentiles of each band's lowest and highest price and of its share."""
    rows = []
    for draw, starts in zip(draws, again, strict=True):
        if len(starts) == len(bands.bands):
            there = np.flatnonzero(draw)
            last = [*(there[np.searchsorted(there, starts[1:]) - 1]), there[-1]]
            rows.append([prices[starts], prices[last], np.add.reduceat(draw, starts) / draw.sum()])
    spread = np.percentile(np.array(rows), INTERVAL, axis=0) if rows else np.full((2, 3, len(bands.bands)), np.nan)
    names = [f"{what}_{end}" for what in ("low", "high", "share") for end in ("from", "to")]
    columns = [spread[end, what] for what in range(3) for end in range(2)]
    return pd.DataFrame({"band": bands.bands["band"], **dict(zip(names, columns, strict=True))})


def _gaps(
    bands: Bands, prices: np.ndarray, counts: np.ndarray, draws: np.ndarray, again: list[np.ndarray], density: Density
) -> pd.DataFrame:
    """Each cut with what speaks for a gap and what against."""
    cuts = bands.cuts.drop(columns="log_gap").assign(factor=bands.cuts["above"] / bands.cuts["below"])
    first = np.searchsorted(prices, cuts["above"].to_numpy())
    cuts["stability"] = [_cut_again(place, draws, again) for place in first]
    low_places = np.exp(valleys(density.grid, density.of(counts)))
    pairs = list(zip(cuts["below"], cuts["above"], strict=True))
    cuts["has_valley"] = [bool(((low_places > below) & (low_places < above)).any()) for below, above in pairs]
    for what in ("sold", "reviews"):
        shown = bands.bands[what].astype("Int64")
        cuts[f"{what}_below"] = shown.iloc[:-1].array
        cuts[f"{what}_above"] = shown.iloc[1:].array
    cuts["verdict"] = [_verdict(row) for row in cuts.to_dict("records")]
    return cuts.reset_index(drop=True)


def _cut_again(place: int, draws: np.ndarray, again: list[np.ndarray]) -> float:
    """Share of the resamples that part the prices under `place` from those at and over it."""
    hits = []
    for draw, starts in zip(draws, again, strict=True):
        there = np.flatnonzero(draw)
        following = there[np.searchsorted(there, place) :]
        hits.append(bool(len(following)) and following[0] in starts[1:])
    return float(np.mean(hits)) if hits else np.nan


def _verdict(cut: dict) -> str:
    if cut["factor"] < LEAST_FACTOR:
        return "narrow"
    if cut["stability"] < STABLE:
        return "unstable"
    return "gap" if _sells(cut, "below") and _sells(cut, "above") else "no_demand"


def _sells(cut: dict, side: str) -> bool:
    """Whether units or reviews are shown on a side."""
    return any(not pd.isna(cut[f"{what}_{side}"]) and cut[f"{what}_{side}"] > 0 for what in ("sold", "reviews"))


def _modes(bands: Bands, prices: np.ndarray, counts: np.ndarray, density: Density, draws: np.ndarray) -> pd.DataFrame:
    at = peaks(density.grid, density.of(counts))
    seen = [peaks(density.grid, row) for row in density.of(draws)]
    near = [[np.abs(others - peak).min(initial=np.inf) <= density.bandwidth for others in seen] for peak in at]
    sold = _sold_weights(bands, prices)
    by_sold = None if sold is None else peaks(density.grid, density.of(sold))
    weighted = [None if by_sold is None else bool((np.abs(by_sold - peak) <= density.bandwidth).any()) for peak in at]
    return pd.DataFrame(
        {
            "price": np.exp(at),
            "stability": [float(np.mean(hits)) for hits in near],
            "sold_weighted": pd.array(weighted, dtype="boolean"),
        }
    )


def _curve(bands: Bands, prices: np.ndarray, counts: np.ndarray, density: Density) -> pd.DataFrame:
    sold = _sold_weights(bands, prices)
    by_listings = density.of(counts)
    by_sold = np.full(len(density.grid), np.nan) if sold is None else density.of(sold)
    return pd.DataFrame(
        {
            "price": np.exp(density.grid),
            "by_listings": by_listings / by_listings.max(),
            "by_sold": by_sold / by_sold.max(),
        }
    )


def _sold_weights(bands: Bands, prices: np.ndarray) -> np.ndarray | None:
    """Units shown as sold at each unique price, the buckets' lower bounds; None where nothing is shown."""
    least = sold_ranges(bands.offers)["sold_least"].fillna(0).to_numpy()
    places = np.searchsorted(prices, bands.offers["unit_price"].to_numpy())
    weights = np.bincount(places, weights=least, minlength=len(prices))
    return weights if weights.sum() > 0 else None
