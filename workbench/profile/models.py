"""What is known of a client, its accounts and the agency beside the files."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, StringConstraints, field_validator, model_validator

from workbench.errors import ProfileError, did_you_mean, listed
from workbench.profile.price_terms import (
    CURRENCY,
    MARKET,
    CustomsValue,
    FeeCategory,
    Floor,
    PaymentMix,
    Product,
    Strict,
    check_customs_values,
    check_fee_categories,
    check_rates,
)
from workbench.rules.rates import TypedRate

CLIENT_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
# Names that Windows or the workbench itself reserves; a folder called so would clash, in the home or among the reports.
RESERVED_IDS = frozenset(
    {
        "sample",
        "alerts",
        "con",
        "prn",
        "aux",
        "nul",
        *(f"com{n}" for n in range(1, 10)),
        *(f"lpt{n}" for n in range(1, 10)),
    }
)
LANGUAGES = ("zh", "en", "es")
Language = Literal["zh", "en", "es"]
ChannelName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,30}$")]


class Access(Strict):
    """How the agency sees an account, and when that was last looked at. Write rights are a warning."""

    kind: Literal["upload", "read_only", "erp"]
    checked: date
    can_write: bool = False


class Account(Strict):
    """One seller id on one platform in one market.

    `zone` is the IANA zone whose midnight ends the account's day. `shop_names` are the names by which
    the seller's ERP knows the account.
    """

    id: str
    platform: Literal["amazon", "walmart", "mercadolibre"]
    market: str = Field(pattern=MARKET)
    currency: str = Field(pattern=CURRENCY)
    zone: str
    fulfilment: Literal["seller", "platform", "mixed"]
    ship_from: str = Field(default="", pattern=r"^([A-Z]{2})?$")
    sales_channel: str = ""
    marketplace_id: str = ""
    shop_names: tuple[str, ...] = ()
    access: Access | None = None

    @field_validator("id")
    @classmethod
    def _is_id(cls, value: str) -> str:
        return checked_id(value)

    @field_validator("zone")
    @classmethod
    def _is_zone(cls, value: str) -> str:
        return checked_zone(value)


class Owner(Strict):
    """Who answers for an account's results, or for one KPI of it, from a day to a day (both included)."""

    role: str
    person: str
    account: str
    kpi: str = ""
    since: date = Field(alias="from")
    until: date | None = Field(default=None, alias="to")


class Baseline(Strict):
    """The day whose figures every later review is set against."""

    as_of: date


class Analyst(Strict):
    """The account manager at the agency."""

    name: str
    email: str = ""


class Contract(Strict):
    """Terms of the service."""

    end: date | None = None
    notice_days: int | None = Field(default=None, ge=0)
    handover_days: int | None = Field(default=None, ge=0)
    nda: date | None = None
    reply_hours: int | None = Field(default=None, gt=0)


class Approver(Strict):
    """Who decides on prices at the client: the final price stays the seller's."""

    person: str
    contact: str = ""


class Declared(Strict):
    """What the client said of its size, set beside what the files show."""

    on: date
    skus: int = Field(ge=0)
    orders_three_months: int = Field(ge=0)


class ExpectedFile(Strict):
    """A file that the client sends every month, and the day of the next month it is due."""

    export: str
    account: str = ""
    due_day: int = Field(default=5, ge=1, le=28)


class Profile(Strict):
    """What the workbench knows of a client beside the files."""

    id: str
    name: dict[Language, str] = Field(min_length=1)
    languages: tuple[Language, ...] = Field(min_length=1)
    home_currency: str = Field(pattern=CURRENCY)
    since: date
    analyst: Analyst
    company: str = ""
    categories: tuple[str, ...] = ()
    services: dict[Literal["kpi", "pricing", "ads", "full"], Literal["advise", "execute"]] = Field(default_factory=dict)
    contract: Contract = Contract()
    price_approver: Approver | None = None
    declared: Declared | None = None
    erp: str = ""
    warehouses: tuple[str, ...] = ()
    logistics: tuple[str, ...] = ()
    rfc: Literal["true", "false", "unknown"] = "unknown"
    kpis_to_improve: tuple[str, ...] = ()
    rhythm: tuple[Literal["monthly", "weekly", "daily", "urgent"], ...] = ("monthly",)
    accounts: tuple[Account, ...] = Field(min_length=1)
    owners: tuple[Owner, ...] = ()
    expected_files: tuple[ExpectedFile, ...] = ()
    baseline: Baseline | None = None
    products: tuple[Product, ...] = ()
    floors: tuple[Floor, ...] = ()
    customs_values: tuple[CustomsValue, ...] = ()
    payment_mix: tuple[PaymentMix, ...] = ()
    rates: tuple[TypedRate, ...] = ()
    fee_categories: tuple[FeeCategory, ...] = ()
    margin_floor: float | None = Field(default=None, ge=0, lt=1)
    volume_weight: float | None = Field(default=None, ge=0, le=1)

    @field_validator("id")
    @classmethod
    def _is_id(cls, value: str) -> str:
        return checked_id(value)

    @model_validator(mode="after")
    def _holds_together(self) -> Profile:
        ids = [account.id for account in self.accounts]
        repeated = sorted({name for name in ids if ids.count(name) > 1})
        if repeated:
            raise ValueError(f"account {listed(repeated)} stands twice")
        for field in ("owners", "expected_files", "payment_mix", "rates"):
            for entry in getattr(self, field):
                if entry.account and entry.account not in ids:
                    near = did_you_mean(entry.account, ids)
                    raise ValueError(f"{field}: no account '{entry.account}'" + (f" ({near})" if near else ""))
        _check_owners(self.owners, self.since)
        check_rates(self.rates)
        check_fee_categories(self.fee_categories)
        check_customs_values(self.customs_values)
        return self

    def account(self, account_id: str) -> Account:
        """The account of that id.

        Raises
        ------
        ProfileError
            Where the client has no such account.
        """
        for account in self.accounts:
            if account.id == account_id:
                return account
        ids = [account.id for account in self.accounts]
        raise ProfileError(
            self.id, f"no account '{account_id}'", expected=listed(ids), hint=did_you_mean(account_id, ids)
        )

    def owner_of(self, account_id: str, *, kpi: str = "", on: date) -> Owner | None:
        """Who answered for an account's KPI on a day: the KPI's own owner before the account's; None for nobody.

        >>> Profile.model_construct(owners=()).owner_of("amazon-mx", on=date(2026, 1, 31))
        """
        inside = [
            owner
            for owner in self.owners
            if owner.account == account_id and owner.since <= on and (owner.until is None or on <= owner.until)
        ]
        own = [owner for owner in inside if owner.kpi == kpi and kpi]
        return next(iter([*own, *(owner for owner in inside if not owner.kpi)]), None)

    def fee_category(self, own: str, *, platform: str, market: str) -> str:
        """The platform's fee category of one of the seller's own, as `fee_categories` says; '' where it doesn't.

        >>> Profile.model_construct(fee_categories=()).fee_category("Aretes", platform="amazon", market="US")
        ''
        """
        place = (own.strip().casefold(), platform, market)
        found = (row.fee for row in self.fee_categories if (row.own.casefold(), row.platform, row.market) == place)
        return next(found, "")

    def name_in(self, lang: str) -> str:
        """The client's name in `lang`, else in its first language that has one.

        >>> Profile.model_construct(id="a", name={"en": "A"}, languages=("en",)).name_in("zh")
        'A'
        """
        known = (self.name[other] for other in self.languages if other in self.name)
        return self.name.get(lang) or next(known, self.id)


class Agency(Strict):
    """The agency that signs the reports.

    `alert_channels` are the addresses that alerts go to, by names of the agency's own; an address may hold secrets
    and is never shown.
    """

    name: dict[Language, str] = Field(min_length=1)
    contact: str = ""
    hours: dict[Language, str] = Field(default_factory=dict)
    logo: str = ""
    public_address: str = ""
    alert_channels: dict[ChannelName, SecretStr] = Field(default_factory=dict)

    def name_in(self, lang: str) -> str:
        """The agency's name in `lang`, else in the first language there is."""
        return self.name.get(lang) or next(iter(self.name.values()))


def checked_id(value: str) -> str:
    """`value` where it can name a folder on every system.

    Raises
    ------
    ValueError
        Otherwise.
    """
    if not CLIENT_ID.fullmatch(value) or value in RESERVED_IDS:
        raise ValueError("ids are lower-case letters, digits and hyphens, at most 63, and no reserved name")
    return value


def checked_zone(value: str) -> str:
    """`value` where it is an IANA time zone.

    Raises
    ------
    ValueError
        Otherwise.
    """
    try:
        return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        # A region alone, such as Mexico, is a folder of the zones' data.
        raise ValueError("not an IANA time zone such as America/Mexico_City") from fault


def _check_owners(owners: tuple[Owner, ...], since: date) -> None:
    """Within one account and KPI, periods follow each other without gap or overlap, so that no month is nobody's."""
    for place in sorted({(owner.account, owner.kpi) for owner in owners}):
        periods = sorted((o for o in owners if (o.account, o.kpi) == place), key=lambda owner: owner.since)
        name = f"owners of {place[0]}" + (f" {place[1]}" if place[1] else "")
        for owner in periods:
            if owner.until and owner.until < owner.since:
                raise ValueError(f"{name}: {owner.person} ends {owner.until}, before the start {owner.since}")
        if not place[1] and periods[0].since > since:
            raise ValueError(f"{name}: nobody from {since} to {periods[0].since - timedelta(days=1)}")
        for before, after in pairwise(periods):
            if before.until is None or before.until >= after.since:
                raise ValueError(f"{name}: {before.person} and {after.person} overlap from {after.since}")
            if before.until + timedelta(days=1) < after.since:
                gap = f"{before.until + timedelta(days=1)} to {after.since - timedelta(days=1)}"
                raise ValueError(f"{name}: nobody from {gap}")
