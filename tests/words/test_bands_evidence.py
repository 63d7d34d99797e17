"""Sentences on what price bands rest on, in three languages."""

from types import SimpleNamespace

import pandas as pd
import pytest

from workbench.bands.selection import FILTERS, PACK_SIZE
from workbench.words import in_language
from workbench.words.bands_evidence import (
    GAP_WORDS,
    WHY_WORDS,
    demand_note,
    filter_words,
    gap_words,
    gaps_sentence,
    low_prices,
    number_sentence,
    share_interval,
    shift_sentence,
    units_range,
    waiting_sentence,
    why_words,
)
from workbench.words.formats import NBSP


def bands(*, tied=(), is_separated=True):
    criterion = pd.DataFrame({"k": [1, 2, 3], "bic": [150.0, 60.0, 61.0], "is_admissible": [False, True, True]})
    criterion = criterion.assign(is_chosen=[False, True, False], is_tied=[k in tied for k in (1, 2, 3)])
    return SimpleNamespace(criterion=criterion, is_separated=is_separated, currency="MXN")


def shift(verdict="moved"):
    return SimpleNamespace(
        **{"verdict": verdict, "shift": 0.02, "shift_low": -0.01, "shift_high": 0.05, "p_level": 0.02, "p_shape": 0.4},
        **{"same_shift": -0.031, "same_low": -0.05, "same_high": -0.01, "p_same": 0.0004, "same": 60, "raised": 5},
        **{"lowered": 30, "new": 4, "gone": 2, "against": pd.Timestamp("2025-12-31")},
    )


def test_a_tie_is_reported():
    assert number_sentence(bands(tied=(3,))) == "2 bands score best, but 3 describe the prices about as well."
    assert number_sentence(bands()).startswith("2 bands score best, by 1.0 points")
    assert number_sentence(bands(is_separated=False)).startswith("One undivided range")


def test_only_gaps_are_called_so():
    cuts = pd.DataFrame({"below": [129.0, 249.0], "above": [179.0, 339.0], "verdict": ["gap", "no_demand"]})
    said = gaps_sentence(bands(), SimpleNamespace(gaps=cuts)).replace(NBSP, " ")
    assert said == "There is a gap with sales on both sides: 129 to 179 MXN."
    none = gaps_sentence(bands(), SimpleNamespace(gaps=cuts.assign(verdict="unstable")))
    assert none == "No cut between two bands is a gap with sales on both sides."


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("moved", "The same listings changed their prices, typically by −3.1% (−5.0% to −1.0%, p < 0.001). Of 60"),
        ("mix", "the level moved by +2.0% (−1.0% to +5.0%, p 0.020) because other listings are sold."),
        ("still", "Prices stood still"),
    ],
)
def test_a_shift_says_which_prices_moved(verdict, said):
    assert said in shift_sentence(shift(verdict))


def test_waiting_listings_are_counted_by_reason():
    waiting = pd.DataFrame({"why": ["pack_unclear", "new", "new"]})
    assert waiting_sentence(waiting).startswith("3 listings wait for a verdict: number of pieces unclear (1), new")
    assert waiting_sentence(waiting.head(0)) == "No listing waits for a verdict."


def test_units_of_one_number_are_one_number():
    assert units_range({"sold": 300, "sold_most": 300.0}) == "300"
    assert units_range({"sold": pd.NA, "sold_most": float("nan")}) == "–"
    assert low_prices((), "MXN") == "too few listings"


@pytest.mark.parametrize("lang", ["en", "zh", "es"])
def test_every_code_has_words(lang):
    with in_language(lang):
        assert all(filter_words(name) for name in ("", *FILTERS, PACK_SIZE))
        assert all(gap_words(name) for name in GAP_WORDS) and all(why_words(name) for name in WHY_WORDS)
        assert all(shift_sentence(shift(verdict)) for verdict in ("moved", "mix", "still"))


def test_units_are_called_steps_or_estimates_as_the_platforms_show_them():
    def said(*rows):
        return demand_note(pd.DataFrame(rows, columns=["platform", "sold"]))

    assert '"+50" means at least 50' in said(("mercadolibre", 50)) and "estimates" not in said(("mercadolibre", 50))
    assert said(("amazon", 120)) == "Units of Amazon are estimates of a research tool."
    assert "next step" in said(("mercadolibre", 50), ("amazon", 7)) and "Amazon" in said(
        ("mercadolibre", 50), ("amazon", 7)
    )
    assert said(("amazon", None)) == ""


def test_a_share_that_may_be_anything_says_so():
    assert (share_interval(0.0, 1.0), share_interval(0.02, 1.0)) == ("not bounded", "2.0% to 100.0%")
