"""Sentences of a price survey in three languages."""

from __future__ import annotations

import pytest

from tests.surveyed_seller import HAND, OFFERED, hand_study
from workbench.words import in_language, t
from workbench.words import survey as words
from workbench.words.survey import (
    answers_sentence,
    inside_text,
    likely_sentence,
    offers_sentence,
    places_sentence,
    range_sentence,
    range_title,
)

LANGUAGES = ("zh", "en", "es")
SAID = (answers_sentence, range_title, range_sentence, offers_sentence, likely_sentence, places_sentence)


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_who_does_not_count_is_said_with_the_reason(tmp_path):
    more = {name: [*values, 300, 300] for name, values in HAND.items()}
    more["too_expensive"][-1] = None
    assert plain(answers_sentence(hand_study(tmp_path, more))) == (
        "garlic_press.csv: 6 people named all four prices, in MXN; 5 of them count. 1 was left out: the prices don't "
        "rise from too cheap to too expensive. 1 more named only some of the four."
    )


def test_both_ranges_are_said(tmp_path):
    assert plain(range_sentence(hand_study(tmp_path))) == (
        "Acceptable by the original definition: 250 to 450 MXN. By the narrower one: 300 to 400 MXN. "
        "Fewest refuse 300 MXN; at 350 MXN as many find it cheap as expensive."
    )


def test_most_revenue_is_not_most_margin(tmp_path):
    said = plain(offers_sentence(hand_study(tmp_path)))
    assert "199 MXN brings the most revenue: 80% would buy (38% to 96%), 15,920 MXN per hundred people." in said
    assert "Too close to tell from it: 249 MXN." in said
    assert "On Mercado Libre Mexico 249 MXN leaves the most at today's costs: 2,572 MXN per hundred people." in said
    assert "floor" not in said


def test_a_price_under_the_floor_is_no_price_to_ask(tmp_path):
    said = plain(offers_sentence(hand_study(tmp_path, margin_floor=0.20)))
    assert "199 MXN lies under our floor on Mercado Libre Mexico (" in said
    assert "it is no price to ask there." in said


def test_our_own_price_is_told_by_both_definitions(tmp_path):
    for price, word in ((289.0, "by the original definition only"), (349.0, "by both"), (499.0, "outside")):
        said = plain(places_sentence(hand_study(tmp_path, price=price)))
        assert f"Our {price:.0f} MXN on Mercado Libre Mexico is " in said and word in said


def test_a_band_that_reaches_out_of_the_range_is_in_it_in_part(tmp_path):
    study = hand_study(tmp_path)
    row = {"in_original": False, "in_narrower": False, "price": 440.0, "high": 520.0}
    assert inside_text(study, row) == "in part"
    assert inside_text(study, {**row, "price": 460.0}) == "in neither"
    assert inside_text(study, {**row, "in_original": True}) == "in the original definition only"


@pytest.mark.parametrize("columns", [None, HAND, OFFERED])
def test_every_sentence_is_whole_in_every_language(tmp_path, columns):
    study = hand_study(tmp_path, columns)
    for lang in LANGUAGES:
        with in_language(lang):
            said = [say(study) for say in SAID if say is not offers_sentence or len(study.offered)]
        assert all("{" not in text and "nan" not in text for text in said), lang
        assert said[0] and said[1], lang


@pytest.mark.parametrize("lang", ["zh", "es"])
@pytest.mark.parametrize("table", ["CURVE_WORDS", "DEFINITION_WORDS", "POINT_WORDS", "KIND_WORDS"])
def test_every_code_has_words(table, lang):
    with in_language(lang):
        assert all(t(text) != text for text in getattr(words, table).values())
