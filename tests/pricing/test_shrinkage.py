"""Eight schools (Rubin 1981) and statsmodels as other roads to the same figures."""

import numpy as np
import pytest
from statsmodels.stats.meta_analysis import combine_effects

from workbench.errors import ParameterError
from workbench.pricing.shrinkage import between_variance, shrink

EFFECTS = [28, 8, -3, 7, -1, 1, 18, 12]
ERRORS = [15, 10, 16, 11, 9, 11, 10, 18]


def test_eight_schools_pooled_mean_error_and_q_are_the_published_ones():
    found = shrink(EFFECTS, ERRORS, method="dersimonian-laird")
    assert found.mean == pytest.approx(7.6856, abs=5e-5)
    assert found.mean_std_error == pytest.approx(4.0719, abs=5e-5)
    assert found.heterogeneity == pytest.approx(4.7071, abs=5e-5)


@pytest.mark.parametrize("method", ["dersimonian-laird", "paule-mandel"])
def test_a_variance_below_zero_is_zero(method):
    assert combine_effects(np.array(EFFECTS), np.array(ERRORS) ** 2.0, method_re="dl").tau2 < -40
    assert between_variance(EFFECTS, ERRORS, method=method) == 0.0
    assert shrink(EFFECTS, ERRORS, method=method).weights.tolist() == [0.0] * 8


def test_eight_schools_averaged_over_the_spread_give_the_means_printed_for_the_full_posterior():
    # RStan, "Getting Started": theta 11.4, 7.9, 6.1, 7.7, 5.1, 6.1, 10.6, 8.5; mu 7.9 (draws, so to about 0.2).
    found = shrink(EFFECTS, ERRORS)
    assert found.estimates == pytest.approx([11.4, 7.9, 6.1, 7.7, 5.1, 6.1, 10.6, 8.5], abs=0.2)
    assert found.mean == pytest.approx(7.9, abs=0.1)


@pytest.mark.parametrize(("method", "theirs"), [("dersimonian-laird", "dl"), ("paule-mandel", "pm")])
def test_a_variance_above_zero_is_that_of_statsmodels(method, theirs):
    effects, errors = np.array([-1.2, -3.5, -2.0, -4.4, -0.6]), np.array([0.3, 0.4, 0.2, 0.5, 0.35])
    expected = combine_effects(effects, errors**2, method_re=theirs).tau2
    assert between_variance(effects, errors, method=method) == pytest.approx(expected, rel=1e-4)


def test_a_sure_estimate_keeps_itself_and_an_unsure_one_goes_to_the_mean():
    found = shrink([-1.0, -2.0, -3.0, -4.0, -6.0], [0.01, 0.2, 0.2, 0.2, 50.0])
    assert found.estimates[0] == pytest.approx(-1.0, abs=0.01) and found.weights[0] > 0.99
    assert found.estimates[4] == pytest.approx(found.mean, abs=0.05) and found.weights[4] < 0.01


def test_one_more_without_data_is_less_sure_than_the_mean():
    found = shrink(EFFECTS, ERRORS)
    assert found.predicted_std_error > found.mean_std_error
    drawn = found.applied([28], [15])
    assert drawn[0][0] == pytest.approx(found.estimates[0]) and drawn[1][0] == pytest.approx(found.std_errors[0])


@pytest.mark.parametrize(
    ("estimates", "errors", "method", "match"),
    [
        ([1, 2, 3, 4], [1, 1, 1, 1], "pauly", "method 'pauly': no such method"),
        ([1, 2, 3], [1, 1, 1], "averaged", "3 estimates, 3 errors. Expected at least 4"),
        ([1, 2, 3, 4], [1, 1, 0, 1], "averaged", "not above zero"),
        ([1, np.nan, 3, 4], [1, 1, 1, 1], "averaged", "is missing"),
    ],
)
def test_what_cannot_be_shrunk_is_refused(estimates, errors, method, match):
    with pytest.raises(ParameterError, match=match):
        shrink(estimates, errors, method=method)
