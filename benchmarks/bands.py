"""What price bands take."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

import workbench as wb
from benchmarks.measure import Measured, within
from workbench.tables import conform

LISTINGS = 100_000


def price_bands(scratch: Path, lines: int) -> Measured:
    """Price bands of a hundred thousand listings."""
    dice = np.random.default_rng(7)
    prices = np.round(np.exp(dice.choice([4.6, 5.3, 6.0], LISTINGS) + dice.normal(0, 0.08, LISTINGS)), 0) + 0.99
    offers = pd.DataFrame(
        {
            "platform": "mercadolibre",
            "market": "MX",
            "item_id": [f"MLM{n}" for n in range(LISTINGS)],
            "observed_at": pd.Timestamp("2026-01-15", tz="UTC"),
            "query": "example",
            "title": "Example",
            "price": prices,
            "currency": "MXN",
        }
    )
    table = conform(offers, "offers")
    return within(
        f"price bands of {LISTINGS:,} listings",
        lambda: wb.price_bands(table, query="example", market="MX"),
        seconds=2,
    )
