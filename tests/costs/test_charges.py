"""Amazon's amounts as charges, and one report at a time."""

import pandas as pd
import pytest

from workbench.costs import implied_fees
from workbench.costs.charges import charges_of, report_used
from workbench.costs.sales import sales
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


def test_facturacion_has_words_of_its_own():
    kinds = pd.Series(["Cargo por venta", "Anulación del cargo por venta", "Cargo por envíos", "Full storage"])
    charges = charges_of(kinds, pd.Series(["meli-facturacion"] * 4))
    assert charges.tolist() == ["sale_charge", "sale_charge", "shipping_cost", "other"]


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


def sold(make, entries, owner, units=1):
    client = make.client(ledger=entries)
    client.order_lines = make.lines(
        [(order, "A", units, 100.0) for order in ("111-1", "111-2", "702-1")], account=owner
    )
    owner = client.profile.account(owner)
    return sales(client, owner=owner, start="2026-01-01", end="2026-01-31").set_index("order_id")


def test_a_sales_charges_are_those_of_its_order_and_not_of_storage(make):
    rows = sold(make, ledger(SETTLED), "amazon-us", units=2)
    assert rows.index.tolist() == ["111-1"]
    row = rows.loc["111-1"]
    # Amazon's fee is of price less discount plus shipping: 15 of 100 - 10 + 5.
    assert (row["sale_fee"], row["fee_base"], row["fulfilment_fee"]) == (15.0, 95.0, 4.0)
    assert (row["paid"], row["unit_price"], row["shipping"]) == (100.0, 50.0, 0.0)


def test_where_prices_hold_vat_what_was_paid_holds_the_tax_beside_it(make):
    sale = (
        ("702-1", "ItemPrice/Principal", 100.0),
        ("702-1", "ItemPrice/Tax", 16.0),
        ("702-1", "ItemFees/Commission", -17.4),
    )
    row = sold(make, ledger(sale, account="amazon-mx", currency="MXN"), "amazon-mx").loc["702-1"]
    assert (row["paid"], row["sale_fee"] / row["fee_base"]) == (116.0, pytest.approx(0.15))


def test_a_sale_that_the_seller_shipped_has_no_fulfilment_fee(make):
    own = (("111-2", "ItemPrice/Principal", 100.0), ("111-2", "ItemFees/Commission", -15.0))
    assert pd.isna(sold(make, ledger(own), "amazon-us").loc["111-2", "fulfilment_fee"])
