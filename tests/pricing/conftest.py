"""Invented sellers: order lines, listings and rates with a known answer behind them."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from workbench.costs.fx import Rate
from workbench.costs.waterfall import Charge, UnitInputs
from workbench.tables import conform, empty_table

ACCOUNT = SimpleNamespace(
    id="mercadolibre-mx", platform="mercadolibre", market="MX", currency="MXN", zone="America/Mexico_City"
)
MONDAY = pd.Timestamp("2024-12-02")


def _client(lines, **tables):
    """A client with those order lines; every other table is empty unless given."""
    names = ("listings", "ads", "changes", "catalogue", "fx")
    found = {name: tables.get(name, empty_table(name)) for name in names}
    profile = SimpleNamespace(home_currency="CNY", account={ACCOUNT.id: ACCOUNT}.__getitem__)
    return SimpleNamespace(profile=profile, order_lines=lines, **found)


def _lines(rows, **more):
    """Order lines of (sku, day, quantity, unit price), ordered at noon in Mexico."""
    table = pd.DataFrame(rows, columns=["sku", "ordered_at", "quantity", "unit_price"])
    ordered = (pd.to_datetime(table["ordered_at"]) + pd.Timedelta(hours=18)).dt.tz_localize("UTC")
    table = table.assign(
        account=ACCOUNT.id, market="MX", currency="MXN", ordered_at=ordered, item_id="MLM" + table["sku"]
    )
    return conform(table.assign(order_id=[f"o{n}" for n in range(len(table))], line_id="1", **more), "order_lines")


def _listings(rows, **more):
    """Own listings of (sku, day, price), seen in the morning in Mexico."""
    table = pd.DataFrame(rows, columns=["sku", "observed_at", "price"])
    seen = (pd.to_datetime(table["observed_at"]) + pd.Timedelta(hours=14)).dt.tz_localize("UTC")
    table = table.assign(account=ACCOUNT.id, currency="MXN", observed_at=seen, item_id="MLM" + table["sku"], **more)
    return conform(table, "listings")


def _world(slopes, *, seed, weeks=78, units=6.0, noise=0.3, spread=0.08, category=None, is_seen=True):
    """A client whose SKUs answer to price with these slopes: three prices in turn, seasons, uneven weeks.

    Units are Poisson around SKU x season x week's luck x price^slope, with gamma luck of variance `noise` squared.
    """
    dice = np.random.default_rng(seed)
    season = 1 + 0.35 * np.sin(np.arange(weeks) / 52 * 2 * np.pi)
    rows, seen = [], []
    for place, slope in enumerate(slopes):
        base, price = units * dice.uniform(0.5, 1.8), dice.choice([129.0, 189.0, 249.0, 399.0])
        steps = np.repeat(dice.choice([-spread, 0, spread, 2 * spread], size=weeks), 6)[:weeks]
        prices = np.round(price * np.exp(steps), 2)
        luck = dice.gamma(1 / noise**2, noise**2, weeks)
        sold = dice.poisson(base * season * luck * (prices / price) ** slope)
        days = MONDAY + pd.to_timedelta(np.arange(weeks) * 7 + 2, unit="D")
        seen += [(f"S{place:03d}", day, price) for day, price in zip(days, prices, strict=True)]
        rows += [(f"S{place:03d}", d, n, p) for d, n, p in zip(days, sold, prices, strict=True) if n]
    # A last order on a Sunday closes the last week, and a listing shows the prices of weeks without a sale.
    rows.append(("S000", MONDAY + pd.Timedelta(days=7 * weeks - 1), 1, rows[0][3]))
    skus = [f"S{place:03d}" for place in range(len(slopes))]
    catalogue = conform(pd.DataFrame({"sku": skus, "category": category or "kitchen"}), "catalogue")
    end = MONDAY + pd.Timedelta(days=7 * weeks - 1)
    tables = {"catalogue": catalogue} | ({"listings": _listings(seen)} if is_seen else {})
    return _client(_lines(rows), **tables), f"{end:%Y-%m-%d}"


def _rates(values, *, start="2024-01-01"):
    """Rates by business day: date, rate."""
    return pd.DataFrame({"date": pd.bdate_range(start, periods=len(values), unit="us"), "rate": np.asarray(values)})


def _fx(*frames):
    """The canonical table of (base, quote, series, frame of date and rate)."""
    rows = [frame.assign(base=base, quote=quote, series=series) for base, quote, series, frame in frames]
    return conform(pd.concat(rows, ignore_index=True)[["date", "base", "quote", "series", "rate"]], "fx")


@pytest.fixture
def make():
    """Functions from rows to clients and tables."""
    return SimpleNamespace(
        client=_client,
        lines=_lines,
        listings=_listings,
        world=_world,
        rates=_rates,
        fx=_fx,
        account=ACCOUNT,
        monday=MONDAY,
    )


@pytest.fixture
def unit():
    """Makes a unit sold in Mexico: VAT out, a share of the price, a fee under 299 MXN or shipping, a cost in USD."""

    def make(*, price=289.0, share=0.15, fixed=33.0, shipping=72.0, cost_usd=4.0, usd=20.0, missing=(), floor=None):
        charges = (
            Charge("vat", "margin", lambda prices: prices - prices / 1.16),
            Charge("referral", "margin", lambda prices: share * prices),
            Charge("fixed_fee", "margin", lambda prices: np.where(prices < 299, fixed, 0.0)),
            Charge("free_shipping", "margin", lambda prices: np.where(prices < 299, 0.0, shipping)),
            Charge("cost", "margin", lambda prices: np.full(len(prices), cost_usd * usd), fx="USD"),
        )
        day = pd.Timestamp("2026-01-31")
        return UnitInputs(
            sku="A-1", title="Prensa", account="mercadolibre-mx", platform="mercadolibre", market="MX", on=day,
            currency="MXN", home_currency="CNY", price=price, price_date=day, charges=charges,
            fx={"USD": Rate(usd, day, "SF43718")}, cost_currency="USD", missing=missing, marks=(299.0,), floor=floor,
        )  # fmt: skip

    return make
