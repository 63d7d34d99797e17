"""The sample's prices: the seller squeezed by the peso gets advice that can be signed, and its record tells a story."""

from __future__ import annotations

import pytest

from workbench.costs import unit_margins
from workbench.pricing import advice_log, elasticity, price_advice, price_outcomes
from workbench.words.advice import advice_foot, advice_sentence

pytestmark = pytest.mark.sample
ON = "2026-01-31"
MELI = "mercadolibre-mx"


def test_the_seller_squeezed_by_the_peso_gets_advice_that_names_all_that_it_rests_on(lumen):
    advice = price_advice(lumen, sku="LH-010", market="MX", account=MELI, on=ON)
    said, foot = advice_sentence(advice).replace("\u00a0", " "), advice_foot(advice).replace("\u00a0", " ")
    assert said.startswith("Raise LH-010 on Mercado Libre Mexico from 449 MXN to 479 MXN")
    for part in ("The least price that keeps the floors is 463.44 MXN", "within 30 days is ", "is to be held up to "):
        assert part in said
    for part in ("Runner-up: 489 MXN", "What would change this", "valid until 14 Feb 2026", "Hao Exempel decides"):
        assert part in foot


def test_by_january_a_few_lose_a_little_and_most_still_earn(lumen, volt, casa):
    rates = {seller.id: _rates(seller) for seller in (lumen, volt, casa)}
    squeezed = rates["lumen-home"]
    assert 1 <= (squeezed < 0).sum() <= 6
    assert 0.2 < (squeezed < 0.08).mean() < 0.5
    assert 0.08 < squeezed.median() < rates["volt-harbor"].median() < rates["casa-jacaranda"].median()


def test_the_peso_did_it(lumen):
    assert (_rates(lumen, on="2025-09-30") < 0.08).sum() < (_rates(lumen) < 0.08).sum() / 2


def test_one_product_answers_to_its_price_and_the_truth_lies_in_the_interval(volt):
    row = elasticity(volt, account=MELI, on=ON).of("VH-001")
    assert row["verdict"] == "usable"
    assert row["low"] < -2.7 < row["high"]


def test_the_record_holds_advice_in_every_state(lumen, volt):
    states = {row["sku"]: row["state"] for row in advice_log(lumen, on=ON).to_dict("records")}
    ended = {"LH-012": "executed", "LH-062": "executed", "LH-004": "refused", "LH-047": "expired"}
    assert states == ended | {"LH-050": "accepted", "LH-074": "proposed"}
    for client, sku in ((lumen, "LH-062"), (volt, "VH-001")):
        row = advice_log(client, on=ON).set_index("sku").loc[sku]
        assert row["decision"] == "changed" and row["executed_price"] == row["decided_price"] != row["advised_price"]
    assert advice_log(volt, on=ON)["decision"].tolist() == ["accepted", "changed", "refused"]


def test_a_refused_advice_is_told_with_what_has_changed_since(lumen):
    advice = price_advice(lumen, sku="LH-004", market="MX", account=MELI, on=ON)
    said = advice_sentence(advice).replace("\u00a0", " ")
    assert "339 MXN was advised on 21 Nov 2025 and refused by Hao Exempel on 3 Dec 2025." in said
    assert "Changed since: 1 CNY from 2.82 to 3.09 MXN (+9.6%)." in said
    assert advice.choice.reasons[-1] == "refused_before"
    same_week = price_advice(lumen, sku="LH-004", market="MX", account=MELI, on="2025-12-05")
    assert same_week.is_repeat


def test_what_was_carried_out_is_the_price_that_the_listings_and_orders_show(lumen, volt):
    for client, sku in ((lumen, "LH-012"), (lumen, "LH-062"), (volt, "VH-001")):
        row = price_outcomes(client, on=ON).set_index("sku").loc[sku]
        lines, listed = (_of(table, sku) for table in (client.order_lines, client.listings))
        after = lines[lines["ordered_at"] >= "2025-12-11T00:00Z"]
        assert set(after["unit_price"]) == {row["price"]}
        assert listed.sort_values("observed_at")["price"].iloc[-1] == row["price"]


@pytest.mark.parametrize("sku", ["LH-012", "LH-004", "LH-062", "LH-047", "LH-050", "LH-074"])
def test_the_advice_on_record_is_what_the_workbench_gave_that_day(lumen, sku):
    row = advice_log(lumen, on=ON).set_index("sku").loc[sku]
    advice = price_advice(lumen, sku=sku, market="MX", account=MELI, on=f"{row['as_of']:%Y-%m-%d}")
    assert (advice.inputs.price, advice.choice.price) == (row["price_before"], row["advised_price"])
    assert advice.choice.runner_up == row["runner_up"]


def _rates(client, *, on=ON):
    return unit_margins(client, account=MELI, on=on)["margin_rate"].dropna()


def _of(table, sku):
    return table[(table["account"] == MELI) & (table["sku"] == sku)]
