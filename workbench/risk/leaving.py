"""The roll-off calendar: which bad orders leave a KPI's window on which day, and the rate after it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from workbench.kpis.days import DAY, parse_day
from workbench.kpis.standards import Standard
from workbench.kpis.status import allowance
from workbench.kpis.table import scopes_of
from workbench.risk.histories import Histories
from workbench.risk.history import kept_counts, rows_known
from workbench.risk.paths import coming_in_window

LEAVING = {
    "account": "str",
    "kpi": "str",
    "scope": "str",
    "as_of": DAY,
    "bad_now": "int64",
    "leaves_on": DAY,
    "order_id": "str",
    "package_id": "str",
    "event_date": DAY,
    "reason": "str",
    "weight": "int64",
    "bad_after": "int64",
    "orders_after": "int64",
    "rate_after": "float64",
    "allowed_after": "Int64",
    "target": "float64",
}


def roll_off(client, *, kpi: str, account: str, as_of: str | date, scope: str = "") -> pd.DataFrame:
    """The bad orders of a KPI's window and of its days to come, by the day on which each no longer counts.

    Parameters
    ----------
    client : Client
        With its profile's accounts and the canonical tables.
    kpi, account : str
        Which KPI of which account; of several windows the longest.
    as_of : str or date
        What was known at the end of this day.
    scope : str
        Channel; blank for the KPI's first.

    Returns
    -------
    DataFrame
        One row per bad order or parcel: account, kpi, scope, as_of, bad_now (in the window of as_of), leaves_on
        (the first day it no longer counts), order_id, package_id, event_date, reason (a code of `ORDER_REASONS`),
        weight (units, else 1), bad_after and orders_after (what the window holds on that day without a further bad
        order, at the volume of the last eight weeks), rate_after, allowed_after (bad orders that those may hold;
        missing without a target) and target. Sorted by leaves_on and order. Empty where the files hold no orders
        of the KPI: counts alone don't say when an order leaves.

    Raises
    ------
    ParameterError
        No such KPI, account or day.
    TableError
        A canonical table lacks a column.

    Source: the same rows as `kpi_table`; an order of day e leaves on day e + lag + window.
    """
    day = parse_day(as_of, where="roll_off")
    histories = Histories(client, where="roll_off")
    scope = scope or next(iter(scopes_of(histories.frames(account), histories.definition(account, kpi))), "")
    return roll_off_of(histories, account, kpi, scope=scope, on=day)


def roll_off_of(histories: Histories, account: str, kpi: str, *, scope: str, on: pd.Timestamp) -> pd.DataFrame:
    """As `roll_off`, from histories that were read before."""
    found = leaving_rows(histories, account, kpi, scope=scope, on=on)
    if found.empty:
        return pd.DataFrame({name: pd.Series(dtype=type_) for name, type_ in LEAVING.items()})
    ids = {"account": account, "kpi": kpi, "scope": scope, "as_of": on}
    after = _after(histories, account, kpi, scope, on, found["leaves_on"])
    return found.assign(**ids, **after)[list(LEAVING)].astype(LEAVING)


def leaving_rows(
    histories: Histories, account: str, kpi: str, *, scope: str, on: pd.Timestamp, days: int | None = None
) -> pd.DataFrame:
    """The bad rows known on a day that are in the window or will be, with leaves_on, soonest first."""
    held = histories.rows(account, kpi, scope=scope, on=on, days=days)
    if held is None:
        return pd.DataFrame(columns=["leaves_on"])
    found, standard = held
    rows = rows_known(found.rows, as_of=on)
    is_marked = rows["numerator_from"].notna()
    bad = rows[~is_marked if histories.definition(account, kpi).higher_is_better else is_marked]
    leaves = bad["event_date"] + pd.Timedelta(days=standard.lag + standard.days)
    bad = bad.assign(leaves_on=leaves)
    bad = bad[(bad["leaves_on"] > on) & (bad["counted_from"] <= on)]
    return bad.sort_values(["leaves_on", "order_id", "package_id"], kind="stable", ignore_index=True)


def _after(histories: Histories, account: str, kpi: str, scope: str, on: pd.Timestamp, leaves_on: pd.Series) -> dict:
    """Bad orders, orders and rate of the window on each leaving day."""
    found, standard = histories.rows(account, kpi, scope=scope, on=on)
    own = histories.of(account, kpi, scope=scope, on=on)
    day = (leaves_on - on).dt.days.to_numpy()
    window = {"days": standard.days, "lag": standard.lag, "is_high": own.is_high}
    rows = rows_known(found.rows, as_of=on, sold_on=histories.sold_on(account, found.rows, on))
    kept = kept_counts(rows, as_of=on, ahead=int(day.max()), **window)
    bad = kept["kept_bad"][day]
    orders = kept["kept"][day] + np.round(coming_in_window(own, days=int(day.max()))[day])
    share = np.divide(bad, orders, out=np.full(len(day), np.nan), where=orders > 0)
    rate = 1 - share if own.is_high else share
    counts = {"bad_now": kept["kept_bad"][0], "bad_after": bad, "orders_after": orders, "rate_after": rate}
    return {**counts, "allowed_after": _allowed(orders, standard), "target": standard.target}


def _allowed(orders: np.ndarray, standard: Standard) -> list[int | None]:
    if pd.isna(standard.target):
        return [None] * len(orders)
    return [allowance(int(each), target=standard.target, comparator=standard.comparator) for each in orders]
