"""The figures that each platform would show for the simulated trade: its own windows, its own counting."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from make.parcels import end_of_day
from make.sellers import Account
from make.world import Order

SCANS = ("InTransit", "OutForDelivery", "Delivered", "DeliveryFailure", "AvailableForPickup", "Exception")


@dataclass(frozen=True)
class Count:
    """Events over opportunities in a window; both days belong to it."""

    start: date
    end: date
    numerator: int
    denominator: int

    @property
    def rate(self) -> float:
        """The rate; 0.0 where nothing was measured, as Amazon's report says it."""
        return self.numerator / self.denominator if self.denominator else 0.0

    def truncated(self, digits: int = 4) -> float:
        """The rate cut, not rounded, as Mercado Libre's answer shows it."""
        return math.floor(self.rate * 10**digits + 1e-9) / 10**digits


def window(as_of: date, *, days: int, lag: int) -> tuple[date, date]:
    """First and last day of a window of that length that ends `lag` days before `as_of`."""
    end = as_of - timedelta(days=lag)
    return end - timedelta(days=days - 1), end


def local_day(account: Account, at: datetime) -> date:
    """The account's calendar day of an instant."""
    return at.astimezone(account.tz).date()


def order_defects(orders: list[Order], *, account: Account, as_of: date, channel: str) -> tuple[Count, dict[str, int]]:
    """Amazon's order defect rate of one channel and its three parts: 60 days by order date, lag 15."""
    start, end = window(as_of, days=60, lag=15)
    close = end_of_day(account, as_of)
    inside = [o for o in orders if o.channel == channel and start <= o.day <= end and not o.is_cancelled(close)]
    parts = {
        "claims": [o for o in inside if o.claim and o.claim.counts and o.claim.opened_at <= close],
        "chargebacks": [o for o in inside if o.chargeback_at and o.chargeback_at <= close],
        "negativeFeedback": [o for o in inside if o.feedback and o.feedback[1] <= 2 and o.feedback[0] <= close],
    }
    defective = {o.number for some in parts.values() for o in some}
    return Count(start, end, len(defective), len(inside)), {name: len(some) for name, some in parts.items()}


def late_shipments(orders: list[Order], *, account: Account, as_of: date, days: int = 30) -> Count:
    """Seller-fulfilled orders whose ship-by day is in the window and that were confirmed after it."""
    start, end = window(as_of, days=days, lag=0)
    close = end_of_day(account, as_of)
    due = [o for o in _own(orders) if start <= local_day(account, o.ship_by_at) <= end and not o.is_cancelled(close)]
    late = [o for o in due if o.parcel is None or o.parcel.confirmed_at > o.ship_by_at]
    return Count(start, end, len(late), len(due))


def cancellations(orders: list[Order], *, account: Account, as_of: date, days: int = 7, lag: int = 1) -> Count:
    """Orders of the window that the seller cancelled, over all seller-fulfilled orders of the window."""
    start, end = window(as_of, days=days, lag=lag)
    close = end_of_day(account, as_of)
    inside = [o for o in _own(orders) if start <= o.day <= end]
    cancelled = [o for o in inside if o.is_cancelled(close) and o.cancelled_by == "seller"]
    return Count(start, end, len(cancelled), len(inside))


def valid_tracking(orders: list[Order], *, account: Account, as_of: date) -> Count:
    """Amazon: parcels with a carrier's scan by `as_of`, over parcels promised in the 30 days up to ten days before."""
    start, end = window(as_of, days=30, lag=10)
    close = end_of_day(account, as_of)
    inside = [o for o in _parcels(orders, close) if start <= local_day(account, o.promised_at) <= end]
    return Count(start, end, sum(is_scanned(o, close) for o in inside), len(inside))


def tracked_parcels(orders: list[Order], *, account: Account, as_of: date) -> Count:
    """Walmart: parcels of the last 30 days' orders with a scan within two days more, as its screen shows then."""
    start, end = window(as_of, days=30, lag=0)
    close = end_of_day(account, as_of)
    inside = [o for o in _parcels(orders, close) if o.day >= start]
    return Count(start, end, sum(is_scanned(o, close + timedelta(days=2)) for o in inside), len(inside))


def on_time_deliveries(orders: list[Order], *, account: Account, as_of: date, days: int = 30, lag: int = 10) -> Count:
    """Tracked parcels first attempted by the promised day, over tracked parcels promised in the window."""
    start, end = window(as_of, days=days, lag=lag)
    close = end_of_day(account, as_of)
    inside = [o for o in _parcels(orders, close) if start <= local_day(account, o.promised_at) <= end]
    tracked = [o for o in inside if is_scanned(o, close)]
    return Count(start, end, sum(_is_on_time(o, close) for o in tracked), len(tracked))


def unit_on_time_deliveries(orders: list[Order], *, account: Account, as_of: date) -> Count:
    """The same in units, as Amazon.com counts: 14 days, the last seven left out."""
    start, end = window(as_of, days=14, lag=7)
    close = end_of_day(account, as_of)
    inside = [o for o in _parcels(orders, close) if start <= local_day(account, o.promised_at) <= end]
    tracked = [(o, sum(line.quantity for line in o.lines)) for o in inside if is_scanned(o, close)]
    return Count(start, end, sum(u for o, u in tracked if _is_on_time(o, close)), sum(u for _, u in tracked))


def claims(orders: list[Order], *, account: Account, as_of: date, days: int, mediations: bool = False) -> Count:
    """Mercado Libre: orders of the window with a claim that counts, over all its orders, cancelled ones too."""
    start, end = window(as_of, days=days, lag=0)
    close = end_of_day(account, as_of)
    inside = [o for o in orders if start <= o.day <= end]
    with_claim = [o for o in inside if o.claim and o.claim.counts and o.claim.opened_at <= close]
    return Count(start, end, sum(o.claim.mediation or not mediations for o in with_claim), len(inside))


def seller_cancellations(orders: list[Order], *, account: Account, as_of: date, days: int) -> Count:
    """Mercado Libre: orders of the window that the seller cancelled, over all its orders."""
    start, end = window(as_of, days=days, lag=0)
    close = end_of_day(account, as_of)
    inside = [o for o in orders if start <= o.day <= end]
    return Count(start, end, sum(o.is_cancelled(close) and o.cancelled_by == "seller" for o in inside), len(inside))


def delayed_handling(orders: list[Order], *, account: Account, as_of: date, days: int) -> Count:
    """Mercado Libre: own parcels handed over after the limit, over own parcels due in the window."""
    return late_shipments(orders, account=account, as_of=as_of, days=days)


def completed_sales(orders: list[Order], *, account: Account, as_of: date, days: int) -> int:
    """Orders of the window that were not cancelled."""
    start, end = window(as_of, days=days, lag=0)
    close = end_of_day(account, as_of)
    return sum(start <= o.day <= end and not o.is_cancelled(close) for o in orders)


def negative_feedback(orders: list[Order], *, account: Account, as_of: date, days: int = 60) -> Count:
    """Walmart: orders of the window rated with one or two stars, over its orders that were not cancelled."""
    start, end = window(as_of, days=days, lag=0)
    close = end_of_day(account, as_of)
    inside = [o for o in _own(orders) if start <= o.day <= end and not o.is_cancelled(close)]
    bad = [o for o in inside if o.feedback and o.feedback[1] <= 2 and o.feedback[0] <= close]
    return Count(start, end, len(bad), len(inside))


def refunds(orders: list[Order], *, account: Account, as_of: date, days: int) -> Count:
    """Walmart: orders delivered in the window that were returned, over orders delivered in it."""
    start, end = window(as_of, days=days, lag=0)
    close = end_of_day(account, as_of)
    inside = [o for o in _own(orders) if o.delivered_at and start <= local_day(account, o.delivered_at) <= end]
    back = [o for o in inside if o.refund and o.refund.requested_at <= close]
    return Count(start, end, len(back), len(inside))


def not_received(orders: list[Order], *, account: Account, as_of: date, days: int = 60) -> Count:
    """Walmart: orders of the window that the buyer reports as not received, over its orders."""
    start, end = window(as_of, days=days, lag=0)
    close = end_of_day(account, as_of)
    inside = [o for o in _own(orders) if start <= o.day <= end and not o.is_cancelled(close)]
    return Count(start, end, sum(bool(o.claim and o.claim.opened_at <= close) for o in inside), len(inside))


def is_scanned(order: Order, at: datetime) -> bool:
    """A carrier has scanned the parcel by that moment; the label alone is no scan."""
    return any(event.at <= at and event.status.startswith(SCANS) for event in order.parcel.events)


def _own(orders: list[Order]) -> list[Order]:
    return [order for order in orders if order.channel == "seller"]


def _parcels(orders: list[Order], at: datetime) -> list[Order]:
    return [order for order in orders if order.parcel is not None and order.parcel.confirmed_at <= at]


def _is_on_time(order: Order, at: datetime) -> bool:
    attempted = order.parcel.attempted_at
    return attempted <= at and attempted <= order.promised_at
