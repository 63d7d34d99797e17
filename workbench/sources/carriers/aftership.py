"""AfterShip tracking (JSON), to carrier events on one ladder of stages, customs included.

The subtag decides, else the tag. A checkpoint's time may carry an offset, be local without one, or be a day alone:
a local time is read in its country's zone, a day is refused. "Held for payment" counts as held in customs only
where the words speak of customs or duties. "Expired" means that nothing came for long, not that the parcel is lost.

Source: AfterShip, delivery statuses and sub-statuses; checkpoint_time as its client libraries document it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from workbench.sources.carriers.ladder import Event, Way, listed_stage
from workbench.sources.carriers.scans import read_events, zone_questions
from workbench.sources.contract import Export, FileContext, Question, Reading
from workbench.sources.countries import country_code
from workbench.sources.json_values import numbered, part, parts, word

STAGES = {
    "InfoReceived_001": "label",
    "InTransit_001": "line_haul",
    "InTransit_002": "accepted",
    "InTransit_003": "line_haul",
    "InTransit_004": "arrived_country",
    "InTransit_005": "customs_released",
    "InTransit_006": "customs_started",
    "InTransit_007": "line_haul",
    "InTransit_008": "line_haul",
    "InTransit_009": "line_haul",
    "OutForDelivery_001": "last_mile",
    "OutForDelivery_003": "last_mile",
    "OutForDelivery_004": "last_mile",
    "AttemptFail_001": "attempt",
    "AttemptFail_002": "attempt",
    "AttemptFail_003": "attempt",
    "AvailableForPickup_001": "available",
    "Delivered_001": "delivered",
    "Delivered_002": "delivered",
    "Delivered_003": "delivered",
    "Delivered_004": "delivered",
    "Exception_001": "exception",
    "Exception_002": "exception",
    "Exception_003": "exception",
    "Exception_004": "customs_held",
    "Exception_005": "exception",
    "Exception_006": "exception",
    "Exception_007": "exception",
    "Exception_008": "exception",
    "Exception_009": "exception",
    "Exception_010": "returning",
    "Exception_011": "returned",
    "Exception_012": "exception",
    "Exception_013": "lost",
    "Expired_001": "other",
    **{f"Pending_{number:03d}": "other" for number in range(1, 7)},
}
MAIN_STAGES = {
    "Pending": "other",
    "InfoReceived": "label",
    "InTransit": "line_haul",
    "OutForDelivery": "last_mile",
    "AttemptFail": "attempt",
    "Delivered": "delivered",
    "AvailableForPickup": "available",
    "Exception": "exception",
    "Expired": "other",
}
HELD_FOR_PAYMENT = "Exception_006"
_CUSTOMS_MONEY = re.compile(r"customs|dut(?:y|ies)|aduan|impuesto|arancel|海关|关税", re.IGNORECASE)


def is_aftership(document: object) -> bool:
    """Whether a JSON document holds AfterShip trackings with checkpoints."""
    found = list(_trackings(document))
    return bool(found) and all(
        "tracking_number" in tracking and isinstance(tracking.get("checkpoints"), list) for _, tracking in found
    )


def questions(document: object, context: FileContext) -> tuple[Question, ...]:
    """Which zone holds for local times."""
    return zone_questions(_events(document), context)


def read(name: str, document: object, context: FileContext) -> Reading:
    """Carrier events of all trackings in the document."""
    events = list(_events(document))
    return read_events(name, events, export=EXPORT, context=context, field="checkpoint_time")


def checkpoint_stage(checkpoint: Mapping[str, object]) -> str:
    """Step that a checkpoint's subtag or tag stands for.

    >>> checkpoint_stage({"tag": "Exception", "subtag": "Exception_006", "message": "Import duties to be paid"})
    'customs_held'
    >>> checkpoint_stage({"tag": "Expired", "subtag": ""})
    'other'
    """
    said = word(checkpoint.get("subtag")) or word(checkpoint.get("tag"))
    if said == HELD_FOR_PAYMENT and _CUSTOMS_MONEY.search(_message(checkpoint)):
        return "customs_held"
    return listed_stage(said, stages=STAGES, main=MAIN_STAGES)


def _message(checkpoint: Mapping[str, object]) -> str:
    return word(checkpoint.get("message")) or ""


def _trackings(document: object) -> Iterator[tuple[str, Mapping]]:
    """The trackings of an answer (one or a list), of a webhook's message, or a tracking alone."""
    body = part(document, "data") or part(document, "msg")
    start = "$.data" if part(document, "data") else "$.msg"
    if "trackings" in body:
        yield from numbered(f"{start}.trackings", parts(body, "trackings"))
    elif "tracking" in body:
        yield f"{start}.tracking", part(body, "tracking")
    elif "checkpoints" in body:
        yield start, body
    elif "checkpoints" in part(document):
        yield "$", part(document)


def _events(document: object) -> Iterator[Event]:
    for place, tracking in _trackings(document):
        way = Way(_end(tracking, "origin"), _end(tracking, "destination"))
        number = word(tracking.get("tracking_number")) or ""
        for path, checkpoint in numbered(f"{place}.checkpoints", parts(tracking, "checkpoints")):
            yield Event(
                *(path, number, word(checkpoint.get("checkpoint_time")) or "", checkpoint_stage(checkpoint)),
                carrier=word(checkpoint.get("slug")) or word(tracking.get("slug")) or "",
                country=_country(checkpoint),
                place=_place(checkpoint),
                text=_message(checkpoint),
                way=way,
            )


def _end(tracking: Mapping, end: str) -> str:
    return country_code(tracking.get(f"{end}_country_iso3")) or country_code(tracking.get(f"{end}_country_region"))


def _country(checkpoint: Mapping) -> str:
    return country_code(checkpoint.get("country_iso3")) or country_code(checkpoint.get("country_region"))


def _place(checkpoint: Mapping) -> str:
    named = [word(checkpoint.get(key)) for key in ("city", "state", "country_name")]
    return word(checkpoint.get("location")) or ", ".join(filter(None, named))


EXPORT = Export(
    name="aftership",
    title="AfterShip tracking",
    platform="aftership",
    tables=("scans",),
    rank=2,
    download="AfterShip Tracking API: GET /trackings or /trackings/{id} (JSON), each page a file",
    read_document=read,
    questions=questions,
    is_document=is_aftership,
)
