"""The simulated trade of one seller. Every file of the sample is a view of this."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from make import stories
from make.catalogue import Sku
from make.dice import Dice, Quota
from make.people import Buyer, buyer
from make.sellers import FIRST_DAY, LAST_DAY, Account, Seller

COLOUR_WEIGHTS = (1.0, 0.6, 0.42, 0.32, 0.24, 0.18)
TWO_ITEMS_SHARE = 0.05


@dataclass(frozen=True)
class Offer:
    """One SKU offered on one account: its page, its price, who ships it."""

    account: Account
    sku: Sku
    item_id: str
    variation_id: str
    seller_skus: tuple[tuple[tuple[str, str], float], ...]
    visits_a_day: float
    is_premium: bool

    @property
    def parent_id(self) -> str:
        """The page that holds all colours."""
        return f"B0{self.sku.code[:2]}P{self.sku.product.number:05d}"

    def price(self, day: date) -> float:
        """Shelf price that day; a tenth of the pages changed it on the first day of September 2025."""
        if own := stories.price(self.account, self.sku, day):
            return own
        base = self.sku.product.price[self.account.currency]
        if self.account.platform != "mercadolibre" and self.account.currency == "MXN":
            base += 10
        if self.sku.number % 10 == 3 and day >= date(2025, 9, 1):
            base = base + 20 if base > 100 else base + 1
        return base


@dataclass
class Line:
    """One line of an order."""

    offer: Offer
    seller_sku: str
    quantity: int
    unit_price: float
    tax: float = 0.0
    shipping: float = 0.0
    discount: float = 0.0

    @property
    def total(self) -> float:
        """What the line costs the buyer without tax and shipping."""
        return round(self.unit_price * self.quantity, 2)


@dataclass
class Event:
    """One carrier event; `offset` is the hours that the carrier's clock differs from UTC."""

    at: datetime
    status: str
    text: str
    place: str
    offset: int


@dataclass
class Parcel:
    """What happened to an order that the seller ships itself."""

    carrier: str
    tracking: str
    confirmed_at: datetime
    events: list[Event] = field(default_factory=list)
    held_days: int = 0
    attempted_at: datetime | None = None
    delivered_at: datetime | None = None


@dataclass
class Claim:
    """A buyer's claim (A-to-z, Mercado Libre claim, Walmart item not received)."""

    opened_at: datetime
    closed_at: datetime
    counts: bool
    mediation: bool
    reason: str


@dataclass
class Return:
    """A return and its refund."""

    requested_at: datetime
    received_at: datetime
    refunded_at: datetime
    reason: str


@dataclass
class Order:
    """One order and everything that becomes of it, whenever that is."""

    account: Account
    number: str
    ordered_at: datetime
    day: date
    lines: list[Line]
    channel: str
    buyer: Buyer
    is_business: bool
    pack: str = ""
    second_number: str = ""
    ship_by_at: datetime | None = None
    promised_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancelled_by: str = ""
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    parcel: Parcel | None = None
    claim: Claim | None = None
    chargeback_at: datetime | None = None
    feedback: tuple[datetime, int] | None = None
    refund: Return | None = None

    def is_cancelled(self, at: datetime) -> bool:
        """Cancelled by that moment."""
        return self.cancelled_at is not None and self.cancelled_at <= at

    def is_shipped(self, at: datetime) -> bool:
        """Shipped by that moment."""
        return self.shipped_at is not None and self.shipped_at <= at

    def is_delivered(self, at: datetime) -> bool:
        """Delivered by that moment."""
        return self.delivered_at is not None and self.delivered_at <= at

    @property
    def worth(self) -> float:
        """What the buyer paid for the goods."""
        return round(sum(line.total for line in self.lines), 2)


@dataclass
class World:
    """One seller's trade."""

    seller: Seller
    offers: dict[str, list[Offer]]
    orders: dict[str, list[Order]]
    sessions: dict[tuple[str, str, int, int], int]


def offers_of(seller: Seller, account: Account) -> list[Offer]:
    """What the seller offers on that account, with visits that give the account its orders a day."""
    offered = [sku for sku in seller.skus if sku.number % 5 in account.offered]
    weights = [_weight(seller, account, sku) for sku in offered]
    scale = account.orders_a_day / sum(weights)
    return [
        Offer(
            account=account,
            sku=sku,
            item_id=_item_id(account, sku),
            variation_id=f"18{seller.prefix.encode().hex()}{sku.number:06d}",
            seller_skus=_seller_skus(account, sku),
            visits_a_day=scale * weight / stories.conversion(seller, account, sku, FIRST_DAY),
            is_premium=sku.product.number % 3 == 0,
        )
        for sku, weight in zip(offered, weights, strict=True)
    ]


def simulate_demand(seller: Seller) -> World:
    """Visits and orders of all accounts; nothing has happened to the orders yet."""
    world = World(seller, {}, {}, defaultdict(int))
    for account in seller.accounts:
        dice = Dice(seller.id, account.id, "demand")
        world.offers[account.id] = offers_of(seller, account)
        world.orders[account.id] = orders = []
        numbers = _order_numbers(account, dice)
        steady = Quota(Dice(seller.id, account.id, "best seller"))
        for shift in range((LAST_DAY - FIRST_DAY).days + 1):
            day = FIRST_DAY + timedelta(days=shift)
            if not stories.is_closed(seller, day):
                orders += _orders_of_day(world, account, day, dice, numbers, steady)
        orders.sort(key=lambda order: (order.ordered_at, order.number))
    return world


def _weight(seller: Seller, account: Account, sku: Sku) -> float:
    weight = (
        sku.product.number**-0.75 * COLOUR_WEIGHTS[(sku.number + sku.product.number) % 5 if not sku.is_first else 0]
    )
    return weight * stories.popularity(seller, account, sku)


def _item_id(account: Account, sku: Sku) -> str:
    if account.platform == "amazon":
        return f"B0{sku.code[:2]}{sku.number:06d}"
    if account.platform == "walmart":
        return f"5{int(sku.code[:2].encode().hex(), 16):05d}{sku.number:04d}"
    return f"MLM{int(account.seller_number[:9]) % 1000:03d}{sku.product.number:07d}"


def _seller_skus(account: Account, sku: Sku) -> tuple[tuple[tuple[str, str], float], ...]:
    """Article numbers of one page. The first pages of a mixed Amazon account sell from both stocks."""
    if account.fulfilment == "seller":
        return (((sku.code, "seller"), 1.0),)
    if account.platform == "amazon" and sku.number <= 8:
        return (((sku.code, "platform"), 0.8), ((f"{sku.code}-FBM", "seller"), 0.2))
    by_platform = sku.number * 37 % 100 < account.platform_share * 100
    return (((sku.code, "platform" if by_platform else "seller"), 1.0),)


def _orders_of_day(world: World, account: Account, day: date, dice: Dice, numbers, steady: Quota) -> list[Order]:
    basket: list[Line] = []
    for offer in world.offers[account.id]:
        sessions = dice.count(offer.visits_a_day * stories.demand(day))
        world.sessions[account.id, offer.sku.code, day.year, day.month] += sessions
        share = stories.conversion(world.seller, account, offer.sku, day)
        quota = steady if stories.is_best_seller(world.seller, account, offer.sku) else None
        basket += [
            _line(offer, day, dice) for _ in range(sessions) if (quota.due(share) if quota else dice.chance(share))
        ]
    basket = dice.shuffle(basket)
    orders = []
    while basket:
        lines = [basket.pop()]
        if basket and dice.chance(TWO_ITEMS_SHARE) and _ship_together(lines[0], basket[-1]):
            lines.append(basket.pop())
        orders += _orders(account, day, lines, dice, numbers)
    return orders


def _ship_together(one: Line, other: Line) -> bool:
    return one.offer.item_id != other.offer.item_id and _channel(one) == _channel(other)


def _line(offer: Offer, day: date, dice: Dice) -> Line:
    price = offer.price(day)
    code, _ = dice.weighted(offer.seller_skus)
    quantity = _answered(offer, day, dice.weighted(((1, 0.89), (2, 0.09), (3, 0.02))))
    in_usd = offer.account.currency == "USD"
    line = Line(offer, code, quantity, price)
    line.tax = round(line.total * 0.0825, 2) if in_usd else 0.0
    if price < (15 if in_usd else 299) and dice.chance(0.3):
        line.shipping = 4.99 if in_usd else 49.0
    if dice.chance(0.06):
        line.discount = round(line.total * 0.1, 2)
    return line


def _answered(offer: Offer, day: date, quantity: int) -> int:
    """Units of one line: as drawn, or by the price where buyers answer to it, by dice that no other SKU uses."""
    mean = stories.units_an_order(offer.account, offer.sku, offer.price(day))
    if mean is None:
        return quantity
    return int(mean) + Dice(offer.account.id, offer.sku.code, str(day), "units").chance(mean % 1)


def _orders(account: Account, day: date, lines: list[Line], dice: Dice, numbers) -> list[Order]:
    """One order of these lines; Mercado Libre makes one order a line and ties them into a package."""
    ordered_at = _moment(account, day, dice)
    person = buyer(dice, country=account.market)
    shared = {"is_business": account.platform == "amazon" and dice.chance(0.04)}
    if account.platform != "mercadolibre":
        return [Order(account, next(numbers), ordered_at, day, lines, _channel(lines[0]), person, **shared)]
    pack = next(numbers) if len(lines) > 1 else ""
    return [
        Order(account, next(numbers), ordered_at, day, [line], _channel(lines[0]), person, pack=pack, **shared)
        for line in lines
    ]


def _channel(line: Line) -> str:
    return next(channel for (code, channel), _ in line.offer.seller_skus if code == line.seller_sku)


def _moment(account: Account, day: date, dice: Dice) -> datetime:
    seconds = min(86399, max(0, int(dice.normal(14.8, 4.4) * 3600)))
    local = datetime.combine(day, time()) + timedelta(seconds=seconds)
    return local.replace(tzinfo=account.tz).astimezone(UTC)


def _order_numbers(account: Account, dice: Dice):
    """Numbers in the platform's shape, rising with time where the platform's do."""
    counter = dice.whole(1_000_000, 9_000_000)
    while True:
        counter += dice.whole(900, 9900)
        if account.platform == "amazon":
            first = dice.pick(("111", "112", "113", "114")) if account.market == "US" else dice.pick(("701", "702"))
            yield f"{first}-{dice.digits(7)}-{counter % 10_000_000:07d}"
        elif account.platform == "mercadolibre":
            yield f"2000{int(account.seller_number[:9]) % 1000:03d}{counter:09d}"
        else:
            yield f"1088{counter:011d}"
