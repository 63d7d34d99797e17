"""Amazon account health: figures as the report has them, with its own targets."""

import pandas as pd
import pytest

from workbench.errors import UnreadableFile
from workbench.sources import recognise

US, MX, BR = "ATVPDKIKX0DER", "A1AM78C64UM0Y8", "A2Q3Y263D00KWC"
EXPORT = "amazon-account-health"


def window(first, last):
    return {"reportingDateRange": {"reportingDateFrom": f"{first}T00:00Z", "reportingDateTo": f"{last}T23:59Z"}}


def rate(first, last, value, target, condition="LESS_THAN", **counts):
    return window(first, last) | counts | {
        "rate": value, "targetValue": target, "targetCondition": condition, "status": "GOOD"
    }  # fmt: skip


LATE = rate("2020-10-21", "2020-11-19", 0.03203973037, 0.04, orderCount=870669, lateShipmentCount=27896)


def report(*metrics, statuses=()):
    return {"accountStatuses": list(statuses), "performanceMetrics": list(metrics)}


@pytest.fixture
def figures(document, reading):
    def read(value, **options):
        result = reading(document(value), export=EXPORT, account="amazon-us", **options)
        return result, result.tables["reported"].set_index("kpi")

    return read


def test_a_rate_is_kept_with_its_window_target_and_counts(figures):
    _, rows = figures(report({"marketplaceId": US, "lateShipmentRate": LATE}))
    late = rows.loc["late_shipment_rate"]
    assert (late["numerator"], late["denominator"], late["rate"]) == (27896, 870669, 0.03203973037)
    assert (late["window_days"], late["target"], late["comparator"]) == (30, 0.04, "lt")
    assert (late["account"], late["platform_status"], late["basis"]) == ("amazon-us", "GOOD", "file")
    assert pd.Timestamp(late["as_of"]) == pd.Timestamp("2020-11-19")
    assert late["where"] == "$.performanceMetrics[0].lateShipmentRate"


@pytest.mark.parametrize("key", ["preFulfillmentCancellationRate", "prefulfillmentCancelRate"])
def test_both_spellings_of_a_key_are_one_kpi(figures, key):
    body = rate("2020-11-12", "2020-11-18", 0.005, 0.01, orderCount=17197, cancellationCount=551)
    _, rows = figures(report({"marketplaceId": US, "lateShipmentRate": LATE, key: body}))
    assert rows.loc["pre_fulfilment_cancellation_rate", "numerator"] == 551
    assert rows.loc["pre_fulfilment_cancellation_rate", "window_days"] == 7


def test_the_defect_rate_is_kept_by_channel(figures):
    body = rate("2020-09-06", "2020-11-04", 0.009, 0.01, orderCount=539000)
    channel = body | {"orderWithDefects": {"count": 1078, "status": "GOOD"}, "fulfillmentType": "mfn"}
    _, rows = figures(
        report({"marketplaceId": US, "lateShipmentRate": LATE, "orderDefectRate": {"mfn": channel, "afn": channel}})
    )
    assert rows.loc["order_defect_rate", "scope"].tolist() == ["mfn", "afn"]
    assert rows.loc["order_defect_rate", "numerator"].tolist() == [1078, 1078]


def test_nothing_in_the_denominator_is_no_measurement(figures):
    body = rate("2020-10-11", "2020-11-09", 0, 0.95, "GREATER_THAN", shipmentCount=0, validTrackingCount=0)
    _, rows = figures(report({"marketplaceId": US, "lateShipmentRate": LATE, "validTrackingRate": body}))
    assert pd.isna(rows.loc["valid_tracking_rate", "rate"])
    assert rows.loc["valid_tracking_rate", "comparator"] == "gt"


def test_the_ten_day_late_rate_stands_beside_the_thirty_day_one(figures):
    ten = rate("2020-11-10", "2020-11-19", 0.02, 0.04, orderCount=100, lateShipmentCount=2)
    result, rows = figures(report({"marketplaceId": US, "lateShipmentRate": LATE, "lateShipmentRateList": [ten, LATE]}))
    assert rows.loc["late_shipment_rate", "window_days"].tolist() == [30, 10]
    assert result.repeated == 1


def test_live_keys_and_odd_shapes_are_read(figures):
    metrics = {
        "marketplaceId": US,
        "lateShipmentRate": LATE | {"targetValue": {"value": 0.04, "condition": "LESS_THAN"}, "targetCondition": None},
        "accountHealthRating": window("2020-05-23", "2020-11-19") | {"ahrStatus": "AT RISK", "ahrScore": 428},
        "documentRequest": window("2020-11-21", "2020-11-19")
        | {"defectsCount": 8, "targetValue": 0, "targetCondition": "EQUALS"},
        "policyViolationWarnings": window("2020-05-24", "2020-11-19") | {"warningsCount": 2},
        "warningState": [{"warningType": "spammingSellerMessaging", "status": "BAD"}],
        "moonPhase": {"count": 1},
    }
    result, rows = figures(report(metrics))
    assert (rows.loc["late_shipment_rate", "target"], rows.loc["late_shipment_rate", "comparator"]) == (0.04, "lt")
    assert (rows.loc["account_health_rating", "value"], rows.loc["account_health_rating", "window_days"]) == (428, 181)
    assert rows.loc["account_health_rating", "platform_status"] == "AT RISK"
    assert (rows.loc["policy_document_requests", "value"], rows.loc["policy_document_requests", "comparator"]) == (
        8,
        "eq",
    )
    assert rows.loc["policy_policy_violation_warnings", "value"] == 2
    assert rows.loc["warning_spamming_seller_messaging", "platform_status"] == "BAD"
    assert any("moonPhase: a key that is not known" in note for note in result.notes)
    assert any("documentRequest: its reporting range ends before it starts" in note for note in result.notes)


def test_each_marketplace_goes_to_its_account_and_others_are_set_aside(figures):
    statuses = [{"marketplaceId": place, "status": "NORMAL"} for place in (US, MX, BR)]
    result, rows = figures(report({"marketplaceId": MX, "lateShipmentRate": LATE}, statuses=statuses))
    assert rows.loc["account_status", "account"].tolist() == ["amazon-us", "amazon-mx"]
    assert rows.loc["late_shipment_rate", "account"] == "amazon-mx"
    assert result.structural == {"marketplace of no account": 1}


@pytest.mark.parametrize("status", ["NORMAL", "AT_RISK", "DEACTIVATED", "SUSPENDED", "ON_THE_MOON"])
def test_a_state_that_the_schema_lacks_is_kept_as_it_is(figures, status):
    state = {"marketplaceId": US, "status": status}
    late = LATE | {"status": status}
    _, rows = figures(report({"marketplaceId": US, "lateShipmentRate": late}, statuses=[state]))
    assert rows["platform_status"].to_dict() == {"account_status": status, "late_shipment_rate": status}


def test_windows_with_seconds_are_the_same_days(figures):
    span = {"reportingDateFrom": "2026-08-26T00:00:00Z", "reportingDateTo": "2026-09-24T23:59:59Z"}
    body = rate("2026-08-26", "2026-09-24", 0.4286, 0.97, "GREATER_THAN", onTimeDeliveryCount=3)
    body |= {"reportingDateRange": span, "shipmentCountWithValidTracking": 7}
    _, rows = figures(report({"marketplaceId": US, "lateShipmentRate": LATE, "onTimeDeliveryRate": body}))
    found = rows.loc["on_time_delivery_rate"]
    assert (found["window_days"], found["numerator"], found["denominator"]) == (30, 3, 7)
    # GOOD below its target, as a live report had it: the platform's label is kept, not worked out anew.
    assert (found["rate"], found["target"], found["platform_status"]) == (0.4286, 0.97, "GOOD")


@pytest.mark.parametrize("key", ["shipmentCount", "rate"])
def test_a_number_too_large_to_be_one_is_refused(document, reading, key):
    body = rate("2020-10-11", "2020-11-09", 0.1, 0.95) | {key: 777}
    content = document(report({"marketplaceId": US, "lateShipmentRate": LATE, "validTrackingRate": body}))
    with pytest.raises(UnreadableFile, match="1e400 is larger than any figure"):
        reading(content.replace(b"777", b"1e400"), export=EXPORT, account="amazon-us")


def test_a_figure_that_is_none_is_refused(figures):
    result, _ = figures(report({"marketplaceId": US, "lateShipmentRate": LATE, "validTrackingRate": {"rate": "high"}}))
    assert result.refused["where"].tolist() == ["$.performanceMetrics[0].validTrackingRate"]


def test_a_window_of_no_days_is_refused(figures):
    broken = {"reportingDateRange": {"reportingDateFrom": "20-09-01", "reportingDateTo": "soon"}, "rate": 0.1}
    result, _ = figures(report({"marketplaceId": US, "lateShipmentRate": LATE, "validTrackingRate": broken}))
    assert result.refused["where"].tolist() == ["$.performanceMetrics[0].validTrackingRate"]


def test_without_a_late_shipment_window_the_day_is_asked(document, context):
    content = document(report({"marketplaceId": US, "accountHealthRating": {"ahrStatus": "GREAT"}}))
    name = "health_2026-01-31.json"
    (question,) = recognise(name, content, context=context("amazon-us", file=name)).questions
    assert (question.key, question.proposal) == ("observed_at", "2026-01-31")


def test_the_answered_day_is_used(figures):
    _, rows = figures(
        report({"marketplaceId": US, "accountHealthRating": {"ahrStatus": "GREAT"}}), observed_at="2026-01-31"
    )
    assert rows.loc["account_health_rating", "as_of"] == pd.Timestamp("2026-01-31")
