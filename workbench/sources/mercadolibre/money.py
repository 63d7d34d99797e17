"""The money columns of a Ventas workbook: a row's columns add up to its Total; each becomes a ledger entry.

Total is the control total of its row. "Cargo por venta e impuestos" holds the commission and the tax that the
platform withholds in one figure, and the workbook does not split it: nor does the reader.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from workbench.sources.mercadolibre.totals import cents, state_row_totals
from workbench.sources.sheet import Sheet

CURRENCIES = ("MXN", "USD")
MONEY = {
    "product_income": "Ingresos por productos",
    "sale_charge": "Cargo por venta e impuestos",
    "shipping_income": "Ingresos por envío",
    "shipping_cost": "Costos de envío",
    "declared_shipping_cost": "Costo de envío basado en medidas y peso declarados",
    "measure_charge": "Cargo por diferencias en medidas y peso del paquete",
    "exchange_shipping_cost": "Costo de envío por cambio de producto",
    "discounts": "Descuentos y bonificaciones",
    "refunds": "Anulaciones y reembolsos",
}


def in_currency(heading: str) -> tuple[str, ...]:
    """The heading as the workbook writes it: with its currency, or bare."""
    return (*(f"{heading} ({currency})" for currency in CURRENCIES), heading)


def ledger_entries(sheet: Sheet, lines: pd.DataFrame, money: Mapping[str, pd.Series]) -> pd.DataFrame:
    """One entry for each money column that is not zero; the number of the sale names it in every later export."""
    parts = []
    for key, kind in MONEY.items():
        amount = money[key]
        part = lines.loc[amount.notna() & amount.ne(0), ["account", "order_id", "sku", "currency", "line_id"]]
        entry = part["line_id"].fillna("") + ":" + kind
        parts.append(
            part.drop(columns="line_id").assign(
                report="meli-ventas",
                settlement_id=part["order_id"],
                entry=entry,
                kind=kind,
                amount=amount[part.index],
                posted_at=lines["ordered_at"][part.index],
            )
        )
    return pd.concat(parts)


def check_totals(sheet: Sheet, money: Mapping[str, pd.Series]) -> None:
    """State the rows' money columns against their Total, in all and for each row that is off."""
    found = sum(cents(money[key]).fillna(0.0) for key in MONEY) / 100
    state_row_totals(sheet, sheet.heading("total"), stated=money["total"], found=found, currency=currency_of(sheet))


def currency_of(sheet: Sheet) -> str:
    """ISO code in the heading of the total; pesos where it has none."""
    found = re.search(r"\(([A-Z]{3})\)", sheet.heading("total"))
    return found[1] if found else "MXN"
