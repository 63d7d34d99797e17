"""Rates that a client's own settlements imply, by SKU where it sold enough, else by listing type or account."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

# The reports are looked at over this many days up to the day asked for.
LEDGER_DAYS = 90
# With fewer orders a share is chance.
FEWEST_ORDERS = 5
# Mercado Libre Mexico: from here on the buyer's shipping is free and the seller's fixed fee ends.
# Source: mercadopago.com.mx/ayuda/30487 (2024-09-20).
MERCADO_LIBRE_MARK = 299.0


@dataclass(frozen=True)
class OwnRate:
    """What the reports imply for one step: a fraction of the price or an amount a unit, and how well it is known.

    It holds for prices from `price_from` (included) to `price_to` (not included); missing ends are open.
    """

    step: str
    value: float
    kind: str
    orders: int
    scope: str
    report: str
    price_from: float | None = None
    price_to: float | None = None


def own_rates(sold: pd.DataFrame, *, types: dict[str, str], platform: str) -> dict[str, tuple[OwnRate, ...]]:
    """The implied rates of each SKU.

    Parameters
    ----------
    sold : DataFrame
        One row per sale, as `sales` gives them.
    types : dict
        Listing type of each SKU that is asked for; blank where none is known.
    platform : str
        amazon, mercadolibre or walmart.

    Returns
    -------
    dict
        SKU to its rates; none where fewer than five orders tell.

    Notes
    -----
    Mercado Libre's sale fee has a fixed part under 299 MXN. The percentage is read from sales at 299 and more, and
    what is left of the fee under it is the fixed part; shipping is read on each side apart, because from 299 on the
    seller bears it.
    """
    if sold.empty:
        return dict.fromkeys(types, ())
    asked = pd.DataFrame({"sku": list(types), "listing_type": list(types.values())})
    known = sold.assign(listing_type=sold["sku"].map(types).fillna(""))
    steps = _of_mercado_libre(known, asked) if platform == "mercadolibre" else _of_amazon(known, asked)
    report = str(sold["report"].iloc[0])
    found: dict[str, list[OwnRate]] = {sku: [] for sku in types}
    for step, table in steps:
        enough = table[(table["orders"] >= FEWEST_ORDERS) & table["value"].notna()]
        for row in enough.itertuples(index=False):
            counted = {"value": float(row.value), "orders": int(row.orders), "scope": row.scope, "report": report}
            found[row.sku].append(OwnRate(**step, **counted))
    return {sku: tuple(rates) for sku, rates in found.items()}


def _of_amazon(sold: pd.DataFrame, asked: pd.DataFrame) -> list[tuple[dict, pd.DataFrame]]:
    shipped = sold[sold["fulfilment_fee"].notna()]
    return [
        ({"step": "referral", "kind": "fraction"}, _ratio(sold, asked, "sale_fee", "fee_base")),
        ({"step": "fulfilment", "kind": "amount"}, _ratio(shipped, asked, "fulfilment_fee", "units")),
    ]


def _of_mercado_libre(sold: pd.DataFrame, asked: pd.DataFrame) -> list[tuple[dict, pd.DataFrame]]:
    mark = MERCADO_LIBRE_MARK
    dear, cheap = sold[sold["unit_price"] >= mark], sold[sold["unit_price"] < mark]
    share = _ratio(dear, asked, "sale_fee", "fee_base")
    shipping = {"step": "free_shipping", "kind": "amount"}
    steps = [
        ({"step": "referral", "kind": "fraction"}, share),
        (shipping | {"price_from": mark}, _ratio(dear, asked, "shipping", "units")),
        (shipping | {"price_to": mark}, _ratio(cheap, asked, "shipping", "units")),
    ]
    if share["value"].isna().all():
        whole = _ratio(cheap, asked, "sale_fee", "fee_base")
        return [({"step": "referral", "kind": "fraction", "price_to": mark}, whole), *steps[1:]]
    percentage = cheap["sku"].map(dict(zip(share["sku"], share["value"], strict=True))).astype("float64")
    rest = cheap.assign(rest=cheap["sale_fee"] - percentage * cheap["fee_base"])
    fixed = {"step": "fixed_fee", "kind": "amount", "price_to": mark}
    return [*steps, (fixed, _ratio(rest, asked, "rest", "units"))]


def _ratio(sold: pd.DataFrame, asked: pd.DataFrame, top: str, bottom: str) -> pd.DataFrame:
    """The sum of `top` over the sum of `bottom` for each SKU asked for, of the narrowest scope with enough orders."""
    whole = sold[[top, bottom, "sku", "listing_type"]].dropna(subset=[top, bottom]).assign(account="")
    keys = {"sku": asked["sku"], "listing_type": asked["listing_type"], "account": pd.Series("", index=asked.index)}
    value = pd.Series(np.nan, index=asked.index)
    orders, scopes = pd.Series(0.0, index=asked.index), pd.Series("", index=asked.index, dtype=object)
    for scope, key in keys.items():
        groups = whole.groupby(scope)
        sums = groups[[top, bottom]].sum().astype("float64").assign(orders=groups.size())
        sums = sums[(sums["orders"] >= FEWEST_ORDERS) & (sums[bottom] > 0)]
        found = key.map(dict(sums[top] / sums[bottom])).astype("float64")
        is_new = value.isna() & found.notna()
        value, scopes = value.where(~is_new, found), scopes.where(~is_new, scope)
        orders = orders.where(~is_new, key.map(dict(sums["orders"])).astype("float64"))
    return asked.assign(value=value, orders=orders, scope=scopes)
