"""The delay curve."""

from dataclasses import replace

import numpy as np
import pytest

from tests.risk.conftest import daily
from workbench.risk.delays import delay_curve, known_share


def delayed(delays: list[int], ages: list[int]):
    return replace(daily([1], [0]), delays=np.array(delays), ages=np.array(ages))


def test_of_orders_all_old_enough_the_curve_is_the_plain_share():
    curve = delay_curve(delayed([0, 0, 1, 3], [90] * 4))
    assert curve[:5] == pytest.approx([0.5, 0.75, 0.75, 1.0, 1.0])


def test_young_orders_do_not_make_the_delay_look_short():
    # Six orders a day old or older: four marked at once, two a day later. Three of today, marked at once.
    curve = delay_curve(delayed([0] * 4 + [1] * 2 + [0] * 3, [5] * 6 + [0] * 3))
    assert curve[0] == pytest.approx(4 / 6)  # not 7 of 9


def test_an_order_just_old_enough_to_show_a_delay_counts():
    assert delay_curve(delayed([0, 0, 0, 1], [1] * 4))[0] == pytest.approx(3 / 4)


def test_other_accounts_count_for_ten_marks_at_most():
    own, others = delayed([0] * 10, [90] * 10), delayed([5] * 1000, [90] * 1000)
    assert delay_curve(own, others=[others])[0] == pytest.approx(0.5)


def test_without_any_mark_a_week_is_assumed():
    assert known_share(delay_curve(daily([1], [0])), np.array([-1, 6, 200])) == pytest.approx([0, 1 - np.exp(-1), 1])
