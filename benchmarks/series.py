"""What the daily series of every KPI of an account take."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.measure import Measured, within
from workbench.kpis.definitions import definitions_of
from workbench.kpis.frames import TABLES_READ, AccountFrames
from workbench.kpis.series import computed_series
from workbench.kpis.table import scopes_of
from workbench.profile import Account
from workbench.tables import conform, empty_table

FIRST, LAST = "2023-02-01", "2026-01-31"
ACCOUNT = Account(
    id="amazon-us", platform="amazon", market="US", currency="USD", zone="America/Los_Angeles", fulfilment="seller",
    ship_from="CN", sales_channel="Amazon.com",
)  # fmt: skip


def daily_series(scratch: Path, lines: int) -> Measured:
    """Each day of three years of all KPIs of one Amazon account, from its rows on: nothing is made beforehand."""
    tables = {name: empty_table(name) for name in TABLES_READ} | _rows(lines)
    name = f"daily series of all KPIs over three years of {lines:,} orders"
    return within(name, lambda: _all_series(tables), seconds=3, runs=3)


def _all_series(tables: dict[str, pd.DataFrame]) -> list[pd.DataFrame]:
    frames = AccountFrames(ACCOUNT, **tables)
    days = pd.date_range(FIRST, LAST)
    return [
        computed_series(frames, definition=each, scope=scope, dates=days)
        for each in definitions_of(ACCOUNT.platform, market=ACCOUNT.market)
        for scope in scopes_of(frames, each)
    ]


def _rows(lines: int) -> dict[str, pd.DataFrame]:
    """Orders of one line and one parcel, two scans a parcel, and nine defects in a thousand orders."""
    dice = np.random.default_rng(7)
    at = pd.Timestamp(FIRST, tz="UTC") + pd.to_timedelta(np.sort(dice.integers(0, 1096 * 86_400, lines)), unit="s")
    order_id = pd.Series(np.arange(lines)).astype("str")
    days = {name: pd.Timedelta(days=number) for name, number in (("ship", 2), ("scan", 3), ("arrive", 8), ("bad", 9))}
    common = {"account": ACCOUNT.id, "order_id": order_id}
    order_lines = {"line_id": "1", "quantity": 1, "unit_price": 20.0, "currency": "USD", "channel": "seller",
                   "status": "shipped", "ordered_at": at, "ship_by_at": at + days["ship"]}  # fmt: skip
    packages = {"package_id": "1", "tracking_id": "T" + order_id, "promised_at": at + days["arrive"],
                "confirmed_at": at + pd.to_timedelta(dice.uniform(0, 2.1, lines), unit="D")}  # fmt: skip
    scans = {"tracking_id": pd.concat([packages["tracking_id"]] * 2, ignore_index=True),
             "scanned_at": (at + days["scan"]).append(at + days["arrive"]),
             "stage": np.repeat(["accepted", "delivered"], lines)}  # fmt: skip
    bad = dice.choice(lines, lines * 9 // 1000, replace=False)
    kinds = np.resize(["claim", "negative_feedback", "chargeback"], len(bad))
    defects = {"account": ACCOUNT.id, "order_id": order_id.iloc[bad].to_numpy(), "kind": kinds,
               "opened_at": at[bad] + days["bad"], "counts": True}  # fmt: skip
    rows = {"order_lines": common | order_lines, "packages": common | packages, "scans": scans, "defects": defects}
    return {name: conform(pd.DataFrame(columns), name) for name, columns in rows.items()}
