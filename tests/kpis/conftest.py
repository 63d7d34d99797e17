"""A client made of a few rows: what a test says of it, everything else blank."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from workbench.kpis.definitions import definition_of
from workbench.kpis.frames import account_frames
from workbench.kpis.table import computed_rows, judged
from workbench.tables import KPI_TABLE, TABLES, conform, empty_table

ZONES = {"US": "America/Los_Angeles", "MX": "America/Mexico_City"}


@dataclass(frozen=True)
class Account:
    id: str
    platform: str
    market: str
    zone: str
    fulfilment: str = "seller"
    ship_from: str = "CN"
    currency: str = "USD"


@dataclass(frozen=True)
class Baseline:
    as_of: date


@dataclass(frozen=True)
class Owner:
    person: str


@dataclass(frozen=True)
class Profile:
    """`owners`: first day, account, KPI (blank for the account's) and person, the newest last."""

    accounts: tuple[Account, ...]
    baseline: Baseline | None = None
    owners: tuple[tuple[str, str, str, str], ...] = ()

    def owner_of(self, account_id: str, *, kpi: str, on: date) -> Owner | None:
        held = [each for each in self.owners if each[0] <= on.isoformat() and each[1] == account_id]
        own = [each for each in held if each[2] == kpi] or [each for each in held if not each[2]]
        return Owner(own[-1][3]) if own else None


@dataclass(frozen=True)
class SmallClient:
    profile: Profile
    tables: dict = field(default_factory=dict)
    id: str = "small"
    baseline: pd.DataFrame = field(default_factory=lambda: conform(pd.DataFrame(), KPI_TABLE, lineage=False))
    made: dict = field(default_factory=dict, init=False, compare=False)

    def once(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What `make` gives, made at the key's first use and kept, as a client keeps it."""
        if key not in self.made:
            self.made[key] = make()
        return self.made[key]

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name not in TABLES:
            raise AttributeError(name)
        return self.tables[name]


def account(name: str, **fields: object) -> Account:
    platform, market = name.rsplit("-", 1)
    market = market.upper()
    return Account(name, platform, market, **{"zone": ZONES[market], **fields})


@cache
def blank(name: str) -> pd.DataFrame:
    return empty_table(name)


def small_client(*names: str | Account, baseline: str = "", owners: tuple = (), **rows: list[dict]) -> SmallClient:
    """A client with these accounts; rows of a table get the first account unless they name one."""
    accounts = tuple(account(each) if isinstance(each, str) else each for each in names)
    tables = {}
    for name, spec in TABLES.items():
        if name not in rows:
            tables[name] = blank(name)
            continue
        given = [{"account": accounts[0].id, **row} if "account" in spec.names else row for row in rows[name]]
        frame = pd.DataFrame(given)
        for column in (each for each in frame.columns if each.endswith("_at")):
            frame[column] = pd.to_datetime(frame[column], format="ISO8601", utc=True)
        frame["lineage"] = [f"{name}:{number}" for number in range(len(given))]
        tables[name] = conform(frame, name)
    planned = Baseline(date.fromisoformat(baseline)) if baseline else None
    return SmallClient(Profile(accounts, planned, owners), tables)


def order(order_id: str, ordered_at: str = "2026-01-10T12:00Z", **fields: object) -> dict:
    """One order of one line that the seller ships."""
    return {
        "order_id": order_id, "line_id": "1", "quantity": 1, "unit_price": 20.0, "currency": "USD", "channel": "seller",
        "status": "shipped", "ordered_at": ordered_at, **fields,
    }  # fmt: skip


def parcel(order_id: str, **fields: object) -> dict:
    """One parcel with a tracking number of its own."""
    return {"order_id": order_id, "package_id": "1", "tracking_id": f"T-{order_id}", **fields}


def scan(order_id: str, scanned_at: str, stage: str = "accepted") -> dict:
    """One carrier event of the parcel of an order."""
    return {"tracking_id": f"T-{order_id}", "scanned_at": scanned_at, "stage": stage}


def figure(kpi: str, as_of: str, **fields: object) -> dict:
    """One figure that the platform shows."""
    return {"kpi": kpi, "as_of": as_of, "basis": "file", **fields}


def computed(client: SmallClient, kpi: str, *, as_of: str, days: int = 0, scope: str = "") -> dict:
    """The computed row of one KPI of the first account; of several windows the longest, or that of `days`.

    Without `scope` the last of the KPI's judged scopes, no category.
    """
    frames = account_frames(client, account=client.profile.accounts[0].id, where="test")
    definition = definition_of(kpi, platform=frames.account.platform, where="test")
    table = judged(frames, computed_rows(frames, definition=definition, on=pd.Timestamp(as_of)))
    chosen = table[(table["scope"] == scope) if scope else table["scope"].isin(definition.scopes)]
    chosen = chosen[chosen["window_days"] == days] if days else chosen
    return chosen.iloc[-1].to_dict()


def counts(row: dict) -> tuple:
    """Numerator and denominator of a row."""
    return (row["numerator"], row["denominator"])
