"""Mercado Libre and Mercado Pago: workbooks of the seller pages, reports and API answers."""

from workbench.sources.mercadolibre import reputation, ventas

EXPORTS = (ventas.EXPORT, reputation.EXPORT)
