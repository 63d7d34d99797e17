"""Walmart reconciliation reports: v1 against its own total, v0 against what was payable, Fulfillment Services."""

import pandas as pd
import pytest

from workbench.errors import UnreadableFile

V1 = (
    *("Period Start Date", "Period End Date", "Total Payable", "Currency", "Transaction Key"),
    *("Transaction Posted Timestamp", "Transaction Type", "Transaction Description", "Customer Order #"),
    *("Customer Order line #", "Purchase Order #", "Purchase Order line #", "Amount", "Amount Type", "Ship Qty"),
    *("Commission Rate", "Transaction Reason Description", "Partner Item Id", "Partner GTIN", "Partner Item Name"),
    *("Ship to State", "Ship to City", "Ship to Zipcode", "Fulfillment Type"),
)
SUMMARY = {
    **{"Period Start Date": "01/03/2026", "Period End Date": "01/16/2026", "Total Payable": "14.94", "Currency": "USD"},
    **{"Transaction Posted Timestamp": "01/20/2026", "Transaction Type": "PaymentSummary"},
    "Transaction Description": "Deposited in account",
}
SALE = {
    **{"Transaction Key": "2026_01_16_100", "Transaction Posted Timestamp": "1/15/2026", "Transaction Type": "Sale"},
    **{"Transaction Description": "Purchase", "Purchase Order #": "108800000000001", "Purchase Order line #": "1"},
    **{"Amount": "19.52", "Amount Type": "Product Price", "Partner Item Id": "00123", "Ship to City": "Nowhere"},
}
COMMISSION = SALE | {"Amount": "-2.34", "Amount Type": "Commission on Product"}
LABEL = SALE | {
    **{"Transaction Key": "2026_01_16_101", "Transaction Type": "Adjustment", "Amount": "-2.24"},
    **{"Transaction Description": "Walmart Shipping Label Service Charge", "Amount Type": "Fee/Reimbursement"},
}
V0 = (
    *("Walmart.com Order #", "Walmart.com Order Line #", "Walmart.com PO #", "Walmart.com P.O. Line #"),
    *("Partner Order #", "Transaction Type", "Transaction Date Time", "Shipped Qty", "Partner Item ID", "Ship to city"),
    *("Payable to Partner from Sale", "Commission from Sale", "Gross Sales Revenue", "Refunded Retail Sales"),
    *("Gross Shipping Revenue", "Net Shipping Revenue", "Total NET Tax Collected", "Tax Withheld"),
)
OLD_SALE = {
    **{"Walmart.com PO #": "108800000000001", "Walmart.com P.O. Line #": "1", "Transaction Type": "SALE"},
    **{"Transaction Date Time": "01/15/2026", "Partner Item ID": "00123", "Ship to city": "Nowhere"},
    **{"Payable to Partner from Sale": "21.25", "Commission from Sale": "3.75", "Gross Sales Revenue": "20.00"},
    **{"Gross Shipping Revenue": "5.00", "Net Shipping Revenue": "5.00", "Total NET Tax Collected": "1.65"},
    "Tax Withheld": "1.65",
}
WFS = (
    *("Walmart.com Order #", "Walmart.com Order Line #", "Walmart.com PO #", "Walmart.com PO Line #"),
    *("Transaction Type", "Reason Code", "Detail", "WFSReferenceID", "Transaction Date/Time", "Qty", "Partner ID"),
    *("Partner GTIN", "Partner Item Name", "Category", "Sub Category", "Net Payable", "CustomerOrderId"),
)
LOST = {
    **{
        "Walmart.com PO #": '="108800000000001"',
        "Transaction Type": "LostInventory",
        "Reason Code": "Lost in warehouse",
    },
    **{"WFSReferenceID": '="0099887766"', "Transaction Date/Time": "1/15/2026", "Net Payable": "12.50"},
}


@pytest.fixture
def v1(walmart, comma):
    return lambda *rows, **more: walmart(comma(V1, rows), export="walmart-reconciliation", **more)


@pytest.fixture
def v0(walmart, comma):
    return lambda *rows: walmart(comma(V0, rows), export="walmart-reconciliation-v0")


@pytest.fixture
def fulfilment(walmart, comma):
    def take(*rows):
        above = [("Settlement report",), ("Partner: invented",), ("Period: 1/3/2026",)]
        return walmart(comma(WFS, rows, preamble=above), export="walmart-fulfilment-settlement")

    return take


def test_a_row_is_an_amount_and_the_total_holds(v1):
    result = v1(SUMMARY, SALE, COMMISSION, LABEL)
    ledger = result.tables["ledger"]
    assert ledger[["kind", "amount"]].values.tolist() == [
        ["Product Price/Purchase", 19.52],
        ["Commission on Product/Purchase", -2.34],
        ["Fee/Reimbursement/Walmart Shipping Label Service Charge", -2.24],
    ]
    first = ledger.iloc[0]
    assert (first["order_id"], first["sku"], first["currency"]) == ("108800000000001", "00123", "USD")
    assert (first["report"], first["settlement_id"]) == ("walmart-reconciliation", "01/03/2026 - 01/16/2026")
    assert first["posted_at"] == pd.Timestamp("2026-01-15T08:00Z")
    assert (first["status"], first["available_at"]) == ("released", pd.Timestamp("2026-01-20T08:00Z"))
    assert result.structural == {"payment summary": 1}
    (total,) = result.totals
    assert (total.stated, total.holds, total.where) == (14.94, True, "2")


def test_a_lost_row_is_seen_in_the_total(v1):
    (total,) = v1(SUMMARY, SALE, COMMISSION).totals
    assert (total.holds, total.difference) == (False, 2.24)


def test_a_total_that_is_no_amount_is_refused_and_not_passed_over(v1):
    result = v1(SUMMARY | {"Total Payable": "14,94"}, SALE, COMMISSION, LABEL)
    assert result.refused[["where", "column", "value"]].values.tolist() == [["2", "Total Payable", "14,94"]]
    assert (result.refused_rows, result.structural) == (1, {})


def test_equal_amounts_keep_their_names_in_a_longer_file(v1):
    short = v1(SALE, SALE, COMMISSION).tables["ledger"]["entry"].tolist()
    assert len(set(short)) == 3
    later = SALE | {"Transaction Key": "2026_01_17_200"}
    assert set(short) <= set(v1(later, SALE, SALE, COMMISSION).tables["ledger"]["entry"])


def test_a_file_without_a_summary_takes_the_day_of_the_key_and_states_no_total(v1):
    result = v1(SALE)
    row = result.tables["ledger"].iloc[0]
    assert (row["settlement_id"], result.totals) == ("2026-01-16", ())
    assert pd.isna(row["status"])
    assert any("no single payment summary" in note for note in result.notes)


def test_amounts_in_another_currency_are_refused(v1):
    with pytest.raises(UnreadableFile, match="amounts in MXN"):
        v1(SUMMARY | {"Currency": "MXN"}, SALE)


def test_in_mexico_a_day_with_slashes_is_refused_not_guessed(v1):
    result = v1(SALE, SALE | {"Transaction Posted Timestamp": "2026-01-15"}, account="walmart-mx")
    assert result.refused["column"].tolist() == ["Transaction Posted Timestamp"]
    assert len(result.tables["ledger"]) == 1


def test_an_old_row_fans_out_to_what_was_payable(v0):
    result = v0(OLD_SALE)
    ledger = result.tables["ledger"]
    assert ledger.set_index("kind")["amount"].to_dict() == {
        "Gross Sales Revenue/SALE": 20.0,
        "Gross Shipping Revenue/SALE": 5.0,
        "Total NET Tax Collected/SALE": 1.65,
        "Tax Withheld/SALE": -1.65,
        "Commission from Sale/SALE": -3.75,
    }
    assert round(ledger["amount"].sum(), 2) == 21.25
    assert set(ledger["where"]) == {"2"}
    assert set(ledger["report"]) == {"walmart-reconciliation-v0"}
    assert ledger["entry"].is_unique


def test_an_old_refund_goes_against_the_seller_and_its_commission_comes_back(v0):
    refund = {
        **{
            "Walmart.com PO #": "108800000000001",
            "Transaction Type": "REFUNDED",
            "Transaction Date Time": "01/16/2026",
        },
        **{"Payable to Partner from Sale": "-17.00", "Refunded Retail Sales": "20.00", "Commission from Sale": "-3.00"},
    }
    amounts = v0(refund).tables["ledger"].set_index("kind")["amount"].to_dict()
    assert amounts == {"Refunded Retail Sales/REFUNDED": -20.0, "Commission from Sale/REFUNDED": 3.0}


def test_what_the_old_columns_do_not_explain_is_told(v0):
    result = v0(OLD_SALE | {"Payable to Partner from Sale": "20.00"})
    assert result.tables["ledger"]["amount"].iloc[-1] == -1.25
    assert any("do not add up to 'Payable to Partner from Sale'" in note for note in result.notes)


def test_an_old_row_without_an_amount_is_set_aside(v0):
    nothing = {"Walmart.com PO #": "1", "Transaction Type": "ADJMNT", "Transaction Date Time": "01/16/2026"}
    result = v0(OLD_SALE, nothing | {"Payable to Partner from Sale": "0.00"})
    assert result.structural == {"row without an amount": 1}


def test_fulfilment_rows_keep_their_long_numbers(fulfilment):
    (row,) = fulfilment(LOST).tables["ledger"].to_dict("records")
    assert (row["settlement_id"], row["order_id"], row["amount"]) == ("0099887766", "108800000000001", 12.5)
    assert (row["kind"], row["report"]) == ("LostInventory/Lost in warehouse", "walmart-fulfilment-settlement")


def test_no_place_of_a_customer_reaches_the_ledger(v1, v0):
    for result in (v1(SUMMARY, SALE), v0(OLD_SALE)):
        assert "Nowhere" not in result.tables["ledger"].to_csv()
