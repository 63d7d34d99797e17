"""Which of the candidate prices is advised, why, and what would change that."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from workbench.pricing.weighing import Volume

RAISE, LOWER, HOLD, NONE = "raise", "lower", "hold", "none"
READ_COLUMNS = ["price", "margin", "profit", "score", "score_low", "against"]
Row = dict[str, Any]


@dataclass(frozen=True)
class Choice:
    """The advised price with its reasons.

    Attributes
    ----------
    action : str
        raise, lower, hold; or none where no price within reach keeps every floor: then something else than the price
        has to be decided.
    price, runner_up : float
        Today's price where the action is hold or none. The runner-up is missing where no other price may be asked.
    reasons : tuple of str
        Codes, in the order in which they count: no_allowed_price, loses_money, under_floor, dead_zone, risk,
        more_profit, more_volume, gain_not_sure, small_gain, best_already, no_volume_answer; of the last advice on
        the listing: refused_before, changed_before, accepted_before, proposed_before, wait_for_effect.
    would_change : tuple of str
        Codes of what would change the advice: elasticity, weight, market, fx, floor, cost.
    gain : float
        What a week gains against today's price; missing where no volume can be foretold, unless units stay the same.
    """

    action: str
    price: float
    runner_up: float = np.nan
    reasons: tuple[str, ...] = ()
    would_change: tuple[str, ...] = field(default_factory=tuple)
    gain: float = np.nan


def choose(candidates: pd.DataFrame, *, today: float, volume: Volume, least_gain: float) -> Choice:
    """The advised price among the candidates.

    Parameters
    ----------
    candidates : DataFrame
        As `weigh_candidates` gives them; today's price is among them.
    today : float
        Today's shelf price.
    volume : Volume
        Where it foretells units, the price with the best score is advised, if it gains at both ends of the
        elasticity's interval and more than `least_gain`. Where it does not, no optimum is claimed: today's price
        stays unless it breaks a floor, and then the nearest price that breaks none is advised.
    least_gain : float
        Weekly gain below which a change is not worth its unrest, as a share of today's weekly sales.

    Notes
    -----
    A price that anything speaks against is never advised, whatever it scores.
    """
    # A dozen plain rows: what a table costs at each step would be most of an assortment's advice.
    columns = (candidates[name].tolist() for name in READ_COLUMNS)
    rows = [dict(zip(READ_COLUMNS, values, strict=True)) for values in zip(*columns, strict=True)]
    now = next(row for row in rows if row["price"] == round(today, 2))
    allowed = [row for row in rows if not row["against"]]
    if not allowed:
        return Choice(NONE, today, reasons=("no_allowed_price", *_troubles(now)), would_change=("cost", "floor", "fx"))
    return _by_score(allowed, now, least_gain) if volume.is_known else _by_floor(allowed, now, volume)


def _troubles(now: Row) -> tuple[str, ...]:
    """What is wrong with today's price, the worst first; what is under a floor already is no risk of it."""
    is_under = bool({"margin_floor", "floor_price"} & set(now["against"]))
    codes = [
        ("loses_money", now["margin"] < 0),
        ("under_floor", is_under),
        ("dead_zone", "dead_zone" in now["against"]),
        ("risk", "risk" in now["against"] and not is_under),
    ]
    return tuple(code for code, holds in codes if holds)


def _by_score(allowed: list[Row], now: Row, least_gain: float) -> Choice:
    troubles = _troubles(now)
    ordered = sorted(allowed, key=_best_first)
    if troubles:
        return _moved(ordered[0], now, ordered, troubles)
    if ordered[0]["price"] == now["price"]:
        return _stayed(now, ordered, "best_already")
    sure = [row for row in ordered if row["score_low"] >= now["score"] and row["price"] != now["price"]]
    if not sure:
        return _stayed(now, ordered, "gain_not_sure")
    if sure[0]["score"] - now["score"] < least_gain:
        return _stayed(now, ordered, "small_gain")
    return _moved(sure[0], now, ordered, ())


def _best_first(row: Row) -> tuple[bool, float, float]:
    """The best score first, of two alike the cheaper; without a score last."""
    is_blank = math.isnan(row["score"])
    return is_blank, 0.0 if is_blank else -row["score"], row["price"]


def _moved(best: Row, now: Row, ordered: list[Row], troubles: tuple[str, ...]) -> Choice:
    gains = (
        ()
        if not best["score"] > now["score"]
        else ("more_profit" if best["profit"] >= now["profit"] else "more_volume",)
    )
    return _choice(best, now, ordered, (*troubles, *gains), ("elasticity", "fx", "market", "weight"))


def _stayed(now: Row, ordered: list[Row], reason: str) -> Choice:
    return _choice(now, now, ordered, (reason,), ("elasticity", "fx", "market", "weight"))


def _by_floor(allowed: list[Row], now: Row, volume: Volume) -> Choice:
    troubles = _troubles(now)
    if not troubles:
        others = [row for row in allowed if row["price"] != now["price"]]
        return _choice(now, now, _nearest(others, now), ("no_volume_answer",), ("elasticity", "market", "fx"))
    ordered = _nearest(allowed, now)
    best = ordered[0]
    found = _choice(best, now, ordered, (*troubles, "no_volume_answer"), ("elasticity", "market", "cost", "fx"))
    same_units = volume.weekly_units * (best["margin"] - now["margin"])
    return Choice(found.action, found.price, found.runner_up, found.reasons, found.would_change, float(same_units))


def _nearest(rows: list[Row], now: Row) -> list[Row]:
    """The smallest change first; of two alike the dearer, which keeps further from the floor."""
    return sorted(rows, key=lambda row: (abs(row["price"] - now["price"]), -row["price"]))


def _choice(best: Row, now: Row, ordered: list[Row], reasons: tuple[str, ...], would_change: tuple[str, ...]) -> Choice:
    others = [row["price"] for row in ordered if row["price"] != best["price"]]
    action = RAISE if best["price"] > now["price"] else LOWER if best["price"] < now["price"] else HOLD
    runner_up = others[0] if others else np.nan
    gain = float(best["profit"] - now["profit"])
    return Choice(action, best["price"], runner_up, reasons, would_change, gain)
