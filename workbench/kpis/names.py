"""The platforms' own names of their KPIs, in English, Spanish and Chinese.

A language without an entry shows the English name. Names in `UNCHECKED_NAMES` are our translation:
no page of the platform in that language was seen.

Source: Amazon English from its account health schema and Spanish where amazon.com.mx shows it, Chinese from
Lingxing's open API; Mercado Libre from its help pages; Walmart English from Marketplace Learn (checked 2026-11-23).
"""

from __future__ import annotations

LANGUAGES = ("en", "es", "zh")

PLATFORM_NAMES: dict[tuple[str, str], dict[str, str]] = {
    (platform, kpi): {lang: name for lang, name in zip(LANGUAGES, names, strict=True) if name}
    for platform, kpi, *names in (
        ("amazon", "order_defect_rate", "Order Defect Rate", "Porcentaje de pedidos defectuosos", "订单缺陷率"),
        ("amazon", "late_shipment_rate", "Late Shipment Rate", "Porcentaje de envíos con retraso", "迟发率"),
        (
            "amazon",
            "pre_fulfilment_cancellation_rate",
            "Pre-fulfillment Cancellation Rate",
            "Porcentaje de cancelaciones",
            "预配送取消率",
        ),
        ("amazon", "valid_tracking_rate", "Valid Tracking Rate", "Porcentaje de rastreo válido", "有效追踪率"),
        ("amazon", "on_time_delivery_rate", "On-Time Delivery Rate", "Porcentaje de entregas a tiempo", "准时交货率"),
        (
            "amazon",
            "unit_on_time_delivery_rate",
            "On-Time Delivery Rate (units)",
            "Porcentaje de entregas a tiempo (unidades)",
            "单位准时交货率",
        ),
        ("amazon", "invoice_defect_rate", "Invoice Defect Rate", "", "发票缺陷率"),
        ("amazon", "return_dissatisfaction_rate", "Return Dissatisfaction Rate", "", "退货不满意度"),
        ("amazon", "contact_response_rate", "Contact Response Time", "", ""),
        ("amazon", "account_health_rating", "Account Health Rating", "", "账户健康评级"),
        ("amazon", "conversion_rate", "Unit Session Percentage", "", "商品会话百分比"),
        ("amazon", "featured_offer_share", "Featured Offer (Buy Box) Percentage", "", ""),
        ("walmart", "cancellation_rate", "Cancellation Rate", "", ""),
        ("walmart", "on_time_delivery_rate", "On-Time Delivery Rate", "", ""),
        ("walmart", "valid_tracking_rate", "Valid Tracking Rate", "", ""),
        ("walmart", "seller_response_rate", "Seller Response Rate", "", ""),
        ("walmart", "refund_rate", "Refund Rate", "", ""),
        ("walmart", "return_rate", "Return Rate", "", ""),
        ("walmart", "item_not_received_rate", "Item Not Received Rate", "", ""),
        ("walmart", "negative_feedback_rate", "Negative Feedback Rate", "", ""),
        ("walmart", "late_shipment_rate", "Late Shipment Rate", "", ""),
        ("mercadolibre", "claims_rate", "Claims", "Reclamos", "投诉率"),
        ("mercadolibre", "mediations_rate", "Mediations", "Mediaciones", "调解率"),
        ("mercadolibre", "cancellation_rate", "Cancelled by you", "Canceladas por ti", "取消率"),
        ("mercadolibre", "delayed_handling_rate", "Delayed handling time", "Despacho con demora", "延迟发货率"),
        ("amazon", "policy_listing_policy_violations", "Listing Policy Violations", "", ""),
        (
            "amazon",
            "policy_product_authenticity_customer_complaints",
            "Product Authenticity Customer Complaints",
            "",
            "",
        ),
        ("amazon", "policy_product_condition_customer_complaints", "Product Condition Customer Complaints", "", ""),
        ("amazon", "policy_product_safety_customer_complaints", "Product Safety Customer Complaints", "", ""),
        (
            "amazon",
            "policy_received_intellectual_property_complaints",
            "Received Intellectual Property Complaints",
            "",
            "",
        ),
        ("amazon", "policy_restricted_product_policy_violations", "Restricted Product Policy Violations", "", ""),
        (
            "amazon",
            "policy_suspected_intellectual_property_violations",
            "Suspected Intellectual Property Violations",
            "",
            "",
        ),
        ("amazon", "policy_food_and_product_safety_issues", "Food and Product Safety Issues", "", ""),
        ("amazon", "policy_other_policy_violations", "Other Policy Violations", "", ""),
        ("amazon", "policy_document_requests", "Document Requests", "", ""),
    )
}

UNCHECKED_NAMES = {
    ("amazon", "late_shipment_rate", "es"),
    ("amazon", "valid_tracking_rate", "es"),
    ("amazon", "on_time_delivery_rate", "es"),
    ("amazon", "unit_on_time_delivery_rate", "es"),
}


def platform_name(kpi: str, *, platform: str, lang: str = "en") -> str:
    """The platform's own name of a KPI; its English name where the language's is not known.

    Parameters
    ----------
    kpi, platform : str
        KPI in the workbench's words and the platform it belongs to.
    lang : str
        en, es or zh.

    Source: see the module.

    >>> platform_name("delayed_handling_rate", platform="mercadolibre", lang="zh")
    '延迟发货率'
    >>> platform_name("cancellation_rate", platform="walmart", lang="zh")
    'Cancellation Rate'
    """
    names = PLATFORM_NAMES.get((platform, kpi), {})
    return names.get(lang) or names.get("en") or kpi.removeprefix("policy_").replace("_", " ").capitalize()
