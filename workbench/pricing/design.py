"""From a weekly panel to what the estimators take: blocks, price rungs, controls, and what each SKU's prices were."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.pricing.estimators import Weeks
from workbench.pricing.panel import FLAGS, WEEK

BLOCK_WEEKS = 4
# Prices nearer than this are one price; one held for fewer weeks than this is a passing state.
PRICE_STEP = 0.02
LEAST_PRICE_WEEKS = 2


def prepared(rows: pd.DataFrame, *, method: str, has_months: bool) -> tuple[Weeks, int]:
    """Rows for the estimator, and how many blocks without a sale a logarithm cannot take.

    Parameters
    ----------
    rows : DataFrame
        One row per SKU and week, as `weekly_panel` gives them.
    method : {"poisson", "log_log"}
        Weeks as they are, or four weeks at one price and in one state added up.
    has_months : bool
        With a column for each calendar month but the first.
    """
    rows = _with_blocks(rows)
    zero_blocks = 0
    if method == "log_log":
        blocks = _block_sums(rows)
        zero_blocks = int((blocks["units"] <= 0).sum())
        rows = blocks[blocks["units"] > 0]
    rows = _without_silent_weeks(rows)
    weights = rows["weeks"].to_numpy(dtype=float) if method == "log_log" else np.ones(len(rows))
    items, names = pd.factorize(rows["sku"], sort=True)
    return Weeks(
        units=rows["units"].to_numpy(dtype=float) / weights,
        weights=weights,
        log_price=np.log(rows["shelf_price"].to_numpy(dtype=float)),
        items=items,
        names=np.asarray(names, dtype=object),
        blocks=rows["block"].to_numpy(),
        controls=_controls(rows, has_months),
        are_counts=method == "poisson",
    ), zero_blocks


def described(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per SKU: what was seen of it and its prices.

    Returns
    -------
    DataFrame
        sku, category, weeks, units, prices_seen (held for at least two weeks, two per cent apart), price_low,
        price_high, prices_sold (those at which anything was sold), weeks_now and units_now (weeks at the last price,
        and units a week in them).
    """
    ranked = rows.assign(level=_levels(rows))
    held = ranked.groupby(["sku", "level"], as_index=False).agg(
        n=("week", "size"), price=("shelf_price", "mean"), units=("units", "sum")
    )
    held = held[held["n"] >= LEAST_PRICE_WEEKS].assign(is_sold=lambda prices: prices["units"] > 0)
    prices = held.groupby("sku").agg(
        prices_seen=("level", "size"),
        price_low=("price", "min"),
        price_high=("price", "max"),
        prices_sold=("is_sold", "sum"),
    )
    whole = rows.groupby("sku").agg(category=("category", "last"), weeks=("week", "size"), units=("units", "sum"))
    last = ranked[ranked["level"] == ranked.groupby("sku")["level"].transform("last")]
    now = last.groupby("sku").agg(weeks_now=("week", "size"), units_now=("units", "mean"))
    found = whole.join(prices).join(now).fillna({"prices_seen": 1, "prices_sold": 1}).reset_index()
    return found.astype({"prices_seen": int, "prices_sold": int})


def has_two_prices(weeks: Weeks) -> np.ndarray:
    """Whether anything was sold at two prices two per cent apart, one flag per item code."""
    sold = pd.Series(weeks.log_price[weeks.units > 0]).groupby(weeks.items[weeks.units > 0])
    return ((sold.max() - sold.min()) >= np.log1p(PRICE_STEP) / 2).reindex(range(len(weeks.names))).to_numpy(dtype=bool)


def _controls(rows: pd.DataFrame, has_months: bool) -> pd.DataFrame:
    controls = rows[list(FLAGS)].astype(float)
    controls["log_ads"] = np.log1p(rows["ads_spend"])
    if not has_months:
        return controls
    months = pd.get_dummies(rows["week"].dt.strftime("%Y-%m"), dtype=float)
    return pd.concat([controls, months.iloc[:, 1:]], axis=1)


def _with_blocks(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(block=(rows["week"] - rows["week"].min()) // (BLOCK_WEEKS * WEEK), level=_levels(rows))


def _levels(rows: pd.DataFrame) -> pd.Series:
    """Shelf prices on a ladder of two-per-cent steps from the SKU's lowest: weeks on one rung have one price."""
    lowest = rows.groupby("sku")["shelf_price"].transform("min")
    return (np.log(rows["shelf_price"] / lowest) / np.log1p(PRICE_STEP)).round().astype(int)


def _block_sums(rows: pd.DataFrame) -> pd.DataFrame:
    """Four weeks at one price and in one state, added up: their units, mean price and advertising, and how many."""
    return rows.groupby(["sku", "block", "level", *FLAGS], as_index=False).agg(
        week=("week", "min"),
        units=("units", "sum"),
        shelf_price=("shelf_price", "mean"),
        ads_spend=("ads_spend", "mean"),
        weeks=("week", "size"),
    )


def _without_silent_weeks(rows: pd.DataFrame) -> pd.DataFrame:
    """Without weeks that no model can fit: of a flag, a month or a SKU under which nothing was ever sold."""
    for flag in FLAGS:
        flagged = rows[flag].astype(bool)
        if flagged.any() and rows.loc[flagged, "units"].sum() == 0:
            rows = rows[~flagged]
    rows = rows[rows.groupby(rows["week"].dt.strftime("%Y-%m"))["units"].transform("sum") > 0]
    return rows[rows.groupby("sku")["units"].transform("sum") > 0].reset_index(drop=True)
