"""Walmart Marketplace API returns (JSON), to returned lines; United States and Mexico.

A cancelled return in Mexico has quantity and amount zero, and is kept so: it takes the place of the return that an
earlier file told of. The day on which the goods came back is given only where the return's tracking says so.

Source: Marketplace API return examples of both countries, 2026-11.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workbench.sources.accounts import account_questions, own_account
from workbench.sources.contract import Export, FileContext, Question, Reading
from workbench.sources.documents import DocumentRows
from workbench.sources.json_values import instant, number, numbered, part, parts, word
from workbench.sources.walmart.markets import check_currency

COLUMNS = (
    *("account", "return_id", "order_id", "sku", "quantity", "reason", "requested_at", "received_at", "refunded_at"),
    *("amount", "currency"),
)
RECEIVED = ("RETURN_RECEIVED", "RETURN_DELIVERED")
REFUNDED = "REFUND_COMPLETED"


def is_returns(document: object) -> bool:
    """Whether a JSON document holds Walmart returns."""
    found = parts(document, "returnOrders")
    return bool(found) and all("returnOrderId" in order and "returnOrderLines" in order for order in found)


def questions(document: object, context: FileContext) -> tuple[Question, ...]:
    """Whose returns they are."""
    return account_questions(context, platform="walmart")


def read(name: str, document: object, context: FileContext) -> Reading:
    """Returned lines of one Walmart account.

    Raises
    ------
    UnreadableFile
        The returns are of another market than the account.
    """
    account = own_account(context, platform="walmart")
    found = list(_lines(document))
    check_currency(name, (_refund(line)[1] for _, _, line in found), account)
    rows = DocumentRows(name, EXPORT, columns=COLUMNS)
    for path, order, line in found:
        row = {"account": account.id, **_row(order, line), "currency": account.currency}
        if row["order_id"] is None or row["return_id"] is None:
            rows.refuse(path, "purchaseOrderId" if row["order_id"] is None else "returnOrderId", "", "blank")
        else:
            reason = "another line with the same number stands earlier in the file"
            rows.keep_once(path, row, key=("return_id",), reason=reason)
    _tell_pages(rows, document)
    return rows.reading({"returns": rows.frame()}, context)


def _lines(document: object) -> Iterator[tuple[str, Mapping, Mapping]]:
    for place, order in numbered("$.returnOrders", parts(document, "returnOrders")):
        for path, line in numbered(f"{place}.returnOrderLines", parts(order, "returnOrderLines")):
            yield path, order, line


def _row(order: Mapping, line: Mapping) -> dict[str, object]:
    return_id, line_id = word(order.get("returnOrderId")), word(line.get("returnOrderLineNumber"))
    units = part(line, "quantity")
    return {
        "return_id": f"{return_id}/{line_id}" if return_id and line_id else return_id,
        "order_id": word(line.get("purchaseOrderId")),
        "sku": word(part(line, "item").get("sku")),
        "quantity": number(units.get("measurementValue", units.get("amount"))),
        "reason": word(line.get("reasonCode")) or word(line.get("returnReason")),
        "requested_at": instant(order.get("returnOrderDate")),
        "received_at": _first(line, "returnTrackingDetail", name="eventTag", words=RECEIVED, at="eventTime"),
        "refunded_at": _first(
            line, "currentTrackingStatuses", name="currentRefundStatus", words=(REFUNDED,), at="statusTime"
        ),
        "amount": _refund(line)[0],
    }


def _first(line: Mapping, entries: str, *, name: str, words: tuple[str, ...], at: str) -> object:
    said = [instant(entry.get(at)) for entry in parts(line, entries) if entry.get(name) in words]
    return min((when for when in said if when is not None), default=None)


def _refund(line: Mapping) -> tuple[float | None, str | None]:
    """Amount and currency of the line's refund: Mexico states it, the United States as the line's total."""
    amount = part(line, "refundAmount")
    for total in parts(line, "chargeTotals"):
        if total.get("name") == "lineTotal":
            amount = part(total, "value")
    said = number(amount.get("currencyAmount", amount.get("amount")))
    return said, word(amount.get("currencyUnit", amount.get("currency")))


def _tell_pages(rows: DocumentRows, document: object) -> None:
    held, whole = len(parts(document, "returnOrders")), number(part(document, "meta").get("totalCount"))
    if whole and whole > held:
        rows.notes.append(f"a page: {held:,} of {int(whole):,} returns; the other pages are files of their own")


EXPORT = Export(
    name="walmart-api-returns",
    title="Walmart returns (API)",
    platform="walmart",
    tables=("returns",),
    download="Walmart Marketplace API: GET /v3/returns (JSON), each page a file; United States and Mexico",
    read_document=read,
    questions=questions,
    is_document=is_returns,
)
