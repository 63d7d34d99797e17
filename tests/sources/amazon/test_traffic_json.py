"""Amazon's sales and traffic JSON: its own period, visits once an item, the account's totals left aside."""

import copy

import pandas as pd
import pytest

from workbench.errors import MissingColumn, OpenQuestions
from workbench.sources import recognise
from workbench.sources.amazon.traffic_json import stated_period

US, MX, CA = "ATVPDKIKX0DER", "A1AM78C64UM0Y8", "A2EUQ1WTGCTBG2"
EXPORT = "amazon-sales-traffic"


def item(
    child="C1", *, sku=None, parent="P1", sessions=18, views=43, units=1, sales=16.79, currency="USD", share=95.24
):
    names = {"parentAsin": parent, "childAsin": child} | ({"sku": sku} if sku else {})
    return names | {
        "salesByAsin": {
            "unitsOrdered": units,
            "orderedProductSales": {"amount": sales, "currencyCode": currency},
            "totalOrderItems": units,
        },
        "trafficByAsin": {
            "browserPageViews": views - 22,
            "mobileAppPageViews": 22,
            "pageViews": views,
            "sessions": sessions,
            "sessionPercentage": 0.26,
            "buyBoxPercentage": share,
            "unitSessionPercentage": 7.69,
        },
    }


def day(stamp, units):
    return {
        "date": stamp,
        "salesByDate": {"unitsOrdered": units},
        "trafficByDate": {"browerPageViews": 1463, "mobileAppPageViews": 537, "pageViews": 2000, "sessions": 1253},
    }


def report(*items, dates=(), place=US, step="DAY", start="2026-01-01", end="2026-01-31"):
    spec = {
        "reportType": "GET_SALES_AND_TRAFFIC_REPORT",
        "reportOptions": {"dateGranularity": step, "asinGranularity": "SKU"},
        "dataStartTime": start,
        "dataEndTime": end,
        "marketplaceIds": [place],
    }
    return {"reportSpecification": spec, "salesAndTrafficByDate": list(dates), "salesAndTrafficByAsin": list(items)}


@pytest.fixture
def traffic(document, reading):
    return lambda value, **options: reading(document(value), export=EXPORT, account="amazon-us", **options)


def test_an_item_is_read_for_the_period_that_the_report_states(traffic):
    (row,) = traffic(report(item())).tables["traffic"].to_dict("records")
    assert (row["account"], row["item_id"], row["sessions"], row["page_views"]) == ("amazon-us", "C1", 18, 43)
    assert (row["units"], row["sales"], row["currency"]) == (1, 16.79, "USD")
    assert row["featured_offer_share"] == pytest.approx(0.9524)
    assert (row["start_date"], row["end_date"]) == (pd.Timestamp("2026-01-01"), pd.Timestamp("2026-01-31"))
    assert row["where"] == "$.salesAndTrafficByAsin[0]"


def test_visits_are_taken_once_and_units_and_sales_added(traffic):
    result = traffic(report(item(sku="A"), item(sku="A-FBM", units=2, sales=33.58), item("C2", sku="B", sessions=5)))
    rows = result.tables["traffic"][["item_id", "sessions", "units", "sales"]].values.tolist()
    assert rows == [["C1", 18, 3, 50.37], ["C2", 5, 1, 16.79]]
    assert result.tables["traffic"]["where"][0] == "$.salesAndTrafficByAsin[0],$.salesAndTrafficByAsin[1]"
    assert result.structural == {"further SKU of an item": 1}


def test_the_same_sku_under_another_parent_counts_once(traffic):
    result = traffic(report(item(sku="A"), item(sku="A", parent="P2")))
    assert result.tables["traffic"]["units"].tolist() == [1]
    assert result.structural == {"same SKU under another parent": 1}


def test_the_accounts_days_have_no_item_and_are_set_aside(traffic):
    result = traffic(report(item(), dates=[day("2026-01-01", 3), day("2026-01-02", 4)]))
    assert result.structural == {"whole account by date, no item": 2}
    assert result.notes == ("units by date: 7; by item: 1",)


@pytest.mark.parametrize(
    ("step", "start", "end"),
    [
        ("DAY", "2026-01-07", "2026-02-12"),
        ("WEEK", "2026-01-04", "2026-02-14"),  # Sunday to Saturday
        ("MONTH", "2026-01-01", "2026-02-28"),
    ],
)
def test_weeks_and_months_are_made_whole_as_amazon_does(step, start, end):
    found = stated_period(report(step=step, start="2026-01-07", end="2026-02-12"))
    assert found == (pd.Timestamp(start), pd.Timestamp(end))


def test_a_whole_week_stays_itself():
    found = stated_period(report(step="WEEK", start="2026-01-04", end="2026-01-10"))
    assert found == (pd.Timestamp("2026-01-04"), pd.Timestamp("2026-01-10"))


def test_a_report_without_its_days_asks_for_them(document, context, traffic):
    value = report(item())
    del value["reportSpecification"]["dataStartTime"]
    name = "traffic_2026-01.json"
    (question,) = recognise(name, document(value), context=context("amazon-us", file=name)).questions
    assert (question.key, question.proposal) == ("period", "2026-01-01/2026-01-31")
    with pytest.raises(OpenQuestions, match="does not say which days"):
        traffic(value)
    assert len(traffic(value, period="2026-01-01/2026-01-31").tables["traffic"]) == 1


def test_the_report_belongs_to_the_account_of_its_marketplace(traffic):
    rows = traffic(report(item(currency="MXN"), place=MX)).tables["traffic"]
    assert rows["account"].tolist() == ["amazon-mx"]
    assert traffic(report(item(currency="CAD"), place=CA)).structural == {"marketplace of no account": 1}


@pytest.mark.parametrize("fault", [{"sessions": -1}, {"units": 1.5}, {"currency": "EUR"}, {"sales": "much"}])
def test_a_figure_that_is_none_refuses_its_entry(traffic, fault):
    result = traffic(report(item(), item("C2", **fault)))
    assert result.refused["where"].tolist() == ["$.salesAndTrafficByAsin[1]"]


def test_views_that_are_only_split_are_added_in_both_spellings(traffic):
    first, second = item(), copy.deepcopy(item("C2"))
    visits = second["trafficByAsin"]
    visits["browerPageViews"] = visits.pop("browserPageViews")
    for entry in (first, second):
        del entry["trafficByAsin"]["pageViews"]
    assert traffic(report(first, second)).tables["traffic"]["page_views"].tolist() == [43, 43]


def test_totals_of_parents_are_refused(traffic):
    parent = item()
    del parent["childAsin"]
    with pytest.raises(MissingColumn, match="totals of parent items.*asinGranularity CHILD"):
        traffic(report(parent))


def test_a_report_without_items_is_an_empty_table(traffic):
    assert traffic(report()).tables["traffic"].empty
