"""A seller made by hand for tests of price advice: profile and tables in, no file read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.client import Client
from workbench.pricing.advice import PriceAdvice, advise
from workbench.pricing.assortment import STANDARD, AdviceTerms, assortment_of
from workbench.profile.models import Profile
from workbench.tables import TABLES, conform, empty_table

ON = "2026-05-31"
ACCOUNT = "mercadolibre-mx"
# Mercado Libre: 15 % of the price, 33 MXN under 299 or 72 MXN of shipping from 299 on.
RATES = [
    {"what": "referral", "kind": "fraction", "value": 0.15},
    {"what": "fixed_fee", "kind": "amount", "value": 33.0, "currency": "MXN", "price_to": 299},
    {"what": "free_shipping", "kind": "amount", "value": 72.0, "currency": "MXN", "price_from": 299},
]
STATED = {"market": "MX", "since": "2024-01-01", "by": "Li", "noted": "2026-01-05"}
PROFILE = {
    "id": "norte", "name": {"en": "Norte"}, "languages": ["en"], "home_currency": "USD", "since": "2024-01-01",
    "analyst": {"name": "Li"}, "rfc": "true", "price_approver": {"person": "Hao"}, "margin_floor": 0.10,
    "rates": [{**STATED, **rate} for rate in RATES],
    "accounts": [
        {
            "id": ACCOUNT, "platform": "mercadolibre", "market": "MX", "currency": "MXN",
            "zone": "America/Mexico_City", "fulfilment": "seller", "ship_from": "MX",
        }
    ],
}  # fmt: skip


def priced_client(folder, prices, *, costs, title="Prensa", automation=None, currency="USD", **profile) -> Client:
    """A client whose SKUs have these prices in MXN and these costs; a SKU without a cost is not in the catalogue."""
    table = pd.DataFrame({"sku": list(prices), "price": list(prices.values())})
    seen = table.assign(
        account=ACCOUNT, currency="MXN", observed_at=pd.Timestamp(ON + "T14:00Z"), title=title, automation_on=automation
    )
    named = ["sku", "cost", "cost_currency", "freight", "origin"]
    rows = [(sku, cost, currency, 0.0, "MX") for sku, cost in costs.items()]
    days = pd.bdate_range(end=ON, periods=520)
    rates = 20 * np.exp(0.002 * np.sin(np.arange(520)))
    rates[-1] = 20.0
    known = {
        "listings": conform(seen.assign(item_id="MLM" + seen["sku"]), "listings"),
        "catalogue": conform(pd.DataFrame(rows, columns=named), "catalogue"),
        "fx": conform(
            pd.DataFrame({"date": days, "base": "USD", "quote": "MXN", "series": "SF43718", "rate": rates}), "fx"
        ),
    }
    opened = Client(Profile.model_validate(PROFILE | profile), folder)
    opened._tables.update({name: known.get(name, empty_table(name)) for name in TABLES})
    return opened


def priced_advice(
    client, sku="A", *, elasticity=None, weekly_units=np.nan, terms: AdviceTerms = STANDARD, **changes
) -> PriceAdvice:
    """Advice on one SKU; with an elasticity (estimate, low, high) units can be foretold."""
    assortment = replace(assortment_of(client, account=ACCOUNT, on=ON, terms=terms), **changes)
    if elasticity:
        known = dict(zip(("estimate", "low", "high"), elasticity, strict=True))
        estimates = pd.DataFrame([{"sku": sku, "verdict": "usable", **known}]).set_index("sku")
        assortment = replace(assortment, estimates=estimates)
    return advise(replace(assortment, weekly_units=pd.Series({sku: weekly_units})), sku)
