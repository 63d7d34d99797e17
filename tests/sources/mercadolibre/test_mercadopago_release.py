"""Mercado Pago released money: the balance holds, rows fan out, and two downloads fold into one."""

import random

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.errors import UnreadableFile
from workbench.sources import read, recognise

EXPORT = "mercadopago-release"
HEADER = (
    *("DATE", "SOURCE_ID", "EXTERNAL_REFERENCE", "RECORD_TYPE", "DESCRIPTION", "NET_CREDIT_AMOUNT"),
    *("NET_DEBIT_AMOUNT", "GROSS_AMOUNT", "MP_FEE_AMOUNT", "FINANCING_FEE_AMOUNT", "SHIPPING_FEE_AMOUNT"),
    *("TAXES_AMOUNT", "COUPON_AMOUNT", "INSTALLMENTS", "PAYMENT_METHOD", "TAX_DETAIL"),
    *("TRANSACTION_APPROVAL_DATE", "CURRENCY", "TAXES_DISAGGREGATED", "ORDER_ID", "METADATA", "BALANCE_AMOUNT"),
    "PAYMENT_METHOD_TYPE",
)


def row(kind="release", what="payment", **cells):
    plain = {"DATE": "2026-01-05T10:11:12.000-06:00", "SOURCE_ID": "9001", "CURRENCY": "MXN", "INSTALLMENTS": "1"}
    return plain | {"RECORD_TYPE": kind, "DESCRIPTION": what} | cells


def opening(amount):
    return row("initial_available_balance", "", SOURCE_ID="", NET_CREDIT_AMOUNT=str(amount))


def total(credit, debit="0.00"):
    return row("total", "", DATE="", SOURCE_ID="", NET_CREDIT_AMOUNT=str(credit), NET_DEBIT_AMOUNT=debit)


SALE = row(
    NET_CREDIT_AMOUNT="329.15",
    GROSS_AMOUNT="499.00",
    MP_FEE_AMOUNT="-60.00",
    FINANCING_FEE_AMOUNT="-14.85",
    SHIPPING_FEE_AMOUNT="-95.00",
    TAXES_AMOUNT="0.00",
    ORDER_ID="2000012345678901",
    PAYMENT_METHOD_TYPE="credit_card",
    INSTALLMENTS="6",
)
PAYOUT = row(what="payout", SOURCE_ID="9002", NET_DEBIT_AMOUNT="100.00", GROSS_AMOUNT="-100.00")


@pytest.fixture
def release(semicolon, own):
    return lambda *rows, header=HEADER: own(semicolon(header, rows), export=EXPORT)


def test_a_payment_fans_out_into_gross_fees_and_shipping(release):
    result = release(opening("10.00"), SALE, PAYOUT, total("239.15"))
    ledger = result.tables["ledger"]
    assert ledger[["kind", "amount"]].values.tolist() == [
        ["payment/GROSS_AMOUNT/credit_card/6", 499.0],
        ["payout/GROSS_AMOUNT", -100.0],
        ["payment/MP_FEE_AMOUNT", -60.0],
        ["payment/FINANCING_FEE_AMOUNT", -14.85],
        ["payment/SHIPPING_FEE_AMOUNT", -95.0],
    ]
    sale = ledger[ledger["order_id"].eq("2000012345678901")]
    assert sale["amount"].sum() == pytest.approx(329.15)
    assert sale["where"].unique().tolist() == ["3"]
    assert sale["posted_at"].unique().tolist() == [pd.Timestamp("2026-01-05T16:11:12Z")]
    assert set(ledger["report"]) == {EXPORT}
    assert set(ledger["status"]) == {"released"}


def test_the_balance_after_is_the_balance_before_and_all_rows(release):
    result = release(opening("10.00"), SALE, PAYOUT, total("239.15"))
    # 10 + 329.15 - 100
    assert [(one.stated, one.found, one.currency, one.where) for one in result.totals] == [(239.15, 239.15, "MXN", "5")]
    assert result.structural == {"balance before (row)": 1, "balance after (row)": 1}


def test_a_balance_below_zero_stands_as_a_debit(release):
    result = release(opening("0.00"), PAYOUT, total("0.00", "100.00"))
    assert [(one.stated, one.holds) for one in result.totals] == [(-100.0, True)]


def test_a_row_taken_out_or_pasted_twice_breaks_the_balance(release):
    without = release(opening("10.00"), SALE, total("239.15"))
    twice = release(opening("10.00"), SALE, PAYOUT, PAYOUT, total("239.15"))
    assert [one.difference for one in (*without.totals, *twice.totals)] == [100.0, -100.0]


def test_a_refund_whose_net_no_part_explains_keeps_the_rest(release):
    refund = row(what="refund", NET_DEBIT_AMOUNT="46281.87", GROSS_AMOUNT="-47528.32")
    result = release(opening("0"), refund, total("0", "46281.87"))
    ledger = result.tables["ledger"]
    # 47,528.32 - 46,281.87 = 1,246.45
    assert ledger[["kind", "amount"]].values.tolist() == [
        ["refund/GROSS_AMOUNT", -47528.32],
        ["refund/not itemised", 1246.45],
    ]
    assert any("in 1 rows the parts do not make up the net amount" in note for note in result.notes)


def test_reserved_money_and_its_return_are_both_kept_and_cancel(release):
    away = row(what="reserve_for_refund", NET_DEBIT_AMOUNT="50.00", GROSS_AMOUNT="-50.00")
    back = row(what="reserve_for_refund", NET_CREDIT_AMOUNT="50.00", GROSS_AMOUNT="50.00")
    result = release(opening("0"), away, back, SALE, total("329.15"))
    assert result.tables["ledger"]["amount"].sum() == pytest.approx(329.15)
    assert "2 rows reserve money or give it back; together they move 0.00" in result.notes


def test_balances_around_a_withdrawal_are_no_movement(release):
    around = row("available_balance", "", NET_CREDIT_AMOUNT="999.00")
    result = release(opening("10.00"), SALE, around, PAYOUT, around, total("239.15"))
    assert [one.holds for one in result.totals] == [True]


def test_a_report_without_fee_columns_is_read_by_its_net(release):
    header = [name for name in HEADER if not name.endswith("FEE_AMOUNT") and name != "GROSS_AMOUNT"]
    ledger = release(opening("0"), SALE, total("329.15"), header=header).tables["ledger"]
    assert ledger[["kind", "amount"]].values.tolist() == [["payment/not itemised", 329.15]]


def test_equal_lines_are_told_apart_by_an_ordinal(release):
    result = release(opening("0"), PAYOUT, PAYOUT, total("0", "200.00"))
    assert result.tables["ledger"]["entry"].nunique() == 2
    assert [one.holds for one in result.totals] == [True]


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(-90_000, 90_000)), max_size=8), st.randoms())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_neither_the_order_of_rows_nor_the_period_changes_an_entry(release, moves, chance):
    rows = [_moved(number, cents) for number, cents in moves if cents]
    later = [_moved(7, 1234)]
    shuffled = random.Random(chance.random()).sample(rows + later, len(rows) + 1)
    first = release(opening("0"), *rows, _total(rows)).tables["ledger"]
    second = release(opening("0"), *shuffled, _total(shuffled)).tables["ledger"]
    key = ["account", "report", "settlement_id", "entry"]
    both = pd.concat([first, second])[[*key, "amount"]].drop_duplicates()
    assert not both.duplicated(key).any()
    assert round(both["amount"].sum() * 100) == sum(cents for _, cents in moves) + 1234


def _moved(number, cents):
    side = "NET_CREDIT_AMOUNT" if cents > 0 else "NET_DEBIT_AMOUNT"
    return row(SOURCE_ID=str(number), **{side: f"{abs(cents) / 100:.2f}"}, GROSS_AMOUNT=f"{cents / 100:.2f}")


def _total(rows):
    sums = [sum(float(one.get(side) or 0) for one in rows) for side in ("NET_CREDIT_AMOUNT", "NET_DEBIT_AMOUNT")]
    return total(f"{sums[0]:.2f}", f"{sums[1]:.2f}")


def test_a_report_cut_off_before_its_balance_is_refused(semicolon, context):
    content = semicolon(HEADER, [opening("10.00"), SALE])
    with pytest.raises(UnreadableFile, match="begins with the row 'initial_available_balance' and has no row 'total'"):
        read("r.csv", content, export=EXPORT, context=context("mercadolibre-mx"))


def test_a_report_without_balances_is_read_and_says_so(release):
    result = release(SALE)
    assert result.totals == ()
    assert any("states no balance" in note for note in result.notes)


def test_a_time_without_its_offset_is_refused(release):
    result = release(opening("0"), SALE | {"DATE": "05/01/2026"}, total("0"))
    assert result.refused[["where", "column"]].values.tolist() == [["3", "DATE"]]


def test_a_settlement_report_is_not_taken_for_a_release_report(semicolon, context):
    header = ["EXTERNAL_REFERENCE", "SOURCE_ID", "TRANSACTION_TYPE", "TRANSACTION_AMOUNT", "TRANSACTION_DATE"]
    header += ["SETTLEMENT_NET_AMOUNT"]
    content = semicolon(header, [])
    assert recognise("r.csv", content, context=context("mercadolibre-mx")).export == "mercadopago-settlement"


def test_headings_of_another_language_are_not_guessed(semicolon, context):
    header = ["FECHA", "ID ORIGEN", "TIPO REGISTRO", "DESCRIPTION", "CREDITO NETO", "DEBITO NETO", "CURRENCY"]
    found = recognise("r.csv", semicolon(header, []), context=context("mercadolibre-mx"))
    assert (found.export, found.status) == ("", "unknown")
