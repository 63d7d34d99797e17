"""Small clients of a few rows, with hostile words where words come from outside."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

import openpyxl
import pandas as pd
import pytest

from workbench.profile import Profile
from workbench.store.intake import FILE_COLUMNS, Intake
from workbench.tables import KPI_TABLE, TABLES, conform, empty_table

SHA = "abcdef0123456789"
PAYLOADS = ["=1+1", "+cmd", "-2+3", "@x", "http://example.com/x", "mailto:a@example.com", "internal:Cover!A1", "\t=1+1"]


@dataclass(frozen=True)
class SmallClient:
    """What the workbooks ask of a client."""

    profile: Profile
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    baseline: pd.DataFrame = field(default_factory=lambda: conform(pd.DataFrame(), KPI_TABLE, lineage=False))
    files: tuple[str, ...] = ("amazon-mx/orders.txt",)

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name not in TABLES:
            raise AttributeError(name)
        return self.tables.get(name, empty_table(name))

    @property
    def intake(self) -> Intake:
        row = {"account": "amazon-mx", "export": "amazon-all-orders", "title": "Amazon All Orders"}
        row |= {"status": "read", "sha256": SHA}
        numbers = dict.fromkeys((name for name, kind in FILE_COLUMNS.items() if kind == "int64"), 3)
        rows = [{**dict.fromkeys(FILE_COLUMNS, ""), **row, **numbers, "file": name} for name in self.files]
        files = pd.DataFrame(rows).astype(FILE_COLUMNS)
        nothing = pd.DataFrame()
        return Intake(
            files, refused=nothing, structural=nothing, totals=nothing, questions=nothing, coverage=nothing, digest=""
        )


def small_client(*, platform: str = "amazon", owner: str = "Lin", file: str = "orders.txt", **rows) -> SmallClient:
    """A client with one Mexican account; each table is a list of rows without account and lineage."""
    account = f"{platform}-mx"
    profile = Profile(
        id="small",
        name={"en": "Small"},
        languages=("en",),
        home_currency="MXN",
        since="2025-01-01",
        analyst={"name": owner},
        accounts=[
            {
                "id": account,
                "platform": platform,
                "market": "MX",
                "currency": "MXN",
                "zone": "America/Mexico_City",
                "fulfilment": "seller",
            }
        ],
        owners=[{"role": "operations", "person": owner, "account": account, "from": "2025-01-01"}],
    )
    tables = {}
    for name, given in rows.items():
        frame = pd.DataFrame([{"account": account, "lineage": f"{SHA[:12]}:{place}", **row} for place, row in given])
        for column in (each for each in frame.columns if each.endswith("_at")):
            frame[column] = pd.to_datetime(frame[column], format="ISO8601", utc=True)
        tables[name] = conform(frame, name)
    return SmallClient(profile, tables, files=(file,))


def cancelled_order(number: int, *, sku: str = "A-1", title: str = "Press", by: str = "seller") -> tuple[int, dict]:
    """A row number of the file and an order line of January 2026 that was cancelled."""
    return number, {
        "order_id": f"{number:03}",
        "line_id": "1",
        "sku": sku,
        "title": title,
        "quantity": 1,
        "unit_price": 20.0,
        "currency": "MXN",
        "channel": "seller",
        "status": "cancelled",
        "cancelled_by": by,
        "ordered_at": "2026-01-27T18:00Z",
        "cancelled_at": "2026-01-28T18:00Z",
    }


def opened(content: bytes) -> openpyxl.Workbook:
    """The workbook as a reader other than its writer sees it."""
    return openpyxl.load_workbook(io.BytesIO(content))


def records(sheet, head: int) -> list[dict]:
    """The rows under a head, each cell by the name of its column."""
    names = [cell.value for cell in sheet[head]]
    return [dict(zip(names, row, strict=True)) for row in sheet.iter_rows(min_row=head + 1)]


@pytest.fixture(autouse=True)
def _strict_words(monkeypatch):
    """A word without translation fails a test."""
    monkeypatch.setenv("WORKBENCH_STRICT_WORDS", "1")
