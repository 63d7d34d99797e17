import pandas as pd
import pytest

from workbench.costs import fx_history
from workbench.costs.fx import business_day_rates, rate_on
from workbench.errors import TableError


def test_the_days_own_rate_is_taken_and_the_other_way_round_turned(make):
    fx = make.fx([("2026-01-29", "USD", "MXN", "SF43718", 19.0), ("2026-01-30", "USD", "MXN", "SF43718", 20.0)])
    assert rate_on(fx, base="USD", quote="MXN", on="2026-01-29").rate == 19.0
    assert rate_on(fx, base="MXN", quote="USD", on="2026-01-30").rate == 0.05


def test_a_weekend_takes_fridays_rate_and_says_so(make):
    found = rate_on(make.fx([("2026-01-30", "USD", "MXN", "SF43718", 20.0)]), base="USD", quote="MXN", on="2026-02-01")
    assert (found.rate, found.date) == (20.0, pd.Timestamp("2026-01-30"))


@pytest.mark.parametrize(("day", "is_known"), [("2026-02-09", True), ("2026-02-10", False), ("2026-01-29", False)])
def test_a_rate_older_than_ten_days_or_of_a_later_day_is_no_rate(make, day, is_known):
    fx = make.fx([("2026-01-30", "USD", "MXN", "SF43718", 20.0)])
    assert (rate_on(fx, base="USD", quote="MXN", on=day) is not None) == is_known


def test_a_pair_nobody_publishes_goes_through_a_third_currency_of_one_publisher(make):
    fx = make.fx(
        [
            ("2026-01-30", "EUR", "MXN", "ECB", 20.0),
            ("2026-01-30", "EUR", "CNY", "ECB", 8.0),
            ("2026-01-30", "USD", "MXN", "SF43718", 17.0),
            ("2026-01-30", "USD", "CNY", "DEXCHUS", 7.0),
        ]
    )
    found = rate_on(fx, base="MXN", quote="CNY", on="2026-01-30")
    assert (found.rate, found.series) == (pytest.approx(0.4), "ECB")


def test_two_publishers_are_crossed_where_one_does_not_have_both(make):
    fx = make.fx([("2026-01-30", "USD", "MXN", "SF43718", 17.5), ("2026-01-30", "USD", "CNY", "DEXCHUS", 7.0)])
    found = rate_on(fx, base="MXN", quote="CNY", on="2026-01-31")
    assert (found.rate, found.series) == (pytest.approx(0.4), "SF43718 × DEXCHUS")


def test_the_two_legs_of_a_cross_are_of_one_day(make):
    fx = make.fx([("2026-01-30", "USD", "MXN", "SF43718", 17.5), ("2026-01-29", "USD", "CNY", "DEXCHUS", 7.0)])
    assert rate_on(fx, base="MXN", quote="CNY", on="2026-01-30") is None


def test_the_fix_comes_before_other_series_of_the_same_pair(make):
    fx = make.fx([("2026-01-30", "USD", "MXN", series, n) for n, series in enumerate(["DEXMXUS", "ECB", "SF43718"], 1)])
    assert rate_on(fx, base="USD", quote="MXN", on="2026-01-30").series == "SF43718"


def test_a_currency_in_itself_is_one_without_any_series(make):
    assert rate_on(make.empty("fx"), base="MXN", quote="MXN", on="2026-01-30").rate == 1.0


def test_the_history_is_of_one_series_within_the_days_asked_for(make):
    rows = [("2026-01-28", "USD", "MXN", "SF43718", 17.0), ("2026-01-30", "USD", "MXN", "SF43718", 18.0)]
    other = [("2026-01-29", "USD", "MXN", "DEXMXUS", 17.4), ("2025-01-29", "USD", "MXN", "SF43718", 20.0)]
    history = fx_history(
        make.client(fx=make.fx(rows + other)), base="USD", quote="MXN", start="2026-01-01", end="2026-01-31"
    )
    assert history.columns.tolist() == ["date", "base", "quote", "series", "rate"]
    assert history["rate"].tolist() == [17.0, 18.0]


def test_without_rates_the_history_is_empty(make):
    client = make.client(fx=make.empty("fx"))
    assert fx_history(client, base="USD", quote="MXN", start="2026-01-01", end="2026-01-31").empty


def test_a_missing_column_is_named(make):
    client = make.client(fx=make.empty("fx").drop(columns="rate"))
    with pytest.raises(TableError, match="fx: missing column rate"):
        fx_history(client, base="USD", quote="MXN", start="2026-01-01", end="2026-01-31")


def test_business_days_take_the_last_rate_before_a_gap_and_say_so(make):
    # Friday 2026-01-30 and Wednesday 2026-02-04; Monday is a Mexican holiday, Tuesday simply lacks.
    fx = make.fx([("2026-01-30", "USD", "MXN", "SF43718", 17.0), ("2026-02-04", "USD", "MXN", "SF43718", 18.0)])
    filled = business_day_rates(fx, base="USD", quote="MXN", start="2026-01-29", end="2026-02-05")
    assert filled["date"].dt.day.tolist() == [29, 30, 2, 3, 4, 5]
    assert filled["rate"].fillna(0).tolist() == [0, 17.0, 17.0, 17.0, 18.0, 18.0]
    assert filled["is_filled"].tolist() == [False, False, True, True, False, True]
    assert filled["published_date"].dt.day.fillna(0).tolist() == [0, 30, 30, 30, 4, 4]


def test_a_rate_from_before_the_first_day_fills_it_but_not_longer_than_ten_days(make):
    fx = make.fx([("2026-01-02", "USD", "MXN", "SF43718", 17.0)])
    filled = business_day_rates(fx, base="MXN", quote="USD", start="2026-01-05", end="2026-01-16")
    assert filled["rate"].notna().tolist() == [True] * 6 + [False] * 4
    assert filled["rate"][0] == 1 / 17.0


def test_business_days_without_any_rate_are_missing(make):
    filled = business_day_rates(make.fx([]), base="USD", quote="MXN", start="2026-01-05", end="2026-01-06")
    assert filled["rate"].isna().tolist() == [True, True]
    assert filled["is_filled"].tolist() == [False, False]
