"""One ladder of stages for every carrier: which step of its way a parcel's event stands for, customs by country.

The steps, in order: label, accepted, line_haul, export_customs, arrived_country, customs_started, customs_held,
customs_released, last_mile, attempt, available, delivered; beside the way returning, returned, lost, exception and
other. There is no "first scan": it is the earliest event that is physical (any but label, lost and other). Customs
of the country a parcel leaves is export customs; all other customs keeps its country beside it, so import customs
of Mexico and of the United States are told apart by the `country` column and are never assumed.

Source: status lists of 17TRACK, AfterShip, EasyPost and DHL; the customs steps are the workbench's own reading of
them, no carrier's standard.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from workbench.cleaning.people import mask_personal

CUSTOMS = ("customs_started", "customs_held", "customs_released")
# An arrival at some facility; the way says whether it is the arrival in the country.
ARRIVAL = "arrival"
COLUMNS = ("tracking_id", "scanned_at", "stage", "carrier", "country", "place", "text")
LONGEST_TEXT = 300

_CUSTOMS = r"customs|clearance|aduan|海关|清关|报关"
_HELD = (
    r"\bheld|hold|delay|await|requir|inspect|retenid|detenid|demora|inspecci|扣|查验|待|"
    r"\bnot (?:been |yet )?(?:released|cleared|completed)|\bno (?:ha sido )?liberad"
)
_RELEASED = r"releas|(?<!un)cleared|(?<!in)complet|liberad|concluid|finalizad|放行|完成"
_HELD_TOO = r"missing|payment|dut(?:y|ies)|incomplet|uncleared|falta|缺"
_EXPORT = r"export|出口"
# "Signed for by: JANE ROE" names a person; what follows such words is left out.
_SIGNED = re.compile(
    r"((?:signed(?: for)? by|recibi[oó](?: por)?|recibido por|firmad[oa] por|entregado a|"
    r"left with|签收人)\s*:?\s*).+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Way:
    """Where a parcel comes from and goes to: country codes, blank where the source does not say."""

    origin: str = ""
    destination: str = ""

    @property
    def crosses(self) -> bool:
        """False where both ends are known to lie in one country."""
        return not self.origin or self.origin != self.destination


@dataclass(frozen=True)
class Event:
    """One carrier event: its path in the document, and what the source says of it.

    Attributes
    ----------
    at : str
        The moment as the source writes it.
    stage : str
        Step of the ladder, or ARRIVAL, before the way is considered.
    """

    path: str
    tracking_id: str
    at: str
    stage: str
    carrier: str = ""
    country: str = ""
    place: str = ""
    text: str = ""
    way: Way = Way()

    def row(self, stamp: object) -> dict[str, object]:
        """The event as a row of the table `scans`."""
        return {
            "tracking_id": self.tracking_id,
            "scanned_at": stamp,
            "stage": placed(self.stage, country=self.country, way=self.way),
            "carrier": self.carrier or None,
            "country": self.country or None,
            "place": self.place or None,
            "text": without_names(self.text) or None,
        }


def placed(stage: str, *, country: str, way: Way) -> str:
    """The step with the way considered.

    An arrival is one in the country only where the place is known to lie in the destination of a parcel that crosses
    a border; customs in the country of origin is export customs.

    >>> placed("customs_held", country="CN", way=Way("CN", "MX")), placed("customs_held", country="MX", way=Way("CN"))
    ('export_customs', 'customs_held')
    >>> placed(ARRIVAL, country="US", way=Way("US", "US")), placed(ARRIVAL, country="US", way=Way("CN", "US"))
    ('line_haul', 'arrived_country')
    """
    if stage == ARRIVAL:
        inside = bool(country) and country == (way.destination or country)
        return "arrived_country" if inside and country != way.origin and way.crosses else "line_haul"
    if stage in CUSTOMS and country and country == way.origin and way.crosses:
        return "export_customs"
    return stage


def customs_in_words(*texts: str) -> str:
    """Step of customs that a carrier's own words speak of; blank where they speak of none.

    Known to be wrong when: a carrier announces a later step ("will be cleared by customs").

    >>> customs_in_words("Clearance processing complete"), customs_in_words("Retenido en aduana: falta información")
    ('customs_released', 'customs_held')
    >>> customs_in_words("Arrived at facility")
    ''
    """
    for text in texts:
        folded = str(text or "").casefold()
        if re.search(_CUSTOMS, folded):
            if re.search(_EXPORT, folded):
                return "export_customs"
            if re.search(_HELD, folded):
                return "customs_held"
            if re.search(_RELEASED, folded):
                return "customs_released"
            return "customs_held" if re.search(_HELD_TOO, folded) else "customs_started"
    return ""


def listed_stage(status: object, *, stages: Mapping[str, str], main: Mapping[str, str]) -> str:
    """Step of a status by a list, else by its first part ("InTransit" of "InTransit_New"), else other."""
    word = str(status or "")
    return stages.get(word) or main.get(word.partition("_")[0]) or "other"


def without_names(text: str) -> str:
    """A carrier's words without the person who signed, with mails and phone numbers masked.

    >>> without_names("Delivered - Signed for by: JANE ROE")
    'Delivered - Signed for by: [personal]'
    """
    return mask_personal(_SIGNED.sub(r"\1[personal]", text or ""), longest=LONGEST_TEXT)


def with_customs_words(events: Collection[Event], *, unless: Collection[str] = ()) -> Iterator[Event]:
    """The events, those that speak of customs on that step; for sources whose status lists have no customs.

    A stage in `unless` (delivered, say) stands whatever the words are.
    """
    for event in events:
        stage = "" if event.stage in unless else customs_in_words(event.text)
        yield replace(event, stage=stage) if stage else event
