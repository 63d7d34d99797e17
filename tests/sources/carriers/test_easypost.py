"""EasyPost trackers: the status list on the ladder, customs from the words."""

import pandas as pd
import pytest


def detail(status, message="words", at="2026-02-06T19:48:26Z", **where):
    location = {"object": "TrackingLocation", "city": None, "state": None, "country": None, "zip": None} | where
    body = {"object": "TrackingDetail", "message": message, "description": "", "status": status, "datetime": at}
    return body | {"source": "CarrierOne", "tracking_location": location}


def tracker(*details):
    ends = {"origin_tracking_location": {"country": "CN"}, "destination_tracking_location": None}
    body = {"object": "Tracker", "tracking_code": "EZ9", "status": "in_transit", "carrier": "CarrierOne"}
    return body | {"tracking_details": list(details), "carrier_detail": ends}


@pytest.fixture
def scans(document, reading):
    return lambda *details: reading(document(tracker(*details)), export="easypost").tables["scans"]


@pytest.mark.parametrize(
    ("status", "stage"),
    [
        *[("unknown", "other"), ("pre_transit", "label"), ("in_transit", "line_haul"), ("delivered", "delivered")],
        *[("out_for_delivery", "last_mile"), ("available_for_pickup", "available"), ("cancelled", "other")],
        *[("return_to_sender", "returning"), ("failure", "exception"), ("error", "other"), ("brand_new", "other")],
    ],
)
def test_each_status_has_a_stage(scans, status, stage):
    assert scans(detail(status))["stage"].tolist() == [stage]


def test_a_detail_is_a_scan(scans):
    (scan,) = scans(detail("in_transit", city="HOUSTON", state="TX", country="US")).to_dict("records")
    assert (scan["tracking_id"], scan["carrier"], scan["country"]) == ("EZ9", "CarrierOne", "US")
    assert (scan["place"], scan["where"]) == ("HOUSTON, TX, US", "$.tracking_details[0]")
    assert scan["scanned_at"] == pd.Timestamp("2026-02-06T19:48:26Z")


def test_customs_are_read_from_the_message_and_the_country_of_origin_is_export(scans):
    found = scans(
        detail("in_transit", "Held by customs", country="MX"),
        detail("in_transit", "Customs clearance completed", country="CN"),
        detail("delivered", "Delivered, customs duties collected"),
    )
    assert found["stage"].tolist() == ["customs_held", "export_customs", "delivered"]


@pytest.mark.parametrize("shape", [lambda one: {"trackers": [one]}, lambda one: {"object": "Event", "result": one}])
def test_lists_and_webhooks_are_read(document, reading, shape):
    body = shape(tracker(detail("delivered")))
    assert len(reading(document(body), export="easypost").tables["scans"]) == 1
