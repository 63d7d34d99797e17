"""Sentences and labels of one unit's waterfall: its steps, what blocks it, and markets beside each other."""

from __future__ import annotations

import pandas as pd

from workbench.costs.economics import SideBySide, UnitEconomics
from workbench.pricing.advice import PriceAdvice
from workbench.words.bands import joined_sentences, price_text
from workbench.words.catalogue import mark, t, tn
from workbench.words.formats import count, day, number, share

STEP_WORDS = {
    "price": mark("shelf price"),
    "vat": mark("VAT"),
    "referral": mark("sale fee (commission)"),
    "fixed_fee": mark("fixed fee per unit"),
    "fulfilment": mark("fulfilment fee"),
    "fuel_surcharge": mark("fuel surcharge on the fulfilment fee"),
    "free_shipping": mark("seller's cost of free shipping"),
    "own_shipping": mark("shipping by the seller's own carrier"),
    "instalments": mark("instalments fee"),
    "storage": mark("storage fee"),
    "advertising": mark("advertising (part of the price)"),
    "returns": mark("returned units"),
    "income_tax": mark("income tax withheld"),
    "cost": mark("purchase cost"),
    "freight": mark("freight to the market"),
    "import_duty": mark("import duty"),
    "customs_fee": mark("customs processing fee (DTA)"),
    "courier_rate": mark("courier parcel rate"),
    "import_vat": mark("VAT paid at the border"),
    "section_301": mark("Section 301 duty"),
    "section_122": mark("Section 122 surcharge"),
    "merchandise_processing": mark("merchandise processing fee (MPF)"),
    "harbor_maintenance": mark("harbor maintenance fee (HMF)"),
    "vat_withheld": mark("of the VAT: kept back by the platform"),
    "vat_to_settle": mark("of the VAT: still to settle"),
    "financing": mark("financing of the tax withheld"),
}
STATUS_WORDS = {
    "confirmed": mark("confirmed rate"),
    "needs_check": mark("rate to be checked"),
    "expired": mark("rate no longer in force"),
    "typed": mark("stated by the client"),
    "implied": mark("from own reports"),
}
# What a blank input is, short, as a list of many SKUs shows it.
MISSING_WORDS = {
    "price": mark("own price (listings.csv)"),
    "cost": mark("purchase cost (costs.csv)"),
    "freight": mark("freight (costs.csv)"),
    "origin": mark("country of origin (costs.csv)"),
    "weight": mark("packed weight (costs.csv)"),
    "size": mark("packed weight and size (costs.csv)"),
    "rfc": mark("whether the seller has an RFC (client.yml)"),
    "fx": mark("exchange rate (FX file)"),
    "logistic": mark("who ships (listings.csv)"),
    "referral": mark("sale fee (client.yml, or a settlement)"),
    "fixed_fee": mark("fixed fee under the free-shipping mark (client.yml, or a settlement)"),
    "fulfilment": mark("fulfilment fee (client.yml, or a settlement)"),
    "free_shipping": mark("cost of free shipping (client.yml, or a settlement)"),
    "own_shipping": mark("what the seller pays his own carriers (client.yml)"),
    "import_duty": mark("import duty of the tariff line, or that parcels pay the courier rate (client.yml)"),
    "import_road": mark("one road of import: courier and formal import are both stated (client.yml)"),
    "customs_fee": mark("customs processing fee (client.yml)"),
    "section_301": mark("Section 301 duty of the tariff line (client.yml)"),
    "section_122": mark("Section 122 surcharge or what followed it (client.yml)"),
    "merchandise_processing": mark("merchandise processing fee of the year (client.yml)"),
    "payment_mix": mark("how buyers pay (client.yml, or Mercado Pago's report)"),
    "tax_withheld": mark("tax withheld on that day (client.yml)"),
}
# Steps of a whole assortment, as `costs.margins.GROUPS` sums them.
GROUP_WORDS = {
    "fees": mark("platform fees"),
    "shipping": mark("shipping"),
    "selling": mark("advertising and returns"),
    "income_tax": mark("final income tax"),
    "cost": mark("purchase cost"),
    "freight": mark("freight"),
    "border": mark("duties and customs"),
}
IMPLIED_WORDS = {
    "sale_fee": mark("sale fee"),
    "fulfilment_fee": mark("fulfilment fee"),
    "shipping": mark("shipping cost"),
}
# More than three questions at once are answered by nobody.
MOST_ASKED = 3


def step_name(step: str) -> str:
    """A step's name.

    >>> step_name("free_shipping")
    "seller's cost of free shipping"
    """
    return t(STEP_WORDS[step])


def status_name(status: str) -> str:
    """How far a step's rate may be trusted, or who stated it."""
    return t(STATUS_WORDS[status])


def missing_name(code: str) -> str:
    """A blank input, named with the place where it is filled in.

    >>> missing_name("cost")
    'purchase cost (costs.csv)'
    """
    return t(MISSING_WORDS[code])


def economics_sentence(unit: UnitEconomics) -> str:
    """What one unit leaves at a price, and what of it is cash only later; what to ask for where it can't be told.

    Parameters
    ----------
    unit : UnitEconomics
    """
    if unit.missing or pd.isna(unit.margin):
        return joined_sentences([unblock_sentence(unit), expired_sentence(unit)])
    currency = unit.inputs.currency
    said = t(
        "At {price} one unit leaves {margin}, {rate} of the price without tax.",
        price=price_text(unit.price, currency),
        margin=price_text(unit.margin, currency),
        rate=share(unit.margin_rate),
    )
    return joined_sentences([said, _cash_sentence(unit), left_out_sentence(unit), customs_sentence(unit)])


def unblock_sentence(unit: UnitEconomics) -> str:
    """The two or three inputs to ask for first; '' where a margin is known."""
    if not unit.missing:
        if pd.isna(unit.margin):
            return t("No margin at this price: a charge is known on the other side of the free-shipping mark only.")
        return ""
    asked = t(", ").join(missing_name(code) for code in unit.missing[:MOST_ASKED])
    rest = len(unit.missing) - MOST_ASKED
    if rest <= 0:
        return t("No margin yet. Still needed: {asked}.", asked=asked)
    return tn(
        "No margin yet. Needed first: {asked}; then {n} more.",
        "No margin yet. Needed first: {asked}; then {n} more.",
        rest,
        asked=asked,
        n=count(rest),
    )


def expired_sentence(unit: UnitEconomics) -> str:
    """Which rates were known until some day and hold no more; '' where none is missing for that."""
    ended = unit.steps[unit.steps["status"] == "expired"]
    parts = [
        t("{step} (until {day})", step=step_name(step), day=day(until))
        for step, until in zip(ended["step"], ended["until"], strict=True)
    ]
    return t("Known for earlier days only: {parts}.", parts=t(", ").join(parts)) if parts else ""


def left_out_sentence(unit: UnitEconomics | PriceAdvice) -> str:
    """What nobody stated and the margin does without; '' where nothing is."""
    if not unit.inputs.left_out:
        return ""
    parts = t(", ").join(step_name(step) for step in unit.inputs.left_out)
    return t("Not stated and not in the margin: {parts}.", parts=parts)


def customs_sentence(unit: UnitEconomics | PriceAdvice) -> str:
    """That duties are taken of the purchase cost; '' where a customs value is stated or nothing is imported."""
    duties = [charge for charge in unit.inputs.charges if charge.base == "cost"]
    return t("Duties are taken of the purchase cost: no customs value is stated.") if duties else ""


def payment_sentence(unit: UnitEconomics) -> str:
    """How buyers pay and what that does to the cash; '' where nobody stated it."""
    mix = getattr(unit.inputs.facts, "mix", None)
    if mix is None:
        return ""
    said = t(
        "{cash} of the sales are paid in cash and {instalments} by instalments.",
        cash=share(mix.cash),
        instalments=share(mix.instalments),
    )
    if unit.inputs.platform != "mercadolibre":
        return said
    later = t("Inside Mercado Libre cash has no fee of its own: it is approved later, and unpaid orders expire.")
    return joined_sentences([said, later])


def waterfall_title(unit: UnitEconomics) -> str:
    """The chart's finding: what is left of the price, without the full stop."""
    currency = unit.inputs.currency
    values = {"sku": unit.inputs.sku, "price": price_text(unit.price, currency)}
    if pd.isna(unit.margin):
        return t("{sku}: the margin at {price} is not known", **values)
    if unit.margin < 0:
        return t("{sku} loses {margin} at {price}", margin=price_text(-unit.margin, currency), **values)
    return t("{sku} keeps {margin} of {price}", margin=price_text(unit.margin, currency), **values)


def waterfall_subtitle(unit: UnitEconomics) -> str:
    """What the chart measures."""
    return t(
        "{currency} a unit on {account}, by the rates of {day}",
        currency=unit.inputs.currency,
        account=unit.inputs.account,
        day=day(unit.inputs.on),
    )


def waterfall_source(unit: UnitEconomics) -> str:
    """The chart's source line: where the rates come from and how many are to be checked."""
    bases = set(unit.steps["basis"])
    names = {
        "book": t("rate book"),
        "typed": t("client's rates"),
        "ledger": t("own reports"),
        "catalogue": t("costs and listings"),
    }
    said = t("Source: {parts}.", parts=t(", ").join(names[basis] for basis in names if basis in bases))
    taken = unit.steps[unit.steps["amount"] != 0.0]
    unsure = int(taken["status"].isin(["needs_check", "expired"]).sum())
    checks = tn("{n} rate is to be checked.", "{n} rates are to be checked.", unsure, n=count(unsure)) if unsure else ""
    return joined_sentences([said, checks, left_out_sentence(unit), customs_sentence(unit)])


def side_by_side_title(side: SideBySide) -> str:
    """What a unit keeps on each account, without the full stop."""
    known = [unit for unit in side.units if pd.notna(unit.margin_rate)]
    parts = t(", ").join(f"{unit.inputs.account} {share(unit.margin_rate)}" for unit in known)
    if not known:
        return t("{sku}: no market has every input for a margin", sku=side.sku)
    return t("{sku} keeps of its price without tax: {parts}", sku=side.sku, parts=parts)


def converted_sentence(side: SideBySide) -> str:
    """What the converted price of the United States would leave in Mexico: a warning; '' where it can't be told."""
    return joined_sentences([_converted(unit, side) for unit in side.converted if pd.notna(unit.margin)])


def implied_sentence(rates: pd.DataFrame) -> str:
    """How many of the rates that the reports imply depart from the stated ones; '' without any to compare.

    Parameters
    ----------
    rates : DataFrame
        As `workbench.implied_rates` gives them.
    """
    compared = rates.dropna(subset=["departure"])
    if compared.empty:
        return ""
    flagged = compared[compared["is_flagged"]]
    if flagged.empty:
        return t("None of {n} rates departs by more than half a point from what is stated.", n=count(len(compared)))
    worst = flagged.iloc[flagged["departure"].abs().argmax()]
    return t(
        "{flagged} of {n} rates depart by more than half a point from what is stated, most of all {step} of {sku}: "
        "{implied} was taken where {book} is stated.",
        flagged=count(len(flagged)),
        n=count(len(compared)),
        step=t(IMPLIED_WORDS[worst["step"]]),
        sku=worst["sku"] or t("the whole account"),
        implied=share(worst["implied_rate"], digits=2),
        book=share(worst["book_rate"], digits=2),
    )


def _cash_sentence(unit: UnitEconomics) -> str:
    if not unit.withheld:
        return ""
    currency = unit.inputs.currency
    withheld = price_text(unit.withheld, currency)
    if unit.inputs.facts is not None and unit.inputs.facts.rfc == "false":
        return t("Without an RFC the {withheld} of tax that the platform keeps back are final.", withheld=withheld)
    return t(
        "The platform keeps back {withheld} of tax: the VAT part is owed anyway, the income tax is credited later, so "
        "{cash} of the margin is cash now.",
        withheld=withheld,
        cash=price_text(unit.cash, currency),
    )


def _converted(unit: UnitEconomics, side: SideBySide) -> str:
    currency, today = unit.inputs.currency, _on_shelf(unit, side)
    values = {
        "price": price_text(unit.price, currency),
        "account": unit.inputs.account,
        "rate": share(unit.margin_rate),
    }
    if today is None or pd.isna(today.margin_rate):
        return t("Warning example: the US price converted ({price}) would keep {rate} on {account}.", **values)
    return t(
        "Warning example, no advice: the US price converted ({price}) would keep {rate} on {account}, where {shelf} "
        "keeps {now}.",
        shelf=price_text(today.price, currency),
        now=share(today.margin_rate),
        **values,
    )


def _on_shelf(unit: UnitEconomics, side: SideBySide) -> UnitEconomics | None:
    return next((each for each in side.units if each.inputs.account == unit.inputs.account), None)


def amount_text(amount: float, currency: str) -> str:
    """An amount of a chart: two digits where cents matter, none where they don't."""
    return number(amount, digits=2 if currency == "USD" else 1)
