"""Margins when the marketplace's currency moves, and the rate's own history."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from workbench.costs.fx import rate_history
from workbench.costs.margins import unit_margins
from workbench.tables import TABLES, require_columns

MOVES = (-0.15, -0.10, -0.05, 0.0, 0.05, 0.10, 0.15)
SCENARIO_COLUMNS = [
    "account", "sku", "item_id", "price", "currency", "home_currency", "cost_currency", "move", "fx_rate",
    "margin", "margin_rate", "break_even_move", "missing",
]  # fmt: skip


def fx_margins(client: object, *, account: str, on: str, moves: Sequence[float] = MOVES) -> pd.DataFrame:
    """Unit margins if the account's currency moves against all others and nothing else changes.

    Parameters
    ----------
    client : Client
        As for `unit_margins`.
    account, on : str
        Account id and ISO day.
    moves : sequence of float
        Change of the currency's value, as fractions: -0.10 = one peso buys 10 % less of the others.

    Returns
    -------
    DataFrame
        One row per SKU and move, in the order of `unit_margins`: account, sku, item_id, price, currency,
        home_currency, cost_currency, move, fx_rate (units of the listing's currency for one of the
        cost's, after the move), margin (home currency), margin_rate, break_even_move (the move at
        which nothing is left), missing. A SKU with missing inputs has one row a move, its margin blank.

    Raises
    ------
    ProfileError, NothingToShow, TableError
        As `unit_margins`.

    Known to be wrong when: competitors or the client reprice; this shows what happens if nobody does.
    """
    today = unit_margins(client, account=account, on=on)
    scenarios = today.merge(pd.DataFrame({"move": [float(move) for move in moves]}), how="cross")
    own, others = _factors(scenarios)
    from_price = scenarios["net_price"] - scenarios[["sale_charge", "shipping", "income_tax"]].sum(axis=1, skipna=False)
    to_pay = scenarios[["cost", "freight"]].sum(axis=1, skipna=False)
    margin = from_price * own - to_pay * others
    return scenarios.assign(
        fx_rate=scenarios["cost_fx_rate"] * others / (scenarios["fx_rate"] * own),
        margin=margin,
        margin_rate=margin / (scenarios["net_price"] * own),
        break_even_move=_break_even(scenarios, from_price, to_pay),
    )[SCENARIO_COLUMNS]


def fx_history(client: object, *, base: str, quote: str, start: str, end: str) -> pd.DataFrame:
    """The rate of a pair by day, of one published series: date, base, quote, series, rate.

    Parameters
    ----------
    client : Client
        Its `fx` is read.
    base, quote : str
        ISO codes: units of `quote` for one unit of `base`.
    start, end : str
        First and last ISO day.

    Raises
    ------
    TableError
        The table lacks a column.
    """
    require_columns(client.fx, TABLES["fx"].names, of="fx")
    return rate_history(client.fx, base=base, quote=quote, start=start, end=end)


def _factors(scenarios: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """What the account's currency and the cost's are worth in home currency after the move, as factors."""
    after = 1 + scenarios["move"]
    own = after.where(scenarios["currency"] != scenarios["home_currency"], 1.0)
    return own, own.where(scenarios["cost_currency"] == scenarios["currency"], own / after)


def _break_even(scenarios: pd.DataFrame, from_price: pd.Series, to_pay: pd.Series) -> pd.Series:
    """Only where price and cost are in two currencies and the price leaves something at all."""
    moves = (to_pay / from_price - 1).where(from_price > 0)
    two = scenarios["cost_currency"].notna() & (scenarios["cost_currency"] != scenarios["currency"])
    return moves.where(two)
