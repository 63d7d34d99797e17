"""Amazon advertising: a SKU's campaigns of a day added up, and no day made out of a total."""

import pandas as pd
import pytest

from workbench.errors import MissingColumn
from workbench.sources import read, recognise

HEADER = (
    *("Date", "Portfolio name", "Currency", "Campaign Name", "Ad Group Name", "Advertised SKU", "Advertised ASIN"),
    *("Impressions", "Clicks", "Click-Thru Rate (CTR)", "Cost Per Click (CPC)", "Spend", "7 Day Total Sales "),
    *("Total Advertising Cost of Sales (ACOS) ", "Total Return on Advertising Spend (ROAS)"),
    *("7 Day Total Orders (#)", "7 Day Total Units (#)", "7 Day Conversion Rate", "7 Day Advertised SKU Units (#)"),
    *("7 Day Other SKU Units (#)", "7 Day Advertised SKU Sales ", "7 Day Other SKU Sales "),
)
ROW = {
    **{"Date": "2026-01-05", "Currency": "USD", "Campaign Name": "SP pots", "Ad Group Name": "exact"},
    **{"Advertised SKU": "001", "Advertised ASIN": "B01", "Impressions": 1000, "Clicks": 10, "Spend": 6.2},
    **{"7 Day Total Sales ": 39.98},
}
EXPORT = "amazon-ads"
SUMMARY = ("Start Date", "End Date", *HEADER[1:])


def cells(header, rows):
    return [list(header), *([row.get(name, "") for name in header] for row in rows)]


@pytest.fixture
def ads(workbook, reading):
    def take(*rows):
        return reading(workbook(cells(HEADER, [ROW | row for row in rows])), export=EXPORT, account="amazon-us")

    return take


def test_a_skus_day_is_read_column_by_column(ads):
    result = ads({})
    (row,) = result.tables["ads"].to_dict("records")
    assert (row["account"], row["sku"], row["kind"]) == ("amazon-us", "001", "Sponsored Products")
    assert row["date"] == pd.Timestamp("2026-01-05")
    assert (row["impressions"], row["clicks"], row["spend"], row["sales"]) == (1000, 10, 6.2, 39.98)
    assert row["currency"] == "USD"
    assert result.notes == ()


def test_campaigns_of_one_sku_and_day_are_added_to_the_cent(ads):
    result = ads(
        {"Spend": 0.1, "7 Day Total Sales ": ""},
        {"Campaign Name": "SP auto", "Spend": 0.2, "7 Day Total Sales ": 0, "Impressions": 0, "Clicks": 0},
        {"Date": "2026-01-06"},
        {"Advertised SKU": "B"},
    )
    rows = result.tables["ads"][["sku", "impressions", "clicks", "spend", "sales", "where"]].values.tolist()
    assert rows == [
        ["001", 1000, 10, 0.3, 0.0, "2,3"],
        ["001", 1000, 10, 6.2, 39.98, "4"],
        ["B", 1000, 10, 6.2, 39.98, "5"],
    ]
    assert result.structural == {"further campaign of a SKU and day": 1}


def test_the_csv_of_the_same_report_is_the_same(comma, reading):
    row = {name: str(value) for name, value in ROW.items()} | {"Spend": "$1,006.20"}
    result = reading(comma(HEADER, [row]), export=EXPORT, account="amazon-us")
    assert result.tables["ads"]["spend"].tolist() == [1006.2]


@pytest.mark.parametrize(
    "change", [{"Currency": "MXN"}, {"Advertised SKU": ""}, {"Clicks": "ten"}, {"Date": "05/01/2026"}]
)
def test_bad_values_refuse_their_row(ads, change):
    assert ads({"Advertised SKU": "A"}, change).refused["where"].tolist() == ["3"]


def test_a_total_of_a_period_is_refused_not_spread_over_days(workbook, context):
    content = workbook(cells(SUMMARY, [ROW | {"Start Date": "2026-01-01", "End Date": "2026-01-31"}]))
    found = recognise("ads.xlsx", content, context=context("amazon-us"))
    assert (found.export, found.status) == (EXPORT, "read")
    with pytest.raises(MissingColumn, match="without the column 'Date': its rows are totals.*time unit Daily"):
        read("ads.xlsx", content, export=EXPORT, context=context("amazon-us"))


def test_a_report_of_fourteen_days_sales_is_no_sponsored_products_report(workbook, context):
    header = [name.replace("7 Day", "14 Day") for name in HEADER]
    content = workbook(cells(header, [ROW]))
    with pytest.raises(MissingColumn, match="without the column '7 Day Total Sales'"):
        recognise("ads.xlsx", content, context=context("amazon-us"))


def test_the_search_term_report_is_named_and_not_read(comma, context):
    header = ("Start Date", "End Date", "Portfolio name", "Currency", "Campaign Name", "Ad Group Name", "Targeting")
    header = (*header, "Match Type", "Customer Search Term", "Impressions", "Clicks", "Click-Thru Rate (CTR)", "Spend")
    header = (*header, "7 Day Total Sales ", "Total Advertising Cost of Sales (ACOS) ", "Cost Per Click (CPC)")
    found = recognise("terms.csv", comma(header, []), context=context("amazon-us"))
    assert (found.export, found.status) == ("amazon-ads-search-term", "not_read_yet")
