"""Walmart payment statements: parts are entries, sums are control totals."""

import copy

import pandas as pd
import pytest

# Sales of 100 with 8 of tax that is withheld, a commission of 15 (16 less 1), a refund of 20 with 3 of commission
# back, a charge of 2 and storage of 5: 85 - 17 - 2 = 66, less 5 is 61.
STATEMENT = {
    "payload": {
        "accountSummary": {
            **{"openingBalance": 0, "orderActivity": 66, "walmartFulfillmentServices": -5, "otherActivities": 0},
            **{"reserve": 0, "paidToYou": 0, "closingBalance": 61, "holdAmt": 0, "holdDates": " "},
            **{"scheduledSettlementDate": "2026-01-20", "lastUpdatedDate": "2026-01-13"},
        },
        "transactionDetails": {
            "saleAggregate": {
                **{"productPrice": 100, "netTaxCollected": 8, "productTaxCollected": 8, "netTaxWithheld": -8},
                **{"productTaxWithheld": -8, "netComm": -15, "netPayable": 85, "totalBaseCommission": -16},
                "commissionSavings": 1,
            },
            "refundDetails": {"productPrice": -20, "netComm": 3, "netPayable": -17},
            "adjustmentAggregate": {"netPayable": -2, "returnShipServCharge": -2},
            "wfs": {"netPayable": -5, "wfsStorageFee": -5},
            "partnerTxns": [],
        },
    }
}


@pytest.fixture
def statement(walmart):
    return lambda body=STATEMENT, **more: walmart(body, export="walmart-statement", **more)


def changed(*path, value):
    body = copy.deepcopy(STATEMENT)
    inner = body["payload"]
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    return body


def test_parts_are_entries_and_sums_are_set_aside(statement):
    result = statement()
    ledger = result.tables["ledger"].set_index("entry")
    assert ledger["amount"].to_dict() == {
        "saleAggregate/productPrice": 100,
        "saleAggregate/productTaxCollected": 8,
        "saleAggregate/productTaxWithheld": -8,
        "saleAggregate/netComm": -15,
        "refundDetails/productPrice": -20,
        "refundDetails/netComm": 3,
        "adjustmentAggregate/returnShipServCharge": -2,
        "wfs/wfsStorageFee": -5,
        "accountSummary/otherActivities": 0,
    }
    assert set(ledger["settlement_id"]) == {"2026-01-20"}
    assert set(ledger["report"]) == {"walmart-statement"}
    assert ledger["available_at"].iloc[0] == pd.Timestamp("2026-01-20T08:00Z")
    assert result.exported_at == pd.Timestamp("2026-01-13T08:00Z")


def test_every_total_of_the_statement_holds(statement):
    totals = {total.name: (total.stated, total.holds) for total in statement().totals}
    assert totals == {
        "saleAggregate": (85.0, True),
        "refundDetails": (-17.0, True),
        "adjustmentAggregate": (-2.0, True),
        "wfs": (-5.0, True),
        "orderActivity": (66.0, True),
        "walmartFulfillmentServices": (-5.0, True),
        "closingBalance": (61.0, True),
    }


def test_an_amount_that_was_changed_breaks_its_block_and_the_balance(statement):
    result = statement(changed("transactionDetails", "wfs", "wfsStorageFee", value=-5.01))
    off = {total.name: total.difference for total in result.totals if not total.holds}
    assert off == {"wfs": -0.01, "walmartFulfillmentServices": -0.01, "closingBalance": -0.01}


def test_the_balance_is_not_checked_where_money_was_paid_or_held(statement):
    names = [total.name for total in statement(changed("accountSummary", "reserve", value=7)).totals]
    assert "closingBalance" not in names


def test_the_currency_is_the_accounts(statement):
    assert set(statement(account="walmart-mx").tables["ledger"]["currency"]) == {"MXN"}


def test_text_for_an_amount_is_refused(statement):
    result = statement(changed("transactionDetails", "wfs", "wfsStorageFee", value="five"))
    assert result.refused["where"].tolist() == ["$.payload.transactionDetails.wfs.wfsStorageFee"]
