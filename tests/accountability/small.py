"""A client of a few rows, its log and its people, as the rooms of accountability read them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cache
from types import SimpleNamespace
from typing import Any

import pandas as pd

from workbench.profile import Profile, parse_profile
from workbench.record import events_table, log_event
from workbench.tables import KPI_TABLE, TABLES, conform, empty_table

PROFILE = """\
id: norte
name: {en: Norte}
languages: [en]
home_currency: CNY
since: 2025-03-01
analyst: {name: Li Example, email: li@example.com}
accounts:
  - {id: amazon-us, platform: amazon, market: US, currency: USD, zone: UTC, fulfilment: seller, ship_from: CN}
  - {id: amazon-mx, platform: amazon, market: MX, currency: MXN, zone: America/Mexico_City, fulfilment: seller}
owners:
  - {role: operations, person: Ana Ejemplo, account: amazon-us, from: 2025-03-01, to: 2025-12-31}
  - {role: operations, person: Lin Vorlage, account: amazon-us, from: 2026-01-01}
  - {role: quality, person: Wei Beispiel, account: amazon-us, kpi: late_shipment_rate, from: 2026-01-10}
"""
LATE, IN_TIME = pd.Timedelta(days=1), -pd.Timedelta(days=1)


def order(order_id: str, due: str, *, late: bool = False, sku: str = "A-1", carrier: str = "Yun") -> tuple[dict, dict]:
    """An order due at noon of a day, and its one parcel, confirmed a day before or after that."""
    at = pd.Timestamp(f"{due}T12:00Z")
    line = {
        **{"account": "amazon-us", "order_id": order_id, "line_id": "1", "sku": sku, "quantity": 1, "unit_price": 20.0},
        **{"currency": "USD", "channel": "seller", "status": "shipped", "ship_by_at": at},
        "ordered_at": at - pd.Timedelta(days=3),
    }
    sent = {"account": "amazon-us", "order_id": order_id, "package_id": "1", "carrier": carrier}
    return line, {**sent, "tracking_id": f"T-{order_id}", "confirmed_at": at + (LATE if late else IN_TIME)}


@cache
def profile_of(text: str) -> Profile:
    """The profile that a client.yml says, read once for all tests; nobody can alter it."""
    return parse_profile(text, client_id="norte", where="x")


class SmallClient(SimpleNamespace):
    """Keeps what is made of it, as a client does, until one of its parts is another object."""

    def once(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What `make` gives, made at the key's first use."""
        parts = {name: part for name, part in vars(self).items() if name != "made"}
        known = self.made.get(key)
        if known is None or any(known[1].get(name) is not part for name, part in parts.items()):
            known = self.made[key] = (make(), parts)
        return known[0]


def client_of(folder, *orders: tuple[dict, dict], log: tuple = ()) -> SmallClient:
    """The client with these orders; `log` are entries as `log_event` takes them, each with its day."""
    rows = {"order_lines": [line for line, _ in orders], "packages": [sent for _, sent in orders]}
    tables = {name: empty_table(name) for name in TABLES}
    for name, given in rows.items():
        if given:
            frame = pd.DataFrame(given).assign(lineage=[f"{name}:{n}" for n in range(len(given))])
            tables[name] = conform(frame, name)
    for kind, text, about in log:
        log_event(folder, kind=kind, text=text, by="Mei", about=about)
    return SmallClient(
        made={},
        id="norte",
        folder=folder,
        profile=profile_of(PROFILE),
        baseline=conform(pd.DataFrame(), KPI_TABLE, lineage=False),
        events=events_table(folder),
        **tables,
    )
