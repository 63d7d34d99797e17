import pandas as pd
import pytest

from workbench.costs import implied_fees
from workbench.errors import TableError

PERIOD = {"account": "mercadolibre-mx", "start": "2026-01-01", "end": "2026-01-31"}


def shares(fees):
    return dict(zip(fees["charge"], fees["share"], strict=True))


def fees_of(make, sales, **options):
    return implied_fees(make.client(ledger=make.ledger(sales), **options), **PERIOD)


def test_the_mixed_column_is_told_apart_into_commission_and_tax(make):
    # formats.md 3.1: 124.99 sold, 30.06 taken = 18.75 commission + 2.69 ISR + 8.62 IVA
    fees = fees_of(make, [("o1", "A", "2026-01-10", 124.99, -30.06, None, -38.0, None)])
    amounts = dict(zip(fees["charge"], fees["amount"].round(2), strict=True))
    assert amounts == {
        "income": 124.99,
        "sale_charge_and_tax": -30.06,
        "tax_withheld": -11.31,
        "sale_charge": -18.75,
        "shipping_cost": -38.0,
    }
    assert fees["basis"].tolist() == ["ledger", "ledger", "law", "law", "ledger"]
    assert shares(fees)["sale_charge_and_tax"] == pytest.approx(30.06 / 124.99)


def test_without_an_rfc_a_third_of_the_price_is_withheld(make):
    fees = fees_of(make, [("o1", "A", "2026-01-10", 116.0, -51.0, None, None, None)], rfc="false")
    assert shares(fees)["tax_withheld"] == pytest.approx(36 / 116)
    assert shares(fees)["sale_charge"] == pytest.approx(15 / 116)


def test_where_the_rfc_is_not_known_nothing_is_told_apart(make):
    fees = fees_of(make, [("o1", "A", "2026-01-10", 116.0, -51.0, None, None, None)], rfc="unknown")
    assert fees["charge"].tolist() == ["income", "sale_charge_and_tax"]


def test_each_sale_takes_the_tax_of_its_own_day(make):
    sales = [(f"o{n}", "A", day, 116.0, -30.0, None, None, None) for n, day in enumerate(["2025-12-31", "2026-01-01"])]
    fees = implied_fees(
        make.client(ledger=make.ledger(sales)), account="mercadolibre-mx", start="2025-12-01", end="2026-01-31"
    )
    assert fees.set_index("charge")["amount"]["tax_withheld"] == pytest.approx(-(1 + 8) - (2.5 + 8))


def test_refunded_orders_count_for_the_refunds_only(make):
    sales = [
        ("o1", "A", "2026-01-10", 100.0, -20.0, None, None, None),
        ("o2", "A", "2026-01-11", 300.0, -90.0, None, None, -210.0),
    ]
    fees = fees_of(make, sales, rfc="unknown").set_index("charge")
    assert fees["share"].to_dict() == {"income": 1.0, "sale_charge_and_tax": 0.2, "refund": 210 / 400}
    assert fees["income"].to_dict() == {"income": 100.0, "sale_charge_and_tax": 100.0, "refund": 400.0}
    assert fees["orders"].to_dict() == {"income": 1, "sale_charge_and_tax": 1, "refund": 1}


def test_a_refund_of_nothing_is_no_refund(make):
    fees = fees_of(make, [("o1", "A", "2026-01-10", 100.0, -20.0, None, None, 0.0)], rfc="unknown")
    assert shares(fees)["sale_charge_and_tax"] == 0.2


def test_days_are_counted_by_the_accounts_midnight(make):
    ledger = make.ledger([("o1", "A", "2026-01-10", 100.0, -20.0, None, None, None)])
    ledger["posted_at"] = pd.Timestamp("2026-02-01 05:00", tz="UTC")  # 31 January, 23:00 in Mexico City
    assert implied_fees(make.client(ledger=ledger), **PERIOD)["rows"].iloc[0] == 1
    ledger["posted_at"] = pd.Timestamp("2026-02-01 07:00", tz="UTC")
    assert implied_fees(make.client(ledger=ledger), **PERIOD).empty


def test_totals_are_not_counted_and_unknown_amounts_are_named_other(make):
    ledger = make.ledger([("o1", "A", "2026-01-10", 100.0, -20.0, None, None, None)])
    more = pd.concat([ledger, ledger, ledger], ignore_index=True)
    more.loc[2:3, "kind"] = "Total (MXN)"
    more.loc[4:5, "kind"] = "Cargo nuevo (MXN)"
    fees = implied_fees(make.client(ledger=more, rfc="unknown"), **PERIOD).set_index("charge")
    assert fees["amount"].to_dict() == {"income": 100.0, "sale_charge_and_tax": -20.0, "other": 80.0}


def test_amounts_in_another_currency_are_not_summed(make):
    ledger = make.ledger([("o1", "A", "2026-01-10", 100.0, -20.0, None, None, None)])
    foreign = ledger.assign(currency="USD")
    fees = implied_fees(make.client(ledger=pd.concat([ledger, foreign], ignore_index=True)), **PERIOD)
    assert fees["income"].iloc[0] == 100.0


def test_an_account_without_a_ledger_gives_an_empty_table_with_the_columns(make):
    fees = implied_fees(make.client(ledger=make.empty("ledger")), **PERIOD)
    assert fees.columns.tolist() == [
        *("account", "charge", "basis", "amount", "income", "share", "rows", "orders", "currency", "start", "end"),
        "report",
    ]
    assert fees.empty


def test_a_missing_column_is_named(make):
    with pytest.raises(TableError, match="ledger: missing column kind"):
        implied_fees(make.client(ledger=make.empty("ledger").drop(columns="kind")), **PERIOD)


def test_the_ledger_is_not_altered(make):
    client = make.client()
    before = client.ledger.copy(deep=True)
    implied_fees(client, **PERIOD)
    pd.testing.assert_frame_equal(client.ledger, before)
