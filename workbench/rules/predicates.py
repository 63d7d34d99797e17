"""What the rules count, by name: which orders a rate is over, which of them make its numerator, what is left out."""

from __future__ import annotations

DENOMINATORS = {
    "orders_of_channel": "orders of the channel: shipped by the seller, or by the platform",
    "seller_shipped_orders": "orders that the seller ships",
    "orders_due_for_shipment": "orders that the seller ships whose ship-by time lies in the window",
    "promised_parcels": "parcels the seller shipped whose promised delivery lies in the window",
    "tracked_parcels": "tracked parcels the seller shipped whose promised delivery lies in the window",
    "units_of_tracked_orders": "units of tracked orders the seller shipped whose promised delivery lies in the window",
    "promised_orders": "orders the seller shipped whose expected delivery lies in the window",
    "shipped_orders": "orders the seller shipped",
    "delivered_orders": "orders that were delivered",
    "reviewed_orders": "orders that the seller shipped and a buyer reviewed",
    "business_orders": "orders of business buyers",
    "return_requests": "return requests",
    "buyer_messages": "messages of buyers",
    "all_sales": "all sales, cancelled ones too",
    "own_parcels": "parcels that the seller hands over",
}
NUMERATORS = {
    "any_defect": "at least one claim, one or two stars or chargeback; an order counts once",
    "confirmed_late": "shipment not confirmed by the ship-by time",
    "cancelled_by_seller_before_shipping": (
        "cancelled before shipping by the seller, or by the platform for want of shipment"
    ),
    "cancelled_by_seller": "cancelled by the seller",
    "physically_scanned": "scanned by the carrier, twice where origin and value ask for it",
    "traceable": "every parcel with valid, traceable tracking",
    "there_by_extended_promise": "delivered or tried by the promised day, extensions included",
    "there_by_promise": "delivered or tried by the promised day, without extensions",
    "invoice_missing_or_late": "invoice missing or uploaded late",
    "dissatisfied": "returned with negative feedback, answered late or wrongly rejected",
    "answered_in_time": "answered within 48 hours",
    "refunded_by_sellers_fault": "refunded for a reason the seller answers for",
    "returned": "returned",
    "reported_not_received": "reported as not received",
    "one_or_two_stars": "rated with one or two stars",
    "claim": "claim or mediation that touches the reputation",
    "mediation": "claim that went to mediation",
    "handed_over_late": "handed over after the ship-by time",
    "unresolved_violations": "policy violations that are not resolved",
}
EXCLUSIONS = {
    "cancelled_on_buyers_request": "cancelled by the buyer, or on a request through the platform's own option",
    "pending_cancelled_by_buyer": "pending orders that the buyer cancelled",
    "claims_not_the_sellers": "claims denied, withdrawn or paid by the platform",
    "removed_feedback": "feedback that the platform removed",
    "not_integrated_carriers": "parcels of carriers that report nothing to the platform",
    "digital_goods": "digital goods",
    "untracked_letters_under_10_usd": "USPS letters without tracking under USD 10",
    "not_tracked": "orders without tracking",
    "protected_orders": "lateness of orders that the platform protects, such as OTDR Protected labels",
    "not_accountable_events": "events that the seller does not answer for",
    "shipped_by_platform": "orders that the platform ships",
    "claims_closed_in_time": "claims the buyer closed as helped, or settled within two business days",
    "claims_excluded_on_request": "claims that the platform excludes from the reputation",
}
"""Name to its English meaning, one table each: what a rate is over, what makes its numerator, what is left out."""
