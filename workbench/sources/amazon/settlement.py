"""Amazon settlement reports, both generations, to the ledger: what a payout is made of.

The first data row is the summary with `total-amount`; all amounts of the other rows add up to it, to the cent. V2
holds one amount a row, named by the pair of amount type and description (the description alone is not unique). V1
holds an amount in each of nine columns, three of which are missing where nothing was promoted; its transaction type
is itself a fee's name outside orders. One settlement may be downloaded in both generations, so each is a report of
its own.

Source: a specialist parser's synthetic V2 file and its list of observed names; three real V1 files of 2025.
Known to be wrong when: a row gives a clock time without zone and does not mean UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.sources.amazon.money_accounts import accounts_of_rows, money_questions, outside_marks, paid_account
from workbench.sources.amazon.money_forms import utc_times
from workbench.sources.amazon.money_rows import amounts_of, fanned_out, set_aside_without_money, with_entries
from workbench.sources.amazon.settlement_totals import check_totals
from workbench.sources.contract import Account, Export, FileContext, Reading
from workbench.sources.sheet import Sheet

SHARED_FIELDS = {
    "settlement_id": ("settlement-id",),
    "starts_at": ("settlement-start-date",),
    "ends_at": ("settlement-end-date",),
    "paid_at": ("deposit-date",),
    "total": ("total-amount",),
    "currency": ("currency",),
    "transaction": ("transaction-type",),
    "order_id": ("order-id",),
    "adjustment_id": ("adjustment-id",),
    "shipment_id": ("shipment-id",),
    "marketplace": ("marketplace-name",),
    "posted_date": ("posted-date",),
    "item_code": ("order-item-code",),
    "sku": ("sku",),
}
# V1: money column to the word before the slash of a kind, and the column that names the amount.
V1_AMOUNTS = {
    "price_amount": ("price", "price_type"),
    "item_fee_amount": ("item-related-fee", "item_fee_type"),
    "promotion_amount": ("promotion", "promotion_type"),
    "shipment_fee_amount": ("shipment-fee", "shipment_fee_type"),
    "order_fee_amount": ("order-fee", "order_fee_type"),
    "misc_fee_amount": ("misc-fee", ""),
    "other_fee_amount": ("other-fee", "other_fee_reason"),
    "direct_payment_amount": ("direct-payment", "direct_payment_type"),
    "other_amount": ("other", ""),
}
V1_FIELDS = SHARED_FIELDS | {
    **{key: (f"{stem}-amount",) for key, (stem, _) in V1_AMOUNTS.items()},
    **{key: (f"{stem}-type",) for stem, key in V1_AMOUNTS.values() if key},
    "other_fee_reason": ("other-fee-reason-description",),
}
V2_FIELDS = SHARED_FIELDS | {
    "amount_type": ("amount-type",),
    "description": ("amount-description",),
    "amount": ("amount",),
    "posted_at": ("posted-date-time",),
}
SHARED_REQUIRED = ("settlement_id", "total", "currency", "transaction", "order_id", "posted_date", "sku")
PROMOTIONS = ("promotion_amount", "promotion_type")
KNOWN = (
    *("merchant-order-id", "fulfillment-id", "merchant-order-item-id", "merchant-adjustment-item-id"),
    *("quantity-purchased", "promotion-id"),
)
SALE = "order"
# What tells one amount from another within a settlement, in any download of it.
IDENTITY = ("transaction", "order_id", "adjustment_id", "shipment_id", "item_code", "sku", "kind", "posted_at")
ENTRY_COLUMNS = [
    *("account", "report", "settlement_id", "entry", "order_id", "sku", "kind", "amount", "currency", "posted_at"),
    *("status", "available_at"),
]


@dataclass(frozen=True)
class Generation:
    """One layout: its name in the ledger, its money columns, and what names their amounts."""

    report: str
    amounts: tuple[str, ...]
    kinds: Callable[[Sheet], Mapping[str, pd.Series]]


def read_v1(sheet: Sheet, context: FileContext) -> Reading:
    """Ledger entries of a settlement in the older layout: one for each amount that is not zero."""
    return _read(sheet, context, Generation("amazon-settlement-v1", tuple(V1_AMOUNTS), _v1_kinds))


def read_v2(sheet: Sheet, context: FileContext) -> Reading:
    """Ledger entries of a settlement in the flat file V2: one a row."""
    return _read(sheet, context, Generation("amazon-settlement", ("amount",), _v2_kinds))


def _read(sheet: Sheet, context: FileContext, generation: Generation) -> Reading:
    sheet.need("settlement_id")
    _refuse_odd_currencies(sheet)
    amounts = amounts_of(sheet, [*generation.amounts, "total"])
    stated = amounts.pop("total")
    summary = sheet.present("total") & ~_any_present(sheet, generation.amounts)
    settlement = sheet.ids("settlement_id")
    currency = _currencies(sheet, settlement, summary)
    paid = paid_account(sheet, context, currency=currency.iloc[0] if currency.nunique() == 1 else "")
    check_totals(sheet, settlement, currency, stated=stated, amounts=amounts, summary=summary)
    times = _times(sheet, paid, settlement, summary)
    sheet.losses.set_aside(summary, "settlement summary")
    if len(amounts) == 1:
        sheet.need(*amounts)
    set_aside_without_money(sheet, amounts)
    rows = _rows(sheet).assign(report=generation.report, settlement_id=settlement, currency=currency, **times)
    rows = rows.assign(account=accounts_of_rows(sheet, paid, context), currency=currency.fillna(paid.currency))
    kinds = {key: _marked(sheet, kind) for key, kind in generation.kinds(sheet).items()}
    entries = with_entries(fanned_out(rows[sheet.losses.kept], amounts, kinds), by=IDENTITY)
    return sheet.reading({"ledger": entries[ENTRY_COLUMNS]}, context)


def _rows(sheet: Sheet) -> pd.DataFrame:
    ids = {key: sheet.ids(key) for key in ("order_id", "item_code")}
    return pd.DataFrame(
        {**ids, **{key: sheet.text(key) for key in ("transaction", "adjustment_id", "shipment_id", "sku")}}
    )


def _times(sheet: Sheet, paid: Account, settlement: pd.Series, summary: np.ndarray) -> dict[str, pd.Series]:
    """When each amount was posted (else the settlement's end), and when its settlement was paid out."""
    days = ("posted_date", "starts_at", "ends_at", "paid_at")
    posted = utc_times(sheet, "posted_at", beside=days, zone=paid.zone) if "posted_at" in sheet.export.fields else None
    dated = utc_times(sheet, "posted_date", beside=days, zone=paid.zone)
    posted = dated if posted is None else posted.fillna(dated)
    ends, paid_at = (
        _of_settlement(utc_times(sheet, key, beside=days, zone=paid.zone), settlement, summary)
        for key in ("ends_at", "paid_at")
    )
    undated = posted.isna().to_numpy() & ~summary & sheet.losses.kept
    if undated.any():
        sheet.notes.append(f"'posted-date': blank in {int(undated.sum()):,} rows, taken as the end of the settlement")
    status = pd.Series("released", index=posted.index, dtype="str").where(paid_at.notna())
    return {"posted_at": posted.fillna(ends), "available_at": paid_at, "status": status}


def _of_settlement(values: pd.Series, settlement: pd.Series, summary: np.ndarray) -> pd.Series:
    """What the summary row of its settlement says, for every row."""
    said = values[summary].set_axis(settlement[summary].to_numpy())
    said = said[said.index.notna() & said.notna()]
    return said[~said.index.duplicated()].reindex(settlement.to_numpy()).set_axis(values.index)


def _currencies(sheet: Sheet, settlement: pd.Series, summary: np.ndarray) -> pd.Series:
    """The row's own currency, else its summary row's."""
    own = sheet.text("currency").str.upper()
    return own.fillna(_of_settlement(own, settlement, summary))


def _refuse_odd_currencies(sheet: Sheet) -> None:
    odd = sheet.present("currency") & ~sheet.matches("currency", "^[a-z]{3}$")
    sheet.refuse(odd, "currency", "not a currency code such as USD")


def _any_present(sheet: Sheet, keys: tuple[str, ...]) -> np.ndarray:
    return np.logical_or.reduce([sheet.present(key) for key in keys])


def _v2_kinds(sheet: Sheet) -> dict[str, pd.Series]:
    return {"amount": _named(sheet.text("amount_type"), sheet.text("description"))}


def _v1_kinds(sheet: Sheet) -> dict[str, pd.Series]:
    """By column: its word, and what its type column says; where that is blank, the transaction type."""
    transaction = sheet.text("transaction")
    words = pd.Series("", index=transaction.index, dtype="str")
    return {
        key: _named(words + stem, sheet.text(named_by).fillna(transaction) if named_by else transaction)
        for key, (stem, named_by) in V1_AMOUNTS.items()
    }


def _named(kind: pd.Series, description: pd.Series) -> pd.Series:
    """The pair that names an amount; one of the two where the other is blank."""
    pair = kind + "/" + description
    return pair.fillna(kind).fillna(description).fillna("").astype("str")


def _marked(sheet: Sheet, kind: pd.Series) -> pd.Series:
    """The kind; of an order, with the transaction where it is no sale; with the market where that is not Amazon's."""
    transaction = sheet.text("transaction")
    is_sale = transaction.str.casefold().eq(SALE) | ~sheet.present("order_id")
    for mark in (transaction.mask(is_sale.fillna(True)), outside_marks(sheet)):
        kind = (kind + " (" + mark + ")").fillna(kind)
    return kind.astype("str")


V1_EXPORT = Export(
    name="amazon-settlement-v1",
    title="Amazon settlement report V1",
    platform="amazon",
    tables=("ledger",),
    fields=V1_FIELDS,
    required=(*SHARED_REQUIRED, *(key for key in V1_FIELDS if key not in {*SHARED_FIELDS, *PROMOTIONS})),
    reader_version=2,
    known=KNOWN,
    download="Seller Central: Payments > Reports Repository > Settlement reports > Download flat file (.txt)",
    read=read_v1,
    questions=money_questions,
)
V2_EXPORT = Export(
    name="amazon-settlement-v2",
    title="Amazon settlement report V2",
    platform="amazon",
    tables=("ledger",),
    fields=V2_FIELDS,
    required=(*SHARED_REQUIRED, "amount_type", "description", "amount"),
    reader_version=2,
    known=KNOWN,
    download="Seller Central: Payments > Reports Repository > Settlement reports > Download flat file V2 (.txt)",
    read=read_v2,
    questions=money_questions,
)
