"""What the goods themselves cost: purchase, freight, and the border on the road that the client states."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np

from workbench.costs.duties import courier_fraction, formal_import
from workbench.costs.facts import UnitFacts
from workbench.costs.rate_charges import Found, origin_of
from workbench.costs.waterfall import Charge
from workbench.rules.rate_models import TypedRate
from workbench.rules.rates import Rate, load_rates

# Base of a duty where no customs value is declared.
COST_AS_VALUE = "cost"


def goods_steps(facts: UnitFacts) -> Found:
    """Cost and freight in the currency of the cost, and the border in that of the customs value."""
    lacks = "cost" if np.isnan(facts.cost) or not facts.cost_currency else ""
    lacks = lacks or ("fx" if np.isnan(facts.exchange(facts.cost_currency)) else "")
    if lacks:
        blocked = (lacks, *(() if _freight_is_known(facts) else ("freight",)))
        return Found(missing=blocked) + _border(facts, value=np.nan)
    cost = _from_catalogue(facts, "cost", facts.cost)
    if _is_declared(facts) and np.isnan(facts.exchange(facts.customs_currency)):
        return Found((cost,), missing=("fx",)) + _freight(facts)
    return Found((cost,)) + _freight(facts) + _border(facts, value=_customs_value(facts))


def _is_declared(facts: UnitFacts) -> bool:
    return not np.isnan(facts.customs_value)


def _customs_value(facts: UnitFacts) -> float:
    """What the client declares a unit at; the purchase cost where it states nothing."""
    return facts.customs_value if _is_declared(facts) else facts.cost


def _customs_currency(facts: UnitFacts) -> str:
    return facts.customs_currency if _is_declared(facts) else facts.cost_currency


def _freight(facts: UnitFacts) -> Found:
    """Freight to the market; a parcel that goes abroad to the buyer has none but its own shipping."""
    if facts.is_sent_from_abroad:
        return Found()
    if np.isnan(facts.freight):
        return Found(missing=("freight",))
    return Found((_from_catalogue(facts, "freight", facts.freight),))


def _freight_is_known(facts: UnitFacts) -> bool:
    return facts.is_sent_from_abroad or not np.isnan(facts.freight)


def _border(facts: UnitFacts, *, value: float) -> Found:
    """Duties and fees of goods from another country, of a customs value in its own currency."""
    if not facts.origin:
        return Found(missing=("origin",))
    if not facts.is_imported:
        return Found()
    return _into_mexico(facts, value) if facts.account.market == "MX" else _into_united_states(facts, value)


def _into_mexico(facts: UnitFacts, value: float) -> Found:
    """By courier at the global rate, or by formal import: the road is stated, never assumed."""
    duty = facts.rates("import_duty")
    courier = tuple(rate for rate in facts.rates("courier_rate") if isinstance(rate, TypedRate))
    if duty and courier:
        names = [len(rates[0].places) for rates in (duty, courier)]
        if names[0] == names[1]:
            return Found(missing=("import_road",))
        duty, courier = (duty, ()) if names[0] > names[1] else ((), courier)
    if courier:
        return _by_courier(facts, courier[0], value)
    return _formally(facts, duty[0], value) if duty else Found(missing=("import_duty",))


def _by_courier(facts: UnitFacts, stated: Rate, value: float) -> Found:
    """The global rate holds duty, fee and VAT; nothing of it is creditable."""
    dollars = value * facts.exchange(_customs_currency(facts)) / facts.exchange("USD")
    if np.isnan(dollars):
        return Found() if np.isnan(value) else Found(missing=("fx",))
    share = courier_fraction(dollars, rate=stated)
    if np.isnan(share) or dollars > _courier_cap(facts):
        return Found(missing=("import_duty",))
    return Found((_of_value(facts, "courier_rate", stated, value, share=share),))


def _courier_cap(facts: UnitFacts) -> float:
    """The value up to which the law lets a parcel pay a courier rate; a client's flat rate has none of its own."""
    law = replace(facts, typed=()).rates("courier_rate")
    ends = [tier.up_to for rate in law for tier in rate.tiers]
    return max((end for end in ends if end is not None), default=np.inf)


def _formally(facts: UnitFacts, duty: Rate, value: float) -> Found:
    """Duty, customs fee, and VAT on both and the value: with an RFC it is credited, without one it is lost."""
    fee, vat = facts.rates("customs_fee"), facts.rates("vat")
    if not fee or not vat:
        return Found(missing=("customs_fee",))
    landed = formal_import(value, duty=duty.value, customs_fee=fee[0].value, vat=vat[0].value).vat_base
    line = "memo" if facts.rfc == "true" else "margin"
    charges = (
        _of_value(facts, "import_duty", duty, value),
        _of_value(facts, "customs_fee", fee[0], value),
        _of_value(facts, "import_vat", vat[0], landed, line=line, base="landed_value"),
    )
    return Found() if np.isnan(value) else Found(charges)


def _into_united_states(facts: UnitFacts, value: float) -> Found:
    """Duty by line, the surcharges of the origin, and the fee of the entry.

    The fee of a formal entry has a least amount an entry, which no unit knows its part of: the share of the value is
    taken, so small shipments pay more. The harbour fee is due by ocean only and is taken where it is stated.
    """
    entry = "informal" if facts.is_sent_from_abroad else "formal"
    wanted = ["import_duty", *(["section_301"] if facts.origin == "CN" else [])]
    wanted += ["section_122"] if _is_open_question(facts, "section_122") else []
    found = {name: facts.rates(name) for name in (*wanted, "section_122", "harbor_maintenance")}
    found["merchandise_processing"] = facts.rates("merchandise_processing", logistic=entry)
    if not found["merchandise_processing"]:
        wanted.append("merchandise_processing")
    missing = tuple(name for name in wanted if not found[name])
    charges = tuple(_of_value(facts, name, rates[0], value) for name, rates in found.items() if rates)
    left_out = () if found["harbor_maintenance"] else ("harbor_maintenance",)
    return Found(() if np.isnan(value) else charges, missing=missing, left_out=left_out)


def _is_open_question(facts: UnitFacts, what: str) -> bool:
    """Whether the rate book says that a rate of that kind exists on that day, but that no source gives it."""
    gaps = (gap for gap in load_rates().not_known if (gap.what, gap.market) == (what, facts.account.market))
    return any(gap.since is not None and gap.since <= facts.on.date() for gap in gaps)


def _from_catalogue(facts: UnitFacts, step: str, amount: float) -> Charge:
    return Charge(
        step,
        "margin",
        partial(_constant, amount=amount * facts.exchange(facts.cost_currency)),
        fx="" if facts.cost_currency == facts.account.currency else facts.cost_currency,
        rate=amount,
        rate_unit=facts.cost_currency,
        base="unit",
        basis="catalogue",
        source="costs.csv",
        status="typed",
    )


def _of_value(
    facts: UnitFacts,
    step: str,
    rate: Rate,
    value: float,
    *,
    share: float | None = None,
    line: str = "margin",
    base: str = "",
) -> Charge:
    """A fraction of a customs value, or an amount a parcel; `base` says where the cost stands in for that value."""
    is_amount = rate.kind == "amount"
    currency = rate.currency if is_amount else _customs_currency(facts)
    taken = rate.value if share is None else share
    amount = (taken if is_amount else taken * value) * facts.exchange(currency)
    return Charge(
        step,
        line,
        partial(_constant, amount=amount),
        fx="" if currency == facts.account.currency else currency,
        rate=taken,
        rate_unit=currency if is_amount else "fraction",
        base="parcel" if is_amount else base or ("customs_value" if _is_declared(facts) else COST_AS_VALUE),
        **origin_of(rate, facts),
    )


def _constant(prices: np.ndarray, *, amount: float) -> np.ndarray:
    return np.full(len(prices), amount)
