"""Amazon FBA reimbursements, to the ledger: what Amazon paid for goods that it lost or damaged.

The same money stands in the settlement too; this report says for which goods and why. Reimbursed pieces that came
back as goods hold no money. The currency is the row's own.

Source: column list of the report (18 columns).
Known to be wrong when: a time is given with letters other than PST, PDT, GMT or UTC (its row is refused).
"""

from __future__ import annotations

import pandas as pd

from workbench.sources.accounts import account_questions, own_account
from workbench.sources.amazon.money_forms import zoned_times
from workbench.sources.amazon.money_rows import amounts_of, cents, with_entries
from workbench.sources.amazon.settlement import ENTRY_COLUMNS
from workbench.sources.contract import Account, Export, FileContext, Question, Reading
from workbench.sources.sheet import Sheet

FIELDS = {
    "posted_at": ("approval-date",),
    "reimbursement_id": ("reimbursement-id",),
    "order_id": ("amazon-order-id",),
    "reason": ("reason",),
    "sku": ("sku",),
    "fnsku": ("fnsku",),
    "condition": ("condition",),
    "currency": ("currency-unit",),
    "amount": ("amount-total",),
}
KNOWN = (
    *("case-id", "asin", "product-name", "amount-per-unit", "quantity-reimbursed-cash"),
    *("quantity-reimbursed-inventory", "quantity-reimbursed-total", "original-reimbursement-id"),
    "original-reimbursement-type",
)
IDENTITY = ("reason", "order_id", "sku", "fnsku", "condition")


def questions(sheet: Sheet, context: FileContext) -> tuple[Question, ...]:
    """Whose reimbursements they are."""
    return account_questions(context, platform="amazon")


def read(sheet: Sheet, context: FileContext) -> Reading:
    """Ledger entries of one Amazon account."""
    account = own_account(context, platform="amazon")
    sheet.mark_repeats("reimbursement_id", "sku")
    sheet.need("posted_at", "reimbursement_id", "reason", "currency", "amount")
    amount = amounts_of(sheet, ["amount"])["amount"]
    owners = _accounts(sheet, account, context)
    rows = pd.DataFrame(
        {
            "account": owners,
            "report": pd.Series("amazon-reimbursements", index=owners.index, dtype="str"),
            "settlement_id": sheet.ids("reimbursement_id"),
            "order_id": sheet.ids("order_id"),
            **{key: sheet.text(key) for key in ("sku", "fnsku", "condition", "reason")},
            "amount": amount,
            "currency": sheet.text("currency").str.upper(),
            "posted_at": sheet.typed(
                "posted_at", zoned_times, expected="a time with its zone, such as 2026-01-31 09:48:59 PDT"
            ),
        }
    )
    sheet.losses.set_aside((cents(amount) == 0).to_numpy() & amount.notna().to_numpy(), "no money")
    rows = rows.assign(kind=("reimbursement/" + rows["reason"]).astype("str"))
    entries = with_entries(rows[sheet.losses.kept], by=IDENTITY)
    return sheet.reading({"ledger": entries.reindex(columns=ENTRY_COLUMNS)}, context)


def _accounts(sheet: Sheet, account: Account, context: FileContext) -> pd.Series:
    """The folder's account; rows in another currency go to the client's only Amazon account that has it."""
    by_currency = {account.currency.casefold(): account.id}
    for other in context.accounts:
        if other.platform == "amazon":
            same = [
                each.id for each in context.accounts if (each.platform, each.currency) == ("amazon", other.currency)
            ]
            by_currency.setdefault(other.currency.casefold(), same[0] if len(same) == 1 else None)
    owners = sheet.meaning("currency", words={code: owner for code, owner in by_currency.items() if owner})
    foreign = owners.isna().to_numpy() & sheet.present("currency") & sheet.losses.kept
    if foreign.any():
        codes = ", ".join(f"{code} ({n:,})" for code, n in sheet.text("currency")[foreign].value_counts().items())
        sheet.notes.append(f"rows in currencies of no account of the client: {codes}")
        sheet.losses.set_aside(foreign, "other currency")
    return owners


EXPORT = Export(
    name="amazon-fba-reimbursements",
    title="Amazon FBA reimbursements",
    platform="amazon",
    tables=("ledger",),
    fields=FIELDS,
    required=("posted_at", "reimbursement_id", "order_id", "reason", "sku", "fnsku", "currency", "amount"),
    reader_version=2,
    known=KNOWN,
    download="Seller Central: Reports > Fulfilment > Payments > Reimbursements, .txt",
    read=read,
    questions=questions,
)
