"""An advice knows the one before it: what the client made of it, and what has changed since."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.priced_seller import ACCOUNT, ON, priced_advice, priced_client
from workbench.pricing import AdviceTerms, price_advice, price_plan, proposal_of
from workbench.record import price_entries, remember_advice, remember_decision, remember_execution

# 7.5 USD at 20 leaves 279 MXN less than a tenth; 298 keeps it: the advice of the whole module.
SQUEEZED, COSTS = {"A": 279.0}, {"A": 7.5}
BOLD = AdviceTerms(most_risk=1.0)
ELASTIC = {"elasticity": (-1.6, -1.9, -1.3), "weekly_units": 20.0}


def seller(folder, prices=SQUEEZED, costs=COSTS, **profile):
    return priced_client(folder, prices, costs=costs, **profile)


def advice_on(client, *, on=ON):
    return price_advice(client, sku="A", market="MX", on=on, terms=BOLD)


def proposed(client, *, on="2026-05-20", **changes):
    """Enters the advice of the last day as one of an earlier day, which held until 3 June."""
    entry = proposal_of(advice_on(client)) | {"on": on, "valid_until": "2026-06-03"} | changes
    return remember_advice(client.folder, [entry], by="Li")[0]["id"]


def decided(client, decision, *, on="2026-05-22", **said):
    name = proposed(client)
    remember_decision(client.folder, name, decision=decision, decided_by="Hao", by="Li", on=on, **said)
    return name


def with_rate(client, usd):
    """The same client after a move of the exchange rate on the last day."""
    fx = client.fx.copy()
    fx.loc[fx["date"] == fx["date"].max(), "rate"] = usd
    client._tables["fx"] = fx
    return client


def test_a_listing_without_a_record_has_no_earlier_advice(tmp_path):
    advice = advice_on(seller(tmp_path))
    assert (advice.earlier, advice.is_repeat) == (None, False)


def test_a_refused_price_that_nothing_has_changed_under_is_a_repeat(tmp_path):
    client = seller(tmp_path)
    name = decided(client, "refused", reason="competitor at 275")
    advice = advice_on(client, on="2026-06-04")
    assert advice.choice.price == 298.0
    assert (advice.is_repeat, advice.earlier.moves) == (True, ())
    assert advice.choice.reasons[-1] == "refused_before"
    told = advice.earlier
    assert (told.advice_id, told.decided_by, told.reason, told.is_whole) == (name, "Hao", "competitor at 275", True)


def test_what_has_changed_since_is_named_with_both_values(tmp_path):
    decided(seller(tmp_path), "refused")
    later = with_rate(seller(tmp_path, costs={"A": 7.2}, margin_floor=0.105), 20.6)
    advice = advice_on(later, on="2026-06-04")
    moves = {(move.what, move.name): (move.before, move.after) for move in advice.earlier.moves}
    assert moves == {("rate", "USD"): (20.0, 20.6), ("step", "cost"): (7.5, 7.2), ("margin_floor", ""): (0.10, 0.105)}
    assert not advice.is_repeat
    assert "refused_before" in advice.choice.reasons


def test_the_same_price_within_its_validity_is_a_repeat_whatever_has_changed(tmp_path):
    decided(seller(tmp_path), "refused")
    later = seller(tmp_path, costs={"A": 7.6})
    inside, after = (advice_on(later, on=day) for day in ("2026-06-03", "2026-06-04"))
    assert inside.choice.price == after.choice.price == 298.0
    assert [move.name for move in inside.earlier.moves] == ["cost"]
    assert (inside.is_repeat, after.is_repeat) == (True, False)


def test_another_price_decided_instead_is_known_with_its_price(tmp_path):
    client = seller(tmp_path)
    decided(client, "changed", price=285.0)
    advice = advice_on(client)
    assert (advice.choice.reasons[-1], advice.earlier.decided_price) == ("changed_before", 285.0)
    assert advice.is_repeat


@pytest.mark.parametrize(("decision", "code"), [("accepted", "accepted_before"), (None, "proposed_before")])
def test_an_accepted_or_waiting_advice_is_named_and_is_no_repeat(tmp_path, decision, code):
    client = seller(tmp_path)
    decided(client, decision) if decision else proposed(client)
    advice = advice_on(client)
    assert advice.choice.reasons[-1] == code
    assert not advice.is_repeat


def test_the_day_of_the_decision_is_the_first_that_knows_it(tmp_path):
    client = seller(tmp_path)
    decided(client, "refused", on="2026-06-03")
    assert [advice_on(client, on=day).earlier.state for day in ("2026-06-02", "2026-06-03")] == ["proposed", "refused"]


def test_a_refusal_outlives_a_later_advice_that_nobody_decided(tmp_path):
    client = seller(tmp_path)
    decided(client, "refused")
    proposed(client, on="2026-06-01", valid_until="2026-06-02")
    assert [advice_on(client, on=f"2026-06-0{day}").earlier.state for day in (2, 3)] == ["proposed", "refused"]


def test_advice_on_another_account_or_sku_is_not_taken_for_it(tmp_path):
    client = seller(tmp_path, {"A": 279.0, "B": 279.0}, {"A": 7.5, "B": 7.5})
    name = proposed(client, account="amazon-mx")
    remember_decision(client.folder, name, decision="refused", decided_by="Hao", by="Li", on=ON)
    assert advice_on(client).earlier is None
    decided(client, "refused")
    rows = price_plan(client, market="MX", on=ON).rows.set_index("sku")
    assert rows["earlier"].to_dict() == {"A": "refused", "B": ""}


def executed(client, *, on, price):
    name = proposed(client, on="2026-05-01")
    remember_decision(client.folder, name, decision="accepted", decided_by="Hao", by="Li", on="2026-05-02")
    remember_execution(client.folder, name, by="Li", on=on, price=price)


# Both ends count: 18 to 31 May are two whole weeks, 19 to 31 May are not.
@pytest.mark.parametrize(("day", "is_waited"), [("2026-05-18", False), ("2026-05-19", True)])
def test_a_fresh_change_is_given_two_weeks_before_more_profit_is_looked_for(tmp_path, day, is_waited):
    client = seller(tmp_path, {"A": 198.0}, {"A": 4.0})
    free = priced_advice(client, terms=BOLD, **ELASTIC).choice
    assert (free.action, free.reasons) == ("raise", ("more_profit",))
    executed(client, on=day, price=198.0)
    choice = priced_advice(client, terms=BOLD, **ELASTIC).choice
    if is_waited:
        assert (choice.action, choice.price, choice.runner_up) == ("hold", 198.0, free.price)
        assert (choice.reasons, choice.gain) == (("wait_for_effect",), 0.0)
    else:
        assert choice == free


def test_a_price_under_its_floor_does_not_wait_for_the_effect_of_the_last_change(tmp_path):
    client = seller(tmp_path)
    executed(client, on="2026-05-25", price=279.0)
    assert advice_on(client).choice.action == "raise"


def test_listings_of_before_the_change_say_nothing_of_today(tmp_path):
    client = seller(tmp_path)
    executed(client, on="2026-06-02", price=298.0)
    advice = advice_on(client, on="2026-06-05")
    assert (advice.state, advice.blocked_by) == ("blocked", ("price_since",))
    # Seen at the price that was set, it does not matter when.
    other = seller(tmp_path, {"A": 298.0})
    assert advice_on(other, on="2026-06-05").blocked_by == ()


def test_a_price_set_since_is_no_change_of_its_own_and_any_other_is(tmp_path):
    executed(seller(tmp_path), on="2026-05-10", price=285.0)
    for price, named in ((285.0, []), (289.0, [("price", 279.0, 289.0)])):
        moves = advice_on(seller(tmp_path, {"A": price})).earlier.moves
        assert [(move.what, move.before, move.after) for move in moves if move.what == "price"] == named


def test_an_older_entry_is_compared_by_the_rates_of_its_day(tmp_path):
    client = seller(tmp_path)
    name = proposed(client, rests_on={}, as_of="2026-05-20", on="2026-05-20")
    remember_decision(client.folder, name, decision="refused", decided_by="Hao", by="Li", on="2026-05-21")
    then = client.fx.set_index("date").loc["2026-05-20", "rate"]
    advice = advice_on(with_rate(client, 22.0))
    (move,) = advice.earlier.moves
    assert (move.what, move.name, move.before, move.after) == ("rate", "USD", then, 22.0)
    assert not advice.earlier.is_whole


def test_a_proposal_keeps_what_it_rests_on_in_the_currencies_of_its_steps(tmp_path):
    client = seller(tmp_path)
    decided(client, "refused")
    rests_on = proposal_of(advice_on(client))["rests_on"]
    # At 298 MXN: VAT 298 - 298 / 1.16, 15 % of 298, 33 MXN under 299; 7.50 USD of cost at 20.
    steps = {"vat": 41.1034, "referral": 44.70, "fixed_fee": 33.0, "free_shipping": 0.0, "cost": 7.5, "freight": 0.0}
    assert rests_on["steps"] == pytest.approx(rests_on["steps"] | steps, abs=1e-4)
    assert (rests_on["rates"], rests_on["margin_floor"]) == ({"USD": 20.0}, 0.10)
    assert not {"floor_price", "band_low", "elasticity"} & set(rests_on)
    remember_advice(client.folder, [proposal_of(advice_on(client))], by="Li")
    first, _, again = price_entries(client.folder)
    assert (again["repeats"], "repeats" in first) == (first["id"], False)


def test_an_answer_to_price_that_left_its_interval_has_changed(tmp_path):
    client = seller(tmp_path, {"A": 198.0}, {"A": 4.0})
    first = priced_advice(client, terms=BOLD, **ELASTIC)
    (entry,) = remember_advice(tmp_path, [proposal_of(first) | {"on": ON}], by="Li")
    remember_decision(tmp_path, entry["id"], decision="refused", decided_by="Hao", by="Li", on=ON)
    named = {}
    for estimate in (-1.8, -2.4):
        advice = priced_advice(client, terms=BOLD, elasticity=(estimate, estimate - 0.3, -1.2), weekly_units=20.0)
        named[estimate] = [(move.what, move.before, move.after) for move in advice.earlier.moves]
    assert named == {-1.8: [], -2.4: [("elasticity", -1.6, -2.4)]}
    unknown = priced_advice(client, terms=BOLD).earlier.moves
    assert [move.what for move in unknown] == ["elasticity"] and np.isnan(unknown[0].after)


def test_the_plan_names_the_decision_of_a_price_that_was_changed_otherwise(tmp_path):
    client = seller(tmp_path, {"A": 275.0})
    name = proposed(client, on="2026-05-01")
    said = {"decision": "changed", "price": 275.0, "decided_by": "Hao", "by": "Li", "on": "2026-05-02"}
    remember_decision(client.folder, name, **said)
    remember_execution(client.folder, name, by="Li", on="2026-05-03", price=275.0)
    (row,) = price_plan(client, market="MX", on=ON, terms=BOLD).rows.to_dict("records")
    assert (row["earlier"], row["earlier_date"]) == ("changed", pd.Timestamp("2026-05-02"))


def test_the_plan_has_what_became_of_the_last_advice(tmp_path):
    client = seller(tmp_path)
    decided(client, "refused", on="2026-06-02")
    (row,) = price_plan(client, market="MX", on="2026-06-03", terms=BOLD).rows.to_dict("records")
    assert (row["earlier"], row["earlier_price"], row["earlier_date"], row["is_repeat"]) == (
        *("refused", 298.0, pd.Timestamp("2026-06-02"), True),
    )
    assert row["account"] == ACCOUNT
