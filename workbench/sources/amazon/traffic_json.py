"""Amazon sales and traffic report (JSON), to traffic: one row a child item and period.

The report states its own period; for weeks and months Amazon widens it to whole ones. Visits are counted for an item
and repeated on its SKUs: they are taken once, units and sales are added. What the report says by date is of the
whole account and has no item: it is set aside, and its units are set beside those of the items in a note.

Source: Amazon, sellerSalesAndTrafficReport schema and example (which spells one key `browerPageViews`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from math import isfinite

import pandas as pd

from workbench.errors import MissingColumn
from workbench.sources.accounts import by_marketplace
from workbench.sources.amazon.traffic import VISITS, answered_period, proposed_period
from workbench.sources.contract import Account, Export, FileContext, Question, Reading
from workbench.sources.documents import DocumentRows

COLUMNS = (
    *("account", "item_id", "start_date", "end_date", "sessions", "page_views", "units", "featured_offer_share"),
    *("sales", "currency"),
)
ADDED = ("units", "sales")
BROWSER_VIEWS = ("browserPageViews", "browerPageViews")


def is_sales_and_traffic(document: object) -> bool:
    """Whether a JSON document is a sales and traffic report."""
    return isinstance(document, dict) and isinstance(document.get("salesAndTrafficByAsin"), list)


def questions(document: object, context: FileContext) -> tuple[Question, ...]:
    """The days that the report covers, where it does not state them."""
    if stated_period(document):
        return ()
    text = "Which days does this sales and traffic report cover? (first/last, for example 2026-01-01/2026-01-31)"
    return (Question("period", text, proposed_period(context.file)),)


def read(name: str, document: object, context: FileContext) -> Reading:
    """Traffic of the client's Amazon account of the report's marketplace.

    Raises
    ------
    MissingColumn
        The report is by parent item.
    OpenQuestions
        Neither report nor answers say which days it covers.
    """
    rows = DocumentRows(name, EXPORT, columns=COLUMNS)
    entries = document["salesAndTrafficByAsin"]
    _check_children(name, entries)
    start, end = stated_period(document) or answered_period(context)
    account = _account(document, context)
    by_date = _entries(document, "salesAndTrafficByDate")
    for path, _ in by_date:
        rows.set_aside(path, "whole account by date, no item")
    if account is None:
        for path, _ in _entries(document, "salesAndTrafficByAsin"):
            rows.set_aside(path, "marketplace of no account")
        return rows.reading({"traffic": rows.frame()}, context)
    found = _figures(rows, _entries(document, "salesAndTrafficByAsin"), account)
    period = {"account": account.id, "start_date": start, "end_date": end, "currency": account.currency}
    _keep_items(rows, found, period)
    _note_units(rows, found, by_date)
    return rows.reading({"traffic": rows.frame()}, context)


def stated_period(document: Mapping) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    """First and last day as the report states them, weeks (Sunday to Saturday) and months made whole.

    >>> days = {"dataStartTime": "2021-06-11", "dataEndTime": "2021-06-14"}
    >>> spec = {**days, "reportOptions": {"dateGranularity": "WEEK"}}
    >>> [f"{day:%Y-%m-%d}" for day in stated_period({"reportSpecification": spec})]
    ['2021-06-06', '2021-06-19']
    """
    spec = _mapping(document.get("reportSpecification"))
    try:
        start, end = (date.fromisoformat(str(spec.get(key))[:10]) for key in ("dataStartTime", "dataEndTime"))
    except ValueError:
        return None
    if start > end:
        return None
    step = _mapping(spec.get("reportOptions")).get("dateGranularity")
    if step == "WEEK":
        start -= timedelta(days=start.isoweekday() % 7)
        end += timedelta(days=6 - end.isoweekday() % 7)
    first, last = pd.Timestamp(start), pd.Timestamp(end)
    if step == "MONTH":
        return first.replace(day=1), last + pd.offsets.MonthEnd(0)
    return first, last


def _check_children(name: str, entries: Sequence[object]) -> None:
    """Parent totals beside a report by child would count every visit twice."""
    if entries and not any(_mapping(entry).get("childAsin") for entry in entries):
        raise MissingColumn(
            name,
            f"{EXPORT.title} without 'childAsin': its rows are totals of parent items",
            expected="a report by child item or SKU",
            hint="request it again with asinGranularity CHILD",
        )


def _account(document: Mapping, context: FileContext) -> Account | None:
    places = _mapping(document.get("reportSpecification")).get("marketplaceIds")
    known = by_marketplace(context)
    found = [known[str(place)] for place in places if str(place) in known] if isinstance(places, list) else []
    return found[0] if len(found) == 1 else None


def _entries(document: Mapping, key: str) -> list[tuple[str, Mapping]]:
    entries = document.get(key)
    return [
        (f"$.{key}[{at}]", _mapping(entry)) for at, entry in enumerate(entries if isinstance(entries, list) else [])
    ]


def _figures(rows: DocumentRows, entries: list[tuple[str, Mapping]], account: Account) -> list[dict[str, object]]:
    """The entries that can be read, each with its path; the same SKU under another parent is one."""
    found, seen = [], set()
    for path, entry in entries:
        try:
            figures = _figure(entry, account)
        except (TypeError, ValueError, KeyError, OverflowError) as fault:
            rows.refuse(path, "salesAndTrafficByAsin", str(entry.get("childAsin", ""))[:60], f"not a figure ({fault})")
            continue
        same = (
            figures["item_id"],
            str(entry.get("sku")),
            *(figures[name] for name in ("sessions", "page_views", *ADDED)),
        )
        if same in seen:
            rows.set_aside(path, "same SKU under another parent")
            continue
        seen.add(same)
        found.append({**figures, "path": path})
    return found


def _figure(entry: Mapping, account: Account) -> dict[str, object]:
    sales, visits = _mapping(entry.get("salesByAsin")), _mapping(entry.get("trafficByAsin"))
    amount = _mapping(sales["orderedProductSales"])
    if amount["currencyCode"] != account.currency:
        raise ValueError(f"{amount['currencyCode']}, not {account.currency}")
    if not entry.get("childAsin"):
        raise ValueError("no childAsin")
    return {
        "item_id": str(entry["childAsin"]),
        "sessions": _count(visits["sessions"]),
        "page_views": _page_views(visits),
        "units": _count(sales["unitsOrdered"]),
        "featured_offer_share": _number(visits["buyBoxPercentage"]) / 100,
        "sales": _number(amount["amount"]),
    }


def _page_views(visits: Mapping) -> int:
    if "pageViews" in visits:
        return _count(visits["pageViews"])
    browser = next((visits[key] for key in BROWSER_VIEWS if key in visits), 0)
    return _count(browser) + _count(visits["mobileAppPageViews"])


def _keep_items(rows: DocumentRows, found: list[dict[str, object]], period: Mapping[str, object]) -> None:
    """One row an item: visits taken once (the largest, where they differ), units and sales added."""
    uneven = 0
    for item, entries in _by_item(found):
        uneven += len({(entry["sessions"], entry["page_views"]) for entry in entries}) > 1
        visits = {name: max(entry[name] for entry in entries) for name in VISITS}
        added = {name: round(sum(entry[name] for entry in entries), 2) for name in ADDED}
        rows.keep(",".join(entry["path"] for entry in entries), {**period, "item_id": item, **visits, **added})
        for entry in entries[1:]:
            rows.set_aside(entry["path"], "further SKU of an item")
    if uneven:
        rows.notes.append(f"{uneven:,} items have rows with different visits; the largest is taken")


def _by_item(found: list[dict[str, object]]) -> Iterator[tuple[str, list[dict[str, object]]]]:
    items: dict[str, list[dict[str, object]]] = {}
    for entry in found:
        items.setdefault(entry["item_id"], []).append(entry)
    yield from items.items()


def _note_units(rows: DocumentRows, found: list[dict[str, object]], by_date: list[tuple[str, Mapping]]) -> None:
    """The account's units by date, where they differ: items that are no longer sold may be missing."""
    ordered = [_mapping(entry.get("salesByDate")).get("unitsOrdered") for _, entry in by_date]
    whole = sum(units for units in ordered if isinstance(units, int))
    items = sum(entry["units"] for entry in found)
    if by_date and whole != items:
        rows.notes.append(f"units by date: {whole:,}; by item: {items:,}")


def _count(value: object) -> int:
    if isinstance(value, bool) or int(value) != value or value < 0:
        raise ValueError(f"{value!r} is no count")
    return int(value)


def _number(value: object) -> float:
    number = float(value)
    if not isfinite(number):
        raise ValueError(f"{number} is no amount")
    return number


def _mapping(value: object) -> Mapping:
    return value if isinstance(value, dict) else {}


EXPORT = Export(
    name="amazon-sales-traffic",
    title="Amazon sales and traffic report (JSON)",
    platform="amazon",
    tables=("traffic",),
    download="Selling Partner API: GET_SALES_AND_TRAFFIC_REPORT with asinGranularity CHILD, one whole month (JSON)",
    read_document=read,
    questions=questions,
    is_document=is_sales_and_traffic,
)
