"""Orders that the platform ships beside those that the seller ships."""

import pytest

from tests.kpis.conftest import account, computed, counts, order, parcel, scan, small_client

AS_OF = "2026-01-31"
BY_SELLER = (
    "late_shipment_rate", "pre_fulfilment_cancellation_rate", "valid_tracking_rate", "unit_on_time_delivery_rate",
)  # fmt: skip
SEEN = (("2026-01-17T12:00Z", "accepted"), ("2026-01-18T12:00Z", "delivered"))


def from_warehouse(name: str = "fba") -> dict:
    """An order as a report of shipments from the platform's warehouses has it: no price, no deadline."""
    return order(name, "2026-01-15T12:00Z", channel="platform", unit_price=None, currency=None)


def sent(name: str) -> dict:
    return parcel(name, confirmed_at="2026-01-16T12:00Z", promised_at="2026-01-19T12:00Z")


def client(*orders: dict, fulfilment: str = "mixed"):
    names = [each["order_id"] for each in orders]
    return small_client(
        account("amazon-us", fulfilment=fulfilment, ship_from="US"), order_lines=list(orders),
        packages=[sent(name) for name in names],
        scans=[scan(name, at, stage) for name in names for at, stage in SEEN],
    )  # fmt: skip


@pytest.mark.parametrize("kpi", BY_SELLER)
def test_shipments_from_the_platforms_warehouses_alone_leave_the_sellers_kpis_without_a_file(kpi):
    row = computed(client(from_warehouse()), kpi, as_of=AS_OF)
    assert (row["status"], row["reason"]) == ("unmeasured", "missing_export:amazon-all-orders")


@pytest.mark.parametrize("kpi", BY_SELLER)
def test_they_never_enter_the_sellers_kpis(kpi):
    own = order("own", "2026-01-15T12:00Z", ship_by_at="2026-01-17T12:00Z")
    alone, both = (client(*orders) for orders in ((own,), (own, from_warehouse("fba1"), from_warehouse("fba2"))))
    day = "2026-01-20" if kpi == "pre_fulfilment_cancellation_rate" else AS_OF
    assert counts(computed(both, kpi, as_of=day)) == counts(computed(alone, kpi, as_of=day))
    assert counts(computed(both, kpi, as_of=day))[1] == 1


@pytest.mark.parametrize("kpi", ["late_shipment_rate", "pre_fulfilment_cancellation_rate"])
def test_a_file_of_all_orders_without_one_of_the_sellers_is_nothing_to_count(kpi):
    priced = order("a", "2026-01-29T12:00Z", channel="platform")
    row = computed(small_client(account("amazon-us", fulfilment="mixed"), order_lines=[priced]), kpi, as_of=AS_OF)
    assert row["reason"] == "zero_denominator"


def test_an_account_that_ships_nothing_itself_lacks_nothing():
    row = computed(client(from_warehouse(), fulfilment="platform"), "late_shipment_rate", as_of=AS_OF)
    assert row["reason"] == "zero_denominator"
