"""Amazon All Orders flat file, to order lines.

A North America file holds several marketplaces: each row goes to the client's account of its sales channel.
`item-price` is the price of the line, not of the unit. The file names no deadline and no parcel.

Source: header lists of three report generations (29, 32, 33 columns) and a real 91-column file of 2025.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow.compute as pc

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
    accounts = by_sales_channel(context)
    channel = sheet.text("sales_channel").str.casefold()
    non_amazon = channel.str.startswith("non-amazon").fillna(False).to_numpy(dtype=bool)
    sheet.losses.set_aside(non_amazon, "not sold on Amazon")
    other = ~channel.isin(list(accounts)).to_numpy(dtype=bool) & channel.notna().to_numpy()
    _note_channels(sheet, other & ~non_amazon)
    sheet.losses.set_aside(other, "other sales channel")
    sheet.mark_repeats("order_id", "sku")
    sheet.need("order_id", "ordered_at", "sales_channel", "order_status", "channel", "quantity")
    lines = _lines(sheet)
    lines.insert(0, "account", channel.map({name: account.id for name, account in accounts.items()}).astype("str"))
    lines["market"] = channel.map({name: account.market for name, account in accounts.items()}).astype("str")
    return sheet.reading({"order_lines": lines}, context)


def _lines(sheet: Sheet) -> pd.DataFrame:
    quantity = sheet.counts("quantity")
    price = sheet.numbers("item_price")
    status = _status(sheet)
    return pd.DataFrame(
        {
            "order_id": sheet.text("order_id"),
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
        }
    )


def unit_price(price: pd.Series, quantity: pd.Series) -> pd.Series:
    """Price of one unit from the price of the line; missing where no unit is left."""
    units = quantity.astype("Float64").to_numpy(dtype="float64", na_value=np.nan)
    return (price / np.where(units > 0, units, np.nan)).round(6)


def _status(sheet: Sheet) -> pd.Series:
    """The line's own state where it has one that says more, else the order's."""
    order = sheet.text("order_status").str.casefold().map(STATUS)
    item = sheet.text("item_status").str.casefold().map(STATUS)
    status = item.where(item.eq("cancelled") | order.isna(), order).astype("str")
    unknown = status.isna().to_numpy() & sheet.losses.kept & pc.is_valid(sheet.cells("order_status")).to_numpy(False)
    if unknown.any():
        words = sorted(set(sheet.text("order_status")[unknown]))
        sheet.notes.append(
            f"'order-status': {int(unknown.sum()):,} lines have a state that is not known: {', '.join(words)}"
        )
    return status


def _cancelled_by(sheet: Sheet, status: pd.Series) -> pd.Series:
    asked = sheet.text("buyer_cancels").str.casefold().isin(("true", "yes"))
    who = pd.Series(np.where(asked, "buyer", "unknown"), dtype="str")
    return who.where(status.eq("cancelled"))


def _currency(sheet: Sheet) -> pd.Series:
    currency = sheet.text("currency")
    odd = currency.notna() & ~currency.str.fullmatch("[A-Z]{3}").fillna(False)
    if odd.any():
        sheet.refuse(odd.to_numpy(dtype=bool), "currency", "not a currency code such as USD")
    return currency


def _note_channels(sheet: Sheet, rows: np.ndarray) -> None:
    if rows.any():
        found = sheet.text("sales_channel")[rows].value_counts()
        words = ", ".join(f"{channel} ({count:,})" for channel, count in found.items())
        sheet.notes.append(f"rows of sales channels that are no account of the client: {words}")


EXPORT = Export(
    name="amazon-all-orders",
    title="Amazon All Orders",
    platform="amazon",
    tables=("order_lines",),
    fields=FIELDS,
    required=REQUIRED,
    known=KNOWN,
    download="Seller Central: Reports > Fulfilment (or Order Reports) > All Orders, by order date; download as .txt",
    read=read,
    pads_short_rows=True,
)
