"""Our own templates: costs, dated changes, own listings over time, and figures typed from the seller's screen.

UTF-8, comma, header row, ISO days, dot decimals; a workbook with the same headings is read too.
"""

from __future__ import annotations

import pandas as pd

from workbench.sources.competitors.offers import observed_at
from workbench.sources.contract import Export, FileContext, Reading
from workbench.sources.sheet import Sheet

COSTS = (
    *("sku", "cost", "cost_currency", "weight_kg", "length_cm", "width_cm", "height_cm", "origin", "tariff_line"),
    *("freight", "category"),
)
CHANGES = ("account", "item_id", "date", "kind", "note")
CHANGE_KINDS = ("content", "price", "stock", "carrier", "advertising", "other")
LISTINGS = (
    *("account", "sku", "item_id", "observed_at", "title", "price", "list_price", "currency", "stock", "logistic"),
    *("listing_type", "automation_on", "status"),
)
REPORTED = (
    *("account", "kpi", "scope", "as_of", "window_days", "window_start", "window_end", "numerator", "denominator"),
    *("rate", "value", "target", "comparator", "status", "read_by", "screenshot"),
)
COMPARATORS = {
    **{word: word for word in ("lt", "le", "gt", "ge", "eq")},
    **{"<": "lt", "<=": "le", "≤": "le", ">": "gt", ">=": "ge", "≥": "ge", "=": "eq"},
}


def read_costs(sheet: Sheet, context: FileContext) -> Reading:
    """The seller's own articles."""
    sheet.mark_repeats("sku")
    sheet.need("sku")
    refuse_later(sheet, "sku", reason="the SKU stands twice, with different values")
    numbers = ("weight_kg", "length_cm", "width_cm", "height_cm", "freight")
    catalogue = pd.DataFrame(
        {
            "sku": sheet.ids("sku"),
            "cost": _not_negative(sheet, "cost"),
            "cost_currency": _code(sheet, "cost_currency", length=3),
            **{name: _not_negative(sheet, name) for name in numbers},
            "origin": _code(sheet, "origin", length=2),
            "tariff_line": sheet.text("tariff_line"),
            "category": sheet.text("category"),
        }
    )
    return sheet.reading({"catalogue": catalogue}, context)


def read_changes(sheet: Sheet, context: FileContext) -> Reading:
    """Dated changes by the seller."""
    sheet.mark_repeats("account", "item_id", "date", "kind")
    sheet.need("account", "date", "kind")
    _refuse_unknown_accounts(sheet, context)
    changes = pd.DataFrame(
        {
            "account": sheet.text("account"),
            "item_id": sheet.ids("item_id"),
            "date": sheet.days("date"),
            "kind": sheet.words("kind", words={kind: kind for kind in CHANGE_KINDS}),
            "note": sheet.text("note"),
        }
    )
    return sheet.reading({"changes": changes}, context)


def read_listings(sheet: Sheet, context: FileContext) -> Reading:
    """The seller's own listings, each as seen once."""
    keys = ("account", "sku", "item_id", "observed_at")
    sheet.mark_repeats(*keys)
    sheet.need("account", "sku", "observed_at")
    _refuse_unknown_accounts(sheet, context)
    refuse_later(sheet, *keys, reason="the listing stands twice at one time, with different values")
    listings = pd.DataFrame(
        {
            "account": sheet.text("account"),
            "sku": sheet.ids("sku"),
            "item_id": sheet.ids("item_id"),
            "observed_at": observed_at(sheet),
            "title": sheet.text("title"),
            "price": _not_negative(sheet, "price"),
            "list_price": _not_negative(sheet, "list_price"),
            "currency": _code(sheet, "currency", length=3),
            "stock": sheet.counts("stock"),
            "logistic": sheet.text("logistic"),
            "listing_type": sheet.text("listing_type"),
            "automation_on": sheet.flags("automation_on", yes=("true", "yes", "1"), no=("false", "no", "0")),
            "status": sheet.text("status"),
        }
    )
    return sheet.reading({"listings": listings}, context)


def read_reported(sheet: Sheet, context: FileContext) -> Reading:
    """Figures typed from the seller's screen; a rate that was not typed follows from its counts."""
    keys = ("account", "kpi", "scope", "window_days", "as_of")
    sheet.mark_repeats(*keys)
    sheet.need("account", "kpi", "as_of", "read_by")
    _refuse_unknown_accounts(sheet, context)
    refuse_later(sheet, *keys, reason="the figure stands twice, with different values")
    above, below = sheet.counts("numerator"), sheet.counts("denominator")
    reported = pd.DataFrame(
        {
            "account": sheet.text("account"),
            "kpi": sheet.text("kpi"),
            "scope": sheet.text("scope"),
            "window_days": sheet.counts("window_days"),
            "as_of": sheet.days("as_of", shapes=("iso", "serial")),
            "window_start": sheet.days("window_start", shapes=("iso", "serial")),
            "window_end": sheet.days("window_end", shapes=("iso", "serial")),
            "numerator": above,
            "denominator": below,
            "rate": _rate(sheet, above, below),
            "value": sheet.numbers("value"),
            "target": sheet.numbers("target"),
            "comparator": sheet.words("comparator", words=COMPARATORS),
            "platform_status": sheet.text("status"),
            "basis": pd.Series("typed", index=range(len(sheet)), dtype="str"),
            "typed_by": sheet.text("read_by"),
            "screenshot": sheet.text("screenshot"),
        }
    )
    return sheet.reading({"reported": reported}, context)


def refuse_later(sheet: Sheet, *keys: str, reason: str) -> None:
    """Refuse rows whose key stands earlier in the file with other values."""
    codes, different = sheet.codes(*keys)
    if different < len(codes):
        again = pd.Series(codes).where(sheet.losses.kept).duplicated().to_numpy() & sheet.losses.kept
        sheet.refuse(again, keys[0], reason)


def _rate(sheet: Sheet, above: pd.Series, below: pd.Series) -> pd.Series:
    typed = sheet.numbers("rate")
    sheet.refuse(((typed < 0) | (typed > 1)).to_numpy(dtype=bool), "rate", "not a fraction from 0 to 1")
    counted = above.astype("float64") / below.astype("float64").where(below.gt(0).fillna(False))
    rate = typed.where(typed.notna(), counted)
    # Nothing in the denominator is no measurement, whatever the screen shows.
    return rate.where(~below.eq(0).fillna(False))


def _not_negative(sheet: Sheet, key: str) -> pd.Series:
    number = sheet.numbers(key)
    sheet.refuse((number < 0).to_numpy(dtype=bool), key, "below zero")
    return number


def _code(sheet: Sheet, key: str, *, length: int) -> pd.Series:
    code = sheet.text(key).str.upper()
    odd = code.notna() & ~code.str.fullmatch(f"[A-Z]{{{length}}}").fillna(False)
    sheet.refuse(odd.to_numpy(dtype=bool), key, f"not a code of {length} letters")
    return code


def _refuse_unknown_accounts(sheet: Sheet, context: FileContext) -> None:
    account = sheet.text("account")
    known = [candidate.id for candidate in context.accounts]
    unknown = account.notna() & ~account.isin(known)
    sheet.refuse(unknown.to_numpy(dtype=bool), "account", f"no account of the client ({', '.join(known)})")


def _template(
    name: str, title: str, table: str, columns: tuple[str, ...], required: tuple[str, ...], read: object
) -> Export:
    return Export(
        name=name,
        title=title,
        platform="template",
        tables=(table,),
        fields={column: (column,) for column in columns},
        required=required,
        rank=3,
        download=f"docs/sources.md: our template with the columns {', '.join(columns)}",
        read=read,
    )


COSTS_EXPORT = _template(
    "costs", "Costs (our template)", "catalogue", COSTS, ("sku", "cost", "cost_currency"), read_costs
)
CHANGES_EXPORT = _template(
    "changes", "Dated changes (our template)", "changes", CHANGES, ("account", "item_id", "date", "kind"), read_changes
)
LISTINGS_EXPORT = _template(
    "listings",
    "Own listings over time (our template)",
    "listings",
    LISTINGS,
    ("account", "sku", "item_id", "observed_at", "price", "currency"),
    read_listings,
)
REPORTED_EXPORT = _template(
    "reported",
    "Figures typed from the screen (our template)",
    "reported",
    REPORTED,
    ("account", "kpi", "as_of", "window_days", "read_by"),
    read_reported,
)

EXPORTS = (COSTS_EXPORT, CHANGES_EXPORT, LISTINGS_EXPORT, REPORTED_EXPORT)
