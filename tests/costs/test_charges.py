"""Amazon's amounts as charges, and one report at a time."""

import pandas as pd
import pytest

from workbench.costs import implied_fees
from workbench.costs.charges import charges_of, report_used
from workbench.costs.inputs import with_charges
from workbench.tables import conform

PERIOD = {"account": "amazon-us", "start": "2026-01-01", "end": "2026-01-31"}
SETTLED = (
    ("111-1", "ItemPrice/Principal", 100.0),
    ("111-1", "ItemPrice/Tax", 8.0),
    ("111-1", "ItemPrice/Shipping", 5.0),
    ("111-1", "Promotion/Principal", -10.0),
    ("111-1", "ItemFees/Commission", -15.0),
    ("111-1", "ItemFees/FBAPerUnitFulfillmentFee", -4.0),
    ("111-1", "ItemFees/ShippingChargeback", -5.0),
    ("111-1", "ItemWithheldTax/MarketplaceFacilitatorTax-Principal", -8.0),
    ("111-2", "ItemPrice/Principal", 60.0),
    ("111-2", "ItemFees/Commission", -9.0),
    ("111-2", "ItemPrice/Principal (Refund)", -60.0),
    ("111-2", "ItemFees/Commission (Refund)", 9.0),
    ("111-2", "ItemFees/RefundCommission (Refund)", -1.8),
    (None, "other-transaction/Storage Fee", -20.0),
    (None, "other-transaction/Current Reserve Amount", -500.0),
    ("S01-1", "Shipment-Fees/FBAPerOrderFulfillmentFee (Non-Amazon US)", -6.0),
)


def ledger(entries, *, report="amazon-settlement", account="amazon-us", currency="USD", day="2026-01-10"):
    rows = pd.DataFrame(entries, columns=["order_id", "kind", "amount"])
    rows = rows.assign(account=account, report=report, settlement_id="21", sku="A", currency=currency)
    return conform(rows.assign(entry=range(len(rows)), posted_at=f"{day}T18:00Z"), "ledger")


def amounts(fees):
    return dict(zip(fees["charge"], fees["amount"], strict=True))


def test_amazon_takes_a_referral_fee_and_a_fulfilment_fee_of_orders_without_refund(make):
    fees = implied_fees(make.client(ledger=ledger(SETTLED)), **PERIOD)
    assert amounts(fees) == {
        "income": 100.0,
        "referral_fee": -15.0,
        "fulfilment_fee": -4.0,
        "shipping_income": 5.0,
        "shipping_cost": -5.0,
        "discount": -10.0,
        "refund": pytest.approx(-52.8),
        "tax_collected": 8.0,
        "tax_remitted": -8.0,
        "other": -26.0,
    }
    shares = dict(zip(fees["charge"], fees["share"], strict=True))
    assert (shares["referral_fee"], shares["refund"]) == (0.15, pytest.approx(52.8 / 160))
    assert set(fees["report"]) == {"amazon-settlement"}
    assert set(fees["basis"]) == {"ledger"}


@pytest.mark.parametrize(
    ("kind", "charge"),
    [
        ("price/Principal", "income"),
        ("item-related-fee/Commission", "referral_fee"),
        ("item-related-fee/FBAPerUnitFulfillmentFee", "fulfilment_fee"),
        ("promotion/Shipping", "discount"),
        ("other/Storage Fee", "other"),
        ("other/Payable to Amazon", ""),
        ("Shipment-Fees/Shipping", "other"),
        ("ItemPrice/Goodwill", "other"),
        ("other-transaction/Previous Reserve Amount Balance", ""),
        ("ItemPrice/Principal (Chargeback Refund)", "refund"),
        ("ItemPrice/Principal (Order_Retrocharge)", "other"),
        ("ItemFees/Commission (Refund) (Non-Amazon US)", "other"),
        ("Order/product sales", "income"),
        ("Order/product sales tax", "tax_collected"),
        ("Order/promotional rebates", "discount"),
        ("Order/selling fees", "referral_fee"),
        ("Order/fba fees", "fulfilment_fee"),
        ("Order/other transaction fees", "other"),
        ("Order/marketplace withheld tax", "tax_remitted"),
        ("Refund/selling fees", "refund"),
        ("Transfer/other", ""),
        ("Service Fee/Cost of Advertising", "other"),
        ("Something new", "other"),
    ],
)
def test_a_kind_is_filed_by_the_whole_pair_and_what_is_not_known_is_other(kind, charge):
    assert charges_of(pd.Series([kind]), pd.Series(["amazon-settlement"])).tolist() == [charge]


def test_a_kind_is_read_in_the_words_of_its_own_report():
    kinds, reports = pd.Series(["Order/product sales"] * 2), pd.Series(["amazon-date-range", "meli-ventas"])
    assert charges_of(kinds, reports).tolist() == ["income", "other"]


RANGED = (("111-1", "Order/product sales", 100.0), ("111-1", "Order/selling fees", -15.0))
REIMBURSED = ((None, "reimbursement/Lost_Warehouse", 30.0),)


def test_two_reports_of_one_account_are_never_summed(make):
    both = [
        *(ledger(SETTLED[:5]), ledger(RANGED, report="amazon-date-range")),
        ledger(REIMBURSED, report="amazon-reimbursements"),
    ]
    fees = implied_fees(make.client(ledger=pd.concat(both, ignore_index=True)), **PERIOD)
    assert amounts(fees)["income"] == 100.0
    assert "other" not in amounts(fees)
    assert set(fees["report"]) == {"amazon-settlement"}


def test_a_report_without_income_in_the_period_makes_way_for_the_next(make):
    earlier = ledger(SETTLED, day="2025-12-10")
    both = pd.concat([earlier, ledger(RANGED, report="amazon-date-range")], ignore_index=True)
    assert set(implied_fees(make.client(ledger=both), **PERIOD)["report"]) == {"amazon-date-range"}


def test_reimbursements_alone_are_no_income(make):
    alone = ledger(REIMBURSED, report="amazon-reimbursements")
    assert implied_fees(make.client(ledger=alone), **PERIOD).empty


def test_the_order_of_reports_is_settlement_v2_v1_date_range():
    reports = pd.Series(["amazon-date-range", "amazon-settlement-v1", "amazon-settlement", "mercadopago-release"])
    income = pd.Series(["income"] * 4)
    used = [report_used(reports[:n], income[:n]) for n in range(4)]
    assert used == ["", "amazon-date-range", "amazon-settlement-v1", "amazon-settlement"]
    assert report_used(reports[3:], income[3:]) == ""


def shares_of(make, entries, owner):
    client = make.client(ledger=entries)
    rows = pd.DataFrame({"sku": ["A"]})
    return with_charges(rows, client, owner, on="2026-01-31").iloc[0]


def test_a_margins_charges_are_those_of_the_sales_and_not_of_storage(make):
    owner = make.client().profile.account("amazon-us")
    row = shares_of(make, ledger(SETTLED), owner)
    assert row["sale_share"] == pytest.approx((15 + 10) / 100)
    assert row["shipping_share"] == pytest.approx((4 + 5 - 5) / 100)
    assert row["orders"] == 1


def test_where_prices_hold_vat_the_charges_are_shares_of_the_price_with_it(make):
    owner = make.client().profile.account("mercadolibre-mx")
    sale = (
        ("702-1", "ItemPrice/Principal", 100.0),
        ("702-1", "ItemPrice/Tax", 16.0),
        ("702-1", "ItemFees/Commission", -17.4),
    )
    entries = ledger(sale, account=owner.id, currency="MXN")
    assert shares_of(make, entries, owner)["sale_share"] == pytest.approx(0.15)


def test_shipping_is_not_known_where_the_seller_paid_his_own_carrier(make):
    owner = make.client().profile.account("amazon-us")
    sold = (("111-1", "ItemPrice/Principal", 100.0), ("111-1", "ItemFees/FBAPerUnitFulfillmentFee", -4.0))
    own = (("111-2", "ItemPrice/Principal", 100.0), ("111-2", "ItemFees/Commission", -15.0))
    assert shares_of(make, ledger(sold), owner)["shipping_share"] == pytest.approx(0.04)
    both = shares_of(make, ledger((*sold, *own)), owner)
    assert pd.isna(both["shipping_share"])
    assert both["sale_share"] == pytest.approx(0.075)
