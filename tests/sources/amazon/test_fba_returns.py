"""Amazon FBA customer returns: what came back, without the buyer's words."""

import pandas as pd
import pytest

HEADER = (
    *("return-date", "order-id", "sku", "asin", "fnsku", "product-name", "quantity", "fulfillment-center-id"),
    *("detailed-disposition", "reason", "status", "license-plate-number", "customer-comments"),
)
UNIT = {
    **{"return-date": "2026-01-15T10:00:00+00:00", "order-id": "111-1", "sku": "00123", "quantity": "1"},
    **{"reason": "DEFECTIVE", "license-plate-number": "LPN1", "customer-comments": "Call me, Juana"},
}


@pytest.fixture
def returned(tsv, reading):
    return lambda *rows: reading(tsv(HEADER, rows), export="amazon-fba-returns", account="amazon-us")


def test_each_unit_is_a_return_with_its_label(returned):
    (row,) = returned(UNIT).tables["returns"].to_dict("records")
    assert (row["return_id"], row["order_id"], row["sku"]) == ("111-1/LPN1", "111-1", "00123")
    assert (row["quantity"], row["reason"]) == (1, "DEFECTIVE")
    assert row["received_at"] == pd.Timestamp("2026-01-15T10:00:00Z")
    assert "requested_at" not in row


def test_the_buyers_comment_reaches_no_table(returned):
    assert "Juana" not in returned(UNIT).tables["returns"].to_csv()


def test_units_without_a_label_are_numbered(returned):
    result = returned(UNIT | {"license-plate-number": ""}, UNIT | {"license-plate-number": "", "reason": "SWITCHEROO"})
    assert result.tables["returns"]["return_id"].tolist() == ["111-1/00123#1", "111-1/00123#2"]


def test_a_unit_listed_twice_counts_once(returned):
    assert returned(UNIT, UNIT).repeated == 1


@pytest.mark.parametrize("cells", [{"return-date": "15/01/2026"}, {"quantity": "-1"}, {"order-id": ""}, {"sku": ""}])
def test_what_can_not_be_read_is_refused(returned, cells):
    assert returned(UNIT, UNIT | {"license-plate-number": "LPN2"} | cells).refused["where"].tolist() == ["3"]
