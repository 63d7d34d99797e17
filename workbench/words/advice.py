"""Price advice in words: one paragraph with its reasons, the runner-up, what would change it, and what it waits for."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from workbench.pricing.advice import BLOCKED, WAITS, PriceAdvice
from workbench.pricing.plan import least_price
from workbench.words.bands import joined_sentences, price_range, price_text
from workbench.words.catalogue import mark, t
from workbench.words.earlier import earlier_sentence
from workbench.words.economics import customs_sentence, left_out_sentence, missing_name
from workbench.words.formats import count, day, money, number, signed
from workbench.words.kpis import place_name

ACTION_WORDS = {"raise": mark("raise"), "lower": mark("lower"), "hold": mark("keep"), "none": mark("no price works")}
STATE_WORDS = {"advised": mark("advised"), "on_hold": mark("on hold: open warning"), "blocked": mark("not yet")}
AGAINST_WORDS = {
    "not_known": mark("a charge is not stated for this price"),
    "step": mark("too large a step at once"),
    "dead_zone": mark("leaves less than a lower price"),
    "risk": mark("too likely to fall under the floor"),
    "margin_floor": mark("under the least margin"),
    "floor_price": mark("under the client's own floor"),
}
REASON_WORDS = {
    "no_allowed_price": mark(
        "No price within one step of today's keeps every floor: cost, logistics or the floor have to move, or the sale "
        "ends."
    ),
    "loses_money": mark("Today's price loses money on every unit."),
    "under_floor": mark("Today's price leaves less than the stated floor."),
    "dead_zone": mark("Today's price lies where a lower price leaves more on a unit."),
    "risk": mark("The exchange rate makes a day under the floor too likely at today's price."),
    "more_profit": mark("A week earns more margin at it than at today's price."),
    "more_volume": mark("It sells more units, which the client weighs above margin."),
    "gain_not_sure": mark("Another price may earn more, but not at both ends of what is known of demand."),
    "small_gain": mark("No other price gains enough to be worth the change."),
    "best_already": mark("Today's price earns most of all that may be asked."),
    "no_volume_answer": mark("How units follow the price can't be told, so no best price is claimed."),
    "wait_for_effect": mark("The price was changed so lately that what comes of it can't be told yet: wait for that."),
    "refused_before": mark("The client refused such advice before."),
    "changed_before": mark("The client answered such advice with another price before."),
    "accepted_before": mark("Such advice is accepted and not carried out yet."),
    "proposed_before": mark("Such advice waits for the client's decision."),
}
# In a paragraph the record itself is told in their place.
OF_THE_RECORD = {"refused_before", "changed_before", "accepted_before", "proposed_before"}
CHANGE_WORDS = {
    "elasticity": mark("a sales test at a second price"),
    "market": mark("competitors that move their prices"),
    "fx": mark("an exchange rate outside the band"),
    "weight": mark("another weight of volume against margin"),
    "floor": mark("another floor"),
    "cost": mark("another cost or freight"),
}
# Beyond this share of units that may stay away, today's margin is so thin that the figure says nothing.
MOST_UNITS_LOST = 0.9
BLOCKED_WORDS = {
    "price": mark("today's price (listings)"),
    "price_since": mark("today's price (listings of after the price was changed)"),
    "floor": mark("a floor: least price or least margin (client.yml)"),
}


def advice_sentence(advice: PriceAdvice) -> str:
    """The advice in one paragraph.

    Parameters
    ----------
    advice : PriceAdvice
    """
    if advice.state == BLOCKED:
        return t(
            "No advice on {sku} yet. To be stated first: {what}.",
            sku=advice.inputs.sku,
            what=blocked_names(advice.blocked_by),
        )
    if advice.state == WAITS:
        return joined_sentences([_hold_sentence(advice), *_reasons(advice), earlier_sentence(advice)])
    return joined_sentences(
        [
            _lead(advice),
            *_reasons(advice),
            earlier_sentence(advice),
            _volume_sentence(advice),
            _risk_sentence(advice),
            _place_sentence(advice),
            *_limit_sentences(advice),
        ]
    )


def advice_title(advice: PriceAdvice) -> str:
    """The advice in one sentence, as a chart's title; of an account with an open warning, that it waits."""
    return _hold_title(advice) if advice.state == WAITS else _lead(advice)


def advice_foot(advice: PriceAdvice) -> str:
    """Runner-up, what would change the advice, what waiting costs, until when it holds and who decides."""
    if advice.choice is None:
        return ""
    return joined_sentences(
        [
            _runner_up_sentence(advice),
            t(
                "What would change this: {what}.",
                what=t(", ").join(t(CHANGE_WORDS[code]) for code in _would_change(advice)),
            ),
            left_out_sentence(advice),
            customs_sentence(advice),
            _waiting_sentence(advice),
            t("Proposed on {start}, valid until {end}.", start=day(advice.proposed_on), end=day(advice.valid_until)),
            _decider_sentence(advice),
        ]
    )


def blocked_names(codes: Iterable[str]) -> str:
    """What has to be stated, named."""
    return t(", ").join(t(BLOCKED_WORDS[code]) if code in BLOCKED_WORDS else missing_name(code) for code in codes)


def against_names(codes: tuple[str, ...]) -> str:
    """What speaks against a candidate price, named; '' where nothing does."""
    said = [code for code in codes if code != "risk" or not {"margin_floor", "floor_price"} & set(codes)]
    return t(", ").join(t(AGAINST_WORDS[code]) for code in said)


def chance_text(chance: float) -> str:
    """A simulated chance as whole per cent: more digits would claim more than paths can tell; '' where unknown."""
    if not np.isfinite(chance):
        return ""
    if 0 < chance < 0.01:
        return t("under 1%")
    if 0.99 < chance < 1:
        return t("over 99%")
    return share_text(chance)


def share_text(share: float) -> str:
    """A share as whole per cent.

    >>> share_text(0.673)
    '67%'
    """
    return f"{number(share * 100)}%"


def reason_names(codes: str) -> str:
    """The reasons of a plan's row, as sentences."""
    return joined_sentences(t(REASON_WORDS[code]) for code in codes.split(",") if code)


def _lead(advice: PriceAdvice) -> str:
    inputs, choice = advice.inputs, advice.choice
    values = {
        "sku": inputs.sku,
        "place": place_name(inputs.platform, inputs.market),
        "today": price_text(inputs.price, inputs.currency),
        "price": price_text(choice.price, inputs.currency),
        "change": signed_rate(choice.price / inputs.price - 1),
    }
    texts = {
        "raise": t("Raise {sku} on {place} from {today} to {price} ({change}).", **values),
        "lower": t("Lower {sku} on {place} from {today} to {price} ({change}).", **values),
        "hold": t("Keep {sku} on {place} at {today}.", **values),
        "none": t("{sku} on {place}, {today}: no price helps by itself.", **values),
    }
    return texts[choice.action]


def signed_rate(share: float) -> str:
    """A change as a percentage with its sign and one decimal.

    >>> signed_rate(0.1038)
    '+10.4%'
    """
    return f"{signed(share * 100, digits=1)}%"


def _hold_title(advice: PriceAdvice) -> str:
    values = {"sku": advice.inputs.sku, "place": place_name(advice.inputs.platform, advice.inputs.market)}
    return t("{sku} on {place}: no change while the warning is open", **values)


def _hold_sentence(advice: PriceAdvice) -> str:
    case = advice.cases[0]
    return t(
        "No price of {place} is to be changed while the warning {case} is open: a change could make the case worse. "
        "What stands below is what the figures say, not advice.",
        place=place_name(advice.inputs.platform, advice.inputs.market),
        case=case["case_id"],
    )


def _reasons(advice: PriceAdvice) -> list[str]:
    codes = advice.choice.reasons
    said = [t(REASON_WORDS[code]) for code in codes if code not in OF_THE_RECORD]
    if {"no_allowed_price", "under_floor"} & set(codes):
        said.append(_least_price_sentence(advice))
    if "no_volume_answer" in codes and advice.choice.action in ("raise", "lower"):
        price = price_text(advice.choice.price, advice.inputs.currency)
        said.append(t("{price} is the nearest shelf price that nothing speaks against.", price=price))
    return said


def _least_price_sentence(advice: PriceAdvice) -> str:
    least = least_price(advice)
    if not np.isfinite(least):
        return t("No price up to three times today's keeps the floors.")
    return t(
        "The least price that keeps the floors is {price} ({change}).",
        price=price_text(least, advice.inputs.currency),
        change=signed_rate(least / advice.inputs.price - 1),
    )


def _volume_sentence(advice: PriceAdvice) -> str:
    row, today, currency = advice.recommended, advice.today, advice.inputs.currency
    if advice.choice.price == advice.inputs.price:
        return ""
    if advice.volume.is_known:
        return t(
            "About {units} units a week are to be expected ({low} to {high}; {now} today), and a weekly margin of "
            "{after} instead of {before}.",
            units=number(row["units"], digits=1),
            low=number(row["units_low"], digits=1),
            high=number(row["units_high"], digits=1),
            now=number(advice.volume.weekly_units, digits=1),
            after=money(row["profit"], currency, digits=0),
            before=money(today["profit"], currency, digits=0),
        )
    amounts = {"after": money(row["margin"], currency), "before": money(today["margin"], currency)}
    if -MOST_UNITS_LOST < row["units_needed"] < 0:
        return t(
            "It leaves {after} a unit instead of {before}: up to {share} of the units may stay away before a week "
            "earns less than today.",
            share=share_text(-row["units_needed"]),
            **amounts,
        )
    if row["units_needed"] > 0:
        return t(
            "It leaves {after} a unit instead of {before}: a week earns as much as today with {share} more units.",
            share=share_text(row["units_needed"]),
            **amounts,
        )
    return t("It leaves {after} a unit instead of {before}.", **amounts)


def _risk_sentence(advice: PriceAdvice) -> str:
    chance, then = advice.recommended["under_floor_chance"], advice.today["under_floor_chance"]
    if not advice.has_fx:
        return ""
    if not np.isfinite(chance):
        return t("How likely the exchange rate breaks the floor can't be said: too short a history.")
    said = t(
        "The chance that the exchange rate brings a day under the floor within {days} days is {chance} at {price}.",
        days=count(advice.terms.holding_days),
        chance=chance_text(chance),
        price=price_text(advice.choice.price, advice.inputs.currency),
    )
    if advice.choice.price == advice.inputs.price:
        return joined_sentences([said, _held_sentence(advice)])
    if advice.today["margin_rate"] < advice.limits.least_margin_rate:
        now = t("Today's price is under it already.")
    else:
        is_same = chance_text(then) == chance_text(chance)
        now = t("At today's price it is the same.") if is_same else _chance_now(then)
    return joined_sentences([said, now, _held_sentence(advice)])


def _chance_now(chance: float) -> str:
    return t("At today's price it is {chance}.", chance=chance_text(chance))


def _held_sentence(advice: PriceAdvice) -> str:
    known = advice.inputs.fx.get(advice.inputs.cost_currency)
    if advice.hold is None or known is None or not advice.hold.is_held:
        return ""
    low, high = advice.hold.rates(known.rate)
    if np.isinf(high):
        return ""
    digits = 2 if known.rate >= 1 else 4
    values = {
        "price": price_text(advice.choice.price, advice.inputs.currency),
        "quote": advice.inputs.currency,
        "base": advice.inputs.cost_currency,
        "low": number(low, digits=digits),
        "high": number(high, digits=digits),
        "now": number(known.rate, digits=digits),
    }
    if low <= 0:
        return t("{price} is to be held up to {high} {quote} for one {base} ({now} today).", **values)
    return t("{price} is to be held between {low} and {high} {quote} for one {base} ({now} today).", **values)


def _place_sentence(advice: PriceAdvice) -> str:
    if advice.bands is None or pd.isna(advice.recommended["band"]):
        return ""
    band = advice.bands.bands.set_index("band").loc[int(advice.recommended["band"])]
    values = {
        "band": count(int(advice.recommended["band"])),
        "n": count(len(advice.bands.bands)),
        "prices": price_range(band["low"], band["high"], advice.bands.currency),
    }
    texts = {
        "inside": t("In the local market it stands in band {band} of {n} ({prices}).", **values),
        "below": t("In the local market it stands below band {band} of {n} ({prices}).", **values),
        "above": t("In the local market it stands above band {band} of {n} ({prices}).", **values),
    }
    return texts[advice.recommended["place"]]


def _limit_sentences(advice: PriceAdvice) -> list[str]:
    said = [
        t(
            "It crosses {mark}, where the platform's charges change; the figures hold that.",
            mark=price_text(at, advice.inputs.currency),
        )
        for at in advice.recommended["crosses"]
    ]
    if advice.is_automated and advice.choice.action != "hold":
        said.append(t("The platform changes this price by itself: its automation has to be off first."))
    return said


def _would_change(advice: PriceAdvice) -> list[str]:
    """Codes of what would change the advice; no exchange rate where none is in the unit."""
    return [code for code in advice.choice.would_change if code != "fx" or advice.has_fx]


def _runner_up_sentence(advice: PriceAdvice) -> str:
    row = advice.row(advice.choice.runner_up) if np.isfinite(advice.choice.runner_up) else None
    if row is None:
        return t("No other price may be asked.")
    currency = advice.inputs.currency
    if np.isfinite(row["profit"]) and row["profit"] > advice.recommended["profit"] and row["score_low"] < 0:
        return t(
            "Runner-up: {price}; {profit} a week if demand is as estimated, but less than today's price where buyers "
            "answer at the strong end of the interval.",
            price=price_text(row["price"], currency),
            profit=money(row["profit"], currency, digits=0),
        )
    if np.isfinite(row["profit"]):
        return t(
            "Runner-up: {price}, with a weekly margin of {profit}.",
            price=price_text(row["price"], currency),
            profit=money(row["profit"], currency, digits=0),
        )
    return t(
        "Runner-up: {price}, which leaves {margin} a unit.",
        price=price_text(row["price"], currency),
        margin=money(row["margin"], currency),
    )


def _waiting_sentence(advice: PriceAdvice) -> str:
    if not np.isfinite(advice.waiting_cost) or advice.waiting_cost < 0.5 or advice.state == WAITS:
        return ""
    return t(
        "Each week of waiting costs about {amount}.",
        amount=money(advice.waiting_cost, advice.inputs.currency, digits=0),
    )


def _decider_sentence(advice: PriceAdvice) -> str:
    if advice.decider:
        return t("{person} decides; the final price is the seller's.", person=advice.decider)
    return t("The final price is the seller's; the profile names nobody who decides.")
