"""Labels and sentences of the price simulator, from a finished simulation."""

from __future__ import annotations

import pandas as pd

from workbench.costs.payments import PaymentShares
from workbench.pricing.simulation import RISK_DAYS, Curve, Simulation
from workbench.words.bands import joined_sentences, price_text
from workbench.words.catalogue import mark, t
from workbench.words.economics import status_name
from workbench.words.formats import count, day, exchange_text, number, share, signed, target
from workbench.words.rates import rate_source

LOGISTIC_WORDS = {"platform": mark("the platform ships"), "seller": mark("the seller ships")}
RFC_WORDS = {"true": mark("has an RFC"), "false": mark("has no RFC")}
# The chance at which advice, too, calls a price too likely to fall under the floor.
MOST_CHANCE = 0.20
# Farther dead zones matter to nobody's price; a text names this many.
ZONES_NAMED = 3


def as_known(code: str, words: dict[str, str]) -> str:
    """The first choice of a list: what the files say, and that it is what they say.

    >>> as_known("seller", LOGISTIC_WORDS)
    'as now: the seller ships'
    """
    return t("as now: {what}", what=t(words[code])) if code in words else t("as now: not known")


def margin_tone(simulation: Simulation) -> str:
    """good, watch, breach or unmeasured: how a price stands against the floor."""
    unit = simulation.unit
    if pd.isna(unit.margin):
        return "unmeasured"
    if unit.margin < 0 or unit.margin < simulation.floor or is_under_floor_price(simulation):
        return "breach"
    return "watch" if simulation.is_in_dead_zone or simulation.chance > MOST_CHANCE else "good"


def tone_words(simulation: Simulation) -> str:
    """The same in a few words."""
    unit = simulation.unit
    if pd.isna(unit.margin):
        return t("not known")
    if unit.margin < 0:
        return t("loses money")
    if is_under_floor_price(simulation) or unit.margin < simulation.floor:
        return t("under the floor")
    if simulation.is_in_dead_zone:
        return t("dead zone: a lower price leaves more")
    if simulation.chance > MOST_CHANCE:
        return t("may fall under the floor")
    return t("above the floor") if pd.notna(simulation.floor) else t("leaves a margin")


def is_under_floor_price(simulation: Simulation) -> bool:
    """Whether the price is under the one that the client never goes under."""
    return bool(simulation.unit.price < simulation.curve.limits.floor_price)


def floor_text(simulation: Simulation) -> str:
    """The floor in figures; what to state where there is none."""
    limits, currency = simulation.curve.limits, simulation.unit.inputs.currency
    if not limits.is_stated:
        return t("not stated (margin_floor in client.yml)")
    parts = []
    if pd.notna(limits.margin_floor):
        parts.append(t("{share} of the price without tax", share=target(limits.margin_floor)))
    if pd.notna(limits.floor_price):
        parts.append(t("never under {price}", price=price_text(limits.floor_price, currency)))
    return t(", ").join(parts)


def kept_text(curve: Curve) -> str:
    """From which price on the floor is kept, gaps named; '' where a margin is not known."""
    if curve.inputs.missing:
        return ""
    currency, last = curve.inputs.currency, curve.table["price"].iloc[-1]
    if curve.kept.empty:
        return t("No price up to {price} keeps it.", price=price_text(last, currency))
    parts = [
        t("from {low}", low=price_text(low, currency))
        if high >= last - 0.005
        else t("{low} to {high}", low=number(low, digits=2), high=price_text(high, currency))
        for low, high in curve.kept.itertuples(index=False)
    ]
    return t("Kept {ranges}.", ranges=t(", ").join(parts))


def chance_label(simulation: Simulation) -> str:
    """What the chance is of: the floor, or a loss where no floor is stated."""
    if pd.notna(simulation.floor):
        return t("Chance of a day under the floor in {days} days", days=RISK_DAYS)
    return t("Chance of a day at a loss in {days} days", days=RISK_DAYS)


def chance_note(simulation: Simulation, fault: str = "") -> str:
    """What moves it, or why it can't be told."""
    if pd.isna(simulation.chance):
        return fault or t("Needs every input of the margin.")
    if not simulation.base:
        return t("No cost is in another currency.")
    return t("while the price is held, from this exchange rate on")


def zones_sentence(curve: Curve) -> str:
    """The dead zones; '' where there is none."""
    if curve.zones.empty:
        return ""
    currency = curve.inputs.currency
    parts = [
        t(
            "{low} to {high} (each leaves less than {best})",
            low=number(zone.from_price, digits=2),
            high=price_text(zone.to_price, currency),
            best=price_text(zone.best_price, currency),
        )
        for zone in curve.zones.head(ZONES_NAMED).itertuples(index=False)
    ]
    return t("Dead zones: {parts}.", parts=t("; ").join(parts))


def converted_note(unit: object, simulation: Simulation) -> str:
    """What the converted price of the United States would leave here: named as a warning."""
    if unit is None:
        return t("Not sold in the United States, or no price there.")
    left = share(unit.margin_rate) if pd.notna(unit.margin_rate) else t("not known")
    here = share(simulation.unit.margin_rate) if pd.notna(simulation.unit.margin_rate) else t("not known")
    return t("Warning, no advice: it would keep {left}; the price above keeps {here}.", left=left, here=here)


def mix_sentence(mix: object, *, is_tried: bool) -> str:
    """How buyers pay and who says so; that it has to be stated where nobody does.

    Parameters
    ----------
    mix : PaymentMix, PaymentShares or None
        As the client states it, as the reports show it, or not known.
    is_tried : bool
        Whether it is the page's own try.
    """
    if mix is None:
        return t("How buyers pay is not known here. State it to see what it does; nothing is assumed.")
    said = t(
        "Cash {cash}, instalments {instalments}, the rest otherwise at once.",
        cash=share(mix.cash),
        instalments=share(mix.instalments),
    )
    if is_tried:
        return joined_sentences([said, t("As tried here.")])
    is_measured = isinstance(mix, PaymentShares)
    source = t("As Mercado Pago's reports show.") if is_measured else t("As stated in client.yml.")
    return joined_sentences([said, source])


def cash_later_sentence(platform: str) -> str:
    """What cash means inside Mercado Libre; '' elsewhere."""
    if platform != "mercadolibre":
        return ""
    return t(
        "Inside Mercado Libre the mix moves no fee: instalments are in the listing type's fee, cash is approved later "
        "and unpaid orders expire."
    )


def rate_text(step: object) -> str:
    """A step's rate as it is stated: percent with every digit, or an amount; blank where it has no single rate.

    Rates that own reports imply are quotients: they have two decimals.
    """
    if pd.isna(step.rate) or not step.rate_unit:
        return ""
    if step.rate_unit != "fraction":
        return price_text(step.rate, step.rate_unit)
    return share(step.rate, digits=2) if getattr(step, "basis", "book") == "ledger" else target(step.rate)


def origin_text(step: object) -> str:
    """Where a step's rate comes from and since when it holds."""
    source = rate_source(step.source) if isinstance(step.source, str) else ""
    if step.basis == "typed":
        # The status says in the reader's language that it was stated; by whom is left.
        source = source.removeprefix("stated by ")
    if step.basis == "ledger":
        source = t("own reports: {report}", report=source) if source else t("own reports")
    since = t("since {day}", day=day(step.since)) if pd.notna(step.since) else ""
    if step.status == "expired":
        since = t("until {day}", day=day(step.until))
    return t(", ").join(part for part in (source, since) if part)


def step_status(step: object) -> str:
    """A step's mark and word; '' for the price itself."""
    marks = {"confirmed": "●", "typed": "●", "implied": "●", "needs_check": "▲", "expired": "■"}
    return f"{marks[step.status]} {status_name(step.status)}" if step.status in marks else ""


def waterfall_name(simulation: Simulation) -> str:
    """What the waterfall shows."""
    return t("From shelf price to margin, {currency} a unit", currency=simulation.unit.inputs.currency)


def curve_name(curve: Curve) -> str:
    """What the curve shows."""
    return t("Margin of a unit at each price, {currency}", currency=curve.inputs.currency)


def fan_title(simulation: Simulation, fan: pd.DataFrame) -> str:
    """Where eight of ten futures lie and where the price breaks the floor, without the full stop."""
    last = fan.iloc[-1]
    values = {
        "base": last["base"],
        "low": exchange_text(last["p10"]),
        "high": exchange_text(last["p90"]),
        "quote": last["quote"],
        "days": RISK_DAYS,
    }
    said = t("In 8 of 10 futures one {base} costs {low} to {high} {quote} in {days} days", **values)
    if pd.isna(simulation.breaking_rate):
        return said
    if not simulation.breaking_rate > 0:
        return t("{said}; this price is under the floor at any rate", said=said)
    breaking = exchange_text(simulation.breaking_rate)
    return t("{said}; above {rate} this price is under the floor", said=said, rate=breaking)


def fan_note(fan: pd.DataFrame, *, move: float) -> str:
    """Where the fan starts, and where its rate comes from."""
    first = fan.iloc[0]
    today = t(
        "Series {series}: {rate} on {day}.",
        series=first["series"],
        rate=number(first["p50"], digits=4),
        day=day(first["date"]),
    )
    if not move:
        return today
    moved = t(
        "Tried: {quote} {move}%, so it starts at {rate}.",
        quote=first["quote"],
        move=signed(move * 100),
        rate=number(first["p50"] / (1 + move), digits=4),
    )
    return joined_sentences([today, moved])


def no_fan_sentence(simulation: Simulation, fault: str) -> str:
    """Why there is no fan."""
    if not simulation.base:
        return t("No cost of this SKU is in another currency: the exchange rate does not move its margin.")
    return fault


def advises_sentence() -> str:
    """Whose the price is."""
    return t("This page tries prices and sets none; the final price is the seller's.")


def skus_sentence(skus: int, complete: int) -> str:
    """Of how many SKUs the margin can be computed."""
    return t("{known} of {n} SKUs have every input for a margin.", known=count(complete), n=count(skus))
