"""Advice end to end on a seller made by hand: profile and tables in, a decision to be taken out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.priced_seller import ON, PROFILE, RATES, STATED
from workbench.client import Client
from workbench.costs import price_table
from workbench.errors import NothingToShow, ParameterError
from workbench.pricing import AdviceTerms, price_advice, price_plan, proposal_of
from workbench.pricing.assortment import account_of
from workbench.profile.models import Profile
from workbench.record import log_event
from workbench.tables import TABLES, conform, empty_table
from workbench.words.advice import advice_foot, advice_sentence
from workbench.words.price_plan import plan_sentence


def catalogue(*rows):
    named = ["sku", "cost", "cost_currency", "freight", "origin"]
    return conform(pd.DataFrame([(*row, 0.0, "MX") for row in rows], columns=named), "catalogue")


def years_of_rates(usd=20.0):
    """Two years of quiet rates that end at `usd` on the day."""
    days = pd.bdate_range(end=ON, periods=520)
    swings = usd * np.exp(np.cumsum(np.random.default_rng(3).normal(0, 0.004, 520))[::-1])
    rates = swings * usd / swings[-1]
    return conform(
        pd.DataFrame({"date": days, "base": "USD", "quote": "MXN", "series": "SF43718", "rate": rates}), "fx"
    )


@pytest.fixture
def seller(tmp_path, make):
    """Makes a client whose files are tables: listings seen on the day, costs in USD, rates, and further tables."""

    def client(prices, *, costs, profile=None, automation=None, **tables):
        listings = make.listings([(sku, ON, price) for sku, price in prices.items()], automation_on=automation)
        opened = Client(Profile.model_validate(PROFILE | (profile or {})), tmp_path)
        known = {"listings": listings, "catalogue": catalogue(*costs), "fx": years_of_rates(), **tables}
        opened._tables.update({name: known.get(name, empty_table(name)) for name in TABLES})
        return opened

    return client


def advice_on(client, sku="A", **options):
    return price_advice(client, sku=sku, market="MX", on=ON, **options)


def test_without_a_cost_there_is_no_advice_and_the_cost_is_asked_for(seller):
    advice = advice_on(seller({"A": 289.0}, costs=[("A", np.nan, "USD")]))
    assert (advice.state, advice.choice, advice.candidates.empty) == ("blocked", None, True)
    assert advice.blocked_by[0] == "cost"
    assert "To be stated first: " in advice_sentence(advice)


@pytest.mark.parametrize(("declared", "duty"), [([], 8.0), ([("A", "MX")], 6.0), ([("A", "US"), ("B", "MX")], 8.0)])
def test_duties_are_of_the_declared_value_of_that_sku_and_market_else_of_the_cost(seller, declared, duty):
    # A tenth of 4 USD of cost or of 3 USD declared, at 20.
    named = ["sku", "cost", "cost_currency", "freight", "origin"]
    goods = conform(pd.DataFrame([("A", 4.0, "USD", 0.0, "CN")], columns=named), "catalogue")
    tenth = {"what": "import_duty", "kind": "fraction", "value": 0.10, "base": "customs_value"}
    rates = [{**STATED, **rate} for rate in (*RATES, tenth)]
    rows = [{"sku": sku, "market": market, "value": 3.0, "currency": "USD"} for sku, market in declared]
    client = seller({"A": 289.0}, costs=[], catalogue=goods, profile={"rates": rates, "customs_values": rows})
    advice = advice_on(client)
    table = price_table(advice.inputs, prices=[289.0])
    assert table["import_duty"].item() == pytest.approx(duty)
    assert ("no customs value is stated" in advice_foot(advice)) == (duty == 8.0)
    assert "Not stated and not in the margin: storage fee" in advice_foot(advice)


def test_without_a_floor_there_is_no_advice(seller):
    advice = advice_on(seller({"A": 289.0}, costs=[("A", 4.0, "USD")], profile={"margin_floor": None}))
    assert (advice.state, advice.blocked_by) == ("blocked", ("floor",))


def test_a_price_over_every_floor_stays_where_nothing_is_known_of_demand(seller):
    advice = advice_on(seller({"A": 289.0}, costs=[("A", 4.0, "USD")]))
    assert (advice.state, advice.choice.action, advice.choice.reasons) == ("advised", "hold", ("no_volume_answer",))
    assert advice.today["margin"] == pytest.approx(289 / 1.16 - 0.15 * 289 - 33 - 80)
    assert (advice.decider, f"{advice.valid_until:%Y-%m-%d}") == ("Hao", "2026-06-14")
    assert "Keep A on Mercado Libre Mexico at 289" in advice_sentence(advice)


def test_a_price_that_the_peso_squeezed_under_the_floor_goes_to_the_nearest_that_keeps_it(seller):
    # 7.5 USD at 20 is 150 MXN: 279 leaves 15.7, less than a tenth of 240.5; 289 leaves 22.8; 298 leaves 29.2 of 256.9.
    advice = advice_on(seller({"A": 279.0}, costs=[("A", 7.5, "USD")]), terms=AdviceTerms(most_risk=1.0))
    assert advice.choice.action == "raise"
    assert advice.choice.price == 298.0
    assert advice.choice.reasons[0] == "under_floor"
    assert "Raise A on Mercado Libre Mexico from 279" in advice_sentence(advice)
    assert "Hao decides" in advice_foot(advice)


@pytest.mark.parametrize(
    ("price", "margin", "is_dead"),
    [(298.0, 298 / 1.16 - 44.70 - 33 - 80, False), (299.0, 299 / 1.16 - 44.85 - 72 - 80, True),
     (299.01, 299.01 / 1.16 - 44.8515 - 72 - 80, True)],
)  # fmt: skip
def test_both_sides_of_299_on_the_whole_chain(seller, price, margin, is_dead):
    today = advice_on(seller({"A": price}, costs=[("A", 4.0, "USD")])).today
    assert today["margin"] == pytest.approx(margin)
    assert bool(today["is_in_dead_zone"]) is is_dead


def test_the_dead_zone_from_299_is_named_with_its_end(seller):
    zones = advice_on(seller({"A": 319.0}, costs=[("A", 4.0, "USD")])).zones
    assert zones[["from_price", "to_price"]].values.tolist() == [[299.0, 353.75]]


def test_an_open_warning_holds_the_advice_back(seller):
    client = seller({"A": 279.0}, costs=[("A", 7.5, "USD")])
    about = {
        "account": "mercadolibre-mx",
        "platform": "mercadolibre",
        "case_id": "c1",
        "received_at": "2026-05-20T10:00Z",
    }
    log_event(
        client.folder, kind="notice", text="late shipments", by="Li", about={**about, "notice_kind": "performance"}
    )
    advice = advice_on(client)
    assert advice.state == "on_hold"
    assert "not advice" in advice_sentence(advice)
    with pytest.raises(ParameterError, match="'on_hold'"):
        proposal_of(advice)


def test_automation_has_to_be_off_first(seller):
    advice = advice_on(
        seller({"A": 279.0}, costs=[("A", 7.5, "USD")], automation=True), terms=AdviceTerms(most_risk=1.0)
    )
    assert advice.is_automated
    assert "its automation has to be off first" in advice_sentence(advice)


def test_a_short_history_of_rates_says_that_it_can_t_say(seller):
    one = conform(
        pd.DataFrame(
            [("2026-05-29", "USD", "MXN", "SF43718", 20.0)], columns=["date", "base", "quote", "series", "rate"]
        ),
        "fx",
    )
    advice = advice_on(seller({"A": 289.0}, costs=[("A", 4.0, "USD")], fx=one))
    assert advice.candidates["under_floor_chance"].isna().all()
    assert "too short a history" in advice_sentence(advice)


def test_an_elastic_product_is_moved_to_where_a_week_earns_most(seller, make):
    # Units follow the price with -1.6 and a unit costs 80 MXN: the week earns more at a higher price than 198.
    world, end = make.world([-1.6] * 8, seed=11, units=40.0, noise=0.05)
    skus = dict.fromkeys(world.catalogue["sku"], 198.0)
    client = seller(
        skus, costs=[(sku, 4.0, "USD") for sku in skus], order_lines=world.order_lines, listings=world.listings
    )
    advice = price_advice(client, sku="S000", market="MX", on=end, terms=AdviceTerms(most_risk=1.0, least_gain=0.0))
    assert advice.estimate["verdict"] == "usable"
    free = advice.candidates[[not codes for codes in advice.candidates["against"]]]
    assert advice.choice.price == free.loc[free["score"].idxmax(), "price"]
    assert "more_profit" in advice.choice.reasons or "best_already" in advice.choice.reasons


def test_a_proposal_holds_what_the_record_needs(seller):
    proposal = proposal_of(
        advice_on(
            seller({"A": 279.0}, costs=[("A", 7.5, "USD")]),
        )
    )
    assert {"account", "sku", "currency", "price", "advised_price", "as_of", "valid_until", "decider"} <= set(proposal)
    assert (proposal["price"], proposal["as_of"], proposal["valid_until"]) == (279.0, ON, "2026-06-14")


def test_a_sku_that_nobody_lists_is_named_with_its_neighbour(seller):
    client = seller({"A-10": 289.0}, costs=[("A-10", 4.0, "USD")])
    with pytest.raises(NothingToShow, match="did you mean 'A-10'"):
        account_of(client, sku="A-1O", market="MX", on=ON)


def test_of_two_accounts_one_has_to_be_named(seller, make):
    other = {**PROFILE["accounts"][0], "id": "amazon-mx", "platform": "amazon", "fulfilment": "seller"}
    listings = make.listings([("A", ON, 289.0)])
    both = conform(pd.concat([listings, listings.assign(account="amazon-mx")], ignore_index=True), "listings")
    client = seller(
        {"A": 289.0}, costs=[("A", 4.0, "USD")], profile={"accounts": [*PROFILE["accounts"], other]}, listings=both
    )
    with pytest.raises(ParameterError, match="several accounts list it"):
        advice_on(client)
    assert advice_on(client, account="mercadolibre-mx").state == "advised"


@pytest.mark.parametrize("terms", [{"holding_days": 0}, {"most_risk": 1.2}, {"least_gain": -0.1}, {"most_step": 2.0}])
def test_terms_that_mean_nothing_are_refused(terms):
    with pytest.raises(ParameterError, match="expected|Expected"):
        AdviceTerms(**terms)


def test_the_plan_puts_the_most_money_first_and_skus_without_a_cost_apart(seller, make):
    prices = {"A": 279.0, "B": 289.0, "C": 259.0}
    costs = [("A", 7.5, "USD"), ("B", 4.0, "USD"), ("C", np.nan, "USD")]
    days = pd.date_range("2026-03-01", ON, freq="D")
    lines = make.lines([("A", day, 3, 279.0) for day in days] + [("C", day, 1, 259.0) for day in days])
    plan = price_plan(seller(prices, costs=costs, order_lines=lines), market="MX", on=ON)
    assert plan.rows["sku"].tolist() == ["A", "B"]
    assert plan.rows["at_stake"].iloc[0] > plan.rows["at_stake"].iloc[1] or plan.rows["at_stake"].isna().iloc[1]
    assert plan.rows.loc[0, "weekly_units"] == pytest.approx(21)
    assert plan.without[["sku", "weekly_units"]].values.tolist() == [["C", pytest.approx(7)]]
    assert plan.without["missing"].item().split(",")[0] == "cost"
    assert "For 1 SKU something has to be stated first." in plan_sentence(plan.rows, plan.without)


def test_the_floor_of_a_plan_is_the_least_price_that_keeps_both_floors(seller):
    floors = [{"sku": "A", "market": "MX", "price": 270.0, "currency": "MXN"}]
    plan = price_plan(seller({"A": 289.0}, costs=[("A", 4.0, "USD")], profile={"floors": floors}), market="MX", on=ON)
    # A tenth of the net price is left from 113 / (1/1.16 - 0.15 - 0.1/1.16) = 180.6 on; the client's own 270 is higher.
    assert plan.rows["floor"].item() == 270.0
    bare = price_plan(seller({"A": 289.0}, costs=[("A", 4.0, "USD")]), market="MX", on=ON)
    assert bare.rows["floor"].item() == pytest.approx(np.ceil(113 / (0.9 / 1.16 - 0.15) * 100) / 100)


def test_a_market_without_an_account_has_no_plan(seller):
    with pytest.raises(ParameterError, match="no account in US"):
        price_plan(seller({"A": 289.0}, costs=[("A", 4.0, "USD")]), market="US", on=ON)


def test_an_account_that_lists_nothing_is_named(seller):
    plan = price_plan(
        seller({"A": 289.0}, costs=[("A", 4.0, "USD")], listings=empty_table("listings")), market="MX", on=ON
    )
    assert (plan.rows.empty, plan.without.empty, plan.without_listings) == (True, True, ("mercadolibre-mx",))


def test_a_charge_that_is_stated_under_a_mark_only_leaves_prices_over_it_out(seller):
    rates = [{**STATED, **rate} for rate in RATES[:2]]
    candidates = advice_on(seller({"A": 279.0}, costs=[("A", 4.0, "USD")], profile={"rates": rates})).candidates
    over = candidates[candidates["price"] >= 299]
    assert len(over)
    assert all("not_known" in codes for codes in over["against"])
    assert not any("not_known" in codes for codes in candidates.loc[candidates["price"] < 299, "against"])


def test_where_today_s_own_charge_is_not_stated_it_is_asked_for(seller):
    rates = [{**STATED, **rate} for rate in RATES[:2]]
    advice = advice_on(seller({"A": 319.0}, costs=[("A", 4.0, "USD")], profile={"rates": rates}))
    assert (advice.state, advice.blocked_by) == ("blocked", ("free_shipping",))
