"""Counting in one pass equals counting each day by itself."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.kpis.counting import count_window, daily_counts, window_rows
from workbench.kpis.opportunities import Opportunities, nothing, opportunity_rows

FIRST = pd.Timestamp("2026-03-01")
DAYS = st.integers(0, 40)
MAYBE = st.none() | DAYS
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "event": MAYBE, "counted_from": MAYBE, "counted_until": MAYBE, "numerator_from": MAYBE,
            "numerator_until": MAYBE, "undecided_from": st.none(), "evidence_from": DAYS, "weight": st.integers(1, 3),
            "is_left_out": st.booleans(),
        }
    ),
    max_size=25,
)  # fmt: skip


def rows_of(drawn: list[dict]) -> pd.DataFrame:
    def day(name: str) -> pd.Series:
        offsets = [each[name] for each in drawn]
        return pd.Series([pd.NaT if off is None else FIRST + pd.Timedelta(days=off) for off in offsets]).astype(
            "datetime64[us]"
        )

    names = ("counted_from", "counted_until", "numerator_from", "numerator_until", "undecided_from", "evidence_from")
    return opportunity_rows(
        pd.Series([f"o{number}" for number in range(len(drawn))], dtype="str"),
        event_date=day("event"),
        weight=pd.Series([each["weight"] for each in drawn], dtype="int64"),
        is_left_out=pd.Series([each["is_left_out"] for each in drawn], dtype="bool"),
        **{name: day(name) for name in names},
    )


def by_hand(drawn: list[dict], day: int, days: int, lag: int) -> tuple[int | None, int]:
    """The two counts of one day by the words of the definition, in plain Python."""
    numerator = denominator = left_out = 0
    for row in drawn:
        inside = row["event"] is not None and day - lag - days < row["event"] <= day - lag
        known = row["counted_from"] is not None and row["counted_from"] <= day
        over = row["counted_until"] is not None and day >= row["counted_until"]
        if not inside or not known or over:
            continue
        if row["is_left_out"]:
            left_out += row["weight"]
            continue
        denominator += row["weight"]
        bad = row["numerator_from"] is not None and row["numerator_from"] <= day
        healed = row["numerator_until"] is not None and day >= row["numerator_until"]
        numerator += row["weight"] if bad and not healed else 0
    return None if left_out > denominator else numerator, denominator


@settings(max_examples=40, deadline=None)
@given(ROWS, st.integers(1, 12), st.integers(0, 8))
def test_the_series_and_the_figure_of_each_day_are_the_definition_read_by_hand(drawn, days, lag):
    found = Opportunities(rows_of(drawn))
    start, end = FIRST, FIRST + pd.Timedelta(days=50)
    series = daily_counts(found, start=start, end=end, days=days, lag=lag)
    expected = [by_hand(drawn, day, days, lag) for day in range(51)]
    numerators = [None if pd.isna(each) else each for each in series["numerator"]]
    assert list(zip(numerators, series["denominator"], strict=True)) == expected
    for day in (0, 7, 20, 50):
        figure = count_window(found, as_of=start + pd.Timedelta(days=day), days=days, lag=lag)
        assert (figure.numerator, figure.denominator) == expected[day]


@settings(max_examples=20, deadline=None)
@given(ROWS, st.integers(1, 12))
def test_neighbouring_windows_never_count_an_order_twice_and_miss_none(drawn, days):
    for row in drawn:
        row |= {"counted_from": 0, "counted_until": None}
    rows = rows_of(drawn)
    end = FIRST + pd.Timedelta(days=60)
    found = [window_rows(rows, as_of=end, days=days, lag=lag)["order_id"] for lag in range(0, 60 + days, days)]
    counted = pd.concat(found)
    assert counted.is_unique
    assert set(counted) == set(rows.loc[rows["event_date"].notna(), "order_id"])


def plain(event: str, **fields: object) -> Opportunities:
    columns = {name: pd.Series([pd.Timestamp(value)]) for name, value in fields.items()}
    rows = opportunity_rows(pd.Series(["a"]), event_date=pd.Series([pd.Timestamp(event)]), **columns)
    return Opportunities(rows, without_evidence="missing_export:track17")


def test_an_undecided_order_takes_the_rate_away_while_it_is_in_the_window():
    found = plain("2026-03-02", undecided_from="2026-03-03")
    series = daily_counts(found, start=FIRST, end=pd.Timestamp("2026-03-05"), days=3, lag=0)
    assert series["rate"].isna().tolist() == [True, False, True, True, True]
    assert series["denominator"].tolist() == [0, 1, 1, 1, 0]
    assert count_window(found, as_of=pd.Timestamp("2026-03-03"), days=3, lag=0).reason == "cancelled_by_unknown:1"


def test_rows_without_any_evidence_give_no_rate():
    found = plain("2026-03-02", evidence_from="2026-03-03")
    series = daily_counts(found, start=pd.Timestamp("2026-03-02"), end=pd.Timestamp("2026-03-03"), days=3, lag=0)
    assert series["rate"].isna().tolist() == [True, False]
    figure = count_window(found, as_of=pd.Timestamp("2026-03-02"), days=3, lag=0)
    assert (figure.numerator, figure.denominator, figure.reason) == (None, 1, "missing_export:track17")


def test_what_can_not_be_computed_has_a_reason_and_a_series_of_blanks():
    found = nothing("missing_export:mabang-orders")
    assert count_window(found, as_of=FIRST, days=3, lag=0).reason == "missing_export:mabang-orders"
    assert daily_counts(found, start=FIRST, end=FIRST, days=3, lag=0)["denominator"].isna().all()
