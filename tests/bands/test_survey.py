import numpy as np
import pandas as pd
import pytest

from workbench.bands import price_survey
from workbench.errors import NothingToShow, ParameterError

# The hand example: five people whose prices rise in steps of 50.
HAND = {
    "too_cheap": [100, 150, 200, 250, 300],
    "cheap": [200, 250, 300, 350, 400],
    "expensive": [300, 350, 400, 450, 500],
    "too_expensive": [400, 450, 500, 550, 600],
}


@pytest.fixture
def survey(tmp_path):
    def write(columns):
        pd.DataFrame(columns).to_csv(tmp_path / "encuesta.csv", index=False)
        return price_survey(tmp_path / "encuesta.csv")

    return write


def point(found, name, definition=""):
    points = found.points
    return points.loc[(points["point"] == name) & (points["definition"] == definition), "price"].item()


def test_the_hand_examples_points_are_van_westendorps(survey):
    found = survey(HAND)
    assert point(found, "lower", "original") == 250
    assert point(found, "upper", "original") == 450
    assert point(found, "indifference") == 350
    assert point(found, "optimal") == 300


def test_the_narrower_range_is_told_apart(survey):
    # By hand: at 300 expensive is 0.2 and too cheap 0, at 250 0 and 0.2; at 400 too expensive is 0.2 and cheap 0.
    found = survey(HAND)
    assert (point(found, "lower", "narrower"), point(found, "upper", "narrower")) == (300, 400)


def test_people_whose_prices_do_not_rise_are_dropped_and_counted(survey):
    more = {name: [*values, 300, 300] for name, values in HAND.items()}
    more["too_expensive"][-1] = None
    found = survey(more)
    assert (found.answers, found.used, found.intransitive, found.incomplete) == (6, 5, 1, 1)
    assert point(found, "optimal") == 300


def test_likelihoods_become_purchase_probabilities(survey):
    one = {name: values[:1] for name, values in HAND.items()}
    found = survey({**one, "likely_cheap": [5], "likely_expensive": [3]})
    # Newton, Miller and Smith: 0 at too cheap, 0.7 for a 5 at cheap, 0.3 for a 3 at expensive, 0 at too expensive.
    assert found.purchase["reach"].tolist() == [0.0, 0.7, 0.3, 0.0]
    assert found.purchase["revenue"].tolist() == pytest.approx([0, 140, 90, 0])
    assert found.calibration == {5: 0.7, 4: 0.5, 3: 0.3, 2: 0.1, 1: 0.0}


def test_yes_and_no_at_prices_is_gabor_and_grangers_curve(survey):
    found = survey({"would_buy_199": ["yes", "sí", "是", "no"], "would_buy_149": ["yes"] * 3 + [""]})
    assert found.offered["price"].tolist() == [149, 199]
    assert found.offered["share"].tolist() == [1.0, 0.75]
    assert found.offered["revenue"].tolist() == pytest.approx([149, 149.25])
    assert found.points["price"].isna().all()


def test_faults_are_told_all_at_once_with_their_rows(survey):
    wrong = {**HAND, "cheap": ["200", "dos", "300", "-5", "400"]}
    with pytest.raises(ParameterError, match=r"cheap 'dos' \(row 3\); cheap '-5' \(row 5\)"):
        survey(wrong)


def test_a_file_without_price_questions_says_which_it_needs(survey):
    with pytest.raises(NothingToShow, match="too_cheap, cheap, expensive, too_expensive"):
        survey({"edad": [30]})


def test_nobody_whose_prices_rise_is_said(survey):
    with pytest.raises(NothingToShow, match="nobody's four prices rise"):
        survey({name: [100, 100] for name in HAND})


def test_a_file_that_is_no_table_is_refused(tmp_path):
    with pytest.raises(ParameterError, match="not readable"):
        price_survey(tmp_path / "nichts.csv")


def test_amounts_with_thousands_are_read(survey):
    big = {name: [f"{value + 1000:,}.50" for value in values] for name, values in HAND.items()}
    assert point(survey(big), "indifference") == pytest.approx(1350.5)
    assert np.isfinite(survey(big).curves["price"]).all()
