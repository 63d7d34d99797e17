"""Amazon: Seller Central files and Selling Partner API answers."""

from workbench.sources.amazon import (
    ads,
    after_sale,
    date_range,
    fba_returns,
    fba_shipments,
    health,
    listings,
    orders,
    reimbursements,
    settlement,
    traffic,
    traffic_json,
)

EXPORTS = (
    orders.EXPORT,
    fba_shipments.EXPORT,
    traffic.EXPORT,
    traffic_json.EXPORT,
    listings.ACTIVE_EXPORT,
    listings.ALL_EXPORT,
    ads.EXPORT,
    health.EXPORT,
    after_sale.FEEDBACK_EXPORT,
    after_sale.RETURNS_EXPORT,
    settlement.V1_EXPORT,
    settlement.V2_EXPORT,
    date_range.EXPORT,
    date_range.MX_EXPORT,
    reimbursements.EXPORT,
    fba_returns.EXPORT,
)
