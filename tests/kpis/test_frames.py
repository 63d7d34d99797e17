"""Lines that stand for a whole order, and orders marked as brushing."""

from __future__ import annotations

import pytest

from tests.kpis.conftest import computed, counts, order, small_client

AS_OF = "2026-01-31"
# What a list of shipments says of an order: when it is due, and nothing of its lines.
DUE = {"order_id": "1", "line_id": "order", "ship_by_at": "2026-01-12T12:00Z"}
SENT = {"order_id": "1", "package_id": "T1", "confirmed_at": "2026-01-13T12:00Z"}
TRAFFIC = [{"item_id": "B0", "start_date": "2026-01-01", "end_date": AS_OF, "sessions": 200, "units": 20}]


def orders_of(*lines):
    client = small_client("amazon-us", order_lines=list(lines), packages=[SENT])
    return computed(client, "late_shipment_rate", as_of=AS_OF, days=30)


def test_a_list_of_shipments_alone_gives_the_rate():
    assert counts(orders_of(DUE)) == (1, 1)


def test_the_deadline_joins_the_orders_own_lines():
    assert counts(orders_of(order("1"), DUE, order("2"))) == (1, 1)


def test_a_deadline_does_not_bring_a_cancelled_order_back():
    gone = order("1", status="cancelled", cancelled_by="buyer", cancelled_at="2026-01-11T12:00Z")
    sent = [order("2", ship_by_at="2026-01-14T12:00Z")]
    client = small_client("amazon-us", order_lines=[gone, DUE, *sent], packages=[{**SENT, "order_id": "2"}])
    assert counts(computed(client, "late_shipment_rate", as_of=AS_OF, days=30)) == (0, 1)


def test_a_deadline_does_not_make_the_platforms_order_the_sellers():
    platform = order("1", channel="platform")
    assert counts(orders_of(platform, DUE)) == (0, 0)


@pytest.mark.parametrize(("flag", "reason"), [(True, "estimate_brushing:1"), (False, ""), (None, "")])
def test_conversion_says_which_orders_can_not_be_taken_out(flag, reason):
    lines = [order("1", is_brushing=flag), order("2", "2025-12-31T12:00Z", is_brushing=True)]
    client = small_client("amazon-us", order_lines=lines, traffic=TRAFFIC)
    row = computed(client, "conversion_rate", as_of=AS_OF)
    assert (counts(row), row["reason"]) == ((20, 200), reason)
