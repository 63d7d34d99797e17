"""Units and a client made by hand: two SKUs on Mercado Libre Mexico, costs in dollars, a few sales."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from workbench.costs.facts import UnitFacts
from workbench.costs.fx import Rate as DayRate
from workbench.costs.inputs import inputs_of
from workbench.profile.models import PaymentMix
from workbench.rules.rate_models import TypedRate
from workbench.tables import conform, empty_table

MEXICAN = {"market": "MX", "currency": "MXN", "zone": "America/Mexico_City", "ship_from": "MX", "fulfilment": "seller"}
ACCOUNT = SimpleNamespace(id="mercadolibre-mx", platform="mercadolibre", **MEXICAN)
AMAZON_MX = SimpleNamespace(id="amazon-mx", platform="amazon", **MEXICAN)
US_ACCOUNT = SimpleNamespace(
    id="amazon-us",
    platform="amazon",
    market="US",
    currency="USD",
    zone="America/Los_Angeles",
    ship_from="US",
    fulfilment="platform",
)


def _typed(what, value=None, *, market="MX", kind="fraction", **more):
    """A rate that the client stated, in force since 2020."""
    since = more.pop("since", date(2020, 1, 1))
    amount = {} if value is None else {"value": value}
    stated = {"what": what, "market": market, "kind": kind, "since": since, "by": "Li", "noted": date(2026, 1, 5)}
    return TypedRate(**stated, **amount, **more)


def _mercado_libre(*rates, **known):
    """A unit bought and sold in Mexico: fee 15 %, 33 under 299, shipping 72 from 299, cost 80, freight 20 (MXN)."""
    stated = (
        _typed("referral", 0.15),
        _typed("fixed_fee", 33, kind="amount", currency="MXN", price_to=299),
        _typed("free_shipping", 72, kind="amount", currency="MXN", price_from=299),
    )
    ordinary = {
        "account": ACCOUNT,
        "on": pd.Timestamp("2026-03-01"),
        "sku": "A",
        "home_currency": "MXN",
        "rfc": "true",
        "price": 350.0,
        "cost": 80.0,
        "cost_currency": "MXN",
        "freight": 20.0,
        "origin": "MX",
        "logistic": "seller",
        "typed": (*stated, *rates),
    }
    return UnitFacts(**(ordinary | known))


def _amazon_us(*rates, **known):
    """A toy that Amazon ships: 0.54 kg, 25 x 18 x 6 cm, cost 2.00, freight 0 (USD), made there."""
    ordinary = {
        "account": US_ACCOUNT,
        "on": pd.Timestamp("2026-03-01"),
        "sku": "A",
        "home_currency": "USD",
        "rfc": "unknown",
        "price": 19.0,
        "cost": 2.0,
        "cost_currency": "USD",
        "freight": 0.0,
        "origin": "US",
        "logistic": "platform",
        "weight_kg": 0.54,
        "size_cm": (25.0, 18.0, 6.0),
        "category": "Toys",
        "typed": rates,
    }
    return UnitFacts(**(ordinary | known))


@pytest.fixture
def unit():
    """Functions to facts of a unit (`mercado_libre`, `amazon_us`), a typed rate, a mix, a rate of exchange."""
    return SimpleNamespace(
        mercado_libre=_mercado_libre,
        amazon_us=_amazon_us,
        inputs=inputs_of,
        typed=_typed,
        accounts=SimpleNamespace(mercado_libre=ACCOUNT, amazon_mx=AMAZON_MX, amazon_us=US_ACCOUNT),
        mix=lambda cash, card, parts: PaymentMix(account="amazon-mx", cash=cash, card=card, instalments=parts),
        fx=lambda **rates: {code: DayRate(rate, pd.Timestamp("2026-02-27"), "SF43718") for code, rate in rates.items()},
    )


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


def _lines(rows, *, account=ACCOUNT.id, currency="MXN"):
    """Order lines of (order, sku, quantity, unit price)."""
    lines = pd.DataFrame(rows, columns=["order_id", "sku", "quantity", "unit_price"])
    return conform(lines.assign(account=account, currency=currency, ordered_at="2026-01-10T18:00Z"), "order_lines")


def _listings(rows):
    seen = pd.DataFrame(rows, columns=["account", "sku", "observed_at", "price", "currency"])
    return conform(seen.assign(item_id="MLM" + seen["sku"], title="Cosa"), "listings")


def _catalogue(rows):
    named = ["sku", "cost", "cost_currency", "freight", "origin"]
    return conform(pd.DataFrame([(*row, "MX")[: len(named)] for row in rows], columns=named), "catalogue")


def _fx(rows):
    return conform(pd.DataFrame(rows, columns=["date", "base", "quote", "series", "rate"]), "fx")


def _client(*, rfc="true", home="USD", rates=(), mixes=(), floors=(), **tables):
    """Five sales of A at 400 MXN: sale charge 60 (15 %), shipping 40, tax withheld by law 10.5 % of 400/1.16."""
    charge = -(60 + 400 / 1.16 * 0.105)
    sales = [(f"o{n}", "A", "2026-01-10", 400.0, charge, None, -40.0, None) for n in range(5)]
    ordinary = {
        "ledger": _ledger(sales),
        "order_lines": _lines([(f"o{n}", "A", 1, 400.0) for n in range(5)]),
        "listings": _listings([(ACCOUNT.id, "A", "2026-01-20T18:00Z", 464.0, "MXN")]),
        "catalogue": _catalogue([("A", 2.0, "USD", 1.0)]),
        "fx": _fx([("2026-01-30", "USD", "MXN", "SF43718", 20.0)]),
        "packages": empty_table("packages"),
        "returns": empty_table("returns"),
        "ads": empty_table("ads"),
    }
    accounts = {account.id: account for account in (ACCOUNT, AMAZON_MX, US_ACCOUNT)}
    profile = SimpleNamespace(
        home_currency=home,
        rfc=rfc,
        account=accounts.__getitem__,
        accounts=tuple(accounts.values()),
        rates=tuple(rates),
        payment_mix=tuple(mixes),
        floors=tuple(floors),
    )
    return SimpleNamespace(profile=profile, **(ordinary | tables))


@pytest.fixture
def make():
    """Functions from rows to canonical tables, and `client`, which fills in ordinary tables."""
    return SimpleNamespace(
        client=_client,
        ledger=_ledger,
        lines=_lines,
        listings=_listings,
        catalogue=_catalogue,
        fx=_fx,
        empty=empty_table,
        nan=np.nan,
    )
