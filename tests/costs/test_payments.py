"""Mercado Pago's checkout, and how buyers paid by its reports."""

import numpy as np
import pandas as pd
import pytest

from workbench.costs.payments import checkout_fee, payment_mix
from workbench.errors import TableError
from workbench.rules.rates import TypedRate
from workbench.tables import conform, empty_table

DAY = "2026-06-01"
PERIOD = {"start": "2026-01-01", "end": "2026-01-31"}


def ledger(*rows: tuple[str, float], report: str = "mercadopago-release", day: str = "2026-01-10") -> pd.DataFrame:
    entries = pd.DataFrame(rows, columns=["kind", "amount"])
    entries = entries.assign(account="ml", report=report, currency="MXN", posted_at=f"{day}T18:00Z")
    return conform(
        entries.assign(settlement_id=f"{report}{day}", entry=[str(n) for n in range(len(entries))]), "ledger"
    )


@pytest.mark.parametrize(
    ("price", "fee"), [(100, 8.69), (298, 16.70), (299, 16.74), (299.01, 16.75), (499, 24.84), (1160, 51.60)]
)
def test_the_published_checkout_examples_come_out(price, fee):
    # (3.49 % of the price + 4) x 1.16; 298: (10.4002 + 4) x 1.16 = 16.704
    assert checkout_fee(price, on=DAY).round(2) == pytest.approx(fee, abs=0.005)


def test_the_fixed_part_weighs_on_small_tickets():
    prices = np.array([100, 499, 1160])
    assert (checkout_fee(prices, on=DAY) / prices * 100).round(2).tolist() == [8.69, 4.98, 4.45]


def test_waiting_for_the_money_costs_less():
    fees = [float(checkout_fee(100, on=DAY, release=release).round(2)) for release in ("instant", "14 days", "30 days")]
    assert fees == [8.69, 8.34, 8.06]  # (3.19 + 4) x 1.16; (2.95 + 4) x 1.16


def test_a_checkout_that_nobody_stated_is_not_known():
    assert np.isnan(checkout_fee(100, on=DAY, release="tomorrow"))
    assert np.isnan(checkout_fee([100, 200], on=DAY, market="AR")).all()


def test_a_typed_checkout_rate_goes_before_the_book():
    own = TypedRate(
        what="checkout_fraction", market="MX", platform="mercadopago", kind="fraction", value=0.03,
        by="Ana", noted="2026-05-01", since="2026-05-01",
    )  # fmt: skip
    assert float(checkout_fee(100, on=DAY, typed=[own]).round(2)) == 8.12  # (3 + 4) x 1.16


def test_shares_are_of_the_amount_paid():
    rows = ledger(
        ("payment/GROSS_AMOUNT/ticket", 100.0),
        ("payment/GROSS_AMOUNT/credit_card", 250.0),
        ("payment/GROSS_AMOUNT/debit_card", 50.0),
        ("payment/GROSS_AMOUNT/credit_card/6", 500.0),
        ("payment/GROSS_AMOUNT/account_money", 100.0),
        ("payment/MP_FEE_AMOUNT", -40.0),
        ("refund/GROSS_AMOUNT/ticket", -100.0),
    )
    mix = payment_mix(rows, account="ml", **PERIOD)
    assert (mix.cash, mix.card, mix.instalments, mix.other) == pytest.approx((0.1, 0.3, 0.5, 0.1))
    assert (mix.payments, mix.stated_share, mix.report) == (5, 1.0, "mercadopago-release")


def test_the_settlement_report_goes_before_the_release_report_and_is_never_added_to_it():
    settled = ledger(("SETTLEMENT/TRANSACTION_AMOUNT/ticket", 100.0), report="mercadopago-settlement")
    released = ledger(("payment/GROSS_AMOUNT/credit_card", 900.0))
    mix = payment_mix(pd.concat([settled, released], ignore_index=True), account="ml", **PERIOD)
    assert (mix.cash, mix.payments, mix.report) == (1.0, 1, "mercadopago-settlement")


def test_payments_that_do_not_say_how_they_were_made_are_counted_apart():
    mix = payment_mix(
        ledger(("payment/GROSS_AMOUNT", 300.0), ("payment/GROSS_AMOUNT/ticket", 100.0)), account="ml", **PERIOD
    )
    assert (mix.cash, mix.stated_share) == (1.0, 0.25)


@pytest.mark.parametrize(
    "rows",
    [
        empty_table("ledger"),
        ledger(("payment/GROSS_AMOUNT", 300.0)),
        ledger(("payment/GROSS_AMOUNT/ticket", 300.0), day="2026-02-01"),
        ledger(("payment/GROSS_AMOUNT/ticket", 300.0), report="meli-ventas"),
    ],
    ids=["empty", "not stated", "another month", "another report"],
)
def test_where_no_report_says_how_buyers_paid_there_is_no_mix(rows):
    assert payment_mix(rows, account="ml", **PERIOD) is None


def test_days_end_at_the_accounts_midnight():
    rows = ledger(("payment/GROSS_AMOUNT/ticket", 300.0)).assign(posted_at=pd.Timestamp("2026-02-01T05:00Z"))
    assert payment_mix(rows, account="ml", **PERIOD) is None
    assert payment_mix(rows, account="ml", zone="America/Mexico_City", **PERIOD).cash == 1.0


def test_a_table_that_is_no_ledger_is_refused():
    with pytest.raises(TableError):
        payment_mix(pd.DataFrame({"kind": []}), account="ml", **PERIOD)
