"""Amazon active listings and all listings, to own listings as seen on one day.

The file has no day, which is asked, and no currency, which is the account's. The quantity of what Amazon stores is
blank. `open-date` ("14/05/2024 09:48:59 BST") and the descriptions are not read.

Source: header lists of both reports (47 and 29 columns); a real file of a UK account (49 columns).
"""

from __future__ import annotations

import pandas as pd

from workbench.sources.accounts import account_questions, own_account
from workbench.sources.answers import needed_instant
from workbench.sources.contract import Export, FileContext, Question, Reading
from workbench.sources.documents import day_in_name
from workbench.sources.sheet import Sheet
from workbench.sources.templates import refuse_later

FIELDS = {
    "title": ("item-name",),
    "sku": ("seller-sku",),
    "price": ("price",),
    "stock": ("quantity",),
    "item_id": ("asin1",),
    "logistic": ("fulfillment-channel",),
}
REQUIRED = ("title", "sku", "price", "stock", "item_id", "logistic")
KNOWN = (
    *("item-description", "listing-id", "open-date", "image-url", "item-is-marketplace", "product-id-type"),
    *("zshop-shipping-fee", "item-note", "item-condition", "zshop-category1", "zshop-browse-path"),
    *("zshop-storefront-feature", "asin2", "asin3", "will-ship-internationally", "expedited-shipping"),
    *("zshop-boldface", "product-id", "bid-for-featured-placement", "add-delete", "pending-quantity"),
    "merchant-shipping-group",
)
BUSINESS_PRICES = (
    *("Business Price", "Quantity Price Type"),
    *(f"Quantity {what} {step}" for step in range(1, 6) for what in ("Lower Bound", "Price")),
    "Progressive Price Type",
    *(f"Progressive {what} {step}" for step in range(1, 4) for what in ("Lower Bound", "Price")),
    *("Minimum order quantity", "Sell remainder"),
)


def questions(sheet: Sheet, context: FileContext) -> tuple[Question, ...]:
    """Whose listings they are, and on which day they stood so."""
    text = "On which day was this listings report downloaded? The file itself has no date."
    return (
        *account_questions(context, platform="amazon"),
        Question("observed_at", text, day_in_name(context.file)),
    )


def read(sheet: Sheet, context: FileContext) -> Reading:
    """Listings of one Amazon account on the day that was answered.

    Raises
    ------
    OpenQuestions
        The day is not known.
    """
    account = own_account(context, platform="amazon")
    seen = needed_instant(context)
    sheet.mark_repeats("sku", "item_id")
    sheet.need("sku", "item_id")
    refuse_later(sheet, "sku", "item_id", reason="the listing stands twice, with different values")
    every = range(len(sheet))
    listings = pd.DataFrame(
        {
            "account": pd.Series(account.id, index=every, dtype="str"),
            "sku": sheet.text("sku"),
            "item_id": sheet.text("item_id"),
            "observed_at": pd.Series(seen, index=every, dtype="datetime64[us, UTC]"),
            "title": sheet.text("title"),
            "price": _price(sheet),
            "currency": pd.Series(account.currency, index=every, dtype="str"),
            "stock": sheet.counts("stock"),
            "logistic": sheet.text("logistic"),
            "status": _status(sheet),
        }
    )
    return sheet.reading({"listings": listings}, context)


def _price(sheet: Sheet) -> pd.Series:
    price = sheet.numbers("price")
    sheet.refuse((price < 0).to_numpy(dtype=bool), "price", "below zero")
    return price


def _status(sheet: Sheet) -> pd.Series:
    """The state in Amazon's words; the report of active listings holds nothing else."""
    if "status" in sheet.export.fields:
        return sheet.text("status")
    return pd.Series("Active", index=range(len(sheet)), dtype="str")


ACTIVE_EXPORT = Export(
    name="amazon-active-listings",
    title="Amazon active listings",
    platform="amazon",
    tables=("listings",),
    fields=FIELDS,
    required=REQUIRED,
    known=(*KNOWN, *BUSINESS_PRICES),
    download="Seller Central: Inventory > Inventory Reports > Active Listings Report; download as .txt, note the day",
    read=read,
    questions=questions,
)
ALL_EXPORT = Export(
    name="amazon-all-listings",
    title="Amazon all listings",
    platform="amazon",
    tables=("listings",),
    fields={**FIELDS, "status": ("status",)},
    required=(*REQUIRED, "status"),
    known=KNOWN,
    download="Seller Central: Inventory > Inventory Reports > All Listings Report; download as .txt, note the day",
    read=read,
    questions=questions,
)
