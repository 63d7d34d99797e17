"""What is known of one unit of a SKU: its price, goods, account, rates that were typed, and what the reports imply."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from workbench.costs.fx import Rate as DayRate
from workbench.costs.own_rates import OwnRate
from workbench.costs.payments import PaymentShares
from workbench.profile import Account
from workbench.profile.price_terms import PaymentMix
from workbench.rules.rate_models import TypedRate
from workbench.rules.rates import Rate, find_rates

# Who ships, in the platforms' words for it.
PLATFORM_SHIPS = ("afn", "fba", "fulfillment", "fulfilment", "full", "wfs", "walmart fulfilled", "platform")
# What the rate book calls the platform's warehouse.
WAREHOUSES = {"amazon": "fba", "walmart": "wfs", "mercadolibre": "full"}
# A weight that any parcel rate covers: asks whether there is one at all.
ANY_WEIGHT = 0.1
SELLER_SHIPS = (
    *("mfn", "fbm", "seller fulfilled", "xd_drop_off", "drop_off", "cross_docking", "self_service", "default", "me2"),
    *("me1", "custom", "not_specified", "seller"),
)


@dataclass(frozen=True)
class UnitFacts:
    """One SKU of one account on one day. A figure that nobody stated is missing, a word is blank.

    `category` is the seller's own, `fee_category` the platform's for it.

    `logistic` is ``platform`` (the platform's warehouse), ``seller`` or blank. `fx` gives units of the account's
    currency for one unit of another. `customs_value` is what the client declares a unit at, missing where it states
    nothing: then duties are taken of the cost. `advertising_share` and `return_rate` are the client's own of the last
    months.
    """

    account: Account
    on: pd.Timestamp
    sku: str
    home_currency: str
    rfc: str
    title: str = ""
    price: float = np.nan
    price_date: pd.Timestamp = pd.NaT
    logistic: str = ""
    listing_type: str = ""
    cost: float = np.nan
    cost_currency: str = ""
    freight: float = np.nan
    customs_value: float = np.nan
    customs_currency: str = ""
    weight_kg: float = np.nan
    size_cm: tuple[float, float, float] = (np.nan, np.nan, np.nan)
    origin: str = ""
    tariff_line: str = ""
    category: str = ""
    fee_category: str = ""
    mix: PaymentMix | PaymentShares | None = None
    typed: tuple[Rate, ...] = ()
    own: tuple[OwnRate, ...] = ()
    advertising_share: float = np.nan
    return_rate: float = np.nan
    fx: dict[str, DayRate] = field(default_factory=dict)
    floor: float | None = None

    @property
    def is_sent_from_abroad(self) -> bool:
        """Whether each parcel crosses the border on its way to the buyer."""
        return self.logistic == "seller" and self.account.ship_from not in ("", self.account.market)

    @property
    def is_imported(self) -> bool:
        """Whether the goods come from another country."""
        return bool(self.origin) and self.origin != self.account.market

    def rates(self, what: str, **places: str) -> tuple[Rate, ...]:
        """The rates of that kind that hold: typed before the book, one for each range of prices; none where unknown.

        `places` stand in for the unit's own, such as the kind of entry for its logistic.
        """
        asked = {"market": self.account.market, "on": self.on.date(), "typed": self.typed, **self._places(), **places}
        found = find_rates(what, **asked)
        # The seller's own rates name his categories, the book the platform's.
        if self.fee_category and not (found and isinstance(found[0], TypedRate)):
            found = find_rates(what, **asked | {"category": self.fee_category})
        weight = None if np.isnan(self.weight_kg) else self.weight_kg
        return tuple(rate for rate in found if _covers_weight(rate, weight))

    def lacks_weight(self, what: str) -> bool:
        """Whether rates of that kind were stated by weight and nobody stated the unit's."""
        return np.isnan(self.weight_kg) and bool(replace(self, weight_kg=ANY_WEIGHT).rates(what))

    def own_rates(self, step: str) -> tuple[OwnRate, ...]:
        """What the client's own reports imply for one step."""
        return tuple(rate for rate in self.own if rate.step == step)

    def exchange(self, currency: str) -> float:
        """Units of the account's currency for one unit of that; missing where no rate was published."""
        if currency in ("", self.account.currency):
            return 1.0
        return self.fx[currency].rate if currency in self.fx else np.nan

    def _places(self) -> dict[str, str]:
        return {
            "platform": self.account.platform,
            "account": self.account.id,
            "sku": self.sku,
            "logistic": WAREHOUSES.get(self.account.platform, "") if self.logistic == "platform" else self.logistic,
            "listing_type": self.listing_type,
            "category": self.category,
            "origin": self.origin,
            "tariff_line": self.tariff_line,
        }


def logistic_of(words: object, *, account: Account) -> str:
    """Who ships: platform, seller, or blank where neither the listing nor the account says.

    >>> logistic_of("AFN", account=None), logistic_of("xd_drop_off", account=None)
    ('platform', 'seller')
    """
    folded = str(words).strip().casefold() if isinstance(words, str) else ""
    if folded in PLATFORM_SHIPS:
        return "platform"
    if folded in SELLER_SHIPS:
        return "seller"
    stated = getattr(account, "fulfilment", "")
    return stated if stated in ("platform", "seller") else ""


def _covers_weight(rate: Rate, weight_kg: float | None) -> bool:
    bounded = rate.weight_from_kg is not None or rate.weight_to_kg is not None
    if not bounded:
        return True
    low = rate.weight_from_kg or 0.0
    return weight_kg is not None and low < weight_kg <= (rate.weight_to_kg or np.inf)
