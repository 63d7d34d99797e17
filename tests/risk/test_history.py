"""What was known at the end of a day, and what the window keeps of it."""

import pandas as pd

from tests.risk.conftest import AS_OF, rows_of
from workbench.kpis.counting import count_window
from workbench.kpis.opportunities import Opportunities
from workbench.risk.history import history_of

ROWS = rows_of(
    ("a", "2026-01-01", "2026-01-01"),
    ("b", "2026-01-20", "2026-01-25"),
    ("c", "2026-01-30", "2026-02-03"),  # not known to be bad by the end of January
    ("d", "2026-01-31", None),
    ("e", "2026-02-02", None),
)


def test_orders_and_marks_stand_by_age_the_newest_first():
    seen = history_of(ROWS, as_of=AS_OF, days=30, lag=0, is_high=False)
    assert seen.sold.tolist() == [1, 1] + [0] * 9 + [1] + [0] * 18 + [1]
    assert seen.marked.tolist() == [0] * 11 + [1] + [0] * 18 + [1]
    assert seen.delays.tolist() == [0, 5] and seen.ages.tolist() == [30, 11]


def test_of_days_ahead_only_what_was_sold_by_then_is_known():
    unsold = history_of(ROWS, as_of=AS_OF, days=30, lag=0, is_high=False)
    sold_on = pd.Series(pd.to_datetime(["2026-01-01"] * 4 + ["2026-01-31"]))
    sold = history_of(ROWS, as_of=AS_OF, days=30, lag=0, is_high=False, sold_on=sold_on)
    assert unsold.ahead.sum() == 0
    later = history_of(ROWS, as_of=AS_OF, days=30, lag=0, is_high=False, sold_on=sold_on + pd.Timedelta(days=1))
    assert sold.ahead.tolist() == [0, 1] + [0] * 28
    assert later.ahead.sum() == 0


def test_the_window_drops_each_order_on_its_own_day():
    seen = history_of(ROWS, as_of=AS_OF, days=30, lag=0, is_high=False)
    # b is of 20 January: of a window of 30 days it leaves on 19 February, the 19th day ahead.
    assert seen.kept_marked[:20].tolist() == [1.0] * 19 + [0.0]
    assert (seen.kept[0], seen.kept[19], seen.kept[30]) == (3.0, 2.0, 0.0)


def test_with_a_lag_an_order_of_the_last_days_is_still_to_enter():
    seen = history_of(rows_of(("a", "2026-01-28", "2026-01-29")), as_of=AS_OF, days=7, lag=10, is_high=False)
    assert seen.kept_marked.tolist()[:15] == [0.0] * 7 + [1.0] * 7 + [0.0]


def test_the_window_of_today_is_the_kpi_tables():
    seen = history_of(ROWS, as_of=AS_OF, days=30, lag=0, is_high=False)
    counts = count_window(ROWS, as_of=AS_OF, days=30, lag=0)
    assert (seen.kept_marked[0], seen.kept[0]) == (counts.numerator, counts.denominator)


def test_where_the_rate_must_be_high_what_is_not_due_yet_is_no_bad_order():
    sold_on = pd.Series([AS_OF] * 5)
    seen = history_of(ROWS, as_of=AS_OF, days=30, lag=0, is_high=True, sold_on=sold_on)
    assert seen.bad[:2].tolist() == [1, 1]
    assert seen.kept[2] == 4.0 and seen.kept_bad[2] == 2.0


def test_orders_left_out_or_undecided_say_nothing_of_the_rate():
    rows = ROWS.rows.assign(is_left_out=[True, False, False, False, False])
    rows["undecided_from"] = rows["event_date"].where(rows["order_id"] == "b")
    seen = history_of(Opportunities(rows), as_of=AS_OF, days=30, lag=0, is_high=False)
    assert seen.sold.sum() == 2 and seen.marked.sum() == 0


def test_the_rows_are_not_altered():
    before = ROWS.rows.copy()
    history_of(ROWS, as_of=AS_OF, days=30, lag=0, is_high=False)
    pd.testing.assert_frame_equal(ROWS.rows, before)
