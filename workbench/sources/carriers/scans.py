"""Events of one document as rows of the table `scans`; times without a zone by the place's own country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pandas as pd

from workbench.cleaning import times, values
from workbench.errors import OpenQuestions, listed
from workbench.sources.carriers.ladder import COLUMNS, Event
from workbench.sources.contract import Export, FileContext, Question, Reading
from workbench.sources.documents import DocumentRows

# Countries of one zone; elsewhere (and where the country is not said) a person says which zone holds.
ONE_ZONE = {
    **{"CN": "Asia/Shanghai", "HK": "Asia/Hong_Kong", "MO": "Asia/Macau", "TW": "Asia/Taipei", "JP": "Asia/Tokyo"},
    **{
        "KR": "Asia/Seoul",
        "SG": "Asia/Singapore",
        "VN": "Asia/Ho_Chi_Minh",
        "TH": "Asia/Bangkok",
        "IN": "Asia/Kolkata",
    },
    **{
        "MY": "Asia/Kuala_Lumpur",
        "PH": "Asia/Manila",
        "AE": "Asia/Dubai",
        "DE": "Europe/Berlin",
        "PL": "Europe/Warsaw",
    },
    **{"GB": "Europe/London", "BE": "Europe/Brussels", "IT": "Europe/Rome", "PA": "America/Panama"},
    **{"CO": "America/Bogota", "PR": "America/Puerto_Rico"},
}
NO_TIME = "not a time such as 2026-07-21T20:02:00Z"
KEY = ("tracking_id", "scanned_at", "stage")


def read_events(
    name: str, events: Sequence[Event], *, export: Export, context: FileContext, field: str, notes: Iterable[str] = ()
) -> Reading:
    """Rows of the events; each needs a moment, and an event told twice counts once.

    Parameters
    ----------
    events : sequence of Event
        In the document's order (most sources: newest first).
    field : str
        Name of the time in the document, for the list of refused rows.

    Raises
    ------
    OpenQuestions
        Times have no zone, in a country of several zones, and nobody said which holds.
    """
    rows = DocumentRows(name, export, columns=COLUMNS)
    for event, stamp in zip(events, _moments(events, rows, context), strict=True):
        if not event.tracking_id:
            rows.refuse(event.path, "tracking number", "", "blank")
        elif stamp is pd.NaT:
            rows.refuse(event.path, field, event.at, NO_TIME)
        else:
            rows.keep_first(event.path, event.row(stamp), key=KEY)
    rows.notes += notes
    return rows.reading({"scans": rows.frame()}, context)


def zone_questions(events: Iterable[Event], context: FileContext) -> tuple[Question, ...]:
    """Which zone holds, where events have local times in a country of several zones or of none that is said."""
    told = list(events)
    bare = _are_bare(told)
    open_countries = sorted({event.country for event, is_bare in zip(told, bare, strict=True) if is_bare} - {*ONE_ZONE})
    if not open_countries:
        return ()
    near = [account.zone for account in context.accounts if account.market in open_countries]
    where = listed(country or "places without a country" for country in open_countries)
    text = f"Event times are local and carry no zone. Which zone holds in {where} (for instance America/Mexico_City)?"
    return (Question("zone", text, near[0] if len(set(near)) == 1 else ""),)


def _moments(events: Sequence[Event], rows: DocumentRows, context: FileContext) -> list[object]:
    moments = list(times.parse_instants(values.text_array([event.at for event in events])).values)
    counted: Counter[str] = Counter()
    for at, is_bare in enumerate(_are_bare(events)):
        if moments[at] is pd.NaT and is_bare:
            zone = ONE_ZONE.get(events[at].country) or _said_zone(context)
            moments[at] = times.parse_local_times(values.text_array([events[at].at]), zone=zone).values.iloc[0]
            counted[zone] += 1
    rows.notes += [f"{count:,} local times without a zone, read as {zone}" for zone, count in counted.items()]
    return moments


def _are_bare(events: Sequence[Event]) -> np.ndarray:
    """True where an event has a wall-clock time and no zone; a day alone is no time."""
    parsed = times.parse_local_times(values.text_array([event.at for event in events]), zone="UTC")
    return parsed.values.notna().to_numpy() & ~parsed.date_only


def _said_zone(context: FileContext) -> str:
    zone = context.answers.get("zone", "")
    if not zone:
        raise OpenQuestions(
            context.file, "event times without a zone", expected="zone, a name such as America/Mexico_City"
        )
    try:
        return ZoneInfo(zone).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise OpenQuestions(
            context.file, f"the answer to zone is '{zone}'", expected="a name such as America/Mexico_City"
        ) from fault
