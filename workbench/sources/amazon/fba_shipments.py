"""Amazon FBA fulfilled shipments, to packages and to the order lines that Amazon ships.

One file row is one item of a shipment: rows of one parcel make one package, rows of one order item one line. Times
carry their own offset. The parcel leaves an Amazon warehouse, so the seller's country is not its origin; the
estimated arrival is no promise that a rule reads, and stays unread. Prices stay with All Orders: no source says
whether `item-price` is that of the line or of the parcel's part of it.

Source: header list of the report (48 columns).
Known to be wrong when: one line's parcels lie in two files and All Orders is missing; its quantity is then one file's.
"""

from __future__ import annotations

import pandas as pd

from workbench.sources.amazon.gathering import gathered, set_aside_further, sums
from workbench.sources.amazon.orders import CHANNELS, by_channel
from workbench.sources.contract import Export, FileContext, Reading
from workbench.sources.sheet import Sheet

FIELDS = {
    "order_id": ("amazon-order-id",),
    "shipment_id": ("shipment-id",),
    "order_item": ("amazon-order-item-id",),
    "ordered_at": ("purchase-date",),
    "shipped_at": ("shipment-date",),
    "sku": ("sku",),
    "title": ("product-name",),
    "quantity": ("quantity-shipped",),
    "ship_state": ("ship-state",),
    "ship_country": ("ship-country",),
    "carrier": ("carrier",),
    "tracking_id": ("tracking-number",),
    "channel": ("fulfillment-channel",),
    "sales_channel": ("sales-channel",),
}
REQUIRED = (
    *("order_id", "shipment_id", "ordered_at", "shipped_at", "sku", "quantity", "carrier", "tracking_id"),
    *("sales_channel",),
)
KNOWN = (
    *("merchant-order-id", "shipment-item-id", "merchant-order-item-id", "payments-date", "reporting-date"),
    *("buyer-email", "buyer-name", "buyer-phone-number", "currency", "item-price", "item-tax", "shipping-price"),
    *("shipping-tax", "gift-wrap-price", "gift-wrap-tax", "ship-service-level", "recipient-name", "ship-address-1"),
    *("ship-address-2", "ship-address-3", "ship-city", "ship-postal-code", "ship-phone-number", "bill-address-1"),
    *("bill-address-2", "bill-address-3", "bill-city", "bill-state", "bill-postal-code", "bill-country"),
    *("item-promotion-discount", "ship-promotion-discount", "estimated-arrival-date", "fulfillment-center-id"),
)
PACKAGE = ("account", "order_id", "package_id", "carrier", "tracking_id", "confirmed_at")
LINE = (
    *("account", "order_id", "line_id", "market", "sku", "title", "quantity", "channel", "ordered_at", "status"),
    *("ship_state", "ship_country"),
)


def read(sheet: Sheet, context: FileContext) -> Reading:
    """Packages and order lines of the client's Amazon accounts."""
    account, market = by_channel(sheet, context)
    sheet.mark_repeats("order_id", "shipment_id", "sku")
    sheet.need("order_id", "shipment_id", "shipped_at", "sku", "quantity", "sales_channel")
    rows = _rows(sheet).assign(account=account, market=market)
    rows["package_id"] = _package_ids(rows[sheet.losses.kept]).reindex(rows.index)
    lines, of_line = gathered(sheet, rows, ("account", "order_id", "sku", "order_item"))
    lines = _lines(lines, quantity=sums(rows, of_line, ["quantity"])["quantity"])
    packages, of_package = gathered(sheet, rows, ("account", "order_id", "package_id"))
    set_aside_further(sheet, of_package, kind="further item of a parcel")
    # A line may begin in a row that its parcel set aside: it stands at the parcel's first row instead.
    lines.index = packages.index[of_package[lines.index]]
    return sheet.reading({"packages": packages[[*PACKAGE, "where"]], "order_lines": lines[[*LINE, "where"]]}, context)


def _rows(sheet: Sheet) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "order_id": sheet.ids("order_id"),
            "shipment_id": sheet.ids("shipment_id"),
            "order_item": sheet.ids("order_item"),
            "sku": sheet.text("sku"),
            "title": sheet.text("title"),
            "quantity": sheet.counts("quantity"),
            "carrier": sheet.text("carrier"),
            "tracking_id": sheet.ids("tracking_id"),
            "confirmed_at": sheet.instants("shipped_at"),
            "ordered_at": sheet.instants("ordered_at"),
            "channel": _channel(sheet),
            "status": pd.Series("shipped", index=range(len(sheet)), dtype="str"),
            "ship_state": sheet.text("ship_state"),
            "ship_country": sheet.text("ship_country"),
        }
    )


def _channel(sheet: Sheet) -> pd.Series:
    """As the row says; where it says nothing, the platform ships what stands in this report."""
    return sheet.words("channel", words=CHANNELS).fillna("platform").astype("str")


def _package_ids(rows: pd.DataFrame) -> pd.Series:
    """The shipment's number; with the tracking number behind it where one shipment went out in several parcels."""
    shipment = rows.groupby(["account", "order_id", "shipment_id"], sort=False)["tracking_id"]
    several = shipment.transform("nunique") > 1
    apart = rows["shipment_id"] + "/" + rows["tracking_id"].fillna("none")
    return rows["shipment_id"].mask(several, apart).astype("str")


def _lines(lines: pd.DataFrame, *, quantity: pd.Series) -> pd.DataFrame:
    """Order lines under the ids that All Orders has: the SKU and its ordinal within the order."""
    ordinal = lines.groupby(["account", "order_id", "sku"], sort=False).cumcount() + 1
    line_id = lines["sku"] + "#" + ordinal.astype("str")
    return lines.assign(line_id=line_id.astype("str"), quantity=quantity.to_numpy())


EXPORT = Export(
    name="amazon-fba-shipments",
    title="Amazon FBA fulfilled shipments",
    platform="amazon",
    tables=("packages", "order_lines"),
    fields=FIELDS,
    required=REQUIRED,
    reader_version=2,
    known=KNOWN,
    download="Seller Central: Reports > Fulfilment > Amazon Fulfilled Shipments, by shipment date; download as .txt",
    read=read,
)
