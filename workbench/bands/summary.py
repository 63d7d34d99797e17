"""One row per band: its prices, how many sell there, and what shows that they sell."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from workbench.bands.markets import shelf_ceiling, shelf_floor


def band_table(used: pd.DataFrame, *, currency: str) -> pd.DataFrame:
    """One row per band of the listings used, cheapest first; columns as `Bands.bands`."""
    groups = used.groupby("band")
    prices = groups["price"]
    bands = pd.DataFrame({"low": prices.min(), "high": prices.max(), "median": prices.median()})
    bands["shelf_low"], bands["shelf_high"] = _shelf_bounds(bands, currency)
    bands["listings"] = groups.size().astype("Int64")
    bands["share"] = bands["listings"].astype("float64") / len(used)
    intervals = [binomtest(int(n), len(used)).proportion_ci(method="wilson") for n in bands["listings"]]
    bands["share_low"] = [interval.low for interval in intervals]
    bands["share_high"] = [interval.high for interval in intervals]
    bands["sellers"] = groups["seller"].nunique().astype("Int64")
    bands["sold"] = groups["sold"].sum(min_count=1).astype("Int64")
    bands["reviews"] = groups["reviews"].sum(min_count=1).astype("Int64")
    bands["free_shipping_share"] = (
        used["free_shipping"].astype("Float64").groupby(used["band"]).mean().astype("float64")
    )
    ordered = ["band", "low", "high", "shelf_low", "shelf_high", "median"]
    return bands.reset_index()[[*ordered, *bands.columns.drop(ordered[1:])]]


def cut_table(bands: pd.DataFrame) -> pd.DataFrame:
    """Between each two neighbouring bands: lower_band, below, above, log_gap."""
    below, above = bands["high"].to_numpy()[:-1], bands["low"].to_numpy()[1:]
    return pd.DataFrame(
        {"lower_band": bands["band"].iloc[:-1], "below": below, "above": above, "log_gap": np.log(above / below)}
    )


def _shelf_bounds(bands: pd.DataFrame, currency: str) -> tuple[list[float], list[float]]:
    """Bounds rounded outward to shelf prices, but never into the next band: there the price seen stands."""
    lows = [shelf_floor(low, currency) for low in bands["low"]]
    below = [0.0, *bands["high"].iloc[:-1]]
    lows = [shelf if shelf > under else low for shelf, under, low in zip(lows, below, bands["low"], strict=True)]
    highs = [shelf_ceiling(high, currency) for high in bands["high"]]
    above = [*lows[1:], np.inf]
    highs = [shelf if shelf < over else high for shelf, over, high in zip(highs, above, bands["high"], strict=True)]
    return lows, highs
