"""Walmart: Seller Center files and Marketplace API answers."""

from workbench.sources.walmart import orders

EXPORTS = (orders.EXPORT,)
