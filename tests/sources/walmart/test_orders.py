"""Walmart orders: long ids as text, days as deadlines, parcels by tracking number."""

import pandas as pd
import pytest

HEADER = (
    *("PO#", "Order#", "Order Date", "Ship By", "Delivery Date", "Customer Name", "Customer Shipping Address"),
    *("Customer Phone Number", "Ship to Address 1", "Ship to Address 2", "City", "State", "Zip", "Segment", "FLIDS"),
    *("Line#", "UPC", "Status", "Item Description", "Shipping Method", "Shipping Tier", "Shipping SLA"),
    *("Shipping Config SOurce", "Qty", "SKU", "Item Cost", "Shipping Cost", "Tax", "Update Status", "Update Qty"),
    *("Carrier", "Tracking Number", "Tracking Url", "Seller Order NO", "Fulfillment Entity", "Replacement Order"),
    "Original Customer Order Id",
)
LINE = {
    **{"PO#": "108800000000001", "Order#": "200011000000001", "Order Date": "2026-01-05", "Ship By": "2026-01-07"},
    **{"Delivery Date": "2026-01-11", "Customer Name": "Jane Example", "Customer Phone Number": "5550000000"},
    **{"State": "TX", "Line#": "1", "Status": "Delivered", "Item Description": "Lamp", "Qty": "2", "SKU": "00123"},
    **{
        "Item Cost": "19.99",
        "Shipping Cost": "0",
        "Tax": "3.30",
        "Carrier": "FedEx",
        "Tracking Number": "000000000007",
    },
    **{"Fulfillment Entity": "Seller Fulfilled"},
}
EXPORT = "walmart-orders"


@pytest.fixture
def orders(workbook, reading):
    def take(*rows, header=HEADER, account="walmart-us"):
        cells = [header, *([(LINE | row).get(name, "") for name in header] for row in rows)]
        return reading(workbook(cells, sheet="Po Details"), export=EXPORT, account=account)

    return take


def test_a_line_and_its_parcel(orders):
    result = orders({})
    (line,) = result.tables["order_lines"].to_dict("records")
    assert (line["order_id"], line["line_id"], line["sku"], line["quantity"]) == ("108800000000001", "1", "00123", 2)
    assert (line["unit_price"], line["currency"], line["channel"], line["status"]) == (
        19.99,
        "USD",
        "seller",
        "delivered",
    )
    # A day is over when it is over in Los Angeles, eight hours behind UTC in January.
    assert line["ship_by_at"] == pd.Timestamp("2026-01-08T07:59:59.999999Z")
    assert line["ordered_at"] == pd.Timestamp("2026-01-05T08:00:00Z")
    (parcel,) = result.tables["packages"].to_dict("records")
    assert (parcel["package_id"], parcel["tracking_id"]) == ("108800000000001", "000000000007")
    assert parcel["promised_at"] == pd.Timestamp("2026-01-12T07:59:59.999999Z")
    assert any("'Ship By': 1 days without a clock time" in note for note in result.notes)


def test_no_customer_reaches_a_table(orders):
    text = "".join(frame.to_csv() for frame in orders({}).tables.values())
    assert "Jane" not in text
    assert "5550000000" not in text


def test_the_older_width_is_read(orders):
    header = (*HEADER[:7], "Customer Email ID", *HEADER[8:28])
    assert orders({}, header=header).tables["order_lines"]["unit_price"].tolist() == [19.99]


def test_an_order_in_two_parcels_has_two_and_lines_in_one_parcel_one(orders):
    result = orders(
        {"Line#": "1", "Tracking Number": "T1"},
        {"Line#": "2", "Tracking Number": "T2"},
        {"Line#": "3", "Tracking Number": "T1"},
        {"Line#": "4", "Tracking Number": ""},
    )
    assert result.tables["packages"]["package_id"].tolist() == ["108800000000001", "108800000000001/2"]


def test_an_order_not_yet_shipped_has_no_parcel(orders):
    result = orders({"Status": "Acknowledged", "Tracking Number": ""})
    assert result.tables["packages"].empty


def test_ids_that_the_spreadsheet_cut_off_are_refused(orders):
    result = orders({}, {"PO#": "1.088E+14"})
    assert result.refused[["where", "column"]].values.tolist() == [["3", "PO#"]]


def test_a_state_that_is_not_known_is_refused(orders):
    assert orders({"Status": "Lost in space"}).refused["value"].tolist() == ["Lost in space"]


def test_copies_count_as_repeated(orders):
    assert orders({}, {}).repeated == 1


DAYS = {"Order Date": "01/05/2026", "Ship By": "1/7/2026", "Delivery Date": "01/11/26"}


def test_days_with_slashes_have_the_month_first_in_the_united_states(orders):
    usual, slashed = (orders(row).tables for row in ({}, DAYS))
    for table, column in (("order_lines", "ordered_at"), ("order_lines", "ship_by_at"), ("packages", "promised_at")):
        assert slashed[table][column].tolist() == usual[table][column].tolist()


def test_days_with_slashes_are_refused_where_their_order_is_not_known(orders):
    result = orders({}, DAYS, account="walmart-mx")
    assert result.refused_rows == 1
    assert set(result.refused["column"]) >= {"Order Date"}
    assert result.tables["order_lines"]["currency"].tolist() == ["MXN"]


def test_a_day_as_a_spreadsheets_number_is_the_same_day(orders):
    # 46029 is 7 January 2026, counted from 30 December 1899.
    (line,) = orders({"Ship By": 46029}).tables["order_lines"].to_dict("records")
    assert line["ship_by_at"] == pd.Timestamp("2026-01-08T07:59:59.999999Z")


def test_ids_that_stand_as_numbers_keep_their_digits(orders):
    (line,) = orders({"PO#": 108800000000001, "Line#": 1.0}).tables["order_lines"].to_dict("records")
    assert (line["order_id"], line["line_id"]) == ("108800000000001", "1")


def test_a_tracking_number_of_which_the_spreadsheet_cut_off_digits_is_refused(orders):
    result = orders({}, {"PO#": "108800000000002", "Tracking Number": 9400111899223197428490.0})
    assert result.refused[["where", "column"]].values.tolist() == [["3", "Tracking Number"]]


def test_columns_are_found_by_name_in_any_order_and_spelling(orders):
    header = tuple(reversed(HEADER))
    assert orders({}, header=header).tables["order_lines"]["unit_price"].tolist() == [19.99]
    assert not any("not known" in note for note in orders({}).notes)


def test_item_cost_is_the_price_of_one_unit(orders):
    (line,) = orders({"Qty": "3", "Item Cost": "$1,019.99"}).tables["order_lines"].to_dict("records")
    assert (line["quantity"], line["unit_price"]) == (3, 1019.99)
