"""What each KPI counts: the definitions as data, one per platform and KPI.

`needs` lists the columns that the count reads, `exports` the files that hold them, best first. A
definition without `builder` is never computed here: only the platform's own report, or a figure typed
from its screen, shows it.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.errors import ParameterError, did_you_mean, listed

ORDERS_EXPORT = {"amazon": "amazon-all-orders", "walmart": "walmart-orders", "mercadolibre": "meli-ventas"}
SHIPPING_EXPORT = "mabang-orders"
CARRIER_EXPORT = "track17"

# The usual file comes first; reasons name the files up to the typed figure, which always works.
TYPED = "reported"
# Beside Walmart's rates of what the seller answers for: the same rate of every event.
ALL_EVENTS = "all_events"
AMAZON_REPORT = ("amazon-account-health", TYPED, "mapped")
WALMART_REPORT = (TYPED, "walmart-performance-summary", "walmart-payment-performance", "mapped")
MELI_REPORT = ("meli-reputation", TYPED, "mapped")

_MAPPED = ("mapped",)
_ERP = ("mabang-orders", "dianxiaomi-orders")
_CARRIERS = ("track17", "aftership", "easypost", "dhl-unified", "dhl-express")
_AMAZON_ORDERS = ("amazon-all-orders", *_ERP, "lingxing-orders")
_AMAZON_TRAFFIC = ("amazon-business-report", "amazon-sales-traffic")
_WALMART_ORDERS = ("walmart-orders", "walmart-api-orders")
_MELI_ORDERS = ("meli-ventas", "meli-api-orders")

_ORDERED = "order_lines.ordered_at"
_SHIP_BY = "order_lines.ship_by_at"
_CANCELLED_BY = "order_lines.cancelled_by"
_CONFIRMED = "packages.confirmed_at"
_PROMISED = "packages.promised_at"
_TRACKING = "packages.tracking_id"
_SCANS = "scans.stage"
_ARRIVED = "packages.delivered_at or scans.stage"
_CLAIMS = "defects.kind"
_CATEGORY = "order_lines.category or catalogue.category (by category)"


@dataclass(frozen=True)
class Definition:
    """One KPI of one platform: what it counts and which files hold that.

    `windows` are (days, lag) where the rule book has none; a KPI judged over several windows has
    several, the longest is its main one. Missing `markets` means every market;
    in `replaced_in` another KPI took its place, so it shows only where a report still holds it. `unjudged` are
    scopes that are counted beside `scopes` and have no target.
    """

    platform: str
    kpi: str
    group: str
    builder: str = ""
    needs: tuple[str, ...] = ()
    exports: tuple[str, ...] = ()
    reported_in: tuple[str, ...] = ()
    windows: tuple[tuple[int, int], ...] = ()
    scopes: tuple[str, ...] = ("",)
    unjudged: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    replaced_in: tuple[str, ...] = ()
    higher_is_better: bool = False

    @property
    def usual_report(self) -> tuple[str, ...]:
        """The files that usually show the platform's figure, up to the one that is typed."""
        return self.reported_in[: self.reported_in.index(TYPED) + 1] if TYPED in self.reported_in else self.reported_in


DEFINITIONS: tuple[Definition, ...] = (
    # --- Amazon
    Definition(
        "amazon",
        "order_defect_rate",
        "satisfaction",
        builder="order_defects",
        needs=(
            _ORDERED,
            "order_lines.channel",
            "defects.kind (claim, negative_feedback, chargeback)",
            "defects.counts",
        ),
        exports=("amazon-all-orders", "amazon-seller-feedback", "amazon-mfn-returns", *_MAPPED),
        reported_in=AMAZON_REPORT,
        windows=((60, 15),),
        scopes=("mfn", "afn"),
    ),
    Definition(
        "amazon",
        "late_shipment_rate",
        "fulfilment",
        builder="late_shipments",
        needs=(_SHIP_BY, _CONFIRMED),
        exports=(*_ERP, *_MAPPED),
        reported_in=AMAZON_REPORT,
        windows=((10, 0), (30, 0)),
    ),
    Definition(
        "amazon",
        "pre_fulfilment_cancellation_rate",
        "fulfilment",
        builder="cancellations",
        needs=(_ORDERED, _CANCELLED_BY),
        exports=(*_AMAZON_ORDERS, *_MAPPED),
        reported_in=AMAZON_REPORT,
        windows=((7, 1),),
    ),
    Definition(
        "amazon",
        "valid_tracking_rate",
        "fulfilment",
        builder="valid_tracking",
        needs=(_CONFIRMED, _TRACKING, _SCANS, _PROMISED, _CATEGORY),
        exports=(*_ERP, *_CARRIERS, "costs", *_MAPPED),
        reported_in=AMAZON_REPORT,
        windows=((30, 10),),
        higher_is_better=True,
    ),
    Definition(
        "amazon",
        "on_time_delivery_rate",
        "fulfilment",
        builder="on_time_packages",
        needs=(_PROMISED, _ARRIVED),
        exports=(*_ERP, *_CARRIERS, *_MAPPED),
        reported_in=AMAZON_REPORT,
        windows=((30, 10),),
        replaced_in=("US",),
        higher_is_better=True,
    ),
    Definition(
        "amazon",
        "unit_on_time_delivery_rate",
        "fulfilment",
        builder="on_time_units",
        needs=(_PROMISED, _ARRIVED, "order_lines.quantity"),
        exports=(*_ERP, *_CARRIERS, *_MAPPED),
        reported_in=AMAZON_REPORT,
        windows=((14, 7),),
        markets=("US",),
        higher_is_better=True,
    ),
    Definition("amazon", "invoice_defect_rate", "compliance", reported_in=AMAZON_REPORT),
    Definition("amazon", "return_dissatisfaction_rate", "returns", reported_in=(TYPED, "mapped")),
    Definition("amazon", "contact_response_rate", "satisfaction", reported_in=(TYPED, "mapped"), higher_is_better=True),
    Definition("amazon", "account_health_rating", "compliance", reported_in=AMAZON_REPORT, higher_is_better=True),
    Definition(
        "amazon",
        "conversion_rate",
        "sales",
        builder="conversion",
        needs=("traffic.units", "traffic.sessions"),
        exports=(*_AMAZON_TRAFFIC, *_MAPPED),
        higher_is_better=True,
    ),
    Definition(
        "amazon",
        "featured_offer_share",
        "sales",
        builder="featured_offer",
        needs=("traffic.featured_offer_share", "traffic.page_views"),
        exports=(*_AMAZON_TRAFFIC, *_MAPPED),
        higher_is_better=True,
    ),
    # --- Walmart
    Definition(
        "walmart",
        "cancellation_rate",
        "fulfilment",
        builder="cancellations",
        needs=(_ORDERED, _CANCELLED_BY),
        exports=(*_WALMART_ORDERS, *_MAPPED),
        reported_in=WALMART_REPORT,
        windows=((30, 0),),
        unjudged=(ALL_EVENTS,),
    ),
    Definition(
        "walmart",
        "on_time_delivery_rate",
        "fulfilment",
        builder="on_time_orders",
        needs=(_PROMISED, _ARRIVED),
        exports=(*_WALMART_ORDERS, *_CARRIERS, *_MAPPED),
        reported_in=WALMART_REPORT,
        windows=((30, 0),),
        unjudged=(ALL_EVENTS,),
        higher_is_better=True,
    ),
    Definition(
        "walmart",
        "valid_tracking_rate",
        "fulfilment",
        builder="tracked_orders",
        needs=(_ORDERED, _TRACKING, _SCANS),
        exports=(*_WALMART_ORDERS, *_CARRIERS, *_MAPPED),
        reported_in=WALMART_REPORT,
        windows=((30, 0),),
        higher_is_better=True,
    ),
    Definition(
        "walmart",
        "late_shipment_rate",
        "fulfilment",
        builder="late_shipments",
        needs=(_SHIP_BY, _CONFIRMED),
        exports=(*_WALMART_ORDERS, *_ERP, *_MAPPED),
        reported_in=WALMART_REPORT,
        windows=((30, 0),),
    ),
    Definition("walmart", "seller_response_rate", "satisfaction", reported_in=WALMART_REPORT, higher_is_better=True),
    Definition("walmart", "refund_rate", "returns", reported_in=WALMART_REPORT),
    Definition("walmart", "return_rate", "returns", reported_in=WALMART_REPORT),
    Definition("walmart", "item_not_received_rate", "fulfilment", reported_in=WALMART_REPORT),
    Definition("walmart", "negative_feedback_rate", "satisfaction", reported_in=WALMART_REPORT),
    # --- Mercado Libre; windows come from the reputation report
    Definition(
        "mercadolibre",
        "claims_rate",
        "satisfaction",
        builder="claims",
        needs=(_ORDERED, _CLAIMS),
        exports=(*_MELI_ORDERS, "meli-api-claims", *_MAPPED),
        reported_in=MELI_REPORT,
    ),
    Definition(
        "mercadolibre",
        "mediations_rate",
        "satisfaction",
        builder="mediations",
        needs=(_ORDERED, _CLAIMS),
        exports=(*_MELI_ORDERS, "meli-api-claims", *_MAPPED),
        reported_in=MELI_REPORT,
        windows=((60, 0),),
    ),
    Definition(
        "mercadolibre",
        "cancellation_rate",
        "fulfilment",
        builder="sales_cancelled",
        needs=(_ORDERED, _CANCELLED_BY),
        exports=(*_MELI_ORDERS, *_MAPPED),
        reported_in=MELI_REPORT,
    ),
    Definition(
        "mercadolibre",
        "delayed_handling_rate",
        "fulfilment",
        builder="delayed_handling",
        needs=(_ORDERED, _SHIP_BY, _CONFIRMED),
        exports=(*_ERP, "meli-api-shipments", *_MAPPED),
        reported_in=MELI_REPORT,
    ),
)


def definitions_of(platform: str, *, market: str) -> list[Definition]:
    """The KPIs of a platform in a market, in the order of the KPI list."""
    return [each for each in DEFINITIONS if each.platform == platform and _listed_in(each, market)]


def _listed_in(definition: Definition, market: str) -> bool:
    return (not definition.markets or market in definition.markets) and market not in definition.replaced_in


def definition_of(kpi: str, *, platform: str, where: str) -> Definition:
    """The definition of that KPI on that platform.

    A policy count of an account health report is a KPI without definition of its own: it is reported only.

    Raises
    ------
    ParameterError
        The platform has no such KPI.
    """
    for each in DEFINITIONS:
        if (each.platform, each.kpi) == (platform, kpi):
            return each
    if kpi.startswith("policy_"):
        return Definition(platform, kpi, "compliance", reported_in=AMAZON_REPORT)
    known = [each.kpi for each in DEFINITIONS if each.platform == platform]
    raise ParameterError(where, f"no KPI '{kpi}' on {platform}", expected=listed(known), hint=did_you_mean(kpi, known))


def place_in_list(platform: str, kpi: str) -> int:
    """Where a KPI stands in the list; policy counts and unknown ones come last."""
    places = [(each.platform, each.kpi) for each in DEFINITIONS]
    return places.index((platform, kpi)) if (platform, kpi) in places else len(places)
