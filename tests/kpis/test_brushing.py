"""Units of brushing orders are taken out of conversion where they can be, and always named."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.kpis.conftest import computed, counts, order, small_client
from workbench.kpis.brushing import traffic_without_brushing
from workbench.kpis.conversion import conversion_by_month
from workbench.words import in_language
from workbench.words.changes import brushing_note
from workbench.words.kpis import reason_sentence

AS_OF = "2026-01-31"


def month(
    item: str = "B0", *, units: int = 20, sessions: int = 200, start: str = "2026-01-01", end: str = AS_OF
) -> dict:
    return {"item_id": item, "start_date": start, "end_date": end, "sessions": sessions, "units": units}


def brushed(order_id: str, at: str = "2026-01-10T12:00Z", *, item: str | None = "B0", quantity: int = 1) -> dict:
    return order(order_id, at, item_id=item, quantity=quantity, is_brushing=True)


def conversion(*lines: dict, traffic: tuple = (month(),)) -> tuple:
    row = computed(
        small_client("amazon-us", order_lines=list(lines), traffic=list(traffic)), "conversion_rate", as_of=AS_OF
    )
    return (*counts(row), row["reason"])


def test_units_of_a_marked_order_leave_the_numerator_and_both_figures_are_told():
    assert conversion(brushed("1", quantity=3)) == (17, 200, "estimate_brushing_out:20 / 200 → 17 / 200")


def test_a_plain_order_changes_nothing():
    assert conversion(order("1", item_id="B0")) == (20, 200, "")


@pytest.mark.parametrize("item", [None, "B9"])
def test_an_order_without_a_listing_of_the_report_is_named_and_not_taken_out(item):
    assert conversion(brushed("1", item=item)) == (20, 200, "estimate_brushing:1")


def test_where_some_can_be_taken_out_and_others_can_not_the_reason_says_so():
    said = conversion(brushed("1"), brushed("2", item=None))
    assert said == (19, 200, "estimate_brushing_part:20 / 200 → 19 / 200")


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-01-01T07:59:59Z", 20),  # still December in Los Angeles
        ("2026-01-01T08:00:00Z", 19),
        ("2026-02-01T07:59:59Z", 19),
        ("2026-02-01T08:00:00Z", 20),
    ],
)
def test_the_orders_of_the_months_first_and_last_second_are_its_own(at, expected):
    assert conversion(brushed("1", at))[0] == expected


def test_no_listing_loses_more_units_than_the_report_shows():
    assert conversion(brushed("1", quantity=50), traffic=(month(units=20), month("B1", units=5)))[0] == 5


def test_of_daily_reports_the_orders_own_day_loses_the_unit():
    days = pd.date_range("2026-01-01", AS_OF)
    daily = tuple(month(units=1, sessions=10, start=f"{day:%Y-%m-%d}", end=f"{day:%Y-%m-%d}") for day in days)
    assert conversion(brushed("1"), traffic=daily)[:2] == (30, 310)
    client = small_client("amazon-us", order_lines=[brushed("1")], traffic=list(daily))
    traffic = traffic_without_brushing(client)
    changed = traffic[traffic["brushing_units"] > 0]
    assert changed["start_date"].dt.strftime("%Y-%m-%d").tolist() == ["2026-01-10"]
    assert changed["units"].tolist() == [0]


def test_the_conversion_of_a_listing_leaves_them_out_too_and_the_page_says_it():
    client = small_client("amazon-us", order_lines=[brushed("1", quantity=4)], traffic=[month()])
    traffic = traffic_without_brushing(client)
    assert conversion_by_month(traffic)["conversion"].tolist() == [16 / 200]
    assert client.traffic["units"].tolist() == [20]
    assert brushing_note(traffic).startswith(
        "Units of orders marked as brushing are left out of conversion: 20 before, 16"
    )
    assert brushing_note(traffic_without_brushing(small_client("amazon-us", traffic=[month()]))) == ""


@pytest.mark.parametrize("lang", ["en", "es", "zh"])
def test_the_reader_is_told_before_and_after_in_every_language(lang):
    with in_language(lang):
        assert "20 / 200 → 17 / 200" in reason_sentence("estimate_brushing_out:20 / 200 → 17 / 200")
        assert "20 / 200 → 19 / 200" in reason_sentence("estimate_brushing_part:20 / 200 → 19 / 200")
