"""Amazon All Orders flat file, to order lines.

A North America file holds several marketplaces: each row goes to the client's account of its sales channel.
`item-price` is the price of the line, not of the unit. The file names no deadline and no parcel.

Source: header lists of three report generations (29, 32, 33 columns) and a real 91-column file of 2025.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from workbench.errors import listed
from workbench.sources.accounts import by_sales_channel
from workbench.sources.contract import Export, FileContext, Reading
from workbench.sources.sheet import Sheet

FIELDS = {
    "order_id": ("amazon-order-id",),
    "ordered_at": ("purchase-date",),
    "last_updated_at": ("last-updated-date",),
    "order_status": ("order-status",),
    "channel": ("fulfillment-channel",),
    "sales_channel": ("sales-channel",),
    "title": ("product-name",),
    "sku": ("sku",),
    "item_id": ("asin",),
    "item_status": ("item-status",),
    "quantity": ("quantity",),
    "currency": ("currency",),
    "item_price": ("item-price",),
    "item_tax": ("item-tax",),
    "shipping_price": ("shipping-price",),
    "discount": ("item-promotion-discount",),
    "ship_state": ("ship-state",),
    "ship_country": ("ship-country",),
    "is_business": ("is-business-order",),
    "buyer_cancels": ("is-buyer-requested-cancellation",),
}
REQUIRED = (
    *("order_id", "ordered_at", "last_updated_at", "order_status", "channel", "sales_channel", "sku", "item_id"),
    *("quantity", "currency", "item_price"),
)
KNOWN = (
    *("merchant-order-id", "order-channel", "url", "ship-service-level", "shipping-tax", "gift-wrap-price"),
    *("gift-wrap-tax", "ship-promotion-discount", "ship-city", "ship-postal-code", "promotion-ids"),
    *("purchase-order-number", "price-designation", "is-sold-by-ab", "number-of-items", "tax-collection-model"),
    *("tax-collection-responsible-party", "address-type", "payment-method-details", "item-extensions-data"),
    *("fulfilled-by", "buyer-company-name", "buyer-cst-number", "buyer-vat-number", "buyer-tax-registration-id"),
    *("buyer-tax-registration-country", "buyer-tax-registration-type", "customized-url", "customized-page"),
    *("is-heavy-or-bulky", "is-replacement-order", "is-exchange-order", "original-order-id", "is-amazon-invoiced"),
    *("vat-exclusive-item-price", "vat-exclusive-shipping-price", "vat-exclusive-giftwrap-price", "licensee-name"),
    *("license-number", "license-state", "license-expiration-date", "is-iba", "buyer-citizen-name"),
    *("buyer-citizen-id", "is-transparency", "is-ispu-order", "store-chain-store-id", "is-pickup-point-order"),
    *("pickup-point-type", "buyer-requested-cancel-reason", "ioss-number", "order-invoice-type", "cpf"),
    *("invoice-business-legal-name", "invoice-business-address", "invoice-business-tax-id"),
    *("invoice-business-tax-office", "signature-confirmation-recommended"),
    *(
        f"{which}-ship-from-{part}"
        for which in ("default", "actual")
        for part in (
            *("address-name", "address-field-1", "address-field-2", "address-field-3", "city", "state"),
            *("country", "postal-code"),
        )
    ),
)
STATUS = {
    "pending": "pending",
    "pending - waiting for pick up": "pending",
    "invoiceunconfirmed": "pending",
    "unshipped": "unshipped",
    "partiallyshipped": "unshipped",
    "unfulfillable": "unshipped",
    "shipping": "shipped",
    "shipped": "shipped",
    "complete": "shipped",
    "shipped - picked up": "shipped",
    "shipped - out for delivery": "shipped",
    "shipped - delivered to buyer": "delivered",
    "shipped - returned to seller": "returned",
    "shipped - returning to seller": "returned",
    "cancelled": "cancelled",
    "canceled": "cancelled",
}
CHANNELS = {"amazon": "platform", "afn": "platform", "merchant": "seller", "mfn": "seller"}


def read(sheet: Sheet, context: FileContext) -> Reading:
    """Order lines of the client's Amazon accounts."""
    account, market = by_channel(sheet, context)
    sheet.mark_repeats("order_id", "sku")
    sheet.need("order_id", "ordered_at", "sales_channel", "order_status", "channel", "quantity")
    lines = _lines(sheet).assign(account=account, market=market)
    return sheet.reading({"order_lines": lines}, context)


def by_channel(sheet: Sheet, context: FileContext) -> tuple[pd.Series, pd.Series]:
    """Account and market of each row by its sales channel; rows of other channels are set aside and told."""
    accounts = by_sales_channel(context)
    account = sheet.meaning("sales_channel", words={name: found.id for name, found in accounts.items()})
    sheet.losses.set_aside(sheet.matches("sales_channel", "^non-amazon"), "not sold on Amazon")
    other = account.isna().to_numpy() & sheet.present("sales_channel") & sheet.losses.kept
    sheet.notes.count(_counted(sheet, "sales_channel", other), _channels_told)
    sheet.losses.set_aside(other, "other sales channel")
    return account, sheet.meaning("sales_channel", words={name: found.market for name, found in accounts.items()})


def _lines(sheet: Sheet) -> pd.DataFrame:
    quantity = sheet.counts("quantity")
    price = sheet.numbers("item_price")
    status = _status(sheet)
    return pd.DataFrame(
        {
            "order_id": sheet.ids("order_id"),
            "line_id": sheet.line_ids("order_id", "sku"),
            "sku": sheet.text("sku"),
            "item_id": sheet.text("item_id"),
            "title": sheet.text("title"),
            "quantity": quantity,
            "unit_price": unit_price(price, quantity),
            "item_tax": sheet.numbers("item_tax"),
            "shipping_price": sheet.numbers("shipping_price"),
            "discount": sheet.numbers("discount").abs(),
            "currency": _currency(sheet),
            "channel": sheet.words("channel", words=CHANNELS),
            "is_business": sheet.flags("is_business", yes=("true",), no=("false",)),
            "ordered_at": sheet.instants("ordered_at"),
            "cancelled_by": _cancelled_by(sheet, status),
            "status": status,
            "ship_state": sheet.text("ship_state"),
            "ship_country": sheet.text("ship_country"),
            "last_updated_at": sheet.instants("last_updated_at"),
        },
        copy=False,
    )


def unit_price(price: pd.Series, quantity: pd.Series) -> pd.Series:
    """Price of one unit from the price of the line; missing where no unit is left."""
    units = quantity.astype("Float64").to_numpy(dtype="float64", na_value=np.nan)
    return (price / np.where(units > 0, units, np.nan)).round(6)


def _status(sheet: Sheet) -> pd.Series:
    """The line's own state where it is cancelled, else the order's; one that is not known is missing and noted."""
    order = sheet.meaning("order_status", words=STATUS)
    cancelled = sheet.matches("item_status", "^cancell?ed$")
    unknown = order.isna().to_numpy() & sheet.present("order_status") & sheet.losses.kept
    sheet.notes.count(_counted(sheet, "order_status", unknown), _states_told)
    return order.mask(cancelled, "cancelled")


def _cancelled_by(sheet: Sheet, status: pd.Series) -> pd.Series:
    """The buyer where the file says that he asked for it; else the file does not say who."""
    who = pd.Series(pd.NA, index=status.index, dtype=status.dtype).mask(status.eq("cancelled"), "unknown")
    return who.mask(status.eq("cancelled") & sheet.matches("buyer_cancels", "^(true|yes)$"), "buyer")


def _currency(sheet: Sheet) -> pd.Series:
    odd = sheet.present("currency") & ~sheet.matches("currency", "^[a-z]{3}$")
    sheet.refuse(odd, "currency", "not a currency code such as USD")
    return sheet.text("currency")


def _counted(sheet: Sheet, key: str, rows: np.ndarray) -> dict[str, int]:
    """The words of a column in some rows and how often each stands there, in the order of the file."""
    return sheet.text(key)[rows].value_counts(sort=False).to_dict() if rows.any() else {}


def _states_told(counts: Counter[str]) -> str:
    return f"'order-status': {counts.total():,} lines have a state that is not known: {listed(sorted(counts))}"


def _channels_told(counts: Counter[str]) -> str:
    words = ", ".join(f"{channel} ({count:,})" for channel, count in counts.most_common())
    return f"rows of sales channels that are no account of the client: {words}"


EXPORT = Export(
    name="amazon-all-orders",
    title="Amazon All Orders",
    platform="amazon",
    tables=("order_lines",),
    fields=FIELDS,
    required=REQUIRED,
    reader_version=2,
    known=KNOWN,
    download="Seller Central: Reports > Fulfilment (or Order Reports) > All Orders, by order date; download as .txt",
    read=read,
    by_rows=True,
    pads_short_rows=True,
)
