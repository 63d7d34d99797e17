"""Opportunities of tracking and delivery, from parcels and carrier events."""

from __future__ import annotations

import pandas as pd

from workbench.kpis.accountable import excused_late, noting_accountable
from workbench.kpis.definitions import ALL_EVENTS, CARRIER_EXPORT, ORDERS_EXPORT, SHIPPING_EXPORT
from workbench.kpis.frames import AccountFrames
from workbench.kpis.opportunities import (
    Opportunities,
    later_of,
    nothing,
    opportunity_rows,
    text_where,
)
from workbench.kpis.reasons import reason
from workbench.rules import Rule


def valid_tracking(frames: AccountFrames, *, scope: str, rule: Rule | None) -> Opportunities:
    """Parcels that the seller shipped, dated by the promised delivery; numerator = those with physical scans.

    One scan is enough, except for origins and order values for which the rule asks for two: one at a facility
    and one at the door. Without promised delivery a parcel is dated by its confirmation, an estimate.

    Source: Amazon Seller Central help G201817070 and 202014610; announcement 427b2246 of 2025-01-15.

    Known to be wrong when: parcels are dated by confirmation and travel longer than the lag of the window.
    """
    parcels = frames.parcels[frames.parcels["confirmed_at"].notna()]
    missing = _carrier_missing(frames, parcels)
    if missing:
        return nothing(missing)
    two = _needs_two_scans(parcels, rule)
    valid_at = parcels["scan_at"].mask(two, later_of(parcels["facility_at"], parcels["door_at"]))
    confirmed, promised = frames.days(parcels["confirmed_at"]), frames.days(parcels["promised_at"])
    event = promised.fillna(confirmed)
    left_out = ~parcels["is_followed"]
    counted = later_of(event, confirmed)
    rows = opportunity_rows(
        parcels["order_id"],
        package_id=parcels["package_id"],
        event_date=event,
        counted_from=counted,
        numerator_from=later_of(frames.days(valid_at), counted),
        evidence_from=frames.days(parcels["event_at"]),
        is_left_out=left_out,
        reason=text_where(left_out, "no_carrier_file")
        .mask(~left_out & two, "scan_missing")
        .mask(~left_out & (~two | parcels["scan_at"].isna()), "no_scan"),
        note=text_where(promised.isna(), "estimate_dated_by_confirmation").mask(left_out, "estimate_left_out"),
    )
    return Opportunities(rows, without_evidence=reason("missing_export", CARRIER_EXPORT))


def tracked_orders(frames: AccountFrames, *, scope: str, rule: Rule | None) -> Opportunities:
    """Orders that the seller shipped, by order day; numerator = every parcel of it has a physical scan.

    An order counts from its confirmation of shipment on; where no file holds that, from its ship-by day.

    Source: Walmart Seller performance standards: orders with valid, traceable tracking.
    """
    parcels = frames.parcels[frames.parcels["tracking_id"].notna() | frames.parcels["confirmed_at"].notna()]
    missing = _carrier_missing(frames, parcels)
    if missing:
        return nothing(missing)
    orders = _by_order(parcels).assign(valid_at=_when_all(parcels, "scan_at"))
    event = frames.days(orders["ordered_at"])
    shipped = frames.days(orders["confirmed_at"].fillna(orders["ship_by_at"])).fillna(event)
    rows = opportunity_rows(
        orders["order_id"],
        event_date=event,
        counted_from=later_of(event, shipped),
        numerator_from=later_of(frames.days(orders["valid_at"]), event),
        evidence_from=frames.days(orders["event_at"]),
        is_left_out=~orders["is_followed"],
        reason=text_where(orders["is_followed"], "no_scan").mask(~orders["is_followed"], "no_carrier_file"),
        note=text_where(~orders["is_followed"], "estimate_left_out"),
    )
    without = reason("missing_export", CARRIER_EXPORT)
    return noting_accountable(Opportunities(rows, without_evidence=without), platform=frames.account.platform)


def on_time_packages(frames: AccountFrames, *, scope: str, rule: Rule | None) -> Opportunities:
    """Tracked parcels by promised delivery, extensions included; numerator = there, or tried, by then.

    Source: Amazon Seller Central help 200847280.
    """
    parcels = frames.parcels.assign(due_at=frames.parcels["promised_at_extended"].fillna(frames.parcels["promised_at"]))
    return _on_time(frames, parcels, tracked_only=True)


def on_time_units(frames: AccountFrames, *, scope: str, rule: Rule | None) -> Opportunities:
    """Tracked orders by promised delivery without extensions, weighted with their units.

    An order of several parcels is on time when its last parcel is. A protected order is never late.

    Source: Amazon seller forum b7169872; first delivery attempt counts (FirstMile specification, 2025-10-07).
    """
    orders = _delivered_orders(frames)
    zone = rule.zone if rule else ""
    return _on_time(frames, orders, tracked_only=True, weight=orders["units"], zone=zone)


def on_time_orders(frames: AccountFrames, *, scope: str, rule: Rule | None) -> Opportunities:
    """Orders by expected delivery date; numerator = every parcel there, or tried, by then. Untracked is late.

    A late order that the rule does not count against the seller is in the numerator too; of all events, it is not.

    Source: Walmart Marketplace Learn, Shipping and fulfilment policy (first attempt counts).
    """
    orders = _delivered_orders(frames)
    if scope == ALL_EVENTS or frames.account.platform != "walmart":
        return _on_time(frames, orders, tracked_only=False)
    excused = excused_late(frames, orders, rule)
    return noting_accountable(_on_time(frames, orders, tracked_only=False, excused=excused), platform="walmart")


def _carrier_missing(frames: AccountFrames, parcels: pd.DataFrame) -> str:
    if frames.lacks_orders:
        return reason("missing_export", ORDERS_EXPORT[frames.account.platform])
    if parcels.empty:
        return reason("missing_export", SHIPPING_EXPORT)
    if parcels["event_at"].isna().all():
        return reason("missing_export", CARRIER_EXPORT)
    return ""


def _needs_two_scans(parcels: pd.DataFrame, rule: Rule | None) -> pd.Series:
    """Origins and values of the rule are in USD; an order in another currency falls under the stricter rule."""
    floors = parcels["ship_from_country"].map(rule.two_scans_from if rule else {}).astype("float64")
    return floors.notna() & ((parcels["value"] >= floors) | (parcels["currency"] != "USD"))


def _by_order(parcels: pd.DataFrame) -> pd.DataFrame:
    grouped = parcels.assign(is_protected=parcels["is_protected"].fillna(False).astype(bool)).groupby(
        "order_number", sort=False
    )
    latest = grouped[["confirmed_at", "promised_at"]].max().rename(columns={"promised_at": "due_at"})
    same = grouped[["order_id", "ordered_at", "ship_by_at", "units"]].first()
    flags = grouped[["is_followed", "is_protected"]].all()
    return pd.concat([same, latest, flags], axis=1).assign(event_at=grouped["event_at"].min()).reset_index(drop=True)


def _when_all(parcels: pd.DataFrame, column: str) -> pd.Series:
    """Per order, in the order of first appearance: the last of its parcels' instants, missing while one is."""
    grouped = parcels[column].groupby(parcels["order_number"], sort=False)
    complete = grouped.count() == grouped.size()
    return grouped.max().where(complete).reset_index(drop=True)


def _delivered_orders(frames: AccountFrames) -> pd.DataFrame:
    """Made once for all rules of the years."""
    if _delivered_orders not in frames.made:
        arrivals = {column: _when_all(frames.parcels, column) for column in ("scan_at", "arrived_at")}
        frames.made[_delivered_orders] = _by_order(frames.parcels).assign(**arrivals)
    return frames.made[_delivered_orders]


def _on_time(
    frames: AccountFrames,
    shipped: pd.DataFrame,
    *,
    tracked_only: bool,
    weight=1,
    zone: str = "",
    excused: pd.Series | None = None,
) -> Opportunities:
    missing = _delivery_missing(frames, shipped)
    if missing:
        return nothing(missing)
    tracked = shipped["scan_at"].notna() | shipped["arrived_at"].notna()
    protected = shipped["is_protected"].fillna(False).astype(bool)
    in_time = protected | (shipped["arrived_at"] <= shipped["due_at"])
    on_time = in_time if excused is None else in_time | excused
    due = frames.days(shipped["due_at"], rule_zone=zone)
    unknown = ~tracked & ~shipped["is_followed"]
    weighed = pd.Series(weight, index=shipped.index, dtype="Int64")
    left_out = due.isna() | unknown | weighed.isna()
    rows = opportunity_rows(
        shipped["order_id"],
        package_id=shipped.get("package_id", ""),
        event_date=due.fillna(frames.days(shipped["confirmed_at"], rule_zone=zone)),
        numerator_from=due.where(on_time & ~left_out),
        weight=weighed.fillna(0).astype("int64"),
        is_left_out=left_out,
        reason=text_where(~on_time, "not_on_time")
        .mask(unknown, "no_carrier_file")
        .mask(due.isna(), "no_promise")
        .mask(weighed.isna(), "no_order"),
        note=text_where(on_time & ~in_time, "estimate_accountable").mask(left_out, "estimate_left_out"),
    )
    return Opportunities(rows[tracked.to_numpy()].reset_index(drop=True) if tracked_only else rows)


def _delivery_missing(frames: AccountFrames, shipped: pd.DataFrame) -> str:
    platform = frames.account.platform
    if frames.lacks_orders:
        return reason("missing_export", ORDERS_EXPORT[platform])
    if shipped.empty or shipped["due_at"].isna().all():
        if platform == "amazon":
            return reason("only_in_report", "amazon-account-health")
        return reason("missing_export", ORDERS_EXPORT[platform])
    return reason("missing_export", CARRIER_EXPORT) if shipped["arrived_at"].isna().all() else ""
