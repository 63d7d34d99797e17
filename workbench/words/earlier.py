"""The last advice on a listing in words: what the client made of it, and what has changed since."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.pricing.advice import PriceAdvice
from workbench.pricing.earlier import EarlierAdvice, Move
from workbench.words.bands import joined_sentences, price_text
from workbench.words.catalogue import mark, t
from workbench.words.economics import step_name
from workbench.words.formats import day, exchange_text, money, number, signed, target

LOG_WORDS = {
    "proposed": mark("waits for a decision"),
    "expired": mark("expired undecided"),
    "accepted": mark("accepted"),
    "changed": mark("accepted at another price"),
    "refused": mark("refused"),
    "executed": mark("carried out"),
}
MOVE_WORDS = {
    "price": mark("today's price"),
    "floor_price": mark("least price"),
    "margin_floor": mark("least margin"),
    "band_low": mark("lower end of its price band"),
    "band_high": mark("upper end of its price band"),
    "elasticity": mark("answer of units to the price"),
}
# Of many changes the largest are told.
MOVES_TOLD = 5


def earlier_sentence(advice: PriceAdvice) -> str:
    """What became of the last advice on the listing and what has changed since; '' where the record holds none.

    Parameters
    ----------
    advice : PriceAdvice
    """
    last = advice.earlier
    if last is None:
        return ""
    repeated = t("So this only says again what was declined.") if advice.is_repeat else ""
    return joined_sentences(
        [_decision(last, advice), _reason(last), _effect(last, advice), _moves(last, advice), repeated]
    )


def earlier_text(row: dict) -> str:
    """The last advice on a listing as a table shows it; '' where the record holds none.

    Parameters
    ----------
    row : dict
        A row of `PricePlan.rows`.
    """
    if not row["earlier"]:
        return ""
    said = t(
        "{price}: {state}, {day}",
        price=price_text(row["earlier_price"], row["currency"]),
        state=t(LOG_WORDS[row["earlier"]]),
        day=day(row["earlier_date"]),
    )
    return t("{said}; said again", said=said) if row["is_repeat"] else said


def _decision(last: EarlierAdvice, advice: PriceAdvice) -> str:
    currency = advice.inputs.currency
    values = {
        "proposed": day(last.proposed_date),
        "price": price_text(last.advised_price, currency),
        "person": last.decided_by,
    }
    if last.decision == "refused":
        return t(
            "{price} was advised on {proposed} and refused by {person} on {day}.", day=day(last.decided_date), **values
        )
    if last.decision == "changed":
        return t(
            "{price} was advised on {proposed}; on {day} {person} decided {decided} instead.",
            day=day(last.decided_date),
            decided=price_text(last.decided_price, currency),
            **values,
        )
    if last.state == "accepted":
        return t(
            "{price} was advised on {proposed} and accepted by {person} on {day}; it is not carried out yet.",
            day=day(last.decided_date),
            **values,
        )
    if last.state == "executed":
        return t("{price} was advised on {proposed}.", **values)
    if last.state == "expired":
        return t("{price} was advised on {proposed} and never decided.", **values)
    return t(
        "{price} was proposed on {proposed} and waits for a decision until {day}.", day=day(last.valid_until), **values
    )


def _reason(last: EarlierAdvice) -> str:
    return t("The reason given: “{reason}”.", reason=last.reason) if last.reason else ""


def _effect(last: EarlierAdvice, advice: PriceAdvice) -> str:
    """From when the changed price holds, and from when on its effect can be told."""
    if pd.isna(last.executed_date):
        return t("That is not carried out yet.") if last.state == "changed" else ""
    price = price_text(last.executed_price, advice.inputs.currency)
    said = t("{price} holds since {day}.", price=price, day=day(last.executed_date))
    if advice.proposed_on >= last.measured_from:
        return said
    return joined_sentences([said, t("What came of it can be told from {day} on.", day=day(last.measured_from))])


def _moves(last: EarlierAdvice, advice: PriceAdvice) -> str:
    """What has changed since; of advice that nobody declined only what has."""
    if last.state in ("executed", "expired") and not last.is_declined:
        return ""
    unknown = "" if last.is_whole else t("Costs, charges and floors of that day are not in the record.")
    if last.moves:
        parts = t(", ").join(_move(move, advice) for move in last.moves[:MOVES_TOLD])
        return joined_sentences([t("Changed since: {parts}.", parts=parts), unknown])
    if not last.is_declined:
        return ""
    if last.is_whole:
        return t("Nothing that it rests on has changed since.")
    return joined_sentences([t("Price and exchange rates are still as they were."), unknown])


def _move(move: Move, advice: PriceAdvice) -> str:
    if move.what == "rate":
        return t(
            "1 {base} from {before} to {after} {quote} ({change})",
            base=move.name,
            quote=advice.inputs.currency,
            before=exchange_text(move.before),
            after=exchange_text(move.after),
            change=f"{signed((move.after / move.before - 1) * 100, digits=1)}%",
        )
    what = step_name(move.name) if move.what == "step" else t(MOVE_WORDS[move.what])
    before, after = (_value(move, value, advice) for value in (move.before, move.after))
    return t("{what} from {before} to {after}", what=what, before=before, after=after)


def _value(move: Move, value: float, advice: PriceAdvice) -> str:
    if np.isnan(value):
        return t("none known")
    if move.what == "step":
        return money(value, move.unit)
    if move.what == "margin_floor":
        return target(value)
    if move.what == "elasticity":
        return number(value, digits=1)
    return price_text(value, advice.inputs.currency)
