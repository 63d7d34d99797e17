"""The price plan of a whole assortment: one row a SKU, the most money at stake first. A new client's first strategy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.client import Client
from workbench.errors import NothingToShow, ParameterError, listed
from workbench.pricing.advice import ADVISED, PriceAdvice, advise
from workbench.pricing.assortment import STANDARD, AdviceTerms, Assortment, assortment_of

PLAN_COLUMNS = {
    **dict.fromkeys(("account", "sku", "title", "currency"), "str"),
    **dict.fromkeys(("price", "floor", "margin", "margin_rate", "cash", "weekly_units"), "float64"),
    "band": "Int64",
    **dict.fromkeys(("place", "state", "action"), "str"),
    **dict.fromkeys(("advised_price", "runner_up", "advised_margin_rate", "under_floor_chance"), "float64"),
    **dict.fromkeys(("hold_from_rate", "hold_to_rate", "gain", "at_stake"), "float64"),
    "reasons": "str",
    "valid_until": "datetime64[us]",
    "earlier": "str",
    "earlier_price": "float64",
    "earlier_date": "datetime64[us]",
    "is_repeat": "bool",
}
BLOCKED_COLUMNS = ["account", "sku", "title", "price", "currency", "weekly_units", "weekly_sales", "missing"]


@dataclass(frozen=True, eq=False)
class PricePlan:
    """A market's assortment with advice for every SKU that can have any.

    Attributes
    ----------
    rows : DataFrame
        One row per account and SKU, the most money at stake first: account, sku, title, currency, price, floor (the
        least price that keeps both stated floors), margin and cash (a unit), margin_rate, weekly_units, band, place,
        state (advised, on_hold), action (raise, lower, hold, none), advised_price, runner_up, advised_margin_rate,
        under_floor_chance (at today's price), hold_from_rate and hold_to_rate (units of the price's currency for one of
        the cost's between which the advised price is held), gain (a week), at_stake (a week: the gain of the advice, or
        what today's price loses against its floor, whichever is more), reasons (codes), valid_until; of the last advice
        on the listing earlier (its state, of a declined one the decision; blank without one), earlier_price (the one
        advised then), earlier_date (when that came about) and is_repeat (what the client declined is said again).
    without : DataFrame
        SKUs that no advice is given for, the largest sales first: account, sku, title, price, currency, weekly_units,
        weekly_sales, missing (codes of what has to be stated).
    advices : dict of (str, str) to PriceAdvice
        By account and SKU, the advice behind each row.
    without_listings : tuple of str
        Accounts of the market that list nothing up to the day.
    """

    market: str
    on: pd.Timestamp
    rows: pd.DataFrame
    without: pd.DataFrame
    advices: dict[tuple[str, str], PriceAdvice]
    without_listings: tuple[str, ...]


def price_plan(client: Client, *, market: str, on: str, terms: AdviceTerms = STANDARD) -> PricePlan:
    """Advice on every SKU that the client's accounts in a market list.

    Parameters
    ----------
    client : Client
    market : str
        Country code, such as MX.
    on : str
        ISO day; nothing seen after it counts.
    terms : AdviceTerms

    Raises
    ------
    ParameterError
        The client has no account in that market.
    """
    accounts = [account.id for account in client.profile.accounts if account.market == market]
    if not accounts:
        markets = sorted({account.market for account in client.profile.accounts})
        raise ParameterError("price plan", f"no account in {market}", expected=f"one of {listed(markets)}")
    read = {account: _assortment(client, account, on, terms) for account in accounts}
    advices = {
        (account, sku): advise(assortment, sku)
        for account, assortment in read.items()
        if assortment
        for sku in assortment.inputs
    }
    return PricePlan(
        market=market,
        on=pd.Timestamp(on).normalize(),
        rows=_rows([advice for advice in advices.values() if not advice.blocked_by]),
        without=_without([advice for advice in advices.values() if advice.blocked_by]),
        advices=advices,
        without_listings=tuple(account for account, assortment in read.items() if assortment is None),
    )


def market_plans(client: Client, *, on: str) -> list[PricePlan]:
    """The plan of every market in which an account lists anything, in the profile's order.

    Parameters
    ----------
    client : Client
    on : str
        ISO day; nothing seen after it counts.
    """
    markets = dict.fromkeys(account.market for account in client.profile.accounts)
    plans = [price_plan(client, market=market, on=on) for market in markets]
    return [plan for plan in plans if len(plan.rows) or len(plan.without)]


def _assortment(client: Client, account: str, on: str, terms: AdviceTerms) -> Assortment | None:
    try:
        return assortment_of(client, account=account, on=on, terms=terms)
    except NothingToShow:
        return None


def _rows(advices: Iterable[PriceAdvice]) -> pd.DataFrame:
    rows = pd.DataFrame([_row(advice) for advice in advices], columns=list(PLAN_COLUMNS)).astype(PLAN_COLUMNS)
    return rows.sort_values(
        ["at_stake", "account", "sku"], ascending=[False, True, True], na_position="last", ignore_index=True
    )


def _row(advice: PriceAdvice) -> dict:
    inputs, choice, today, advised = advice.inputs, advice.choice, advice.today, advice.recommended
    rates = _held_rates(advice)
    return {
        **{name: getattr(inputs, name) for name in ("account", "sku", "title", "currency", "price")},
        "floor": least_price(advice),
        **{name: today[name] for name in ("margin", "margin_rate", "cash", "band", "place", "under_floor_chance")},
        "weekly_units": advice.volume.weekly_units,
        "state": advice.state,
        "action": choice.action,
        "advised_price": choice.price,
        "runner_up": choice.runner_up,
        "advised_margin_rate": advised["margin_rate"],
        "hold_from_rate": rates[0],
        "hold_to_rate": rates[1],
        "gain": choice.gain if advice.state == ADVISED else np.nan,
        "at_stake": at_stake(advice),
        "reasons": ",".join(choice.reasons),
        "valid_until": advice.valid_until,
        **_earlier(advice),
    }


def _earlier(advice: PriceAdvice) -> dict:
    last = advice.earlier
    if last is None:
        return {"earlier": "", "earlier_price": np.nan, "earlier_date": pd.NaT, "is_repeat": False}
    return {
        "earlier": last.decision if last.is_declined else last.state,
        "earlier_price": last.advised_price,
        "earlier_date": last.decided_date if last.is_declined else last.state_date,
        "is_repeat": advice.is_repeat,
    }


def least_price(advice: PriceAdvice) -> float:
    """The least price that keeps every stated floor, missing where none does up to three times today's."""
    limits, kept = advice.limits, advice.floor_stretches
    if kept.empty:
        return np.nan
    if not np.isfinite(limits.floor_price):
        return float(kept["from_price"].iloc[0])
    reaching = kept[kept["to_price"] >= limits.floor_price]
    return float(max(reaching["from_price"].iloc[0], limits.floor_price)) if len(reaching) else np.nan


def at_stake(advice: PriceAdvice) -> float:
    """Money a week that hangs on this price: what the advice gains, or what today's price loses under its floor."""
    today, units = advice.today, advice.volume.weekly_units
    least = advice.limits.least_margin_rate * today["margin"] / today["margin_rate"]
    short = max(least - today["margin"], 0.0) * units
    gain = advice.choice.gain
    return float(np.nanmax([gain, short])) if np.isfinite(gain) or np.isfinite(short) else np.nan


def _held_rates(advice: PriceAdvice) -> tuple[float, float]:
    rate = advice.inputs.fx.get(advice.inputs.cost_currency)
    if advice.hold is None or rate is None:
        return np.nan, np.nan
    return advice.hold.rates(rate.rate)


def _without(advices: Iterable[PriceAdvice]) -> pd.DataFrame:
    rows = [
        {
            **{name: getattr(advice.inputs, name) for name in ("account", "sku", "title", "price", "currency")},
            "weekly_units": advice.volume.weekly_units,
            "weekly_sales": advice.volume.weekly_units * advice.inputs.price,
            "missing": ",".join(advice.blocked_by),
        }
        for advice in advices
    ]
    table = pd.DataFrame(rows, columns=BLOCKED_COLUMNS)
    return table.sort_values(
        ["weekly_sales", "account", "sku"], ascending=[False, True, True], na_position="last", ignore_index=True
    )
