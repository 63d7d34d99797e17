"""Control charts, held to published figures."""

import numpy as np
import pytest

from workbench.risk.control import ewma, laney_sigma, p_chart

# Montgomery, Introduction to Statistical Quality Control, table 7.1: faulty juice cans in 30 samples of 50.
CANS = np.array(
    [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
)
SAMPLES = np.full(30, 50)


def beyond(bad, orders):
    _, low, high = p_chart(bad, orders)
    return [place + 1 for place in np.flatnonzero((bad / orders > high) | (bad / orders < low))]


def test_the_p_chart_of_the_juice_cans_is_montgomerys():
    centre, low, high = p_chart(CANS, SAMPLES)
    assert (centre, low[0], high[0]) == pytest.approx((0.231333, 0.052428, 0.410239), abs=1e-6)
    assert beyond(CANS, SAMPLES) == [15, 23]


def test_without_its_two_outliers_one_more_sample_is_beyond():
    kept = np.delete(CANS, [14, 22])
    centre, low, high = p_chart(kept, np.full(28, 50))
    assert (centre, low[0], high[0]) == pytest.approx((0.215, 0.040703, 0.389297), abs=1e-6)
    assert [int(kept[place - 1]) for place in beyond(kept, np.full(28, 50))] == [20]  # the 21st of all


def test_laneys_sigma_of_the_juice_cans():
    centre = CANS.sum() / SAMPLES.sum()
    sigma = laney_sigma(CANS, SAMPLES, centre=centre)
    assert sigma == pytest.approx(1.660867, abs=1e-6)
    assert centre + 3 * sigma * np.sqrt(centre * (1 - centre) / 50) == pytest.approx(0.528472, abs=1e-6)


def test_the_weighted_mean_is_qccs():
    mean, spread = ewma(np.array([11, 13, 12]), centre=10, sd=2, weight=0.5)
    assert mean == pytest.approx([10.5, 11.75, 11.875])
    assert spread == pytest.approx([1, 1.118034, 1.145644], abs=1e-6)
