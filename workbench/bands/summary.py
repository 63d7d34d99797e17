"""One row per band: its prices, how many sell there, and what shows that they sell."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.bands.demand import is_full, share_interval, share_range, sold_ranges
from workbench.bands.markets import is_charm, shelf_ceiling, shelf_floor


def band_table(used: pd.DataFrame, *, currency: str) -> pd.DataFrame:
    """One row per band of the listings used, cheapest first; columns as `Bands.bands`."""
    groups = used.groupby("band")
    prices = groups["unit_price"]
    bands = pd.DataFrame({"low": prices.min(), "high": prices.max(), "median": prices.median()})
    bands["shelf_low"], bands["shelf_high"] = _shelf_bounds(bands, currency)
    bands["listings"] = groups.size().astype("Int64")
    bands["share"] = bands["listings"].astype("float64") / len(used)
    intervals = [share_interval(int(n), len(used)) for n in bands["listings"]]
    bands["share_low"] = [low for low, _ in intervals]
    bands["share_high"] = [high for _, high in intervals]
    bands["sellers"] = groups["seller"].nunique().astype("Int64")
    bands = bands.join(_demand(used)).join(_offering(used, currency))
    ordered = ["band", "low", "high", "shelf_low", "shelf_high", "median"]
    return bands.reset_index()[[*ordered, *bands.columns.drop(ordered[1:])]]


def _demand(used: pd.DataFrame) -> pd.DataFrame:
    """Units and reviews by band; a band of which no listing shows units has none, and then no band a share."""
    ranges = sold_ranges(used).groupby(used["band"]).sum(min_count=1)
    least, most = ranges["sold_least"], ranges["sold_most"]
    low, high = share_range(least.to_numpy(), most.to_numpy())
    total = least.sum() if least.notna().all() else np.nan
    return pd.DataFrame(
        {
            "sold": least.astype("Int64"),
            "sold_most": most,
            "sold_share": least / total if total else np.nan,
            "sold_share_low": low,
            "sold_share_high": high,
            "reviews": used.groupby("band")["reviews"].sum(min_count=1).astype("Int64"),
        }
    )


def _offering(used: pd.DataFrame, currency: str) -> pd.DataFrame:
    """How the listings of each band are offered; shares are of the listings that say."""
    was, price = used["list_price"].astype("float64"), used["price"].astype("float64")
    discount = (1 - price / was).where(was > price)
    said = pd.DataFrame(
        {
            "free_shipping_share": used["free_shipping"].astype("Float64").astype("float64"),
            "full_share": is_full(used["logistic"]).astype("Float64").astype("float64"),
            "discount_share": discount.notna().astype("float64"),
            "charm_share": is_charm(price, currency).astype("float64"),
        }
    )
    shares = said.groupby(used["band"]).mean()
    shares.insert(2, "rating", used["rating"].astype("float64").groupby(used["band"]).median())
    shares.insert(4, "discount", discount.groupby(used["band"]).median())
    return shares


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
