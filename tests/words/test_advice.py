"""Price advice in words: each reason, state and action in three languages, and nothing a consultant would not sign."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pandas as pd
import pytest

from tests.priced_seller import priced_advice, priced_client
from workbench.pricing import AdviceTerms
from workbench.words import advice as words
from workbench.words import in_language, t
from workbench.words.advice import (
    advice_foot,
    advice_sentence,
    advice_title,
    against_names,
    chance_text,
    reason_names,
)
from workbench.words.price_plan import plan_sentence

LANGUAGES = ("zh", "en", "es")
RAW_CODE = re.compile(r"[a-z]+_[a-z_]+")
OPEN_CASE = {"account": "mercadolibre-mx", "case_id": "c1", "state": "on_hold"}
CASES = {
    "keep": ({"A": 289.0}, {"A": 4.0}, {}),
    "raise": ({"A": 279.0}, {"A": 7.5}, {"terms": AdviceTerms(most_risk=1.0)}),
    "lower": ({"A": 309.0}, {"A": 4.0}, {}),
    "none": ({"A": 279.0}, {"A": 14.0}, {}),
    "blocked": ({"A": 279.0}, {}, {}),
    "on hold": ({"A": 279.0}, {"A": 7.5}, {"cases": (OPEN_CASE,)}),
    "volume": ({"A": 198.0}, {"A": 4.0}, {"elasticity": (-1.6, -1.9, -1.3), "weekly_units": 20.0}),
}


def plain(text):
    """The text with ordinary spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture(scope="module")
def advised(tmp_path_factory):
    """Advice by case, made once for all languages; nobody alters it."""
    folder = tmp_path_factory.mktemp("advised")

    @cache
    def of_case(case):
        return made(case)

    def made(case, **profile):
        prices, costs, options = CASES[case]
        return priced_advice(priced_client(folder, prices, costs=costs, **profile), **options)

    return lambda case, **profile: made(case, **profile) if profile else of_case(case)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_no_raw_code_is_shown_in_any_language(advised, case, lang):
    advice = advised(case)
    with in_language(lang):
        said = [advice_sentence(advice), advice_foot(advice)]
        said += [advice_title(advice)] if advice.choice else []
    assert not RAW_CODE.findall(" ".join(said).replace("client.yml", ""))
    assert all("{" not in text and "nan" not in text for text in said)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "table",
    ["ACTION_WORDS", "STATE_WORDS", "AGAINST_WORDS", "REASON_WORDS", "CHANGE_WORDS", "BLOCKED_WORDS"],
)
def test_every_code_has_words_in_every_language(table, lang):
    texts = getattr(words, table)
    with in_language(lang):
        said = {code: t(text) for code, text in texts.items()}
    assert all(said.values())
    if lang != "en":
        assert not {code for code, text in texts.items() if said[code] == text}


def test_a_squeezed_price_names_the_floor_the_least_price_and_how_many_units_may_stay_away(advised):
    # 279 leaves 279 / 1.16 - 41.85 - 33 - 150 = 15.67, and 298 leaves 29.20: 15.67 / 29.20 is 53.7 %.
    said = plain(advice_sentence(advised("raise")))
    assert "Raise A on Mercado Libre Mexico from 279 MXN to 298 MXN (+6.8%)." in said
    assert "leaves less than the stated floor" in said
    assert re.search(r"The least price that keeps the floors is 29\d\.\d\d MXN", said)
    assert "15.67 MXN: up to 46% of the units may stay away" in said
    assert "298 MXN is the nearest shelf price that nothing speaks against." in said
    assert "Today's price is under it already." in said


def test_the_foot_names_runner_up_what_would_change_it_the_last_day_and_who_decides(advised):
    foot = plain(advice_foot(advised("keep")))
    assert foot.startswith("Runner-up: ")
    assert "What would change this: a sales test at a second price" in foot
    assert "valid until 14 Jun 2026" in foot
    assert foot.endswith("Hao decides; the final price is the seller's.")


def test_who_decides_is_not_made_up(advised):
    assert advice_foot(advised("keep", price_approver=None)).endswith("the profile names nobody who decides.")


def test_a_seller_without_foreign_costs_hears_nothing_of_exchange_rates(tmp_path):
    advice = priced_advice(priced_client(tmp_path, {"A": 279.0}, costs={"A": 150.0}, currency="MXN"))
    assert advice.choice.action == "raise"
    assert "exchange rate" not in advice_sentence(advice)


def test_a_lower_price_out_of_a_dead_zone_says_why(advised):
    said = plain(advice_sentence(advised("lower")))
    assert said.startswith("Lower A on Mercado Libre Mexico from 309 MXN to 298 MXN")
    assert "a lower price leaves more on a unit" in said


def test_an_open_warning_comes_first_and_no_cost_of_waiting_is_named(advised):
    advice = advised("on hold")
    assert advice_sentence(advice).startswith("No price of Mercado Libre Mexico is to be changed while the warning c1")
    assert "waiting" not in advice_foot(advice)


def test_foretold_units_come_with_their_interval(advised):
    said = plain(advice_sentence(advised("volume")))
    assert re.search(r"About \d+\.\d units a week are to be expected \(\d+\.\d to \d+\.\d; 20\.0 today\)", said)


def test_a_runner_up_that_may_earn_less_than_today_says_so(tmp_path):
    client = priced_client(tmp_path, {"A": 198.0}, costs={"A": 4.0})
    advice = priced_advice(client, elasticity=(-1.6, -6.0, -1.1), weekly_units=20.0)
    assert advice.row(advice.choice.runner_up)["profit"] > advice.recommended["profit"]
    assert "at the strong end of the interval" in advice_foot(advice)


@pytest.mark.parametrize(
    ("chance", "said"),
    [(0.0, "0%"), (0.004, "under 1%"), (0.0305, "3%"), (0.996, "over 99%"), (1.0, "100%"), (np.nan, "")],
)
def test_a_simulated_chance_claims_no_more_than_whole_per_cent(chance, said):
    assert chance_text(chance) == said


def test_what_is_under_the_floor_already_is_not_called_a_risk_too():
    assert against_names(("risk", "margin_floor")) == "under the least margin"
    assert against_names(("risk",)) == "too likely to fall under the floor"


def test_a_plan_counts_only_what_there_is():
    rows = pd.DataFrame(
        {"action": ["raise", "raise", "hold"], "at_stake": [40.0, 2.0, 0.0], "currency": "MXN", "state": "advised"}
    )
    said = plain(plan_sentence(rows, pd.DataFrame()))
    assert said == "Of 3 SKUs with every input: 2 to raise, 1 to keep. About 42 MXN a week are at stake."


def test_a_rows_reasons_read_as_sentences():
    assert reason_names("loses_money,under_floor").startswith("Today's price loses money on every unit. ")
