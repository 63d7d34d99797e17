"""EasyPost tracker (JSON), to carrier events on one ladder of stages.

The status list has no step of customs: customs are read from the carrier's own words. Origin and destination are
known only where the tracker says them.

Source: EasyPost API, Tracker and TrackingDetail objects.
Known to be wrong when: a carrier reports local times, which EasyPost passes on as if they were UTC.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workbench.sources.carriers.ladder import Event, Way, with_customs_words
from workbench.sources.carriers.scans import read_events, zone_questions
from workbench.sources.contract import Export, FileContext, Question, Reading
from workbench.sources.countries import country_code
from workbench.sources.json_values import numbered, part, parts, word

STAGES = {
    "unknown": "other",
    "pre_transit": "label",
    "in_transit": "line_haul",
    "out_for_delivery": "last_mile",
    "delivered": "delivered",
    "available_for_pickup": "available",
    "return_to_sender": "returning",
    "failure": "exception",
    "cancelled": "other",
    "error": "other",
}
# What is surer than customs words in a message ("delivered, customs duties collected").
SURE = ("delivered", "available", "last_mile", "returning")


def is_easypost(document: object) -> bool:
    """Whether a JSON document holds EasyPost trackers."""
    found = list(_trackers(document))
    return bool(found) and all(isinstance(tracker.get("tracking_details"), list) for _, tracker in found)


def questions(document: object, context: FileContext) -> tuple[Question, ...]:
    """Which zone holds for local times."""
    return zone_questions(_events(document), context)


def read(name: str, document: object, context: FileContext) -> Reading:
    """Carrier events of all trackers in the document."""
    events = list(with_customs_words(list(_events(document)), unless=SURE))
    return read_events(name, events, export=EXPORT, context=context, field="datetime")


def _trackers(document: object) -> Iterator[tuple[str, Mapping]]:
    """A tracker alone, a list of them, or the tracker that an event of a webhook is about."""
    if part(document).get("object") == "Tracker":
        yield "$", part(document)
    elif part(document, "result").get("object") == "Tracker":
        yield "$.result", part(document, "result")
    else:
        for path, tracker in numbered("$.trackers", parts(document, "trackers")):
            if tracker.get("object") == "Tracker":
                yield path, tracker


def _events(document: object) -> Iterator[Event]:
    for place, tracker in _trackers(document):
        ends = (part(tracker, "carrier_detail", f"{end}_tracking_location") for end in ("origin", "destination"))
        way = Way(*(country_code(end.get("country")) for end in ends))
        number = word(tracker.get("tracking_code")) or ""
        for path, detail in numbered(f"{place}.tracking_details", parts(tracker, "tracking_details")):
            where = part(detail, "tracking_location")
            yield Event(
                *(path, number, word(detail.get("datetime")) or "", STAGES.get(str(detail.get("status")), "other")),
                carrier=word(detail.get("source")) or word(tracker.get("carrier")) or "",
                country=country_code(where.get("country")),
                place=", ".join(filter(None, (word(where.get(key)) for key in ("city", "state", "country")))),
                text=word(detail.get("message")) or word(detail.get("description")) or "",
                way=way,
            )


EXPORT = Export(
    name="easypost",
    title="EasyPost tracker",
    platform="easypost",
    tables=("scans",),
    rank=2,
    download="EasyPost API: GET /v2/trackers or /v2/trackers/{id} (JSON), each page a file",
    read_document=read,
    questions=questions,
    is_document=is_easypost,
)
