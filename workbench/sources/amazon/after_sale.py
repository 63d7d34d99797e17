"""Amazon seller feedback and seller-fulfilled returns, to defects and returns.

Feedback of one or two stars is a defect; three stars is neutral, and the report holds those too. A return with
an A-to-z claim is also a claim; the file does not say when it was opened or how it ended.

Source: column lists of both reports; Amazon, report types ("negative and neutral feedback").
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.sources.accounts import account_questions, own_account
from workbench.sources.contract import Export, FileContext, Question, Reading
from workbench.sources.sheet import Sheet

FEEDBACK_FIELDS = {"date": ("Date",), "rating": ("Rating",), "order_id": ("Order ID",)}
RETURN_FIELDS = {
    "order_id": ("Order ID",),
    "return_id": ("Amazon RMA ID",),
    "requested_at": ("Return request date",),
    "received_at": ("Return delivery date",),
    "claim": ("A-to-Z Claim",),
    "sku": ("Merchant SKU",),
    "quantity": ("Return quantity",),
    "reason": ("Return Reason",),
    "amount": ("Refunded Amount",),
    "currency": ("Currency code",),
}
RETURN_KNOWN = (
    *("Order date", "Return request status", "Merchant RMA ID", "Label type", "Label cost", "Return carrier"),
    *("Tracking ID", "Label to be paid by", "Is prime", "ASIN", "Item Name", "In policy", "Return type", "Resolution"),
    *("Invoice number", "Order Amount", "Order quantity", "SafeT Action reason", "SafeT claim id"),
    *(
        "SafeT claim state",
        "SafeT claim creation time",
        "SafeT claim reimbursement amount",
        "Order Item ID",
        "Category",
    ),
)
MOST_STARS = 5
WORST_STARS = 2


def questions(sheet: Sheet, context: FileContext) -> tuple[Question, ...]:
    """Whose report it is."""
    return account_questions(context, platform="amazon")


def read_feedback(sheet: Sheet, context: FileContext) -> Reading:
    """Negative feedback of one Amazon account."""
    account = own_account(context, platform="amazon")
    sheet.mark_repeats("order_id", "date")
    sheet.need("date", "rating", "order_id")
    stars = sheet.counts("rating")
    sheet.refuse(((stars < 1) | (stars > MOST_STARS)).fillna(False).to_numpy(dtype=bool), "rating", "not 1 to 5 stars")
    neutral = (stars > WORST_STARS).fillna(False).to_numpy(dtype=bool)
    sheet.losses.set_aside(neutral, "neutral or good feedback")
    defects = pd.DataFrame(
        {
            "account": pd.Series(account.id, index=range(len(sheet)), dtype="str"),
            "order_id": sheet.ids("order_id"),
            "kind": pd.Series("negative_feedback", index=range(len(sheet)), dtype="str"),
            "opened_at": sheet.local_times("date", zone=account.zone, shapes=("month first",)),
            "outcome": stars.astype("str") + " stars",
            "counts": pd.Series(True, index=range(len(sheet)), dtype="boolean"),
        }
    )
    return sheet.reading({"defects": defects}, context)


def read_returns(sheet: Sheet, context: FileContext) -> Reading:
    """Returns of one Amazon account, and the claims that the report marks."""
    account = own_account(context, platform="amazon")
    sheet.mark_repeats("order_id", "return_id", "sku")
    sheet.need("order_id", "requested_at")
    every = range(len(sheet))
    returns = pd.DataFrame(
        {
            "account": pd.Series(account.id, index=every, dtype="str"),
            "return_id": _return_ids(sheet),
            "order_id": sheet.ids("order_id"),
            "sku": sheet.text("sku"),
            "quantity": sheet.counts("quantity"),
            "reason": sheet.text("reason"),
            "requested_at": sheet.local_times("requested_at", zone=account.zone, shapes=("day month name",)),
            "received_at": sheet.local_times("received_at", zone=account.zone, shapes=("day month name",)),
            "amount": sheet.numbers("amount"),
            "currency": sheet.text("currency"),
        }
    )
    return sheet.reading({"returns": returns, "defects": _claims(sheet, returns)}, context)


def _return_ids(sheet: Sheet) -> pd.Series:
    """Amazon's number with the line it covers; one RMA may cover several lines of an order."""
    line = sheet.line_ids("order_id", "sku")
    number = sheet.text("return_id")
    return (number.where(number.notna(), sheet.text("order_id")) + "/" + line).astype("str")


def _claims(sheet: Sheet, returns: pd.DataFrame) -> pd.DataFrame:
    claimed = sheet.flags("claim", yes=("y", "yes"), no=("n", "no"))
    frame = pd.DataFrame(
        {
            "account": returns["account"],
            "order_id": returns["order_id"],
            "kind": pd.Series("claim", index=returns.index, dtype="str"),
            "opened_at": pd.Series(np.datetime64("NaT"), index=returns.index).dt.tz_localize("UTC"),
            "outcome": pd.Series("A-to-z", index=returns.index, dtype="str"),
            "counts": pd.Series(pd.NA, index=returns.index, dtype="boolean"),
        }
    )
    claimed_rows = claimed.fillna(False).to_numpy(dtype=bool) & sheet.losses.kept
    return frame[claimed_rows].drop_duplicates("order_id")


FEEDBACK_EXPORT = Export(
    name="amazon-seller-feedback",
    title="Amazon seller feedback",
    platform="amazon",
    tables=("defects",),
    fields=FEEDBACK_FIELDS,
    required=("date", "rating", "order_id"),
    known=("Comments", "Your Response", "Rater Email"),
    download="Seller Central: Performance > Feedback > Download report (.txt)",
    read=read_feedback,
    questions=questions,
    reader_version=2,
)

RETURNS_EXPORT = Export(
    name="amazon-mfn-returns",
    title="Amazon seller-fulfilled returns",
    platform="amazon",
    tables=("returns", "defects"),
    fields=RETURN_FIELDS,
    required=("order_id", "requested_at", "sku", "quantity", "claim"),
    known=RETURN_KNOWN,
    reader_version=3,
    download="Seller Central: Reports > Return Reports > seller-fulfilled returns (.tsv)",
    read=read_returns,
    questions=questions,
)
