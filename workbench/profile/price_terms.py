"""What a client states about its prices: products and floors, how buyers pay, and whose fee categories its own are."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from workbench.rules.rates import TypedRate, contradictions

MARKET = r"^[A-Z]{2}$"
CURRENCY = r"^[A-Z]{3}$"


class Strict(BaseModel):
    """A record without unknown fields that nobody can alter."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, populate_by_name=True)


class Product(Strict):
    """A product whose competitors' prices are studied: words a title must and must not hold.

    `attributes` are sizes such as "45x45 cm" or "65 W": a title that states another one is another product.
    """

    query: str
    market: str = Field(pattern=MARKET)
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()


class Floor(Strict):
    """A price that the client never wants to go under."""

    sku: str
    market: str = Field(pattern=MARKET)
    price: float = Field(gt=0)
    currency: str = Field(pattern=CURRENCY)


class CustomsValue(Strict):
    """What one unit is declared at, at the border of a market, insurance and freight to the border included."""

    sku: str
    market: str = Field(pattern=MARKET)
    value: float = Field(gt=0)
    currency: str = Field(pattern=CURRENCY)


class PaymentMix(Strict):
    """Shares of an account's sales by how buyers pay; they add up to one."""

    account: str
    cash: float = Field(ge=0, le=1)
    card: float = Field(ge=0, le=1)
    instalments: float = Field(ge=0, le=1)

    @model_validator(mode="after")
    def _adds_up(self) -> PaymentMix:
        total = self.cash + self.card + self.instalments
        if abs(total - 1) > 0.001:
            raise ValueError(f"cash, card and instalments add up to {total:g}, not 1")
        return self


class FeeCategory(Strict):
    """By which of the platform's fee categories one of the seller's own categories is charged."""

    own: str
    platform: Literal["amazon", "walmart", "mercadolibre"]
    market: str = Field(pattern=MARKET)
    fee: str


def check_rates(rates: tuple[TypedRate, ...]) -> None:
    """No two typed rates say something of the same sale on the same day."""
    found = contradictions(rates)
    if found:
        raise ValueError(f"rates: {'; '.join(found)} hold for the same sale at the same time")


def check_customs_values(rows: tuple[CustomsValue, ...]) -> None:
    """No unit is declared twice at one border."""
    places = [(row.sku, row.market) for row in rows]
    for sku, market in places:
        if places.count((sku, market)) > 1:
            raise ValueError(f"customs_values: '{sku}' stands twice for {market}")


def check_fee_categories(rows: tuple[FeeCategory, ...]) -> None:
    """No own category stands for two of one platform's."""
    places = [(row.own.casefold(), row.platform, row.market) for row in rows]
    for own, platform, market in places:
        if places.count((own, platform, market)) > 1:
            raise ValueError(f"fee_categories: '{own}' stands twice for {platform} {market}")
