"""The parts of the simulator's page as HTML: figures, notes, and the choices that its controls offer."""

from __future__ import annotations

import pandas as pd

from workbench.client import Client
from workbench.costs.economics import UnitEconomics
from workbench.costs.waterfall import UnitInputs
from workbench.display.notebook import note_html, sentence_html
from workbench.display.simulator_plots import fan_html
from workbench.display.tables import escaped
from workbench.notices import price_holds
from workbench.notices.holds import ON_HOLD
from workbench.pricing.advice import PriceAdvice
from workbench.pricing.simulation import Simulation
from workbench.profile import Profile
from workbench.words import rate, shortened, t
from workbench.words.advice import advice_foot, advice_sentence
from workbench.words.bands import joined_sentences, price_text
from workbench.words.cases import holds_sentence
from workbench.words.economics import economics_sentence, unblock_sentence
from workbench.words.kpis import place_name, status_mark
from workbench.words.simulator import (
    LOGISTIC_WORDS,
    RFC_WORDS,
    as_known,
    cash_later_sentence,
    chance_label,
    chance_note,
    converted_note,
    fan_note,
    floor_text,
    kept_text,
    margin_tone,
    mix_sentence,
    no_fan_sentence,
    tone_words,
    zones_sentence,
)

TITLE_LENGTH = 36
Options = list[tuple[str, str]]


def place_options(profile: Profile, accounts: list[str]) -> Options:
    """Label and id of each account that lists something."""
    owners = [profile.account(name) for name in accounts]
    return [
        (t("{place} ({account})", place=place_name(owner.platform, owner.market), account=owner.id), owner.id)
        for owner in owners
    ]


def sku_options(units: dict[str, UnitInputs]) -> Options:
    """Label and code of each SKU; one without a margin says so."""
    return [(_sku_label(inputs), sku) for sku, inputs in units.items()]


def logistic_options(inputs: UnitInputs) -> Options:
    """Who ships: as the listing says, or one of the two."""
    known = as_known(inputs.facts.logistic, LOGISTIC_WORDS)
    return [(known, ""), *((t(LOGISTIC_WORDS[code]), code) for code in LOGISTIC_WORDS)]


def rfc_options(inputs: UnitInputs) -> Options:
    """Whether the seller has a Mexican tax number: as the profile says, or one of the two."""
    known = as_known(inputs.facts.rfc, RFC_WORDS)
    return [(known, ""), *((t(RFC_WORDS[code]), code) for code in RFC_WORDS)]


def holds_html(client: Client, *, on: str) -> str:
    """That price advice waits for an open warning, and for which accounts; nothing where it does not."""
    holds = price_holds(client, as_of=on)
    held = holds.loc[holds["state"] == ON_HOLD, "account"].drop_duplicates()
    owners = [owner for owner in client.profile.accounts if owner.id in set(held)]
    said = holds_sentence(holds, [place_name(owner.platform, owner.market) for owner in owners])
    return f'<p class="wb wb-sentence wb-status-breach">{status_mark("breach")} {escaped(said)}</p>' if owners else ""


def figures_html(simulation: Simulation, today: Simulation, *, converted: object, fault: str) -> str:
    """What the price leaves, how it stands against the floor, and the converted price as a warning.

    Parameters
    ----------
    simulation, today : Simulation
        As tried, and as it is today.
    converted : UnitEconomics, None or False
        The US price converted; None where there is none, False where the market knows no such candidate.
    fault : str
        Why there is no chance, where there is none.
    """
    unit, currency = simulation.unit, simulation.unit.inputs.currency
    tone = margin_tone(simulation)
    verdict = f"{status_mark(tone)} {tone_words(simulation)}"
    now = t("today {value}", value=rate(today.unit.margin_rate))
    verdict_now = t("; ").join([verdict, t("today {value}", value=_money(today.unit.margin, currency))])
    figures = [
        _figure("margin", t("Margin a unit"), _money(unit.margin, currency), verdict_now, tone=tone),
        _figure("rate", t("Margin rate, of the price without tax"), rate(unit.margin_rate), now),
        _figure("cash", t("Cash now"), _money(unit.cash, currency), _withheld_note(unit)),
        _figure("floor", t("Floor"), _money(simulation.floor, currency), _floor_note(simulation)),
        _figure("chance", chance_label(simulation), rate(simulation.chance), chance_note(simulation, fault)),
    ]
    if converted is not False:
        price = _money(converted.price, currency) if converted else rate(float("nan"))
        note = converted_note(converted, simulation)
        figures.append(
            _figure("converted", t("The US price converted"), price, note, tone="watch" if converted else "")
        )
    return f'<dl class="wb wb-figures" aria-live="polite">{"".join(figures)}</dl>'


def said_html(simulation: Simulation) -> str:
    """What the choice comes to in sentences: what is left or missing, and the dead zones."""
    unit = simulation.unit
    said = unblock_sentence(unit) if unit.missing else economics_sentence(unit)
    return sentence_html(joined_sentences([said, zones_sentence(simulation.curve)]))


def unpriced_html(inputs: UnitInputs) -> str:
    """A SKU whose own price nobody knows: there is nothing to move."""
    said = t(
        "The price of {sku} is not known: add it to listings.csv or save the platform's listing report.", sku=inputs.sku
    )
    return sentence_html(said)


def fan_part_html(simulation: Simulation, fan: pd.DataFrame | None, *, fault: str) -> str:
    """The fan from the rate tried on, and where it starts; why there is none, where there is none."""
    if fan is None:
        return note_html(no_fan_sentence(simulation, fault))
    move = simulation.curve.levers.move
    return fan_html(simulation, fan, move=move) + note_html(fan_note(fan, move=move))


def mix_html(unit: UnitInputs, *, tried: object) -> str:
    """How buyers pay, as tried or as known, and what that means inside Mercado Libre."""
    said = mix_sentence(tried or unit.facts.mix, is_tried=tried is not None)
    return note_html(joined_sentences([said, cash_later_sentence(unit.platform)]))


def advice_html(advice: PriceAdvice) -> str:
    """The advice on a SKU as it is known: today's costs and rates, not what is tried."""
    head = note_html(t("The advice goes by what is known today, not by what is tried above."))
    return head + sentence_html(advice_sentence(advice)) + note_html(advice_foot(advice))


def _sku_label(inputs: UnitInputs) -> str:
    name = t("{sku}, {title}", sku=inputs.sku, title=shortened(inputs.title, most=TITLE_LENGTH)) if inputs.title else ""
    label = name or inputs.sku
    return t("{sku} (inputs missing)", sku=label) if inputs.missing else label


def _money(amount: float, currency: str) -> str:
    return price_text(round(float(amount), 2), currency)


def _withheld_note(unit: UnitEconomics) -> str:
    if not unit.withheld:
        return ""
    return t("tax kept back: {amount}", amount=_money(unit.withheld, unit.inputs.currency))


def _floor_note(simulation: Simulation) -> str:
    kept = kept_text(simulation.curve) if pd.notna(simulation.floor) else ""
    return joined_sentences([t("{said}.", said=floor_text(simulation)), kept])


def _figure(name: str, label: str, value: str, note: str = "", *, tone: str = "") -> str:
    colour = f" wb-status-{tone}" if tone else ""
    small = f'<small class="wb-note{colour}">{escaped(note)}</small>' if note else ""
    return (
        f'<div class="wb-figure wb-figure-{name}"><dt>{escaped(label)}</dt>'
        f'<dd><strong class="wb-value{colour}">{escaped(value)}</strong>{small}</dd></div>'
    )
