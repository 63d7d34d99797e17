"""The rows of an account's SKUs: newest own listing beside the catalogue, and what the client measured itself."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.errors import NothingToShow
from workbench.tables import TABLES, require_columns

CATALOGUE = ["cost", "cost_currency", "freight", "weight_kg", "length_cm", "width_cm", "height_cm"]
CATALOGUE_WORDS = ["origin", "tariff_line", "category"]


def listed_rows(client: object, *, owner: object, on: pd.Timestamp) -> pd.DataFrame:
    """One row per SKU of an account at its newest observation, with what the catalogue says of it.

    Raises
    ------
    NothingToShow
        No listing of the account was seen up to that day.
    """
    newest = _newest(client.listings, owner=owner, on=on)
    require_columns(client.catalogue, TABLES["catalogue"].names, of="catalogue")
    goods = client.catalogue[["sku", *CATALOGUE, *CATALOGUE_WORDS]].drop_duplicates("sku")
    return newest.merge(goods, on="sku", how="left")


def _newest(listings: pd.DataFrame, *, owner: object, on: pd.Timestamp) -> pd.DataFrame:
    require_columns(listings, TABLES["listings"].names, of="listings")
    own = listings[listings["account"] == owner.id]
    days = _observed_days(own["observed_at"], zone=owner.zone)
    rows = own.assign(price_date=days)[days <= on]
    if rows.empty:
        raise NothingToShow(
            f"unit economics of {owner.id}, {on.date()}",
            "no own listing seen up to that day",
            expected="listings.csv with account, sku, item_id, observed_at, price, currency",
            hint="save the account's listings and prices as listings.csv into its inbox folder",
        )
    rows = rows.sort_values(["observed_at", "item_id"], kind="stable").drop_duplicates("sku", keep="last")
    price = rows["price"].where((rows["price"] > 0) & (rows["currency"] == owner.currency))
    return rows.assign(price=price).sort_values("sku", ignore_index=True)


def _observed_days(observed_at: pd.Series, *, zone: str) -> pd.Series:
    """The account's calendar day of each observation; one stamped with a day only (midnight UTC) keeps it."""
    local = observed_at.dt.tz_convert(zone).dt.tz_localize(None).dt.normalize()
    stamped = observed_at.dt.tz_localize(None)
    return local.where(stamped != stamped.dt.normalize(), stamped)


def sold_lines(client: object, *, owner: object, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    """Units and sales of each SKU between two days, cancelled and brushing lines left out: sku, units, sales."""
    require_columns(client.order_lines, TABLES["order_lines"].names, of="order_lines")
    own = client.order_lines[client.order_lines["account"] == owner.id]
    days = own["ordered_at"].dt.tz_convert(owner.zone).dt.tz_localize(None).dt.normalize()
    kept = days.between(start, end) & own["cancelled_at"].isna() & ~own["is_brushing"].fillna(False).astype(bool)
    lines = own[kept & (own["currency"] == owner.currency)]
    lines = lines.assign(units=lines["quantity"].astype("float64"), sales=lines["quantity"] * lines["unit_price"])
    return lines.groupby("sku", as_index=False)[["units", "sales"]].sum()


def advertising_shares(client: object, sold: pd.DataFrame, *, owner: object, days: tuple) -> dict[str, float]:
    """Advertising cost as a part of all sales, by SKU; empty where the account has no advertising report."""
    require_columns(client.ads, TABLES["ads"].names, of="ads")
    own = client.ads[(client.ads["account"] == owner.id) & client.ads["date"].between(*days)]
    if own.empty:
        return {}
    spend = sold["sku"].map(dict(own.groupby("sku")["spend"].sum())).astype("float64").fillna(0.0)
    return dict(zip(sold["sku"], (spend / sold["sales"].where(sold["sales"] > 0)).astype(float), strict=True))


def return_rate(client: object, sold: pd.DataFrame, *, owner: object, days: tuple) -> float:
    """Units returned over units sold of the whole account; missing where no return has a day, or nothing was sold."""
    require_columns(client.returns, TABLES["returns"].names, of="returns")
    own = client.returns[client.returns["account"] == owner.id]
    at = own["requested_at"].fillna(own["received_at"]).fillna(own["refunded_at"])
    asked = at.dt.tz_convert(owner.zone).dt.tz_localize(None).dt.normalize()
    units = float(sold["units"].sum())
    # Without days nobody knows which of them are of the period.
    if asked.isna().all() or not units:
        return np.nan
    back = float(own.loc[asked.between(*days), "quantity"].fillna(1).astype("float64").sum())
    return min(back / units, 1.0)
