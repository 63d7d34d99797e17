"""Walmart performance answers: percent to fractions, the seller's own figures, metric and day asked for."""

import pytest

from workbench.errors import OpenQuestions
from workbench.sources import read, recognise

RATES = {
    **{"refundRateSellerFault": 2.5, "refundRateCustomerFault": 4.85, "ots": 100, "otd": 99.75, "vtr": 93.5},
    **{"cancellationSellerFault": 0, "cancellationCustomerFault": 0.98},
}
SUMMARY = {
    **{"overallRate": 90.1, "sellerAccountableRate": 93.7, "ordersImpacted": 70, "performanceRiskLevel": "Monitor"},
    **{"performanceStandard": "90% or above", "reportDuration": 30, "updatedTimestamp": "2026-02-01T05:00:00Z"},
}
CUMULATIVE = {
    "cumulativeRate": 1.25,
    "sellerAccountableRate": 0.5,
    "impactedCustomerCount": 4,
    "reportDuration": "60 days",
}


@pytest.fixture
def payment(walmart):
    def take(rates, **answers):
        body = {"status": "OK", "payload": rates}
        return walmart(body, export="walmart-payment-performance", observed_at="2026-01-31", **answers)

    return take


@pytest.fixture
def summary(walmart):
    def take(body, **answers):
        return walmart({"status": "OK", "payload": body}, export="walmart-performance-summary", **answers)

    return take


def test_each_window_has_its_figures_as_fractions(payment):
    result = payment({"7DAY": RATES, "90DAY": RATES})
    rows = result.tables["reported"]
    assert rows.groupby("window_days")["rate"].apply(list).to_dict() == {
        7: [0.025, 1.0, 0.9975, 0.935, 0.0],
        90: [0.025, 1.0, 0.9975, 0.935, 0.0],
    }
    assert rows["kpi"][:5].tolist() == [
        *("refund_rate", "on_time_shipment_rate", "on_time_delivery_rate", "valid_tracking_rate", "cancellation_rate")
    ]
    assert set(rows["as_of"].astype(str)) == {"2026-01-31"}
    assert result.structural == {"caused by the customer": 4}


def test_a_figure_that_is_new_or_no_number_is_told(payment):
    result = payment({"30DAY": {"otd": "n/a", "vtr": 98, "somethingNew": 3}})
    assert result.structural == {"figure not known": 1}
    assert result.refused[["where", "value"]].values.tolist() == [["$.payload.30DAY.otd", "n/a"]]


def test_the_day_is_asked_for(document, context):
    body = document({"payload": {"7DAY": RATES}})
    given = context(file="performance_2026-02-03.json")
    (question,) = recognise("performance_2026-02-03.json", body, context=given).questions
    assert (question.key, question.proposal) == ("observed_at", "2026-02-03")
    with pytest.raises(OpenQuestions, match="of which day it is"):
        read("f.json", body, export="walmart-payment-performance", context=given)


def test_an_overall_metric_is_judged_by_the_accountable_rate(summary):
    (row,) = summary(SUMMARY, metric="otd").tables["reported"].to_dict("records")
    assert (row["kpi"], row["rate"], row["target"], row["comparator"]) == ("on_time_delivery_rate", 0.937, 0.9, "ge")
    assert (row["numerator"], row["window_days"], row["platform_status"]) == (70, 30, "Monitor")
    # 05:00 in UTC is still the day before in Los Angeles.
    assert str(row["as_of"])[:10] == "2026-01-31"


def test_a_cumulative_metric_is_judged_by_the_cumulative_rate(summary):
    (row,) = summary(CUMULATIVE, metric="returns", observed_at="2026-01-30").tables["reported"].to_dict("records")
    assert (row["kpi"], row["rate"], row["window_days"], row["numerator"]) == ("return_rate", 0.0125, 60, 4)
    assert str(row["as_of"])[:10] == "2026-01-30"


def test_seller_response_of_zero_is_refused(summary):
    result = summary(SUMMARY | {"overallRate": 0, "sellerAccountableRate": 0}, metric="srr")
    assert result.refused["reason"].tolist() == ["the answer gives 0 for seller response whatever the screen shows"]


def test_the_metric_is_asked_for_and_proposed_from_the_name(document, context):
    body = document({"payload": CUMULATIVE})
    given = context(file="vtr_summary.json")
    questions = recognise("vtr_summary.json", body, context=given).questions
    assert [(question.key, question.proposal) for question in questions] == [("metric", "vtr"), ("observed_at", "")]
    with pytest.raises(OpenQuestions, match="which metric it shows"):
        read("f.json", body, export="walmart-performance-summary", context=given)
