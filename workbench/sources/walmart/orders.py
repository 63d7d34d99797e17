"""Walmart Seller Center order export, to order lines and packages.

"Item Cost" is the unit's selling price, not a cost. Days have no clock: a deadline is the end of its day. The file
holds no currency (the account's is taken) and no moment of shipment or delivery.

Source: header lists of both widths (37 and 29 columns).
Known to be wrong when: Walmart means something else by "Item Cost" (no real file was seen).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.sources.accounts import account_questions, own_account
from workbench.sources.contract import Account, Export, FileContext, Question, Reading
from workbench.sources.sheet import Sheet

FIELDS = {
    "order_id": ("PO#",),
    "line_id": ("Line#",),
    "ordered_at": ("Order Date",),
    "ship_by_at": ("Ship By",),
    "promised_at": ("Delivery Date",),
    "status": ("Status",),
    "title": ("Item Description",),
    "quantity": ("Qty",),
    "sku": ("SKU",),
    "unit_price": ("Item Cost",),
    "shipping_price": ("Shipping Cost",),
    "item_tax": ("Tax",),
    "carrier": ("Carrier",),
    "tracking_id": ("Tracking Number",),
    "ship_state": ("State",),
    "channel": ("Fulfillment Entity",),
}
REQUIRED = ("order_id", "line_id", "ordered_at", "status", "quantity", "sku", "unit_price")
KNOWN = (
    *("Order#", "Customer Name", "Customer Shipping Address", "Customer Phone Number", "Customer Email ID"),
    *("Ship to Address 1", "Ship to Address 2", "City", "Zip", "Segment", "FLIDS", "UPC", "Shipping Method"),
    *("Shipping Tier", "Shipping SLA", "Shipping Config SOurce", "Update Status", "Update Qty", "Tracking Url"),
    *("Seller Order NO", "Replacement Order", "Original Customer Order Id"),
)
STATUS = {
    "created": "unshipped",
    "acknowledged": "unshipped",
    "shipped": "shipped",
    "delivered": "delivered",
    "cancelled": "cancelled",
    "canceled": "cancelled",
    "refund": "returned",
    "refunded": "returned",
    "returned": "returned",
}
CHANNELS = {
    "seller fulfilled": "seller",
    "seller": "seller",
    "sellerfulfilled": "seller",
    "wfs": "platform",
    "wfs fulfilled": "platform",
    "wfsfulfilled": "platform",
    "walmart": "platform",
    "walmart fulfilled": "platform",
}
# Days with slashes have the month first in the United States. Elsewhere no source says which of the two it is, and a
# wrong guess would move every deadline: such a day is refused.
SHAPES = {"US": ("iso", "month first", "serial")}
ANY_SHAPES = ("iso", "serial")


def questions(sheet: Sheet, context: FileContext) -> tuple[Question, ...]:
    """Whose orders they are."""
    return account_questions(context, platform="walmart")


def read(sheet: Sheet, context: FileContext) -> Reading:
    """Order lines and packages of one Walmart account."""
    account = own_account(context, platform="walmart")
    sheet.mark_repeats("order_id", "line_id")
    sheet.need("order_id", "line_id", "ordered_at", "status", "quantity")
    lines = _lines(sheet, account)
    return sheet.reading({"order_lines": lines, "packages": _packages(sheet, account, lines)}, context)


def _lines(sheet: Sheet, account: Account) -> pd.DataFrame:
    status = sheet.words("status", words=STATUS)
    told = {"zone": account.zone, "shapes": SHAPES.get(account.market, ANY_SHAPES)}
    every = range(len(sheet))
    return pd.DataFrame(
        {
            "account": pd.Series(account.id, index=every, dtype="str"),
            "order_id": sheet.ids("order_id"),
            "line_id": sheet.ids("line_id"),
            "market": pd.Series(account.market, index=every, dtype="str"),
            "sku": sheet.ids("sku"),
            "title": sheet.text("title"),
            "quantity": sheet.counts("quantity"),
            "unit_price": sheet.numbers("unit_price"),
            "item_tax": sheet.numbers("item_tax"),
            "shipping_price": sheet.numbers("shipping_price"),
            "currency": pd.Series(account.currency, index=every, dtype="str"),
            "channel": sheet.words("channel", words=CHANNELS),
            "ordered_at": sheet.local_times("ordered_at", **told),
            "ship_by_at": sheet.local_times("ship_by_at", **told, end_of_day=True),
            "cancelled_by": pd.Series("unknown", index=every, dtype="str").where(status.eq("cancelled")),
            "status": status,
            "ship_state": sheet.text("ship_state"),
            "ship_country": pd.Series(account.market, index=every, dtype="str"),
        }
    )


def _packages(sheet: Sheet, account: Account, lines: pd.DataFrame) -> pd.DataFrame:
    """One parcel a tracking number: the PO alone, or PO/2, PO/3 where a PO went out in several."""
    told = {"zone": account.zone, "shapes": SHAPES.get(account.market, ANY_SHAPES)}
    frame = pd.DataFrame(
        {
            "account": lines["account"],
            "order_id": lines["order_id"],
            "carrier": sheet.text("carrier"),
            "tracking_id": sheet.ids("tracking_id"),
            "ship_from_country": pd.Series(account.ship_from or None, index=lines.index, dtype="str"),
            "promised_at": sheet.local_times("promised_at", **told, end_of_day=True),
        }
    )
    sent = lines["status"].isin(("shipped", "delivered", "returned")) | frame["tracking_id"].notna()
    frame = frame[sent.to_numpy(dtype=bool) & sheet.losses.kept].drop_duplicates(["order_id", "tracking_id"])
    # A line without a number beside lines with one travels in their parcel.
    numbered = frame.groupby("order_id")["tracking_id"].transform("count")
    frame = frame[frame["tracking_id"].notna() | numbered.eq(0)]
    ordinal = frame.groupby("order_id").cumcount() + 1
    suffix = pd.Series(np.where(ordinal > 1, "/" + ordinal.astype("str"), ""), index=frame.index, dtype="str")
    frame.insert(2, "package_id", frame["order_id"] + suffix)
    return frame


EXPORT = Export(
    name="walmart-orders",
    title="Walmart Seller Center orders",
    reader_version=2,
    platform="walmart",
    tables=("order_lines", "packages"),
    fields=FIELDS,
    required=REQUIRED,
    known=KNOWN,
    download="Walmart Seller Center: Orders > Order Management > Download (all orders, date range), xlsx",
    read=read,
    questions=questions,
)
