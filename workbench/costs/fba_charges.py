"""Amazon's fulfilment fee in the United States as charges of a unit: by its size, weight and price band."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from workbench.costs.facts import UnitFacts
from workbench.costs.fulfilment import Fba, fba_fee
from workbench.costs.rate_charges import Found, found_charge, origin_of
from workbench.costs.waterfall import Charge
from workbench.rules.rate_models import TypedRate
from workbench.rules.rates import load_rates


def fba_found(facts: UnitFacts) -> Found | None:
    """Fee and fuel surcharge of a unit; None where no card of sizes is in force for that account and day."""
    if (facts.account.platform, facts.account.market) != ("amazon", "US"):
        return None
    stated = facts.rates("fulfilment")
    if stated and isinstance(stated[0], TypedRate):
        found = found_charge(facts, "fulfilment", stated)
        return found + _typed_surcharge(facts, found)
    fba = _fba(np.array([facts.price]), facts=facts)
    missing = ("fulfilment",) if _has_another_card(facts) else fba.missing
    if missing:
        return None if facts.own_rates("fulfilment") else Found(missing=missing)
    card, *fuel = fba.rates
    shown = {"currency": card.currency, "base": f"{fba.tier} {fba.weight_kg:.2f} kg"}
    charges = [_charge("fulfilment", facts, card, float(fba.fees[0]), rate_unit=shown["currency"], base=shown["base"])]
    if fuel:
        charges.append(
            _charge("fuel_surcharge", facts, fuel[0], fuel[0].value, rate_unit="fraction", base=fuel[0].base)
        )
    return Found(tuple(charges), marks=card.marks)


def _has_another_card(facts: UnitFacts) -> bool:
    """Whether the book says that the unit's category is not charged by the card it holds."""
    named = {name.casefold() for name in (facts.category, facts.fee_category) if name}
    gaps = (gap for gap in load_rates().not_known if (gap.what, gap.market) == ("fulfilment", facts.account.market))
    return any(gap.platform == facts.account.platform and gap.category.casefold() in named for gap in gaps)


def _typed_surcharge(facts: UnitFacts, found: Found) -> Found:
    """The surcharge on a stated fee, where it is stated too: such a fee may hold the book's already."""
    stated = tuple(rate for rate in facts.rates("fuel_surcharge") if isinstance(rate, TypedRate))
    if not stated or not found.charges:
        return Found()
    at = partial(_part_of, of=found.charges[0].at, share=stated[0].value)
    shown = {"rate": stated[0].value, "rate_unit": "fraction", "base": stated[0].base}
    return Found((Charge("fuel_surcharge", "margin", at, **shown, **origin_of(stated[0], facts)),))


def _typed_fuel(facts: UnitFacts) -> tuple[TypedRate, ...]:
    return tuple(rate for rate in facts.typed if rate.what == "fuel_surcharge")


def _part_of(prices: np.ndarray, *, of: Callable[[np.ndarray], np.ndarray], share: float) -> np.ndarray:
    return share * of(prices)


def _charge(step: str, facts: UnitFacts, rate: object, shown: float, *, rate_unit: str, base: str) -> Charge:
    at = partial(_amounts, facts=facts, is_surcharge=step == "fuel_surcharge")
    return Charge(step, "margin", at, rate=shown, rate_unit=rate_unit, base=base, **origin_of(rate, facts))


def _amounts(prices: np.ndarray, *, facts: UnitFacts, is_surcharge: bool) -> np.ndarray:
    fba = _fba(prices, facts=facts)
    return fba.surcharge if is_surcharge else fba.fees


def _fba(prices: np.ndarray, *, facts: UnitFacts) -> Fba:
    length, width, height = facts.size_cm
    size = {"weight_kg": facts.weight_kg, "length_cm": length, "width_cm": width, "height_cm": height}
    place = {"category": facts.fee_category, "account": facts.account.id, "sku": facts.sku}
    return fba_fee(prices, **size, on=facts.on.date(), typed=_typed_fuel(facts), **place)
