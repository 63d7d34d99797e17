"""Units of orders that the seller marked as brushing (是否测评), taken out of the platform's own units.

The platform counts such an order like any other, and its visit too. The units can be taken out where the order names
a listing and a day of the traffic report; the visits can't.
"""

from __future__ import annotations

import pandas as pd

from workbench.kpis.days import local_days

ORDERS = ["order_id", "item_id", "quantity", "day"]


def marked_lines(order_lines: pd.DataFrame, *, zone: str) -> pd.DataFrame:
    """Lines marked as brushing: order_id, item_id, quantity, day (of the order, in `zone`)."""
    marked = order_lines[order_lines["is_brushing"].fillna(False).astype(bool)]
    return marked.assign(day=local_days(marked["ordered_at"], zone=zone))[ORDERS]


def brushing_units(periods: pd.DataFrame, marked: pd.DataFrame) -> pd.Series:
    """Per row of `periods` (item_id, start_date, end_date, units) the units of marked lines that it counts.

    Never more than the row's own units.
    """
    held = _held_by(periods, marked)
    units = held.groupby("row")["quantity"].sum().reindex(periods.index).fillna(0)
    return units.clip(upper=periods["units"].fillna(0).astype("float64")).astype("int64")


def orders_not_found(periods: pd.DataFrame, marked: pd.DataFrame) -> int:
    """How many marked orders have a line that no row of `periods` counts."""
    return int(marked.loc[~marked.index.isin(_held_by(periods, marked)["line"]), "order_id"].nunique())


def traffic_without_brushing(client) -> pd.DataFrame:
    """The client's traffic with brushing_units, and those units taken out of units.

    Parameters
    ----------
    client : Client
        With its profile's accounts, order_lines and traffic.

    Returns
    -------
    DataFrame
        The rows of `traffic`, with one column more.

    Known to be wrong when: a marked order was counted on another day than that of the order; sessions stay as they are.
    """
    traffic = client.traffic.reset_index(drop=True)
    out = pd.Series(0, index=traffic.index, dtype="int64")
    for account in client.profile.accounts:
        periods = traffic[traffic["account"] == account.id]
        lines = client.order_lines[client.order_lines["account"] == account.id]
        out.update(brushing_units(periods, marked_lines(lines, zone=account.zone)))
    return traffic.assign(units=traffic["units"] - out, brushing_units=out)


def _held_by(periods: pd.DataFrame, marked: pd.DataFrame) -> pd.DataFrame:
    """Which row of `periods` counts which marked line: row, line, quantity."""
    rows = periods[["item_id", "start_date", "end_date"]].assign(row=periods.index)
    lines = marked.dropna(subset=["item_id", "quantity"])
    both = lines.assign(line=lines.index).merge(rows, on="item_id")
    return both[both["day"].between(both["start_date"], both["end_date"])][["row", "line", "quantity"]]
