"""What the platform took of each sale, order by order, from the client's own reports: one report, never two summed."""

from __future__ import annotations

import pandas as pd

from workbench.costs.charges import charges_of
from workbench.costs.ledger import charge_entries, rfc_of
from workbench.tables import TABLES, require_columns

# A package's money stands in one row of the Ventas workbook; what each product bears of its charges is the reader's
# share by price, not what the platform took of that sale.
SHARES_PACKAGES = "meli-ventas"
# Facturación bills the commission of a sale without the tax withheld, which the Ventas workbook mixes with it.
BILLED = "meli-facturacion"
SALE_COLUMNS = [
    "order_id", "sku", "day", "units", "paid", "unit_price", "fee_base", "sale_fee", "fee_report", "shipping",
    "fulfilment_fee", "report", "is_shared",
]  # fmt: skip


def sales(client: object, *, owner: object, start: str, end: str) -> pd.DataFrame:
    """What was paid for and taken of each sale of one SKU, without refunded orders.

    Parameters
    ----------
    client : Client
        Its `ledger`, `order_lines`, `packages` and profile are read.
    owner : Account
        The account, of the profile.
    start, end : str
        First and last ISO day, by the account's midnight.

    Returns
    -------
    DataFrame
        One row per order and SKU: order_id, sku, day (of its first income, by the account's midnight), units, paid (for
        the goods, VAT included where prices hold it), unit_price, fee_base (what the sale fee is of: Amazon takes it
        of price less discount plus shipping), sale_fee (missing where the report mixes it with tax that could not be
        told apart), fee_report, shipping (taken less what the buyer paid), fulfilment_fee (missing where none was
        taken), report, is_shared (left in one package with another sale of Mercado Libre: its charges are known for
        the package only). Rows that name no SKU are left out.
    """
    entries = charge_entries(client.ledger, owner=owner, start=start, end=end, rfc=rfc_of(client.profile))
    entries = entries[~entries["is_refunded"] & entries["order_id"].notna() & entries["sku"].notna()]
    if not (entries["charge"] == "income").any():
        return pd.DataFrame(columns=SALE_COLUMNS)
    taken = entries.pivot_table(index=["order_id", "sku"], columns="charge", values="amount", aggfunc="sum")
    days = entries[entries["charge"] == "income"].groupby(["order_id", "sku"])["day"].min()
    taken = taken[taken["income"] > 0].join(days).reset_index()
    taken = taken.merge(_units(client, owner), on=["order_id", "sku"], how="left")
    report = entries["report"].iloc[0]
    shared = _of_shared_packages(client, owner) if report == SHARES_PACKAGES else ()
    rows = _figures(taken, holds_vat=owner.market != "US")
    rows = rows.assign(report=report, is_shared=rows["order_id"].isin(shared))
    return _with_billed_fees(rows, client.ledger, owner=owner)[SALE_COLUMNS]


def _units(client: object, owner: object) -> pd.DataFrame:
    require_columns(client.order_lines, TABLES["order_lines"].names, of="order_lines")
    lines = client.order_lines
    own = lines.loc[lines["account"] == owner.id, ["order_id", "sku", "quantity"]]
    return own.groupby(["order_id", "sku"], as_index=False)["quantity"].sum().rename(columns={"quantity": "units"})


def _of_shared_packages(client: object, owner: object) -> pd.Series:
    """Orders whose package holds another order too."""
    require_columns(client.packages, TABLES["packages"].names, of="packages")
    own = client.packages.loc[client.packages["account"] == owner.id, ["order_id", "package_id"]].drop_duplicates()
    return own.loc[own["package_id"].notna() & own["package_id"].duplicated(keep=False), "order_id"]


def _figures(taken: pd.DataFrame, *, holds_vat: bool) -> pd.DataFrame:
    """`taken` with what was paid, what the fee is of, and what was taken."""
    given = {name: _column(taken, name).fillna(0.0) for name in ("tax_collected", "discount", "shipping_income")}
    is_mixed = _column(taken, "sale_charge_and_tax").notna() & _column(taken, "sale_charge").isna()
    paid = taken["income"] + (given["tax_collected"] if holds_vat else 0.0)
    units = taken["units"].astype("float64").where(lambda count: count > 0)
    fee = -_column(taken, "sale_charge").fillna(0.0) - _column(taken, "referral_fee").fillna(0.0)
    shipping = -_column(taken, "shipping_cost").fillna(0.0) - given["shipping_income"]
    # Mercado Libre charges its fee of the price alone; Amazon of all that the buyer pays.
    is_amazon = _column(taken, "referral_fee").notna()
    return taken.assign(
        units=units,
        paid=paid,
        unit_price=paid / units,
        fee_base=paid + (given["discount"] + given["shipping_income"]).where(is_amazon, 0.0),
        sale_fee=fee.mask(is_mixed),
        shipping=shipping,
        fulfilment_fee=-_column(taken, "fulfilment_fee"),
    )


def _column(taken: pd.DataFrame, name: str) -> pd.Series:
    missing = pd.Series(float("nan"), index=taken.index)
    return taken.get(name, missing)


def _with_billed_fees(rows: pd.DataFrame, ledger: pd.DataFrame, *, owner: object) -> pd.DataFrame:
    """`rows` with the commission as Facturación bills it, for the sales that it names."""
    billed = ledger[(ledger["account"] == owner.id) & (ledger["report"] == BILLED) & ledger["order_id"].notna()]
    billed = billed[charges_of(billed["kind"], billed["report"]) == "sale_charge"]
    fees = -billed.groupby("order_id")["amount"].sum()
    # A sale of two articles has one bill: which of them it is of nobody says.
    single = ~rows["order_id"].duplicated(keep=False)
    found = rows["order_id"].map(dict(fees)).astype("float64").where(single)
    report = rows["report"].mask(found.notna(), BILLED)
    return rows.assign(sale_fee=found.fillna(rows["sale_fee"]), fee_report=report)
