"""What is said of one unit: its margin, what to ask for, its cash, and markets side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from workbench.costs.economics import SideBySide, economics_at
from workbench.costs.inputs import ASKED_FIRST
from workbench.costs.margins import GROUPS
from workbench.costs.waterfall import STEPS, Charge, UnitInputs
from workbench.words import in_language
from workbench.words.economics import (
    GROUP_WORDS,
    MISSING_WORDS,
    STATUS_WORDS,
    STEP_WORDS,
    converted_sentence,
    economics_sentence,
    implied_sentence,
    missing_name,
    payment_sentence,
    side_by_side_title,
    status_name,
    step_name,
    unblock_sentence,
    waterfall_source,
    waterfall_title,
)
from workbench.words.formats import NBSP


def plain(text):
    return text.replace(NBSP, " ")


def inputs_of(*, rfc="true", missing=(), cost=100.0, account="amazon-mx", mix=None, left_out=(), **more):
    """A unit of 232 MXN (200 without VAT) with a fee of 20; with an RFC 5 of income tax and 16 of VAT are kept back."""

    def taken(amount):
        return lambda prices: np.full(len(prices), amount)

    charges = (
        Charge("vat", "margin", lambda prices: prices - prices / 1.16),
        Charge("referral", "margin", taken(20.0), basis="typed", status="typed"),
        Charge("cost", "margin", taken(cost), basis="catalogue"),
        Charge("income_tax", "cash" if rfc == "true" else "margin", taken(5.0), status="needs_check"),
        Charge("vat_withheld", "memo", taken(16.0)),
    )
    facts = SimpleNamespace(rfc=rfc, mix=mix)
    known = {"platform": "mercadolibre", "market": "MX", "on": pd.Timestamp("2026-01-31"), "currency": "MXN"}
    known |= {"home_currency": "MXN", "price": 232.0, "price_date": pd.NaT, "fx": {}, "cost_currency": "MXN"}
    return UnitInputs(
        sku="A", title="", account=account, charges=charges, missing=missing, left_out=left_out, facts=facts,
        **(known | more),
    )  # fmt: skip


def unit_of(**options):
    return economics_at(inputs_of(**options))


def test_with_an_rfc_the_vat_part_is_owed_anyway_and_the_income_tax_comes_back():
    assert plain(economics_sentence(unit_of(left_out=("storage",)))) == (
        "At 232 MXN one unit leaves 80 MXN, 40.0% of the price without tax. The platform keeps back 21 MXN of tax: the "
        "VAT part is owed anyway, the income tax is credited later, so 75 MXN of the margin is cash now. Not stated "
        "and not in the margin: storage fee."
    )


def test_without_an_rfc_the_tax_kept_back_is_final():
    assert "Without an RFC the 21 MXN of tax that the platform keeps back are final." in plain(
        economics_sentence(unit_of(rfc="false"))
    )


def test_the_first_three_blank_inputs_are_asked_for():
    said = economics_sentence(unit_of(missing=("cost", "rfc", "referral", "freight")))
    assert said == (
        "No margin yet. Needed first: purchase cost (costs.csv), whether the seller has an RFC (client.yml), sale fee "
        "(client.yml, or a settlement); then 1 more."
    )
    assert unblock_sentence(unit_of(missing=("cost",))) == "No margin yet. Still needed: purchase cost (costs.csv)."
    assert unblock_sentence(unit_of()) == ""


def test_cash_inside_mercado_libre_is_a_matter_of_time_and_not_of_fees():
    mix = SimpleNamespace(cash=0.2, card=0.5, instalments=0.3)
    said = payment_sentence(unit_of(mix=mix))
    assert said.startswith("20.0% of the sales are paid in cash and 30.0% by instalments. Inside Mercado Libre")
    assert payment_sentence(unit_of()) == ""


def test_a_charts_title_says_what_is_kept_or_lost():
    assert plain(waterfall_title(unit_of())) == "A keeps 80 MXN of 232 MXN"
    assert plain(waterfall_title(unit_of(cost=190.0))) == "A loses 10 MXN at 232 MXN"
    assert plain(waterfall_title(unit_of(missing=("cost",)))) == "A: the margin at 232 MXN is not known"


def test_a_charts_source_counts_the_rates_to_be_checked():
    assert waterfall_source(unit_of()) == (
        "Source: rate book, client's rates, costs and listings. 1 rate is to be checked."
    )


def test_the_converted_price_is_a_warning_example():
    here = unit_of()
    there = economics_at(inputs_of(), price=400.0, candidate="converted")
    side = SideBySide("A", (here,), (there,))
    # 400 = 344.83 without VAT, less 120.
    assert plain(converted_sentence(side)) == (
        "Warning example, no advice: the US price converted (400 MXN) would keep 65.2% on amazon-mx, where 232 MXN "
        "keeps 40.0%."
    )
    assert side_by_side_title(side) == "A keeps of its price without tax: amazon-mx 40.0%"
    assert side_by_side_title(SideBySide("A", (), ())) == "A: no market has every input for a margin"


def test_a_rate_that_is_missing_because_it_ended_is_named_with_its_last_day():
    ended = Charge("fulfilment", "margin", lambda prices: np.nan * prices, until=date(2026, 10, 14), status="expired")
    known = inputs_of(missing=("fulfilment",))
    unit = economics_at(replace(known, charges=(*known.charges, ended)))
    assert plain(economics_sentence(unit)).endswith("Known for earlier days only: fulfilment fee (until 14 Oct 2026).")
    assert "earlier days" not in economics_sentence(economics_at(known))


def implied(*departures):
    rows = [("A", "sale_fee", 0.15 + gap, 0.15, gap, abs(gap) > 0.005) for gap in departures]
    names = ["sku", "step", "implied_rate", "book_rate", "departure", "is_flagged"]
    return pd.DataFrame(rows, columns=names)


def test_rates_that_depart_are_counted_and_the_worst_is_named():
    assert implied_sentence(implied(0.001)) == "None of 1 rates departs by more than half a point from what is stated."
    assert implied_sentence(implied(0.01, -0.03)) == (
        "2 of 2 rates depart by more than half a point from what is stated, most of all sale fee of A: 12.00% was "
        "taken where 15.00% is stated."
    )
    assert "of A: 18.00% was taken where 15.00% is stated" in implied_sentence(implied(0.0300002))
    assert implied_sentence(implied()) == ""


@pytest.mark.parametrize("lang", ["en", "zh", "es"])
def test_every_code_has_words_in_each_language(lang):
    assert set(STEPS) | {"price"} == set(STEP_WORDS)
    assert set(ASKED_FIRST) == set(MISSING_WORDS)
    assert set(GROUPS) == set(GROUP_WORDS)
    with in_language(lang):
        assert all(step_name(code) for code in STEP_WORDS)
        assert all(status_name(code) for code in STATUS_WORDS)
        assert all(missing_name(code) for code in MISSING_WORDS)
        assert economics_sentence(unit_of()) and waterfall_source(unit_of())
