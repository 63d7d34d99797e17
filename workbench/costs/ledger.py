"""What a platform took from a client's sales, by its own ledger: charges as a share of income."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.costs.charges import ORDER, charges_of, report_used
from workbench.rules.rates import find_rate
from workbench.tables import TABLES, require_columns

FEE_COLUMNS = [
    "account", "charge", "basis", "amount", "income", "share", "rows", "orders", "currency", "start", "end",
    "report",
]  # fmt: skip


def implied_fees(client: object, *, account: str, start: str, end: str) -> pd.DataFrame:
    """Charges of an account as shares of its income from products, from the client's own ledger.

    Parameters
    ----------
    client : Client
        Its `ledger` and profile are read.
    account : str
        Account id.
    start, end : str
        First and last ISO day, by the account's midnight.

    Returns
    -------
    DataFrame
        One row per charge: account, charge, basis, amount (positive in the seller's favour), income
        (what the share is of), share (positive = taken), rows (ledger rows counted), orders, currency,
        start, end, report (the one report that was read; two reports tell the same money and are never
        summed, see `charges.REPORTS` for their order). Empty where no report has income in the period.

        - income, sale_charge_and_tax, referral_fee, fulfilment_fee, shipping_income, shipping_cost, discount,
          tax_collected (from the buyer), tax_remitted (by the platform), other: basis ledger, of the orders
          without any refund; what belongs to no order (storage, advertising, subscription) is other;
        - refund: basis ledger, of all orders;
        - tax_withheld, sale_charge: basis law, an estimate: the tax that the law in force on the day
          of each sale has withheld, and what of the mixed column is left. Only where the profile says
          whether the client has an RFC.

    Raises
    ------
    ProfileError
        The client has no such account.
    TableError
        The ledger lacks a column.

    Source: ``rules/rates/mexico_tax.yml``; withholding is on the price without IVA (LISR 113-A).
    Known to be wrong when: a company sold before 2026 (nothing was withheld from companies then), or
    the export is of a seller from whom the platform doesn't withhold.
    """
    owner = client.profile.account(account)
    entries = charge_entries(client.ledger, owner=owner, start=start, end=end, rfc=rfc_of(client.profile))
    if not (entries["charge"] == "income").any():
        return pd.DataFrame(columns=FEE_COLUMNS)
    kept = entries[~entries["is_refunded"]]
    fees = pd.concat([_shares(kept[kept["charge"] != "refund"]), _shares(entries, only="refund")])
    fees = fees.assign(account=account, currency=owner.currency, start=pd.Timestamp(start), end=pd.Timestamp(end))
    fees["report"] = entries["report"].iloc[0]
    places = fees["charge"].map({charge: place for place, charge in enumerate(ORDER)}).fillna(len(ORDER))
    return fees.iloc[np.argsort(places.to_numpy(), kind="stable")].reset_index(drop=True)[FEE_COLUMNS]


def rfc_of(profile: object) -> str:
    """Whether the client has a Mexican tax number, as the profile says: true, false or unknown."""
    return str(getattr(profile, "rfc", "unknown"))


def charge_entries(ledger: pd.DataFrame, *, owner: object, start: str, end: str, rfc: str) -> pd.DataFrame:
    """Ledger rows of one report of an account's period with their charge, and the tax estimated on each sale's day.

    Returns
    -------
    DataFrame
        One row per ledger amount or estimate: order_id, sku, day, charge, basis, amount, is_refunded, report. Empty
        where no report has income.
    """
    require_columns(ledger, TABLES["ledger"].names, of="ledger")
    days = ledger["posted_at"].dt.tz_convert(owner.zone).dt.tz_localize(None).dt.normalize()
    own = (ledger["account"] == owner.id) & days.between(pd.Timestamp(start), pd.Timestamp(end))
    rows = ledger[own & (ledger["currency"] == owner.currency)].assign(day=days)
    rows = rows.assign(charge=charges_of(rows["kind"], rows["report"]), basis="ledger")
    used = rows["report"] == report_used(rows["report"], rows["charge"])
    rows = rows[used & (rows["charge"] != "") & rows["amount"].notna()]
    refunded = rows.loc[(rows["charge"] == "refund") & (rows["amount"] != 0), "order_id"]
    entries = pd.concat([rows, _tax_estimate(rows, market=owner.market, rfc=rfc)], ignore_index=True)
    entries["is_refunded"] = entries["order_id"].isin(set(refunded.dropna()))
    return entries[["order_id", "sku", "day", "charge", "basis", "amount", "is_refunded", "report"]]


def _withheld_names(rfc: str) -> list[str]:
    ending = {"true": "", "false": "_no_rfc"}.get(rfc)
    return [] if ending is None else [f"income_tax_withheld{ending}", f"vat_withheld{ending}"]


def _rates_by_day(what: str, *, market: str, days: pd.Series) -> np.ndarray:
    """The rate in force on each day; 0.0 where none is."""
    known = {day: find_rate(what, market=market, on=day.date()) for day in days.dropna().unique()}
    return np.array([found.value if (found := known.get(day)) else 0.0 for day in days])


def _tax_estimate(rows: pd.DataFrame, *, market: str, rfc: str) -> pd.DataFrame:
    """The tax withheld by law on each income row of orders with a mixed charge, and the rest of that charge."""
    mixed = rows[rows["charge"] == "sale_charge_and_tax"]
    names = _withheld_names(rfc)
    if mixed.empty or not names:
        return rows.iloc[:0]
    income = rows[(rows["charge"] == "income") & rows["order_id"].isin(set(mixed["order_id"]))]
    vat = _rates_by_day("vat", market=market, days=income["day"])
    withheld = sum(_rates_by_day(name, market=market, days=income["day"]) for name in names)
    tax = income.assign(charge="tax_withheld", basis="law", amount=-income["amount"] / (1 + vat) * withheld)
    rest = [mixed.assign(charge="sale_charge"), tax.assign(charge="sale_charge", amount=-tax["amount"])]
    return pd.concat([tax, *(part.assign(basis="law") for part in rest)])


def _shares(entries: pd.DataFrame, only: str = "") -> pd.DataFrame:
    income = entries.loc[entries["charge"] == "income", "amount"].sum()
    chosen = entries[entries["charge"] == only] if only else entries
    groups = chosen.groupby(["charge", "basis"], sort=False)
    fees = groups.agg(amount=("amount", "sum"), rows=("amount", "size"), orders=("order_id", "nunique")).reset_index()
    taken = np.where(fees["charge"] == "income", fees["amount"], -fees["amount"])
    return fees.assign(income=income, share=taken / income if income else np.nan)
