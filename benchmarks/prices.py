"""What the price plan of a whole assortment takes."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pandas as pd

import workbench as wb
from benchmarks.measure import NAN, Measured
from workbench.client import Client
from workbench.profile.models import Profile
from workbench.tables import TABLES, conform, empty_table

SKUS = 1_000
ORDER_LINES = 60_000
MOST_SECONDS = 60.0
ON = "2026-01-31"
ACCOUNT = {
    "id": "mercadolibre-mx", "platform": "mercadolibre", "market": "MX", "currency": "MXN",
    "zone": "America/Mexico_City", "fulfilment": "seller", "ship_from": "MX",
}  # fmt: skip
STATED = {"market": "MX", "since": "2024-01-01", "by": "Li", "noted": "2026-01-05"}
RATES = (
    {"what": "referral", "kind": "fraction", "value": 0.15},
    {"what": "fixed_fee", "kind": "amount", "value": 33.0, "currency": "MXN", "price_to": 299},
    {"what": "free_shipping", "kind": "amount", "value": 72.0, "currency": "MXN", "price_from": 299},
)


def assortment_plan(scratch: Path, lines: int) -> Measured:
    """The plan of a thousand SKUs with a year of orders, costs in another currency and two years of its rate."""
    client = _client(scratch)
    start = time.perf_counter()
    plan = wb.price_plan(client, market="MX", on=ON)
    took = time.perf_counter() - start
    goal = f"at most {MOST_SECONDS:g} s, advice for every SKU"
    meets = took <= MOST_SECONDS and len(plan.rows) == SKUS
    return Measured(f"price plan of {SKUS:,} SKUs", took, "", NAN, NAN, goal, meets, NAN)


def _client(folder: Path) -> Client:
    dice = np.random.default_rng(11)
    skus = [f"S{number:04d}" for number in range(SKUS)]
    prices = dice.choice([129.0, 199.0, 249.0, 289.0, 319.0, 399.0, 549.0], SKUS)
    known = {
        "listings": _listings(skus, prices),
        "catalogue": _catalogue(skus, prices * dice.uniform(0.01, 0.022, SKUS)),
        "order_lines": _order_lines(skus, prices, dice),
        "fx": _rates(dice),
    }
    profile = {
        "id": "bench", "name": {"en": "Bench"}, "languages": ["en"], "home_currency": "USD", "since": "2024-01-01",
        "analyst": {"name": "Li"}, "rfc": "true", "margin_floor": 0.08, "accounts": [ACCOUNT],
        "rates": [{**STATED, **rate} for rate in RATES],
    }  # fmt: skip
    client = Client(Profile.model_validate(profile), folder)
    client._tables.update({name: known.get(name, empty_table(name)) for name in TABLES})
    return client


def _listings(skus: list[str], prices: np.ndarray) -> pd.DataFrame:
    seen = pd.DataFrame({"sku": skus, "price": prices, "item_id": [f"MLM{sku}" for sku in skus]})
    seen = seen.assign(account=ACCOUNT["id"], currency="MXN", observed_at=pd.Timestamp(ON + "T14:00Z"))
    return conform(seen, "listings")


def _catalogue(skus: list[str], costs: np.ndarray) -> pd.DataFrame:
    rows = pd.DataFrame({"sku": skus, "cost": costs.round(2), "cost_currency": "USD", "freight": 0.2, "origin": "MX"})
    return conform(rows.assign(category=np.arange(len(skus)) % 12), "catalogue")


def _order_lines(skus: list[str], prices: np.ndarray, dice: np.random.Generator) -> pd.DataFrame:
    """A year of orders; every SKU's price stood a tenth lower for its first half."""
    places = dice.integers(0, SKUS, ORDER_LINES)
    days = np.sort(dice.integers(0, 365, ORDER_LINES))
    ordered = pd.Timestamp(ON, tz="UTC") - pd.to_timedelta(364 - days, unit="D") + pd.Timedelta(hours=18)
    paid = np.where(days < 180, prices[places] * 0.9, prices[places])
    table = pd.DataFrame(
        {"sku": np.array(skus)[places], "ordered_at": ordered, "quantity": 1, "unit_price": paid.round(2)}
    )
    table = table.assign(order_id=[f"o{number}" for number in range(ORDER_LINES)], line_id="1", currency="MXN")
    table = table.assign(account=ACCOUNT["id"], market="MX", item_id="MLM" + table["sku"])
    return conform(table, "order_lines")


def _rates(dice: np.random.Generator) -> pd.DataFrame:
    days = pd.bdate_range(end="2026-01-30", periods=520)
    rates = 20 * np.exp(np.cumsum(dice.normal(0, 0.004, 520)))
    return conform(
        pd.DataFrame({"date": days, "base": "USD", "quote": "MXN", "series": "SF43718", "rate": rates}), "fx"
    )
