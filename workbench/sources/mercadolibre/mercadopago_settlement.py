"""Mercado Pago settlement report ("all transactions", 24 or 60 columns), to the ledger.

The fee column already holds the financing fee, so the two are told apart and never both counted. Whether the money
is released yet changes from download to download, so the day of the download is asked. Payers and cards are
personal and are never read.

Source: rows of Argentinian reports with all names changed (2026-08): 131,085.03 - 26,614.06 - 3,932.55 =
100,538.42, where 26,614.06 = 9,975.57 + 16,638.49 financing.
Known to be wrong when: the seller has the headings in Spanish or Portuguese; the file is then not recognised.
"""

from __future__ import annotations

import pandas as pd

from workbench.cleaning.people import masked_texts
from workbench.sources.accounts import account_questions, own_account
from workbench.sources.contract import Account, Export, FileContext, Question, Reading
from workbench.sources.documents import day_in_name
from workbench.sources.mercadolibre.entries import REST, cents_text, fanned_out, instant_text, row_names
from workbench.sources.mercadolibre.payments import gross_kind
from workbench.sources.mercadolibre.reputation import SITES
from workbench.sources.sheet import Sheet

PARTS = ("TRANSACTION_AMOUNT", "FEE_AMOUNT", "FINANCING_FEE_AMOUNT", "SHIPPING_FEE_AMOUNT", "TAXES_AMOUNT")
FIELDS = {
    "source_id": ("SOURCE_ID",),
    "type": ("TRANSACTION_TYPE",),
    "TRANSACTION_AMOUNT": ("TRANSACTION_AMOUNT",),
    "transacted_at": ("TRANSACTION_DATE",),
    "net": ("SETTLEMENT_NET_AMOUNT",),
    "settled_at": ("SETTLEMENT_DATE",),
    "released_at": ("MONEY_RELEASE_DATE",),
    "is_released": ("IS_RELEASED",),
    **{column: (column,) for column in PARTS[1:]},
    "currency": ("SETTLEMENT_CURRENCY", "TRANSACTION_CURRENCY"),
    "order_id": ("ORDER_ID",),
    "sku": ("PRODUCT_SKU",),
    "site": ("SITE",),
    "payment_type": ("PAYMENT_METHOD_TYPE",),
    "instalments": ("INSTALLMENTS",),
}
REQUIRED = ("source_id", "type", "TRANSACTION_AMOUNT", "transacted_at", "net")
KNOWN = (
    *("EXTERNAL_REFERENCE", "PAYMENT_METHOD", "REAL_AMOUNT", "COUPON_AMOUNT", "METADATA", "TAX_DETAIL"),
    *("TAXES_DISAGGREGATED", "DESCRIPTION", "USER_ID", "TRANSACTION_CURRENCY", "MKP_FEE_AMOUNT", "SELLER_AMOUNT"),
    *("CARD_INITIAL_NUMBER", "OPERATION_TAGS", "BUSINESS_UNIT", "SUB_UNIT", "SALE_DETAIL", "INVOICING_PERIOD"),
    *("TRANSACTION_INTENT_ID", "FRANCHISE", "ISSUER_NAME", "LAST_FOUR_DIGITS", "ORDER_MP", "TOTAL_COUPON_AMOUNT"),
    *("PAY_BANK_TRANSFER_ID", "POS_ID", "STORE_ID", "STORE_NAME", "EXTERNAL_POS_ID", "POS_NAME"),
    *("EXTERNAL_STORE_ID", "POI_ID", "SHIPPING_ID", "SHIPMENT_MODE", "PACK_ID", "POI_WALLET_NAME"),
    *("POI_BANK_NAME", "PAYER_ID_TYPE", "PAYER_ID_NUMBER", "PAYER_NAME", "PURCHASE_ID", "SHIPPING_ORDER_ID"),
    *("TIP_AMOUNT",),
)
YES, NO = ("true", "yes", "sí", "si", "sim", "1"), ("false", "no", "não", "0")


def questions(sheet: Sheet, context: FileContext) -> tuple[Question, ...]:
    """Whose money it is, and when the report was made: what is not released yet changes with each download."""
    text = "When was this report made? Money that waits in it may be released in a later one."
    made = Question("exported_at", text, day_in_name(context.file))
    return (*account_questions(context, platform="mercadolibre"), made)


def read(sheet: Sheet, context: FileContext) -> Reading:
    """Ledger of one account's payments, refunds and disputes."""
    account = own_account(context, platform="mercadolibre")
    sheet.mark_repeats("source_id", "type", "transacted_at")
    _set_aside_other_sites(sheet, account)
    sheet.need("source_id", "type", "transacted_at", "net")
    parts = {column: sheet.numbers(column) for column in PARTS if sheet.has(column)}
    if {"FEE_AMOUNT", "FINANCING_FEE_AMOUNT"} <= parts.keys():
        parts["FEE_AMOUNT"] = parts["FEE_AMOUNT"].fillna(0) - parts["FINANCING_FEE_AMOUNT"].fillna(0)
    net, kind = sheet.numbers("net"), sheet.text("type")
    kinds = {column: kind + "/" + column for column in (*PARTS, REST)}
    kinds["TRANSACTION_AMOUNT"] = gross_kind(sheet, kinds["TRANSACTION_AMOUNT"])
    entries = fanned_out(sheet, _lines(sheet, account, net), parts, net=net, kinds=kinds)
    return sheet.reading({"ledger": entries}, context)


def _lines(sheet: Sheet, account: Account, net: pd.Series) -> pd.DataFrame:
    transacted, number = sheet.instants("transacted_at"), sheet.ids("source_id")
    kind = masked_texts(sheet.text("type"))
    released = sheet.flags("is_released", yes=YES, no=NO)
    return pd.DataFrame(
        {
            "account": pd.Series(account.id, index=range(len(sheet)), dtype="str"),
            "report": pd.Series("mercadopago-settlement", index=range(len(sheet)), dtype="str"),
            "settlement_id": number,
            "name": row_names(sheet, number, kind, instant_text(transacted), cents_text(net)),
            "order_id": sheet.ids("order_id"),
            "sku": sheet.ids("sku"),
            "currency": sheet.text("currency").fillna(account.currency),
            "posted_at": sheet.instants("settled_at").fillna(transacted),
            "status": released.map({True: "released", False: "deferred"}).astype("str").where(released.notna()),
            "available_at": sheet.instants("released_at"),
        }
    )


def _set_aside_other_sites(sheet: Sheet, account: Account) -> None:
    site = sheet.text("site")
    other = site.notna() & site.str.upper().map(SITES).ne(account.market)
    sheet.losses.set_aside(other.to_numpy(dtype=bool), "other site")


EXPORT = Export(
    name="mercadopago-settlement",
    title="Mercado Pago settlement report",
    platform="mercadolibre",
    tables=("ledger",),
    fields=FIELDS,
    required=REQUIRED,
    reader_version=2,
    known=KNOWN,
    download="Mercado Pago: Reportes > Todas las transacciones > Crear reporte, CSV, headings in English",
    read=read,
    questions=questions,
)
