"""Walmart's order export from Seller Center: 37 columns, every cell text."""

from __future__ import annotations

from datetime import date, datetime

from make.calendars import noon
from make.sellers import Account
from make.shelf import Shelf, Workbook, columns, money
from make.world import Line, Order, World

HEADER = columns(
    "PO#|Order#|Order Date|Ship By|Delivery Date|Customer Name|Customer Shipping Address|Customer Phone Number|"
    "Ship to Address 1|Ship to Address 2|City|State|Zip|Segment|FLIDS|Line#|UPC|Status|Item Description|"
    "Shipping Method|Shipping Tier|Shipping SLA|Shipping Config SOurce|Qty|SKU|Item Cost|Shipping Cost|Tax|"
    "Update Status|Update Qty|Carrier|Tracking Number|Tracking Url|Seller Order NO|Fulfillment Entity|"
    "Replacement Order|Original Customer Order Id"
)
DOWNLOADS = (
    (date(2024, 12, 1), date(2025, 2, 28), date(2025, 3, 5)),
    (date(2025, 3, 1), date(2025, 5, 31), date(2025, 6, 5)),
    (date(2025, 6, 1), date(2025, 8, 31), date(2025, 9, 5)),
    (date(2025, 9, 1), date(2025, 11, 30), date(2025, 12, 5)),
    (date(2025, 11, 25), date(2026, 1, 31), date(2026, 2, 3)),
)


def put_walmart_orders(shelf: Shelf, world: World) -> None:
    """The order exports of every Walmart account: a quarter each, the last with a week of overlap."""
    for account in world.seller.accounts:
        if account.platform != "walmart":
            continue
        for first, last, downloaded in DOWNLOADS:
            orders = [o for o in world.orders[account.id] if first <= o.day <= last]
            rows = [_row(o, n, line, noon(downloaded)) for o in orders for n, line in enumerate(o.lines, start=1)]
            workbook = Workbook()
            workbook.sheet("Po Details", [HEADER, *rows])
            shelf.inbox(account.id, f"PO_Data_{downloaded}.xlsx", workbook.content())


def _state(order: Order, at: datetime) -> str:
    if order.is_cancelled(at):
        return "Cancelled"
    if order.is_delivered(at):
        return "Delivered"
    return "Shipped" if order.is_shipped(at) else "Acknowledged"


def _row(order: Order, number: int, line: Line, at: datetime) -> list[str]:
    person, shipped = order.buyer, order.parcel if order.is_shipped(at) else None
    address = f"{person.street}, {person.city}, {person.state} {person.postal}"
    return [
        order.number,
        f"2000{order.number[4:]}",
        str(order.day),
        str(_local(order.account, order.ship_by_at)),
        str(_local(order.account, order.promised_at)),
        person.name,
        address,
        person.phone,
        person.street,
        "",
        person.city,
        person.state,
        person.postal,
        "",
        "",
        str(number),
        f"{800000000000 + line.offer.sku.number:012d}",
        _state(order, at),
        line.offer.sku.title("en", "").strip(),
        "Standard",
        "",
        "",
        "",
        str(line.quantity),
        line.seller_sku,
        money(line.unit_price),
        money(line.shipping),
        money(line.tax),
        "",
        "",
        shipped.carrier if shipped else "",
        shipped.tracking if shipped else "",
        f"https://track.example.com/{shipped.tracking}" if shipped else "",
        "",
        "Seller Fulfilled",
        "No",
        "",
    ]


def _local(account: Account, at: datetime) -> date:
    return at.astimezone(account.tz).date()
