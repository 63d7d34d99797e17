"""Why a figure is missing, what an estimate stands on, and why an order counts: codes and sentences.

A reason is stored as ``code`` or ``code:detail``. The sentences are English message ids; the room of
words translates them.
"""

from __future__ import annotations

REASONS = {
    "missing_export": "No file holds what this needs. Missing: {detail}.",
    "only_in_report": "Only the platform's own report shows this figure. Missing: {detail}.",
    "components_only_in_account_health": (
        "Claims, feedback and chargebacks are not all exported; only the account health report holds the figure."
    ),
    "period_only_in_reputation": (
        "Mercado Libre looks back 60 or 365 days, and only its reputation report says which. Missing: meli-reputation."
    ),
    "cancelled_by_unknown": "Cancelled orders in the window that do not say who cancelled: {detail}.",
    "mostly_left_out": (
        "The files lack the dates or scans of more orders or parcels in the window than they hold. Left out: {detail}."
    ),
    "zero_denominator": "The window holds nothing to count.",
    "estimate_left_out": "Estimate: orders or parcels left out because the files lack their dates or scans: {detail}.",
    "estimate_dated_by_confirmation": (
        "Estimate: dated by the confirmation of shipment, because no export holds the promised delivery date."
    ),
    "estimate_counts_unknown": "Estimate: defects that may not count against the seller, counted here: {detail}.",
    "estimate_impact_unknown": (
        "Estimate: the export does not say which claims touch the reputation, so all are counted."
    ),
    "estimate_brushing": (
        "Estimate: orders marked as brushing are in the platform's own units and sessions and can't be taken out: "
        "{detail}."
    ),
    "estimate_brushing_part": (
        "Estimate: units of orders marked as brushing are left out, except of orders without a listing in the traffic "
        "report; their visits still count. Units and sessions before and after: {detail}."
    ),
    "estimate_brushing_out": (
        "Estimate: units of orders marked as brushing are left out, while their visits still count. Units and sessions "
        "before and after: {detail}."
    ),
    "estimate_category_unknown": "Estimate: parcels whose category no file says are missing here.",
    "estimate_accountable": (
        "Estimate: late orders for which the carrier answers are not held against the seller, as far as carrier events "
        "show them: {detail}."
    ),
    "estimate_accountable_unknown": (
        "Estimate: every event is counted, while Walmart counts only those the seller answers for."
    ),
}
"""Reason code to its English sentence; ``{detail}`` stands for what follows the colon."""

ORDER_REASONS = {
    "late": "Shipment was not confirmed by the ship-by time.",
    "cancelled_by_seller": "The seller cancelled.",
    "cancelled_by_platform": "The platform cancelled because the order was not shipped.",
    "cancelled_by_buyer": "The buyer cancelled.",
    "cancelled_by_unknown": "Cancelled; the export does not say by whom.",
    "no_scan": "The carrier has no physical scan.",
    "scan_missing": "Origin and value ask for two scans, at a facility and at delivery; one is missing.",
    "not_on_time": "No delivery and no attempt by the promised time.",
    "negative_feedback": "The buyer left one or two stars.",
    "claim": "The buyer opened a claim.",
    "mediation": "The claim went to mediation.",
    "chargeback": "The buyer's bank took the payment back.",
    "no_ship_by": "Not counted: no ship-by time is known.",
    "no_confirmation": "Not counted: shipped, but the time of confirmation is not known.",
    "no_promise": "Not counted: no promised delivery time is known.",
    "no_order": "Not counted: no order file lists this order, so its units are not known.",
    "no_carrier_file": "Not counted: the carrier files do not reach this day.",
}
"""Why one order counts against the seller, or is left out: code to English sentence."""

# When several apply, the reader is told the one that weighs most.
_BY_WEIGHT = [code for code in REASONS if code.startswith("estimate_")]


def reason(code: str, detail: object = "") -> str:
    """A reason as the KPI table stores it.

    >>> reason("cancelled_by_unknown", 3), reason("zero_denominator")
    ('cancelled_by_unknown:3', 'zero_denominator')
    """
    return f"{code}:{detail}" if "{detail}" in REASONS[code] else code


def heaviest(counts: dict[str, int]) -> str:
    """The weightiest of several estimate codes with its count, or an empty text.

    >>> heaviest({"estimate_impact_unknown": 9, "estimate_left_out": 2})
    'estimate_left_out:2'
    """
    found = [code for code in _BY_WEIGHT if counts.get(code)]
    return reason(found[0], counts[found[0]]) if found else ""
