"""Every export that the workbench knows, by name: those that are read, then those that are only recognised."""

from __future__ import annotations

from workbench.sources import (
    amazon_after_sale,
    amazon_health,
    amazon_orders,
    amazon_traffic,
    fx,
    mabang,
    meli_reputation,
    meli_ventas,
    offers,
    templates,
    track17,
    walmart_orders,
)
from workbench.sources.contract import Export
from workbench.sources.signatures import SIGNATURES

EXPORTS: dict[str, Export] = {
    export.name: export
    for export in (
        amazon_orders.EXPORT,
        amazon_traffic.EXPORT,
        amazon_health.EXPORT,
        amazon_after_sale.FEEDBACK_EXPORT,
        amazon_after_sale.RETURNS_EXPORT,
        meli_ventas.EXPORT,
        meli_reputation.EXPORT,
        walmart_orders.EXPORT,
        mabang.EXPORT,
        track17.EXPORT,
        offers.XRAY,
        offers.OFFERS,
        fx.BANXICO_EXPORT,
        fx.ECB_EXPORT,
        fx.FRED_EXPORT,
        templates.COSTS_EXPORT,
        templates.CHANGES_EXPORT,
        templates.LISTINGS_EXPORT,
        templates.REPORTED_EXPORT,
        *SIGNATURES,
    )
}
