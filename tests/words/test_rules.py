"""What follows from missing a target, in words."""

import pandas as pd
import pytest

from workbench.words import in_language
from workbench.words.rules import consequence_sentence

ROW = {"platform": "amazon", "market": "US", "kpi": "late_shipment_rate", "scope": "", "window_days": 30}


def said(**changes):
    row = {**ROW, "as_of": pd.Timestamp("2026-01-31"), **changes}
    return consequence_sentence(row).replace("\xa0", " ")


def test_a_consequence_names_its_source_and_the_day_it_was_checked():
    text = said()
    assert text.startswith(
        "If the target is missed: Above 4 % seller-fulfilled offers may be deactivated. Source: Amazon"
    )
    assert "help 200285190, checked 23 Nov 2026." in text


@pytest.mark.parametrize(
    ("lang", "begins"), [("zh", "未达标的后果：高于 4%"), ("es", "Si no se cumple el objetivo: Por encima")]
)
def test_it_is_told_in_the_readers_language(lang, begins):
    with in_language(lang):
        assert said().startswith(begins)


def test_a_market_without_a_rule_has_no_consequence():
    assert said(platform="walmart", market="MX") == ""


def test_a_standard_that_is_only_announced_has_none_either():
    assert said(platform="walmart") == ""


def test_a_rule_whose_consequence_nobody_published_says_so():
    row = {"market": "MX", "kpi": "valid_tracking_rate"}
    assert said(**row) == "What follows where this target is missed is not published."
    row = {**ROW, **row, "as_of": pd.Timestamp("2026-01-31")}
    assert consequence_sentence(row, only_published=True) == ""


def test_a_figure_without_a_window_takes_the_kpis_longest():
    assert "4 %" in said(window_days=pd.NA)
