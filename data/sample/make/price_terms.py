"""What the sellers stated of their fees, shipping, duties and buyers: invented rates, as `client.yml` holds them."""

from __future__ import annotations

from datetime import date

from make.sellers import Seller

NOTED = date(2026, 1, 12)
START = {"customs": date(2025, 3, 1), "claims": date(2025, 6, 1), "dirty": date(2025, 9, 1)}
BY = {"customs": "Mei Muster", "claims": "Robin Sample", "dirty": "Inés Modelo"}
# SKUs whose cost the seller never sent.
WITHOUT_COST = {"customs": ("LH-115",), "claims": (), "dirty": ("CJ-044",)}

MELI = {"market": "MX", "account": "mercadolibre-mx"}
AMAZON_MX = {"market": "MX", "account": "amazon-mx"}
AMAZON_US = {"market": "US", "account": "amazon-us"}
# Mercado Libre's sale fee by listing type, and the fixed part of articles under 299 MXN.
SALE_FEES = (
    {"what": "referral", **MELI, "listing_type": "gold_special", "kind": "fraction", "value": 0.15},
    {"what": "referral", **MELI, "listing_type": "gold_pro", "kind": "fraction", "value": 0.195},
    {"what": "fixed_fee", **MELI, "kind": "amount", "value": 30.0, "currency": "MXN", "price_to": 299.0},
)
MEXICAN_SHIPPING = ((None, 0.25, 42.0), (0.25, 0.5, 50.0), (0.5, 1.0, 62.0), (1.0, 2.0, 80.0))
# Parcels from China, in yuan.
TO_MEXICO = ((None, 0.25, 11.5), (0.25, 0.5, 18.5), (0.5, 0.75, 25.5), (0.75, 1.0, 32.0), (1.0, 1.5, 42.0))
TO_UNITED_STATES = ((None, 0.25, 20.0), (0.25, 0.5, 34.0), (0.5, 0.75, 46.0), (0.75, 1.0, 58.0), (1.0, 1.5, 82.0))
# Chapter of the tariff to the duty that the broker named: Mexico, United States.
LUMEN_DUTIES = {
    "39": (0.15, 0.034),
    "44": (0.10, 0.032),
    "56": (0.20, 0.045),
    "57": (0.20, 0.060),
    "63": (0.25, 0.067),
    "73": (0.15, 0.029),
    "82": (0.15, 0.037),
    "83": (0.15, 0.035),
    "84": (0.05, 0.024),
    "85": (0.10, 0.042),
    "94": (0.15, 0.039),
    "96": (0.15, 0.028),
}
VOLT_DUTIES = {"39": 0.05, "70": 0.05, "76": 0.05, "84": 0.0, "85": 0.0, "94": 0.05}
FEE_CATEGORIES = {
    "customs": {
        "kitchen": "Home & Kitchen",
        "bath": "Home & Kitchen",
        "storage": "Home & Kitchen",
        "lighting": "Home & Kitchen",
        "textiles": "Home & Kitchen",
        "cleaning": "Home & Kitchen",
        "garden": "Lawn & Garden",
    },
}
PAYMENTS = {
    "customs": (("amazon-mx", 0.08, 0.74, 0.18), ("mercadolibre-mx", 0.22, 0.5, 0.28)),
    "claims": (("mercadolibre-mx", 0.18, 0.52, 0.3),),
    "dirty": (("mercadolibre-mx", 0.25, 0.6, 0.15), ("amazon-mx", 0.1, 0.8, 0.1)),
}


def price_terms(seller: Seller) -> dict:
    """The fields of `client.yml` that unit economics needs, where the seller stated any."""
    story = seller.story
    rates = [_stated(rate, story) for rate in _rates(story)]
    fees = [
        {"own": own, "platform": "amazon", "market": "US", "fee": fee}
        for own, fee in FEE_CATEGORIES.get(story, {}).items()
    ]
    shares = ("account", "cash", "card", "instalments")
    mixes = [dict(zip(shares, mix, strict=True)) for mix in PAYMENTS[story]]
    return {"rates": rates, **({"fee_categories": fees} if fees else {}), "payment_mix": mixes}


def _rates(story: str) -> list[dict]:
    return {"customs": _lumen_rates, "claims": _volt_rates, "dirty": _casa_rates}[story]()


def _lumen_rates() -> list[dict]:
    """Costs in yuan, prices in pesos and dollars; parcels to Mexico's Amazon buyers go by courier from China."""
    courier = {"what": "courier_rate", **AMAZON_MX, "kind": "whole_price", "currency": "USD"}
    return [
        *SALE_FEES,
        *_by_weight("free_shipping", MELI, MEXICAN_SHIPPING, currency="MXN", price_from=299.0),
        {"what": "referral", **AMAZON_MX, "kind": "fraction", "value": 0.15},
        *_by_weight("own_shipping", AMAZON_MX, TO_MEXICO),
        *_by_weight("own_shipping", AMAZON_US, TO_UNITED_STATES),
        courier | {"tiers": [{"up_to": 2500.0, "value": 0.19}], "until": date(2025, 8, 14)},
        courier | {"tiers": [{"up_to": 2500.0, "value": 0.335}], "since": date(2025, 8, 15)},
        *(_duty(MELI, chapter, duties[0]) for chapter, duties in LUMEN_DUTIES.items()),
        *(_duty(AMAZON_US, chapter, duties[1]) for chapter, duties in LUMEN_DUTIES.items()),
        {"what": "section_301", **AMAZON_US, "kind": "fraction", "value": 0.25, "base": "customs_value"},
        {"what": "return_loss", **AMAZON_MX, "kind": "amount", "value": 90.0, "currency": "MXN"},
        {"what": "return_loss", **MELI, "kind": "amount", "value": 70.0, "currency": "MXN"},
        {"what": "return_loss", **AMAZON_US, "kind": "amount", "value": 6.5, "currency": "USD"},
    ]


def _volt_rates() -> list[dict]:
    """Only the duties: what Mercado Libre takes is in its Ventas exports."""
    return [_duty(MELI, chapter, duty) for chapter, duty in VOLT_DUTIES.items()]


def _casa_rates() -> list[dict]:
    """All in Mexico: no border, its own carrier for Amazon's orders."""
    carrier = ((None, 0.5, 58.0), (0.5, 1.0, 69.0), (1.0, 2.0, 88.0))
    return [
        *SALE_FEES,
        *_by_weight("free_shipping", MELI, MEXICAN_SHIPPING, currency="MXN", price_from=299.0),
        {"what": "referral", **AMAZON_MX, "kind": "fraction", "value": 0.15},
        *_by_weight("own_shipping", AMAZON_MX, carrier, currency="MXN"),
        {"what": "return_loss", **MELI, "kind": "amount", "value": 55.0, "currency": "MXN"},
    ]


def _by_weight(what: str, place: dict, bands: tuple, *, currency: str = "CNY", **more: float) -> list[dict]:
    """An amount a unit for each range of weights (kg: from, to, amount)."""
    rows = []
    for low, high, amount in bands:
        weights = {"weight_from_kg": low, "weight_to_kg": high}
        row = {"what": what, **place, "kind": "amount", "value": amount, "currency": currency, "base": "unit", **more}
        rows.append(row | {name: kg for name, kg in weights.items() if kg})
    return rows


def _duty(place: dict, chapter: str, value: float) -> dict:
    what = {"what": "import_duty", **place, "tariff_line": chapter}
    return what | {"kind": "fraction", "value": value, "base": "customs_value"}


def _stated(rate: dict, story: str) -> dict:
    """The rate with the day it holds from, who stated it and when."""
    return {**rate, "since": rate.get("since", START[story]), "by": BY[story], "noted": NOTED}
