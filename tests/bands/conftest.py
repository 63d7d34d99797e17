"""Competitor listings made for a test: only what the test says differs from an ordinary new listing."""

from __future__ import annotations

import pandas as pd
import pytest

from workbench.tables import conform

SEEN = pd.Timestamp("2026-01-20 18:00", tz="UTC")


def _offers(prices, **columns) -> pd.DataFrame:
    rows = len(prices)
    ordinary = {
        "platform": "mercadolibre",
        "market": "MX",
        "item_id": [f"MLM{number}" for number in range(rows)],
        "observed_at": SEEN,
        "query": "prensa de ajo",
        "title": [f"Prensa de ajo modelo {number}" for number in range(rows)],
        "seller": [f"Tienda {number}" for number in range(rows)],
        "price": prices,
        "currency": "MXN",
        "condition": "Nuevo",
        "lineage": [f"lista.csv:{number + 2}" for number in range(rows)],
    }
    return conform(pd.DataFrame(ordinary | columns), "offers")


@pytest.fixture
def make_offers():
    """A function from prices, and columns that differ, to the canonical table `offers`."""
    return _offers


@pytest.fixture
def two_groups():
    """Ten prices in two groups that anyone can see."""
    return [89.0, 95.0, 99.0, 99.0, 105.0, 199.0, 205.0, 210.0, 215.0, 219.0]
