"""17TRACK API answer (JSON), to carrier events on one ladder of stages, customs included.

`time_utc` is used: `time_iso` may carry a wrong offset. The sub-status says more than the stage, which is often
null. "Expired" means stale, not lost; "NotFound" says nothing of the parcel.

Source: status lists of 17TRACK API v2.2; the customs ladder is the workbench's own, no carrier's standard.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workbench.sources.carriers.ladder import ARRIVAL, Event, Way, listed_stage, placed
from workbench.sources.carriers.scans import read_events
from workbench.sources.contract import Export, FileContext, Reading
from workbench.sources.countries import country_code
from workbench.sources.json_values import numbered, part, parts, word

STAGES = {
    "NotFound_Other": "other",
    "NotFound_InvalidCode": "other",
    "InfoReceived": "label",
    "InTransit_PickedUp": "accepted",
    "InTransit_Other": "line_haul",
    "InTransit_Departure": "line_haul",
    "InTransit_Arrival": ARRIVAL,
    "InTransit_TransportArrived": ARRIVAL,
    "InTransit_CustomsProcessing": "customs_started",
    "InTransit_CustomsReleased": "customs_released",
    "InTransit_CustomsRequiringInformation": "customs_held",
    "Expired_Other": "other",
    "AvailableForPickup_Other": "available",
    "OutForDelivery_Other": "last_mile",
    "DeliveryFailure_Other": "attempt",
    "DeliveryFailure_NoBody": "attempt",
    "DeliveryFailure_Security": "attempt",
    "DeliveryFailure_Rejected": "attempt",
    "DeliveryFailure_InvalidAddress": "attempt",
    "Delivered_Other": "delivered",
    "Exception_Other": "exception",
    "Exception_Returning": "returning",
    "Exception_Returned": "returned",
    "Exception_NoBody": "exception",
    "Exception_Security": "exception",
    "Exception_Damage": "exception",
    "Exception_Rejected": "exception",
    "Exception_Delayed": "exception",
    "Exception_Lost": "lost",
    "Exception_Destroyed": "lost",
    "Exception_Cancel": "exception",
}
# Where the sub-status is not known, its first part decides; the stage of an event is one of the milestones.
MAIN_STAGES = {
    "NotFound": "other",
    "InfoReceived": "label",
    "InTransit": "line_haul",
    "Expired": "other",
    "AvailableForPickup": "available",
    "OutForDelivery": "last_mile",
    "DeliveryFailure": "attempt",
    "Delivered": "delivered",
    "Exception": "exception",
    "PickedUp": "accepted",
    "Departure": "line_haul",
    "Arrival": ARRIVAL,
    "Returning": "returning",
    "Returned": "returned",
}


def is_track17(document: object) -> bool:
    """Whether a JSON document is a 17TRACK answer with parcels."""
    body = document.get("data") if isinstance(document, dict) else None
    accepted = body.get("accepted") if isinstance(body, dict) else None
    return isinstance(accepted, list) and all(isinstance(parcel, dict) and "number" in parcel for parcel in accepted)


def read(name: str, document: object, context: FileContext) -> Reading:
    """Carrier events of all parcels in the answer."""
    rejected = parts(document, "data", "rejected")
    notes = [f"{len(rejected):,} tracking numbers were not found by 17TRACK"] if rejected else []
    events = list(_events(document))
    return read_events(name, events, export=EXPORT, context=context, field="time_utc", notes=notes)


def stage_of(event: Mapping[str, object], *, origin: str = "", destination: str = "") -> str:
    """Step of the parcel's way that an event stands for.

    Parameters
    ----------
    event : mapping
        One event of the answer.
    origin, destination : str
        Country codes of sender and recipient.

    >>> stage_of({"sub_status": "InTransit_CustomsRequiringInformation", "stage": None})
    'customs_held'
    >>> leaving = {"sub_status": "InTransit_CustomsProcessing", "location": "Shenzhen, CN"}
    >>> stage_of(leaving, origin="CN", destination="MX")
    'export_customs'
    """
    return placed(_status_stage(event), country=_country(event), way=Way(origin, destination))


def _status_stage(event: Mapping[str, object]) -> str:
    status = word(event.get("sub_status")) or word(event.get("stage"))
    return listed_stage(status, stages=STAGES, main=MAIN_STAGES)


def _country(event: Mapping[str, object]) -> str:
    """Country code of the event's place: its address, else the end of "Shenzhen, CN"."""
    tail = str(event.get("location") or "").rpartition(",")[2].strip()
    return country_code(part(event, "address").get("country")) or (
        tail if len(tail) == 2 and tail.isalpha() and tail.isupper() else ""
    )


def _events(document: object) -> Iterator[Event]:
    for place, parcel in numbered("$.data.accepted", parts(document, "data", "accepted")):
        info = part(parcel, "track_info")
        ends = ("shipper_address", "recipient_address")
        way = Way(*(country_code(part(info, "shipping_info", end).get("country")) for end in ends))
        number = word(parcel.get("number")) or ""
        providers = numbered(f"{place}.track_info.tracking.providers", parts(info, "tracking", "providers"))
        for at, provider in providers:
            carrier = word(part(provider, "provider").get("name")) or ""
            for path, event in numbered(f"{at}.events", parts(provider, "events")):
                yield Event(
                    *(path, number, word(event.get("time_utc")) or "", _status_stage(event), carrier, _country(event)),
                    place=word(event.get("location")) or "",
                    text=word(event.get("description")) or "",
                    way=way,
                )


EXPORT = Export(
    name="track17",
    title="17TRACK tracking answer",
    platform="17track",
    tables=("scans",),
    rank=2,
    reader_version=2,
    download="17TRACK API v2.2 gettrackinfo (JSON), or ask the ERP's support for it; the page's CSV is not known",
    read_document=read,
    is_document=is_track17,
)
