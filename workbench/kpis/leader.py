"""Mercado Libre's seller levels: what each asks, what the account has, and what is missing to the next."""

from __future__ import annotations

from datetime import date

import pandas as pd

from workbench.kpis.days import parse_day, window
from workbench.kpis.frames import AccountFrames, account_frames, accounts_of
from workbench.kpis.table import account_table
from workbench.rules import Programme, load_rules

LEVELS = ("silver", "gold", "platinum")
"""As the platform's answer names them: MercadoLíder, MercadoLíder Gold, MercadoLíder Platinum."""

RATES = {
    "claims_rate": "leader",
    "mediations_rate": "",
    "cancellation_rate": "leader",
    "delayed_handling_rate": "leader",
}
COLUMNS = {
    "account": "str",
    "level": "str",
    "condition": "str",
    "value": "float64",
    "asked": "float64",
    "missing": "float64",
    "is_met": "boolean",
    "basis": "str",
}


def leader_levels(client, *, as_of: str | date) -> pd.DataFrame:
    """The conditions of each MercadoLíder level for the client's Mercado Libre accounts in Mexico.

    Parameters
    ----------
    client : Client
        With its profile's accounts and the canonical tables.
    as_of : str or date
        A day; its end in the account's zone.

    Returns
    -------
    DataFrame
        One row per account, level (silver, gold, platinum) and condition (orders, billed, claims_rate,
        mediations_rate, cancellation_rate, delayed_handling_rate): value, asked, missing (orders or pesos still
        missing; how far a rate lies above its limit; 0 where it is met), is_met (missing where nothing is measured),
        basis (computed, reported or typed). Orders are completed ones; billed is the price of what was not cancelled,
        in pesos; both over the programme's 60 days. Rates must lie below their limit.

    Raises
    ------
    ParameterError
        `as_of` is no day.
    TableError
        A canonical table lacks a column.

    Source: global-selling.mercadolibre.com/help 16624 and 27672; limits of the rule book of the day.

    Known to be wrong when: the account is younger than three or four months, which no file says, or the platform
    bills otherwise than price by quantity.
    """
    day = parse_day(as_of, where="leader_levels")
    rows = []
    for name in accounts_of(client):
        frames = account_frames(client, account=name, where="leader_levels")
        programme = _programme(frames, day)
        if programme is not None:
            rows += _rows(frames, programme, day)
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _programme(frames: AccountFrames, on: pd.Timestamp) -> Programme | None:
    place = (frames.account.platform, frames.account.market, "mercadolider")
    held = [each for each in load_rules().programmes if (each.platform, each.market, each.name) == place]
    return next((each for each in held if each.holds_on(on.date())), None)


def _rows(frames: AccountFrames, programme: Programme, on: pd.Timestamp) -> list[dict]:
    values = programme.values
    sold = _sold(frames, on, days=int(values["window_days"]))
    rates = _rates(frames, on)
    rows = []
    for place, level in enumerate(LEVELS):
        asked = {"orders": values["orders"][place], "billed": values["billed_mxn"][place]}
        common = {"account": frames.account.id, "level": level}
        rows += [{**common, **_at_least(name, sold[name], least)} for name, least in asked.items()]
        rows += [{**common, **each} for each in rates]
    return rows


def _sold(frames: AccountFrames, on: pd.Timestamp, *, days: int) -> dict[str, float]:
    """Completed orders and pesos billed in the window; missing without any order."""
    start, end = window(on, days=days, lag=0)
    orders = frames.orders[frames.days(frames.orders["ordered_at"]).between(start, end)]
    if frames.orders.empty:
        return {"orders": float("nan"), "billed": float("nan")}
    kept = orders[~orders["is_cancelled"]]
    lines = frames.order_lines[frames.order_lines["order_id"].isin(kept["order_id"])]
    lines = lines[(lines["status"] != "cancelled") & (lines["currency"] == "MXN")]
    return {"orders": len(kept), "billed": float((lines["unit_price"] * lines["quantity"].astype("float64")).sum())}


def _at_least(condition: str, value: float, asked: float) -> dict:
    missing = max(asked - value, 0.0) if pd.notna(value) else float("nan")
    met = bool(value >= asked) if pd.notna(value) else pd.NA
    basis = "computed" if pd.notna(value) else ""
    return {"condition": condition, "value": value, "asked": asked, "missing": missing, "is_met": met, "basis": basis}


def _rates(frames: AccountFrames, on: pd.Timestamp) -> list[dict]:
    """Each rate against the leader's limit, computed where it can be, else as the platform shows it."""
    table = account_table(frames, on=on).dropna(subset=["rate"]).drop_duplicates("kpi").set_index("kpi")
    limits = {each.kpi: each for each in load_rules().rules if _judges(each, frames, on)}
    rows = []
    for kpi, band in RATES.items():
        limit = limits[kpi].bands[band] if band else limits[kpi].target
        known = kpi in table.index
        value = float(table.loc[kpi, "rate"]) if known else float("nan")
        told = {"value": value, "asked": limit, "missing": max(value - limit, 0.0) if known else value}
        met = bool(value < limit) if known else pd.NA
        rows.append({"condition": kpi, **told, "is_met": met, "basis": table.loc[kpi, "basis"] if known else ""})
    return rows


def _judges(rule, frames: AccountFrames, on: pd.Timestamp) -> bool:
    place = (frames.account.platform, frames.account.market)
    return rule.kpi in RATES and (rule.platform, rule.market) == place and rule.holds_on(on.date())
