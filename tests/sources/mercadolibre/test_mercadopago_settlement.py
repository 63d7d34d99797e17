"""Mercado Pago settlement: the fee holds the financing fee, and nobody's card is read."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.sources import recognise

EXPORT = "mercadopago-settlement"
SHORT = (
    *("EXTERNAL_REFERENCE", "SOURCE_ID", "PAYMENT_METHOD_TYPE", "PAYMENT_METHOD", "TRANSACTION_TYPE"),
    *("TRANSACTION_AMOUNT", "TRANSACTION_CURRENCY", "TRANSACTION_DATE", "FEE_AMOUNT", "SETTLEMENT_NET_AMOUNT"),
    *("SETTLEMENT_DATE", "REAL_AMOUNT", "COUPON_AMOUNT", "METADATA", "FINANCING_FEE_AMOUNT"),
    *("SHIPPING_FEE_AMOUNT", "TAXES_AMOUNT", "INSTALLMENTS", "TAX_DETAIL", "ORDER_ID", "TAXES_DISAGGREGATED"),
    *("DESCRIPTION", "MONEY_RELEASE_DATE", "IS_RELEASED"),
)
LONG = (
    *SHORT,
    *("USER_ID", "SITE", "SETTLEMENT_CURRENCY", "MKP_FEE_AMOUNT", "SELLER_AMOUNT", "CARD_INITIAL_NUMBER"),
    *("PRODUCT_SKU", "LAST_FOUR_DIGITS", "ISSUER_NAME", "PAYER_ID_TYPE", "PAYER_ID_NUMBER", "PAYER_NAME"),
)
PAYMENT = {
    "SOURCE_ID": "9001",
    "PAYMENT_METHOD_TYPE": "credit_card",
    "INSTALLMENTS": "6",
    "TRANSACTION_TYPE": "SETTLEMENT",
    "TRANSACTION_AMOUNT": "131085.03",
    "TRANSACTION_CURRENCY": "MXN",
    "TRANSACTION_DATE": "2026-01-05T10:11:12.000-06:00",
    "SETTLEMENT_DATE": "2026-01-05T10:12:00.000-06:00",
    "FEE_AMOUNT": "-26614.06",
    "FINANCING_FEE_AMOUNT": "-16638.49",
    "TAXES_AMOUNT": "-3932.55",
    "SETTLEMENT_NET_AMOUNT": "100538.42",
    "MONEY_RELEASE_DATE": "2026-01-23T10:11:12.000-06:00",
    "IS_RELEASED": "FALSE",
    "ORDER_ID": "2000012345678901",
    "SITE": "MLM",
    "PRODUCT_SKU": "00123",
    "PAYER_NAME": "Ana Ficticia",
    "LAST_FOUR_DIGITS": "4242",
}


@pytest.fixture
def settlement(semicolon, own):
    def take(*rows, header=SHORT):
        return own(semicolon(header, rows), export=EXPORT, exported_at="2026-02-01")

    return take


def test_the_financing_fee_is_taken_out_of_the_fee_that_holds_it(settlement):
    ledger = settlement(PAYMENT).tables["ledger"]
    # 26,614.06 = 9,975.57 + 16,638.49; 131,085.03 - 26,614.06 - 3,932.55 = 100,538.42
    assert ledger[["kind", "amount"]].values.tolist() == [
        ["SETTLEMENT/TRANSACTION_AMOUNT/credit_card/6", 131085.03],
        ["SETTLEMENT/FEE_AMOUNT", -9975.57],
        ["SETTLEMENT/FINANCING_FEE_AMOUNT", -16638.49],
        ["SETTLEMENT/TAXES_AMOUNT", -3932.55],
    ]
    assert ledger["amount"].sum() == pytest.approx(100538.42)


def test_money_that_waits_is_deferred_until_its_day(settlement):
    result = settlement(PAYMENT, PAYMENT | {"SOURCE_ID": "9002", "IS_RELEASED": "TRUE"})
    rows = result.tables["ledger"].drop_duplicates("settlement_id")
    assert rows["status"].tolist() == ["deferred", "released"]
    assert rows["available_at"].iloc[0] == pd.Timestamp("2026-01-23T16:11:12Z")
    assert rows["posted_at"].iloc[0] == pd.Timestamp("2026-01-05T16:12:00Z")
    assert result.exported_at == pd.Timestamp("2026-02-01", tz="UTC")


def test_the_entry_stays_the_same_when_the_money_is_released(settlement):
    before = settlement(PAYMENT).tables["ledger"]
    after = settlement(PAYMENT | {"IS_RELEASED": "TRUE", "MONEY_RELEASE_DATE": "2026-01-20T10:11:12.000-06:00"})
    assert before["entry"].tolist() == after.tables["ledger"]["entry"].tolist()


def test_the_wide_report_gives_the_sku_and_no_payer(settlement):
    result = settlement(PAYMENT, header=LONG)
    assert result.tables["ledger"]["sku"].unique().tolist() == ["00123"]
    text = result.tables["ledger"].to_csv() + " ".join(result.notes)
    assert "Ficticia" not in text
    assert "4242" not in text


def test_rows_of_another_site_are_set_aside(settlement):
    result = settlement(PAYMENT, PAYMENT | {"SITE": "MLB", "SOURCE_ID": "9"}, header=LONG)
    assert result.structural == {"other site": 1}


def test_a_row_copied_twice_counts_once_and_a_zero_row_is_structural(settlement):
    nothing = dict.fromkeys(PAYMENT, "") | {"SOURCE_ID": "9003", "TRANSACTION_TYPE": "DISPUTE"}
    nothing |= {"TRANSACTION_DATE": PAYMENT["TRANSACTION_DATE"], "SETTLEMENT_NET_AMOUNT": "0"}
    result = settlement(PAYMENT, PAYMENT, nothing)
    assert (result.repeated, result.structural) == (1, {"line without an amount": 1})


def test_a_refund_is_another_line_of_the_same_payment(settlement):
    refund = PAYMENT | {"TRANSACTION_TYPE": "REFUND", "TRANSACTION_AMOUNT": "-100.00", "FEE_AMOUNT": "0"}
    refund |= {"FINANCING_FEE_AMOUNT": "0", "TAXES_AMOUNT": "0", "SETTLEMENT_NET_AMOUNT": "-97.40"}
    ledger = settlement(PAYMENT, refund).tables["ledger"]
    assert ledger["settlement_id"].unique().tolist() == ["9001"]
    assert ledger["entry"].is_unique
    # -97.40 is 2.60 more than -100.00
    assert ledger.set_index("kind").loc["REFUND/not itemised", "amount"] == pytest.approx(2.60)


def test_the_day_of_the_report_is_asked_and_the_name_only_proposes(semicolon, context):
    name = "settlement_v2-1-manual-2026-02-01-101500.csv"
    given = context("mercadolibre-mx", file=name)
    (question,) = recognise(name, semicolon(SHORT, [PAYMENT]), context=given).questions
    assert (question.key, question.proposal) == ("exported_at", "2026-02-01")


AMOUNTS = st.integers(-10_000_000, 10_000_000)


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS), min_size=1, max_size=5))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_entries_of_a_row_add_up_to_its_net_whatever_its_parts(settlement, rows):
    columns = ("TRANSACTION_AMOUNT", "FEE_AMOUNT", "FINANCING_FEE_AMOUNT", "SETTLEMENT_NET_AMOUNT")
    lines = [
        PAYMENT
        | {"SOURCE_ID": str(at), "TAXES_AMOUNT": ""}
        | {c: f"{v / 100:.2f}" for c, v in zip(columns, row, strict=True)}
        for at, row in enumerate(rows)
    ]
    ledger = settlement(*lines).tables["ledger"]
    found = (ledger["amount"] * 100).round().groupby(ledger["settlement_id"]).sum()
    assert {at: net for at, net in found.items() if net} == {str(at): row[3] for at, row in enumerate(rows) if row[3]}
