"""Mercado Libre and Mercado Pago: workbooks of the seller pages, reports and API answers."""

from workbench.sources.mercadolibre import (
    account_statement,
    api_claims,
    api_orders,
    api_shipments,
    catalogue_offers,
    facturacion,
    mercadopago_release,
    mercadopago_settlement,
    publicaciones,
    reputation,
    ventas,
)

EXPORTS = (
    ventas.EXPORT,
    facturacion.EXPORT,
    publicaciones.EXPORT,
    mercadopago_release.EXPORT,
    mercadopago_settlement.EXPORT,
    account_statement.EXPORT,
    reputation.EXPORT,
    api_orders.EXPORT,
    api_shipments.EXPORT,
    api_claims.EXPORT,
    catalogue_offers.EXPORT,
    catalogue_offers.SEARCH,
)
