"""A seller of a few orders, its inbox, and conditions said in one line."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import pandas as pd

from tests.accountability import small
from workbench.alerts.conditions import FIGURES
from workbench.store.intake import FILE_COLUMNS

EXPECTED = "expected_files:\n- {export: amazon-all-orders, account: amazon-us, due_day: 5}\n"


def client_of(folder, *orders: tuple[dict, dict], profile: str = "") -> SimpleNamespace:
    """The client with these orders and an empty inbox."""
    client = small.client_of(folder, *orders)
    files = pd.DataFrame(columns=list(FILE_COLUMNS)).astype(FILE_COLUMNS)
    client.intake = SimpleNamespace(files=files, coverage=pd.DataFrame(columns=["export", "account", "day"]))
    client.profile = small.profile_of(small.PROFILE + profile)
    return client


def month_of_orders(*, until: str, late: int, a_day: int = 4) -> list[tuple[dict, dict]]:
    """So many orders due on each of the thirty days up to one, the first `late` of them late."""
    days = pd.date_range(end=until, periods=30)
    due = [f"{day:%Y-%m-%d}" for day in days for _ in range(a_day)]
    return [small.order(f"{until}-{n}", day, late=n < late) for n, day in enumerate(due)]


@dataclass
class FakeConditions:
    """What is found in place of a client's figures."""

    rows: list[dict]

    def __call__(self, client, *, as_of) -> list[dict]:
        return [dict(row) for row in self.rows]


def condition(kind: str = "breach", verdict: str = "on", *, kpi: str = "late_shipment_rate", **figures) -> dict:
    """A late shipment rate of 6 in 100 in the account amazon-us, or what else is said."""
    known = {
        **{"platform": "amazon", "market": "US", "window_days": 30, "as_of": pd.Timestamp("2026-01-31")},
        **{"numerator": 6, "denominator": 100, "rate": 0.06, "value": float("nan"), "target": 0.04},
        **{"comparator": "lt", "level": "", "reason": "", "headroom": -3, "probability": float("nan")},
        "standing": "breach",
    }
    identity = {"account": "amazon-us", "kpi": kpi, "scope": "mfn", "kind": kind, "verdict": verdict}
    return {**dict.fromkeys(FIGURES), **known, "rule": "", **identity, **figures}
