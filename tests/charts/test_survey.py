"""Charts of a price survey, by the data on their axes."""

from __future__ import annotations

import pytest

from tests.surveyed_seller import HAND, hand_study
from workbench.charts.survey import LOOKS, plot_price_survey, plot_survey_offers


def test_the_four_curves_are_steps_of_shares_in_two_colours_and_two_styles(tmp_path):
    study = hand_study(tmp_path)
    ax = plot_price_survey(study)
    lines = {line.get_label(): line for line in ax.lines}
    shown = [lines[name] for name in ("too cheap to be good", "cheap", "expensive", "too expensive to buy")]
    assert [line.get_ydata().tolist() for line in shown] == [study.survey.curves[level].tolist() for level in LOOKS]
    assert len({(line.get_color(), line.get_linestyle()) for line in shown}) == 4


def test_both_ranges_our_price_and_our_floor_are_marked(tmp_path):
    ax = plot_price_survey(hand_study(tmp_path))
    spans = sorted((patch.get_x(), patch.get_x() + patch.get_width()) for patch in ax.patches)
    assert spans == [(250, 450), (300, 400)]
    said = [text.get_text().replace("\u00a0", " ") for text in ax.texts]
    assert "our price 289 MXN" in said
    assert any(text.startswith("our floor 180.") for text in said)


def test_what_a_hundred_people_bring_and_leave_stands_beside_who_would_buy(tmp_path):
    ax = plot_survey_offers(hand_study(tmp_path))
    _, money = ax.figure.axes
    lines = {line.get_label(): list(line.get_ydata()) for line in money.lines}
    assert lines["revenue"] == pytest.approx([80 * 199, 40 * 249])
    assert lines["margin, Mercado Libre Mexico"] == pytest.approx(
        [80 * (199 / 1.16 - 142.85), 40 * (249 / 1.16 - 150.35)]
    )


def test_a_survey_of_four_prices_alone_is_drawn(tmp_path):
    assert plot_price_survey(hand_study(tmp_path, HAND, costs={})).get_xlabel() == "MXN"
