"""Fees that are a part of a price: cliffs of the whole price told from tiers on portions."""

import numpy as np
import pytest

from workbench.costs.referral import banded_fee, referral_fee, refund_admin_fee
from workbench.rules.rates import Rate, find_rate

DAY = "2026-06-01"


def amazon(category: str) -> Rate:
    return find_rate("referral", market="US", on=DAY, platform="amazon", category=category)


def walmart(category: str) -> Rate:
    return find_rate("referral", market="US", on=DAY, platform="walmart", category=category)


def fixed(**fields) -> Rate:
    ordinary = {"id": "x", "what": "fixed_fee", "market": "MX", "kind": "amount", "currency": "MXN"}
    return Rate(**ordinary | {"grade": "high", "source": "invented", "checked": "2026-01-01"} | fields)


# Published 2026 table: price, fee in USD to the cent.
@pytest.mark.parametrize(
    ("category", "price", "fee"),
    [
        ("Clothing & Accessories", 15.00, 0.75),
        ("Clothing & Accessories", 15.01, 1.50),
        ("Clothing & Accessories", 20.00, 2.00),
        ("Clothing & Accessories", 20.01, 3.40),
        ("Jewelry", 250.00, 50.00),
        ("Jewelry", 300.00, 52.50),
        ("Electronics Accessories", 150.00, 19.00),
        ("Furniture", 300.00, 40.00),
        ("Watches", 2000.00, 255.00),
        ("Appliances, Compact", 400.00, 53.00),
        ("Home & Kitchen", 24.99, 3.75),
        ("Home & Kitchen", 1.00, 0.30),
        ("Home & Kitchen", 2.00, 0.30),
        ("Baby Products", 9.99, 0.80),
        ("Baby Products", 10.00, 0.80),
        ("Baby Products", 10.01, 1.50),
        ("Beauty, Health, Personal Care", 20.00, 3.00),
        ("Grocery & Gourmet", 15.00, 1.20),
        ("Grocery & Gourmet", 15.01, 2.25),
        ("Books", 10.00, 3.30),
        ("Amazon Device Accessories", 20.00, 9.00),
    ],
)
def test_the_published_amazon_examples_come_out(category, price, fee):
    assert referral_fee(price, amazon(category)).round(2) == fee


@pytest.mark.parametrize(
    ("category", "price", "wrong"),
    [
        ("Jewelry", 300.00, 15.00),  # a public calculator: 5 % on the whole price
        ("Furniture", 300.00, 30.00),  # the same one: 10 % on the whole price
        ("Beauty, Health, Personal Care", 20.00, 1.60),  # another: 8 % flat
        ("Baby Products", 20.00, 1.60),
    ],
)
def test_the_wrong_answers_of_public_calculators_do_not_come_out(category, price, wrong):
    assert referral_fee(price, amazon(category)).round(2) != wrong


@pytest.mark.parametrize(
    ("category", "price", "fee"),
    [
        ("Books", 10.00, 1.50),  # net 8.50 (cedcommerce)
        ("Apparel & Accessories", 15.00, 0.75),
        ("Apparel & Accessories", 15.01, 1.50),
        ("Apparel & Accessories", 20.00, 2.00),
        ("Apparel & Accessories", 20.01, 3.00),
        ("Appliances, Compact", 400.00, 44.00),
        ("Baby", 10.00, 0.80),
        ("Beauty", 10.01, 1.50),
    ],
)
def test_walmarts_published_rates_come_out(category, price, fee):
    assert referral_fee(price, walmart(category)).round(2) == fee


def test_the_cliff_at_twenty_dollars_leaves_less_until_21_68():
    net = {
        price: price - float(referral_fee(price, amazon("Clothing & Accessories")))
        for price in (20, 20.01, 21.68, 21.69)
    }
    assert round(net[20], 2) == 18.00
    assert round(net[20.01], 2) == 16.61
    assert net[21.68] < net[20] < net[21.69]


def test_a_fee_in_portions_never_jumps():
    fees = referral_fee(np.arange(249.99, 250.03, 0.01), amazon("Jewelry"))
    assert np.diff(fees).max() < 0.003


def test_an_amount_by_price_bands_changes_at_its_bounds():
    rates = [fixed(value=25, price_to=149), fixed(value=30, price_from=149, price_to=299)]
    fees = banded_fee([148.99, 149, 298, 298.99, 299, 299.01], rates)
    assert fees[:4].tolist() == [25, 30, 30, 30]
    assert np.isnan(fees[4:]).all(), "from 299 on nobody stated a fee: it is not known, not zero"


# Waived for FBA above 299 MXN from 2026-02-17: 299 itself still pays.
@pytest.mark.parametrize(("price", "fee"), [(298, 8.94), (299, 8.97), (299.01, 0.0)])
def test_amazon_mexicos_instalments_fee_ends_above_299(price, fee):
    rate = find_rate("instalments", market="MX", on=DAY, platform="amazon", logistic="fba")
    assert referral_fee(price, rate).round(2) == fee
    before = find_rate("instalments", market="MX", on="2026-02-16", platform="amazon", logistic="fba")
    assert referral_fee(price, before) == pytest.approx(price * 0.03)


@pytest.mark.parametrize(("price", "fee"), [(298, 6.0), (298.99, 6.0), (299, None), (299.01, None)])
def test_amazon_mexicos_fee_for_cheap_food_holds_under_299_only(price, fee):
    found = find_rate(
        "fulfilment", market="MX", on=DAY, platform="amazon", logistic="fba", category="Food", price=price
    )
    assert (float(referral_fee(price, found)) if found else None) == fee


def test_free_shipping_begins_at_299():
    assert find_rate("free_shipping_from", market="MX", on=DAY, platform="mercadolibre").value == 299


@pytest.mark.parametrize(("refunded", "kept"), [(10.00, 0.30), (100.00, 3.00), (300.00, 5.00)])
def test_the_refund_administration_fee_is_a_fifth_of_the_fee_and_at_most_five(refunded, kept):
    rate = find_rate("refund_admin", market="US", on=DAY, platform="amazon")
    assert refund_admin_fee(refunded * 0.15, rate).round(2) == kept


def test_a_price_that_is_missing_has_no_fee_and_no_minimum():
    for category in ("Home & Kitchen", "Jewelry", "Clothing & Accessories", "Books"):
        assert np.isnan(referral_fee(np.nan, amazon(category)))
    assert np.isnan(referral_fee([np.nan], fixed(value=25))).all()


def test_prices_are_not_altered():
    prices = np.array([15.0, 20.01])
    referral_fee(prices, amazon("Clothing & Accessories"))
    assert prices.tolist() == [15.0, 20.01]
