"""Amazon account health report (JSON), to the figures that the platform itself shows.

Every figure stays as the file has it, with the report's own target and label; a rate with nothing in its
denominator is no measurement. Keys that the published schema lacks or spells otherwise are accepted.

Source: Amazon, accountHealthReport-2020-11-18 schema and example; live reports seen in public tests (2026).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from math import isfinite

from workbench.sources.accounts import by_marketplace
from workbench.sources.answers import answered_day
from workbench.sources.contract import Account, Export, FileContext, Question, Reading
from workbench.sources.documents import DocumentRows, day_in_name

RATES = {
    "lateShipmentRate": ("late_shipment_rate", "lateShipmentCount", "orderCount"),
    "preFulfillmentCancellationRate": ("pre_fulfilment_cancellation_rate", "cancellationCount", "orderCount"),
    "prefulfillmentCancelRate": ("pre_fulfilment_cancellation_rate", "cancellationCount", "orderCount"),
    "validTrackingRate": ("valid_tracking_rate", "validTrackingCount", "shipmentCount"),
    "onTimeDeliveryRate": ("on_time_delivery_rate", "onTimeDeliveryCount", "shipmentCountWithValidTracking"),
    "unitOnTimeDeliveryRate": ("unit_on_time_delivery_rate", "unitOnTimeDeliveryCount", "totalUnitCount"),
    "invoiceDefectRate": ("invoice_defect_rate", "invoiceDefect", "orderCount"),
    "orderDefectRate": ("order_defect_rate", "orderWithDefects", "orderCount"),
}
RATE_LISTS = {"lateShipmentRateList": "lateShipmentRate"}
POLICIES = {
    "listingPolicyViolations": "listing_policy_violations",
    "productAuthenticityCustomerComplaints": "product_authenticity_customer_complaints",
    "productConditionCustomerComplaints": "product_condition_customer_complaints",
    "productSafetyCustomerComplaints": "product_safety_customer_complaints",
    "receivedIntellectualPropertyComplaints": "received_intellectual_property_complaints",
    "restrictedProductPolicyViolations": "restricted_product_policy_violations",
    "suspectedIntellectualPropertyViolations": "suspected_intellectual_property_violations",
    "foodAndProductSafetyIssues": "food_and_product_safety_issues",
    "otherPolicyViolations": "other_policy_violations",
    "documentRequests": "document_requests",
    "documentRequest": "document_requests",
    "customerProductReviewsPolicyViolations": "customer_product_reviews_policy_violations",
    "policyViolationWarnings": "policy_violation_warnings",
}
WARNINGS = ("warningStates", "warningState")
COMPARATORS = {"LESS_THAN": "lt", "GREATER_THAN": "gt", "EQUALS": "eq"}
COLUMNS = (
    *("account", "kpi", "scope", "window_days", "as_of", "window_start", "window_end", "numerator", "denominator"),
    *("rate", "value", "target", "comparator", "platform_status", "basis"),
)


@dataclass(frozen=True)
class Figure:
    """One figure of the report, with the path that it stands at."""

    path: str
    marketplace: str
    kpi: str
    scope: str = ""
    body: Mapping[str, object] = field(default_factory=dict)
    counts: tuple[str, str] = ("", "")


def is_account_health(document: object) -> bool:
    """Whether a JSON document is an account health report."""
    return isinstance(document, dict) and isinstance(document.get("performanceMetrics"), list)


def questions(document: object, context: FileContext) -> tuple[Question, ...]:
    """The day of the report, where no window in it ends on that day."""
    if _report_days(document):
        return ()
    text = "On which day was this account health report downloaded? It holds current windows only."
    return (Question("observed_at", text, day_in_name(context.file)),)


def read(name: str, document: object, context: FileContext) -> Reading:
    """Reported figures of the client's Amazon accounts."""
    rows = DocumentRows(name, EXPORT, columns=COLUMNS)
    accounts = by_marketplace(context)
    days, answered = _report_days(document), answered_day(context, "observed_at")
    for figure in _figures(document, rows):
        account = accounts.get(figure.marketplace)
        as_of = days.get(figure.marketplace) or max(days.values(), default="") or answered
        if account is None:
            rows.set_aside(figure.path, "marketplace of no account")
        elif not as_of:
            rows.refuse(figure.path, "lateShipmentRate", "", "no window says the day of the report, and none was given")
        else:
            _keep(rows, figure, account, as_of)
    return rows.reading({"reported": rows.frame()}, context)


def _keep(rows: DocumentRows, figure: Figure, account: Account, as_of: str) -> None:
    try:
        row = _row(figure, account, as_of)
    except (TypeError, ValueError, OverflowError) as fault:
        rows.refuse(figure.path, figure.kpi, str(figure.body)[:60], f"not a figure ({fault})")
        return
    if (row["window_days"] or 0) < 0:
        rows.notes.append(f"{figure.path}: its reporting range ends before it starts")
        row["window_days"] = 0
    rows.keep_once(figure.path, row, key=("account", "kpi", "scope", "window_days", "as_of"))


def _row(figure: Figure, account: Account, as_of: str) -> dict[str, object]:
    body, (above, below) = figure.body, figure.counts
    start, end, days = _window(body)
    numerator, denominator = _count(body.get(above)), _count(body.get(below))
    rate = _number(body.get("rate"))
    target, comparator = _target(body)
    return {
        "account": account.id,
        "kpi": figure.kpi,
        "scope": figure.scope,
        "window_days": days,
        "as_of": as_of,
        "window_start": start,
        "window_end": end,
        "numerator": numerator,
        "denominator": denominator,
        "rate": None if denominator == 0 else rate,
        "value": _value(body),
        "target": target,
        "comparator": comparator,
        "platform_status": str(
            body.get("status") or body.get("ahrStatus") or body.get("accountHealthRatingStatus") or ""
        ),
        "basis": "file",
    }


def _figures(document: object, rows: DocumentRows) -> Iterator[Figure]:
    statuses = document.get("accountStatuses") or []
    for at, status in enumerate(statuses if isinstance(statuses, list) else []):
        if isinstance(status, dict):
            yield Figure(f"$.accountStatuses[{at}]", str(status.get("marketplaceId")), "account_status", "", status)
    for at, metrics in enumerate(document["performanceMetrics"]):
        if isinstance(metrics, dict):
            marketplace = str(metrics.get("marketplaceId"))
            for key, body in metrics.items():
                path = f"$.performanceMetrics[{at}].{key}"
                yield from _metric(path, key, body, marketplace=marketplace, rows=rows)


def _metric(path: str, key: str, body: object, *, marketplace: str, rows: DocumentRows) -> Iterator[Figure]:
    if key == "orderDefectRate" and isinstance(body, dict):
        kpi, *counts = RATES[key]
        for scope in body:
            yield Figure(f"{path}.{scope}", marketplace, kpi, scope, _mapping(body[scope]), tuple(counts))
    elif key in RATES:
        kpi, *counts = RATES[key]
        yield Figure(path, marketplace, kpi, "", _mapping(body), tuple(counts))
    elif key in RATE_LISTS and isinstance(body, list):
        kpi, *counts = RATES[RATE_LISTS[key]]
        for at, entry in enumerate(body):
            yield Figure(f"{path}[{at}]", marketplace, kpi, "", _mapping(entry), tuple(counts))
    elif key in POLICIES:
        yield Figure(path, marketplace, f"policy_{POLICIES[key]}", "", _mapping(body))
    elif key == "accountHealthRating":
        yield Figure(path, marketplace, "account_health_rating", "", _mapping(body))
    elif key in WARNINGS and isinstance(body, list):
        for at, entry in enumerate(body):
            kind = _snake(str(_mapping(entry).get("warningType", "unknown")))
            yield Figure(f"{path}[{at}]", marketplace, f"warning_{kind}", "", _mapping(entry))
    elif key != "marketplaceId":
        rows.notes.append(f"{path}: a key that is not known, not read")


def _window(body: Mapping[str, object]) -> tuple[str | None, str | None, int]:
    """First and last day of the reporting range as written, and its length in days; 0 where there is none."""
    span = _mapping(body.get("reportingDateRange"))
    start, end = (_day(span.get(key)) for key in ("reportingDateFrom", "reportingDateTo"))
    if start is None or end is None:
        return start, end, 0
    return start, end, (date.fromisoformat(end) - date.fromisoformat(start)).days + 1


def _day(stamp: object) -> str | None:
    return None if stamp is None else date.fromisoformat(str(stamp)[:10]).isoformat()


def _target(body: Mapping[str, object]) -> tuple[float | None, str | None]:
    target, condition = body.get("targetValue"), body.get("targetCondition")
    if isinstance(target, dict):
        target, condition = target.get("value"), target.get("condition", condition)
    return _number(target), COMPARATORS.get(str(condition))


def _value(body: Mapping[str, object]) -> float | None:
    found = next((body[key] for key in ("ahrScore", "defectsCount", "warningsCount") if key in body), None)
    return _number(found)


def _report_days(document: object) -> dict[str, str]:
    """Marketplace to the end of its 30-day late shipment window, which is the day of the report."""
    days = {}
    for metrics in map(_mapping, document["performanceMetrics"]):
        span = _mapping(_mapping(metrics.get("lateShipmentRate")).get("reportingDateRange"))
        with suppress(ValueError):  # a day that is none is refused with its figure
            days[str(metrics.get("marketplaceId"))] = _day(span.get("reportingDateTo"))
    return {marketplace: day for marketplace, day in days.items() if day}


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _count(value: object) -> int | None:
    if isinstance(value, dict):
        value = value.get("count")
    return None if value is None else int(value)


def _number(value: object) -> float | None:
    if value is None or isinstance(value, bool):
        return None
    if not isfinite(number := float(value)):
        raise ValueError(f"{number} is no measure")
    return number


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


EXPORT = Export(
    name="amazon-account-health",
    title="Amazon account health report",
    platform="amazon",
    tables=("reported",),
    download="Selling Partner API: GET_V2_SELLER_PERFORMANCE_REPORT (JSON); else type the page into reported.xlsx",
    read_document=read,
    questions=questions,
    is_document=is_account_health,
)
