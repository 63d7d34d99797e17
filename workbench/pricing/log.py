"""The log of price advice: what was proposed, decided by the client and carried out."""

from __future__ import annotations

from datetime import date

import pandas as pd

from workbench.client import Client
from workbench.record.price_advice import DECIDED, EXECUTED, PROPOSED, price_entries

WAITING, EXPIRED, ACCEPTED, CHANGED, REFUSED, CARRIED_OUT = (
    *("proposed", "expired", "accepted", "changed", "refused", "executed"),
)
LOG_COLUMNS = {
    **dict.fromkeys(("advice_id", "state", "account", "sku", "currency", "proposed_by", "decider"), "str"),
    **dict.fromkeys(("as_of", "proposed_date", "valid_until"), "datetime64[us]"),
    **dict.fromkeys(("price_before", "advised_price", "runner_up", "units_before", "units_foretold"), "float64"),
    **dict.fromkeys(("units_foretold_low", "units_foretold_high"), "float64"),
    **dict.fromkeys(("decision", "decided_by", "reason"), "str"),
    "decided_date": "datetime64[us]",
    "decided_price": "float64",
    "executed_date": "datetime64[us]",
    "executed_price": "float64",
}
# Nothing is said of a changed price before so many whole weeks have passed.
FEWEST_WEEKS = 2


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
        ends, a week (missing where none were foretold); decision, decided_by, reason (as given with the decision),
        decided_date, decided_price; executed_date, executed_price.

    Raises
    ------
    RecordFault
        The record can't be read.
    """
    day = pd.Timestamp(on).normalize()
    entries = [entry for entry in price_entries(client.folder) if pd.Timestamp(entry["on"]) <= day]
    rows = {entry["id"]: _proposed(entry) for entry in entries if entry["what"] == PROPOSED}
    # A decision dated before its proposal, as an older record may hold, waits for it.
    for entry in (each for each in entries if each.get("of") in rows):
        if entry["what"] == DECIDED:
            rows[entry["of"]].update(_decided(entry, rows[entry["of"]]))
        elif entry["what"] == EXECUTED:
            rows[entry["of"]].update(executed_date=entry["on"], executed_price=float(entry["price"]))
    log = pd.DataFrame(list(rows.values()), columns=list(LOG_COLUMNS)).astype(LOG_COLUMNS)
    log["state"] = [_state(row, day) for row in log.to_dict("records")]
    return log.sort_values(["proposed_date", "advice_id"], ascending=False, kind="stable", ignore_index=True)


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
        "reason": "",
    }


def _decided(entry: dict, row: dict) -> dict:
    prices = {ACCEPTED: row["advised_price"], CHANGED: entry.get("price"), REFUSED: row["price_before"]}
    told = {"decision": entry["decision"], "decided_by": entry["decided_by"], "decided_date": entry["on"]}
    told["reason"] = str(entry.get("reason", ""))
    return {**told, "decided_price": prices[entry["decision"]]}


def _state(row: dict, day: pd.Timestamp) -> str:
    if pd.notna(row["executed_date"]):
        return CARRIED_OUT
    if row["decision"]:
        return row["decision"]
    return EXPIRED if row["valid_until"] < day else WAITING
