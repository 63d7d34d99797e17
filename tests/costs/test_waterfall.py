"""The whole chain from facts to margin, at the prices where charges jump; expected figures by hand."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from workbench.costs.economics import economics_at
from workbench.costs.inputs import with_choice
from workbench.costs.waterfall import margin_matrix, price_table
from workbench.errors import ParameterError


def margins(inputs, prices):
    return price_table(inputs, prices=prices)["margin"].round(4).tolist()


def test_the_margin_jumps_at_the_free_shipping_mark_of_mercado_libre(unit):
    # P/1.16 - 0.15 P - (33 under 299, else 72) - 100
    inputs = unit.inputs(unit.mercado_libre())
    expected = {298.00: 79.1966, 298.99: 79.9015, 299.00: 40.9086, 299.01: 40.9157}
    assert margins(inputs, list(expected)) == pytest.approx(list(expected.values()), abs=1e-4)
    assert (299.0 in inputs.marks, inputs.missing) == (True, ())


def test_a_fee_of_15_percent_retains_0_7121_of_the_shelf_price(unit):
    low, high = margins(unit.inputs(unit.mercado_libre()), [400, 500])
    assert (high - low) / 100 == pytest.approx(0.7121, abs=5e-5)


@pytest.mark.parametrize(
    ("price", "margin"),
    [
        (9.99, 9.99 - 0.4995 - 4.22 - 2),  # clothing 5 %, fulfilment under 10
        (10.00, 10 - 0.50 - 5.04 - 2),  # fulfilment 10 to 50
        (20.00, 20 - 2.00 - 5.04 - 2),  # clothing 10 % up to 20
        (20.01, 20.01 - 3.4017 - 5.04 - 2),  # clothing 17 % of the whole price
    ],
)
def test_referral_cliffs_and_fulfilment_bands_of_amazon_act_together(unit, price, margin):
    tiers = [{"up_to": 10, "is_below": True, "value": 4.22}, {"up_to": 50, "value": 5.04}, {"value": 5.30}]
    card = unit.typed("fulfilment", market="US", kind="amount", currency="USD", tiers=tiers)
    inputs = unit.inputs(unit.amazon_us(card, category="Clothing & Accessories"))
    assert margins(inputs, [price]) == [pytest.approx(margin, abs=1e-4)]
    assert {10.0, 15.0, 20.0, 50.0} <= set(inputs.marks)


def test_the_card_says_nothing_of_clothing_which_has_its_own(unit):
    own, fee = unit.amazon_us(category="Clothing & Accessories"), unit.amazon_us(fee_category="Clothing & Accessories")
    assert (unit.inputs(own).missing, unit.inputs(fee).missing) == (("fulfilment",), ("fulfilment",))
    assert unit.inputs(unit.amazon_us()).missing == ()


@pytest.mark.parametrize(
    ("price", "margin"),
    [
        (9.99, 9.99 - 0.7992 - 4.22 - 2),  # beauty 8 %, fulfilment under 10
        (10.00, 10 - 0.80 - 5.04 - 2),
        (10.01, 10.01 - 1.5015 - 5.04 - 2),  # beauty 15 % of the whole price
        (50.00, 50 - 7.50 - 5.04 - 2),
        (50.01, 50.01 - 7.5015 - 5.30 - 2),  # fulfilment above 50
    ],
)
def test_the_books_card_jumps_at_ten_and_fifty_dollars(unit, price, margin):
    inputs = unit.inputs(unit.amazon_us(category="Beauty, Health, Personal Care"))
    assert margins(inputs, [price]) == [pytest.approx(margin, abs=1e-4)]


def test_from_april_2026_the_fuel_surcharge_is_taken_of_the_fulfilment_fee_only(unit):
    facts = unit.amazon_us(on=pd.Timestamp("2026-06-01"))
    row = price_table(unit.inputs(facts), prices=[20.0]).iloc[0]
    assert row["fuel_surcharge"] == pytest.approx(5.04 * 0.035)
    assert row["margin"] == pytest.approx(20 - 3 - 5.04 * 1.035 - 2)


def test_a_typed_surcharge_goes_before_the_books_and_is_taken_of_a_typed_fee_too(unit):
    surcharge = unit.typed("fuel_surcharge", 0.02, market="US")
    fee = unit.typed("fulfilment", 6.0, market="US", kind="amount", currency="USD")
    day = pd.Timestamp("2026-06-01")
    on_card, on_fee, fee_alone = (
        price_table(unit.inputs(unit.amazon_us(*rates, on=day)), prices=[20.0]).iloc[0]
        for rates in ((surcharge,), (surcharge, fee), (fee,))
    )
    assert on_card["fuel_surcharge"] == pytest.approx(5.04 * 0.02)
    assert on_fee["fuel_surcharge"] == pytest.approx(0.12)
    assert "fuel_surcharge" not in fee_alone


def test_a_card_that_has_ended_computes_nothing_and_is_shown_with_its_last_day(unit):
    economics = economics_at(unit.inputs(unit.amazon_us(on=pd.Timestamp("2026-11-24"))))
    step = economics.steps.set_index("step").loc["fulfilment"]
    assert (step["status"], step["until"], step["rate"]) == ("expired", date(2026, 10, 14), 5.04)
    assert np.isnan(step["amount"])
    assert np.isnan(economics.margin)
    assert economics.missing == ("fulfilment",)


def test_a_typed_rate_that_has_ended_is_shown_and_another_articles_is_not(unit):
    ended = {"since": date(2026, 1, 1), "until": date(2026, 1, 31)}
    own, other = (unit.typed("import_duty", 0.1, sku=sku, **ended) for sku in ("A", "B"))
    steps = [
        economics_at(unit.inputs(unit.mercado_libre(rate, origin="CN"))).steps.set_index("step")["status"]
        for rate in (own, other)
    ]
    assert steps[0]["import_duty"] == "expired"
    assert "import_duty" not in steps[1]


def test_with_an_rfc_income_tax_is_cash_and_the_vat_withheld_is_part_of_the_vat(unit):
    # 1,160 = 1,000 without VAT: 25 and 80 are kept back, 80 of the 160 are still to settle.
    row = price_table(unit.inputs(unit.mercado_libre()), prices=[1160.0]).iloc[0]
    assert (row["vat"], row["vat_withheld"], row["vat_to_settle"]) == pytest.approx((160, 80, 80))
    assert (row["income_tax"], row["withheld"]) == pytest.approx((25, 105))
    assert row["margin"] == pytest.approx(1000 - 174 - 72 - 100)
    assert row["cash"] == pytest.approx(row["margin"] - 25)


def test_without_an_rfc_36_percent_of_the_price_without_vat_are_gone_and_none_of_it_twice(unit):
    row = price_table(unit.inputs(unit.mercado_libre(rfc="false")), prices=[1160.0]).iloc[0]
    assert row["withheld"] == pytest.approx(360)
    assert row["vat"] + row["income_tax"] == pytest.approx(360)
    assert row["vat_to_settle"] == pytest.approx(0)
    assert row["margin"] == row["cash"] == pytest.approx(800 - 174 - 72 - 100)


def test_what_the_tax_withheld_costs_until_it_is_credited_is_counted_where_it_is_stated(unit):
    row = price_table(unit.inputs(unit.mercado_libre(unit.typed("financing", 0.04))), prices=[1160.0]).iloc[0]
    assert row["financing"] == pytest.approx(105 * 0.04)
    assert row["cash"] == pytest.approx(row["margin"] - 25 - 4.2)


def test_instalments_are_taken_of_their_share_of_the_sales(unit):
    own = (unit.typed("own_shipping", 60, kind="amount", currency="MXN"), unit.typed("referral", 0.15, sku="A"))
    facts = unit.mercado_libre(*own, account=unit.accounts.amazon_mx)
    assert unit.inputs(facts).missing == ("payment_mix",)
    chosen = with_choice(unit.inputs(facts), payment_mix=unit.mix(0.1, 0.7, 0.2))
    assert price_table(chosen, prices=[500.0])["instalments"].tolist() == pytest.approx([500 * 0.03 * 0.2])
    # From 17 February 2026 it is waived for what Amazon ships above 299.
    fba = with_choice(chosen, logistic="platform")
    assert "instalments" not in fba.missing and "fulfilment" in fba.missing


def test_in_mercado_libre_the_payment_mix_is_no_fee(unit):
    facts = unit.mercado_libre(mix=unit.mix(0.5, 0.3, 0.2))
    assert "instalments" not in price_table(unit.inputs(facts), prices=[400.0])


def test_returns_cost_their_share_of_the_loss_and_advertising_its_part_of_the_price(unit):
    facts = unit.mercado_libre(
        unit.typed("return_loss", 90, kind="amount", currency="MXN"), return_rate=0.04, advertising_share=0.05
    )
    row = price_table(unit.inputs(facts), prices=[400.0]).iloc[0]
    assert (row["returns"], row["advertising"]) == pytest.approx((3.6, 20.0))
    assert unit.inputs(facts).left_out == ("storage",)


def test_a_weaker_peso_divides_what_is_paid_in_other_currencies_and_nothing_else(unit):
    facts = unit.mercado_libre(cost=4.0, freight=1.0, cost_currency="USD", fx=unit.fx(USD=20.0))
    matrix = margin_matrix(unit.inputs(facts), prices=[298.0, 400.0], moves=[0.0, -0.1])
    of_price = 400 / 1.16 - 60 - 72
    assert matrix.shape == (2, 2)
    assert matrix[1].tolist() == pytest.approx([of_price - 100, of_price - 100 / 0.9])


def test_a_choice_of_exchange_rate_is_the_same_as_the_move(unit):
    inputs = unit.inputs(unit.mercado_libre(cost=4.0, freight=1.0, cost_currency="USD", fx=unit.fx(USD=20.0)))
    moved = with_choice(inputs, fx_move=-0.2)
    assert margins(moved, [400]) == margin_matrix(inputs, prices=[400], moves=[-0.2]).round(4)[0].tolist()


def test_a_choice_leaves_the_unit_as_it_was(unit):
    inputs = unit.inputs(unit.mercado_libre())
    before = margins(inputs, [400])
    assert margins(with_choice(inputs, rfc="false"), [400]) == [pytest.approx(before[0] - 400 / 1.16 * 0.2, abs=1e-3)]
    assert margins(inputs, [400]) == before


@pytest.mark.parametrize("choice", [{"logistic": "drone"}, {"rfc": "perhaps"}, {"fx_move": -1.0}])
def test_a_choice_that_is_none_is_refused(unit, choice):
    with pytest.raises(ParameterError, match=next(iter(choice))):
        with_choice(unit.inputs(unit.mercado_libre()), **choice)


def test_a_price_of_nothing_and_a_currency_worth_nothing_are_refused(unit):
    inputs = unit.inputs(unit.mercado_libre())
    with pytest.raises(ParameterError, match="prices above zero"):
        price_table(inputs, prices=[299.0, 0.0])
    with pytest.raises(ParameterError, match="above -1"):
        margin_matrix(inputs, prices=[299.0], moves=[-1.0])


def test_a_charge_that_is_known_on_one_side_of_the_mark_blocks_the_other_side_only(unit):
    facts = unit.mercado_libre()
    only = tuple(rate for rate in facts.typed if rate.what != "fixed_fee")
    inputs = unit.inputs(unit.mercado_libre(typed=only))
    assert (inputs.missing, inputs.partial) == ((), ("fixed_fee",))
    known = price_table(inputs, prices=[298.99, 299.0])["margin"].notna().tolist()
    assert known == [False, True]
    cheap = unit.inputs(unit.mercado_libre(typed=only, price=199.0))
    assert cheap.missing == ("fixed_fee",)


def test_the_steps_run_from_the_price_to_the_margin_and_on_to_the_cash(unit):
    economics = economics_at(unit.inputs(unit.mercado_libre()), price=464.0)
    steps = economics.steps.set_index("step")
    assert steps.index.tolist()[:2] == ["price", "vat"]
    assert steps.loc["freight", "running"] == pytest.approx(economics.margin)
    assert steps.loc["income_tax", "running"] == pytest.approx(economics.cash)
    assert np.isnan(steps.loc["vat_withheld", "running"])
    taken = steps[(steps["line"] == "margin")]["amount"].drop("price").sum()
    assert 464 - taken == pytest.approx(economics.margin)
    assert steps.loc["referral", ["basis", "status", "source"]].tolist() == ["typed", "typed", "stated by Li"]
    assert steps.loc["vat", ["basis", "status"]].tolist() == ["book", "confirmed"]


def test_a_rate_checked_long_ago_is_to_be_checked(unit):
    late = economics_at(unit.inputs(unit.mercado_libre(on=pd.Timestamp("2027-09-01"))), price=464.0)
    assert late.steps.set_index("step").loc["vat", "status"] == "needs_check"


def test_each_step_shows_the_rate_of_the_price_that_is_asked_for(unit):
    # Clothing: 10 % at 19.00 (today's price), 17 % of the whole price at 25.00, 5 % at 12.00.
    inputs = unit.inputs(unit.amazon_us(category="Clothing & Accessories"))
    shown = [economics_at(inputs, price=price).steps.set_index("step").loc["referral"] for price in (19.0, 25.0, 12.0)]
    assert [row["rate"] for row in shown] == [0.10, 0.17, 0.05]
    assert [row["amount"] for row in shown] == pytest.approx([1.90, 4.25, 0.60])


def test_a_fee_that_is_not_due_at_a_price_shows_no_rate(unit):
    steps = economics_at(unit.inputs(unit.mercado_libre())).steps.set_index("step")
    assert (steps.loc["fixed_fee", "rate"], steps.loc["fixed_fee", "amount"]) == (0.0, 0.0)
    assert steps.loc["free_shipping", "rate"] == 72.0


def test_a_price_on_the_known_side_of_the_mark_has_a_margin_though_todays_has_none(unit):
    facts = unit.mercado_libre()
    blind = unit.inputs(replace(facts, typed=tuple(rate for rate in facts.typed if rate.what != "free_shipping")))
    assert (blind.price, blind.missing) == (350.0, ("free_shipping",))
    cheap = economics_at(blind, price=250.0)
    assert (cheap.missing, cheap.inputs.price) == ((), 350.0)
    # 250 / 1.16 - 37.50 - 33 - 100
    assert cheap.margin == pytest.approx(45.0172, abs=1e-4)


def test_each_rate_of_the_book_shows_source_grade_and_the_day_it_was_compared(unit):
    steps = economics_at(unit.inputs(unit.amazon_us(category="Watches"))).steps.set_index("step")
    assert steps.loc["referral", ["grade", "checked"]].tolist() == ["medium", date(2026, 11, 23)]
    assert steps.loc["fulfilment", ["grade", "since"]].tolist() == ["high", date(2026, 1, 15)]
    assert steps.loc[["referral", "fulfilment"], "source"].str.len().gt(0).all()
