"""Mercado Libre seller reputation (JSON), to the figures that the platform itself shows.

The answer carries its own windows ("60 days", "365 days") and no date: the day is asked for. Denominators are
not given. A protected seller shows zero: its true figures stand under `excluded`, and are kept in that scope
where they differ from those shown.

Source: Mercado Libre developers, seller reputation (users and global selling), read 2026-11.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from workbench.sources.accounts import account_questions, own_account
from workbench.sources.answers import needed_day
from workbench.sources.contract import Account, Export, FileContext, Question, Reading
from workbench.sources.documents import DocumentRows, day_in_name

METRICS = {
    "claims": "claims_rate",
    "cancellations": "cancellation_rate",
    "delayed_handling_time": "delayed_handling_rate",
    "mediations": "mediations_rate",
}
SITES = {"MLM": "MX", "MLB": "BR", "MLA": "AR", "MLC": "CL", "MCO": "CO", "MLU": "UY"}
COLUMNS = (
    *("account", "kpi", "scope", "window_days", "as_of", "numerator", "rate", "value", "platform_status", "basis"),
)


def is_reputation(document: object) -> bool:
    """Whether a JSON document holds a seller's reputation."""
    return any(True for _ in _reputations(document))


def questions(document: object, context: FileContext) -> tuple[Question, ...]:
    """Whose reputation it is, and of which day."""
    text = "On which day was this reputation shown? The answer itself has no date."
    day = Question("observed_at", text, day_in_name(context.file))
    return (*account_questions(context, platform="mercadolibre"), day)


def read(name: str, document: object, context: FileContext) -> Reading:
    """Reported figures of one Mercado Libre account.

    Raises
    ------
    OpenQuestions
        The day is not known.
    """
    account = own_account(context, platform="mercadolibre")
    as_of = needed_day(context)
    rows = DocumentRows(name, EXPORT, columns=COLUMNS)
    found = list(_reputations(document))
    for path, site, logistic, reputation in found:
        several = sum(other[1] == site for other in found) > 1
        if site and SITES.get(site) != account.market:
            rows.set_aside(path, "other site")
            continue
        _keep_all(rows, path, reputation, account, as_of=as_of, scope=logistic if several else "")
    return rows.reading({"reported": rows.frame()}, context)


def _keep_all(rows: DocumentRows, path: str, reputation: Mapping, account: Account, *, as_of: str, scope: str) -> None:
    level = str(reputation.get("level_id") or "")
    metrics = reputation.get("metrics") if isinstance(reputation.get("metrics"), dict) else {}
    for key, metric in metrics.items():
        place = f"{path}.metrics.{key}"
        days = _days(metric.get("period")) if isinstance(metric, dict) else None
        row = {"account": account.id, "scope": scope, "window_days": days, "as_of": as_of, "basis": "file"}
        row |= {"platform_status": level}
        if key not in METRICS and key != "sales":
            rows.notes.append(f"{place}: a metric that is not known, not read")
        elif days is None:
            rows.refuse(place, "period", str(metric)[:60], "not a window in days")
        elif key == "sales":
            rows.keep(place, row | {"kpi": "completed_sales", "value": metric.get("completed")})
        else:
            rows.keep(place, row | _figures(key, metric.get("value"), metric.get("rate")))
            hidden = metric.get("excluded")
            shown = (metric.get("value"), metric.get("rate"))
            if isinstance(hidden, dict) and (hidden.get("real_value"), hidden.get("real_rate")) != shown:
                figures = _figures(key, hidden.get("real_value"), hidden.get("real_rate"))
                rows.keep(f"{place}.excluded", row | figures | {"scope": "excluded"})


def _figures(key: str, value: object, rate: object) -> dict[str, object]:
    return {"kpi": METRICS[key], "numerator": value, "value": value, "rate": rate}


def _reputations(document: object, path: str = "$") -> Iterator[tuple[str, str, str, Mapping]]:
    """Each reputation with its path, site and kind of logistics."""
    if isinstance(document, list):
        for at, entry in enumerate(document):
            yield from _reputations(entry, f"{path}[{at}]")
    elif isinstance(document, dict):
        body = document.get("seller_reputation", document)
        if isinstance(body, dict) and "level_id" in body and isinstance(body.get("metrics"), dict):
            place = f"{path}.seller_reputation" if body is not document else path
            site = str(document.get("site_id") or "")
            yield place, site, str(document.get("logistic_type") or ""), body


def _days(period: object) -> int | None:
    """Length of a window: "60 days", "365 days"; a month counts as 30 days.

    >>> _days("60 days"), _days("3 months"), _days("historic")
    (60, 90, None)
    """
    found = re.fullmatch(r"(\d{1,4}) (day|month)s?", str(period))
    return int(found[1]) * (30 if found[2] == "month" else 1) if found else None


EXPORT = Export(
    name="meli-reputation",
    title="Mercado Libre seller reputation",
    platform="mercadolibre",
    tables=("reported",),
    download="Mercado Libre API: GET /users/{id} or /global/users/seller_reputation; else type it into reported.xlsx",
    read_document=read,
    questions=questions,
    is_document=is_reputation,
)
