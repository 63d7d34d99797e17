"""Opportunities of late shipment, delayed handling and cancellation."""

from __future__ import annotations

import pandas as pd

from workbench.kpis.accountable import noting_accountable
from workbench.kpis.definitions import ALL_EVENTS, ORDERS_EXPORT, SHIPPING_EXPORT
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


def late_shipments(frames: AccountFrames, *, scope: str, rule: Rule | None) -> Opportunities:
    """Orders that the seller ships, dated by the ship-by time; late = not confirmed by then.

    An order cancelled before it was shipped leaves the count on the day of the cancellation: the platforms
    count it as cancelled instead. An order that was shipped at an unknown time is left out. With several
    parcels the last confirmation decides.

    Source: Amazon Seller Central help 200285190 and forum 337189; Walmart Seller performance standards.

    Known to be wrong when: the platform takes another parcel than the last as the order's confirmation.
    """
    shipments = _ship_rows(frames)
    if shipments.missing:
        return shipments
    return noting_accountable(shipments, platform=frames.account.platform)


def delayed_handling(frames: AccountFrames, *, scope: str, rule: Rule | None) -> Opportunities:
    """As late shipments, but dated by the sale, as Mercado Libre's period is; Full is not the seller's.

    Source: Mercado Libre developers, sellers-reputation (47 of 65 parcels beside 24 of 263 sales).
    """
    shipments = _ship_rows(frames)
    if shipments.missing:
        return shipments
    ordered = _order_days(frames).reindex(shipments.rows["order_id"]).reset_index(drop=True)
    due = shipments.rows["event_date"]
    rows = shipments.rows.assign(event_date=ordered, counted_from=later_of(due, ordered))
    return Opportunities(rows)


def cancellations(frames: AccountFrames, *, scope: str, rule: Rule | None) -> Opportunities:
    """Orders that the seller ships, by order day; numerator = cancelled by the seller, or by the platform.

    The platform cancels what the seller never ships. One cancelled line is enough. After the confirmation of
    shipment it is a refund and doesn't count. Buyers' own cancellations don't count. An order that doesn't say
    who cancelled makes the figure undecided. Of all events, every cancellation before shipping counts, whoever
    cancelled.

    Source: Amazon Seller Central help 200285210; Walmart Seller performance standards (auto-cancellations count).
    """
    orders = frames.orders[frames.orders["is_seller_shipped"]]
    if scope == ALL_EVENTS:
        return _every_cancellation(frames, orders)
    return _cancellation_rows(frames, orders, platform_counts=True)


def sales_cancelled(frames: AccountFrames, *, scope: str, rule: Rule | None) -> Opportunities:
    """All sales, by order day; numerator = cancelled by the seller.

    Source: Mercado Libre developers, sellers-reputation: the rate is over sales including cancelled ones.
    """
    return _cancellation_rows(frames, frames.orders, platform_counts=False)


def _ship_rows(frames: AccountFrames) -> Opportunities:
    orders = frames.orders[frames.orders["is_seller_shipped"]]
    missing = _shipping_missing(frames, orders)
    if missing:
        return nothing(missing)
    unsent = orders["confirmed_at"].isna()
    # Cancelled before a deadline was ever set: it never was a shipment.
    orders = orders[~(orders["ship_by_at"].isna() & orders["is_cancelled"] & unsent)]
    unsent = orders["confirmed_at"].isna()
    unknown_time = unsent & orders["is_shipped"] & ~orders["is_cancelled"]
    left_out = orders["ship_by_at"].isna() | unknown_time
    due, ordered = frames.days(orders["ship_by_at"]), frames.days(orders["ordered_at"])
    late = ~left_out & (unsent | (orders["confirmed_at"] > orders["ship_by_at"]))
    rows = opportunity_rows(
        orders["order_id"],
        event_date=due.fillna(ordered),
        counted_until=frames.days(orders["cancelled_at"]).where(unsent & orders["is_cancelled"]),
        numerator_from=due.where(late),
        is_left_out=left_out,
        reason=text_where(late, "late").mask(unknown_time, "no_confirmation").mask(due.isna(), "no_ship_by"),
        note=text_where(left_out, "estimate_left_out"),
    )
    return Opportunities(rows)


def _shipping_missing(frames: AccountFrames, orders: pd.DataFrame) -> str:
    platform = frames.account.platform
    if frames.lacks_orders:
        return reason("missing_export", ORDERS_EXPORT[platform])
    if orders.empty:
        return ""
    if orders["ship_by_at"].isna().all():
        return reason("missing_export", ORDERS_EXPORT[platform] if platform == "walmart" else SHIPPING_EXPORT)
    return reason("missing_export", SHIPPING_EXPORT) if orders["confirmed_at"].isna().all() else ""


def _cancellation_rows(frames: AccountFrames, orders: pd.DataFrame, *, platform_counts: bool) -> Opportunities:
    if frames.lacks_orders:
        return nothing(reason("missing_export", ORDERS_EXPORT[frames.account.platform]))
    by_seller, by_platform = orders["by_seller_at"], orders["by_platform_at"]
    at = by_seller.fillna(by_platform) if platform_counts else by_seller
    before_shipping = orders["confirmed_at"].isna() | (at < orders["confirmed_at"])
    at = at.where(before_shipping)
    unknown = orders["by_unknown_at"].where(at.isna())
    unknown = unknown.where(orders["confirmed_at"].isna() | (unknown < orders["confirmed_at"]))
    event = frames.days(orders["ordered_at"])
    rows = opportunity_rows(
        orders["order_id"],
        event_date=event,
        numerator_from=later_of(frames.days(at), event),
        undecided_from=later_of(frames.days(unknown), event),
        reason=text_where(by_seller.notna() & at.notna(), "cancelled_by_seller")
        .mask(by_seller.isna() & at.notna(), "cancelled_by_platform")
        .mask(unknown.notna(), "cancelled_by_unknown"),
    )
    return Opportunities(rows)


def _every_cancellation(frames: AccountFrames, orders: pd.DataFrame) -> Opportunities:
    if frames.lacks_orders:
        return nothing(reason("missing_export", ORDERS_EXPORT[frames.account.platform]))
    at = orders["cancelled_at"]
    at = at.where(orders["confirmed_at"].isna() | (at < orders["confirmed_at"]))
    event = frames.days(orders["ordered_at"])
    by = [(orders["by_seller_at"], "cancelled_by_seller"), (orders["by_platform_at"], "cancelled_by_platform")]
    known = [*by, (orders["by_unknown_at"], "cancelled_by_unknown")]
    why = text_where(at.notna(), "cancelled_by_buyer")
    for cancelled, code in reversed(known):
        why = why.mask(at.notna() & cancelled.notna(), code)
    rows = opportunity_rows(
        orders["order_id"], event_date=event, numerator_from=later_of(frames.days(at), event), reason=why
    )
    return Opportunities(rows)


def _order_days(frames: AccountFrames) -> pd.Series:
    return frames.days(frames.orders.set_index("order_id")["ordered_at"])
