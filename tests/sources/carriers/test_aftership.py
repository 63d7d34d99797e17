"""AfterShip: every subtag on the ladder, times with and without a zone."""

import pandas as pd
import pytest

from workbench.errors import OpenQuestions
from workbench.sources import read, recognise
from workbench.sources.carriers.aftership import checkpoint_stage

EXPECTED = {
    **{"InfoReceived_001": "label", "InTransit_001": "line_haul", "InTransit_002": "accepted"},
    **{"InTransit_003": "line_haul", "InTransit_004": "arrived_country", "InTransit_005": "customs_released"},
    **{"InTransit_006": "customs_started", "InTransit_007": "line_haul", "InTransit_008": "line_haul"},
    **{"InTransit_009": "line_haul", "OutForDelivery_001": "last_mile", "OutForDelivery_003": "last_mile"},
    **{"OutForDelivery_004": "last_mile", "AttemptFail_001": "attempt", "AttemptFail_002": "attempt"},
    **{"AttemptFail_003": "attempt", "AvailableForPickup_001": "available", "Delivered_001": "delivered"},
    **{"Delivered_002": "delivered", "Delivered_003": "delivered", "Delivered_004": "delivered"},
    **{"Exception_001": "exception", "Exception_002": "exception", "Exception_003": "exception"},
    **{"Exception_004": "customs_held", "Exception_005": "exception", "Exception_006": "exception"},
    **{"Exception_007": "exception", "Exception_008": "exception", "Exception_009": "exception"},
    **{"Exception_010": "returning", "Exception_011": "returned", "Exception_012": "exception"},
    **{"Exception_013": "lost", "Pending_001": "other", "Pending_002": "other", "Pending_006": "other"},
    "Expired_001": "other",
}
TAGS = {
    **{"Pending": "other", "InfoReceived": "label", "InTransit": "line_haul", "OutForDelivery": "last_mile"},
    **{"AttemptFail": "attempt", "Delivered": "delivered", "AvailableForPickup": "available"},
    **{"Exception": "exception", "Expired": "other"},
}


def checkpoint(subtag, at="2026-07-21T14:02:00-06:00", **more):
    body = {"slug": "yanwen", "tag": subtag.partition("_")[0], "subtag": subtag, "checkpoint_time": at}
    return body | {"location": "Zapopan", "country_iso3": "MEX", "message": "words"} | more


def tracking(*checkpoints):
    ends = {"origin_country_iso3": "CHN", "destination_country_iso3": "MEX"}
    return {"id": "x", "tracking_number": "YW1", "slug": "yanwen", "checkpoints": list(checkpoints)} | ends


@pytest.fixture
def scans(document, reading):
    def take(*checkpoints, **answers):
        body = {"meta": {"code": 200}, "data": {"tracking": tracking(*checkpoints)}}
        return reading(document(body), export="aftership", **answers)

    return take


@pytest.mark.parametrize(("subtag", "stage"), EXPECTED.items())
def test_each_subtag_has_a_stage(subtag, stage):
    assert checkpoint_stage(checkpoint(subtag)) == stage


@pytest.mark.parametrize(("tag", "stage"), TAGS.items())
def test_a_tag_alone_has_a_stage(tag, stage):
    assert checkpoint_stage({"tag": tag}) == stage


def test_held_for_payment_is_customs_only_where_the_words_say_so():
    assert checkpoint_stage(checkpoint("Exception_006", message="Pago de impuestos de importación")) == "customs_held"
    assert checkpoint_stage(checkpoint("Exception_006", message="Cash on delivery refused")) == "exception"


def test_a_checkpoint_is_a_scan_with_its_country_and_path(scans):
    result = scans(
        checkpoint("InTransit_006"), checkpoint("InTransit_006", at="2026-07-12T08:00:00+08:00", country_iso3="CHN")
    )
    first, second = result.tables["scans"].to_dict("records")
    assert (first["tracking_id"], first["carrier"], first["place"], first["country"]) == (
        "YW1",
        "yanwen",
        "Zapopan",
        "MX",
    )
    assert (first["stage"], first["scanned_at"]) == ("customs_started", pd.Timestamp("2026-07-21T20:02:00Z"))
    assert (second["stage"], second["country"]) == ("export_customs", "CN")
    assert first["where"] == "$.data.tracking.checkpoints[0]"


def test_a_local_time_is_read_in_the_zone_of_its_country(scans):
    result = scans(checkpoint("InTransit_002", at="2026-07-11T18:00:00", country_iso3="CHN"))
    assert result.tables["scans"]["scanned_at"].tolist() == [pd.Timestamp("2026-07-11T10:00:00Z")]
    assert result.notes == ("1 local times without a zone, read as Asia/Shanghai",)


def test_a_local_time_in_a_country_of_several_zones_is_asked_about(document, context):
    body = document({"data": {"tracking": tracking(checkpoint("Delivered_001", at="2026-07-21T14:02:00"))}})
    (question,) = recognise("f.json", body, context=context()).questions
    assert (question.key, question.proposal) == ("zone", "America/Mexico_City")
    assert "MX" in question.text
    with pytest.raises(OpenQuestions, match="event times without a zone"):
        read("f.json", body, export="aftership", context=context())
    with pytest.raises(OpenQuestions, match="the answer to zone is 'Mexico'"):
        read("f.json", body, export="aftership", context=context(zone="Mexico"))


def test_a_zone_that_was_said_is_used(scans):
    result = scans(checkpoint("Delivered_001", at="2026-07-21T14:02:00"), zone="America/Tijuana")
    assert result.tables["scans"]["scanned_at"].tolist() == [pd.Timestamp("2026-07-21T21:02:00Z")]


@pytest.mark.parametrize("at", ["", None, "2026-07-21", "yesterday"])
def test_a_checkpoint_without_a_moment_is_refused(scans, at):
    result = scans(checkpoint("Delivered_001", at=at))
    assert result.refused["column"].tolist() == ["checkpoint_time"]


@pytest.mark.parametrize(
    "body",
    [
        {"data": {"trackings": [tracking(checkpoint("Delivered_001"))], "pagination": {"total": 1}}},
        {"msg": tracking(checkpoint("Delivered_001"))},
        {"meta": {}, "data": tracking(checkpoint("Delivered_001"))},
        tracking(checkpoint("Delivered_001")),
    ],
)
def test_lists_webhooks_and_bare_trackings_are_read(document, reading, body):
    assert reading(document(body), export="aftership").tables["scans"]["stage"].tolist() == ["delivered"]
