"""Our own templates for a client, each with one example line that the workbench would read."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from workbench.profile import Account, Profile
from workbench.sources import EXPORTS

NAMES = {
    "costs": "costs.csv",
    "changes": "changes.csv",
    "listings": "listings.csv",
    "offers-csv": "offers.csv",
    "reported": "reported.xlsx",
}
# A figure that the platform's screen shows: KPI, its window in days, target and how the figure meets it.
_SHOWN = {
    "amazon": ("late_shipment_rate", 30, 0.04, "lt"),
    "walmart": ("cancellation_rate", 30, 0.02, "le"),
    "mercadolibre": ("claims_rate", 60, 0.01, "le"),
}


def write_templates(folder: Path, profile: Profile) -> list[Path]:
    """Write the five templates with an example line each and return their paths.

    Parameters
    ----------
    folder : Path
        Where to; made if it is not there.
    profile : Profile
        The client: its first account, currency and analyst stand in the examples.
    """
    folder.mkdir(parents=True, exist_ok=True)
    account = profile.accounts[0]
    rows = {
        "costs": _cost(profile),
        "changes": _change(profile, account),
        "listings": _listing(profile, account),
        "offers-csv": _offer(profile, account),
    }
    written = [_write_csv(folder / NAMES[export], export, row) for export, row in rows.items()]
    return [*written, _write_workbook(folder / NAMES["reported"], _figure(profile, account))]


def _cost(profile: Profile) -> dict:
    size = {"weight_kg": 0.3, "length_cm": 20, "width_cm": 10, "height_cm": 5}
    named = {"origin": profile.accounts[0].ship_from, "tariff_line": "8205.51", "category": "kitchen"}
    return {
        "sku": "EXAMPLE-1",
        "cost": "12.50",
        "cost_currency": profile.home_currency,
        "freight": 3.2,
        **size,
        **named,
    }


def _change(profile: Profile, account: Account) -> dict:
    place = {"account": account.id, "item_id": "EXAMPLE-ITEM"}
    return {**place, "date": profile.since, "kind": "price", "note": "12.99 to 11.99"}


def _listing(profile: Profile, account: Account) -> dict:
    place = {"account": account.id, "sku": "EXAMPLE-1", "item_id": "EXAMPLE-ITEM", "observed_at": profile.since}
    price = {"price": "199.00", "list_price": "249.00", "currency": account.currency, "stock": 25}
    return {**place, **price, "title": "Example article", "automation_on": "false", "status": "active"}


def _offer(profile: Profile, account: Account) -> dict:
    place = {"platform": account.platform, "market": account.market, "item_id": "OTHER-ITEM"}
    seen = {"observed_at": profile.since, "query": "example article", "title": "Competitor's article", "brand": "Other"}
    price = {"price": "189.00", "shipping_price": 0, "currency": account.currency, "pack_size": 1, "condition": "new"}
    said = {"free_shipping": "true", "rating": 4.5, "reviews": 120, "sold": 500, "rank": 3, "seller": "Other shop"}
    return {**place, **seen, **price, **said}


def _figure(profile: Profile, account: Account) -> dict:
    kpi, days, target, comparator = _SHOWN[account.platform]
    end = profile.since
    window = {"as_of": end, "window_days": days, "window_start": end - timedelta(days=days - 1), "window_end": end}
    counted = {"numerator": 3, "denominator": 400, "rate": 0.0075, "target": target, "comparator": comparator}
    said = {"status": "Good", "read_by": profile.analyst.name, "screenshot": f"{account.id}_{kpi}_{end}.png"}
    return {"account": account.id, "kpi": kpi, **window, **counted, **said}


def _write_csv(path: Path, export: str, row: Mapping[str, object]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(EXPORTS[export].fields), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerow(row)
    return path


def _write_workbook(path: Path, row: Mapping[str, object]) -> Path:
    literal = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, literal) as book:
        sheet = book.add_worksheet("reported")
        for column, name in enumerate(EXPORTS["reported"].fields):
            sheet.write_string(0, column, name)
            value = row.get(name, "")
            if isinstance(value, int | float):
                sheet.write_number(1, column, value)
            else:
                sheet.write_string(1, column, value.isoformat() if isinstance(value, date) else str(value))
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(EXPORTS["reported"].fields) - 1, 16)
    return path
