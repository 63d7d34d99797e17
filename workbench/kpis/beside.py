"""Figures that sellers ask for by name and no platform judges as such: on-time shipment, returns and refunds."""

from __future__ import annotations

from datetime import date

import pandas as pd

from workbench.kpis.days import parse_day, window
from workbench.kpis.frames import AccountFrames, account_frames, accounts_of
from workbench.kpis.names import platform_name
from workbench.kpis.reasons import reason
from workbench.tables import KPI_TABLE, require_columns

# The platforms' rates of shipments that were late: on-time shipment is what is left.
LATE = ("late_shipment_rate", "delayed_handling_rate")
TURNED = {"lt": "gt", "le": "ge"}
ON_TIME = [
    *("account", "platform", "market", "window_days", "as_of", "basis", "platform_name"),
    *("numerator", "denominator", "rate", "target", "comparator", "status", "reason"),
]
RETURNS = {
    "account": "str",
    "figure": "str",
    "window_start": "datetime64[us]",
    "window_end": "datetime64[us]",
    "numerator": "Int64",
    "denominator": "Int64",
    "rate": "float64",
    "reason": "str",
}
RETURNS_EXPORT = {"amazon": "amazon-mfn-returns", "walmart": "walmart-api-returns", "mercadolibre": "meli-ventas"}
# Of the platforms' own files, Walmart's alone say when a return was refunded.
REFUNDS_EXPORT = {"walmart": "walmart-api-returns"}
IN_TIME = pd.Timedelta(hours=48)


def on_time_shipments(kpis: pd.DataFrame) -> pd.DataFrame:
    """On-time shipment (准时发货率): one less the platform's rate of late shipments, with the target turned round.

    Parameters
    ----------
    kpis : DataFrame
        `kpi_table`.

    Returns
    -------
    DataFrame
        One row per row of a late shipment or delayed handling rate: account, platform, market, window_days, as_of,
        basis, platform_name (of the platform's own rate, which counts the late ones), numerator (shipped in time),
        denominator, rate, target, comparator, status and reason (of the platform's rate).

    Raises
    ------
    TableError
        A column of the KPI table is missing.

    Source: no platform of the rule book judges this rate by this name; late shipment under 4 % is on-time shipment
    over 96 %.

    Known to be wrong when: it is read as on-time delivery, which is another event.
    """
    require_columns(kpis, KPI_TABLE.names, of="on_time_shipments: KPI table")
    late = kpis[kpis["kpi"].isin(LATE)].reset_index(drop=True)
    names = [platform_name(kpi, platform=name) for kpi, name in zip(late["kpi"], late["platform"], strict=True)]
    turned = late.assign(
        platform_name=pd.Series(names, dtype="str"),
        numerator=late["denominator"] - late["numerator"],
        rate=1 - late["rate"],
        target=1 - late["target"],
        comparator=late["comparator"].map(TURNED),
    )
    return turned[ON_TIME]


def return_figures(client, *, as_of: str | date, account: str = "", days: int = 60) -> pd.DataFrame:
    """Returns, refunds and how fast returns were refunded, over the last days of each account.

    Parameters
    ----------
    client : Client
        With its profile's accounts and the canonical tables.
    as_of : str or date
        A day; its end in the account's zone. Only what happened up to then counts.
    account : str
        Only this account; blank for all.
    days : int
        Length of the window.

    Returns
    -------
    DataFrame
        Three rows per account: account, figure, window_start, window_end, numerator, denominator, rate, reason (why
        there is no rate, as in the KPI table).

        returned : orders of the window with a return that the buyer asked for, over orders of the window.
        refunded : orders of the window with a refunded return, over orders of the window.
        refunded_in_48_hours : returns received in the window, at least 48 hours before its end, that were refunded
            within 48 hours of the receipt (退货处理时效), over all of those.

    Raises
    ------
    ParameterError
        `as_of` is no day, or the client has no such account.
    TableError
        A canonical table lacks a column.

    Source: Walmart refunds on the seller's behalf 48 hours after the receipt (Marketplace Learn, Issue a standard
    refund). No platform sets a target for any of the three as counted here.

    Known to be wrong when: the returns file does not reach the whole window.
    """
    day = parse_day(as_of, where="return_figures")
    rows = [
        row
        for name in accounts_of(client, account=account)
        for row in _return_rows(account_frames(client, account=name, where="return_figures"), day, days)
    ]
    return pd.DataFrame(rows, columns=list(RETURNS)).astype(RETURNS)


def _return_rows(frames: AccountFrames, on: pd.Timestamp, days: int) -> list[dict]:
    start, end = window(on, days=days, lag=0)
    within = frames.days(frames.orders["ordered_at"]).between(start, end)
    orders = frames.orders.loc[within, "order_id"]
    returns = frames.returns
    asked = returns[frames.days(returns["requested_at"]).fillna(start) <= on]
    refunded = returns[frames.days(returns["refunded_at"]) <= on]
    told = {
        "returned": _of_orders(orders, asked["order_id"]),
        "refunded": _of_orders(orders, refunded["order_id"]) if returns["refunded_at"].notna().any() else None,
        "refunded_in_48_hours": _in_time(frames, start, end),
    }
    place = {"account": frames.account.id, "window_start": start, "window_end": end}
    return [{**place, "figure": name, **_figure(frames, counts)} for name, counts in told.items()]


def _of_orders(orders: pd.Series, marked: pd.Series) -> tuple[int, int]:
    return int(orders.isin(marked).sum()), len(orders)


def _in_time(frames: AccountFrames, start: pd.Timestamp, end: pd.Timestamp) -> tuple[int, int] | None:
    """Counts of the returns whose 48 hours are over; None where no file says when a return came or was refunded."""
    returns = frames.returns
    if returns["received_at"].isna().all() or returns["refunded_at"].isna().all():
        return None
    due = returns["received_at"] + IN_TIME
    held = frames.days(returns["received_at"]).ge(start) & frames.days(due).le(end)
    return int((held & (returns["refunded_at"] <= due)).sum()), int(held.sum())


def _figure(frames: AccountFrames, counts: tuple[int, int] | None) -> dict:
    # No return in any file looks the same as a file that was never sent.
    if frames.returns.empty or counts is None:
        exports = RETURNS_EXPORT if frames.returns.empty else REFUNDS_EXPORT
        why = reason("missing_export", exports.get(frames.account.platform, "mapped"))
        return {"numerator": None, "denominator": None, "rate": None, "reason": why}
    above, below = counts
    why = "" if below else reason("zero_denominator")
    return {"numerator": above, "denominator": below, "rate": above / below if below else None, "reason": why}
