"""Walmart settlement report of Fulfillment Services (CSV or xlsx), to ledger entries: one row, one amount.

Rows above the header are layout. Long numbers come as ="123" and are read as text. Rows have no key of their own:
reference, order line, type, reason and time name an entry.

Source: three public readers of the report.
"""

from __future__ import annotations

import pandas as pd

from workbench.cleaning.people import masked_texts
from workbench.sources.accounts import account_questions, own_account
from workbench.sources.contract import Account, Export, FileContext, Question, Reading
from workbench.sources.sheet import Sheet
from workbench.sources.walmart.entries import numbered_entries, posted_at, same_in_every_row

FIELDS = {
    "order_id": ("Walmart.com PO #",),
    "line_id": ("Walmart.com PO Line #",),
    "type": ("Transaction Type",),
    "reason": ("Reason Code",),
    "detail": ("Detail",),
    "reference": ("WFSReferenceID",),
    "posted_at": ("Transaction Date/Time",),
    "amount": ("Net Payable",),
}
REQUIRED = ("order_id", "type", "reason", "reference", "posted_at", "amount")
KNOWN = (
    *("Walmart.com Order #", "Walmart.com Order Line #", "Qty", "Partner ID", "Partner GTIN", "Partner Item Name"),
    *("Category", "Sub Category", "CustomerOrderId", "OrderChannelId"),
)
REPORT = "walmart-fulfilment-settlement"


def questions(sheet: Sheet, context: FileContext) -> tuple[Question, ...]:
    """Whose report it is."""
    return account_questions(context, platform="walmart")


def read(sheet: Sheet, context: FileContext) -> Reading:
    """Ledger entries of one Walmart account."""
    account = own_account(context, platform="walmart")
    sheet.need("type", "posted_at", "amount")
    return sheet.reading({"ledger": _ledger(sheet, account)}, context)


def _ledger(sheet: Sheet, account: Account) -> pd.DataFrame:
    posted = posted_at(sheet, "posted_at", account)
    order_id, reference = sheet.ids("order_id"), sheet.ids("reference")
    kind, reason = masked_texts(sheet.text("type")), masked_texts(sheet.text("reason"))
    day = posted.dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    return pd.DataFrame(
        {
            "account": same_in_every_row(account.id, posted.index),
            "report": same_in_every_row(REPORT, posted.index),
            "settlement_id": reference.fillna(order_id).fillna("no reference"),
            "entry": numbered_entries(reference, order_id, sheet.text("line_id"), kind, reason, day),
            "order_id": order_id,
            "kind": kind + ("/" + reason).fillna(""),
            "amount": sheet.numbers("amount"),
            "currency": same_in_every_row(account.currency, posted.index),
            "posted_at": posted,
        }
    )


EXPORT = Export(
    name="walmart-fulfilment-settlement",
    title="Walmart settlement of Fulfillment Services",
    platform="walmart",
    tables=("ledger",),
    fields=FIELDS,
    required=REQUIRED,
    reader_version=2,
    known=KNOWN,
    download="Walmart Seller Center: Payments > Statements > Fulfillment Services settlement, CSV",
    read=read,
    questions=questions,
)
