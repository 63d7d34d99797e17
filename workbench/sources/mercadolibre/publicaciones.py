"""Mercado Libre Publicaciones workbook (bulk edit of listings), to listings.

Row 1 holds machine keys, rows 2 to 6 labels and notes, data begin in row 7. A listing with variations has a parent
row with title and price and one row a variation with SKU and stock; a listing without has "-" as its variation.
Columns that sellers add are left alone; a formula counts by the value that it was saved with. The fee is text
("14.50% + $1095.00") and is not read.

Source: three public descriptions of the workbook's keys; one workbook that a seller had worked in.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.sources.accounts import account_questions, own_account
from workbench.sources.answers import needed_instant
from workbench.sources.contract import Account, Export, FileContext, Question, Reading
from workbench.sources.documents import day_in_name
from workbench.sources.sheet import Sheet

FIELDS = {
    "item_id": ("ITEM_ID",),
    "variation_id": ("VARIATION_ID",),
    "sku": ("SKU",),
    "title": ("TITLE",),
    "stock": ("QUANTITY",),
    "price": ("PRICE",),
    "currency": ("CURRENCY_ID",),
    "logistic": ("SHIPPING_METHOD",),
    "status": ("STATUS",),
    "listing_type": ("LISTING_TYPE_V3", "LISTING_TYPE"),
}
REQUIRED = ("item_id", "sku", "title", "stock", "price")
KNOWN = (
    *("CONDITION", "LOCAL_PICKUP", "MANUFACTURING_TIME", "FEE_PER_SALE_MARKETPLACE_V2"),
    *("FEE_PER_SALE_MARKETPLACE", "COST_OF_FINANCING_MARKETPLACE", "CATEGORY"),
)
LAST_LABEL_ROW = 6
NUMBER_OF_LISTING = r"^(?:ml[a-z]|cbt)-?\d+$"
DOLLARS = ("us$", "u$s", "usd")


def questions(sheet: Sheet, context: FileContext) -> tuple[Question, ...]:
    """Whose listings they are, and when they were downloaded."""
    text = "On which day was this list of listings downloaded? The workbook itself has no date."
    return (
        *account_questions(context, platform="mercadolibre"),
        Question("observed_at", text, day_in_name(context.file)),
    )


def read(sheet: Sheet, context: FileContext) -> Reading:
    """Listings of one account as they stood on the day of the download.

    Raises
    ------
    OpenQuestions
        The day is not known.
    """
    account = own_account(context, platform="mercadolibre")
    observed = needed_instant(context)
    _set_aside_labels(sheet)
    sheet.mark_repeats("item_id", "variation_id", "sku")
    variation = sheet.losses.kept & sheet.present("variation_id")
    parent = _set_aside_parents(sheet, variation)
    rows = _listings(sheet, account, parent, observed=observed)
    return sheet.reading({"listings": _one_a_sku(sheet, rows)}, context)


def _set_aside_labels(sheet: Sheet) -> None:
    is_listing = sheet.matches("item_id", NUMBER_OF_LISTING)
    labels = ~is_listing & (sheet.raw.rows <= LAST_LABEL_ROW)
    sheet.losses.set_aside(labels, "labels below the header")
    sheet.refuse(~is_listing & sheet.losses.kept, "item_id", "not a listing number such as MLM1234567890")


def _set_aside_parents(sheet: Sheet, variation: np.ndarray) -> np.ndarray:
    """Rows that only head variations; gives for each row the position of its listing's parent, -1 without one."""
    item = sheet.text("item_id")
    is_parent = sheet.losses.kept & ~variation & item.isin(set(item[variation])).to_numpy()
    first = pd.Series(np.flatnonzero(is_parent), index=item[is_parent].to_numpy())
    first = first[~first.index.duplicated()]
    sheet.losses.set_aside(is_parent, "listing with variations (parent row)")
    return np.where(variation, item.map(first).fillna(-1).to_numpy(dtype=float), -1).astype(int)


def _inherited(own: pd.Series, parent: np.ndarray) -> pd.Series:
    from_parent = own.take(np.where(parent >= 0, parent, 0)).reset_index(drop=True)
    return own.where(own.notna() | (parent < 0), from_parent)


def _listings(sheet: Sheet, account: Account, parent: np.ndarray, *, observed: pd.Timestamp) -> pd.DataFrame:
    texts = {name: _inherited(sheet.text(name), parent) for name in ("title", "logistic", "listing_type", "status")}
    price = sheet.numbers("price")
    sheet.refuse((price <= 0).to_numpy(dtype=bool), "price", "not a price above zero")
    return pd.DataFrame(
        {
            "account": pd.Series(account.id, index=range(len(sheet)), dtype="str"),
            "sku": sheet.ids("sku"),
            "item_id": sheet.text("item_id").str.upper(),
            "observed_at": pd.Series(observed, index=range(len(sheet))),
            **texts,
            "price": _inherited(price, parent),
            "currency": _inherited(_currency(sheet, account), parent),
            "stock": sheet.counts("stock"),
        }
    )


def _currency(sheet: Sheet, account: Account) -> pd.Series:
    """ISO codes; a bare "$" is the account's own currency."""
    sign = sheet.text("currency").str.casefold()
    own = ("$", "mx$", account.currency.casefold())
    strange = sign.notna() & ~sign.isin([*own, *DOLLARS])
    sheet.refuse(strange.to_numpy(dtype=bool), "currency", f"not $, {account.currency} or USD")
    return sign.map({**dict.fromkeys(DOLLARS, "USD"), **dict.fromkeys(own, account.currency)}).astype("str")


def _one_a_sku(sheet: Sheet, rows: pd.DataFrame) -> pd.DataFrame:
    """Variations of a listing that share a SKU are one row whose stock is their sum; the others are structural."""
    kept = rows[sheet.losses.kept]
    keys = kept["item_id"] + "/" + kept["sku"].fillna("")
    again = keys.duplicated()
    if not again.any():
        return kept
    first, stock = ~again, kept["stock"].groupby(keys).transform("sum", min_count=1)
    set_aside = np.zeros(len(rows), dtype=bool)
    set_aside[kept.index[again]] = True
    sheet.losses.set_aside(set_aside, "variation of a SKU that stands above (stock added to it)")
    where = pd.Series(sheet.raw.rows[kept.index], index=kept.index).astype("str").groupby(keys).transform(",".join)
    return kept.assign(stock=stock, where=where)[first]


EXPORT = Export(
    name="meli-publicaciones",
    title="Mercado Libre Publicaciones",
    platform="mercadolibre",
    tables=("listings",),
    fields=FIELDS,
    required=REQUIRED,
    known=KNOWN,
    download="Mercado Libre: Publicaciones > Modificar en Excel (Editor masivo) > Descargar, xlsx, left unedited",
    read=read,
    questions=questions,
    blanks=("", "-"),
)
