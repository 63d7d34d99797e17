"""What one unit really leaves: the waterfall from shelf price to margin and to cash, and markets beside each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from workbench.costs.facts import UnitFacts
from workbench.costs.inputs import account_inputs, inputs_of, unit_inputs
from workbench.costs.waterfall import Charge, UnitInputs, price_amounts
from workbench.errors import NothingToShow, ParameterError, listed

STEP_COLUMNS = [
    "step", "line", "amount", "running", "rate", "rate_unit", "base", "basis", "source", "since", "until", "grade",
    "checked", "status", "rate_id", "fx", "orders", "scope",
]  # fmt: skip


@dataclass(frozen=True)
class UnitEconomics:
    """What one unit leaves at one price.

    `steps` has one row per step (`STEP_COLUMNS`): first the price, then what is taken, in the order of the waterfall,
    each with the rate that holds at this price, its source, first and last day, grade and the day it was compared;
    `running` is what is left after each step of the margin, and of the cash after those. Rows of the line ``memo``
    are a part of another step and are not summed. `margin` is missing where an input is; `missing` names them, the
    most unblocking first. `net_price` is the price without VAT, `margin_home` the margin in the home currency.
    """

    inputs: UnitInputs
    price: float
    net_price: float
    margin: float
    margin_rate: float
    margin_home: float
    withheld: float
    cash: float
    missing: tuple[str, ...]
    candidate: str = ""

    @cached_property
    def steps(self) -> pd.DataFrame:
        """One row per step of the waterfall."""
        return _steps(_at_price(self.inputs, self.price), self.price)


@dataclass(frozen=True)
class SideBySide:
    """One SKU on every account that lists it, and in Mexico at the converted price of the United States.

    `converted` holds a unit for each pair of an account in the United States and one in Mexico: what is left there if
    today's exchange rate alone made the price. It is a warning, not advice.
    """

    sku: str
    units: tuple[UnitEconomics, ...]
    converted: tuple[UnitEconomics, ...]


def unit_economics(
    client: object, *, sku: str, market: str, on: str, account: str = "", price: float | None = None
) -> UnitEconomics:
    """The waterfall of one unit of a SKU, from shelf price to margin and to cash.

    Parameters
    ----------
    client : Client
    sku : str
        SKU as listed.
    market : str
        Country code.
    on : str
        ISO day.
    account : str
        Account id; may be blank where one account of the market lists the SKU.
    price : float, optional
        Another shelf price than the one seen last, above zero, in the market's currency.

    Raises
    ------
    ParameterError
        Several accounts of the market list the SKU and none is named, or the price is not above zero.
    NothingToShow
        No account of the market lists the SKU up to that day.
    ProfileError, TableError
        As `unit_inputs`.

    Source: rates with their sources stand in the steps; the formula in docs/prices.md.
    """
    if account:
        return economics_at(unit_inputs(client, sku=sku, account=account, on=on), price=price)
    found = _listing_accounts(client, sku=sku, on=on, markets=(market,))
    if not found:
        raise NothingToShow(f"unit economics in {market}, {on}", f"no listing of SKU '{sku}'", expected="a listed SKU")
    if len(found) > 1:
        names = listed(inputs.account for inputs in found)
        raise ParameterError("account", f"'{sku}' is listed by {names}", expected="the name of one of them")
    return economics_at(found[0], price=price)


def economics_at(inputs: UnitInputs, *, price: float | None = None, candidate: str = "") -> UnitEconomics:
    """The waterfall of a unit at a price; at the price seen last where none is given.

    Parameters
    ----------
    inputs : UnitInputs
    price : float, optional
        Above zero.
    candidate : str
        What the price is, where it is not the one on the shelf, such as "converted".

    Raises
    ------
    ParameterError
        The price is not above zero.
    """
    shelf = inputs.price if price is None else float(price)
    here = _at_price(inputs, shelf)
    row = {name: amounts[0] for name, amounts in price_amounts(here, prices=[shelf]).items()}
    home = inputs.fx.get(inputs.home_currency)
    factor = 1.0 if inputs.home_currency == inputs.currency else 1 / home.rate if home else np.nan
    return UnitEconomics(
        inputs=inputs,
        price=shelf,
        net_price=shelf - row.get("vat", 0.0),
        margin=row["margin"],
        margin_rate=row["margin_rate"],
        margin_home=row["margin"] * factor,
        withheld=row["withheld"],
        cash=row["cash"],
        missing=here.missing,
        candidate=candidate,
    )


def side_by_side(client: object, *, sku: str, on: str) -> SideBySide:
    """One SKU in the United States and in Mexico, account by account, and the price of the one converted to the other.

    Parameters
    ----------
    client : Client
    sku : str
    on : str
        ISO day.

    Raises
    ------
    NothingToShow
        No account lists the SKU up to that day.
    TableError
        A table lacks a column.

    Known to be wrong when: read as advice. A price in Mexico holds VAT, one in the United States does not, and the
    charges differ.
    """
    found = _listing_accounts(client, sku=sku, on=on, markets=("US", "MX"))
    if not found:
        raise NothingToShow(f"unit economics, {on}", f"no listing of SKU '{sku}'", expected="a listed SKU")
    return side_of(sku, found)


def side_of(sku: str, found: Iterable[UnitInputs]) -> SideBySide:
    """As `side_by_side`, of inputs that have been read: the SKU's on each account that lists it."""
    units = list(found)
    american = [inputs for inputs in units if inputs.market == "US"]
    mexican = [inputs for inputs in units if inputs.market == "MX"]
    pairs = ((inputs, converted_price(one, into=inputs)) for one in american for inputs in mexican)
    converted = (economics_at(inputs, price=price, candidate="converted") for inputs, price in pairs if price)
    return SideBySide(sku, tuple(economics_at(inputs) for inputs in [*american, *mexican]), tuple(converted))


def converted_price(inputs: UnitInputs, *, into: UnitInputs) -> float | None:
    """A unit's price in another one's currency at the day's rate, to the cent; None without price or rate."""
    rate = into.fx.get(inputs.currency)
    return None if rate is None or np.isnan(inputs.price) else round(inputs.price * rate.rate, 2)


def _listing_accounts(client: object, *, sku: str, on: str, markets: Iterable[str]) -> list[UnitInputs]:
    """The SKU's inputs on each account of these markets that lists it."""
    accounts = [account.id for account in client.profile.accounts if account.market in markets]
    listed_there = [inputs[sku] for account in accounts if sku in (inputs := _inputs_or_none(client, account, on))]
    return listed_there


def _inputs_or_none(client: object, account: str, on: str) -> dict[str, UnitInputs]:
    try:
        return account_inputs(client, account=account, on=on)
    except NothingToShow:
        return {}


def _at_price(inputs: UnitInputs, price: float) -> UnitInputs:
    """The inputs as they are at another price: which rates are shown, and what is missing, goes by the price."""
    if price == inputs.price or not isinstance(inputs.facts, UnitFacts):
        return inputs
    return inputs_of(replace(inputs.facts, price=price))


def _steps(inputs: UnitInputs, price: float) -> pd.DataFrame:
    """One row per step: the price, then the margin's charges, then those of the cash, then what is part of others."""
    lines = {line: [charge for charge in inputs.charges if charge.line == line] for line in ("margin", "cash", "memo")}
    rows = [_row(charge, price) for charges in lines.values() for charge in charges]
    first = {"step": "price", "line": "margin", "amount": price, "basis": "catalogue", "status": "typed"}
    if price == inputs.price and pd.notna(inputs.price_date):
        first |= {"source": "listings.csv", "since": inputs.price_date.date()}
    steps = pd.DataFrame([first, *rows], columns=STEP_COLUMNS)
    taken = steps["amount"].where(steps["line"] != "memo", 0.0)
    running = price - taken.where(steps["step"] != "price", 0.0).cumsum()
    return steps.assign(running=running.where(steps["line"] != "memo"))


def _row(charge: Charge, price: float) -> dict[str, object]:
    shown = {name: getattr(charge, name) for name in STEP_COLUMNS if name not in ("amount", "running")}
    return shown | {"amount": charge_amount(charge, price=price)}


def charge_amount(charge: Charge, *, price: float) -> float:
    """What a charge takes from one price."""
    return float(charge.at(np.array([price]))[0])
