"""DHL answers (JSON), to carrier events: Shipment Tracking - Unified, and MyDHL API of DHL Express.

Event times are local to the place and carry no zone (the shipment's own status may end in Z): a place in a country
of one zone is read in it, for others a person says the zone. MyDHL writes date and time apart, and an offset only
where it was asked for. Customs stand in the words only; the lists of MyDHL codes that are known contradict each
other on customs, so a code never decides on it.

Source: DHL Shipment Tracking - Unified 1.4; MyDHL API, tracking.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from workbench.sources.carriers.ladder import Event, Way, customs_in_words
from workbench.sources.carriers.scans import read_events, zone_questions
from workbench.sources.contract import Export, FileContext, Question, Reading
from workbench.sources.countries import country_code
from workbench.sources.json_values import numbered, part, parts, word

CARRIER = "DHL"
UNIFIED_STAGES = {
    "pre-transit": "label",
    "transit": "line_haul",
    "delivered": "delivered",
    "failure": "exception",
    "unknown": "other",
}
# Codes that stand in one list only, and not for customs.
EXPRESS_STAGES = {
    "PU": "accepted",
    "PL": "line_haul",
    "DF": "line_haul",
    "AF": "line_haul",
    "AR": "line_haul",
    "TR": "line_haul",
    "WC": "last_mile",
    "NH": "attempt",
    "OK": "delivered",
    "OH": "exception",
    "BA": "exception",
    "RT": "returning",
}
SURE = ("delivered", "last_mile", "attempt", "returning", "label")


def is_unified(document: object) -> bool:
    """Whether a JSON document is an answer of Shipment Tracking - Unified."""
    found = parts(document, "shipments")
    return bool(found) and all("service" in one and "id" in one and _has_events(one) for one in found)


def is_express(document: object) -> bool:
    """Whether a JSON document is a tracking answer of the MyDHL API."""
    found = parts(document, "shipments")
    return bool(found) and all("shipmentTrackingNumber" in one and _has_events(one) for one in found)


def unified_questions(document: object, context: FileContext) -> tuple[Question, ...]:
    """Which zone holds for local times."""
    return zone_questions(_unified(document), context)


def express_questions(document: object, context: FileContext) -> tuple[Question, ...]:
    """Which zone holds for local times."""
    return zone_questions(_express(document), context)


def read_unified(name: str, document: object, context: FileContext) -> Reading:
    """Carrier events of all shipments in the answer."""
    return read_events(name, list(_unified(document)), export=UNIFIED, context=context, field="timestamp")


def read_express(name: str, document: object, context: FileContext) -> Reading:
    """Carrier events of all shipments in the answer."""
    return read_events(name, list(_express(document)), export=EXPRESS, context=context, field="date and time")


def _has_events(shipment: Mapping) -> bool:
    return isinstance(shipment.get("events"), list)


def _unified(document: object) -> Iterator[Event]:
    for place, shipment in numbered("$.shipments", parts(document, "shipments")):
        ends = (part(shipment, end, "address").get("countryCode") for end in ("origin", "destination"))
        way = Way(*map(country_code, ends))
        for path, event in numbered(f"{place}.events", parts(shipment, "events")):
            where = part(event, "location", "address")
            words = [word(event.get(key)) or "" for key in ("description", "remark")]
            stage = UNIFIED_STAGES.get(str(event.get("statusCode")), "other")
            yield Event(
                *(path, word(shipment.get("id")) or "", word(event.get("timestamp")) or ""),
                stage=_with_customs(stage, words[1], words[0]),
                carrier=CARRIER,
                country=country_code(where.get("countryCode")),
                place=word(where.get("addressLocality")) or "",
                text=" - ".join(filter(None, words)) or word(event.get("status")) or "",
                way=way,
            )


def _express(document: object) -> Iterator[Event]:
    for place, shipment in numbered("$.shipments", parts(document, "shipments")):
        ends = (
            part(shipment, end, "postalAddress").get("countryCode") for end in ("shipperDetails", "receiverDetails")
        )
        way = Way(*map(country_code, ends))
        for path, event in numbered(f"{place}.events", parts(shipment, "events")):
            area = next(iter(parts(event, "serviceArea")), {})
            text = word(event.get("description")) or ""
            yield Event(
                *(path, word(shipment.get("shipmentTrackingNumber")) or "", _moment(event)),
                stage=_with_customs(EXPRESS_STAGES.get(str(event.get("typeCode")), "other"), text),
                carrier=CARRIER,
                country=_area_country(area),
                place=word(area.get("description")) or "",
                text=text,
                way=way,
            )


def _with_customs(stage: str, *texts: str) -> str:
    return stage if stage in SURE else customs_in_words(*texts) or stage


def _moment(event: Mapping) -> str:
    """Date and time in one text, with the offset where the answer has it."""
    said = [word(event.get(key)) or "" for key in ("date", "time", "GMTOffset")]
    return f"{said[0]}T{said[1]}{said[2]}" if said[0] and said[1] else said[0]


def _area_country(area: Mapping) -> str:
    """Country at the end of a service area's name ("Mexico City-Mexico", "Nashville,TN-USA").

    >>> _area_country({"code": "MEX", "description": "Mexico City-Mexico"}), _area_country({"code": "MEX"})
    ('MX', '')
    """
    found = re.search(r"-\s*([^-]+)$", word(area.get("description")) or "")
    return country_code(found[1]) if found else ""


UNIFIED = Export(
    name="dhl-unified",
    title="DHL shipment tracking (unified)",
    platform="dhl",
    tables=("scans",),
    rank=2,
    download="DHL Shipment Tracking - Unified API: GET /track/shipments (JSON)",
    read_document=read_unified,
    questions=unified_questions,
    is_document=is_unified,
)
EXPRESS = Export(
    name="dhl-express",
    title="DHL Express tracking (MyDHL)",
    platform="dhl",
    tables=("scans",),
    rank=2,
    download="MyDHL API: GET /tracking or /shipments/{number}/tracking (JSON); ask for the GMT offset of each event",
    read_document=read_express,
    questions=express_questions,
    is_document=is_express,
)
