"""What became of price advice: proposed, decided by the client, carried out, and what followed."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from workbench.client import Client
from workbench.costs import price_table, unit_inputs
from workbench.costs.listed import sold_lines
from workbench.errors import NothingToShow, ParameterError
from workbench.pricing.advice import ADVISED, PriceAdvice
from workbench.record.price_advice import DECIDED, EXECUTED, PROPOSED, price_entries

WAITING, EXPIRED, ACCEPTED, CHANGED, REFUSED, CARRIED_OUT = (
    *("proposed", "expired", "accepted", "changed", "refused", "executed"),
)
LOG_COLUMNS = {
    **dict.fromkeys(("advice_id", "state", "account", "sku", "currency", "proposed_by", "decider"), "str"),
    **dict.fromkeys(("as_of", "proposed_date", "valid_until"), "datetime64[us]"),
    **dict.fromkeys(("price_before", "advised_price", "runner_up", "units_before", "units_foretold"), "float64"),
    **dict.fromkeys(("units_foretold_low", "units_foretold_high"), "float64"),
    **dict.fromkeys(("decision", "decided_by"), "str"),
    "decided_date": "datetime64[us]",
    "decided_price": "float64",
    "executed_date": "datetime64[us]",
    "executed_price": "float64",
}
# Whole weeks on both sides of a changed price, so that no weekday counts twice on one side.
MOST_WEEKS, FEWEST_WEEKS = 8, 2
OUTCOME_COLUMNS = [
    "advice_id", "account", "sku", "currency", "price_before", "price", "executed_date", "weeks", "units_before",
    "units_after", "units_foretold", "units_foretold_low", "units_foretold_high", "margin_before", "margin_after",
    "profit_before", "profit_after", "verdict",
]  # fmt: skip


def proposal_of(advice: PriceAdvice) -> dict:
    """An advice as the record keeps it, for `workbench.record.remember_advice`.

    Parameters
    ----------
    advice : PriceAdvice
        With a price to propose.

    Raises
    ------
    ParameterError
        Nothing is advised: something has to be stated first, or a warning is open.
    """
    if advice.state != ADVISED:
        raise ParameterError(
            f"advice on {advice.inputs.sku}", f"its state is '{advice.state}'", expected="an advice that may be given"
        )
    row, inputs = advice.recommended, advice.inputs
    numbers = {
        "runner_up": advice.choice.runner_up,
        "units_before": advice.volume.weekly_units,
        "units_foretold": row["units"],
        "units_foretold_low": row["units_low"],
        "units_foretold_high": row["units_high"],
    }
    return {
        **{name: getattr(inputs, name) for name in ("account", "sku", "currency")},
        "price": float(inputs.price),
        "advised_price": advice.choice.price,
        "action": advice.choice.action,
        "reasons": list(advice.choice.reasons),
        "as_of": f"{advice.proposed_on:%Y-%m-%d}",
        "valid_until": f"{advice.valid_until:%Y-%m-%d}",
        "decider": advice.decider,
        **{name: round(float(value), 4) for name, value in numbers.items() if np.isfinite(value)},
    }


def advice_log(client: Client, *, on: str | date) -> pd.DataFrame:
    """Every advice that went to the client, with what was decided and done, as known at the end of a day.

    Parameters
    ----------
    client : Client
    on : str or date
        ISO day; nothing entered or decided after it counts.

    Returns
    -------
    DataFrame
        One row per advice, newest first: advice_id; state (proposed, expired, accepted, changed, refused, executed);
        account, sku, currency; proposed_by; decider (whom the profile named); as_of (the day it rests on),
        proposed_date, valid_until; price_before, advised_price, runner_up; units_before and units_foretold with its
        ends, a week (missing where none were foretold); decision, decided_by, decided_date, decided_price;
        executed_date, executed_price.

    Raises
    ------
    RecordFault
        The record can't be read.
    """
    day = pd.Timestamp(on).normalize()
    entries = [entry for entry in price_entries(client.folder) if pd.Timestamp(entry["on"]) <= day]
    rows = {entry["id"]: _proposed(entry) for entry in entries if entry["what"] == PROPOSED}
    for entry in entries:
        if entry["what"] == DECIDED:
            rows[entry["of"]].update(_decided(entry, rows[entry["of"]]))
        elif entry["what"] == EXECUTED:
            rows[entry["of"]].update(executed_date=entry["on"], executed_price=float(entry["price"]))
    log = pd.DataFrame(list(rows.values()), columns=list(LOG_COLUMNS)).astype(LOG_COLUMNS)
    log["state"] = [_state(row, day) for row in log.to_dict("records")]
    return log.sort_values(["proposed_date", "advice_id"], ascending=False, kind="stable", ignore_index=True)


def price_outcomes(client: Client, *, on: str | date) -> pd.DataFrame:
    """What followed each changed price: units and margin a week before it and after it.

    Parameters
    ----------
    client : Client
        Its order lines, listings, costs and rates are read.
    on : str or date
        ISO day; nothing after it counts.

    Returns
    -------
    DataFrame
        One row per advice that was carried out, newest first: advice_id, account, sku, currency, price_before, price,
        executed_date, weeks (whole weeks on either side, at most 8), units_before, units_after (a week, brushing and
        cancelled lines left out), units_foretold with its ends, margin_before, margin_after (a unit, at the costs and
        rates of each side's last day; missing where an input is), profit_before, profit_after (a week), verdict (as
        foretold, fewer, more; not foretold; too_early before two whole weeks).

    Known to be wrong when: read as cause and effect: season, stock and competitors moved in the same weeks.
    """
    day = pd.Timestamp(on).normalize()
    log = advice_log(client, on=on)
    done = log[log["executed_date"].notna() & (log["executed_date"] <= day)]
    rows = [_outcome(client, row, day) for row in done.to_dict("records")]
    return pd.DataFrame(rows, columns=OUTCOME_COLUMNS)


def _proposed(entry: dict) -> dict:
    numbers = ("runner_up", "units_before", "units_foretold", "units_foretold_low", "units_foretold_high")
    return {
        "advice_id": entry["id"],
        **{name: str(entry.get(name, "")) for name in ("account", "sku", "currency", "decider")},
        "proposed_by": str(entry["by"]),
        "as_of": entry.get("as_of"),
        "proposed_date": entry["on"],
        "valid_until": entry.get("valid_until"),
        "price_before": entry.get("price"),
        "advised_price": entry.get("advised_price"),
        **{name: entry.get(name) for name in numbers},
        "decision": "",
        "decided_by": "",
    }


def _decided(entry: dict, row: dict) -> dict:
    prices = {ACCEPTED: row["advised_price"], CHANGED: entry.get("price"), REFUSED: row["price_before"]}
    told = {"decision": entry["decision"], "decided_by": entry["decided_by"], "decided_date": entry["on"]}
    return {**told, "decided_price": prices[entry["decision"]]}


def _state(row: dict, day: pd.Timestamp) -> str:
    if pd.notna(row["executed_date"]):
        return CARRIED_OUT
    if row["decision"]:
        return row["decision"]
    return EXPIRED if row["valid_until"] < day else WAITING


def _outcome(client: Client, row: dict, day: pd.Timestamp) -> dict:
    owner, changed = client.profile.account(row["account"]), row["executed_date"]
    weeks = min(int(((day - changed).days + 1) // 7), MOST_WEEKS)
    told = {name: row[name] for name in OUTCOME_COLUMNS if name in row}
    if weeks < FEWEST_WEEKS:
        return {**told, "price": row["executed_price"], "weeks": weeks, "verdict": "too_early"}
    span, one = pd.Timedelta(weeks=weeks), pd.Timedelta(days=1)
    before = _weekly_units(client, owner, row["sku"], start=changed - span, end=changed - one)
    after = _weekly_units(client, owner, row["sku"], start=changed, end=changed + span - one)
    margins = (
        _unit_margin(client, row, price=row["price_before"], on=changed - one),
        _unit_margin(client, row, price=row["executed_price"], on=changed + span - one),
    )
    return {
        **told,
        **{"price": row["executed_price"], "weeks": weeks, "units_before": before, "units_after": after},
        **{"margin_before": margins[0], "margin_after": margins[1]},
        **{"profit_before": margins[0] * before, "profit_after": margins[1] * after},
        "verdict": _verdict(row, after),
    }


def _weekly_units(client: Client, owner: object, sku: str, *, start: pd.Timestamp, end: pd.Timestamp) -> float:
    """Units a week, both days included; brushing and cancelled lines left out."""
    sold = sold_lines(client, owner=owner, start=start, end=end)
    return float(sold.loc[sold["sku"] == sku, "units"].sum()) * 7 / ((end - start).days + 1)


def _unit_margin(client: Client, row: dict, *, price: float, on: pd.Timestamp) -> float:
    try:
        inputs = unit_inputs(client, sku=row["sku"], account=row["account"], on=f"{on:%Y-%m-%d}")
    except NothingToShow:
        return np.nan
    return float(price_table(inputs, prices=[price])["margin"].iloc[0])


def _verdict(row: dict, after: float) -> str:
    if row["executed_price"] != row["advised_price"] or not np.isfinite(row["units_foretold_low"]):
        return "not_foretold"
    if after < row["units_foretold_low"]:
        return "fewer"
    return "more" if after > row["units_foretold_high"] else "as_foretold"
