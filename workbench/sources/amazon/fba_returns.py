"""Amazon FBA customer returns, to returned lines: what came back to Amazon's warehouse, and why.

One row a returned unit, as a rule, with the number of its label. The buyer's comments are never read; neither the
money nor the day on which the buyer asked is in the file.

Source: column list of the report (13 columns).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.sources.accounts import account_questions, own_account
from workbench.sources.amazon.money_forms import zoned_times
from workbench.sources.contract import Export, FileContext, Question, Reading
from workbench.sources.sheet import Sheet

FIELDS = {
    "received_at": ("return-date",),
    "order_id": ("order-id",),
    "sku": ("sku",),
    "quantity": ("quantity",),
    "reason": ("reason",),
    "label": ("license-plate-number",),
}
KNOWN = (
    *("asin", "fnsku", "product-name", "fulfillment-center-id", "detailed-disposition", "status"),
    "customer-comments",
)


def questions(sheet: Sheet, context: FileContext) -> tuple[Question, ...]:
    """Whose returns they are."""
    return account_questions(context, platform="amazon")


def read(sheet: Sheet, context: FileContext) -> Reading:
    """Returned lines of one Amazon account."""
    account = own_account(context, platform="amazon")
    sheet.mark_repeats("order_id", "sku", "label")
    sheet.need("received_at", "order_id", "sku", "quantity")
    received = sheet.typed(
        "received_at", zoned_times, expected="a time with its zone, such as 2026-01-31T08:04:21+00:00"
    )
    returns = pd.DataFrame(
        {
            "account": pd.Series(account.id, index=range(len(sheet)), dtype="str"),
            "return_id": _return_ids(sheet),
            "order_id": sheet.ids("order_id"),
            "sku": sheet.text("sku"),
            "quantity": sheet.counts("quantity"),
            "reason": sheet.text("reason"),
            "received_at": received,
        }
    )
    return sheet.reading({"returns": returns}, context)


def _return_ids(sheet: Sheet) -> pd.Series:
    """Order and SKU with the label of the unit; with an ordinal where the label is blank."""
    label = sheet.text("label")
    named = sheet.text("order_id") + "/" + label.where(label.notna(), sheet.line_ids("order_id", "sku"))
    return named.replace("", np.nan).astype("str")


EXPORT = Export(
    name="amazon-fba-returns",
    title="Amazon FBA customer returns",
    platform="amazon",
    tables=("returns",),
    fields=FIELDS,
    required=("received_at", "order_id", "sku", "quantity", "reason", "label"),
    known=KNOWN,
    download="Seller Central: Reports > Fulfilment > Customer Concessions > FBA customer returns, .txt",
    read=read,
    questions=questions,
)
