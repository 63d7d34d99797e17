from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from workbench.pricing.verdicts import with_verdicts
from workbench.words import in_language
from workbench.words.formats import NBSP
from workbench.words.pricing_fx import (
    REASON_WORDS,
    VERDICT_WORDS,
    elasticity_sentence,
    fx_coverage_sentence,
    fx_fan_sentence,
    hold_band_sentence,
)


def plain(text):
    return text.replace(NBSP, " ")


@pytest.fixture
def fan():
    table = pd.DataFrame({"date": pd.to_datetime(["2026-01-30", "2026-04-30"]), "day": [0, 90]})
    table = table.assign(base="USD", quote="MXN", series="SF43718", p10=[20.0, 18.5], p50=20.0, p90=[20.0, 21.75])
    return table


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            "In 8 of 10 futures one USD costs 18.50 to 21.75 MXN on 30 Apr 2026. On 30 Jan 2026 it was 20.00. The fan "
            "spreads as the rate has moved before; it foretells no direction.",
        ),
        (
            "zh",
            "十种可能中有八种，2026年4月30日 1 USD 兑 18.50 至 21.75 MXN。2026年1月30日为 20.00。"
            "扇形的宽度来自汇率以往的波动，并不预测方向。",
        ),
        (
            "es",
            "En 8 de cada 10 futuros, un USD cuesta de 18.50 a 21.75 MXN el 30 abr 2026. El 30 ene 2026 era 20.00. El "
            "abanico se abre como se ha movido el tipo de cambio; no predice la dirección.",
        ),
    ],
)
def test_the_fan_in_a_few_sentences(fan, lang, said):
    with in_language(lang):
        assert plain(fx_fan_sentence(fan)) == said


def coverage(p_value, share=0.7, periods=100):
    tested = SimpleNamespace(periods=periods, share=share, coverage=0.8, p_value=p_value)
    return SimpleNamespace(base="USD", quote="MXN", days=30, kupiec=tested, periods=[])


@pytest.mark.parametrize(
    ("found", "end"),
    [
        (coverage(0.4), "(Kupiec's test: p = 0.400)."),
        (coverage(0.01), "The fan is too narrow."),
        (coverage(0.01, share=0.95), "The fan is too wide."),
        (SimpleNamespace(base="USD", quote="MXN", days=30, kupiec=None, periods=[1, 2]), "2 periods, 20 are needed."),
    ],
)
def test_a_back_test_says_whether_the_promise_was_kept(found, end):
    assert fx_coverage_sentence(found).endswith(end)
    for lang in ("zh", "es"):
        with in_language(lang):
            assert fx_coverage_sentence(found)


def answer(**changed):
    usual = {"sku": "A", "estimate": -2.5, "low": -3.1, "high": -1.9, "verdict": "usable", "reason": ""}
    usual |= {"needed": "", "needed_weeks": pd.NA, "needed_step": np.nan, "needed_units": np.nan}
    return pd.Series(usual | changed)


def test_a_usable_answer_is_said_with_its_interval():
    assert elasticity_sentence(answer()) == (
        "A: Buyers answer to the price clearly enough to use. A price 1% higher sells 2.5% fewer units "
        "(95%: 1.9 to 3.1)."
    )


def test_what_would_settle_a_thin_answer_is_said():
    thin = answer(verdict="thin", reason="few_units", needed="weeks", needed_weeks=8, needed_step=0.05)
    assert elasticity_sentence(thin) == (
        "A: The data are too thin to use the answer: fewer than 20 units were sold. 8 more weeks at a second price at "
        "least 5% away would settle it."
    )
    sales = answer(verdict="no_price_change", reason="one_price", needed="sales", needed_units=17.2)
    assert elasticity_sentence(sales).endswith("that takes about 18 units a week.")


def band(**changed):
    usual = {"price": 499.0, "is_held": True, "rates": lambda today: (today * 0.9, today * 1.1)}
    return SimpleNamespace(**(usual | changed))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "Hold 499.00 MXN while one USD costs 18.00 to 22.00 MXN."),
        ({"rates": lambda today: (0.0, 22.0)}, "Hold 499.00 MXN while one USD costs at most 22.00 MXN."),
        ({"rates": lambda today: (0.0, np.inf)}, "No rate so far moves the price of 499.00 MXN."),
        ({"is_held": False}, "At today's rate 499.00 MXN is no longer held."),
    ],
)
def test_a_held_price_is_said_in_rates(changed, said):
    assert hold_band_sentence(band(**changed), today=20.0, base="USD", quote="MXN") == said
    for lang in ("zh", "es"):
        with in_language(lang):
            assert "499.00" in hold_band_sentence(band(**changed), today=20.0, base="USD", quote="MXN")


@pytest.mark.parametrize("lang", ["en", "zh", "es"])
def test_every_verdict_and_reason_has_words(lang):
    with in_language(lang):
        for verdict in VERDICT_WORDS:
            for reason in REASON_WORDS:
                assert elasticity_sentence(answer(verdict=verdict, reason=reason))
                assert elasticity_sentence(answer(needed="weeks", needed_weeks=1, needed_step=0.05))


def test_the_words_know_every_verdict_there_is():
    usual = {"estimate": -2.5, "std_error": 0.3, "high": -1.9, "own_std_error": 0.4, "dispersion": 1.2}
    usual |= {"weeks": 60, "units": 300.0, "prices_seen": 3, "weeks_now": 20, "units_now": 50.0}
    rows = pd.DataFrame([usual, usual | {"prices_seen": 1}, usual | {"estimate": 1.0}, usual | {"weeks": 3}])
    found = with_verdicts(rows)
    assert set(found["verdict"]) == set(VERDICT_WORDS) and set(found["reason"]) <= set(REASON_WORDS)
