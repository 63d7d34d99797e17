"""The named causes of a difference, and what each looks like: codes and English sentences."""

from __future__ import annotations

UNEXPLAINED = "unexplained"
INCONSISTENT = "platform_inconsistency"
MISSING = "missing_export"

CAUSES = {
    "window_edge": "Window edge or time zone",
    "buyer_cancellation": "Buyer cancellation",
    "excluded_claim": "Excluded claim",
    "feedback_removed": "Feedback removed",
    "late_event": "Late feedback or event",
    "repeated_row": "Repeated row",
    MISSING: "Missing export",
    "rule_version": "Another version of the rule",
    INCONSISTENT: "The platform's report contradicts itself",
    UNEXPLAINED: "Unexplained",
}
"""Cause to its English name, in the order in which equally small explanations are preferred."""

DETAILS = {
    "day_earlier": "The platform's window lies one day earlier.",
    "day_later": "The platform's window lies one day later.",
    "first_day_more": "The platform's window begins one day earlier.",
    "first_day_less": "The platform's window begins one day later.",
    "last_day_more": "The platform's window ends one day later.",
    "last_day_less": "The platform's window ends one day earlier.",
    "due_day": "The platform dates these orders by the day on which they were due to ship.",
    "zone": "The platform takes the days of another time zone: {detail}.",
    "buyers_counted": "The platform counts orders that the buyer cancelled against the seller.",
    "buyers_not_in_total": "The platform leaves orders that the buyer cancelled out of the total.",
    "unknown_counted": "The platform counts cancellations against the seller of which no file says who cancelled.",
    "excluded_counted": "The platform counts claims that the files show as excluded.",
    "unsure_left_out": "The platform leaves out claims of which no file says whether they count.",
    "ended_so": "The platform leaves out claims that ended so: {detail}.",
    "removed_counted": "The platform still counts feedback that the files show as removed.",
    "closed_left_out": "The platform no longer counts feedback that was removed.",
    "known_later": "Known only after the day of the report.",
    "seen_later": "The platform's figure lacks events of its last days: {detail}.",
    "order_lines": "The platform counts an order once for each of its lines.",
    "parcels": "The platform counts an order once for each of its parcels.",
    "components": "The platform counts an order once for each of its defects.",
    "left_out_good": "Our files lack dates or scans of these orders; the platform counts them in the seller's favour.",
    "left_out_bad": "Our files lack dates or scans of these orders; the platform counts them against the seller.",
    "carrier_knew": (
        "The carrier had these parcels by the day of the report; our files lack their confirmation of shipment."
    ),
    "carrier_knew_good": (
        "The carrier had these parcels by the day of the report; our files lack their confirmation of shipment and "
        "later scans, and the platform counts them in the seller's favour."
    ),
    "unplaced": (
        "No file holds the promised delivery by which the platform dates these parcels, or their scans: it counts "
        "some of them otherwise."
    ),
    "no_order_line": "Other files name these orders, and no file of orders holds them.",
    "rule": "The platform's figure follows another rule: {detail}.",
    "window": "The platform's figure looks back over another number of days: {detail}.",
    "rate_and_counts": "Numerator over denominator is not the rate that stands beside them.",
    "swapped": "The rate comes out only with numerator and denominator exchanged.",
    "among": "Some of the orders listed, and no file says which: {detail}",
    "rest": "No alternative that we know closes this difference.",
}
"""Detail code to its English sentence; ``{detail}`` stands for what follows the colon."""


def detail(code: str, text: object = "") -> str:
    """A detail as the tables store it.

    >>> detail("zone", "UTC"), detail("rest")
    ('zone:UTC', 'rest')
    """
    return f"{code}:{text}" if "{detail}" in DETAILS[code] else code
