"""Walmart Marketplace API orders (JSON), to order lines and packages; United States and Mexico.

Each page of an answer is a file of its own. The United States write milliseconds since 1970 and put a line's
statuses below the line; Mexico writes ISO times with an offset and has shipments beside the lines. Prices in
Mexico hold the tax, so the tax of the shipping is part of the shipping that the buyer paid.

A line may have several statuses, each with a quantity: what is not cancelled decides, and a line counts as
cancelled only where all of it was. A ship-by time on a full hour that is midnight somewhere in the United States
stands for its whole day; a promised time always does.

Source: Marketplace API order examples of both countries; cancellation reasons of the order schema, 2026-11.
Known to be wrong when: summer time begins or ends on the ship-by day (by an hour).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from workbench.errors import UnreadableFile, listed
from workbench.sources.accounts import account_questions, own_account
from workbench.sources.contract import Account, Export, FileContext, Question, Reading
from workbench.sources.countries import country_code
from workbench.sources.documents import DocumentRows, frame_of
from workbench.sources.json_values import instant, number, numbered, part, parts, word
from workbench.sources.walmart.markets import check_currency
from workbench.sources.walmart.orders import STATUS
from workbench.sources.walmart.parcels import mexican_parcels, us_parcels

LINE_COLUMNS = (
    *("account", "order_id", "line_id", "market", "sku", "title", "quantity", "unit_price", "item_tax"),
    *("shipping_price", "discount", "currency", "channel", "ordered_at", "ship_by_at", "cancelled_at", "cancelled_by"),
    *("status", "ship_state", "ship_country", "last_updated_at"),
)
PARCEL_COLUMNS = (
    *("account", "order_id", "package_id", "carrier", "tracking_id", "confirmed_at", "ship_from_country"),
    "promised_at",
)
# The furthest step of the parts of a line that were not cancelled.
STEPS = ("unshipped", "shipped", "delivered", "returned")
CANCELLED_BY = {
    "SELLER_CANCEL_PRICING_ERROR": "seller",
    "SELLER_CANCEL_OUT_OF_STOCK": "seller",
    "SELLER_CANCEL_FRAUD_STOP_SHIPMENT": "seller",
    "SELLER_CANCEL_ADDRESS_NOT_SERVICEABLE": "seller",
    "SELLER REJECTION": "seller",
    "CUSTOMER_REQUESTED_SELLER_TO_CANCEL": "buyer",
}
CHANNELS = {
    **{"SellerFulfilled": "seller", "3PLFulfilled": "seller", "WFSFulfilled": "platform"},
    **{"PangaeaMarketplace": "seller", "DC": "platform"},
}
DAY = pd.Timedelta(days=1) - pd.Timedelta(microseconds=1)


@dataclass(frozen=True)
class Order:
    """One order of the answer: its path, its body, its lines by path, and whether it is in the Mexican form."""

    path: str
    body: Mapping
    lines: list[tuple[str, Mapping]]
    is_mexican: bool

    @property
    def order_id(self) -> str | None:
        """The purchase order; orders that Walmart itself ships in Mexico have the customer's order only."""
        return word(self.body.get("purchaseOrderId")) or word(self.body.get("customerOrderId"))


def is_orders(document: object) -> bool:
    """Whether a JSON document holds Walmart orders."""
    found = list(_orders(document))
    return bool(found) and all("customerOrderId" in order.body and "orderLines" in order.body for order in found)


def questions(document: object, context: FileContext) -> tuple[Question, ...]:
    """Whose orders they are."""
    return account_questions(context, platform="walmart")


def read(name: str, document: object, context: FileContext) -> Reading:
    """Order lines and packages of one Walmart account.

    Raises
    ------
    UnreadableFile
        The orders are of another market than the account.
    """
    account = own_account(context, platform="walmart")
    orders = list(_orders(document))
    _check_market(name, orders, account)
    rows = DocumentRows(name, EXPORT, columns=LINE_COLUMNS)
    parcels: list[dict[str, object]] = []
    for order in orders:
        kept = [path for path, line in order.lines if _take_line(rows, order, path, line, account)]
        parcels += _parcels(order, kept, account)
    _tell_pages(rows, document, orders)
    lines = rows.frame()
    # A line that is told twice, or contradicts an earlier one, has no parcel of its own.
    packages = frame_of(parcels, "packages", columns=PARCEL_COLUMNS)
    packages = packages[packages["where"].isin(lines["where"])]
    packages = packages.drop_duplicates(["account", "order_id", "package_id"], ignore_index=True)
    return rows.reading({"order_lines": lines, "packages": packages}, context)


def _orders(document: object) -> Iterator[Order]:
    american = parts(document, "list", "elements", "order")
    if american:
        for path, body in numbered("$.list.elements.order", american):
            yield _us_order(path, body)
    elif part(document, "order"):
        yield _us_order("$.order", part(document, "order"))
    else:
        for path, body in numbered("$.order", parts(document, "order")):
            yield Order(path, body, list(numbered(f"{path}.orderLines", parts(body, "orderLines"))), is_mexican=True)


def _us_order(path: str, body: Mapping) -> Order:
    lines = numbered(f"{path}.orderLines.orderLine", parts(body, "orderLines", "orderLine"))
    return Order(path, body, list(lines), is_mexican=False)


def _check_market(name: str, orders: list[Order], account: Account) -> None:
    check_currency(name, (currency for order in orders for currency in _currencies(order)), account)
    if any(order.is_mexican for order in orders) and account.market != "MX":
        raise UnreadableFile(
            name,
            f"orders in the form of Walmart Mexico, and the account {account.id} is of {account.market}",
            hint="put the file into the inbox folder of the account in that market",
        )


def _currencies(order: Order) -> Iterator[str | None]:
    for _, line in order.lines:
        yield word(part(line, "item", "unitPrice").get("currency"))
        for charge in _charges(line):
            yield word(part(charge, "chargeAmount").get("currency"))


def _take_line(rows: DocumentRows, order: Order, path: str, line: Mapping, account: Account) -> bool:
    """Keep a line or refuse it; whether it can have a parcel."""
    line_id = word(line.get("primeLineNumber" if order.is_mexican else "lineNumber"))
    statuses = line_statuses(line)
    unknown = [said for said, *_ in statuses if said.casefold() not in STATUS]
    if not order.order_id or not line_id:
        rows.refuse(path, "lineNumber" if order.order_id else "purchaseOrderId", "", "blank")
    elif unknown or not statuses:
        rows.refuse(path, "status", unknown[0] if unknown else "", f"not one of {listed(STATUS)}")
    else:
        row = _line(order, line, account, line_id=line_id, statuses=statuses)
        reason = "another line with the same number stands earlier in the file"
        rows.keep_once(path, row, key=("account", "order_id", "line_id"), reason=reason)
        return True
    return False


def line_statuses(line: Mapping) -> list[tuple[str, float, Mapping]]:
    """A line's statuses: what is said, for how many units, and the whole status."""
    found = parts(line, "orderLineStatuses", "orderLineStatus") or parts(line, "orderLineStatus")
    return [
        (word(status.get("status")) or "", number(part(status, "statusQuantity").get("amount")) or 0.0, status)
        for status in found
    ]


def _line(order: Order, line: Mapping, account: Account, *, line_id: str, statuses: list) -> dict[str, object]:
    words = {STATUS[said.casefold()] for said, *_ in statuses}
    going = [step for step in STEPS if step in words]
    item = part(line, "item")
    address = part(order.body, "shippingInfo", "postalAddress")
    updated = [found for found in (instant(line.get("statusDate")), *_status_dates(statuses)) if found is not None]
    quantity = number(part(line, "orderLineQuantity").get("amount"))
    if not quantity and not going:
        # Mexico writes a cancelled line with a quantity of zero, and the units beside its status.
        quantity = sum(units for _, units, _ in statuses) or quantity
    row = {"account": account.id, "order_id": order.order_id, "line_id": line_id, "market": account.market}
    row |= {"sku": word(item.get("sku")), "title": word(item.get("productName")), "quantity": quantity}
    row |= {"currency": account.currency, "channel": _channel(order, line)}
    row |= _money(order, line, quantity=quantity)
    row |= {"ordered_at": instant(order.body.get("orderDate")), "ship_by_at": _ship_by(order, line_id)}
    row |= {"status": going[-1] if going else "cancelled", "last_updated_at": max(updated, default=None)}
    row |= {"ship_state": word(address.get("state")), "ship_country": country_code(address.get("country")) or None}
    row |= {"cancelled_at": None, "cancelled_by": None}
    if not going:
        row |= {"cancelled_at": row["last_updated_at"], "cancelled_by": _cancelled_by(statuses)}
    return row


def _status_dates(statuses: list) -> list[pd.Timestamp | None]:
    return [instant(status.get("statusDate")) for *_, status in statuses]


def _cancelled_by(statuses: list) -> str:
    """Who cancelled, by the reason; a reason that is not listed says nothing of who it was."""
    found = {CANCELLED_BY.get(str(status.get("cancellationReason")), "unknown") for *_, status in statuses}
    return found.pop() if len(found) == 1 else "unknown"


def _channel(order: Order, line: Mapping) -> str | None:
    if order.is_mexican:
        own = "platform" if line.get("isWFSEnabled") == "Y" else None
        return own or CHANNELS.get(str(part(line, "seller").get("shipNodeType")))
    return CHANNELS.get(str(part(order.body, "shipNode").get("type")))


def _charges(line: Mapping) -> list[Mapping]:
    return parts(line, "charges", "charge") or parts(line, "charges")


def _money(order: Order, line: Mapping, *, quantity: float | None) -> dict[str, object]:
    """Price of a unit, tax beside it, shipping that the buyer paid, and discount of the line.

    What a product's charge means for several units is not documented: it counts as the price of one only where
    the line has one.
    """
    totals: dict[str, float] = {}
    for charge in _charges(line):
        amount = number(part(charge, "chargeAmount").get("amount"))
        kind = word(charge.get("chargeType")) or ""
        taxes = sum(number(part(tax, "taxAmount").get("amount")) or 0.0 for tax in _taxes(charge))
        if kind == "DISCOUNT" and (word(charge.get("chargeName")) or "").startswith("SHIP"):
            kind = "SHIPPING"
        if amount is not None:
            totals[kind] = totals.get(kind, 0.0) + amount
        totals[f"{kind} tax"] = totals.get(f"{kind} tax", 0.0) + taxes
    price = number(part(line, "item", "unitPrice").get("amount"))
    if price is None and quantity == 1:
        price = totals.get("PRODUCT")
    shipping = totals.get("SHIPPING", 0.0) + (totals.get("SHIPPING tax", 0.0) if order.is_mexican else 0.0)
    return {
        "unit_price": price,
        "item_tax": round(totals.get("PRODUCT tax", 0.0), 2),
        "shipping_price": round(shipping, 2) + 0.0,
        "discount": abs(round(totals.get("DISCOUNT", 0.0), 2)),
    }


def _taxes(charge: Mapping) -> list[Mapping]:
    return parts(charge, "tax") or [part(charge, "tax")]


def _ship_by(order: Order, line_id: str) -> pd.Timestamp | None:
    if not order.is_mexican:
        return _end_of_midnight(instant(part(order.body, "shippingInfo").get("estimatedShipDate")))
    for shipment in parts(order.body, "shipments"):
        if any(word(line.get("primeLineNo")) == line_id for line in parts(shipment, "shipmentLines")):
            return instant(part(shipment, "shipmentAdditionalDate").get("expectedShipmentShippedDate"))
    return None


def _end_of_midnight(said: pd.Timestamp | None) -> pd.Timestamp | None:
    """The end of the day that an American midnight (4 to 10 hours UTC) begins; other times as they are."""
    is_midnight = said is not None and said == said.floor("h") and 4 <= said.hour <= 10
    return said + DAY if is_midnight else said


def end_of_day(said: pd.Timestamp | None, *, zone: str) -> pd.Timestamp | None:
    """The last instant of the moment's local day.

    >>> str(end_of_day(pd.Timestamp("2026-01-10T20:00Z"), zone="America/Los_Angeles"))
    '2026-01-11 07:59:59.999999+00:00'
    """
    if said is None:
        return None
    morning = said.tz_convert(zone).tz_localize(None).normalize()
    return (morning + DAY).tz_localize(zone, ambiguous=False, nonexistent="shift_forward").tz_convert("UTC")


def _parcels(order: Order, kept: list[str], account: Account) -> Iterator[dict[str, object]]:
    lines = [(path, line) for path, line in order.lines if path in kept]
    if order.is_mexican:
        found = mexican_parcels(order.body, lines)
        said = [instant(line.get("promiseDeliveryDate")) for _, line in lines]
        promised = max((when for when in said if when is not None), default=None)
    else:
        found = us_parcels(order.order_id, [(path, line_statuses(line)) for path, line in lines])
        promised = instant(part(order.body, "shippingInfo").get("estimatedDeliveryDate"))
    by_walmart = any(_channel(order, line) == "platform" for _, line in lines)
    known = {"account": account.id, "order_id": order.order_id}
    known |= {"ship_from_country": None if by_walmart else account.ship_from or None}
    known |= {"promised_at": end_of_day(promised, zone=account.zone)}
    for parcel in found:
        yield known | parcel


def _tell_pages(rows: DocumentRows, document: object, orders: list[Order]) -> None:
    meta = part(document, "list", "meta") or part(document, "meta")
    whole = number(meta.get("totalCount"))
    if whole and whole > len(orders):
        rows.notes.append(f"a page: {len(orders):,} of {int(whole):,} orders; the other pages are files of their own")


EXPORT = Export(
    name="walmart-api-orders",
    title="Walmart orders (API)",
    platform="walmart",
    tables=("order_lines", "packages"),
    download="Walmart Marketplace API: GET /v3/orders (JSON), each page a file; United States and Mexico",
    read_document=read,
    questions=questions,
    is_document=is_orders,
)
