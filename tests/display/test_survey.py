"""A price survey on the page."""

from __future__ import annotations

import re

import pytest

from tests.surveyed_seller import HAND, OFFERED, hand_study
from workbench.display.survey import (
    show_survey_answers,
    show_survey_offers,
    show_survey_places,
    show_survey_range,
)
from workbench.words import in_language

SHOWN = (show_survey_answers, show_survey_range, show_survey_offers, show_survey_places)


def text(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.data)).replace("\u00a0", " ")


def test_points_offers_and_places_stand_in_tables(tmp_path):
    study = hand_study(tmp_path)
    assert "<svg" in show_survey_range(study).data
    assert "narrower definition" in text(show_survey_range(study))
    offers = text(show_survey_offers(study))
    assert "38% to 96%" in offers and "Margin per hundred, Mercado Libre Mexico" in offers
    places = text(show_survey_places(study))
    assert "our price, Mercado Libre Mexico" in places and "in the original definition only" in places


def test_what_was_not_asked_is_said_and_not_drawn(tmp_path):
    four, offered = hand_study(tmp_path, HAND), hand_study(tmp_path, OFFERED)
    assert "offers no prices" in text(show_survey_offers(four))
    assert "no four prices" in text(show_survey_range(offered)) and "<svg" not in show_survey_range(offered).data


@pytest.mark.parametrize("lang", ["zh", "es"])
def test_the_page_is_whole_in_every_language(tmp_path, lang):
    study = hand_study(tmp_path)
    with in_language(lang):
        pages = [text(show(study)) for show in SHOWN]
    for word in ("too cheap", "would buy", "our price", "definition", "nan"):
        assert not [page for page in pages if word in page]
