"""Parcels of a Walmart API order: in the United States below the lines' statuses, in Mexico as shipments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workbench.sources.json_values import instant, part, parts, word

SENT = ("shipped", "delivered", "refund")


def us_parcels(order_id: str | None, lines: list[tuple[str, list]]) -> Iterator[dict[str, object]]:
    """One parcel a tracking number: the order alone, or order/2, order/3 as in the Seller Center's export.

    Parameters
    ----------
    order_id : str
        The purchase order.
    lines : list of tuple
        Path and statuses of each line.
    """
    sent = [
        (path, part(status, "trackingInfo"))
        for path, statuses in lines
        for said, _, status in statuses
        if said.casefold() in SENT or part(status, "trackingInfo")
    ]
    # A line without a number beside lines with one travels in their parcel.
    numbers: dict[str | None, tuple[str, Mapping]] = {}
    for path, tracking in sent:
        numbers.setdefault(word(tracking.get("trackingNumber")), (path, tracking))
    if len(numbers) > 1:
        numbers.pop(None, None)
    for at, (tracking_id, (path, tracking)) in enumerate(numbers.items(), start=1):
        carrier = part(tracking, "carrierName")
        yield {
            "package_id": order_id if at == 1 else f"{order_id}/{at}",
            "carrier": word(carrier.get("carrier")) or word(carrier.get("otherCarrier")),
            "tracking_id": tracking_id,
            "confirmed_at": instant(tracking.get("shipDateTime")),
            "where": path,
        }


def mexican_parcels(order: Mapping, lines: list[tuple[str, Mapping]]) -> Iterator[dict[str, object]]:
    """One parcel a shipment that has a number or was sent; a shipment that was cancelled is none."""
    paths = {word(line.get("primeLineNumber")): path for path, line in lines}
    for shipment in parts(order, "shipments"):
        tracking_id = word(shipment.get("trackingNumber"))
        sent_at = instant(part(shipment, "shipmentAdditionalDate").get("shipmentShippedDate"))
        numbers = [word(line.get("primeLineNo")) for line in parts(shipment, "shipmentLines")]
        where = next((paths[number] for number in numbers if number in paths), None)
        cancelled = "cancel" in (word(shipment.get("status")) or "").casefold()
        if where and not cancelled and (tracking_id or sent_at is not None):
            yield {
                "package_id": word(shipment.get("packageNo")) or word(shipment.get("shipmentNo")),
                "carrier": word(shipment.get("carrier")),
                "tracking_id": tracking_id,
                "confirmed_at": sent_at,
                "where": where,
            }
