"""What is taken from a price, step by step: one unit's charges, and its margin and cash at any price.

Pure: no client, no table. All amounts are in the currency of the price; prices in Mexico hold the VAT (IVA).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from workbench.costs.fx import Rate as DayRate
from workbench.errors import ParameterError

# In the order of the waterfall: the state, the platform, the goods, the border.
STEPS = (
    *("vat", "referral", "fixed_fee", "fulfilment", "fuel_surcharge", "free_shipping", "own_shipping", "instalments"),
    *("storage", "advertising", "returns", "income_tax", "cost", "freight", "import_duty", "customs_fee"),
    *("courier_rate", "import_vat", "section_301", "section_122", "merchandise_processing", "harbor_maintenance"),
    *("vat_withheld", "vat_to_settle", "financing"),
)
# margin: gone for good. cash: comes back or goes later. memo: a part of another step, shown and never summed.
LINES = ("margin", "cash", "memo")


@dataclass(frozen=True)
class Charge:
    """One thing that is taken from a price.

    `at` gives its amount at each of an array of prices, in the price's currency at the day's exchange rate; `fx`
    is the currency that the amount is really in, blank for the price's own. `rate` of `base` is what a reader is
    shown; it is missing where the amount has no single rate. `since` and `until` are the rate's first and last day,
    `grade` and `checked` those of its row; one that ended before the day is ``expired``: it has no amount and says why
    its step is missing. `orders` and `scope` say what an implied rate rests on.
    """

    step: str
    line: str
    at: Callable[[np.ndarray], np.ndarray]
    fx: str = ""
    rate: float = np.nan
    rate_unit: str = ""
    base: str = ""
    basis: str = "book"
    source: str = ""
    since: date | None = None
    until: date | None = None
    grade: str = ""
    checked: date | None = None
    status: str = "confirmed"
    rate_id: str = ""
    orders: int = 0
    scope: str = ""


@dataclass(frozen=True)
class UnitInputs:
    """Everything that a unit's margin depends on, of one SKU of one account on one day.

    `price` is the shelf price seen last (missing where none is); `fx` gives units of the price's currency for one
    unit of each other currency; `missing` names what blocks a margin, the most unblocking first, `left_out` what
    nobody stated and the margin does without, `partial` the charges that are known on one side of a mark only (on the
    other side there is no margin); `marks` are the prices at which a charge jumps or bends; `facts` is what the
    charges were made from, so that another choice can be tried.
    """

    sku: str
    title: str
    account: str
    platform: str
    market: str
    on: pd.Timestamp
    currency: str
    home_currency: str
    price: float
    price_date: pd.Timestamp
    charges: tuple[Charge, ...]
    fx: dict[str, DayRate]
    cost_currency: str
    missing: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()
    marks: tuple[float, ...] = ()
    floor: float | None = None
    facts: object = field(default=None, repr=False, compare=False)


def price_table(inputs: UnitInputs, *, prices: Sequence[float]) -> pd.DataFrame:
    """What each of some prices leaves, one row a price.

    Parameters
    ----------
    inputs : UnitInputs
    prices : sequence of float
        Shelf prices in the currency of the inputs, above zero.

    Returns
    -------
    DataFrame
        price; a column for each step of the unit, by its code, in the order of `STEPS`; margin (missing where an
        input is); margin_rate (of the price without VAT); withheld (all tax that the platform keeps back); cash
        (margin less income tax that is credited only later, and what that costs).

    Raises
    ------
    ParameterError
        A price is not above zero.

    >>> unit = UnitInputs("A", "", "a", "amazon", "US", pd.Timestamp("2026-01-31"), "USD", "USD", 20.0, pd.NaT,
    ...     (Charge("referral", "margin", lambda prices: 0.15 * prices),
    ...      Charge("cost", "margin", lambda prices: np.full(len(prices), 7.0))), {}, "USD")
    >>> price_table(unit, prices=[20.0])[["referral", "cost", "margin", "margin_rate"]].values.tolist()
    [[3.0, 7.0, 10.0, 0.5]]
    """
    return pd.DataFrame(price_amounts(inputs, prices=prices))


def price_amounts(inputs: UnitInputs, *, prices: Sequence[float]) -> dict[str, np.ndarray]:
    """The columns of `price_table`."""
    shelf = _checked(prices)
    amounts = [charge.at(shelf) for charge in inputs.charges]
    steps: dict[str, np.ndarray] = {}
    for charge, amount in zip(inputs.charges, amounts, strict=True):
        steps[charge.step] = steps.get(charge.step, 0.0) + amount
    margin = shelf - _total(inputs, amounts, line="margin", like=shelf)
    if inputs.missing:
        margin = np.full(len(shelf), np.nan)
    withheld = sum((steps[name] for name in ("income_tax", "vat_withheld") if name in steps), np.zeros(len(shelf)))
    return {
        "price": shelf,
        **{name: steps[name] for name in STEPS if name in steps},
        "margin": margin,
        "margin_rate": margin / (shelf - steps.get("vat", 0.0)),
        "withheld": withheld,
        "cash": margin - _total(inputs, amounts, line="cash", like=shelf),
    }


def margin_matrix(inputs: UnitInputs, *, prices: Sequence[float], moves: Sequence[float]) -> np.ndarray:
    """The margin at each price (rows) if the price's currency moves against all others (columns).

    Parameters
    ----------
    inputs : UnitInputs
    prices : sequence of float
        Shelf prices, above zero.
    moves : sequence of float
        Change of the currency's value as fractions: -0.10 = one peso buys 10 % less of the others. Amounts in other
        currencies are divided by one plus the move; nothing else changes.

    Raises
    ------
    ParameterError
        A price is not above zero, or a move is -1 or less.
    """
    shelf, after = _checked(prices), 1 + np.asarray(moves, dtype=float)
    if (after <= 0).any():
        raise ParameterError("moves", f"{float(after.min() - 1):g}", expected="above -1, such as -0.10")
    if inputs.missing:
        return np.full((len(shelf), len(after)), np.nan)
    own, foreign = shelf.copy(), np.zeros(len(shelf))
    for charge in inputs.charges:
        if charge.line == "margin":
            part = foreign if charge.fx else own
            part += charge.at(shelf) if charge.fx else -charge.at(shelf)
    return own[:, None] - foreign[:, None] / after[None, :]


def _total(inputs: UnitInputs, amounts: list[np.ndarray], *, line: str, like: np.ndarray) -> np.ndarray:
    of_line = (amount for charge, amount in zip(inputs.charges, amounts, strict=True) if charge.line == line)
    return sum(of_line, np.zeros(len(like)))


def _checked(prices: Sequence[float]) -> np.ndarray:
    shelf = np.atleast_1d(np.asarray(prices, dtype=float))
    if (shelf <= 0).any():
        raise ParameterError("prices", f"{float(np.nanmin(shelf)):g}", expected="prices above zero")
    return shelf
