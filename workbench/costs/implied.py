"""What the client's own settlements imply beside what the rate book or the client says: where the two depart."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.costs.inputs import account_inputs, without_own_rates
from workbench.costs.own_rates import FEWEST_ORDERS
from workbench.costs.sales import sales
from workbench.costs.waterfall import Charge, UnitInputs

# Half a point of what was paid: more than rounding and mixed sales explain.
LARGEST_DEPARTURE = 0.005
# What differs by less is the same: shares are quotients of sums.
SAME = 1e-9
IMPLIED_COLUMNS = [
    "account", "sku", "step", "implied_rate", "book_rate", "departure", "is_flagged", "fee", "base", "currency",
    "orders", "rows", "basis", "rate_id", "status", "report", "start", "end",
]  # fmt: skip
# A step of the reports to the steps of the waterfall that it pays.
COMPARED = {
    "sale_fee": ("referral", "fixed_fee"),
    "fulfilment_fee": ("fulfilment", "fuel_surcharge"),
    "shipping": ("free_shipping",),
}


def implied_rates(client: object, *, account: str, start: str, end: str) -> pd.DataFrame:
    """What an account paid of each 1 sold, by its own reports, beside what the stated rates say of the same sales.

    Parameters
    ----------
    client : Client
    account : str
        Account id.
    start, end : str
        First and last ISO day, by the account's midnight.

    Returns
    -------
    DataFrame
        One row per SKU with at least five orders and step, and one per step for the whole account (sku blank), those
        that depart most first: account, sku, step (sale_fee, fulfilment_fee or shipping), implied_rate (fee over
        base), book_rate (what the typed rates or the book take of the same sales at the same prices; missing where
        none is stated), departure (implied less book), is_flagged (more than half a point), fee, base, currency,
        orders, rows, basis (book or typed), rate_id, status, report, start, end. Empty where no report has income.

    Raises
    ------
    ProfileError, TableError
        As `unit_inputs`.

    Known to be wrong when: rates changed within the period; the stated rates are those of its last day.
    """
    owner = client.profile.account(account)
    sold = sales(client, owner=owner, start=start, end=end)
    if sold.empty:
        return pd.DataFrame(columns=IMPLIED_COLUMNS)
    known = account_inputs(client, account=account, on=end)
    stated = {sku: without_own_rates(inputs) for sku, inputs in known.items()}
    tables = [_of_step(sold, stated, fee=fee, steps=steps) for fee, steps in COMPARED.items()]
    rows = pd.concat([table for table in tables if len(table)], ignore_index=True)
    rows = rows.assign(account=account, currency=owner.currency, start=pd.Timestamp(start), end=pd.Timestamp(end))
    largest = rows["departure"].abs().fillna(-1.0)
    order = pd.DataFrame({"whole": rows["sku"] != "", "largest": -largest, "sku": rows["sku"], "step": rows["step"]})
    return rows.loc[order.sort_values(["whole", "largest", "sku", "step"]).index, IMPLIED_COLUMNS].reset_index(
        drop=True
    )


def _of_step(sold: pd.DataFrame, stated: dict[str, UnitInputs], *, fee: str, steps: tuple[str, ...]) -> pd.DataFrame:
    """One row per SKU and for the account, of one kind of fee."""
    base = "fee_base" if fee == "sale_fee" else "paid"
    known = sold.dropna(subset=[fee, base, "unit_price"])
    expected = [_expected(stated, row.sku, row.unit_price, row.units, steps) for row in known.itertuples(index=False)]
    known = known.assign(fee=known[fee], base=known[base], expected=np.array(expected, dtype=float))
    groups = [(sku, part) for sku, part in known.groupby("sku") if len(part) >= FEWEST_ORDERS]
    groups += [("", known)] if len(known) else []
    report = "fee_report" if fee == "sale_fee" else "report"
    return pd.DataFrame([_row(sku, part, stated, steps, step=fee, report=report) for sku, part in groups])


def _expected(stated: dict[str, UnitInputs], sku: str, price: float, units: float, steps: tuple[str, ...]) -> float:
    """What the stated rates take of one sale; missing where the SKU has none of the steps."""
    charges = [charge for charge in _charges(stated, sku) if charge.step in steps]
    # The rest of a fee (a fixed part, a surcharge) alone says nothing of it.
    if steps[0] not in {charge.step for charge in charges}:
        return np.nan
    return units * sum(float(charge.at(np.array([price]))[0]) for charge in charges)


def _charges(stated: dict[str, UnitInputs], sku: str) -> list[Charge]:
    """The SKU's charges that rest on a row; one that stands for an unknown rate has none."""
    return [charge for charge in stated[sku].charges if charge.rate_id] if sku in stated else []


def _row(
    sku: str, part: pd.DataFrame, stated: dict[str, UnitInputs], steps: tuple[str, ...], *, step: str, report: str
) -> dict[str, object]:
    fee, base = float(part["fee"].sum()), float(part["base"].sum())
    compared = part["expected"].notna()
    book = float(part.loc[compared, "expected"].sum() / part.loc[compared, "base"].sum()) if compared.any() else np.nan
    departure = fee / base - book if compared.all() else np.nan
    first = next((charge for charge in _charges(stated, sku) if charge.step in steps), None)
    return {
        "sku": sku,
        "step": step,
        "implied_rate": fee / base,
        "book_rate": book,
        "departure": departure,
        "is_flagged": bool(abs(departure) > LARGEST_DEPARTURE + SAME),
        "fee": fee,
        "base": base,
        "orders": part["order_id"].nunique(),
        "rows": len(part),
        "basis": first.basis if first else "",
        "rate_id": first.rate_id if first else "",
        "status": first.status if first else "",
        "report": part[report].iloc[0],
    }
