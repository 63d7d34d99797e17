"""What became of the last advice on the same listing, and what has changed under it since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from workbench.bands import Bands, price_places
from workbench.client import Client
from workbench.costs.fx import rate_on
from workbench.costs.waterfall import UnitInputs
from workbench.pricing.choice import HOLD, LOWER, RAISE, Choice
from workbench.pricing.log import ACCEPTED, CARRIED_OUT, CHANGED, EXPIRED, FEWEST_WEEKS, REFUSED, WAITING, advice_log
from workbench.pricing.weighing import Limits, Volume
from workbench.record.price_advice import PROPOSED, price_entries

# Less than this is called no change: of an amount, a rate or a bound; of an amount also what it does to the price.
LEAST_MOVE, LEAST_EFFECT = 0.01, 0.001
DECLINED = (REFUSED, CHANGED)
# What is wrong with today's price by itself does not wait for the effect of the last change.
TROUBLES = {"no_allowed_price", "loses_money", "under_floor", "dead_zone", "risk"}
BEFORE = {
    REFUSED: "refused_before",
    CHANGED: "changed_before",
    ACCEPTED: "accepted_before",
    WAITING: "proposed_before",
}


@dataclass(frozen=True)
class Move:
    """Something that an advice rests on, at the time of the last one and now; missing where there was or is none.

    `what` is price, rate (`name` is its currency, before and after in the price's), step (`name` is its code, before
    and after in `unit`), floor_price, margin_floor, band_low, band_high or elasticity.
    """

    what: str
    before: float
    after: float
    name: str = ""
    unit: str = ""


@dataclass(frozen=True)
class EarlierAdvice:
    """The last advice on a listing, as the record has it.

    Attributes
    ----------
    state : str
        proposed, expired, accepted, changed, refused or executed.
    decision, decided_by, reason : str
        What the client decided, who, and why in his words; blank where undecided or not said.
    executed_date : Timestamp
        From which day the changed price holds; missing where it was not changed.
    measured_from : Timestamp
        First day on which the effect of a changed price can be told; missing where it was not changed.
    moves : tuple of Move
        What it rests on and has changed since by at least 1 %.
    is_whole : bool
        Whether the record holds all that it rested on; of an older entry only price and rates can be compared.
    """

    advice_id: str
    state: str
    proposed_date: pd.Timestamp
    valid_until: pd.Timestamp
    price_before: float
    advised_price: float
    decider: str
    decision: str
    decided_by: str
    reason: str
    decided_date: pd.Timestamp
    decided_price: float
    executed_date: pd.Timestamp
    executed_price: float
    measured_from: pd.Timestamp
    moves: tuple[Move, ...]
    is_whole: bool

    @property
    def is_declined(self) -> bool:
        """Whether the client refused it or decided another price."""
        return self.decision in DECLINED

    @property
    def state_date(self) -> pd.Timestamp:
        """The day on which its state came about."""
        days = {EXPIRED: self.valid_until, WAITING: self.proposed_date, CARRIED_OUT: self.executed_date}
        return days.get(self.state, self.decided_date)

    def is_repeated_by(self, choice: Choice, *, on: pd.Timestamp) -> bool:
        """Whether a choice only says again what the client declined: same price in time, or nothing has changed."""
        if not self.is_declined or not is_same_way(self, choice):
            return False
        is_same_price = bool(np.isclose(choice.price, self.advised_price))
        return not self.moves or (is_same_price and on <= self.valid_until)


def last_advice(client: Client, *, account: str, on: str) -> dict[str, dict]:
    """By SKU the newest advice that did not expire undecided, else the newest: a row of the log with `rests_on`.

    Raises
    ------
    RecordFault
        The record can't be read.
    """
    log = advice_log(client, on=on)
    own = log[log["account"] == account]
    ordered = own.assign(_expired=own["state"] == EXPIRED).sort_values("_expired", kind="stable")
    grounds = {
        entry["id"]: entry.get("rests_on", {})
        for entry in price_entries(client.folder)
        if entry["what"] == PROPOSED and len(own)
    }
    rows = ordered.drop_duplicates("sku").drop(columns="_expired").to_dict("records")
    return {row["sku"]: {**row, "rests_on": grounds[row["advice_id"]]} for row in rows}


def grounds_of(
    inputs: UnitInputs, *, price: float, limits: Limits, volume: Volume, bands: Bands | None
) -> dict[str, object]:
    """What an advice of a price rests on, as plain values for the record.

    Returns
    -------
    dict
        steps (amounts a unit at that price, each in its own currency), rates (units of the price's currency for one
        of another that the unit needs); where they are known floor_price, margin_floor, band_low, band_high (of the
        band nearest to the price), elasticity, elasticity_low, elasticity_high.
    """
    numbers = {
        "floor_price": limits.floor_price,
        "margin_floor": limits.margin_floor,
        **_band_bounds(bands, price),
        "elasticity": volume.elasticity,
        "elasticity_low": volume.low,
        "elasticity_high": volume.high,
    }
    return {
        "steps": _steps(inputs, price),
        "rates": {code: round(inputs.fx[code].rate, 6) for code in _currencies(inputs)},
        **{name: round(float(value), 4) for name, value in numbers.items() if np.isfinite(value)},
    }


def earlier_of(row: Mapping, *, inputs: UnitInputs, now: Mapping[str, object], client: Client) -> EarlierAdvice:
    """The last advice on a listing, beside what it would rest on now.

    Parameters
    ----------
    row : mapping
        As `last_advice` gives it.
    inputs : UnitInputs
        The unit today.
    now : mapping
        `grounds_of` the unit today at the price that was advised then.
    client : Client
        Its rates stand in for those that an older entry does not hold.
    """
    then = row["rests_on"] or {"rates": _rates_at(client, inputs, row["as_of"])}
    own = {name: row[name] for name in EarlierAdvice.__dataclass_fields__ if name in row}
    wait = pd.Timedelta(days=7 * FEWEST_WEEKS - 1)
    moves = (*_price_moves(row, inputs), *_moves(then, now, inputs=inputs, price=row["advised_price"]))
    return EarlierAdvice(**own, measured_from=row["executed_date"] + wait, moves=moves, is_whole=bool(row["rests_on"]))


def with_earlier(choice: Choice, earlier: EarlierAdvice, *, today: float, on: pd.Timestamp) -> Choice:
    """The choice in the light of the last advice: a fresh change is given time, a declined one is named."""
    if choice.action not in (RAISE, LOWER):
        return choice
    if on < earlier.measured_from and not TROUBLES & set(choice.reasons):
        return replace(
            choice, action=HOLD, price=round(today, 2), runner_up=choice.price, reasons=("wait_for_effect",), gain=0.0
        )
    code = BEFORE.get(earlier.decision if earlier.is_declined else earlier.state)
    if code is None or not is_same_way(earlier, choice):
        return choice
    return replace(choice, reasons=(*choice.reasons, code))


def is_same_way(earlier: EarlierAdvice, choice: Choice) -> bool:
    """Whether both advise to raise, or both to lower."""
    way = {RAISE: 1.0, LOWER: -1.0}.get(choice.action, np.nan)
    return bool(np.sign(earlier.advised_price - earlier.price_before) == way)


def is_seen_before_change(row: Mapping, inputs: UnitInputs) -> bool:
    """Whether the listings still show the price of before a change that the record holds."""
    is_older = pd.notna(row["executed_date"]) and inputs.price_date < row["executed_date"]
    return bool(is_older and not np.isclose(inputs.price, row["executed_price"]))


def _steps(inputs: UnitInputs, price: float) -> dict[str, float]:
    found: dict[str, float] = {}
    for charge in inputs.charges:
        amount = float(charge.at(np.array([price]))[0])
        if charge.line == "margin" and np.isfinite(amount):
            rate = inputs.fx[charge.fx].rate if charge.fx else 1.0
            found[charge.step] = round(found.get(charge.step, 0.0) + amount / rate, 4)
    return found


def _currencies(inputs: UnitInputs) -> list[str]:
    return sorted({charge.fx for charge in inputs.charges if charge.fx})


def _band_bounds(bands: Bands | None, price: float) -> dict[str, float]:
    band = pd.NA if bands is None else price_places(bands, prices=np.array([price]))["band"].iloc[0]
    if pd.isna(band):
        return {}
    row = bands.bands.set_index("band").loc[int(band)]
    return {"band_low": float(row["low"]), "band_high": float(row["high"])}


def _rates_at(client: Client, inputs: UnitInputs, day: pd.Timestamp) -> dict[str, float]:
    found = {code: rate_on(client.fx, base=code, quote=inputs.currency, on=day) for code in _currencies(inputs)}
    return {code: rate.rate for code, rate in found.items() if rate is not None}


def _price_moves(row: Mapping, inputs: UnitInputs) -> list[Move]:
    """Today's price where it is neither the one of then nor the one that was set since."""
    is_known = any(np.isclose(inputs.price, row[name]) for name in ("price_before", "executed_price"))
    return [] if is_known else [Move("price", float(row["price_before"]), float(inputs.price))]


def _moves(then: Mapping, now: Mapping, *, inputs: UnitInputs, price: float) -> list[Move]:
    rates = [
        Move("rate", then["rates"][code], rate, code) for code, rate in now["rates"].items() if code in then["rates"]
    ]
    moved = [move for move in rates if _is_moved(move.before, move.after)]
    if "steps" not in then:
        return moved
    levels = [
        Move(name, then.get(name, np.nan), now.get(name, np.nan))
        for name in ("floor_price", "margin_floor", "band_low", "band_high")
    ]
    moved += _step_moves(then["steps"], now["steps"], inputs=inputs, price=price)
    return [*moved, *(move for move in levels if _is_moved(move.before, move.after)), *_demand_moves(then, now)]


def _step_moves(then: Mapping, now: Mapping, *, inputs: UnitInputs, price: float) -> list[Move]:
    """Amounts that moved and matter, those that move the margin most first."""
    units = {charge.step: charge.fx for charge in inputs.charges}
    found = []
    for step in dict.fromkeys([*now, *then]):
        before, after, unit = then.get(step, 0.0), now.get(step, 0.0), units.get(step, "")
        effect = abs(after - before) * (inputs.fx[unit].rate if unit else 1.0)
        if _is_moved(before, after) and effect >= LEAST_EFFECT * price:
            found.append((effect, Move("step", before, after, step, unit or inputs.currency)))
    return [move for _, move in sorted(found, key=lambda each: -each[0])]


def _demand_moves(then: Mapping, now: Mapping) -> list[Move]:
    """The answer to price where it left its interval, or could be told at one of both times only."""
    before, after = then.get("elasticity", np.nan), now.get("elasticity", np.nan)
    is_inside = then.get("elasticity_low", np.nan) <= after <= then.get("elasticity_high", np.nan)
    is_same = is_inside or (np.isnan(before) and np.isnan(after))
    return [] if is_same else [Move("elasticity", before, after)]


def _is_moved(before: float, after: float) -> bool:
    """Whether a value came, went, or moved by a hundredth."""
    if np.isnan(before) or np.isnan(after):
        return bool(np.isnan(before) != np.isnan(after))
    return bool(abs(after - before) >= LEAST_MOVE * abs(before) and after != before)
