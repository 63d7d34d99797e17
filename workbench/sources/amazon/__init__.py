"""Amazon: Seller Central files and Selling Partner API answers."""

from workbench.sources.amazon import after_sale, health, orders, traffic

EXPORTS = (orders.EXPORT, traffic.EXPORT, health.EXPORT, after_sale.FEEDBACK_EXPORT, after_sale.RETURNS_EXPORT)
