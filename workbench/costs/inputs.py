"""The inputs of a unit margin: newest own prices, costs, exchange rates, and the ledger's shares of the price."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.costs.fx import Rate, is_older, rate_on, rate_value
from workbench.costs.ledger import charge_entries, rfc_of
from workbench.costs.rates import tax_rate
from workbench.errors import NothingToShow
from workbench.tables import TABLES, require_columns

# The ledger's shares are taken over this many days up to the day asked for.
LEDGER_DAYS = 90
# With fewer orders of a SKU its own share is chance; the account's share stands in, and the row says so.
FEWEST_ORDERS = 5


def newest_prices(listings: pd.DataFrame, *, owner: object, on: str) -> pd.DataFrame:
    """One row per SKU of an account's listings at their newest observation: sku, item_id, title, price_date, price.

    Raises
    ------
    NothingToShow
        No listing of the account was seen up to that day.
    """
    require_columns(listings, TABLES["listings"].names, of="listings")
    days = _observed_days(listings["observed_at"], zone=owner.zone)
    rows = listings.assign(price_date=days)[(listings["account"] == owner.id) & (days <= pd.Timestamp(on))]
    if rows.empty:
        raise NothingToShow(
            f"margins of {owner.id}, {on}",
            "no own listing seen up to that day",
            expected="listings.csv with account, sku, item_id, observed_at, price, currency",
            hint="save the account's listings and prices as listings.csv into its inbox folder",
        )
    rows = rows.sort_values(["observed_at", "item_id"], kind="stable").drop_duplicates("sku", keep="last")
    price = rows["price"].where((rows["price"] > 0) & (rows["currency"] == owner.currency))
    rows = rows.assign(price=price, currency=owner.currency).sort_values("sku", ignore_index=True)
    return rows[["sku", "item_id", "title", "price_date", "price", "currency"]]


def _observed_days(observed_at: pd.Series, *, zone: str) -> pd.Series:
    """The account's calendar day of each observation; one stamped with a day only (midnight UTC) keeps it."""
    local = observed_at.dt.tz_convert(zone).dt.tz_localize(None).dt.normalize()
    stamped = observed_at.dt.tz_localize(None)
    return local.where(stamped != stamped.dt.normalize(), stamped)


def with_costs(rows: pd.DataFrame, catalogue: pd.DataFrame) -> pd.DataFrame:
    """`rows` with cost, cost_currency and freight of each SKU; a cost without currency is no cost."""
    require_columns(catalogue, TABLES["catalogue"].names, of="catalogue")
    costs = catalogue[["sku", "cost", "cost_currency", "freight"]]
    costs = costs.assign(cost=costs["cost"].where(costs["cost_currency"].notna()))
    return rows.merge(costs, on="sku", how="left")


def with_exchange(rows: pd.DataFrame, fx: pd.DataFrame, *, currency: str, home: str, on: str) -> pd.DataFrame:
    """`rows` with the day's rates into the home currency, of the price's and of the cost's currency."""
    require_columns(fx, TABLES["fx"].names, of="fx")
    price_rate = rate_on(fx, base=currency, quote=home, on=on)
    cost_rates = {code: rate_on(fx, base=code, quote=home, on=on) for code in rows["cost_currency"].dropna().unique()}
    known = [cost_rates.get(code) for code in rows["cost_currency"]]
    return rows.assign(
        home_currency=home,
        fx_is_late=[is_older(price_rate, on) or is_older(rate, on) for rate in known],
        **_rate_columns("fx", [price_rate] * len(rows)),
        **_rate_columns("cost_fx", known),
    )


def with_charges(rows: pd.DataFrame, client: object, owner: object, *, on: str) -> pd.DataFrame:
    """`rows` with sale_share and shipping_share of the price, charge_basis, and orders behind them."""
    start = pd.Timestamp(on) - pd.Timedelta(days=LEDGER_DAYS - 1)
    entries = charge_entries(client.ledger, owner=owner, start=f"{start:%Y-%m-%d}", end=on, rfc=rfc_of(client.profile))
    entries = entries[~entries["is_refunded"]]
    has_vat = tax_rate("vat", market=owner.market, on=on) is not None
    skus = {sku: _shares(part, has_vat=has_vat) for sku, part in entries.groupby("sku")}
    own = {sku: shares for sku, shares in skus.items() if shares[2] >= FEWEST_ORDERS}
    whole = _shares(entries, has_vat=has_vat)
    shares = pd.DataFrame(
        [own.get(sku, whole) for sku in rows["sku"]], columns=["sale_share", "shipping_share", "orders"]
    )
    basis = ["sku" if sku in own else "account" if whole[2] else "" for sku in rows["sku"]]
    return pd.concat([rows, shares.assign(charge_basis=pd.Series(basis, dtype="str"))], axis=1)


def _shares(entries: pd.DataFrame, *, has_vat: bool) -> tuple[float, float, int]:
    """Sale charge and shipping as shares of the price, and the orders; the charge without the tax withheld.

    Where prices hold VAT, a report that lists the tax apart from the income needs both for the price. Amounts that
    belong to no sale (storage, advertising, orders from elsewhere) are no share of a price. Shipping is not known
    where the seller paid his own carrier, of which no report of the platform tells.
    """
    sold = set(entries.loc[entries["charge"] == "income", "order_id"].dropna())
    entries = entries[(entries["charge"] != "other") | entries["order_id"].isin(sold)]
    sums = entries.groupby("charge")["amount"].sum()
    price = sums.get("income", 0.0) + (sums.get("tax_collected", 0.0) if has_vat else 0.0)
    if price <= 0:
        return np.nan, np.nan, 0
    # A mixed column whose tax could not be told apart gives no sale charge at all.
    unknown = np.nan if "sale_charge_and_tax" in sums else 0.0
    sale = sums.get("sale_charge", unknown) + sum(sums.get(name, 0.0) for name in ("referral_fee", "discount", "other"))
    shipping = sum(sums.get(name, 0.0) for name in ("shipping_cost", "shipping_income", "fulfilment_fee"))
    known = not _shipped_by_seller(entries, sold)
    return -sale / price, -shipping / price if known else np.nan, len(sold)


def _shipped_by_seller(entries: pd.DataFrame, sold: set[str]) -> bool:
    """Whether any of these orders is Amazon's without a fulfilment fee: the seller shipped it at his own cost."""
    fulfilled = set(entries.loc[entries["charge"] == "fulfilment_fee", "order_id"])
    return bool(entries["report"].str.startswith("amazon-").any()) and not sold <= fulfilled


def _rate_columns(prefix: str, rates: list[Rate | None]) -> dict[str, object]:
    return {
        f"{prefix}_rate": [rate_value(rate) for rate in rates],
        f"{prefix}_date": pd.Series([rate.date if rate else pd.NaT for rate in rates], dtype="datetime64[us]"),
        f"{prefix}_series": pd.Series([rate.series if rate else None for rate in rates], dtype="str"),
    }
