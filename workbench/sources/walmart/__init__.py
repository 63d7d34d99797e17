"""Walmart: Seller Center files and Marketplace API answers."""

from workbench.sources.walmart import (
    api_orders,
    api_performance,
    api_returns,
    orders,
    payment_statements,
    recognised,
    reconciliation,
    reconciliation_fulfilment,
    reconciliation_legacy,
)

EXPORTS = (
    *(orders.EXPORT, api_orders.EXPORT, api_returns.EXPORT, api_performance.PAYMENT, api_performance.SUMMARY),
    *(payment_statements.EXPORT, reconciliation.EXPORT, reconciliation_legacy.EXPORT, reconciliation_fulfilment.EXPORT),
    *recognised.EXPORTS,
)
