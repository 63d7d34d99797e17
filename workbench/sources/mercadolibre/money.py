"""The money columns of a Ventas workbook: a row's columns add up to its Total; each becomes a ledger entry.

Total is the control total of its row. "Cargo por venta e impuestos" holds the commission and the tax that the
platform withholds in one figure, and the workbook does not split it: nor does the reader.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa

from workbench.cleaning import values
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
    filled = {kind: _filled(money[key]) for key, kind in MONEY.items()}
    places = np.concatenate(list(filled.values()))
    of_kind = np.repeat(np.arange(len(filled)), [len(rows) for rows in filled.values()])
    kind = values.as_text(pa.array(list(filled), pa.large_string()).take(pa.array(of_kind))).set_axis(places)
    part = lines[["account", "order_id", "sku", "currency", "line_id", "ordered_at"]].take(places)
    return pd.DataFrame(
        {
            **{name: part[name] for name in ("account", "order_id", "sku", "currency")},
            "report": pd.Series("meli-ventas", index=part.index, dtype="str"),
            "settlement_id": part["order_id"],
            "entry": part["line_id"].fillna("") + ":" + kind,
            "kind": kind,
            "amount": np.concatenate([money[key].to_numpy()[filled[kind]] for key, kind in MONEY.items()]),
            "posted_at": part["ordered_at"],
        }
    )


def _filled(amount: pd.Series) -> np.ndarray:
    return np.flatnonzero((amount.notna() & amount.ne(0)).to_numpy())


def check_totals(sheet: Sheet, money: Mapping[str, pd.Series]) -> None:
    """State the rows' money columns against their Total, in all and for each row that is off.

    The discount of a coupon that the seller pays stands in the Total, and may be left blank in its own column.
    """
    found = sum(cents(money[key]).fillna(0.0) for key in MONEY) / 100
    told = {"stated": money["total"], "found": found, "currency": currency_of(sheet)}
    discount = found - money["total"]
    blank = sheet.has("discounts") & ~sheet.present("discounts") & discount.le(money["product_income"]).to_numpy()
    state_row_totals(sheet, sheet.heading("total"), **told, blank=(sheet.heading("discounts"), blank))


def currency_of(sheet: Sheet) -> str:
    """ISO code in the heading of the total; pesos where it has none."""
    found = re.search(r"\(([A-Z]{3})\)", sheet.heading("total"))
    return found[1] if found else "MXN"
