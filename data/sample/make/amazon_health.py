"""Amazon's account health answer (GET_V2_SELLER_PERFORMANCE_REPORT), with its two spellings and its live-only keys."""

from __future__ import annotations

import json
from datetime import date, timedelta

from make import truth
from make.calendars import month_ends
from make.sellers import Account, Seller
from make.shelf import Shelf
from make.world import Order, World

CANADA = "A2EUQ1WTGCTBG2"
POLICIES = (
    "listingPolicyViolations",
    "productAuthenticityCustomerComplaints",
    "productConditionCustomerComplaints",
    "productSafetyCustomerComplaints",
    "receivedIntellectualPropertyComplaints",
    "restrictedProductPolicyViolations",
    "suspectedIntellectualPropertyViolations",
    "foodAndProductSafetyIssues",
    "otherPolicyViolations",
)


def put_account_health(shelf: Shelf, world: World) -> None:
    """One answer a month for the last six months, in the folder of the first Amazon account."""
    accounts = [account for account in world.seller.accounts if account.platform == "amazon"]
    for as_of in month_ends(6):
        text = json.dumps(account_health(world, accounts, as_of), indent=1)
        name = f"GET_V2_SELLER_PERFORMANCE_REPORT_{as_of}.json"
        exported = f"{as_of + timedelta(days=1)}T08:30:00Z"
        shelf.inbox(accounts[0].id, name, text, observed_at=str(as_of), exported_at=exported)


def account_health(world: World, accounts: list[Account], as_of: date) -> dict:
    """The answer for all marketplaces of the seller at the end of that day."""
    metrics = [_marketplace(world.seller, account, world.orders[account.id], as_of) for account in accounts]
    bad = {
        m["marketplaceId"]: any(v.get("status") == "BAD" for v in m.values() if isinstance(v, dict)) for m in metrics
    }
    statuses = [{"marketplaceId": key, "status": "AT_RISK" if bad[key] else "NORMAL"} for key in bad]
    canada = _marketplace(world.seller, accounts[0], [], as_of) | {"marketplaceId": CANADA}
    return {
        "accountStatuses": [*statuses, {"marketplaceId": CANADA, "status": "NORMAL"}],
        "performanceMetrics": [*metrics, canada],
    }


def _marketplace(seller: Seller, account: Account, orders: list[Order], as_of: date) -> dict:
    live = as_of >= date(2025, 11, 1)
    cancellation = "prefulfillmentCancelRate" if as_of.month % 2 else "preFulfillmentCancellationRate"
    found = {
        "lateShipmentRate": _late(orders, account, as_of, 30),
        cancellation: _cancellation(orders, account, as_of),
        "validTrackingRate": _tracking(orders, account, as_of),
        "onTimeDeliveryRate": _on_time(orders, account, as_of),
    }
    if account.market == "US":
        found["unitOnTimeDeliveryRate"] = _unit_on_time(orders, account, as_of)
    found["invoiceDefectRate"] = _invoices(as_of)
    found |= {name: _policy(as_of, _violations(seller, account, name, as_of, bool(orders))) for name in POLICIES}
    found["documentRequest" if as_of.month % 2 else "documentRequests"] = _policy(as_of, 0)
    found["accountHealthRating"] = {
        "reportingDateRange": _range(as_of - timedelta(days=180), as_of),
        "ahrStatus": "GREAT",
    }
    if live:
        found["lateShipmentRateList"] = [_late(orders, account, as_of, days) for days in (10, 30)]
        found["accountHealthRating"]["ahrScore"] = 640 + as_of.month * 4
        found["customerProductReviewsPolicyViolations"] = _policy(as_of, 0)
        warnings = {"warningsCount": 0, "reportingDateRange": _range(as_of - timedelta(days=179), as_of)}
        found["policyViolationWarnings"] = warnings
    found["marketplaceId"] = account.marketplace_id
    found["orderDefectRate"] = {
        name: _defects(orders, account, as_of, channel, name)
        for name, channel in (("mfn", "seller"), ("afn", "platform"))
    }
    found["warningState" if as_of.month % 2 else "warningStates"] = [
        {"warningType": "spammingSellerMessaging", "status": "GOOD"}
    ]
    return found


def _late(orders, account: Account, as_of: date, days: int) -> dict:
    count = truth.late_shipments(orders, account=account, as_of=as_of, days=days)
    counts = {"orderCount": count.denominator, "lateShipmentCount": count.numerator}
    return _metric(count, counts, target=0.04, below=True)


def _cancellation(orders, account: Account, as_of: date) -> dict:
    count = truth.cancellations(orders, account=account, as_of=as_of)
    counts = {"orderCount": count.denominator, "cancellationCount": count.numerator}
    return _metric(count, counts, target=0.025, below=True)


def _tracking(orders, account: Account, as_of: date) -> dict:
    count = truth.valid_tracking(orders, account=account, as_of=as_of)
    counts = {"shipmentCount": count.denominator, "validTrackingCount": count.numerator}
    return _metric(count, counts, target=0.95, below=False)


def _on_time(orders, account: Account, as_of: date) -> dict:
    count = truth.on_time_deliveries(orders, account=account, as_of=as_of)
    counts = {"shipmentCountWithValidTracking": count.denominator, "onTimeDeliveryCount": count.numerator}
    return _metric(count, counts, target=0.95, below=False)


def _unit_on_time(orders, account: Account, as_of: date) -> dict:
    count = truth.unit_on_time_deliveries(orders, account=account, as_of=as_of)
    counts = {"totalUnitCount": count.denominator, "unitOnTimeDeliveryCount": count.numerator}
    return _metric(count, counts, target=0.9, below=False)


def _invoices(as_of: date) -> dict:
    none = {"count": 0, "status": "NONE"}
    count = truth.Count(as_of - timedelta(days=13), as_of - timedelta(days=7), 0, 0)
    counts = {"orderCount": 0, "invoiceDefect": none, "missingInvoice": none, "lateInvoice": none}
    return _metric(count, counts, target=0.05, below=True)


def _defects(orders, account: Account, as_of: date, channel: str, name: str) -> dict:
    count, parts = truth.order_defects(orders, account=account, as_of=as_of, channel=channel)
    whole = {"count": count.numerator, "status": _status(count, 0.01, below=True)}
    counts = {"orderCount": count.denominator, "orderWithDefects": whole}
    counts |= {part: {"count": number, "status": "NONE"} for part, number in parts.items()}
    return _metric(count, counts | {"fulfillmentType": name}, target=0.01, below=True)


def _metric(count: truth.Count, counts: dict, *, target: float, below: bool) -> dict:
    return {
        "reportingDateRange": _range(count.start, count.end),
        **counts,
        "status": _status(count, target, below=below),
        "rate": round(count.rate, 10),
        "targetValue": target,
        "targetCondition": "LESS_THAN" if below else "GREATER_THAN",
    }


def _status(count: truth.Count, target: float, *, below: bool) -> str:
    """GOOD also where nothing was measured: the live answer does so."""
    if not count.denominator:
        return "GOOD"
    return "GOOD" if (count.rate < target if below else count.rate > target) else "BAD"


def _policy(as_of: date, defects: int) -> dict:
    return {
        "reportingDateRange": _range(as_of - timedelta(days=179), as_of),
        "defectsCount": defects,
        "status": "BAD" if defects else "GOOD",
        "targetValue": 0,
        "targetCondition": "EQUALS",
    }


def _violations(seller: Seller, account: Account, name: str, as_of: date, trades: bool) -> int:
    """The electronics seller has one open listing violation on Amazon.com since December."""
    open_case = seller.story == "claims" and trades and account.market == "US" and as_of >= date(2025, 12, 1)
    return int(open_case and name == "listingPolicyViolations")


def _range(first: date, last: date) -> dict[str, str]:
    return {"reportingDateFrom": f"{first}T00:00Z", "reportingDateTo": f"{last}T23:59Z"}
