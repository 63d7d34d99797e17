"""What moving a decision does: each filter switched off, each cut moved by one price."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.bands.banding import Bands, bands_of
from workbench.bands.clustering import Split, band_sizes, squares_within
from workbench.bands.selection import FILTERS, PACK_SIZE, filter_of
from workbench.errors import NothingToShow

FILTER_COLUMNS = ["filter", "left_out", "listings", "bands", "lows", "median", "lowest", "highest"]
CUT_COLUMNS = ["lower_band", "moved", "price", "below", "above", "listings_below", "listings_above", "more_within"]


def filter_effects(offers: pd.DataFrame, *, bands: Bands) -> pd.DataFrame:
    """The bands as they are, and as they would be with one filter switched off.

    Parameters
    ----------
    offers : DataFrame
        The canonical table `offers` that the bands were made of.
    bands : Bands
        As `price_bands` gives them.

    Returns
    -------
    DataFrame
        One row for the bands as they are (filter is blank), then one per filter that left something out, and
        `pack size` where a pack was divided: filter, left_out (listings for that reason), listings, bands,
        lows (tuple: the lowest price of each band), median, lowest, highest; missing where too few listings are
        left.
    """
    reasons = bands.excluded["reason"].map(filter_of).value_counts()
    used = [name for name in FILTERS if name in reasons.index]
    rows = [_row("", int(reasons.sum()), bands)]
    rows += [_row(name, int(reasons[name]), _without(offers, bands, name)) for name in used]
    packs = int((bands.offers["pack"] > 1).sum())
    if packs:
        rows.append(_row(PACK_SIZE, packs, _without(offers, bands, PACK_SIZE)))
    return pd.DataFrame(rows, columns=FILTER_COLUMNS)


def cut_effects(bands: Bands) -> pd.DataFrame:
    """Each cut moved to the next price on either side, and what that does to the two bands beside it.

    Parameters
    ----------
    bands : Bands
        As `price_bands` gives them.

    Returns
    -------
    DataFrame
        Two rows per cut, where a price is left to move it by: lower_band, moved (down, up), price (the one that
        changes its band), below, above (the new prices on either side), listings_below, listings_above (of the two
        bands after it), more_within (how much the squares within the bands grow, as a share: near zero means that the
        cut could as well stand there).
    """
    prices, counts = np.unique(bands.offers["unit_price"].to_numpy(), return_counts=True)
    starts = np.searchsorted(prices, bands.bands["low"].to_numpy())
    logs = np.log(prices)
    least = squares_within(starts, logs, counts)
    rows = [
        _moved(prices, logs, counts, starts, least, cut=cut, step=step)
        for cut in range(1, len(starts))
        for step in (-1, 1)
        if starts[cut - 1] < starts[cut] + step < [*starts, len(prices)][cut + 1]
    ]
    return pd.DataFrame(rows, columns=CUT_COLUMNS)


def _without(offers: pd.DataFrame, bands: Bands, name: str) -> Bands | None:
    study = replace(bands.study, without=(name,), as_of=bands.as_of.date().isoformat())
    try:
        return bands_of(offers, study)
    except NothingToShow:
        return None


def _row(name: str, left_out: int, bands: Bands | None) -> tuple:
    if bands is None:
        return name, left_out, pd.NA, pd.NA, (), np.nan, np.nan, np.nan
    prices = bands.offers["unit_price"]
    lows = tuple(bands.bands["low"])
    return name, left_out, len(prices), len(bands.bands), lows, prices.median(), prices.min(), prices.max()


def _moved(
    prices: np.ndarray, logs: np.ndarray, counts: np.ndarray, starts: np.ndarray, least: float, *, cut: int, step: int
) -> tuple:
    after = starts.copy()
    after[cut] += step
    sizes = band_sizes(Split(len(after), tuple(after), 0.0), counts)
    place = after[cut]
    price = prices[place] if step < 0 else prices[place - 1]
    more = squares_within(after, logs, counts) / least - 1 if least > 0 else np.nan
    return (
        *(cut, "down" if step < 0 else "up", price, prices[place - 1], prices[place]),
        *(int(sizes[cut - 1]), int(sizes[cut]), more),
    )
