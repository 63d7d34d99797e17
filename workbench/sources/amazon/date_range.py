"""Amazon date-range transaction reports (United States and English pages; Mexico in Spanish), to the ledger.

The header stands below some lines of explanation and is found by its headings. A row holds one amount in each of its
money columns, and they add up to its total. Times name their own zone, winter and summer time in one file. The file
states no currency in its rows: it is that of the account that is paid. Deferred rows are earned but not paid yet.

One account's report may be downloaded in either language, and a deferred amount may come into another settlement
once it is released. So neither the language nor the settlement is part of what names an amount: kinds are Amazon's
English words, and the ledger's settlement stays blank.

Source: column lists of importers (2026), one quoted row of a Mexican report.
Known to be wrong when: two rows of one order are equal in every column and both real (the second counts as repeated).
"""

from __future__ import annotations

import re

import pandas as pd

from workbench.cleaning import times
from workbench.errors import listed
from workbench.sources.amazon.money_accounts import accounts_of_rows, money_questions, outside_marks, paid_account
from workbench.sources.amazon.money_rows import (
    CENTS,
    amounts_of,
    cents,
    fanned_out,
    set_aside_without_money,
    with_entries,
)
from workbench.sources.amazon.settlement import ENTRY_COLUMNS
from workbench.sources.contract import Export, FileContext, Reading
from workbench.sources.sheet import Sheet

REPORT = "amazon-date-range"
# Money column to its heading in English, and in Spanish where the Mexican report has it.
MONEY = {
    "product_sales": ("product sales", "ventas de productos"),
    "product_sales_tax": ("product sales tax", "impuesto de ventas de productos"),
    "shipping_credits": ("shipping credits", "créditos de envío"),
    "shipping_credits_tax": ("shipping credits tax", "impuesto de abono de envío"),
    "gift_wrap_credits": ("gift wrap credits", "créditos por envoltorio de regalo"),
    "gift_wrap_tax": ("giftwrap credits tax", "impuesto de créditos de envoltura"),
    "regulatory_fee": ("Regulatory Fee", "Tarifa reglamentaria"),
    "regulatory_fee_tax": ("Tax On Regulatory Fee", "Impuesto sobre tarifa reglamentaria"),
    "rebates": ("promotional rebates", "descuentos promocionales"),
    "rebates_tax": ("promotional rebates tax", "impuesto de reembolsos promocionales"),
    "withheld_tax": ("marketplace withheld tax", "impuesto de retenciones en la plataforma"),
    "tax_collected": ("sales tax collected", ""),
    "facilitator_tax": ("Marketplace Facilitator Tax", ""),
    "selling_fees": ("selling fees", "tarifas de venta"),
    "fba_fees": ("fba fees", "tarifas fba"),
    "other_fees": ("other transaction fees", "tarifas de otra transacción"),
    "other": ("other", "otro"),
}
NAMES = {
    "posted_at": ("date/time", "fecha/hora"),
    "settlement_id": ("settlement id", "Id. de liquidación"),
    "type": ("type", "tipo"),
    "order_id": ("order id", "Id. del pedido"),
    "sku": ("sku", "sku"),
    "description": ("description", "descripción"),
    "marketplace": ("marketplace", "marketplace"),
    "total": ("total", "total"),
    "status": ("Transaction Status", "Estado de la transacción"),
    "available_at": ("Transaction Release Date", "Fecha de liberación de la transacción"),
}
ENGLISH, SPANISH = ({key: (pair[at],) for key, pair in (NAMES | MONEY).items() if pair[at]} for at in (0, 1))
REQUIRED = (
    *("posted_at", "settlement_id", "type", "order_id", "sku", "description", "total", "product_sales"),
    *("shipping_credits", "rebates", "selling_fees", "fba_fees", "other_fees", "other"),
)
TYPES = {
    "pedido": "Order",
    "reembolso": "Refund",
    "ajuste": "Adjustment",
    "tarifa de servicio": "Service Fee",
    # Amazon's own spelling, and the right one.
    "trasferir": "Transfer",
    "transferir": "Transfer",
}
# Types whose description names the fee; that of an order is a product's title, that of a transfer a bank account.
DESCRIBED = ("Service Fee", "Adjustment", "FBA Inventory Fee")
STATUS = {"released": "released", "lanzado": "released", "deferred": "deferred", "diferido": "deferred"}
IDENTITY = ("type", "order_id", "sku", "column", "posted_at")
MOST_NAMED = 20


def read(sheet: Sheet, context: FileContext) -> Reading:
    """Ledger entries of one Amazon account: one for each amount that is not zero."""
    _mark_repeats(sheet)
    sheet.need("posted_at", "type", "total")
    amounts = amounts_of(sheet, [*(key for key in MONEY if key in sheet.export.fields), "total"])
    paid = paid_account(sheet, context, currency=stated_currency(sheet))
    rows = _rows(sheet).assign(report=REPORT, settlement_id=pd.Series(pd.NA, index=range(len(sheet)), dtype="str"))
    rows = rows.assign(currency=pd.Series(paid.currency, index=rows.index, dtype="str"))
    total = amounts.pop("total")
    check_rows(sheet, amounts, total, currency=paid.currency)
    set_aside_without_money(sheet, amounts)
    rows = rows.assign(account=accounts_of_rows(sheet, paid, context))[sheet.losses.kept]
    entries = with_entries(fanned_out(rows, amounts, _kinds(sheet, rows, amounts)), by=IDENTITY)
    return sheet.reading({"ledger": entries[ENTRY_COLUMNS]}, context, exported_at=_newest(rows))


def stated_currency(sheet: Sheet) -> str:
    """ISO code in the lines above the header ("All amounts in USD"); blank where they name none.

    Only a code behind "in" or "en" counts.
    """
    said = " ".join(cell for row in sheet.raw.preamble for cell in row)
    codes = set(re.findall(r"\b(?:in|en) ([A-Z]{3})\b(?=[,.\s]|$)", said))
    return codes.pop() if len(codes) == 1 else ""


def check_rows(sheet: Sheet, amounts: dict[str, pd.Series], total: pd.Series, *, currency: str) -> None:
    """Set the file's totals beside the sum of its money columns, and name each row that does not add up."""
    heading = sheet.heading("total")
    found = sum(cents(column) for column in amounts.values())
    stated = cents(total)
    kept = sheet.losses.kept
    off = [int(place) for place in (kept & (found != stated).to_numpy()).nonzero()[0]]
    for place in off[:MOST_NAMED]:
        sheet.state_total(
            *(f"{heading} of the row",),
            stated=stated[place] / CENTS,
            found=found[place] / CENTS,
            currency=currency,
            where=str(sheet.raw.rows[place]),
        )
    sheet.state_total(
        f"{heading} of all rows", stated=stated[kept].sum() / CENTS, found=found[kept].sum() / CENTS, currency=currency
    )
    if len(off) > MOST_NAMED:
        sheet.notes.append(f"'{heading}': {len(off):,} rows do not add up to it; {MOST_NAMED} of them are named")


def _mark_repeats(sheet: Sheet) -> None:
    """Copies of order rows are repetitions. Equal fees of one second are amounts of their own, unless orders recur too.

    Amazon charges and reimburses piece by piece, so equal rows without an order stand side by side in one download.
    """
    copies = sheet.copies("posted_at", "type", "order_id", "sku", "total")
    of_orders = copies & sheet.present("order_id")
    sheet.losses.repeat(copies if of_orders.any() else of_orders)
    own = int((copies & sheet.losses.kept).sum())
    if own:
        sheet.notes.append(
            f"{own:,} rows without an order are exact copies of earlier ones: kept, as amounts of their own"
        )


def _rows(sheet: Sheet) -> pd.DataFrame:
    expected = "a time with its zone, such as Jan 3, 2026 11:05:22 PM PST or 31 jul 2026 11:03:59 p.m. GMT-7"
    return pd.DataFrame(
        {
            "order_id": sheet.ids("order_id"),
            "sku": sheet.text("sku"),
            "type": _types(sheet),
            "posted_at": sheet.typed("posted_at", times.parse_stamped_times, expected=expected),
            "available_at": sheet.typed("available_at", times.parse_stamped_times, expected=expected),
            "status": _status(sheet),
        }
    )


def _newest(rows: pd.DataFrame) -> pd.Timestamp | None:
    """The newest thing that has happened in the file: it was downloaded later, so the later of two files wins."""
    happened = pd.concat([rows["posted_at"], rows["available_at"].where(rows["status"] == "released")]).max()
    return None if pd.isna(happened) else happened


def _types(sheet: Sheet) -> pd.Series:
    return sheet.meaning("type", words=TYPES).fillna(sheet.text("type")).astype("str")


def _status(sheet: Sheet) -> pd.Series:
    """Released or deferred; another word is missing and noted."""
    status = sheet.meaning("status", words=STATUS)
    unknown = status.isna().to_numpy() & sheet.present("status") & sheet.losses.kept
    if unknown.any():
        words = listed(sorted(set(sheet.text("status")[unknown]))[:5])
        sheet.notes.append(f"'{sheet.heading('status')}': {int(unknown.sum()):,} rows with a word not known: {words}")
    return status


def _kinds(sheet: Sheet, rows: pd.DataFrame, amounts: dict[str, pd.Series]) -> dict[str, pd.Series]:
    """By column: the type with the column's heading, or with what the row describes itself as."""
    description = sheet.text("description")[rows.index]
    described = description.where(rows["type"].isin(DESCRIBED))
    outside = outside_marks(sheet)[rows.index]
    kinds = {}
    for key in amounts:
        kind = rows["type"] + "/" + described.fillna(MONEY[key][0])
        kinds[key] = (kind + " (" + outside + ")").fillna(kind).astype("str")
    return kinds


EXPORT = Export(
    name="amazon-date-range",
    title="Amazon date range transactions (US)",
    platform="amazon",
    tables=("ledger",),
    fields=ENGLISH,
    required=REQUIRED,
    reader_version=2,
    known=(
        *("quantity", "account type", "fulfillment", "order city", "order state", "order postal"),
        "tax collection model",
    ),
    download="Seller Central: Payments > Reports Repository > Transaction, date range, CSV",
    read=read,
    questions=money_questions,
)
MX_EXPORT = Export(
    name="amazon-date-range-mx",
    title="Amazon date range transactions (MX)",
    platform="amazon",
    tables=("ledger",),
    fields=SPANISH,
    required=REQUIRED,
    reader_version=2,
    known=(
        *("cantidad", "cumplimiento", "ciudad del pedido", "estado del pedido", "código postal del pedido"),
        "modelo de recaudación de impuestos",
    ),
    download="Seller Central in Spanish: Pagos > Repositorio de informes > Transacción, date range, CSV",
    read=read,
    questions=money_questions,
)
