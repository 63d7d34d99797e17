"""Margins of an account's whole assortment: one row per SKU, today and when the exchange rate moves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from workbench.costs.economics import charge_amount, economics_at
from workbench.costs.fx import is_older
from workbench.costs.inputs import account_inputs
from workbench.costs.waterfall import Charge, UnitInputs, margin_matrix

MOVES = (-0.15, -0.10, -0.05, 0.0, 0.05, 0.10, 0.15)
# The steps of the waterfall as a reader of a whole assortment is shown them.
GROUPS = {
    "fees": ("referral", "fixed_fee", "fulfilment", "fuel_surcharge", "instalments", "storage"),
    "shipping": ("free_shipping", "own_shipping"),
    "selling": ("advertising", "returns"),
    "income_tax": ("income_tax",),
    "cost": ("cost",),
    "freight": ("freight",),
    "border": (
        *("import_duty", "customs_fee", "courier_rate", "import_vat", "section_301", "section_122"),
        *("merchandise_processing", "harbor_maintenance"),
    ),
}
MARGIN_COLUMNS = [
    "account", "sku", "title", "price_date", "price", "currency", "home_currency", "cost_currency", "net_price",
    *GROUPS, "margin", "margin_rate", "margin_home", "withheld", "cash", "missing", "left_out", "notes",
]  # fmt: skip
SCENARIO_COLUMNS = [
    "account", "sku", "price", "currency", "home_currency", "cost_currency", "move", "fx_rate", "margin",
    "margin_rate", "break_even_move", "missing",
]  # fmt: skip
_ORDER = ["sku", "margin_rate"]


def unit_margins(client: object, *, account: str, on: str) -> pd.DataFrame:
    """What one unit of each SKU leaves that an account lists, on one day.

    Parameters
    ----------
    client : Client
    account : str
        Account id.
    on : str
        ISO day; prices, costs, rates and exchange rates are those of its end.

    Returns
    -------
    DataFrame
        One row per SKU, least margin rate first, rows with missing inputs last: account, sku, title, price_date,
        price, currency, home_currency, cost_currency; then in the currency of the price: net_price (without VAT),
        fees (of the platform), shipping, selling (advertising and returns), income_tax (only where it is final),
        cost, freight, border (duties and customs fees), margin, margin_rate (of net_price), margin_home (in home
        currency), withheld (tax that the platform keeps back), cash; missing (blank inputs, most unblocking first),
        left_out (steps that nobody stated and the margin does without), notes (fx_earlier_day, needs_check, expired,
        implied: what a charge of the row rests on).

    Raises
    ------
    ProfileError
        The client has no such account.
    NothingToShow
        No own listing of that account up to the day.
    TableError
        A table lacks a column.

    Source: the waterfall of docs/prices.md. No default is used: a blank input leaves the margin blank and is named.
    """
    return margins_of(account_inputs(client, account=account, on=on).values())


def margins_of(units: Iterable[UnitInputs]) -> pd.DataFrame:
    """`unit_margins` of inputs that are at hand."""
    rows = pd.DataFrame([_margin_row(inputs) for inputs in units], columns=MARGIN_COLUMNS)
    return rows.sort_values(["margin_rate", "sku"], na_position="last", ignore_index=True)


def fx_margins(client: object, *, account: str, on: str, moves: Sequence[float] = MOVES) -> pd.DataFrame:
    """Unit margins if the account's currency moves against all others and nothing else changes.

    Parameters
    ----------
    client : Client
    account, on : str
        Account id and ISO day.
    moves : sequence of float
        Change of the currency's value, as fractions: -0.10 = one peso buys 10 % less of the others.

    Returns
    -------
    DataFrame
        One row per SKU and move, in the order of `unit_margins`: account, sku, price, currency, home_currency,
        cost_currency, move, fx_rate (units of the listing's currency for one of the cost's, after the move), margin
        (in the listing's currency), margin_rate, break_even_move (the move at which nothing is left), missing. A SKU
        with missing inputs has one row a move, its margin blank.

    Raises
    ------
    ParameterError
        A move of -1 or less.
    ProfileError, NothingToShow, TableError
        As `unit_margins`.

    Known to be wrong when: competitors or the client reprice; this shows what happens if nobody does.
    """
    return scenarios_of(account_inputs(client, account=account, on=on).values(), moves=moves)


def scenarios_of(units: Iterable[UnitInputs], *, moves: Sequence[float] = MOVES) -> pd.DataFrame:
    """`fx_margins` of inputs that are at hand."""
    known = {inputs.sku: inputs for inputs in units}
    today = pd.DataFrame([(sku, economics_at(inputs).margin_rate) for sku, inputs in known.items()], columns=_ORDER)
    order = today.sort_values(_ORDER[::-1], na_position="last")["sku"]
    rows = [row for sku in order for row in _scenario_rows(known[sku], moves)]
    return pd.DataFrame(rows, columns=SCENARIO_COLUMNS)


def _margin_row(inputs: UnitInputs) -> dict[str, object]:
    unit = economics_at(inputs)
    amounts = [(charge, charge_amount(charge, price=unit.price)) for charge in inputs.charges]
    taken: dict[str, float] = {}
    for charge, amount in amounts:
        if charge.line == "margin" and not np.isnan(amount):
            taken[charge.step] = taken.get(charge.step, 0.0) + amount
    groups = {name: float(np.sum([taken.get(step, 0.0) for step in steps])) for name, steps in GROUPS.items()}
    unknown = {"cost": "cost" in inputs.missing, "freight": "freight" in inputs.missing}
    return {
        **{name: getattr(inputs, name) for name in ("account", "sku", "title", "price_date", "currency")},
        **{name: getattr(inputs, name) for name in ("home_currency", "cost_currency")},
        **{name: getattr(unit, name) for name in ("price", "net_price", "margin", "margin_rate", "margin_home")},
        **{name: np.nan if unknown.get(name) else amount for name, amount in groups.items()},
        "withheld": unit.withheld,
        "cash": unit.cash,
        "missing": ",".join(inputs.missing),
        "left_out": ",".join(inputs.left_out),
        "notes": ",".join(_notes(inputs, amounts)),
    }


def _notes(inputs: UnitInputs, amounts: list[tuple[Charge, float]]) -> list[str]:
    """What a reader should know of the rates that take something at this price."""
    taken = [charge for charge, amount in amounts if charge.line != "memo" and amount != 0.0]
    late = any(is_older(inputs.fx[code], inputs.on) for code in {charge.fx for charge in taken} if code in inputs.fx)
    statuses = {charge.status for charge in taken}
    return [*(["fx_earlier_day"] if late else []), *(s for s in ("implied", "needs_check", "expired") if s in statuses)]


def _scenario_rows(inputs: UnitInputs, moves: Sequence[float]) -> list[dict[str, object]]:
    unit = economics_at(inputs)
    margins = _at_moves(inputs, moves)
    cost_rate = 1.0 if inputs.cost_currency == inputs.currency else np.nan
    if inputs.cost_currency in inputs.fx:
        cost_rate = inputs.fx[inputs.cost_currency].rate
    moved = inputs.cost_currency != inputs.currency
    shared = {name: getattr(inputs, name) for name in ("account", "sku", "currency", "home_currency", "cost_currency")}
    shared |= {"price": unit.price, "missing": ",".join(inputs.missing), "break_even_move": _break_even(inputs)}
    return [
        {
            **shared,
            "move": float(move),
            "fx_rate": cost_rate / (1 + move) if moved else cost_rate,
            "margin": margin,
            "margin_rate": margin / unit.net_price,
        }
        for move, margin in zip(moves, margins, strict=True)
    ]


def _at_moves(inputs: UnitInputs, moves: Sequence[float]) -> np.ndarray:
    return margin_matrix(inputs, prices=[inputs.price], moves=moves)[0]


def _break_even(inputs: UnitInputs) -> float:
    """The move at which nothing is left; only where price and costs are in two currencies and the price leaves some.

    The margin is what the price leaves in its own currency less a part in others that is divided by one plus the
    move, so two moves tell both.
    """
    today, doubled = _at_moves(inputs, (0.0, 1.0))
    foreign = 2 * (doubled - today)
    own = today + foreign
    return foreign / own - 1 if own > 0 and foreign > 1e-9 else np.nan
