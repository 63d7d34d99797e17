"""The rate book as tables."""

import pandas as pd
import pytest

from workbench.errors import RuleError
from workbench.rules import rate_table, rates_changed, rates_not_known, rates_to_check


def test_the_rates_of_a_day_are_those_in_force_with_source_and_status():
    held = rate_table(market="MX", on="2026-06-01").set_index("id")
    assert held.loc["mx-income-tax-withheld-2026", "rate"] == "2.5%"
    assert "mx-income-tax-withheld-2021" not in held.index
    assert held.loc["mx-courier-2026", "status"] == "needs_check", "that the rate of 2025 was kept rests on one source"
    assert (held["source"] != "").all()
    assert set(held["market"]) == {"MX"}


def test_without_a_day_past_rows_are_listed_too():
    assert {"mx-income-tax-withheld-2021", "mx-income-tax-withheld-2026"} <= set(rate_table(market="MX")["id"])


def test_a_rate_is_written_in_signs():
    written = rate_table(market="US", on="2026-06-01").set_index("id")["rate"]
    clothing = "5% ≤ 15 USD; 10% ≤ 20 USD; 17% > 20 USD; min 0.3 USD"
    assert written["amazon-us-referral-clothing-accessories"] == clothing
    assert written["amazon-us-referral-books"] == "15%; + 1.8 USD"
    assert written["amazon-us-fba-small-standard-4oz"] == (
        "2.49 USD < 10 USD; 3.42 USD ≤ 50 USD; 3.68 USD > 50 USD; > 0.0567 kg; ≤ 0.1134 kg"
    )


def test_what_changed_at_new_year_is_the_income_tax():
    found = rates_changed("2025-12-31", "2026-01-01")
    taxes = found[found["what"] == "income_tax_withheld"]
    assert taxes[["change", "old_rate", "new_rate"]].values.tolist() == [["changed", "1%", "2.5%"]]
    assert taxes["from_date"].tolist() == [pd.Timestamp("2026-01-01")]


def test_a_card_that_ends_is_told_and_wants_a_check():
    ended = rates_changed("2026-10-14", "2026-10-15")
    assert set(ended["change"]) == {"ended"}
    assert set(ended["what"]) == {"fulfilment"}
    assert set(ended["from_date"]) == {pd.Timestamp("2026-10-15")}
    assert "amazon-us-fba-small-bulky" in set(rates_to_check("2026-10-15")["id"])
    assert "amazon-us-fba-small-bulky" not in set(rates_to_check("2026-10-14")["id"])


def test_a_row_that_another_followed_wants_no_check():
    assert not rates_to_check("2026-11-23")["id"].isin(["mx-income-tax-withheld-2021", "mx-courier-until-2025"]).any()


def test_what_was_checked_over_180_days_before_wants_a_check():
    assert "mx-vat" not in set(rates_to_check("2027-05-22")["id"])  # 180 days after 2026-11-23
    assert "mx-vat" in set(rates_to_check("2027-05-23")["id"])


def test_what_is_not_known_says_from_when_and_where_to_get_it():
    gaps = rates_not_known(market="US", on="2026-09-30")
    assert "merchandise_processing" not in set(gaps["what"])
    later = rates_not_known(market="US", on="2026-10-01")
    row = later[later["what"] == "merchandise_processing"].iloc[0]
    assert row["get_it_from"] == "customs_broker"
    assert set(rates_not_known()["market"]) == {"MX", "US"}


def test_days_the_wrong_way_round_are_refused():
    with pytest.raises(RuleError, match="lies before"):
        rates_changed("2026-01-02", "2026-01-01")
