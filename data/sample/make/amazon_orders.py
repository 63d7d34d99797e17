"""Amazon's All Orders flat file: 29, 32 or 33 columns, tab separated, times with +00:00."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from make.calendars import noon
from make.dice import Dice
from make.sellers import Account
from make.shelf import Shelf, columns, money, tsv
from make.world import Line, Order, World

COLUMNS = columns(
    "amazon-order-id merchant-order-id purchase-date last-updated-date order-status fulfillment-channel "
    "sales-channel order-channel url ship-service-level product-name sku asin item-status quantity currency item-price "
    "item-tax shipping-price shipping-tax gift-wrap-price gift-wrap-tax item-promotion-discount "
    "ship-promotion-discount ship-city ship-state ship-postal-code ship-country promotion-ids is-business-order "
    "purchase-order-number price-designation is-sold-by-ab",
    by=" ",
)

# first day, last day, downloaded on, columns
DOWNLOADS = (
    (date(2024, 12, 1), date(2024, 12, 31), date(2025, 1, 6), 29),
    (date(2025, 1, 1), date(2025, 3, 31), date(2025, 4, 6), 29),
    (date(2025, 4, 1), date(2025, 6, 30), date(2025, 7, 6), 32),
    (date(2025, 7, 1), date(2025, 9, 30), date(2025, 10, 6), 32),
    (date(2025, 10, 1), date(2025, 12, 31), date(2026, 1, 6), 33),
    (date(2025, 12, 15), date(2026, 1, 31), date(2026, 2, 3), 33),
)
NORTH_AMERICA_FILE = 2  # this download of the US account also holds the other marketplace's June
PENDING_HOURS = 6


def all_orders(orders: list[Order], *, at: datetime, width: int, more: list[list[str]] | None = None) -> str:
    """The file's text as downloaded at that moment."""
    rows = [_row(order, line, at) for order in orders for line in order.lines] + (more or [])
    rows.sort(key=lambda row: row[2])
    return tsv(COLUMNS[:width], [row[:width] for row in rows])


def put_all_orders(shelf: Shelf, world: World) -> None:
    """All Orders files of every Amazon account of the seller."""
    accounts = [account for account in world.seller.accounts if account.platform == "amazon"]
    for account in accounts:
        for place, (first, last, downloaded, width) in enumerate(DOWNLOADS):
            orders = _ordered(world, account, first, last)
            more: list[list[str]] = []
            if account.market == "US" and place in (NORTH_AMERICA_FILE, NORTH_AMERICA_FILE + 1):
                more = _not_amazon(world, account, first, last)
            if account.market == "US" and place == NORTH_AMERICA_FILE:
                orders = orders + _other_marketplace(world, account, last)
            text = all_orders(orders, at=noon(downloaded), width=width, more=more)
            shelf.inbox(account.id, file_name(account, downloaded), text)


def file_name(account: Account, downloaded: date) -> str:
    """Amazon names the file with the report's number."""
    return f"{50 + len(account.id)}{downloaded:%y%j}{sum(account.seller_number.encode()) % 10000:04d}020.txt"


def _ordered(world: World, account: Account, first: date, last: date) -> list[Order]:
    return [order for order in world.orders[account.id] if first <= order.day <= last]


def _other_marketplace(world: World, account: Account, last: date) -> list[Order]:
    others = [a for a in world.seller.accounts if a.platform == "amazon" and a.id != account.id]
    return [order for other in others for order in _ordered(world, other, last.replace(day=1), last)]


def _state(order: Order, at: datetime) -> tuple[str, str]:
    if order.is_cancelled(at):
        return "Cancelled", "Cancelled"
    if order.is_shipped(at):
        return "Shipped", "Shipped"
    if at - order.ordered_at < timedelta(hours=PENDING_HOURS):
        return "Pending", ""
    return "Unshipped", "Unshipped"


def _last_updated(order: Order, at: datetime) -> datetime:
    moments = [order.ordered_at, order.cancelled_at, order.shipped_at]
    moments += [order.refund.refunded_at if order.refund else None]
    return max(moment for moment in moments if moment is not None and moment <= at)


def _row(order: Order, line: Line, at: datetime) -> list[str]:
    status, item_status = _state(order, at)
    cancelled, priced = status == "Cancelled", status in ("Shipped", "Unshipped")
    account, person = order.account, order.buyer
    return [
        order.number,
        order.number,
        _instant(order.ordered_at),
        _instant(_last_updated(order, at)),
        status,
        "Amazon" if order.channel == "platform" else "Merchant",
        account.sales_channel,
        "",
        "",
        "Expedited" if order.channel == "platform" else "Standard",
        line.offer.sku.title("en" if account.market == "US" else "es", "").strip(),
        line.seller_sku,
        line.offer.item_id,
        item_status,
        "0" if cancelled else str(line.quantity),
        account.currency if priced else "",
        *_amounts(line, priced=priced),
        person.city,
        person.state,
        person.postal,
        person.country,
        "Coupon 10% off" if line.discount and priced else "",
        "true" if order.is_business else "false",
        "",
        "Business Price" if order.is_business else "",
        "false",
    ]


def _amounts(line: Line, *, priced: bool) -> list[str]:
    """item-price (the line's total), item-tax, shipping, gift wrap, discounts; blank while pending or cancelled."""
    if not priced:
        return [""] * 8
    shipping_tax = round(line.shipping * 0.0825, 2) if line.tax else 0.0
    return [
        money(line.total),
        money(line.tax),
        money(line.shipping) if line.shipping else "",
        money(shipping_tax) if shipping_tax else "",
        "",
        "",
        money(line.discount) if line.discount else "",
        "",
    ]


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")


def _not_amazon(world: World, account: Account, first: date, last: date) -> list[list[str]]:
    """Multi-channel orders: Amazon ships them, another shop sold them, so no price stands there."""
    dice = Dice(world.seller.id, account.id, "multi-channel", str(first))
    offers = world.offers[account.id]
    rows = []
    for _ in range(4):
        at = noon(first + timedelta(days=dice.whole(3, (last - first).days - 3)))
        number = f"S01-{dice.digits(7)}-{dice.digits(7)}"
        row = [
            number,
            number,
            _instant(at),
            _instant(at + timedelta(days=1)),
            "Shipped",
            "Amazon",
            "Non-Amazon",
            "",
            "",
        ]
        offer = dice.pick(offers)
        row += ["Standard", offer.sku.title("en", "").strip(), offer.sku.code, offer.item_id, "Shipped", "1"]
        rows.append([*row, *[""] * 9, "Reno", "NV", "89501", "US", "", "false", "", "", "false"])
    return rows
