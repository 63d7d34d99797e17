"""Our own templates: costs, changes, listings, and figures typed from the screen."""

import pandas as pd
import pytest

from workbench.errors import MissingColumn
from workbench.sources import read
from workbench.sources.templates import CHANGES, COSTS, LISTINGS, REPORTED

COST = {"sku": "00123", "cost": "5.90", "cost_currency": "usd", "weight_kg": "0.15", "origin": "cn", "freight": "0.89"}
CHANGE = {"account": "walmart-us", "item_id": "5220880003", "date": "2025-09-01", "kind": "price", "note": "27 to 28"}
LISTING = {
    **{"account": "amazon-us", "sku": "A", "item_id": "B01", "observed_at": "2026-01-31T18:00:00Z", "price": "27.99"},
    **{"currency": "USD", "stock": "46", "automation_on": "false", "status": "active"},
}
FIGURE = {
    **{"account": "amazon-mx", "kpi": "valid_tracking_rate", "as_of": "2026-01-31", "window_days": 30},
    **{"window_start": "2025-12-23", "window_end": "2026-01-21", "numerator": 63, "denominator": 64, "rate": 0.9844},
    **{"target": 0.95, "comparator": ">", "status": "Good", "read_by": "Sol Muestra", "screenshot": "vtr.png"},
}


@pytest.fixture
def costs(comma, reading):
    return lambda *rows: reading(comma(COSTS, rows, encoding="utf-8"), export="costs")


@pytest.fixture
def reported(workbook, reading):
    def take(*rows):
        cells = [REPORTED, *([row.get(name, "") for name in REPORTED] for row in rows)]
        return reading(workbook(cells, sheet="reported"), export="reported")

    return take


def test_costs_become_the_catalogue(costs):
    (item,) = costs(COST).tables["catalogue"].to_dict("records")
    assert (item["sku"], item["cost"], item["cost_currency"], item["origin"]) == ("00123", 5.9, "USD", "CN")


def test_a_sku_with_two_costs_is_not_chosen_between(costs):
    result = costs(COST, COST, COST | {"cost": "6.10"})
    assert (result.repeated, result.refused["reason"].tolist()) == (1, ["the SKU stands twice, with different values"])


@pytest.mark.parametrize("cells", [{"cost": "5,90"}, {"cost": "-1"}, {"cost_currency": "dollar"}, {"sku": ""}])
def test_bad_costs_are_refused(costs, cells):
    assert costs(COST | {"sku": "B"}, COST | cells).refused["where"].tolist() == ["3"]


def test_a_missing_column_is_named_with_the_nearest_heading(comma, context):
    header = ["cost_curency" if name == "cost_currency" else name for name in COSTS]
    with pytest.raises(MissingColumn, match="without the column 'cost_currency'.*did you mean 'cost_curency'"):
        read("costs.csv", comma(header, [COST]), export="costs", context=context())


def test_changes_are_dated_and_of_the_clients_accounts(comma, reading):
    rows = [CHANGE, CHANGE | {"account": "ebay-us"}, CHANGE | {"kind": "weather"}, CHANGE | {"date": "1 Sept"}]
    result = reading(comma(CHANGES, rows), export="changes")
    assert result.tables["changes"]["date"].tolist() == [pd.Timestamp("2025-09-01")]
    assert result.refused[["where", "column"]].values.tolist() == [["3", "account"], ["4", "kind"], ["5", "date"]]


def test_listings_are_seen_at_an_instant(comma, reading):
    result = reading(comma(LISTINGS, [LISTING, LISTING, LISTING | {"price": "28.99"}]), export="listings")
    (listing,) = result.tables["listings"].to_dict("records")
    assert (listing["price"], listing["stock"], listing["automation_on"]) == (27.99, 46, False)
    assert listing["observed_at"] == pd.Timestamp("2026-01-31T18:00:00Z")
    assert (result.repeated, result.refused_rows) == (1, 1)


def test_a_figure_typed_from_the_screen(reported):
    (figure,) = reported(FIGURE).tables["reported"].to_dict("records")
    assert (figure["rate"], figure["target"], figure["comparator"]) == (0.9844, 0.95, "gt")
    assert (figure["basis"], figure["typed_by"], figure["platform_status"]) == ("typed", "Sol Muestra", "Good")
    assert figure["as_of"] == pd.Timestamp("2026-01-31")


def test_a_rate_that_was_not_typed_follows_from_its_counts(reported):
    result = reported(
        FIGURE | {"rate": ""}, FIGURE | {"kpi": "order_defect_rate", "numerator": 0, "denominator": 0, "rate": 0}
    )
    assert result.tables["reported"]["rate"][0] == 0.984375  # 63 / 64
    assert pd.isna(result.tables["reported"]["rate"][1])


def test_a_percentage_typed_as_a_number_is_refused(reported):
    assert reported(FIGURE | {"rate": 98.44}).refused["reason"].tolist() == ["not a fraction from 0 to 1"]


def test_nobody_who_read_the_screen_is_no_figure(reported):
    assert reported(FIGURE | {"read_by": ""}).refused["column"].tolist() == ["read_by"]
