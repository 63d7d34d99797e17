"""DHL: local times without a zone, customs in the words only."""

import pandas as pd
import pytest

from workbench.errors import OpenQuestions
from workbench.sources import read, recognise


def event(status="transit", at="2026-03-10T08:30:00", country="HK", **more):
    place = {"address": {"addressLocality": "A PLACE", "countryCode": country}}
    return {"timestamp": at, "location": place, "statusCode": status, "status": status} | more


def unified(*events):
    ends = {"origin": {"address": {"countryCode": "CN"}}, "destination": {"address": {"countryCode": "MX"}}}
    status = {"timestamp": "2026-03-12T10:00:00Z", "statusCode": "transit"}
    return {"shipments": [{"id": "777", "service": "express", "status": status, "events": list(events)} | ends]}


def scan(code, *, day="2026-03-10", time="08:30:00", area="Hong Kong-Hong Kong SAR, China", **more):
    return {"date": day, "time": time, "typeCode": code, "description": "words"} | {
        "serviceArea": [{"code": "HKG", "description": area}],
        **more,
    }


def express(*events):
    ends = {
        "shipperDetails": {"name": "", "postalAddress": {"countryCode": "CN"}},
        "receiverDetails": {"name": "", "postalAddress": {"countryCode": "MX"}},
    }
    return {"shipments": [{"shipmentTrackingNumber": "778", "status": "Success", "events": list(events)} | ends]}


@pytest.fixture
def stages(document, reading):
    def take(body, export, **answers):
        return reading(document(body), export=export, **answers).tables["scans"]["stage"].tolist()

    return take


@pytest.mark.parametrize(
    ("status", "stage"),
    [
        *[("pre-transit", "label"), ("transit", "line_haul"), ("delivered", "delivered"), ("failure", "exception")],
        *[("unknown", "other"), ("new", "other")],
    ],
)
def test_each_status_has_a_stage(stages, status, stage):
    assert stages(unified(event(status)), "dhl-unified") == [stage]


def test_customs_stand_in_the_remark(stages):
    told = [
        event("transit", remark="Clearance event"),
        event("failure", at="2026-03-10T09:00:00", remark="Held at customs: documents required"),
        event("transit", at="2026-03-09T09:00:00", country="CN", remark="Customs clearance completed"),
        event("delivered", at="2026-03-11T09:00:00", remark="Customs paid"),
    ]
    assert stages(unified(*told), "dhl-unified") == ["customs_started", "customs_held", "export_customs", "delivered"]


def test_a_place_in_a_country_of_one_zone_needs_no_answer(document, reading):
    result = reading(document(unified(event())), export="dhl-unified")
    (found,) = result.tables["scans"].to_dict("records")
    assert found["scanned_at"] == pd.Timestamp("2026-03-10T00:30:00Z")
    assert (found["tracking_id"], found["country"], found["place"]) == ("777", "HK", "A PLACE")
    assert result.notes == ("1 local times without a zone, read as Asia/Hong_Kong",)


def test_a_place_in_mexico_is_asked_about_and_never_guessed(document, context, reading):
    body = document(unified(event(country="MX"), event("transit", at="2026-03-12T10:00:00Z", country="MX")))
    (question,) = recognise("f.json", body, context=context()).questions
    assert (question.key, question.proposal) == ("zone", "America/Mexico_City")
    with pytest.raises(OpenQuestions, match="event times without a zone"):
        read("f.json", body, export="dhl-unified", context=context())
    found = reading(body, export="dhl-unified", zone="America/Mexico_City").tables["scans"]
    assert found["scanned_at"].tolist() == [pd.Timestamp("2026-03-10T14:30:00Z"), pd.Timestamp("2026-03-12T10:00:00Z")]


def test_who_signed_is_left_out(document, reading):
    body = unified(event("delivered", description="Delivered - Signed for by: JANE ROE"))
    text = reading(document(body), export="dhl-unified").tables["scans"].to_csv()
    assert "ROE" not in text


@pytest.mark.parametrize(
    ("code", "stage"),
    [
        *[("PU", "accepted"), ("PL", "line_haul"), ("DF", "line_haul"), ("AF", "line_haul"), ("AR", "line_haul")],
        *[("WC", "last_mile"), ("NH", "attempt"), ("OK", "delivered"), ("OH", "exception"), ("RT", "returning")],
        *[("CD", "other"), ("CM", "other"), ("ZZ", "other")],
    ],
)
def test_express_codes_have_a_stage_and_never_decide_on_customs(stages, code, stage):
    assert stages(express(scan(code)), "dhl-express") == [stage]


def test_express_customs_follow_the_words(stages):
    told = scan("CR", description="Clearance processing complete"), scan("CD", description="Clearance delay")
    assert stages(express(*told), "dhl-express") == ["customs_released", "customs_held"]


def test_express_date_and_time_are_local_to_the_service_area(document, reading):
    result = reading(document(express(scan("PU"))), export="dhl-express")
    (found,) = result.tables["scans"].to_dict("records")
    assert found["scanned_at"] == pd.Timestamp("2026-03-10T00:30:00Z")
    assert (found["tracking_id"], found["country"]) == ("778", "HK")


def test_an_express_offset_is_used_where_the_answer_has_it(document, reading):
    body = express(scan("OK", area="Mexico City-Mexico", GMTOffset="-06:00"))
    found = reading(document(body), export="dhl-express").tables["scans"]
    assert found["scanned_at"].tolist() == [pd.Timestamp("2026-03-10T14:30:00Z")]


def test_an_express_event_without_a_time_is_refused(document, reading):
    result = reading(document(express(scan("PU", time=""))), export="dhl-express")
    assert result.refused[["column", "value"]].values.tolist() == [["date and time", "2026-03-10"]]
