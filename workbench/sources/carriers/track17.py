"""17TRACK API answer (JSON), to carrier events on one ladder of stages, customs included.

`time_utc` is used: `time_iso` may carry a wrong offset. The sub-status says more than the stage, which is often
null. "Expired" means stale, not lost.

Source: status lists of 17TRACK API v2.2; the customs ladder is the workbench's own, no carrier's standard.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from workbench.cleaning import times, values
from workbench.sources.contract import Export, FileContext, Reading
from workbench.sources.documents import DocumentRows

STAGES = {
    "InfoReceived": "label",
    "InTransit_PickedUp": "accepted",
    "InTransit_Departure": "line_haul",
    "InTransit_Arrival": "arrived_country",
    "InTransit_TransportArrived": "arrived_country",
    "InTransit_Other": "line_haul",
    "InTransit_CustomsProcessing": "customs_started",
    "InTransit_CustomsReleased": "customs_released",
    "InTransit_CustomsRequiringInformation": "customs_held",
    "AvailableForPickup_Other": "available",
    "OutForDelivery_Other": "last_mile",
    "Delivered_Other": "delivered",
    "Exception_Returning": "returning",
    "Exception_Returned": "returned",
    "Exception_Lost": "lost",
    "Exception_Destroyed": "lost",
}
# Where the sub-status is not known, its first part decides.
MAIN_STAGES = {
    "InfoReceived": "label",
    "InTransit": "line_haul",
    "AvailableForPickup": "available",
    "OutForDelivery": "last_mile",
    "DeliveryFailure": "attempt",
    "Delivered": "delivered",
    "Exception": "exception",
    "Expired": "other",
    "NotFound": "other",
}
COLUMNS = ("tracking_id", "scanned_at", "stage", "carrier", "place", "text")
CUSTOMS = ("customs_started", "customs_released", "customs_held")


def is_track17(document: object) -> bool:
    """Whether a JSON document is a 17TRACK answer with parcels."""
    body = document.get("data") if isinstance(document, dict) else None
    accepted = body.get("accepted") if isinstance(body, dict) else None
    return isinstance(accepted, list) and all(isinstance(parcel, dict) and "number" in parcel for parcel in accepted)


def read(name: str, document: object, context: FileContext) -> Reading:
    """Carrier events of all parcels in the answer."""
    rows = DocumentRows(name, EXPORT, columns=COLUMNS)
    found = list(_events(document))
    stamps = times.parse_instants(values.text_array([str(event.get("time_utc") or "") for _, _, event in found]))
    for (path, parcel, event), stamp in zip(found, stamps.values, strict=True):
        if stamp is pd.NaT:
            rows.refuse(path, "time_utc", event.get("time_utc"), "not a time such as 2026-07-21T20:02:00Z")
            continue
        stage = stage_of(event, origin=parcel["origin"], destination=parcel["destination"])
        row = {"tracking_id": parcel["number"], "scanned_at": stamp, "stage": stage, "carrier": parcel["carrier"]}
        row |= {"place": _word(event.get("location")), "text": _word(event.get("description"))}
        rows.keep_first(path, row, key=("tracking_id", "scanned_at", "stage"))
    _count_rejected(rows, document)
    return rows.reading({"scans": rows.frame()}, context)


def stage_of(event: Mapping[str, object], *, origin: str = "", destination: str = "") -> str:
    """Step of the parcel's way that an event stands for.

    Parameters
    ----------
    event : mapping
        One event of the answer.
    origin, destination : str
        Country codes of sender and recipient: an arrival outside the destination is still line-haul, customs in
        the origin is export customs.

    >>> stage_of({"sub_status": "InTransit_CustomsRequiringInformation", "stage": None})
    'customs_held'
    >>> leaving = {"sub_status": "InTransit_CustomsProcessing", "location": "Shenzhen, CN"}
    >>> stage_of(leaving, origin="CN", destination="MX")
    'export_customs'
    """
    sub = str(event.get("sub_status") or "")
    stage = STAGES.get(sub) or MAIN_STAGES.get(sub.partition("_")[0]) or MAIN_STAGES.get(str(event.get("stage") or ""))
    country = _country(event)
    if sub == "InTransit_Arrival" and country and destination and country != destination:
        return "line_haul"
    if stage in CUSTOMS and country and country == origin != destination:
        return "export_customs"
    return stage or "other"


def _country(event: Mapping[str, object]) -> str:
    """Country code of the event's place: its address, else the end of "Shenzhen, CN"."""
    code = str(_mapping(event.get("address")).get("country") or "")
    tail = str(event.get("location") or "").rpartition(",")[2].strip()
    return code or (tail if len(tail) == 2 and tail.isupper() else "")


def _events(document: Mapping) -> Iterator[tuple[str, dict[str, str], Mapping]]:
    """Path, what is known of the parcel (number, carrier, way), and body of each event."""
    for at, parcel in enumerate(document["data"]["accepted"]):
        info = _mapping(parcel.get("track_info"))
        ends = _mapping(info.get("shipping_info"))
        origin, destination = (
            str(_mapping(ends.get(end)).get("country") or "") for end in ("shipper_address", "recipient_address")
        )
        providers = _mapping(info.get("tracking")).get("providers")
        for which, provider in enumerate(providers if isinstance(providers, list) else []):
            carrier = _word(_mapping(_mapping(provider).get("provider")).get("name"))
            events = _mapping(provider).get("events")
            for place, event in enumerate(events if isinstance(events, list) else []):
                path = f"$.data.accepted[{at}].track_info.tracking.providers[{which}].events[{place}]"
                known = {"number": str(parcel["number"]), "carrier": carrier}
                yield path, known | {"origin": origin, "destination": destination}, _mapping(event)


def _count_rejected(rows: DocumentRows, document: Mapping) -> None:
    rejected = document["data"].get("rejected")
    if rejected:
        rows.notes.append(f"{len(rejected):,} tracking numbers were not found by 17TRACK")


def _mapping(value: object) -> Mapping:
    return value if isinstance(value, dict) else {}


def _word(value: object) -> str | None:
    return str(value) if value else None


EXPORT = Export(
    name="track17",
    title="17TRACK tracking answer",
    platform="17track",
    tables=("scans",),
    rank=2,
    download="17TRACK API v2.2 gettrackinfo (JSON), or ask the ERP's support for it; the page's CSV is not known",
    read_document=read,
    is_document=is_track17,
)
