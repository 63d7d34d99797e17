"""Mercado Pago release report: what became available, what was held back and what left the account, to the ledger.

The first row is the balance before, the last the balance after; both state the control total. A row moves its
credit less its debit: gross amount, fees, shipping and taxes (the fee here does not hold the financing fee), and
what they leave unexplained (a refund's net may differ from its gross with all fees zero). Money reserved and given
back stands in pairs of rows that cancel each other; both are kept.

Source: rows of Argentinian reports with all names changed (2026-08); Mercado Pago developers, released money, 2026.
Known to be wrong when: the seller has the headings in Spanish or Portuguese; the file is then not recognised.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.cleaning.people import masked_texts
from workbench.errors import UnreadableFile
from workbench.sources.accounts import account_questions, own_account
from workbench.sources.contract import Account, Export, FileContext, Question, Reading
from workbench.sources.mercadolibre.entries import REST, cents_text, fanned_out, instant_text, row_names
from workbench.sources.mercadolibre.payments import gross_kind
from workbench.sources.mercadolibre.totals import cents
from workbench.sources.sheet import Sheet

OPENING, TOTAL = "initial_available_balance", "total"
LAYOUT = {
    OPENING: "balance before (row)",
    TOTAL: "balance after (row)",
    "subtotal": "subtotal",
    "available_balance": "balance around a withdrawal (row)",
}
PARTS = ("GROSS_AMOUNT", "MP_FEE_AMOUNT", "FINANCING_FEE_AMOUNT", "SHIPPING_FEE_AMOUNT", "TAXES_AMOUNT")
FIELDS = {
    "date": ("DATE",),
    "source_id": ("SOURCE_ID",),
    "record_type": ("RECORD_TYPE",),
    "description": ("DESCRIPTION",),
    "credit": ("NET_CREDIT_AMOUNT",),
    "debit": ("NET_DEBIT_AMOUNT",),
    **{column: (column,) for column in PARTS},
    "order_id": ("ORDER_ID",),
    "currency": ("CURRENCY",),
    "payment_type": ("PAYMENT_METHOD_TYPE",),
    "instalments": ("INSTALLMENTS",),
}
REQUIRED = ("date", "source_id", "record_type", "description", "credit", "debit")
KNOWN = (
    *("EXTERNAL_REFERENCE", "COUPON_AMOUNT", "EFFECTIVE_COUPON_AMOUNT", "PAYMENT_METHOD", "TAX_DETAIL"),
    *("TRANSACTION_APPROVAL_DATE", "TAXES_DISAGGREGATED", "METADATA", "BALANCE_AMOUNT", "SHIPPING_ID", "PACK_ID"),
    *("OPERATION_TAGS", "BUSINESS_UNIT", "SUB_UNIT", "POS_ID", "STORE_ID", "POI_ID", "PAYOUT_BANK_ACCOUNT_NUMBER"),
    *("PAYER_ID_TYPE", "PAYER_ID_NUMBER", "PAYER_NAME"),
)


def questions(sheet: Sheet, context: FileContext) -> tuple[Question, ...]:
    """Whose money it is."""
    return account_questions(context, platform="mercadolibre")


def read(sheet: Sheet, context: FileContext) -> Reading:
    """Ledger of one account's released money.

    Raises
    ------
    UnreadableFile
        The report begins with a balance and does not end with one: the download broke off.
    """
    account = own_account(context, platform="mercadolibre")
    kind_of_row = sheet.text("record_type").str.lower()
    net = sheet.numbers("credit").fillna(0) - sheet.numbers("debit").fillna(0)
    for word, kind in LAYOUT.items():
        sheet.losses.set_aside(kind_of_row.eq(word).fillna(False).to_numpy(dtype=bool), kind)
    sheet.need("date", "record_type")
    entries = _entries(sheet, account, net)
    _state_balance(sheet, kind_of_row, net, account)
    _note_reserves(sheet, net)
    return sheet.reading({"ledger": entries}, context)


def _entries(sheet: Sheet, account: Account, net: pd.Series) -> pd.DataFrame:
    at, number = sheet.instants("date"), sheet.ids("source_id")
    parts = {column: sheet.numbers(column) for column in PARTS if sheet.has(column)}
    what = sheet.text("description").fillna(sheet.text("record_type"))
    kinds = {column: what + "/" + column for column in (*PARTS, REST)}
    kinds["GROSS_AMOUNT"] = gross_kind(sheet, kinds["GROSS_AMOUNT"])
    lines = pd.DataFrame(
        {
            "account": pd.Series(account.id, index=range(len(sheet)), dtype="str"),
            "report": pd.Series("mercadopago-release", index=range(len(sheet)), dtype="str"),
            "settlement_id": number,
            "name": row_names(sheet, number, masked_texts(what), instant_text(at), cents_text(net)),
            "order_id": sheet.ids("order_id"),
            "currency": sheet.text("currency").fillna(account.currency),
            "posted_at": at,
            "status": pd.Series("released", index=range(len(sheet)), dtype="str"),
            "available_at": at,
        }
    )
    return fanned_out(sheet, lines, parts, net=net, kinds=kinds)


def _state_balance(sheet: Sheet, kind_of_row: pd.Series, net: pd.Series, account: Account) -> None:
    """Balance before, with all rows that are kept, against the balance after."""
    before, after = (kind_of_row.eq(word).fillna(False).to_numpy(dtype=bool) for word in (OPENING, TOTAL))
    if before.any() and not after.any():
        raise UnreadableFile(
            sheet.name,
            f"it begins with the row '{OPENING}' and has no row '{TOTAL}'",
            expected="a report that ends with its balance",
            hint="the download broke off: download it again",
        )
    if not after.any():
        sheet.notes.append(f"no row '{TOTAL}': the report states no balance to check its rows against")
        return
    moved = cents(net)
    sheet.state_total(
        f"RECORD_TYPE {TOTAL}",
        stated=moved[after].iloc[-1] / 100,
        found=(moved[before].sum() + moved[sheet.losses.kept].sum()) / 100,
        currency=account.currency,
        where=str(sheet.raw.rows[after][-1]),
    )


def _note_reserves(sheet: Sheet, net: pd.Series) -> None:
    reserved = sheet.losses.kept & sheet.matches("description", "^reserve")
    if reserved.any():
        left = np.round(net[reserved].sum(), 2)
        sheet.notes.append(
            f"{int(reserved.sum()):,} rows reserve money or give it back; together they move {left:,.2f}"
        )


EXPORT = Export(
    name="mercadopago-release",
    title="Mercado Pago released money",
    platform="mercadolibre",
    tables=("ledger",),
    fields=FIELDS,
    required=REQUIRED,
    reader_version=2,
    known=KNOWN,
    download="Mercado Pago: Reportes > Liberaciones > Crear reporte, CSV, headings in English",
    read=read,
    questions=questions,
)
