"""The fields that a column map may fill: those of a canonical table, and of the table that goes with it."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.errors import ParameterError, did_you_mean, listed
from workbench.tables import TABLES, Column

MAPPABLE = (
    *("order_lines", "packages", "returns", "defects", "contacts", "traffic", "ledger", "reported", "listings"),
    *("ads", "offers", "catalogue"),
)
# A list of shipments holds the order's deadline, a list of orders the parcel's times.
COMPANION = {"order_lines": "packages", "packages": "order_lines"}
# What the reader works out itself.
MADE = {
    "order_lines": ("market",),
    "ledger": ("report",),
    "reported": ("basis",),
}
# Without these a row can't be told from another, or says nothing.
NEEDED = {
    "order_lines": ("order_id", "sku", "quantity"),
    "packages": ("order_id",),
    "returns": ("order_id",),
    "defects": ("order_id", "kind"),
    "contacts": ("received_at",),
    "traffic": ("item_id", "sessions"),
    "ledger": ("kind", "amount", "currency", "posted_at"),
    "reported": ("kpi", "window_days", "as_of"),
    "listings": ("sku", "price", "currency"),
    "ads": ("sku", "kind", "date"),
    "offers": ("platform", "market", "item_id", "price", "currency"),
    "catalogue": ("sku",),
}
DEADLINES = ("ship_by_at", "promised_at", "promised_at_extended")
IDENTIFIERS = ("sku", "tariff_line")


def fields_of(table: str) -> Mapping[str, Column]:
    """Every field that a map for the table may fill, by its name in the map.

    Raises
    ------
    ParameterError
        No map can be made for the table.
    """
    if table not in MAPPABLE:
        fault = f"'{table}' is no choice"
        raise ParameterError("table", fault, expected=listed(MAPPABLE), hint=did_you_mean(table, MAPPABLE))
    own = {column.name: column for column in _columns(table)}
    other = COMPANION.get(table)
    beside = {f"{other}.{column.name}": column for column in _columns(other)} if other else {}
    return own | {name: column for name, column in beside.items() if column.name not in own}


def part_of(name: str, table: str) -> tuple[str, str]:
    """Table and column of a field's name in a map for `table`.

    >>> part_of("order_lines.ship_by_at", "packages"), part_of("carrier", "packages")
    (('order_lines', 'ship_by_at'), ('packages', 'carrier'))
    """
    other, dot, column = name.partition(".")
    return (other, column) if dot else (table, name)


def is_identifier(column: str) -> bool:
    """Whether a column's text is a number or code in which a spreadsheet may have hidden or lost digits.

    >>> is_identifier("order_id"), is_identifier("title")
    (True, False)
    """
    return column.endswith("_id") or column in IDENTIFIERS


def _columns(table: str) -> list[Column]:
    return [column for column in TABLES[table].columns if column.name not in MADE.get(table, ())]
