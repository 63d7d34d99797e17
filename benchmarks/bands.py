"""What price bands take."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

import workbench as wb
from benchmarks.measure import Measured, against
from workbench.tables import conform

LISTINGS = 100_000
MOST_SECONDS = 2.0
BANDS = 6


def price_bands(scratch: Path, lines: int) -> Measured:
    """Price bands of a hundred thousand listings with titles of their own; the peer only cuts prices into quantiles."""
    table = _offers()
    measured = against(
        f"price bands of {LISTINGS:,} listings",
        lambda: wb.price_bands(table, query="example", market="MX"),
        peers={
            "pandas: newest of each, words, quantiles": lambda: _quantiles(table),
            "pandas: quantiles alone": lambda: pd.qcut(table["price"], BANDS),
        },
        most=np.inf,
    )
    goal = f"at most {MOST_SECONDS:g} s"
    return replace(measured, goal=goal, meets_goal=measured.ours_seconds <= MOST_SECONDS)


def _offers() -> pd.DataFrame:
    dice = np.random.default_rng(7)
    prices = np.round(np.exp(dice.choice([4.6, 5.3, 6.0], LISTINGS) + dice.normal(0, 0.08, LISTINGS)), 0) + 0.99
    offers = pd.DataFrame(
        {
            "platform": "mercadolibre",
            "market": "MX",
            "item_id": [f"MLM{n}" for n in range(LISTINGS)],
            "observed_at": pd.Timestamp("2026-01-15", tz="UTC"),
            "query": "example",
            "title": [f"Example modelo {n}" for n in range(LISTINGS)],
            "sold": dice.choice([0, 5, 25, 50, 100], LISTINGS),
            "price": prices,
            "currency": "MXN",
        }
    )
    return conform(offers, "offers")


def _quantiles(table: pd.DataFrame) -> pd.DataFrame:
    """What an analyst's own few lines would do: no packs, no outliers, no choice of the number of bands."""
    newest = table.sort_values("observed_at").drop_duplicates(["platform", "item_id"], keep="last")
    named = newest[newest["title"].str.lower().str.contains("example") & newest["price"].gt(0)]
    return named.groupby(pd.qcut(named["price"], BANDS), observed=True)["price"].agg(["min", "max", "count"])
