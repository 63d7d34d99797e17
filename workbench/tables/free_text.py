"""Which text columns of the canonical tables hold free text: words that somebody typed, and may hold anything.

Free text is masked by value before it is stored. Identifiers are not: an order number of ten digits is no phone. A
column that is neither a key, nor a closed list, nor named here or in `IDENTIFIERS` fails a test.
"""

from __future__ import annotations

FREE_TEXT: dict[str, tuple[str, ...]] = {
    "order_lines": ("title", "category", "ship_state", "ship_country"),
    "packages": ("carrier",),
    "scans": ("carrier", "country", "place", "text"),
    "defects": ("outcome",),
    "returns": ("reason",),
    "traffic": ("title",),
    "ledger": ("kind",),
    "reported": ("platform_status", "typed_by", "screenshot"),
    "listings": ("title", "logistic", "listing_type", "status"),
    "offers": ("query", "title", "brand", "seller", "condition", "logistic"),
    "catalogue": ("category",),
    "changes": ("note",),
}

# Numbers and codes that platforms and sellers give out; they stay as they are.
IDENTIFIERS = frozenset(
    (
        *("account", "order_id", "sku", "item_id", "tracking_id", "market", "currency", "cost_currency"),
        *("ship_from_country", "origin", "tariff_line"),
    )
)
