"""Amazon's settlement V2 flat file: one summary row, then one row an amount; the rows add up to the total."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from make.fba_fees import fba_fee
from make.sellers import Account
from make.shelf import Shelf, columns, money, tsv
from make.truth import local_day
from make.world import Line, Order, World

COLUMNS = columns(
    "settlement-id settlement-start-date settlement-end-date deposit-date total-amount currency transaction-type "
    "order-id merchant-order-id adjustment-id shipment-id marketplace-name amount-type amount-description amount "
    "fulfillment-id posted-date posted-date-time order-item-code merchant-order-item-id merchant-adjustment-item-id "
    "sku quantity-purchased promotion-id",
    by=" ",
)
LAST_START, PERIOD_DAYS, PERIODS = date(2026, 1, 12), 14, 2
REFERRAL = {"power": 0.15, "cables": 0.15, "audio": 0.08, "computing": 0.08}
SUBSCRIPTION = {"USD": -39.99, "MXN": -600.0}
STORAGE = {"USD": -41.37, "MXN": -318.5}
CLICKS_AN_ORDER = {"USD": 4.2, "MXN": 58.0}


def put_settlements(shelf: Shelf, world: World) -> None:
    """Two settlements in January 2026 for every Amazon account."""
    for account in world.seller.accounts:
        if account.platform != "amazon":
            continue
        for place in range(PERIODS):
            start = LAST_START - timedelta(days=PERIOD_DAYS * (PERIODS - 1 - place))
            number = f"2{int(account.seller_number.encode().hex(), 16) % 10**6:06d}{start:%m%d}"
            shelf.inbox(account.id, f"{number}0.txt", settlement(world, account, start, number))


def settlement(world: World, account: Account, start: date, number: str) -> str:
    """The file of one settlement; an order is paid when it ships."""
    first = datetime.combine(start, time(), tzinfo=UTC)
    last = first + timedelta(days=PERIOD_DAYS, seconds=-1)
    entries = []
    for order in world.orders[account.id]:
        if order.shipped_at and first <= order.shipped_at <= last:
            entries += _order_entries(order)
        if order.refund and first <= order.refund.refunded_at <= last:
            entries += _refund_entries(order)
    entries += _account_entries(account, first, last)
    total = round(sum(entry["amount"] for entry in entries), 2)
    head = {"settlement-start-date": _stamp(first), "settlement-end-date": _stamp(last)}
    head |= {"deposit-date": _stamp(last + timedelta(days=2)), "total-amount": money(total)}
    rows = [_row(number, account, head)]
    for entry in sorted(entries, key=lambda e: e["posted"]):
        rows.append(_row(number, account, _cells(account, entry)))
    return tsv(COLUMNS, rows)


def _row(number: str, account: Account, cells: dict[str, str]) -> list[str]:
    cells = {"settlement-id": number, "currency": account.currency} | cells
    return [cells.get(name, "") for name in COLUMNS]


def _cells(account: Account, entry: dict) -> dict[str, str]:
    posted = entry["posted"]
    cells = {
        "transaction-type": entry["kind"],
        "marketplace-name": account.sales_channel,
        "amount-type": entry["type"],
        "amount-description": entry["text"],
        "amount": money(entry["amount"]),
        "posted-date": _stamp(posted.replace(hour=0, minute=0, second=0)),
        "posted-date-time": _stamp(posted),
    }
    order, line = entry.get("order"), entry.get("line")
    if order is None:
        return cells
    code = str(55_000_000_000 + sum(order.number.encode()) * 7919 + order.lines.index(line))
    cells |= {"order-id": order.number, "order-item-code": code, "sku": line.seller_sku}
    cells |= {"shipment-id": f"D{order.number[-7:]}", "fulfillment-id": "AFN" if order.channel == "platform" else "MFN"}
    return cells | {"quantity-purchased": str(line.quantity)}


def _order_entries(order: Order) -> list[dict]:
    entries = []
    for line in order.lines:
        add = _adder(entries, "Order", order.shipped_at, order, line)
        add("ItemPrice", "Principal", line.total)
        add("ItemPrice", "Tax", line.tax)
        add("ItemPrice", "Shipping", line.shipping)
        add("Promotion", "Principal", -line.discount)
        add("ItemFees", "Commission", -_referral(line))
        if order.channel == "platform":
            fee = fba_fee(line.offer.sku, line.unit_price, local_day(order.account, order.shipped_at))
            add("ItemFees", "FBAPerUnitFulfillmentFee", -fee * line.quantity)
        add("ItemWithheldTax", "MarketplaceFacilitatorTax-Principal", -line.tax)
    return entries


def _refund_entries(order: Order) -> list[dict]:
    entries: list[dict] = []
    for line in order.lines:
        add = _adder(entries, "Refund", order.refund.refunded_at, order, line)
        add("ItemPrice", "Principal", -line.total)
        add("ItemPrice", "Tax", -line.tax)
        add("ItemFees", "Commission", _referral(line))
        add("ItemFees", "RefundCommission", -min(5.0, round(_referral(line) * 0.2, 2)))
        add("ItemWithheldTax", "MarketplaceFacilitatorTax-Principal", line.tax)
    return entries


def _account_entries(account: Account, first: datetime, last: datetime) -> list[dict]:
    entries: list[dict] = []
    add = _adder(entries, "ServiceFee", last - timedelta(hours=20))
    add("other-transaction", "Subscription Fee", SUBSCRIPTION[account.currency] if first.day < 10 else 0.0)
    add("other-transaction", "Storage Fee", STORAGE[account.currency] if account.platform_share else 0.0)
    add(
        "Cost of Advertising",
        "TransactionTotalAmount",
        -round(account.orders_a_day * 14 * CLICKS_AN_ORDER[account.currency] / 8, 2),
    )
    return entries


def _adder(entries: list[dict], kind: str, posted: datetime, order: Order | None = None, line: Line | None = None):
    def add(type_: str, text: str, amount: float) -> None:
        if round(amount, 2):
            entry = {"kind": kind, "posted": posted, "order": order, "line": line}
            entries.append(entry | {"type": type_, "text": text, "amount": round(amount, 2)})

    return add


def _referral(line: Line) -> float:
    """Amazon takes it of all that the buyer pays: goods less discount, and shipping."""
    paid = line.total - line.discount + line.shipping
    return round(paid * REFERRAL.get(line.offer.sku.product.category, 0.15), 2)


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S UTC")
