"""Walmart performance answers (JSON), to the figures that the platform itself shows.

Two answers are read: the payment performance report (all rates by 7 to 90 days, no day: it is asked for) and the
summary of one metric (which does not name its metric: it is asked for, and proposed from the file's name). Rates
are percent. The seller's screen judges the seller-accountable rate for on-time delivery and response, and the
cumulative rate elsewhere. Cancellations and refunds that the customer caused are set aside. A denominator is never
given.

Source: Marketplace API payment performance example; developer.walmart.com, seller performance endpoints, 2026-06.
Known to be wrong when: the summary of seller response says 0, which it does while the screen shows a figure: it is
refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from workbench.errors import OpenQuestions, listed
from workbench.sources.accounts import account_questions, own_account
from workbench.sources.answers import needed_day
from workbench.sources.contract import Account, Export, FileContext, Question, Reading
from workbench.sources.documents import DocumentRows, day_in_name
from workbench.sources.json_values import instant, number, part, word

COLUMNS = (
    *("account", "kpi", "scope", "window_days", "as_of", "numerator", "rate", "value", "target", "comparator"),
    *("platform_status", "basis"),
)
KPIS = {
    "refundRateSellerFault": "refund_rate",
    "ots": "on_time_shipment_rate",
    "otd": "on_time_delivery_rate",
    "vtr": "valid_tracking_rate",
    "cancellationSellerFault": "cancellation_rate",
}
BY_CUSTOMER = ("refundRateCustomerFault", "cancellationCustomerFault")
METRICS = {
    "otd": "on_time_delivery_rate",
    "cancellations": "cancellation_rate",
    "vtr": "valid_tracking_rate",
    "srr": "seller_response_rate",
    "refunds": "refund_rate",
    "negativeFeedback": "negative_feedback_rate",
    "returns": "return_rate",
    "itemNotReceived": "item_not_received_rate",
    "lateShipment": "late_shipment_rate",
    "ots": "on_time_shipment_rate",
}
HIGHER_IS_BETTER = ("otd", "vtr", "srr", "ots")
_WINDOW = re.compile(r"(\d{1,4})\s*DAYS?", re.IGNORECASE)
_STANDARD = re.compile(r"(\d+(?:\.\d+)?)\s*%")


def is_payment_performance(document: object) -> bool:
    """Whether a JSON document holds rates by window."""
    return any(True for _ in _windows(document))


def is_summary(document: object) -> bool:
    """Whether a JSON document is the summary of one performance metric."""
    body = part(document, "payload")
    return "reportDuration" in body and bool({"overallRate", "cumulativeRate", "sellerAccountableRate"} & set(body))


def payment_questions(document: object, context: FileContext) -> tuple[Question, ...]:
    """Whose rates they are, and of which day."""
    text = "On which day were these rates shown? The answer itself has no date."
    day = Question("observed_at", text, day_in_name(context.file))
    return (*account_questions(context, platform="walmart"), day)


def summary_questions(document: object, context: FileContext) -> tuple[Question, ...]:
    """Whose figure it is, which metric, and of which day where the summary does not say it."""
    text = f"Which metric does this summary show ({listed(METRICS)})? The answer itself does not name it."
    asked = [*account_questions(context, platform="walmart"), Question("metric", text, _metric_in_name(context.file))]
    if _updated_at(part(document, "payload")) is None:
        asked += payment_questions(document, context)[-1:]
    return tuple(asked)


def read_payment(name: str, document: object, context: FileContext) -> Reading:
    """Reported figures of one Walmart account, by window.

    Raises
    ------
    OpenQuestions
        The day is not known.
    """
    account = own_account(context, platform="walmart")
    rows = DocumentRows(name, PAYMENT, columns=COLUMNS)
    as_of = needed_day(context)
    for window, days, rates in _windows(document):
        for key, said in rates.items():
            path = f"$.payload.{window}.{key}"
            rate = number(said)
            if key in BY_CUSTOMER:
                rows.set_aside(path, "caused by the customer")
            elif key not in KPIS:
                rows.set_aside(path, "figure not known")
            elif rate is None:
                rows.refuse(path, key, said, "not a number such as 93.5")
            else:
                figure = {"kpi": KPIS[key], "window_days": days, "rate": rate / 100}
                rows.keep(path, _row(account, as_of=as_of) | figure)
    return rows.reading({"reported": rows.frame()}, context)


def read_summary(name: str, document: object, context: FileContext) -> Reading:
    """The reported figure of one metric of one Walmart account.

    Raises
    ------
    OpenQuestions
        The metric or the day is not known.
    """
    account = own_account(context, platform="walmart")
    metric = context.answers.get("metric", "")
    if metric not in METRICS:
        raise OpenQuestions(
            context.file, "the file does not say which metric it shows", expected=f"metric, one of {listed(METRICS)}"
        )
    body = part(document, "payload")
    updated = _updated_at(body)
    as_of = f"{updated.tz_convert(account.zone):%Y-%m-%d}" if updated is not None else needed_day(context)
    rows = DocumentRows(name, SUMMARY, columns=COLUMNS)
    key, rate = _judged_rate(body)
    if rate is None:
        rows.refuse("$.payload", key, body.get(key), "not a number such as 93.5")
    elif metric == "srr" and rate == 0:
        rows.refuse("$.payload", key, rate, "the answer gives 0 for seller response whatever the screen shows")
    else:
        rows.keep("$.payload", _row(account, as_of=as_of) | _summary(metric, body, rate=rate))
    return rows.reading({"reported": rows.frame()}, context)


def _windows(document: object) -> Iterator[tuple[str, int, Mapping]]:
    for window, rates in part(document, "payload").items():
        found = _WINDOW.fullmatch(window)
        if found and isinstance(rates, dict) and set(rates) & set(KPIS):
            yield window, int(found[1]), rates


def _row(account: Account, *, as_of: str) -> dict[str, object]:
    return {"account": account.id, "scope": "", "as_of": as_of, "basis": "file"}


def _summary(metric: str, body: Mapping, *, rate: float) -> dict[str, object]:
    standard = _STANDARD.search(str(body.get("performanceStandard") or body.get("standard") or ""))
    events = body.get("impactedCustomerCount") if body.get("ordersImpacted") is None else body["ordersImpacted"]
    level = word(body.get("performanceRiskLevel")) or word(body.get("riskLevel"))
    row = {"kpi": METRICS[metric], "window_days": number(_digits(body.get("reportDuration"))), "rate": rate / 100}
    row |= {"numerator": number(events), "platform_status": level}
    if standard:
        row |= {"target": float(standard[1]) / 100, "comparator": "ge" if metric in HIGHER_IS_BETTER else "le"}
    return row


def _judged_rate(body: Mapping) -> tuple[str, float | None]:
    """The rate that the seller's screen judges: the accountable one beside an overall one, else the cumulative."""
    keys = ("sellerAccountableRate", "overallRate") if "overallRate" in body else ("cumulativeRate",)
    key = next((key for key in keys if body.get(key) is not None), keys[-1])
    return key, number(body.get(key))


def _digits(said: object) -> str:
    found = re.search(r"\d+", str(said))
    return found[0] if found else ""


def _updated_at(body: Mapping) -> object:
    return instant(body.get("updatedTimestamp"))


def _metric_in_name(file: str) -> str:
    """A metric that a file's name holds; only ever a proposal.

    >>> _metric_in_name("walmart-us/vtr_summary_30.json"), _metric_in_name("answer.json")
    ('vtr', '')
    """
    words = set(re.split(r"[^a-z]+", file.casefold()))
    return next((metric for metric in METRICS if metric.casefold() in words), "")


PAYMENT = Export(
    name="walmart-payment-performance",
    title="Walmart performance by window (API)",
    platform="walmart",
    tables=("reported",),
    download="Walmart Marketplace API: GET /v3/report/payment/performance (JSON)",
    read_document=read_payment,
    questions=payment_questions,
    is_document=is_payment_performance,
)
SUMMARY = Export(
    name="walmart-performance-summary",
    title="Walmart performance, summary of one metric (API)",
    platform="walmart",
    tables=("reported",),
    download="Walmart Marketplace API: GET /v3/insights/performance/{metric}/summary (JSON), one file a metric",
    read_document=read_summary,
    questions=summary_questions,
    is_document=is_summary,
)
