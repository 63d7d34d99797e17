"""Walmart API returns of both countries."""

import pandas as pd
import pytest

from workbench.errors import UnreadableFile

EXPORT = "walmart-api-returns"


def us_line(number=1, *, currency="USD", **more):
    total = {"name": "lineTotal", "value": {"currencyAmount": 127.45, "currencyUnit": currency}}
    events = [
        {"eventTag": "RETURN_RECEIVED", "eventTime": "2026-02-25T00:00:00.000Z"},
        {"eventTag": "RETURN_INITIATED"},
    ]
    states = [
        {"currentRefundStatus": "REFUND_COMPLETED", "statusTime": "2026-03-02T05:00:00.000Z"},
        {"currentRefundStatus": "REFUND_COMPLETED", "statusTime": "2026-03-09T05:00:00.000Z"},
        {"currentRefundStatus": "REFUND_INITIATED", "statusTime": "2026-03-01T05:00:00.000Z"},
    ]
    body = {
        "returnOrderLineNumber": number,
        "returnReason": "ARRIVED_LATE",
        "purchaseOrderId": "4790",
        "item": {"sku": "007"},
    }
    body |= {"quantity": {"measurementValue": 2}, "chargeTotals": [{"name": "lineSubTotal"}, total]}
    return body | {"returnTrackingDetail": events, "currentTrackingStatuses": states} | more


def answer(*lines, total=1):
    order = {"returnOrderId": "1037", "customerEmailId": "jane@example.com", "customerName": {"firstName": "Jane"}}
    order |= {"returnOrderDate": "2026-02-21T01:01:08.000Z", "returnOrderLines": list(lines)}
    return {"meta": {"totalCount": total}, "returnOrders": [order]}


def mx_line(**more):
    body = {"returnOrderLineNumber": "2", "returnReason": "Pedido extraviado", "reasonCode": "COURIER_LOST"}
    body |= {"purchaseOrderId": "P1", "item": {"productName": "x"}, "quantity": {"amount": "1"}}
    return body | {"refundAmount": {"currency": "MXN", "amount": "101"}} | more


@pytest.fixture
def returns(walmart):
    return lambda body, **more: walmart(body, export=EXPORT, **more)


def test_an_american_return(returns):
    (row,) = returns(answer(us_line())).tables["returns"].to_dict("records")
    assert (row["return_id"], row["order_id"], row["sku"], row["quantity"]) == ("1037/1", "4790", "007", 2)
    assert (row["reason"], row["amount"], row["currency"]) == ("ARRIVED_LATE", 127.45, "USD")
    assert [str(row[key])[:10] for key in ("requested_at", "received_at", "refunded_at")] == [
        *("2026-02-21", "2026-02-25", "2026-03-02")
    ]
    assert "Jane" not in str(row)


def test_a_mexican_return_has_a_reason_code_and_its_refund(returns):
    (row,) = returns(answer(mx_line()), account="walmart-mx").tables["returns"].to_dict("records")
    assert (row["return_id"], row["reason"], row["amount"], row["currency"]) == ("1037/2", "COURIER_LOST", 101.0, "MXN")
    assert pd.isna(row["sku"])
    assert pd.isna(row["received_at"])


def test_a_cancelled_return_stays_with_nothing_returned(returns):
    none = mx_line(status="Cancelled", quantity={"amount": "0"}, refundAmount={"currency": "MXN", "amount": "0"})
    (row,) = returns(answer(none), account="walmart-mx").tables["returns"].to_dict("records")
    assert (row["quantity"], row["amount"]) == (0, 0.0)


def test_repeats_contradictions_and_lines_without_an_order_are_told(returns):
    result = returns(
        answer(us_line(1), us_line(1), us_line(1, returnReason="OTHER"), us_line(2, purchaseOrderId=None), total=40)
    )
    assert (len(result.tables["returns"]), result.repeated, result.refused_rows) == (1, 1, 2)
    assert result.notes == ("a page: 1 of 40 returns; the other pages are files of their own",)


def test_returns_of_another_market_are_refused(returns):
    with pytest.raises(UnreadableFile, match="amounts in MXN, and the account walmart-us is in USD"):
        returns(answer(mx_line()))
