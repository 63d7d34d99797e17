import pandas as pd
import pytest

from workbench.costs.ledger import withheld_rates
from workbench.costs.rates import rates_by_day, tax_rate, tax_rates


def test_only_rates_with_a_source_and_the_highest_grade_are_held():
    assert all(rate.grade == "high" and rate.source for rate in tax_rates())


def test_no_two_rates_of_a_kind_are_in_force_on_one_day():
    for day in pd.date_range("2020-01-01", "2027-01-01", freq="MS"):
        held = [(rate.what, rate.market) for rate in tax_rates() if rate.holds_on(day)]
        assert len(held) == len(set(held))


@pytest.mark.parametrize(
    ("day", "rate"), [("2025-12-31", 0.01), ("2026-01-01", 0.025), ("2021-01-01", 0.01), ("2020-12-31", None)]
)
def test_income_tax_withheld_changes_with_the_year(day, rate):
    found = tax_rate("income_tax_withheld", market="MX", on=day)
    assert (found.value if found else None) == rate


def test_a_market_without_a_rate_has_none():
    assert tax_rate("vat", market="US", on="2026-01-31") is None


def test_each_day_takes_its_own_rate():
    days = pd.Series(pd.to_datetime(["2025-12-31", "2026-01-01", None]))
    assert rates_by_day("income_tax_withheld", market="MX", days=days).tolist() == [0.01, 0.025, 0.0]


# rates.md 2.1: price with VAT, RFC, day, tax withheld in all (not rounded in between)
@pytest.mark.parametrize(
    ("price", "rfc", "day", "withheld"),
    [
        (1160.00, "true", "2026-06-01", 105.00),
        (1160.00, "true", "2025-06-01", 90.00),
        (1160.00, "false", "2026-06-01", 360.00),
        (499.00, "true", "2026-06-01", 45.17),
        (499.00, "false", "2026-06-01", 154.86),
        (298.00, "true", "2026-06-01", 26.97),
    ],
)
def test_the_published_examples_of_withholding_come_out(price, rfc, day, withheld):
    vat = tax_rate("vat", market="MX", on=day).value
    assert round(price / (1 + vat) * sum(withheld_rates("MX", rfc=rfc, on=day)), 2) == withheld
