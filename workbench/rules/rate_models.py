"""What one row of the rate book says: of which sales, how much, from when to when, and how sure it is."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from workbench.errors import did_you_mean

WHATS = (
    *("vat", "income_tax_withheld", "income_tax_withheld_no_rfc", "vat_withheld", "vat_withheld_no_rfc"),
    *("referral", "fixed_fee", "fulfilment", "fuel_surcharge", "free_shipping", "free_shipping_from", "instalments"),
    *("checkout_fraction", "checkout_amount", "refund_admin", "subscription", "import_duty", "section_301"),
    *("section_122", "customs_fee", "courier_rate", "merchandise_processing", "harbor_maintenance", "storage"),
    *("advertising", "return_rate", "return_loss", "own_shipping", "financing"),
)
"""What a rate is for; docs/rates.md says what each one is taken of."""

# What a row may be limited to; '' = any. The more of them a row names, the more specific it is.
PLACES = ("platform", "category", "logistic", "origin", "tariff_line", "listing_type", "size", "sku", "account")
# Origin groups of the book. A parcel that is only sent from the United States has no T-MEC origin.
TMEC = frozenset({"US", "MX", "CA"})
LONGEST_UNCHECKED = timedelta(days=180)
Status = Literal["confirmed", "needs_check", "expired"]
Evidence = Literal["high", "medium", "low"]


class Tier(BaseModel):
    """One step of a rate: its value up to a price, that price included unless `is_below`; None = no upper end."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    up_to: float | None = Field(default=None, gt=0)
    value: float = Field(ge=0)
    is_below: bool = False


class Rate(BaseModel):
    """One dated rate.

    `kind` says how it is computed: ``fraction`` (value x base), ``amount`` (value per unit, or by the price's tier),
    ``whole_price`` (the tier's fraction on the whole price), ``portion`` (each tier's fraction on the part of the
    price inside it). Beyond the last tier's end there is no rate. `price_from` is included and `price_to` is not;
    `weight_from_kg` is not included and `weight_to_kg` is. From `steps_from_kg` on, each begun `step_kg` adds
    `step_amount`. `since` None: the day it began was not found.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    id: str
    what: str
    market: str = Field(pattern=r"^[A-Z]{2}$")
    platform: str = ""
    category: str = ""
    logistic: str = ""
    origin: str = ""
    tariff_line: str = ""
    listing_type: str = ""
    size: str = ""
    sku: str = ""
    account: str = ""
    kind: Literal["fraction", "amount", "whole_price", "portion"]
    value: float | None = Field(default=None, ge=0)
    tiers: tuple[Tier, ...] = ()
    minimum: float | None = Field(default=None, ge=0)
    maximum: float | None = Field(default=None, ge=0)
    plus: float | None = Field(default=None, ge=0)
    currency: str = Field(default="", pattern=r"^([A-Z]{3})?$")
    price_from: float | None = Field(default=None, ge=0)
    price_to: float | None = Field(default=None, gt=0)
    weight_from_kg: float | None = Field(default=None, ge=0)
    weight_to_kg: float | None = Field(default=None, gt=0)
    steps_from_kg: float | None = Field(default=None, ge=0)
    step_kg: float | None = Field(default=None, gt=0)
    step_amount: float | None = Field(default=None, ge=0)
    base: str = "price"
    since: date | None = None
    until: date | None = None
    grade: Evidence
    source: str = Field(min_length=1)
    checked: date
    note: str = ""

    @model_validator(mode="after")
    def _holds_together(self) -> Rate:
        for fault in (_wrong_what(self), _wrong_value(self), _wrong_tiers(self), _wrong_bounds(self)):
            if fault:
                raise ValueError(fault)
        return self

    @cached_property
    def places(self) -> dict[str, str]:
        """What the rate is limited to: the named places only."""
        return {name: getattr(self, name) for name in PLACES if getattr(self, name)}

    @property
    def marks(self) -> tuple[float, ...]:
        """Prices at which the charge jumps or bends, in its currency, ascending."""
        bounds = {tier.up_to for tier in self.tiers} | {self.price_from, self.price_to}
        if self.kind == "fraction" and self.value:
            bounds |= {limit / self.value for limit in (self.minimum, self.maximum) if limit}
        if self.kind in ("whole_price", "portion") and self.minimum:
            bounds |= {self.minimum / self.tiers[0].value} if self.tiers[0].value else set()
        return tuple(sorted(bound for bound in bounds if bound))

    def holds_on(self, on: date) -> bool:
        """Whether the rate is in force on that day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    def covers(self, *, price: float | None = None, weight_kg: float | None = None) -> bool:
        """Whether a price and weight lie in the row's bounds; a bounded row never covers what is not known.

        >>> load = dict(id="x", what="fixed_fee", market="MX", kind="amount", value=25, currency="MXN")
        >>> row = Rate(**load, price_to=299, grade="high", source="typed", checked=date(2026, 1, 1))
        >>> row.covers(price=298.99), row.covers(price=299), row.covers()
        (True, False, False)
        """
        return _in_price(self, price) and self.covers_weight(weight_kg)

    def covers_weight(self, weight_kg: float | None) -> bool:
        """Whether a weight lies in the row's bounds, whatever the price."""
        if self.weight_from_kg is None and self.weight_to_kg is None:
            return True
        low, high = self.weight_from_kg or 0.0, float("inf") if self.weight_to_kg is None else self.weight_to_kg
        return weight_kg is not None and low < weight_kg <= high

    def status(self, on: date) -> Status:
        """How far the rate may be trusted on a day.

        ``expired`` after its last day; ``confirmed`` where two sources or an official page say so and a person
        compared it within the last 180 days; else ``needs_check``.
        """
        if self.until is not None and on > self.until:
            return "expired"
        is_old = on - self.checked > LONGEST_UNCHECKED
        return "confirmed" if self.grade == "high" and not is_old else "needs_check"


class TypedRate(Rate):
    """A rate that the client or the analyst states in `client.yml`: who stated it, when, and from which day it holds.

    `since` must be given: a rate noted today says nothing of last year.
    """

    id: str = ""
    by: str = Field(min_length=1)
    noted: date
    since: date
    grade: Evidence = "high"
    source: str = ""
    checked: date | None = None

    @model_validator(mode="before")
    @classmethod
    def _of_whom(cls, values: object) -> object:
        if not isinstance(values, dict):
            return values
        places = "-".join(str(values[name]) for name in PLACES if values.get(name))
        name = "-".join(filter(None, ["typed", str(values.get("what")), str(values.get("market")), places]))
        filled = {"id": name, "source": f"stated by {values.get('by')}", "checked": values.get("noted")}
        return filled | {field: value for field, value in values.items() if value not in (None, "")}


class SizeTier(BaseModel):
    """One size tier of a fulfilment card: longest weight and sides, as published (pounds, inches)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    size: str
    weight_lb: float | None = None
    sides_in: tuple[float, float, float] | None = None
    length_and_girth_in: float | None = None
    is_by_unit_weight: bool = False
    least_side_in: float = 0.0


class NotKnown(BaseModel):
    """A rate that no source gives: what it is, where it applies, and where a person gets it.

    `since` is the first day it is not known from (None: never known); `is_partial` says that only some of it is not;
    `category` that it is not known of that category, whatever rows of no category say.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: str
    market: str
    platform: str = ""
    category: str = ""
    since: date | None = None
    is_partial: bool = False
    get_it_from: tuple[Literal["settlement", "platform_preview", "platform_page", "customs_broker", "client"], ...]
    note: str


def _wrong_what(rate: Rate) -> str:
    if rate.what in WHATS:
        return ""
    near = did_you_mean(rate.what, WHATS)
    return f"what is '{rate.what}', which is no rate of the book" + (f" ({near})" if near else "")


def _wrong_value(rate: Rate) -> str:
    tiered = rate.kind in ("whole_price", "portion")
    if tiered and not rate.tiers:
        return f"{rate.id}: {rate.kind} needs tiers"
    if (rate.value is None) == (not rate.tiers):
        return f"{rate.id}: one of value and tiers is needed"
    if rate.kind == "fraction" and rate.tiers:
        return f"{rate.id}: a fraction has no tiers; whole_price or portion has"
    fractions = [] if rate.kind == "amount" else [tier.value for tier in rate.tiers] or [rate.value]
    if any(value > 1 for value in fractions):
        return f"{rate.id}: {max(fractions):g} is no fraction; 16 % is 0.16"
    limits = (rate.minimum, rate.maximum, rate.plus, rate.price_from, rate.price_to, *(t.up_to for t in rate.tiers))
    if not rate.currency and (rate.kind == "amount" or any(limit is not None for limit in limits)):
        return f"{rate.id}: an amount needs its currency"
    return ""


def _wrong_tiers(rate: Rate) -> str:
    ends = [tier.up_to for tier in rate.tiers]
    if None in ends[:-1]:
        return f"{rate.id}: only the last tier may be without up_to"
    closed = [end for end in ends if end is not None]
    if closed != sorted(set(closed)):
        return f"{rate.id}: tiers must rise"
    return ""


def _wrong_bounds(rate: Rate) -> str:
    pairs = [(rate.since, rate.until), (rate.minimum, rate.maximum)]
    if any(low is not None and high is not None and low > high for low, high in pairs):
        return f"{rate.id}: ends before it begins"
    ranges = [(rate.price_from, rate.price_to), (rate.weight_from_kg, rate.weight_to_kg)]
    if any(low is not None and high is not None and low >= high for low, high in ranges):
        return f"{rate.id}: an empty range of prices or weights"
    steps = (rate.steps_from_kg, rate.step_kg, rate.step_amount)
    if any(step is not None for step in steps) and None in steps:
        return f"{rate.id}: steps_from_kg, step_kg and step_amount go together"
    return ""


def _in_price(rate: Rate, price: float | None) -> bool:
    if rate.price_from is None and rate.price_to is None:
        return True
    low, high = rate.price_from or 0.0, rate.price_to if rate.price_to is not None else float("inf")
    return price is not None and low <= price < high
