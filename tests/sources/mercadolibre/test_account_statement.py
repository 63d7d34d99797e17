"""Mercado Pago account statement: four balances, a running balance, and no names of people."""

import pandas as pd
import pytest

from workbench.errors import AmbiguousFormat
from workbench.sources import read, recognise

EXPORT = "mercadopago-account"
HEADER = ("RELEASE_DATE", "TRANSACTION_TYPE", "REFERENCE_ID", "TRANSACTION_NET_AMOUNT", "PARTIAL_BALANCE")
BALANCES = "INITIAL_BALANCE;CREDITS;DEBITS;FINAL_BALANCE"
# 575,94 + 19.322,10 - 15.000,00 = 4.898,04
ABOVE = "575,94;19.322,10;-15.000,00;4.898,04"
ROWS = (
    "01-08-2026;Transferencia recibida Ana Ficticia;171776200626;5.909,40;6.485,34",
    "02-08-2026;Liquidación de dinero;171776200627;13.412,70;19.898,04",
    "03-08-2026;Retiro de dinero;171776200628;-15.000,00;4.898,04",
)


def statement(*rows, above=ABOVE):
    return "\r\n".join([BALANCES, above, "", ";".join(HEADER), *rows, ""]).encode()


@pytest.fixture
def account(own):
    return lambda *rows, **options: own(statement(*rows, **options), export=EXPORT)


def test_movements_are_entries_and_all_balances_hold(account):
    result = account(*ROWS)
    ledger = result.tables["ledger"]
    assert ledger["amount"].tolist() == [5909.40, 13412.70, -15000.0]
    assert ledger["posted_at"].iloc[0] == pd.Timestamp("2026-08-01T06:00:00Z")
    assert ledger["currency"].unique().tolist() == ["MXN"]
    assert [(one.name, one.stated, one.holds) for one in result.totals] == [
        ("FINAL_BALANCE", 4898.04, True),
        ("CREDITS", 19322.10, True),
        ("DEBITS", -15000.0, True),
    ]


def test_debits_written_without_a_minus_are_the_same(account):
    result = account(*ROWS, above=ABOVE.replace("-15.000,00", "15.000,00"))
    assert all(one.holds for one in result.totals)


def test_newest_movement_first_is_read_alike(account):
    result = account(*reversed(ROWS))
    assert all(one.holds for one in result.totals)
    assert sorted(result.tables["ledger"]["entry"]) == sorted(account(*ROWS).tables["ledger"]["entry"])


def test_a_name_behind_the_words_of_a_movement_is_not_kept(account):
    result = account(*ROWS)
    assert result.tables["ledger"]["kind"].iloc[0] == "Transferencia recibida"
    assert "Ficticia" not in result.tables["ledger"].to_csv() + " ".join(result.notes)


def test_words_that_are_not_known_are_told_but_never_kept(account):
    unknown = ROWS[0].replace("Transferencia recibida Ana", "Ana")
    result = account(unknown, *ROWS[1:])
    assert result.tables["ledger"]["kind"].iloc[0] == "other movement"
    assert any("in 1 movements the words are not known" in note for note in result.notes)


def test_a_missing_movement_breaks_balance_credits_and_running_balance(account):
    result = account(ROWS[0], ROWS[2])
    off = [(one.name, one.difference, one.where) for one in result.totals if not one.holds]
    assert off == [("FINAL_BALANCE", -13412.70, ""), ("CREDITS", -13412.70, ""), ("PARTIAL_BALANCE", -13412.70, "6")]


def test_an_amount_that_reads_two_ways_is_refused_with_both(context):
    content = statement("01-08-2026;Pago;1;1.000;1.000", above="0;1.000;0;1.000")
    with pytest.raises(AmbiguousFormat, match=r"'1\.000' is 1,000\.00 or 1\.00"):
        read("a.csv", content, export=EXPORT, context=context("mercadolibre-mx"))


def test_the_workbook_of_the_same_statement_has_plain_numbers(own, workbook):
    rows = [["01-08-2026", "Pago", 171776200626, -15000.5, -14424.56]]
    above = [BALANCES.split(";"), [575.94, 0, -15000.5, -14424.56], []]
    result = own(workbook([*above, list(HEADER), *rows]), export=EXPORT)
    assert result.tables["ledger"]["amount"].tolist() == [-15000.5]
    assert all(one.holds for one in result.totals)


def test_a_statement_without_its_balances_is_read_and_says_so(own):
    result = own("\r\n".join([";".join(HEADER), *ROWS, ""]).encode(), export=EXPORT)
    assert result.totals == ()
    assert any("states no balance" in note for note in result.notes)


def test_a_table_that_only_looks_like_a_statement_is_not_taken(context):
    content = b"RELEASE_DATE;TRANSACTION_TYPE;NAME;CITY;TOWN;STREET\r\n1;2;3;4;5;6\r\n"
    assert recognise("a.csv", content, context=context("mercadolibre-mx")).status == "unknown"
