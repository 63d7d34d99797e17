"""Names and labels of KPIs, states, platforms and scopes, as data; `kpis` puts them into the reader's language."""

from __future__ import annotations

from workbench.words.catalogue import mark

KPI_NAMES = {
    "order_defect_rate": mark("Order defect rate"),
    "late_shipment_rate": mark("Late shipment rate"),
    "pre_fulfilment_cancellation_rate": mark("Cancellation rate before shipping"),
    "cancellation_rate": mark("Cancellation rate"),
    "valid_tracking_rate": mark("Valid tracking rate"),
    "on_time_delivery_rate": mark("On-time delivery rate"),
    "unit_on_time_delivery_rate": mark("On-time delivery rate by units"),
    "invoice_defect_rate": mark("Invoice defect rate"),
    "return_dissatisfaction_rate": mark("Return dissatisfaction rate"),
    "contact_response_rate": mark("Messages answered within 24 hours"),
    "account_health_rating": mark("Account health rating"),
    "seller_response_rate": mark("Seller response rate"),
    "refund_rate": mark("Refund rate"),
    "return_rate": mark("Return rate"),
    "item_not_received_rate": mark("Item not received rate"),
    "negative_feedback_rate": mark("Negative feedback rate"),
    "claims_rate": mark("Claims rate"),
    "mediations_rate": mark("Mediations rate"),
    "delayed_handling_rate": mark("Delayed handling rate"),
    "conversion_rate": mark("Conversion rate"),
    "featured_offer_share": mark("Featured offer share"),
    "policy_listing_policy_violations": mark("Listing policy violations"),
    "policy_product_authenticity_customer_complaints": mark("Product authenticity complaints"),
    "policy_product_condition_customer_complaints": mark("Product condition complaints"),
    "policy_product_safety_customer_complaints": mark("Product safety complaints"),
    "policy_received_intellectual_property_complaints": mark("Intellectual property complaints received"),
    "policy_restricted_product_policy_violations": mark("Restricted product violations"),
    "policy_suspected_intellectual_property_violations": mark("Suspected intellectual property violations"),
    "policy_food_and_product_safety_issues": mark("Food and product safety issues"),
    "policy_other_policy_violations": mark("Other policy violations"),
    "policy_document_requests": mark("Document requests"),
    "policy_customer_product_reviews_policy_violations": mark("Customer product review violations"),
    "policy_policy_violation_warnings": mark("Policy violation warnings"),
    "account_status": mark("Account status"),
    "warning_spamming_seller_messaging": mark("Warning for unwanted messages to buyers"),
    "completed_sales": mark("Completed sales"),
}
# A status, and at_risk: what `workbench.risk.standings` makes of one.
STATUS_WORDS = {
    "breach": mark("breach"),
    "at_risk": mark("at risk"),
    "watch": mark("watch"),
    "good": mark("on target"),
    "unmeasured": mark("not measured"),
    "no_rule": mark("no rule"),
}
STATUS_MARKS = {"breach": "■", "at_risk": "◆", "watch": "▲", "good": "●", "unmeasured": "–", "no_rule": "○"}
# The platforms' own labels that we know; any other shows as the platform writes it.
LEVEL_WORDS = {
    "leader": mark("leader"),
    "green": mark("green"),
    "yellow": mark("yellow"),
    "orange": mark("orange"),
    "red": mark("red"),
    "5_green": mark("green"),
    "4_light_green": mark("light green"),
    "3_yellow": mark("yellow"),
    "2_orange": mark("orange"),
    "1_red": mark("red"),
}
PLATFORM_NAMES = {
    "amazon": mark("Amazon"),
    "walmart": mark("Walmart"),
    "mercadolibre": mark("Mercado Libre"),
}
SCOPE_WORDS = {
    "mfn": mark("shipped by the seller"),
    "afn": mark("shipped by the platform"),
    "seller": mark("shipped by the seller"),
    "platform": mark("shipped by the platform"),
    "excluded": mark("without the platform's protection"),
    "all_events": mark("whoever answers for it"),
}
GROUPS = {
    "fulfilment": mark("Fulfilment"),
    "satisfaction": mark("Customer satisfaction"),
    "returns": mark("Returns"),
    "compliance": mark("Compliance"),
    "sales": mark("Sales"),
}
