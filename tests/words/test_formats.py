import datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.words import count, day, in_language, money, month_name, number, period, points, rate, target
from workbench.words.formats import MINUS, MISSING, NBSP


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (0.0161, "1.61%"),
        (0.9498, "94.98%"),
        (0.5, "50.0%"),
        (0.24999, "24.999%"),  # must not round onto 25 %
        (0.0, "0.00%"),
        (1.0, "100.00%"),
        (-0.02, f"{MINUS}2.00%"),
    ],
)
def test_a_rate_prints_with_decimals_by_its_size(value, printed):
    assert rate(value) == printed


@pytest.mark.parametrize(
    ("value", "printed"), [(0.94996, "94.996%"), (0.949999, "94.9999%"), (0.99997, "99.997%"), (0.00003, "0.003%")]
)
def test_a_rate_never_rounds_onto_a_limit_that_it_has_not_reached(value, printed):
    assert rate(value) == printed


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_print_of_a_whole_hundred_percent_means_all(bad, more):
    share = bad / (bad + more)
    assert (rate(share) == "0.00%") == (bad == 0)
    assert rate(1 - share).startswith("100") == (bad == 0)


@pytest.mark.parametrize(
    ("value", "comparator", "printed"),
    [(0.95, "gt", f">{NBSP}95%"), (0.015, "le", f"≤{NBSP}1.5%"), (0.01, "lt", f"<{NBSP}1%"), (0.9, "", "90%")],
)
def test_a_limit_prints_as_short_as_it_is(value, comparator, printed):
    assert target(value, comparator=comparator) == printed


def test_a_score_is_no_rate():
    assert target(200, comparator="ge", is_rate=False) == f"≥{NBSP}200"


@pytest.mark.parametrize(
    ("lang", "printed"),
    [("zh", "2026年1月31日"), ("en", f"31{NBSP}Jan{NBSP}2026"), ("es", f"31{NBSP}ene{NBSP}2026")],
)
def test_a_day_prints_in_each_language(lang, printed):
    with in_language(lang):
        assert day("2026-01-31") == printed
        assert day(datetime.date(2026, 1, 31)) == printed
        assert day(pd.Timestamp("2026-01-31")) == printed


@pytest.mark.parametrize(
    ("lang", "printed"),
    [("zh", "2026年1月"), ("en", f"January{NBSP}2026"), ("es", f"enero{NBSP}de{NBSP}2026")],
)
def test_a_month_prints_in_each_language(lang, printed):
    with in_language(lang):
        assert month_name("2026-01") == printed


@pytest.mark.parametrize("lang", ["zh", "en", "es"])
def test_numbers_and_money_print_the_same_in_every_language(lang):
    with in_language(lang):
        assert number(1234567.5, digits=2) == "1,234,567.50"
        assert money(-1234.5, "MXN") == f"{MINUS}1,234.50{NBSP}MXN"
        assert rate(0.9498) == "94.98%"


@pytest.mark.parametrize(
    ("lang", "printed"),
    [("zh", f"{MINUS}5.10个百分点"), ("en", f"{MINUS}5.10{NBSP}pp"), ("es", f"{MINUS}5.10{NBSP}pp")],
)
def test_points_carry_sign_and_unit(lang, printed):
    with in_language(lang):
        assert points(-0.051) == printed


def test_points_that_round_to_zero_have_no_sign():
    assert points(-0.000001, unit=False) == "0.00"


def test_a_missing_value_prints_as_a_dash():
    shown = [
        number(float("nan")),
        count(pd.NA),
        rate(None),
        money(float("nan"), "MXN"),
        day(pd.NaT),
        points(None),
        target(float("nan"), comparator="gt"),
    ]
    assert shown == [MISSING] * 7


def test_a_period_names_both_days():
    assert period("2025-12-02", "2025-12-31").replace(NBSP, " ") == "2 Dec 2025 – 31 Dec 2025"
