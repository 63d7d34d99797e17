"""What the client's own settlements imply beside what the rate book or the client says: where the two depart."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd

from workbench.costs.inputs import account_inputs, inputs_of
from workbench.costs.own_rates import FEWEST_ORDERS
from workbench.costs.sales import sales
from workbench.costs.waterfall import Charge, UnitInputs
from workbench.rules.rates import load_rates

# Half a point of what was paid: more than rounding and mixed sales explain.
LARGEST_DEPARTURE = 0.005
# What differs by less is the same: shares are quotients of sums.
SAME = 1e-9
IMPLIED_COLUMNS = [
    "account", "sku", "step", "implied_rate", "book_rate", "departure", "is_flagged", "fee", "base", "currency",
    "orders", "rows", "basis", "rate_id", "status", "report", "start", "end",
    "left_out",
]  # fmt: skip
# A step of the reports to the steps of the waterfall that it pays.
COMPARED = {
    "sale_fee": ("referral", "fixed_fee"),
    "fulfilment_fee": ("fulfilment", "fuel_surcharge"),
    "shipping": ("free_shipping",),
}
# The units of an account by their stated rates alone, on each day of a sale.
Stated = dict[pd.Timestamp, dict[str, UnitInputs]]


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
        base), book_rate (what the typed rates or the book of each sale's day take of the same sales at the same
        prices; missing where none is stated), departure (implied less book), is_flagged (more than half a point), fee,
        base, currency, orders, rows, basis (book or typed), rate_id, status (the last ones), report, start (later than
        asked where nothing was stated for the days before: their sales are left out), end, left_out (sales of the
        account that shared a package with another, so that nobody knows what was taken of each). Empty where no report
        has income. Shipping that buyers paid and the platform did not charge is no row.

    Raises
    ------
    ProfileError, TableError
        As `unit_inputs`.

    Known to be wrong when: the platform posts a sale on another day than the one that its rates are of.
    """
    owner = client.profile.account(account)
    sold = sales(client, owner=owner, start=start, end=end)
    shared, sold = sold.loc[sold["is_shared"].astype(bool), "order_id"].nunique(), sold[~sold["is_shared"].astype(bool)]
    if sold.empty:
        return pd.DataFrame(columns=IMPLIED_COLUMNS)
    known = account_inputs(client, account=account, on=end)
    stated = _stated_by_day(known, sold["day"], market=owner.market)
    tables = [_of_step(sold, stated, fee=fee, steps=steps) for fee, steps in COMPARED.items()]
    rows = pd.concat([table for table in tables if len(table)], ignore_index=True)
    rows = rows.assign(account=account, currency=owner.currency, end=pd.Timestamp(end), left_out=shared)
    rows["start"] = rows["start"].fillna(pd.Timestamp(start))
    largest = rows["departure"].abs().fillna(-1.0)
    order = pd.DataFrame({"whole": rows["sku"] != "", "largest": -largest, "sku": rows["sku"], "step": rows["step"]})
    return rows.loc[order.sort_values(["whole", "largest", "sku", "step"]).index, IMPLIED_COLUMNS].reset_index(
        drop=True
    )


def _stated_by_day(known: dict[str, UnitInputs], days: pd.Series, *, market: str) -> Stated:
    """The units of each day; days between two changes of a rate share theirs."""
    changes = _change_days(known, market=market)
    spans: dict[int, dict[str, UnitInputs]] = {}
    found: Stated = {}
    for day in sorted(days.unique()):
        span = bisect_right(changes, day.date())
        if span not in spans:
            alone = {sku: replace(inputs.facts, own=(), on=day) for sku, inputs in known.items()}
            spans[span] = {sku: inputs_of(facts) for sku, facts in alone.items()}
        found[day] = spans[span]
    return found


def _change_days(known: dict[str, UnitInputs], *, market: str) -> list:
    """Days on which a rate of the market begins, or is no longer in force."""
    typed = next((inputs.facts.typed for inputs in known.values()), ())
    rates = [rate for rate in (*load_rates().rates, *typed) if rate.market == market]
    ended = {rate.until + timedelta(days=1) for rate in rates if rate.until}
    return sorted({rate.since for rate in rates if rate.since} | ended)


def _of_step(sold: pd.DataFrame, stated: Stated, *, fee: str, steps: tuple[str, ...]) -> pd.DataFrame:
    """One row per SKU and for the account, of one kind of fee."""
    base = "fee_base" if fee == "sale_fee" else "paid"
    known = sold.dropna(subset=[fee, base, "unit_price"])
    # A rate is of what the fee is of: a discount or shipping that buyers paid would else look like a departure.
    known = known.assign(of=known[base] / known["units"])
    expected = [_expected(stated[row.day], row.sku, row.of, row.units, steps) for row in known.itertuples()]
    known = known.assign(fee=known[fee], base=known[base], expected=np.array(expected, dtype=float))
    known, start = _from_the_first_rate(known, stated, steps)
    groups = [(sku, part) for sku, part in known.groupby("sku") if len(part) >= FEWEST_ORDERS]
    groups += [("", known)] if len(known) else []
    report = "fee_report" if fee == "sale_fee" else "report"
    rows = [_row(sku, part, stated, steps, step=fee, report=report) for sku, part in groups]
    said = [row for row in rows if fee != "shipping" or row["fee"] > 0 or pd.notna(row["book_rate"])]
    return pd.DataFrame(said).assign(start=start) if said else pd.DataFrame()


def _from_the_first_rate(
    known: pd.DataFrame, stated: Stated, steps: tuple[str, ...]
) -> tuple[pd.DataFrame, pd.Timestamp]:
    """The sales of days on which a rate of the kind was stated, and the first of them; all, where none ever was."""
    days = [day for day, units in stated.items() if any(_has_rate(units, sku, steps) for sku in units)]
    is_stated = known["day"].isin(days)
    if is_stated.all() or not is_stated.any():
        return known, pd.NaT
    return known[is_stated], known.loc[is_stated, "day"].min()


def _expected(units: dict[str, UnitInputs], sku: str, price: float, count: float, steps: tuple[str, ...]) -> float:
    """What the stated rates take of one sale; missing where the SKU has none of the steps."""
    if not _has_rate(units, sku, steps):
        return np.nan
    charges = [charge for charge in _charges(units, sku) if charge.step in steps]
    return count * sum(float(charge.at(np.array([price]))[0]) for charge in charges)


def _has_rate(units: dict[str, UnitInputs], sku: str, steps: tuple[str, ...]) -> bool:
    # The rest of a fee (a fixed part, a surcharge) alone says nothing of it.
    return any(charge.step == steps[0] for charge in _charges(units, sku))


def _charges(units: dict[str, UnitInputs], sku: str) -> list[Charge]:
    """The SKU's charges that rest on a row; one that stands for an unknown rate has none."""
    return (
        [charge for charge in units[sku].charges if charge.rate_id and charge.status != "expired"]
        if sku in units
        else []
    )


def _row(
    sku: str, part: pd.DataFrame, stated: Stated, steps: tuple[str, ...], *, step: str, report: str
) -> dict[str, object]:
    fee, base = float(part["fee"].sum()), float(part["base"].sum())
    compared = part["expected"].notna()
    book = float(part.loc[compared, "expected"].sum() / part.loc[compared, "base"].sum()) if compared.any() else np.nan
    departure = fee / base - book if compared.all() else np.nan
    last = stated[part["day"].max()]
    first = next((charge for charge in _charges(last, sku) if charge.step in steps), None)
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
