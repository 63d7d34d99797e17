"""Amazon FBA shipments: one package a parcel, one line an order item, and nothing of the buyer."""

import pandas as pd
import pytest

from workbench.sources import recognise
from workbench.sources.amazon.fba_shipments import FIELDS, KNOWN

HEADER = (
    *("amazon-order-id", "merchant-order-id", "shipment-id", "shipment-item-id", "amazon-order-item-id"),
    *("merchant-order-item-id", "purchase-date", "payments-date", "shipment-date", "reporting-date", "buyer-email"),
    *("buyer-name", "buyer-phone-number", "sku", "product-name", "quantity-shipped", "currency", "item-price"),
    *("item-tax", "shipping-price", "shipping-tax", "gift-wrap-price", "gift-wrap-tax", "ship-service-level"),
    *("recipient-name", "ship-address-1", "ship-address-2", "ship-address-3", "ship-city", "ship-state"),
    *("ship-postal-code", "ship-country", "ship-phone-number", "bill-address-1", "bill-address-2", "bill-address-3"),
    *("bill-city", "bill-state", "bill-postal-code", "bill-country", "item-promotion-discount"),
    *("ship-promotion-discount", "carrier", "tracking-number", "estimated-arrival-date", "fulfillment-center-id"),
    *("fulfillment-channel", "sales-channel"),
)
ITEM = {
    **{"amazon-order-id": "111-1", "shipment-id": "DxA", "shipment-item-id": "s1", "amazon-order-item-id": "0171"},
    **{"purchase-date": "2026-01-05T08:04:21-08:00", "shipment-date": "2026-01-06T23:30:00-08:00"},
    **{"buyer-email": "rosa@example.com", "buyer-name": "Rosa Ejemplo", "recipient-name": "Rosa Ejemplo"},
    **{"sku": "001", "product-name": 'Pot 5"', "quantity-shipped": "2", "currency": "USD", "item-price": "17.98"},
    **{"ship-address-1": "1 Elm St", "ship-state": "TX", "ship-country": "US", "carrier": "AMZN_US"},
    **{"tracking-number": "TBA000000000001", "estimated-arrival-date": "2026-01-09T23:59:59-08:00"},
    **{"fulfillment-center-id": "ONT8", "fulfillment-channel": "AFN", "sales-channel": "Amazon.com"},
}
EXPORT = "amazon-fba-shipments"


@pytest.fixture
def shipments(tsv, reading):
    return lambda *rows: reading(tsv(HEADER, [ITEM | row for row in rows]), export=EXPORT, account="amazon-us")


def records(result, table):
    return result.tables[table].to_dict("records")


def test_all_48_columns_are_known():
    assert len(HEADER) == 48
    assert {name for names in FIELDS.values() for name in names} | set(KNOWN) == set(HEADER)


def test_a_parcel_is_dated_by_its_own_offset(shipments):
    (package,) = records(shipments({}), "packages")
    assert (package["account"], package["order_id"], package["package_id"]) == ("amazon-us", "111-1", "DxA")
    assert (package["carrier"], package["tracking_id"]) == ("AMZN_US", "TBA000000000001")
    assert package["confirmed_at"] == pd.Timestamp("2026-01-07T07:30:00Z")  # eight hours behind UTC
    # Neither is stated as such: the estimate is no promise, the parcel does not leave the seller's country.
    assert not {"promised_at", "ship_from_country"} & set(package)


def test_the_line_says_that_the_platform_ships_it(shipments):
    (line,) = records(shipments({}), "order_lines")
    assert (line["line_id"], line["sku"], line["quantity"], line["market"]) == ("001#1", "001", 2, "US")
    assert (line["channel"], line["status"], line["ship_state"]) == ("platform", "shipped", "TX")
    assert line["ordered_at"] == pd.Timestamp("2026-01-05T16:04:21Z")


def test_items_of_one_parcel_make_one_package_and_keep_their_lines(shipments):
    result = shipments({}, {"sku": "B", "amazon-order-item-id": "0172"}, {"amazon-order-id": "111-2"})
    assert result.tables["packages"][["order_id", "where"]].values.tolist() == [["111-1", "2,3"], ["111-2", "4"]]
    lines = result.tables["order_lines"][["order_id", "line_id", "where"]].values.tolist()
    assert lines == [["111-1", "001#1", "2"], ["111-1", "B#1", "3"], ["111-2", "001#1", "4"]]
    assert result.structural == {"further item of a parcel": 1}


def test_one_line_in_two_shipments_is_one_line_with_both_quantities(shipments):
    result = shipments({"quantity-shipped": "1"}, {"shipment-id": "DxB", "quantity-shipped": "3"})
    assert result.tables["packages"]["package_id"].tolist() == ["DxA", "DxB"]
    assert result.tables["order_lines"][["line_id", "quantity", "where"]].values.tolist() == [["001#1", 4, "2,3"]]


def test_parcels_of_one_shipment_are_told_apart_by_tracking_number(shipments):
    result = shipments({}, {"sku": "B", "amazon-order-item-id": "2", "tracking-number": "TBA2"})
    assert result.tables["packages"]["package_id"].tolist() == ["DxA/TBA000000000001", "DxA/TBA2"]


def test_two_order_items_of_one_sku_stay_two_lines(shipments):
    result = shipments({}, {"amazon-order-item-id": "0172", "shipment-item-id": "s2"})
    assert result.tables["order_lines"]["line_id"].tolist() == ["001#1", "001#2"]


def test_each_row_goes_to_the_account_of_its_sales_channel(shipments):
    result = shipments(
        {"amazon-order-id": "1"},
        {"amazon-order-id": "2", "sales-channel": "Amazon.com.mx"},
        {"amazon-order-id": "3", "sales-channel": "Amazon.ca"},
        {"amazon-order-id": "S01", "sales-channel": "Non-Amazon"},
    )
    assert result.tables["packages"]["account"].tolist() == ["amazon-us", "amazon-mx"]
    assert result.structural == {"not sold on Amazon": 1, "other sales channel": 1}


def test_exact_copies_count_as_repeated(shipments):
    result = shipments({}, {})
    assert (result.repeated, len(result.tables["packages"])) == (1, 1)
    assert result.tables["order_lines"]["quantity"].tolist() == [2]


def test_a_time_without_an_offset_is_refused_not_guessed(shipments):
    result = shipments({}, {"shipment-date": "2026-01-06 23:30:00"}, {"quantity-shipped": "two"})
    assert result.refused[["where", "column"]].values.tolist() == [["3", "shipment-date"], ["4", "quantity-shipped"]]
    assert result.tables["packages"]["where"].tolist() == ["2"]


def test_nothing_of_the_buyer_reaches_a_table(shipments):
    text = "".join(table.to_csv() for table in shipments({}).tables.values())
    assert not [word for word in ("Rosa", "@", "Elm") if word in text]


def test_all_orders_and_shipments_are_told_apart(tsv, context):
    found = recognise("a.txt", tsv(HEADER, [ITEM]), context=context("amazon-us"))
    assert found.export == EXPORT
    orders = ("amazon-order-id", "purchase-date", "last-updated-date", "order-status", "fulfillment-channel")
    orders = (*orders, "sales-channel", "product-name", "sku", "asin", "quantity", "currency", "item-price")
    found = recognise("a.txt", tsv(orders, [ITEM]), context=context("amazon-us"))
    assert found.export == "amazon-all-orders"


def test_a_file_without_shipments_is_an_empty_table(shipments):
    result = shipments()
    assert result.physical_rows == 0
    assert all(table.empty for table in result.tables.values())
