"""17TRACK: events on one ladder of stages."""

import pandas as pd
import pytest

from workbench.sources.carriers.track17 import stage_of


def event(sub, utc="2026-07-21T20:02:00Z", **more):
    return {
        "time_utc": utc,
        "time_iso": "1999-01-01T00:00:00+09:00",
        "sub_status": sub,
        "stage": None,
        "description": "x",
    } | more


def answer(*events, rejected=()):
    info = {
        "shipping_info": {"shipper_address": {"country": "CN"}, "recipient_address": {"country": "MX"}},
        "tracking": {"providers": [{"provider": {"name": "Yanwen"}, "events": list(events)}]},
    }
    return {"code": 0, "data": {"accepted": [{"number": "UG1", "track_info": info}], "rejected": list(rejected)}}


@pytest.fixture
def scans(document, reading):
    return lambda *events, **more: reading(document(answer(*events, **more)), export="track17")


@pytest.mark.parametrize(
    ("sub", "place", "stage"),
    [
        ("InfoReceived", "", "label"),
        ("InTransit_PickedUp", "Shenzhen, CN", "accepted"),
        ("InTransit_Departure", "Shenzhen, CN", "line_haul"),
        ("InTransit_Arrival", "Shenzhen, CN", "line_haul"),
        ("InTransit_Arrival", "CDMX, MX", "arrived_country"),
        ("InTransit_CustomsProcessing", "Shenzhen, CN", "export_customs"),
        ("InTransit_CustomsProcessing", "CDMX, MX", "customs_started"),
        ("InTransit_CustomsRequiringInformation", "CDMX, MX", "customs_held"),
        ("InTransit_CustomsReleased", "CDMX, MX", "customs_released"),
        ("OutForDelivery_Other", "Zapopan, MX", "last_mile"),
        ("DeliveryFailure_NoBody", "Zapopan, MX", "attempt"),
        ("AvailableForPickup_Other", "Zapopan, MX", "available"),
        ("Delivered_Other", "Zapopan, MX", "delivered"),
        ("Exception_Returning", "", "returning"),
        ("Exception_Returned", "", "returned"),
        ("Exception_Lost", "", "lost"),
        ("Exception_Damage", "", "exception"),
        ("Expired_Other", "", "other"),
        ("NotFound_Other", "", "other"),
        ("NotFound_InvalidCode", "", "other"),
        ("InTransit_Other", "Shenzhen, CN", "line_haul"),
        ("InTransit_Arrival", "Incheon, KR", "line_haul"),
        ("InTransit_Arrival", "", "line_haul"),
        ("InTransit_TransportArrived", "CDMX, MX", "arrived_country"),
        ("DeliveryFailure_Other", "", "attempt"),
        ("DeliveryFailure_Security", "", "attempt"),
        ("DeliveryFailure_Rejected", "", "attempt"),
        ("DeliveryFailure_InvalidAddress", "", "attempt"),
        ("Exception_Other", "", "exception"),
        ("Exception_NoBody", "", "exception"),
        ("Exception_Security", "", "exception"),
        ("Exception_Rejected", "", "exception"),
        ("Exception_Delayed", "", "exception"),
        ("Exception_Destroyed", "", "lost"),
        ("Exception_Cancel", "", "exception"),
        ("InTransit_BrandNew", "", "line_haul"),
        ("Something_New", "", "other"),
    ],
)
def test_each_sub_status_has_a_stage(sub, place, stage):
    assert stage_of({"sub_status": sub, "location": place}, origin="CN", destination="MX") == stage


@pytest.mark.parametrize(
    ("milestone", "stage"),
    [("PickedUp", "accepted"), ("Departure", "line_haul"), ("Returned", "returned"), ("Delivered", "delivered")],
)
def test_a_milestone_counts_where_the_sub_status_is_missing(milestone, stage):
    assert stage_of({"sub_status": None, "stage": milestone}) == stage


def test_a_hub_on_a_domestic_way_is_no_arrival_in_the_country():
    hub = {"sub_status": "InTransit_Arrival", "location": "TX, US"}
    assert stage_of(hub, origin="US", destination="US") == "line_haul"
    assert stage_of(hub, origin="CN", destination="US") == "arrived_country"


def test_utc_is_used_and_the_path_kept(scans):
    result = scans(event("Delivered_Other", location="Zapopan, MX"))
    (scan,) = result.tables["scans"].to_dict("records")
    assert scan["scanned_at"] == pd.Timestamp("2026-07-21T20:02:00Z")
    assert (scan["tracking_id"], scan["carrier"], scan["place"]) == ("UG1", "Yanwen", "Zapopan, MX")
    assert scan["country"] == "MX"
    assert scan["where"] == "$.data.accepted[0].track_info.tracking.providers[0].events[0]"


def test_an_event_told_twice_counts_once_and_one_without_a_time_is_refused(scans):
    result = scans(event("Delivered_Other"), event("Delivered_Other", description="y"), event("InfoReceived", utc=None))
    assert (result.repeated, result.refused_rows, len(result.tables["scans"])) == (1, 1, 1)


def test_numbers_that_were_not_found_are_told(scans):
    assert scans(event("InfoReceived"), rejected=[{"number": "?"}]).notes == (
        "1 tracking numbers were not found by 17TRACK",
    )


def test_an_answer_without_events_is_an_empty_table(scans):
    assert scans().tables["scans"].empty
