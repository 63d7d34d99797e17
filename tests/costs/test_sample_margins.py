"""Margins of whole clients, from their files; the sample's sale charge is 19.5 % (premium) or 15 % of the price."""

import pytest

from workbench.costs import fx_margins, implied_fees, implied_rates, side_by_side, unit_economics, unit_margins

ASKED = {"account": "mercadolibre-mx", "on": "2026-01-31"}


def test_the_charge_told_apart_from_the_tax_is_the_one_that_the_platform_takes(volt):
    rows = implied_rates(volt, account="mercadolibre-mx", start="2025-11-03", end="2026-01-31")
    fees = rows[(rows["step"] == "sale_fee") & (rows["sku"] != "")].merge(unit_margins(volt, **ASKED), on="sku")
    dear = fees[fees["price"] >= 340]
    assert len(dear) > 10
    # A little more or less where some of the SKU's sales were at another price.
    assert all(min(abs(share - 0.15), abs(share - 0.195)) < 0.006 for share in dear["implied_rate"])


def test_a_margin_is_the_one_worked_out_from_the_sellers_own_files(volt):
    found = unit_economics(volt, sku="VH-010", market="MX", on="2026-01-31")
    cost = volt.catalogue.set_index("sku").loc["VH-010"]
    fix = volt.fx[(volt.fx["series"] == "SF43718") & (volt.fx["date"] == "2026-01-30")]["rate"].item()
    shipping, goods = 38 + 32 * cost["weight_kg"], cost["cost"] * fix
    # Duty of chapter 85 is none; the customs fee is 8 per mille.
    by_hand = found.price / 1.16 - 0.195 * found.price - shipping - goods * 1.008 - cost["freight"] * fix
    assert found.margin == pytest.approx(by_hand, abs=6)
    assert (found.inputs.fx["USD"].series, str(found.inputs.fx["USD"].date.date())) == ("SF43718", "2026-01-30")


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


def test_the_home_goods_seller_has_a_whole_waterfall_by_hand(lumen):
    # Amazon Mexico, from China by courier, no RFC: 329 MXN, cost 14.20 and parcel 18.50 CNY at 3.09 MXN.
    found = unit_economics(lumen, sku="LH-001", market="MX", account="amazon-mx", on="2026-01-31")
    yuan = found.inputs.fx["CNY"].rate
    net, ads = 329 / 1.16, found.inputs.facts.advertising_share * 329
    returned = found.inputs.facts.return_rate * 90
    fees = 0.15 * 329 + 0.03 * 0.18 * 329
    by_hand = net * 0.8 - fees - 18.5 * yuan - ads - returned - 14.20 * yuan * 1.335
    assert found.margin == pytest.approx(by_hand)
    assert (found.missing, found.cash) == ((), found.margin)


def test_the_sku_without_a_cost_stands_apart(lumen, casa):
    for client, sku in ((lumen, "LH-115"), (casa, "CJ-044")):
        rows = unit_margins(client, account="amazon-mx", on="2026-01-31")
        assert rows["sku"].iloc[-1] == sku
        assert rows["missing"].iloc[-1].startswith("cost")
        assert rows["margin"].isna().sum() == 1


def test_markets_stand_side_by_side_with_the_us_price_converted(lumen):
    side = side_by_side(lumen, sku="LH-001", on="2026-01-31")
    accounts = [unit.inputs.account for unit in side.units]
    assert accounts[0] == "amazon-us"
    american = side.units[0]
    (converted,) = [unit for unit in side.converted if unit.inputs.account == "amazon-mx"]
    assert converted.price == pytest.approx(american.price * converted.inputs.fx["USD"].rate, abs=0.01)
    assert len(side.converted) == len(side.units) - 1


def test_amazon_takes_the_referral_fee_of_the_sample_and_names_the_report(lumen):
    fees = implied_fees(lumen, account="amazon-us", start="2026-01-01", end="2026-01-31").set_index("charge")
    # The sample takes 15 % of all that the buyer pays, after discounts, of every article of this seller.
    paid = fees.loc[["income", "discount", "shipping_income"], "amount"].sum()
    assert -fees.loc["referral_fee", "amount"] / paid == pytest.approx(0.15, abs=0.001)
    assert set(fees["report"]) == {"amazon-settlement"}
