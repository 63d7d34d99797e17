"""What the state and the platform take from a price: VAT, tax withheld, fees, shipping, instalments, returns, ads."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from workbench.costs.facts import UnitFacts
from workbench.costs.fba_charges import fba_found
from workbench.costs.own_rates import LEDGER_DAYS
from workbench.costs.rate_charges import Found, found_charge, found_own, origin_of, rate_amounts
from workbench.costs.waterfall import Charge
from workbench.rules.rates import Rate


def platform_steps(facts: UnitFacts) -> Found:
    """Everything that is taken before the seller's own goods are paid."""
    parts = (_taxes, _referral, _fixed_fee, _fulfilment, _shipping, _instalments, _storage, _advertising, _returns)
    return sum((part(facts) for part in parts), Found())


def _taxes(facts: UnitFacts) -> Found:
    """VAT in the price, and what the platform withholds; nothing where prices hold no VAT.

    With an RFC the income tax withheld is credited (cash), and the VAT withheld is a prepayment of the VAT that the
    price holds. Without one both are final: income tax is a cost of its own, and the VAT withheld is all of the VAT
    that the first step has taken already. So VAT is counted once in either case.
    """
    vat = facts.rates("vat")
    if not vat:
        return Found()
    first = _of_net(facts, "vat", vat[0], vat=vat[0].value, line="margin")
    ending = {"true": "", "false": "_no_rfc"}.get(facts.rfc)
    if ending is None:
        return Found((first,), missing=("rfc",))
    income_tax, withheld = (facts.rates(f"{name}{ending}") for name in ("income_tax_withheld", "vat_withheld"))
    if not income_tax or not withheld:
        return Found((first,), missing=("tax_withheld",))
    make = partial(_of_net, facts, vat=vat[0].value)
    kept = [
        make("income_tax", income_tax[0], line="margin" if ending else "cash"),
        make("vat_withheld", withheld[0], line="memo"),
        make("vat_to_settle", vat[0], less=withheld[0].value, line="memo"),
    ]
    return Found((first, *kept)) + _financing(facts, income_tax[0].value + withheld[0].value, vat[0].value)


def _financing(facts: UnitFacts, withheld: float, vat: float) -> Found:
    """What the tax withheld costs until it is credited, where the client states it as a fraction of that tax."""
    stated = facts.rates("financing") if facts.rfc == "true" else ()
    if not stated:
        return Found()
    return Found((_of_net(facts, "financing", stated[0], vat=vat, factor=withheld, line="cash"),))


def _of_net(
    facts: UnitFacts, step: str, rate: Rate, *, vat: float, line: str, less: float = 0.0, factor: float = 1.0
) -> Charge:
    share = (rate.value - less) * factor
    return Charge(
        step,
        line,
        partial(_share, share=share / (1 + vat)),
        rate=share,
        rate_unit="fraction",
        base="price_without_vat",
        **origin_of(rate, facts),
    )


def _referral(facts: UnitFacts) -> Found:
    rates, own = facts.rates("referral"), facts.own_rates("referral")
    if rates:
        return found_charge(facts, "referral", rates)
    return found_own(facts, "referral", own) if own else Found(missing=("referral",))


def _fixed_fee(facts: UnitFacts) -> Found:
    """Mercado Libre's fixed part of cheap articles; other platforms have one only where it is stated."""
    rates, own = facts.rates("fixed_fee"), facts.own_rates("fixed_fee")
    if rates:
        return found_charge(facts, "fixed_fee", rates, outside=0.0)
    if own:
        return found_own(facts, "fixed_fee", own, outside=0.0)
    return _unknown_side(facts, "fixed_fee", is_above=False)


def _shipping(facts: UnitFacts) -> Found:
    """What the seller pays to get the parcel to the buyer, where no fulfilment fee holds it."""
    if facts.account.platform == "mercadolibre":
        return _free_shipping(facts)
    if facts.logistic == "platform":
        stated = facts.rates("free_shipping")
        return found_charge(facts, "free_shipping", stated, outside=0.0) if stated else Found()
    if facts.logistic == "":
        return Found(missing=("logistic",))
    rates = facts.rates("own_shipping")
    if rates:
        return found_charge(facts, "own_shipping", rates)
    return Found(missing=("weight" if facts.lacks_weight("own_shipping") else "own_shipping",))


def _free_shipping(facts: UnitFacts) -> Found:
    """From its mark on the seller bears the shipping; under it the buyer pays, unless something else is stated."""
    rates, own = facts.rates("free_shipping"), facts.own_rates("free_shipping")
    if rates:
        return found_charge(facts, "free_shipping", rates, outside=0.0)
    if any(rate.price_from for rate in own):
        return found_own(facts, "free_shipping", own, outside=0.0)
    return _unknown_side(facts, "free_shipping", is_above=True)


def _unknown_side(facts: UnitFacts, step: str, *, is_above: bool) -> Found:
    """A charge of Mercado Libre that is not known on one side of its mark: it blocks the margin there only."""
    limit = facts.rates("free_shipping_from") if facts.account.platform == "mercadolibre" else ()
    if not limit:
        return Found()
    mark = limit[0].value
    at = partial(_blind, mark=mark, is_above=is_above)
    charge = Charge(step, "margin", at, basis="book", source=limit[0].source, status="needs_check")
    is_blocked = np.isnan(facts.price) or np.isnan(at(np.array([facts.price]))[0])
    return Found((charge,), missing=(step,) if is_blocked else (), partial=(step,), marks=(mark,))


def _fulfilment(facts: UnitFacts) -> Found:
    """The platform's fee for packing and sending a unit from its warehouse; Mercado Libre's is its shipping cost."""
    if facts.logistic != "platform":
        return Found()
    if facts.account.platform == "mercadolibre":
        stated = facts.rates("fulfilment")
        return found_charge(facts, "fulfilment", stated) if stated else Found()
    found = fba_found(facts)
    if found is not None:
        return found
    rates, own = facts.rates("fulfilment"), facts.own_rates("fulfilment")
    if rates:
        return found_charge(facts, "fulfilment", rates)
    return found_own(facts, "fulfilment", own) if own else Found(missing=("fulfilment",))


def _instalments(facts: UnitFacts) -> Found:
    """The fee of sales paid by instalments, where the platform takes one apart from its sale fee."""
    rates = facts.rates("instalments")
    if not rates:
        return Found()
    if facts.mix is None:
        is_free = all(rate_amounts(np.array([facts.price]), rate)[0] == 0.0 for rate in rates)
        return Found() if is_free else Found(missing=("payment_mix",))
    return found_charge(facts, "instalments", rates, share=facts.mix.instalments)


def _storage(facts: UnitFacts) -> Found:
    return _stated(facts, "storage")


def _advertising(facts: UnitFacts) -> Found:
    found = _stated(facts, "advertising")
    if found.charges or np.isnan(facts.advertising_share):
        return found
    share = facts.advertising_share
    return Found((_measured(facts, "advertising", share),))


def _returns(facts: UnitFacts) -> Found:
    """The share of units that come back times what each of them costs; both must be known."""
    loss, rate = facts.rates("return_loss"), facts.rates("return_rate")
    share = rate[0].value if rate else facts.return_rate
    if not loss or np.isnan(share):
        return Found(left_out=("returns",))
    return found_charge(facts, "returns", loss, share=share)


def _stated(facts: UnitFacts, step: str) -> Found:
    rates = facts.rates(step)
    return found_charge(facts, step, rates) if rates else Found(left_out=(step,))


def _measured(facts: UnitFacts, step: str, share: float) -> Charge:
    start = (facts.on - pd.Timedelta(days=LEDGER_DAYS - 1)).date()
    shown = {"rate": share, "rate_unit": "fraction", "base": "price", "since": start}
    return Charge(step, "margin", partial(_share, share=share), **shown, basis="ledger", source=step, status="implied")


def _share(prices: np.ndarray, *, share: float) -> np.ndarray:
    return share * prices


def _blind(prices: np.ndarray, *, mark: float, is_above: bool) -> np.ndarray:
    unknown = prices >= mark if is_above else prices < mark
    return np.where(unknown, np.nan, 0.0)
