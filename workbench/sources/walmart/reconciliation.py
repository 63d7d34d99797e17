"""Walmart reconciliation report v1 (CSV), to ledger entries: one row, one amount.

A row of the type PaymentSummary states the period, the currency and the total payable; the amounts below it must
add up to it. Amounts are the seller's: positive in the seller's favour. A row's Transaction Key, order line and
amount type name its entry.

Source: Walmart Marketplace API, reconciliation report v1 and its JSON form, 2026-04; column lists of three public
readers of the report.
"""

from __future__ import annotations

import pandas as pd

from workbench.cleaning.people import masked_texts
from workbench.sources.accounts import account_questions, own_account
from workbench.sources.contract import Account, Export, FileContext, Question, Reading
from workbench.sources.sheet import Sheet
from workbench.sources.walmart.entries import cents, numbered_entries, posted_at, same_in_every_row
from workbench.sources.walmart.markets import check_currency

FIELDS = {
    "period_start": ("Period Start Date",),
    "period_end": ("Period End Date",),
    "total": ("Total Payable",),
    "currency": ("Currency",),
    "key": ("Transaction Key",),
    "posted_at": ("Transaction Posted Timestamp",),
    "type": ("Transaction Type",),
    "description": ("Transaction Description",),
    "order_id": ("Purchase Order #",),
    "line_id": ("Purchase Order line #",),
    "amount": ("Amount",),
    "amount_type": ("Amount Type",),
    "sku": ("Partner Item Id",),
}
REQUIRED = ("key", "posted_at", "type", "description", "order_id", "amount", "amount_type")
KNOWN = (
    *("Customer Order #", "Customer Order line #", "Ship Qty", "Commission Rate", "Base Commission Rate"),
    *("Transaction Reason Description", "Partner GTIN", "Partner Item Name", "Product Tax Code", "Ship to State"),
    *("Ship to City", "Ship to Zipcode", "Contract Category", "Product Type", "Commission Rule", "Shipping Method"),
    *("Fulfillment Type", "Fulfillment Details", "Original Commission"),
)
REPORT = "walmart-reconciliation"
SUMMARY = "^paymentsummary$"
PAID_OUT = "deposited"


def questions(sheet: Sheet, context: FileContext) -> tuple[Question, ...]:
    """Whose report it is."""
    return account_questions(context, platform="walmart")


def read(sheet: Sheet, context: FileContext) -> Reading:
    """Ledger entries of one Walmart account, with the report's own total.

    Raises
    ------
    UnreadableFile
        The amounts are in another currency than the account's.
    """
    account = own_account(context, platform="walmart")
    check_currency(sheet.name, sheet.cells("currency").unique().to_pylist(), account)
    summary = _set_aside_summaries(sheet)
    sheet.need("type", "amount", "amount_type", "posted_at")
    ledger = _ledger(sheet, account, summary)
    _state_total(sheet, ledger, summary, account)
    return sheet.reading({"ledger": ledger}, context)


def _set_aside_summaries(sheet: Sheet) -> pd.DataFrame:
    """The payment summaries: period, total and when it was paid; their rows are no amounts."""
    is_summary = sheet.matches("type", SUMMARY)
    stated = pd.DataFrame({key: sheet.text(key) for key in ("period_start", "period_end", "description")})
    stated["total"] = sheet.numbers("total")
    sheet.losses.set_aside(is_summary, "payment summary")
    sheet.losses.set_aside(sheet.matches("period_start", "^number of lines"), "number of lines")
    return stated[is_summary]


def _ledger(sheet: Sheet, account: Account, summary: pd.DataFrame) -> pd.DataFrame:
    posted = posted_at(sheet, "posted_at", account)
    key, line, amount_type = sheet.text("key"), sheet.text("line_id"), sheet.text("amount_type")
    order_id = sheet.ids("order_id")
    # A file with a total says when it was paid out; without one the cycle may still be open.
    paid_at = posted[sheet.matches("type", SUMMARY)].max() if _paid_out(summary) else pd.NaT
    released = pd.Series(None if pd.isna(paid_at) else "released", index=posted.index, dtype="str")
    return pd.DataFrame(
        {
            "account": same_in_every_row(account.id, posted.index),
            "report": same_in_every_row(REPORT, posted.index),
            "settlement_id": _settlement(sheet, key, summary),
            "entry": numbered_entries(
                key, order_id, line, masked_texts(amount_type), masked_texts(sheet.text("description"))
            ),
            "order_id": order_id,
            "sku": sheet.ids("sku"),
            "kind": amount_type + "/" + sheet.text("description").fillna(sheet.text("type")),
            "amount": sheet.numbers("amount"),
            "currency": same_in_every_row(account.currency, posted.index),
            "posted_at": posted,
            "status": released,
            "available_at": pd.Series(paid_at, index=posted.index, dtype=posted.dtype),
        }
    )


def _settlement(sheet: Sheet, key: pd.Series, summary: pd.DataFrame) -> pd.Series:
    """The stated period's days; in a file without one the day in the transaction's key ("2026_04_30_1387066")."""
    periods = (summary["period_start"].fillna("") + " - " + summary["period_end"].fillna("")).unique()
    if len(periods) == 1 and periods[0] != " - ":
        return same_in_every_row(periods[0], key.index)
    sheet.notes.append("no single payment summary: the day in each transaction's key stands for its settlement")
    return key.str.extract(r"^(\d{4}_\d{2}_\d{2})_", expand=False).fillna("unknown").str.replace("_", "-")


def _paid_out(summary: pd.DataFrame) -> bool:
    said = summary["description"].fillna("").str.casefold()
    return len(said) > 0 and bool(said.str.contains(PAID_OUT).all())


def _state_total(sheet: Sheet, ledger: pd.DataFrame, summary: pd.DataFrame, account: Account) -> None:
    stated = summary["total"].dropna()
    if stated.empty:
        return
    sheet.state_total(
        sheet.heading("total"),
        stated=cents(stated) / 100,
        found=cents(ledger["amount"][sheet.losses.kept]) / 100,
        currency=account.currency,
        where=", ".join(str(sheet.raw.rows[at]) for at in stated.index),
    )


EXPORT = Export(
    name="walmart-reconciliation",
    title="Walmart reconciliation report",
    platform="walmart",
    tables=("ledger",),
    fields=FIELDS,
    required=REQUIRED,
    reader_version=3,
    known=KNOWN,
    download="Walmart Seller Center: Payments > Statements > Download the period's report (new report), CSV",
    read=read,
    questions=questions,
)
