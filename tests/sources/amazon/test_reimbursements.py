"""Amazon FBA reimbursements: money for goods lost or damaged."""

import pandas as pd
import pytest

HEADER = (
    *("approval-date", "reimbursement-id", "case-id", "amazon-order-id", "reason", "sku", "fnsku", "asin"),
    *("product-name", "condition", "currency-unit", "amount-per-unit", "amount-total", "quantity-reimbursed-cash"),
    *("quantity-reimbursed-inventory", "quantity-reimbursed-total", "original-reimbursement-id"),
    "original-reimbursement-type",
)
LOST = {
    **{"approval-date": "2026-01-15T10:00:00+00:00", "reimbursement-id": "8001", "reason": "Lost_Warehouse"},
    **{"sku": "00123", "fnsku": "X001", "currency-unit": "USD", "amount-per-unit": "9.30", "amount-total": "18.60"},
}


@pytest.fixture
def reimbursed(tsv, reading):
    return lambda *rows, account="amazon-us": reading(
        tsv(HEADER, rows), export="amazon-fba-reimbursements", account=account
    )


def test_each_row_is_an_entry_of_its_reimbursement(reimbursed):
    (entry,) = reimbursed(LOST).tables["ledger"].to_dict("records")
    assert (entry["report"], entry["settlement_id"], entry["kind"]) == (
        *("amazon-reimbursements", "8001", "reimbursement/Lost_Warehouse"),
    )
    assert (entry["sku"], entry["amount"], entry["currency"]) == ("00123", 18.6, "USD")
    assert entry["posted_at"] == pd.Timestamp("2026-01-15T10:00:00Z")


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("2026-07-15 10:00:00 PDT", "2026-07-15T17:00:00Z"),
        ("2026-01-15 10:00:00 PST", "2026-01-15T18:00:00Z"),
        ("2026-01-15T10:00:00-08:00", "2026-01-15T18:00:00Z"),
    ],
)
def test_the_approval_names_its_own_zone(reimbursed, stamp, expected):
    assert reimbursed(LOST | {"approval-date": stamp}).tables["ledger"]["posted_at"][0] == pd.Timestamp(expected)


def test_a_reversal_takes_the_money_back(reimbursed):
    back = LOST | {"reimbursement-id": "8002", "reason": "Reimbursement_Reversal", "amount-total": "-18.60"}
    assert reimbursed(LOST, back).tables["ledger"]["amount"].tolist() == [18.6, -18.6]


def test_goods_given_back_instead_of_money_are_counted_apart(reimbursed):
    assert reimbursed(LOST, LOST | {"sku": "B", "amount-total": "0.00"}).structural == {"no money": 1}


def test_a_row_in_another_currency_goes_to_the_account_that_has_it(reimbursed):
    result = reimbursed(LOST, LOST | {"currency-unit": "MXN"}, LOST | {"currency-unit": "CAD"})
    assert result.tables["ledger"]["account"].tolist() == ["amazon-us", "amazon-mx"]
    assert result.structural == {"other currency": 1}
    assert "rows in currencies of no account of the client: CAD (1)" in result.notes


def test_one_reimbursement_of_two_articles_has_two_entries_and_an_exact_copy_none(reimbursed):
    result = reimbursed(LOST, LOST | {"fnsku": "X002"}, LOST)
    assert result.tables["ledger"]["entry"].nunique() == 2
    assert result.repeated == 1


@pytest.mark.parametrize(
    "cells", [{"amount-total": "?"}, {"approval-date": "2026-01-15"}, {"currency-unit": ""}, {"reimbursement-id": ""}]
)
def test_what_can_not_be_read_is_refused(reimbursed, cells):
    assert reimbursed(LOST, LOST | {"sku": "B"} | cells).refused["where"].tolist() == ["3"]
