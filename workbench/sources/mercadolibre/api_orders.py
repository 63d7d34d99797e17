"""Mercado Libre orders (JSON of the API), to order lines.

A line is named as in the Ventas workbook (SKU and its ordinal in the order), so both fold into one row. The buyer is
never read. How the buyer paid stands under `payments` (payment_type, installments) and has no table yet.

Source: field names of public test orders; Mercado Libre developers, orders, 2026.
Known to be wrong when: `cancel_detail` names a group that is neither buyer, seller, internal nor fraud; who cancelled
is then unknown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import pandas as pd

from workbench.sources.accounts import account_questions, own_account
from workbench.sources.contract import Account, Export, FileContext, Question, Reading
from workbench.sources.documents import DocumentRows
from workbench.sources.mercadolibre.api import amount, holds, instants, is_other_site, mapping, objects, word

COLUMNS = (
    *("account", "order_id", "line_id", "market", "sku", "item_id", "title", "category", "quantity", "unit_price"),
    *("currency", "ordered_at", "cancelled_at", "cancelled_by", "status", "last_updated_at"),
)
PENDING = ("confirmed", "payment_required", "payment_in_process", "partially_paid")
CANCELLED = ("cancelled", "invalid", "pending_cancel")
CANCELLED_BY = {"buyer": "buyer", "seller": "seller", "internal": "platform", "fraud": "platform"}


def is_order(document: Mapping) -> bool:
    """Whether an object of the API is an order."""
    return "date_created" in document and isinstance(document.get("order_items"), list)


def is_orders(document: object) -> bool:
    """Whether a JSON document holds orders."""
    return holds(document, is_order)


def questions(document: object, context: FileContext) -> tuple[Question, ...]:
    """Whose orders they are."""
    return account_questions(context, platform="mercadolibre")


def read(name: str, document: object, context: FileContext) -> Reading:
    """Order lines of one Mercado Libre account; of an order that stands twice, the one changed last."""
    account = own_account(context, platform="mercadolibre")
    rows = DocumentRows(name, EXPORT, columns=COLUMNS)
    for path, order, ordered, changed, cancelled in _latest_first(document):
        if not is_order(order):
            rows.set_aside(path, "not an order")
        elif is_other_site(mapping(order.get("context")).get("site"), account):
            rows.set_aside(path, "other site")
        elif not word(order.get("id")) or ordered is pd.NaT:
            rows.refuse(path, "id, date_created", order.get("date_created"), "no number, or not a time with its offset")
        else:
            told = {"ordered_at": ordered, "last_updated_at": changed, "cancelled_at": cancelled}
            _keep_lines(rows, path, order, account, told)
    return rows.reading({"order_lines": rows.frame()}, context)


def _latest_first(document: object) -> Iterator[tuple[str, Mapping, object, object, object]]:
    """Path, order, and its times of creation, last change and cancellation; the order changed last comes first."""
    found = [(path, mapping(order)) for path, order in objects(document, is_order)]
    ordered, _ = instants(order.get("date_created") for _, order in found)
    changed, _ = instants(order.get("last_updated") for _, order in found)
    cancelled, _ = instants(mapping(order.get("cancel_detail")).get("date") for _, order in found)
    for place in changed.sort_values(ascending=False, kind="stable", na_position="last").index:
        yield *found[place], ordered[place], changed[place], cancelled[place]


def _keep_lines(rows: DocumentRows, path: str, order: Mapping, account: Account, told: Mapping[str, object]) -> None:
    number, seen = str(order["id"]), Counter()
    for at, entry in enumerate(order["order_items"]):
        item = mapping(mapping(entry).get("item"))
        sku = word(item.get("seller_sku")) or word(item.get("seller_custom_field"))
        seen[sku] += 1
        row = {
            "account": account.id,
            "order_id": number,
            "line_id": f"{sku or ''}#{seen[sku]}",
            "market": account.market,
            "sku": sku,
            "item_id": word(item.get("id")),
            "title": word(item.get("title")),
            "category": word(item.get("category_id")),
            "quantity": amount(mapping(entry).get("quantity")),
            "unit_price": amount(mapping(entry).get("unit_price")),
            "currency": word(mapping(entry).get("currency_id")) or word(order.get("currency_id")),
            "status": status_of(order),
            "cancelled_by": cancelled_by(order),
            **told,
        }
        place = f"{path}.order_items[{at}]"
        if row["quantity"] is None or row["quantity"] % 1:
            rows.refuse(place, "quantity", mapping(entry).get("quantity"), "not a whole number")
        else:
            rows.keep_first(place, row, key=("order_id", "line_id"))


def status_of(order: Mapping) -> str | None:
    """Canonical state of the order's lines; None where the answer does not say (paid, but on its way or not?).

    >>> status_of({"status": "paid", "tags": ["delivered"]}), status_of({"status": "cancelled"})
    ('delivered', 'cancelled')
    """
    status, tags = order.get("status"), order.get("tags") or ()
    if status in CANCELLED:
        return "cancelled"
    if status in PENDING:
        return "pending"
    back = order.get("mediations") or mapping(order.get("order_request")).get("return")
    return "delivered" if "delivered" in tags and not back else None


def cancelled_by(order: Mapping) -> str | None:
    """Who cancelled an order; None where it stands.

    >>> cancelled_by({"status": "cancelled", "cancel_detail": {"group": "buyer"}}), cancelled_by({"status": "paid"})
    ('buyer', None)
    """
    if order.get("status") not in CANCELLED:
        return None
    return CANCELLED_BY.get(str(mapping(order.get("cancel_detail")).get("group")), "unknown")


EXPORT = Export(
    name="meli-api-orders",
    title="Mercado Libre orders (API)",
    platform="mercadolibre",
    tables=("order_lines",),
    download="Mercado Libre API: GET /orders/search or /orders/{id}, the answers saved as JSON",
    read_document=read,
    questions=questions,
    is_document=is_orders,
)
