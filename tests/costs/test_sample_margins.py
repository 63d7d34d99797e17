"""Margins of a whole client, from its files; the sample's sale charge is 19.5 % of premium listings, 15 % of others."""

import pandas as pd
import pytest

from workbench.costs import fx_margins, implied_fees, unit_margins

ASKED = {"account": "mercadolibre-mx", "on": "2026-01-31"}


def test_the_charge_told_apart_from_the_tax_is_the_one_that_the_platform_takes(volt):
    rows = unit_margins(volt, **ASKED)
    dear = rows[(rows["price"] >= 320) & (rows["charge_basis"] == "sku")]
    shares = dear["sale_charge"] / dear["fx_rate"] / dear["price"]
    assert len(dear) > 10
    # A little more or less where some of the SKU's sales stood in packages or at another price.
    assert all(min(abs(share - 0.15), abs(share - 0.195)) < 0.006 for share in shares)


def test_a_margin_is_the_one_worked_out_from_the_sellers_own_files(volt):
    row = unit_margins(volt, **ASKED).set_index("sku").loc["VH-010"]
    cost = volt.catalogue.set_index("sku").loc["VH-010"]
    fix = volt.fx[(volt.fx["series"] == "SF43718") & (volt.fx["date"] == "2026-01-30")]["rate"].item()
    shipping = 38 + 32 * cost["weight_kg"]
    by_hand = (row["price"] / 1.16 - 0.195 * row["price"] - shipping) / fix - cost["cost"] - cost["freight"]
    assert row["margin"] == pytest.approx(by_hand, abs=0.35)
    assert (row["fx_series"], row["fx_date"]) == ("SF43718", pd.Timestamp("2026-01-30"))


def test_the_mixed_column_is_larger_than_the_charge_by_the_tax(volt):
    fees = implied_fees(volt, account="mercadolibre-mx", start="2026-01-01", end="2026-01-31").set_index("charge")
    assert fees.loc["tax_withheld", "share"] == pytest.approx(0.105 / 1.16)
    mixed = fees.loc["tax_withheld", "share"] + fees.loc["sale_charge", "share"]
    assert mixed == pytest.approx(fees.loc["sale_charge_and_tax", "share"])


def test_the_weaker_peso_squeezed_the_margins_of_the_electronics_seller(volt):
    before = unit_margins(volt, account="mercadolibre-mx", on="2025-10-31")["margin_rate"].median()
    after = unit_margins(volt, **ASKED)["margin_rate"].median()
    assert after < before - 0.03


def test_a_seller_who_buys_in_pesos_does_not_feel_the_peso(casa):
    rates = fx_margins(casa, **ASKED).dropna(subset=["margin_rate"]).groupby("sku")["margin_rate"]
    assert (rates.max() - rates.min()).max() == pytest.approx(0, abs=1e-12)


def test_of_goods_that_the_seller_ships_himself_the_shipping_cost_is_missing(lumen):
    rows = unit_margins(lumen, account="amazon-mx", on="2026-01-31")
    assert rows["margin"].isna().all()
    assert rows["missing"].str.contains("own_shipping").all()


def test_amazon_takes_the_referral_fee_of_the_sample_and_names_the_report(lumen):
    fees = implied_fees(lumen, account="amazon-us", start="2026-01-01", end="2026-01-31").set_index("charge")
    # The sample takes 15 % of the price after discounts of every article of this seller.
    paid = fees.loc["income", "amount"] + fees.loc["discount", "amount"]
    assert -fees.loc["referral_fee", "amount"] / paid == pytest.approx(0.15, abs=0.001)
    assert set(fees["report"]) == {"amazon-settlement"}
