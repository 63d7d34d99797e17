"""Mercado Libre shipments (JSON of the API, old shape and x-format-new), to packages and carrier events.

The old shape names its order and holds its history; the new one holds neither by itself, so a shipment without an
order number is refused. A promise that names only a day lasts until the end of that day.

Source: field names of public shipment models; the chain of sub-states seen in 2026-09 (ready_to_print, dropped_off,
picked_up, in_hub, in_packing_list, shipped).
Known to be wrong when: one shipment holds several orders of a package; only the order that it names has a parcel.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from workbench.sources.accounts import account_questions, own_account
from workbench.sources.contract import Account, Export, FileContext, Question, Reading
from workbench.sources.documents import DocumentRows
from workbench.sources.mercadolibre.api import holds, instants, is_other_site, mapping, objects, word
from workbench.tables import conform

COLUMNS = (
    *("account", "order_id", "package_id", "carrier", "tracking_id", "confirmed_at", "ship_from_country"),
    *("promised_at", "promised_at_extended", "first_attempt_at", "delivered_at"),
)
TIMES = ("confirmed_at", "promised_at", "promised_at_extended", "first_attempt_at", "delivered_at")
# What the platform calls a step of the parcel's way; a step that is not listed is kept as "other".
STAGES = {
    "ready_to_print": "label",
    "printed": "label",
    "dropped_off": "accepted",
    "picked_up": "accepted",
    "in_hub": "line_haul",
    "in_packing_list": "line_haul",
    "shipped": "line_haul",
    "out_for_delivery": "last_mile",
    "receiver_absent": "attempt",
    "waiting_for_withdrawal": "available",
    "delivered": "delivered",
    "returning_to_sender": "returning",
    "returned": "returned",
    "lost": "lost",
}
HISTORY_DATES = {"date_shipped": "shipped", "date_delivered": "delivered", "date_returned": "returned"}
PROMISES = ("promised_at", "promised_at_extended")
MIDNIGHT = "T00:00:00"
ONE_DAY = pd.Timedelta(days=1) - pd.Timedelta(microseconds=1)


def is_shipment(document: Mapping) -> bool:
    """Whether an object of the API is a shipment, of the old or the new shape."""
    old = "status_history" in document or "shipping_option" in document
    return "tracking_number" in document and (old or {"logistic", "lead_time"} <= document.keys())


def is_shipments(document: object) -> bool:
    """Whether a JSON document holds shipments."""
    return holds(document, is_shipment)


def questions(document: object, context: FileContext) -> tuple[Question, ...]:
    """Whose shipments they are."""
    return account_questions(context, platform="mercadolibre")


def read(name: str, document: object, context: FileContext) -> Reading:
    """Packages of one Mercado Libre account, and the steps of their way."""
    account = own_account(context, platform="mercadolibre")
    rows = DocumentRows(name, EXPORT, columns=COLUMNS)
    found = [(path, mapping(shipment)) for path, shipment in objects(document, is_shipment)]
    stamps = _stamps(rows, [_written(shipment) for _, shipment in found])
    kept = [
        (path, shipment)
        for place, (path, shipment) in enumerate(found)
        if _keep(rows, path, shipment, account, {key: stamps[key][0][place] for key in TIMES}, _faults(stamps, place))
    ]
    return rows.reading({"packages": rows.frame(), "scans": _scans(rows, kept)}, context)


def _stamps(rows: DocumentRows, written: list[dict[str, object]]) -> dict[str, tuple[pd.Series, list[bool]]]:
    """The shipments' times, and which of them can't be read; a promised day lasts until its end."""
    stamps = {key: instants(times[key] for times in written) for key in TIMES}
    for key in PROMISES:
        at, failed = stamps[key]
        midnight = pd.Series([MIDNIGHT in str(times[key]) for times in written], dtype=bool)
        stamps[key] = at.where(~midnight, at + ONE_DAY), failed
        if midnight.any():
            rows.notes.append(
                f"'{key}': {int(midnight.sum()):,} days without a clock time, taken as the end of the day"
            )
    return stamps


def _faults(stamps: Mapping[str, tuple[pd.Series, list[bool]]], place: int) -> list[str]:
    return [key for key in TIMES if stamps[key][1][place]]


def _keep(
    rows: DocumentRows,
    path: str,
    shipment: Mapping,
    account: Account,
    told: Mapping[str, object],
    faults: list[str],
) -> bool:
    """Keep a shipment that is ours, goes to the buyer and names its order; whether it was kept."""
    order = word(shipment.get("order_id"))
    if not is_shipment(shipment):
        rows.set_aside(path, "not a shipment")
    elif is_other_site(shipment.get("site_id") or mapping(shipment.get("source")).get("site_id"), account):
        rows.set_aside(path, "other site")
    elif "return" in (shipment.get("type"), mapping(shipment.get("logistic")).get("direction")):
        rows.set_aside(path, "return shipment")
    elif order is None:
        reason = "no order number: ask for the old shape, or save the order's number beside the shipment"
        rows.refuse(path, "order_id", shipment.get("id"), reason)
    elif faults:
        rows.refuse(path, ", ".join(faults), _written(shipment)[faults[0]], "not a time with its offset")
    else:
        row = {
            "account": account.id,
            "order_id": order,
            "package_id": word(shipment.get("pack_id")) or order,
            "carrier": word(shipment.get("tracking_method")),
            "tracking_id": word(shipment.get("tracking_number")),
            "ship_from_country": _sender_country(shipment) or account.ship_from or None,
            **told,
        }
        rows.keep_first(path, row, key=("order_id", "package_id"))
        return True
    return False


def _written(shipment: Mapping) -> dict[str, object]:
    """The shipment's times as text, wherever its shape keeps them."""
    history = mapping(shipment.get("status_history"))
    first = {step: at for _, step, at in reversed([*_steps(shipment)])}
    option = mapping(shipment.get("shipping_option")) or mapping(shipment.get("lead_time"))
    return {
        "confirmed_at": history.get("date_shipped") or first.get("shipped"),
        "promised_at": mapping(option.get("estimated_delivery_time")).get("date"),
        "promised_at_extended": mapping(option.get("estimated_delivery_extended")).get("date"),
        "first_attempt_at": history.get("date_first_visit"),
        "delivered_at": history.get("date_delivered") or first.get("delivered"),
    }


def _sender_country(shipment: Mapping) -> str | None:
    old = mapping(shipment.get("sender_address"))
    new = mapping(mapping(shipment.get("origin")).get("shipping_address"))
    return word(mapping((old or new).get("country")).get("id"))


def _steps(shipment: Mapping) -> Iterator[tuple[str, str, object]]:
    """Place in the document, name and time of each step of the parcel's way."""
    for key in ("substatus_history", "status_history", "history"):
        steps = shipment.get(key)
        for at, step in enumerate(steps if isinstance(steps, list) else []):
            name = word(mapping(step).get("substatus")) or word(mapping(step).get("status")) or ""
            yield f".{key}[{at}]", name, mapping(step).get("date")
    dates = mapping(shipment.get("status_history"))
    for key, name in HISTORY_DATES.items():
        if dates.get(key):
            yield f".status_history.{key}", name, dates[key]
    visit = dates.get("date_first_visit")
    if visit and visit != dates.get("date_delivered"):
        yield ".status_history.date_first_visit", "receiver_absent", visit


def _scans(rows: DocumentRows, kept: list[tuple[str, Mapping]]) -> pd.DataFrame:
    """Carrier events of the kept shipments; a step whose time can't be read is noted."""
    steps = [(path + place, shipment, name, at) for path, shipment in kept for place, name, at in _steps(shipment)]
    stamps, _ = instants(at for *_, at in steps)
    found = [
        {
            "tracking_id": word(shipment.get("tracking_number")),
            "scanned_at": stamps[place],
            "stage": STAGES.get(name, "other"),
            "carrier": word(shipment.get("tracking_method")),
            "text": name,
            "where": path,
        }
        for place, (path, shipment, name, _) in enumerate(steps)
        if stamps[place] is not pd.NaT and word(shipment.get("tracking_number"))
    ]
    if len(found) < len(steps):
        rows.notes.append(f"{len(steps) - len(found):,} steps without a time or a tracking number, not read")
    events = pd.DataFrame(found, columns=["tracking_id", "scanned_at", "stage", "carrier", "text", "where"])
    events = events.drop_duplicates(["tracking_id", "scanned_at", "stage"], ignore_index=True)
    return conform(events.drop(columns="where"), "scans", lineage=False).assign(where=events["where"].astype("str"))


EXPORT = Export(
    name="meli-api-shipments",
    title="Mercado Libre shipments (API)",
    platform="mercadolibre",
    tables=("packages", "scans"),
    download="Mercado Libre API: GET /shipments/{id}, the answers saved as JSON",
    read_document=read,
    questions=questions,
    is_document=is_shipments,
)
