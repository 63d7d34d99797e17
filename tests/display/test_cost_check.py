"""The cost check's tables, on hand-made rates and units."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest

from tests.costs.conftest import ACCOUNT, _mercado_libre, _typed
from workbench.costs.implied import IMPLIED_COLUMNS
from workbench.costs.inputs import inputs_of
from workbench.costs.payments import PaymentShares
from workbench.display import cost_check
from workbench.display.cost_check import (
    payment_mixes,
    show_implied_rates,
    show_missing_inputs,
    show_payment_mixes,
    show_rates_to_check,
    show_typed_rates,
    unsure_rates,
)
from workbench.errors import NothingToShow
from workbench.words import use_language
from workbench.words.simulator import rate_text

DAY = "2026-03-01"
ROWS = [
    ("", "sale_fee", 0.21, 0.20, 0.01, True, 805, 805),
    ("A", "sale_fee", 0.152, 0.15, 0.002, False, 9, 11),
    ("A", "shipping", 0.07, None, None, False, 9, 11),
]


def client(*, rates=(), mixes=()):
    profile = SimpleNamespace(accounts=(ACCOUNT,), account=lambda name: ACCOUNT, rates=rates, payment_mix=mixes)
    return SimpleNamespace(profile=profile, ledger=None)


def implied(*, start="2025-12-02"):
    names = ["sku", "step", "implied_rate", "book_rate", "departure", "is_flagged", "orders", "rows"]
    known = pd.DataFrame(ROWS, columns=names).astype({"book_rate": float, "departure": float})
    days = {"start": pd.Timestamp(start), "end": pd.Timestamp(DAY)}
    same = days | {"rate_id": "ml-sale", "status": "typed", "report": "meli-ventas", "fee": 1.0, "base": 1.0}
    return known.assign(**same).reindex(columns=IMPLIED_COLUMNS)


def nothing(client, **asked):
    raise NothingToShow("listings", "none")


def text(shown):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown.data).replace("\xa0", " "))


def test_a_departure_is_flagged_with_rows_orders_and_report(monkeypatch):
    asked = {}
    monkeypatch.setattr(cost_check, "implied_rates", lambda client, **given: asked.update(given) or implied())
    said = text(show_implied_rates(client(), on=DAY))
    assert "Mercado Libre Mexico: 1 of 2 rates departs by more than half a point." in said
    assert "21.00% 20.00% stated by the client +1.00 ■ check it 805 805 meli-ventas" in said
    assert "+0.20 ● agrees 9 11" in said and "– nothing to compare with" in said
    # Ninety days, both ends included.
    assert (asked["start"], asked["end"]) == ("2025-12-02", DAY)
    assert "Nothing is stated for earlier sales" not in said


def test_a_rate_prints_with_two_decimals_however_near_it_is_to_a_limit(monkeypatch):
    near = implied().assign(implied_rate=0.150002)
    monkeypatch.setattr(cost_check, "implied_rates", lambda client, **given: near)
    assert "15.00% 20.00%" in text(show_implied_rates(client(), on=DAY))


def test_a_stated_rate_shows_every_digit_and_an_implied_one_two():
    rows = [SimpleNamespace(rate=0.003464, rate_unit="fraction"), SimpleNamespace(rate=0.00125, rate_unit="fraction")]
    rows += [SimpleNamespace(rate=0.1473471, rate_unit="fraction", basis="ledger")]
    assert [rate_text(row) for row in rows] == ["0.3464%", "0.125%", "14.73%"]


def test_sales_that_are_not_compared_are_said(monkeypatch):
    monkeypatch.setattr(cost_check, "implied_rates", lambda client, **given: implied(start="2026-01-15"))
    said = text(show_implied_rates(client(), on=DAY))
    assert "so compared are: sale fee from 15 Jan 2026 on, shipping cost from 15 Jan 2026 on." in said


def test_what_was_typed_shows_who_and_since_when():
    rates = (_typed("fixed_fee", 33, kind="amount", currency="MXN", price_to=299), _typed("referral", 0.15))
    said = text(show_typed_rates(client(rates=rates)))
    assert "client.yml states 2 rates." in said
    assert "sale fee (commission) Mexico 15% 1 Jan 2020 – Li 5 Jan 2026" in said


def test_what_is_missing_comes_with_the_answers_to_ask_first(monkeypatch):
    units = [inputs_of(_mercado_libre(sku="A")), inputs_of(_mercado_libre(sku="B", cost=float("nan")))]
    monkeypatch.setattr(cost_check, "account_inputs", lambda client, **asked: {unit.sku: unit for unit in units})
    said = text(show_missing_inputs(client(), on=DAY))
    assert "Listed SKUs without a margin: 1 of 2. Ask first: purchase cost (costs.csv)." in said


def test_rates_that_are_not_confirmed_are_counted_once_each():
    charge = SimpleNamespace(rate_id="x", step="vat", rate=0.16, rate_unit="fraction", status="expired", source="s")
    charge.since = None
    fine = SimpleNamespace(**vars(charge) | {"status": "confirmed", "rate_id": "y"})
    rows = unsure_rates([SimpleNamespace(charges=(charge, fine)), SimpleNamespace(charges=(charge,))])
    assert rows[["rate_id", "skus"]].values.tolist() == [["x", 2]]
    assert unsure_rates([]).empty


def test_mercado_pagos_mix_stands_beside_the_stated_one(monkeypatch):
    found = PaymentShares(0.3, 0.5, 0.15, 0.05, payments=40, stated_share=0.9, report="mercadopago-settlement")
    monkeypatch.setattr(cost_check, "payment_mix", lambda ledger, **asked: found)
    assert payment_mixes(client(), on=DAY)[["source", "cash", "payments"]].values.tolist() == [["ledger", 0.3, 40]]
    assert "for 90.0% of the sales: 30.0% in cash, 15.0% by instalments" in text(show_payment_mixes(client(), on=DAY))


@pytest.mark.parametrize("lang", ["en", "zh", "es"])
def test_without_any_report_the_mix_is_asked_for(monkeypatch, lang):
    use_language(lang)
    monkeypatch.setattr(cost_check, "payment_mix", lambda ledger, **asked: None)
    monkeypatch.setattr(cost_check, "account_inputs", nothing)
    assert "client.yml" in text(show_payment_mixes(client(), on=DAY))
    assert show_missing_inputs(client(), on=DAY).data == ""
    assert "wb-sentence" in show_rates_to_check(client(), on=DAY).data
