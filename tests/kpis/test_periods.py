"""Traffic reports of one month that share days: none of them counts twice."""

from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kpis.conftest import computed, counts, small_client
from workbench.kpis.conversion import conversion_by_month
from workbench.kpis.periods import monthly_periods
from workbench.tables import conform, empty_table

AS_OF = "2026-01-31"


def period(first: int, last: int, units: int = 1, *, item: str = "B01", sessions: int = 10) -> dict:
    return {"account": "amazon-us", "item_id": item, "start_date": f"2026-01-{first:02d}",
            "end_date": f"2026-01-{last:02d}", "units": units, "sessions": sessions}  # fmt: skip


def chosen(*rows: dict) -> list[tuple[int, int]]:
    held = monthly_periods(conform(pd.DataFrame(rows), "traffic"))
    return sorted(zip(held["start_date"].dt.day.tolist(), held["end_date"].dt.day.tolist(), strict=True))


DAYS = [period(day, day) for day in range(1, 32)]
WEEKS = [period(1, 7), period(8, 14), period(15, 21), period(22, 28)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([period(1, 31), *DAYS], [(1, 31)]),  # the whole month wins
        ([*WEEKS, *DAYS], [(1, 7), (8, 14), (15, 21), (22, 28), (29, 29), (30, 30), (31, 31)]),
        ([period(1, 10), period(5, 31)], [(5, 31)]),  # 27 days are more than 10
        ([period(1, 20), period(15, 31), period(1, 14)], [(1, 14), (15, 31)]),
        ([period(1, 31), period(1, 31, item="B02"), period(3, 9, item="B02")], [(1, 31), (1, 31)]),
    ],
)
def test_one_set_of_periods_without_a_common_day_makes_the_month(rows, expected):
    assert chosen(*rows) == expected


def test_a_month_in_two_reports_is_counted_once():
    rows = conform(pd.DataFrame([period(1, 31, units=62, sessions=400), *DAYS]), "traffic")
    assert conversion_by_month(rows)[["units", "sessions"]].to_dict("records") == [{"units": 62, "sessions": 400}]


def test_the_conversion_of_the_account_reads_the_same_periods():
    both = small_client("amazon-us", traffic=[period(1, 31, units=62, sessions=400), *DAYS])
    assert counts(computed(both, "conversion_rate", as_of=AS_OF)) == (62, 400)
    assert counts(computed(small_client("amazon-us", traffic=DAYS), "conversion_rate", as_of=AS_OF)) == (31, 310)


def test_a_month_with_a_day_missing_is_not_measured():
    row = computed(small_client("amazon-us", traffic=DAYS[:-1]), "conversion_rate", as_of=AS_OF)
    assert row["reason"] == "missing_export:amazon-business-report"


def test_no_traffic_has_no_periods():
    assert monthly_periods(empty_table("traffic")).empty


@given(st.lists(st.tuples(st.integers(1, 31), st.integers(1, 31)).map(sorted), min_size=1, max_size=7))
def test_no_other_set_covers_more_days(spans):
    held = chosen(*(period(first, last) for first, last in spans))
    days = [day for first, last in held for day in range(first, last + 1)]
    assert len(days) == len(set(days))
    every = {tuple(span) for span in spans}
    if (1, 31) not in every:
        assert len(days) == max(_days(some) for n in range(1, len(every) + 1) for some in combinations(every, n))


def _days(some) -> int:
    days = [day for first, last in some for day in range(first, last + 1)]
    return len(days) if len(days) == len(set(days)) else 0
