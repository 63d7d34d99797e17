"""A client made by hand: two SKUs on Mercado Libre Mexico, costs in dollars, a few sales."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from workbench.tables import conform, empty_table

ACCOUNT = SimpleNamespace(
    id="mercadolibre-mx", platform="mercadolibre", market="MX", currency="MXN", zone="America/Mexico_City"
)
US_ACCOUNT = SimpleNamespace(id="amazon-us", platform="amazon", market="US", currency="USD", zone="America/Los_Angeles")


def _ledger(sales):
    """Ventas rows of (order, sku, day, income, charge, shipping income, shipping cost, refund)."""
    kinds = [
        "Ingresos por productos (MXN)",
        "Cargo por venta e impuestos (MXN)",
        "Ingresos por envío (MXN)",
        "Costos de envío (MXN)",
        "Anulaciones y reembolsos (MXN)",
    ]
    rows = [
        (order, sku, f"{day}T18:00Z", kind, amount)
        for order, sku, day, *amounts in sales
        for kind, amount in zip(kinds, amounts, strict=True)
        if amount is not None
    ]
    entries = pd.DataFrame(rows, columns=["order_id", "sku", "posted_at", "kind", "amount"])
    entries = entries.assign(account=ACCOUNT.id, report="meli-ventas", currency="MXN", entry=range(len(entries)))
    return conform(entries, "ledger")


def _listings(rows):
    seen = pd.DataFrame(rows, columns=["account", "sku", "observed_at", "price", "currency"])
    return conform(seen.assign(item_id="MLM" + seen["sku"], title="Cosa"), "listings")


def _catalogue(rows):
    return conform(pd.DataFrame(rows, columns=["sku", "cost", "cost_currency", "freight"]), "catalogue")


def _fx(rows):
    return conform(pd.DataFrame(rows, columns=["date", "base", "quote", "series", "rate"]), "fx")


def _client(*, rfc="true", home="USD", **tables):
    ordinary = {
        "ledger": _ledger([(f"o{n}", "A", "2026-01-10", 116.0, -27.9, None, None, None) for n in range(5)]),
        "listings": _listings([(ACCOUNT.id, "A", "2026-01-20T18:00Z", 232.0, "MXN")]),
        "catalogue": _catalogue([("A", 2.0, "USD", 1.0)]),
        "fx": _fx([("2026-01-30", "USD", "MXN", "SF43718", 20.0)]),
    }
    accounts = {account.id: account for account in (ACCOUNT, US_ACCOUNT)}
    profile = SimpleNamespace(home_currency=home, rfc=rfc, account=accounts.__getitem__)
    return SimpleNamespace(profile=profile, **(ordinary | tables))


@pytest.fixture
def make():
    """Functions from rows to canonical tables, and `client`, which fills in ordinary tables."""
    return SimpleNamespace(
        client=_client, ledger=_ledger, listings=_listings, catalogue=_catalogue, fx=_fx, empty=empty_table
    )
