"""Amazon's fulfilment fee in the United States as charges of a unit: by its size, weight and price band."""

from __future__ import annotations

from functools import partial

import numpy as np

from workbench.costs.facts import UnitFacts
from workbench.costs.fulfilment import Fba, fba_fee
from workbench.costs.rate_charges import Found, found_charge, origin_of
from workbench.costs.waterfall import Charge
from workbench.rules.rate_models import TypedRate


def fba_found(facts: UnitFacts) -> Found | None:
    """Fee and fuel surcharge of a unit; None where no card of sizes is in force for that account and day."""
    if (facts.account.platform, facts.account.market) != ("amazon", "US"):
        return None
    stated = facts.rates("fulfilment")
    if stated and isinstance(stated[0], TypedRate):
        return found_charge(facts, "fulfilment", stated)
    fba = _fba(np.array([facts.price]), facts=facts)
    if fba.missing:
        return None if facts.own_rates("fulfilment") else Found(missing=fba.missing)
    card, *fuel = fba.rates
    shown = {"currency": card.currency, "base": f"{fba.tier} {fba.weight_kg:.2f} kg"}
    charges = [_charge("fulfilment", facts, card, float(fba.fees[0]), rate_unit=shown["currency"], base=shown["base"])]
    if fuel:
        charges.append(
            _charge("fuel_surcharge", facts, fuel[0], fuel[0].value, rate_unit="fraction", base=fuel[0].base)
        )
    return Found(tuple(charges), marks=card.marks)


def _charge(step: str, facts: UnitFacts, rate: object, shown: float, *, rate_unit: str, base: str) -> Charge:
    at = partial(_amounts, facts=facts, is_surcharge=step == "fuel_surcharge")
    return Charge(step, "margin", at, rate=shown, rate_unit=rate_unit, base=base, **origin_of(rate, facts))


def _amounts(prices: np.ndarray, *, facts: UnitFacts, is_surcharge: bool) -> np.ndarray:
    fba = _fba(prices, facts=facts)
    return fba.surcharge if is_surcharge else fba.fees


def _fba(prices: np.ndarray, *, facts: UnitFacts) -> Fba:
    length, width, height = facts.size_cm
    size = {"weight_kg": facts.weight_kg, "length_cm": length, "width_cm": width, "height_cm": height}
    return fba_fee(
        prices, **size, on=facts.on.date(), category=facts.fee_category, account=facts.account.id, sku=facts.sku
    )
