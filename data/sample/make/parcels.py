"""What becomes of an order on its way: cancellation, ship-by, confirmation, carrier events, delivery."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from make import stories
from make.dice import Dice, Quota
from make.sellers import Account, Seller
from make.world import Event, Order, Parcel, World

BEIJING = 8


@dataclass(frozen=True)
class Route:
    """How parcels travel between two countries; hours after the confirmation."""

    handling_days: int
    promise_days: int
    carrier: str
    number: str
    pick_up: tuple[int, int]
    depart: tuple[int, int]
    arrive: tuple[int, int]
    last_mile: tuple[int, int]


ROUTES = {
    ("CN", "MX"): Route(3, 17, "Yunlan Express", "YL{}MX", (4, 20), (22, 44), (60, 110), (70, 120)),
    ("CN", "US"): Route(3, 12, "Yunlan Express", "YL{}US", (4, 20), (20, 40), (50, 90), (40, 80)),
    ("US", "US"): Route(2, 6, "ParcelWay", "PW{}", (3, 16), (6, 14), (20, 40), (10, 34)),
    ("MX", "MX"): Route(2, 6, "Cóndor Envíos", "CE{}", (3, 16), (6, 14), (20, 44), (10, 34)),
}
MELI_HANDLING_DAYS = 1


def end_of_day(account: Account, day: date) -> datetime:
    """The last second of that local day."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=account.tz).astimezone(UTC)


def ship_orders(world: World) -> None:
    """Let every order of the world be cancelled or shipped and delivered."""
    for account in world.seller.accounts:
        carrier = _Carrier(world.seller, account)
        for order in world.orders[account.id]:
            carrier.handle(order)


class _Carrier:
    """One account's shipping desk, with its running quotas of trouble."""

    def __init__(self, seller: Seller, account: Account):
        self.seller, self.account = seller, account
        self.dice = Dice(seller.id, account.id, "parcels")
        self.route = ROUTES[account.ship_from, account.market]
        self.quota = {
            name: Quota(Dice(seller.id, account.id, name))
            for name in ("seller", "buyer", "late", "untracked", "slow", "held", "lost", "attempt")
        }

    def handle(self, order: Order) -> None:
        handling = MELI_HANDLING_DAYS if self.account.platform == "mercadolibre" else self.route.handling_days
        order.ship_by_at = end_of_day(self.account, _business_days_after(order.day, handling))
        promised_day = order.ship_by_at.astimezone(self.account.tz).date() + timedelta(days=self.route.promise_days)
        order.promised_at = end_of_day(self.account, promised_day)
        if self._is_cancelled(order):
            return
        if order.channel == "platform":
            order.shipped_at = order.ordered_at + _hours(self.dice, 6, 30)
            order.delivered_at = order.shipped_at + _hours(self.dice, 24, 90)
            return
        self._ship(order)

    def _is_cancelled(self, order: Order) -> bool:
        rates = self.account.rates
        if self.quota["buyer"].due(rates.cancelled_by_buyer):
            order.cancelled_by, order.cancelled_at = "buyer", order.ordered_at + _hours(self.dice, 0.5, 9)
        elif order.channel == "seller" and self.quota["seller"].due(rates.cancelled_by_seller):
            order.cancelled_by, order.cancelled_at = "seller", order.ordered_at + _hours(self.dice, 10, 40)
        return order.cancelled_at is not None

    def _ship(self, order: Order) -> None:
        late = self.quota["late"].due(stories.late_share(self.seller, self.account, order.day))
        if late:
            confirmed = order.ship_by_at + _hours(self.dice, 2, 44)
        else:
            room = (order.ship_by_at - order.ordered_at).total_seconds() / 3600
            confirmed = order.ordered_at + _hours(self.dice, min(5, room / 4), room * 0.92)
        order.shipped_at = confirmed
        order.parcel = Parcel(self._carrier_name(), self._tracking_number(), confirmed)
        self._travel(order.parcel, order)
        order.delivered_at = order.parcel.delivered_at

    def _carrier_name(self) -> str:
        return "Mercado Envíos" if self.account.platform == "mercadolibre" else self.route.carrier

    def _tracking_number(self) -> str:
        if self.account.platform == "mercadolibre":
            return "43" + self.dice.digits(9)
        return self.route.number.format(self.dice.digits(11))

    def _travel(self, parcel: Parcel, order: Order) -> None:
        dice, route, account = self.dice, self.route, self.account
        picked_up = parcel.confirmed_at + _hours(dice, *route.pick_up)
        departed = picked_up + _hours(dice, *route.depart)
        arrived = departed + _hours(dice, *route.arrive)
        abroad = account.ship_from != account.market
        seen_from = picked_up
        if abroad:
            lost = self.quota["lost"].due(stories.lost_scan_share(self.seller, account, arrived.date()))
            held = lost or self.quota["held"].due(stories.held_share(self.seller, account, arrived.date()))
            parcel.held_days = dice.whole(28, 55) if lost else dice.whole(9, 24) if held else 0
            seen_from = arrived + timedelta(days=parcel.held_days) if lost else picked_up
        released = arrived + _hours(dice, 20, 44) + timedelta(days=parcel.held_days) if abroad else arrived
        out = released + _hours(dice, *route.last_mile)
        if self.quota["slow"].due(account.rates.slow):
            out += _hours(dice, 5 * 24, 11 * 24)
        arrives_at = out + _hours(dice, 2, 9)
        parcel.attempted_at, parcel.delivered_at = arrives_at, arrives_at
        if self.quota["attempt"].due(0.05):
            parcel.delivered_at = arrives_at + _hours(dice, 20, 28)
        untracked = self.quota["untracked"].due(account.rates.untracked)
        if not untracked:
            stages = {"up": picked_up, "away": departed, "there": arrived, "free": released, "out": out}
            parcel.events = [e for e in _events(parcel, order, stages) if e.at >= seen_from]
        parcel.events.insert(0, _label(parcel, account))


def _label(parcel: Parcel, account: Account) -> Event:
    hours = {"CN": BEIJING, "US": -8, "MX": -6}[account.ship_from]
    return Event(parcel.confirmed_at - timedelta(hours=2), "InfoReceived", "Shipping information received", "", hours)


def _events(parcel: Parcel, order: Order, stages: dict[str, datetime]) -> list[Event]:
    account = order.account
    abroad = account.ship_from != account.market
    origin, here = {"CN": BEIJING, "US": -8, "MX": -6}[account.ship_from], -6 if account.market == "MX" else -8
    spanish = account.market == "MX"
    start = {"CN": "Shenzhen, CN", "US": "Ontario, CA, US", "MX": "Ciudad de México, MX"}[account.ship_from]
    gate = ("CDMX, MX" if spanish else "Los Angeles, US") if abroad else f"{order.buyer.state}, {account.market}"
    town = f"{order.buyer.city}, {account.market}"
    events = [
        Event(stages["up"], "InTransit_PickedUp", "云岚揽收" if abroad else "Picked up", start, origin),
        Event(stages["away"], "InTransit_Departure", "Departed from origin facility", start, origin),
        Event(stages["there"], "InTransit_Arrival", _arrival_text(abroad), gate, here),
    ]
    if abroad:
        events += _customs_events(parcel, stages, gate, here, spanish)
    out_text = "En proceso de entrega" if spanish else "Out for delivery"
    events.append(Event(stages["out"], "OutForDelivery_Other", out_text, town, here))
    if parcel.attempted_at != parcel.delivered_at:
        failed = "Intento de entrega sin éxito" if spanish else "Delivery attempted"
        events.append(Event(parcel.attempted_at, "DeliveryFailure_NoBody", failed, town, here))
    delivered = "Entregado" if spanish else "Delivered"
    return [*events, Event(parcel.delivered_at, "Delivered_Other", delivered, town, here)]


def _arrival_text(abroad: bool) -> str:
    return "Arrived at destination country" if abroad else "Arrived at regional hub"


def _customs_events(parcel: Parcel, stages, gate: str, here: int, spanish: bool) -> list[Event]:
    started = stages["there"] + timedelta(hours=9)
    events = [Event(started, "InTransit_CustomsProcessing", "Customs clearance processing", gate, here)]
    if parcel.held_days:
        text = "Retenido en aduana: falta información" if spanish else "Held by customs: information required"
        asked = [started + timedelta(hours=11), started + timedelta(days=parcel.held_days / 2)]
        events += [Event(at, "InTransit_CustomsRequiringInformation", text, gate, here) for at in asked]
    text = "Liberado por aduana" if spanish else "Released by customs"
    return [*events, Event(stages["free"], "InTransit_CustomsReleased", text, gate, here)]


def _hours(dice: Dice, low: float, high: float) -> timedelta:
    return timedelta(seconds=int(dice.between(low, high) * 3600))


def _business_days_after(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
