"""Goods from another country: the road is stated, and each road's figures by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from workbench.costs.waterfall import price_table

DUTY = {"tariff_line": "3924"}


def imported(unit, *rates, **known):
    """A unit made in China of 1,000 MXN cost."""
    return unit.inputs(unit.mercado_libre(*rates, origin="CN", cost=1000.0, tariff_line="3924.10.01", **known))


def row_of(inputs):
    return price_table(inputs, prices=[3000.0]).iloc[0]


def test_without_a_stated_road_the_duty_is_asked_for_and_nothing_is_assumed(unit):
    inputs = imported(unit)
    assert inputs.missing == ("import_duty",)
    assert np.isnan(row_of(inputs)["margin"])


def test_a_courier_parcel_from_china_pays_335_on_1000(unit):
    # expansion.mx: 1,000 MXN from China cost 1,335 from 2025-08-15 on.
    courier = unit.typed("courier_rate", kind="whole_price", currency="USD", tiers=[{"up_to": 2500, "value": 0.335}])
    row = row_of(imported(unit, courier, fx=unit.fx(USD=20.0)))
    assert row["courier_rate"] == pytest.approx(335)
    assert "import_vat" not in row


def test_above_the_courier_cap_the_duty_is_asked_for(unit):
    courier = unit.typed("courier_rate", kind="whole_price", currency="USD", tiers=[{"up_to": 40, "value": 0.335}])
    assert imported(unit, courier, fx=unit.fx(USD=20.0)).missing == ("import_duty",)


def test_a_flat_courier_rate_ends_at_the_cap_of_the_law_too(unit):
    # 50,000 MXN are 2,500 USD at 20, the most a consignee may have sent; a peso more is no courier parcel.
    flat = unit.typed("courier_rate", 0.335)
    facts = unit.mercado_libre(flat, origin="CN", cost=50_000.0, fx=unit.fx(USD=20.0))
    assert unit.inputs(facts).missing == ()
    assert unit.inputs(replace(facts, cost=50_001.0)).missing == ("import_duty",)


def test_a_formal_import_pays_duty_and_fee_and_credits_its_vat_with_an_rfc(unit):
    row = row_of(imported(unit, unit.typed("import_duty", 0.10, **DUTY)))
    assert (row["import_duty"], row["customs_fee"]) == pytest.approx((100, 8))
    assert row["import_vat"] == pytest.approx(0.16 * 1108)
    assert row["margin"] == pytest.approx(3000 / 1.16 - 450 - 72 - 1000 - 20 - 108)


def test_duties_are_taken_of_the_declared_customs_value_in_its_own_currency(unit):
    # 40 USD at 20 are 800 MXN, less than the cost of 1,000: a tenth of them is 80.
    declared = {"customs_value": 40.0, "customs_currency": "USD", "fx": unit.fx(USD=20.0)}
    inputs = imported(unit, unit.typed("import_duty", 0.10, **DUTY), **declared)
    row = row_of(inputs)
    assert (row["import_duty"], row["customs_fee"], row["cost"]) == pytest.approx((80, 6.4, 1000))
    duty = next(charge for charge in inputs.charges if charge.step == "import_duty")
    assert (duty.base, duty.fx) == ("customs_value", "USD")


def test_without_a_declared_value_the_step_says_that_it_is_of_the_cost(unit):
    inputs = imported(unit, unit.typed("import_duty", 0.10, **DUTY))
    assert {charge.base for charge in inputs.charges if charge.step in ("import_duty", "customs_fee")} == {"cost"}


def test_a_courier_parcel_is_rated_by_its_declared_value(unit):
    courier = unit.typed("courier_rate", kind="whole_price", currency="USD", tiers=[{"up_to": 2500, "value": 0.335}])
    declared = {"customs_value": 800.0, "customs_currency": "MXN", "fx": unit.fx(USD=20.0)}
    assert row_of(imported(unit, courier, **declared))["courier_rate"] == pytest.approx(268)


def test_a_declared_value_in_a_currency_without_a_rate_asks_for_the_rate(unit):
    declared = {"customs_value": 40.0, "customs_currency": "EUR"}
    assert imported(unit, unit.typed("import_duty", 0.10, **DUTY), **declared).missing == ("fx",)


def test_without_an_rfc_the_vat_of_a_formal_import_is_lost(unit):
    row = row_of(imported(unit, unit.typed("import_duty", 0.10, **DUTY), rfc="false"))
    assert row["margin"] == pytest.approx(3000 / 1.16 * 0.8 - 450 - 72 - 1000 - 20 - 108 - 0.16 * 1108)


def test_two_roads_that_are_stated_alike_are_not_chosen_between(unit):
    roads = (unit.typed("import_duty", 0.10, **DUTY), unit.typed("courier_rate", 0.335, account="mercadolibre-mx"))
    assert imported(unit, *roads, fx=unit.fx(USD=20.0)).missing == ("import_road",)


def test_the_road_that_is_stated_for_the_account_and_line_goes_before_the_general_one(unit):
    roads = (unit.typed("import_duty", 0.10, **DUTY, sku="A"), unit.typed("courier_rate", 0.335, sku="A"))
    assert "import_duty" in row_of(imported(unit, *roads, fx=unit.fx(USD=20.0)))


def test_goods_of_the_market_itself_cross_no_border(unit):
    assert unit.inputs(unit.mercado_libre()).missing == ()


def test_an_origin_that_nobody_stated_is_asked_for(unit):
    assert unit.inputs(unit.mercado_libre(origin="")).missing == ("origin",)


def test_into_the_united_states_duty_and_section_301_stack_on_the_cost(unit):
    stated = (
        unit.typed("import_duty", 0.034, market="US", tariff_line="39"),
        unit.typed("section_301", 0.25, market="US", tariff_line="39"),
    )
    facts = unit.amazon_us(
        *stated, origin="CN", tariff_line="3924.10.01", cost=10.0, on=pd.Timestamp("2026-02-01"), price=40.0
    )
    row = price_table(unit.inputs(facts), prices=[40.0]).iloc[0]
    assert (row["import_duty"], row["section_301"]) == pytest.approx((0.34, 2.5))
    assert row["merchandise_processing"] == pytest.approx(10 * 0.003464)
    assert unit.inputs(facts).left_out[-1] == "harbor_maintenance"


def test_what_followed_section_122_is_asked_for_since_nobody_published_it(unit):
    stated = [unit.typed(what, 0.1, market="US") for what in ("import_duty", "section_301")]
    facts = unit.amazon_us(*stated, origin="CN")
    assert unit.inputs(facts).missing == ("section_122",)


def test_a_parcel_sent_from_abroad_has_its_own_shipping_and_no_freight(unit):
    account = type(unit.accounts.amazon_mx)(**vars(unit.accounts.amazon_mx) | {"ship_from": "CN"})
    shipping = unit.typed("own_shipping", 60, kind="amount", currency="MXN", weight_to_kg=0.5)
    facts = unit.mercado_libre(
        shipping, unit.typed("courier_rate", 0.335), account=account, origin="CN", freight=np.nan, weight_kg=0.4,
        mix=unit.mix(0, 1, 0), fx=unit.fx(USD=20.0),
    )  # fmt: skip
    inputs = unit.inputs(facts)
    assert inputs.missing == ()
    row = price_table(inputs, prices=[400.0]).iloc[0]
    assert (row["own_shipping"], row["courier_rate"]) == pytest.approx((60, 26.8))
    assert "freight" not in row


def test_a_shipping_rate_by_weight_asks_for_the_weight(unit):
    shipping = unit.typed("own_shipping", 60, kind="amount", currency="MXN", weight_to_kg=0.5)
    facts = unit.mercado_libre(shipping, account=unit.accounts.amazon_mx, mix=unit.mix(0, 1, 0))
    assert unit.inputs(facts).missing == ("weight",)


def test_an_amount_in_a_currency_without_a_rate_asks_for_the_rate(unit):
    assert unit.inputs(unit.mercado_libre(cost_currency="CNY")).missing == ("fx",)


def test_what_else_is_missing_is_named_beside_the_rate_of_exchange(unit):
    facts = unit.mercado_libre(cost_currency="CNY", origin="CN", freight=np.nan)
    assert unit.inputs(facts).missing == ("fx", "import_duty", "freight")
