"""Our own templates, filled in: costs, dated changes, own listings over months, figures typed from a screen."""

from __future__ import annotations

import csv
import io
from datetime import date

from make import truth
from make.calendars import month_ends
from make.price_terms import WITHOUT_COST
from make.sellers import Account
from make.shelf import Shelf, Workbook, columns
from make.world import Offer, World

COSTS = columns(
    "sku,cost,cost_currency,weight_kg,length_cm,width_cm,height_cm,origin,tariff_line,freight,category", by=","
)
CHANGES = columns("account,item_id,date,kind,note", by=",")
LISTINGS = columns(
    "account,sku,item_id,observed_at,title,price,list_price,currency,stock,logistic,listing_type,automation_on,status",
    by=",",
)
REPORTED = columns(
    "account,kpi,scope,as_of,window_days,window_start,window_end,numerator,denominator,rate,value,target,comparator,"
    "status,read_by,screenshot",
    by=",",
)
# By sea and truck to the warehouse that sells: what parcels to buyers cost is in `price_terms`.
FREIGHT_A_KG = {"CNY": 18.0, "USD": 3.0, "MXN": 38.0}
STORY_CHANGES = {
    "customs": (
        ("amazon-us", "B0LH000001", "2025-10-08", "content", "New main picture and shorter bullet points"),
        ("amazon-mx", "", "2025-11-26", "carrier", "Line-haul moved to the second Mexico lane"),
        ("amazon-us", "B0LH000006", "2025-06-02", "advertising", "Exact campaign started"),
        ("mercadolibre-mx", "MLM0120000004", "2025-09-15", "stock", "Moved half of the stock to Full"),
    ),
    "claims": (
        ("mercadolibre-mx", "MLM0340000002", "2025-10-24", "stock", "First units of the new factory batch on sale"),
        ("amazon-us", "", "2025-12-22", "other", "Warehouse runs one shift until the end of January"),
        ("walmart-us", "", "2025-07-01", "advertising", "Sponsored search started"),
    ),
    "dirty": (
        ("amazon-mx", "", "2025-08-01", "other", "Cerrado por vacaciones todo agosto"),
        ("mercadolibre-mx", "", "2025-08-01", "other", "Cerrado por vacaciones todo agosto"),
        ("mercadolibre-mx", "MLM0560000001", "2025-11-03", "content", "Fotos nuevas"),
    ),
}


def put_templates(shelf: Shelf, world: World) -> None:
    """costs.csv, changes.csv, one listings file a month, reported.xlsx."""
    shelf.inbox("_client", "costs.csv", _csv([COSTS, *_costs(world)]))
    shelf.inbox("_client", "changes.csv", _csv([CHANGES, *_changes(world)]))
    for day in month_ends(5):
        shelf.inbox("_client", f"listings_{day}.csv", _csv([LISTINGS, *_listings(world, day)]))
    typed = _typed(world)
    if typed:
        workbook = Workbook()
        workbook.sheet("reported", [REPORTED, *typed])
        shelf.inbox("_client", "reported.xlsx", workbook.content())


def _costs(world: World) -> list[list]:
    currency = world.seller.cost_currency
    codes = {code: o for some in world.offers.values() for o in some for (code, _), _ in o.seller_skus}
    unknown = WITHOUT_COST.get(world.seller.story, ())
    known = (code for code in sorted(codes) if code.removesuffix("-FBM") not in unknown)
    return [_cost(code, codes[code], currency) for code in known]


def _cost(code: str, offer: Offer, currency: str) -> list:
    product = offer.sku.product
    origin = "MX" if currency == "MXN" else "CN"
    freight = f"{product.weight_kg * FREIGHT_A_KG[currency]:.2f}"
    line = f"{product.tariff_line[:4]}.{product.tariff_line[4:6]}.{product.tariff_line[6:]}"
    size = product.size_cm
    return [
        code,
        f"{product.cost:.2f}",
        currency,
        f"{product.weight_kg:.2f}",
        *size,
        origin,
        line,
        freight,
        product.category,
    ]


def _changes(world: World) -> list[list]:
    rows = [list(change) for change in STORY_CHANGES[world.seller.story]]
    for offers in world.offers.values():
        rows += [
            [
                o.account.id,
                o.item_id,
                "2025-09-01",
                "price",
                f"{o.price(date(2025, 8, 31)):g} to {o.price(date(2025, 9, 1)):g}",
            ]
            for o in offers
            if o.price(date(2025, 8, 31)) != o.price(date(2025, 9, 1)) and o.account.platform != "mercadolibre"
        ]
    return sorted(rows, key=lambda row: (row[2], row[0], row[1]))


def _listings(world: World, day: date) -> list[list]:
    return [
        _listing(world, offer, code, channel, day)
        for offers in world.offers.values()
        for offer in offers
        for (code, channel), _ in offer.seller_skus
    ]


def _listing(world: World, offer: Offer, code: str, channel: str, day: date) -> list:
    account, sku = offer.account, offer.sku
    price = offer.price(day)
    before = round(price * 1.15, 2) if sku.number % 6 == 0 else ""
    stock = (sku.number * 17 + day.month * 29) % 140
    logistic = {
        "amazon": {"platform": "AFN", "seller": "MFN"},
        "walmart": {"platform": "WFS", "seller": "Seller Fulfilled"},
        "mercadolibre": {"platform": "fulfillment", "seller": "xd_drop_off"},
    }[account.platform][channel]
    kind = ("gold_pro" if offer.is_premium else "gold_special") if account.platform == "mercadolibre" else ""
    title = sku.title("en" if account.market == "US" else "es", world.seller.brand)
    automated = str(account.platform == "mercadolibre" and sku.number % 11 == 0).lower()
    seen = f"{day}T18:00:00Z"
    cells = [account.id, code, offer.item_id, seen, title, f"{price:.2f}", before, account.currency, stock, logistic]
    return [*cells, kind, automated, "active" if stock else "out_of_stock"]


def _typed(world: World) -> list[list]:
    """Figures read from the screens of accounts that send no report file: Walmart, and the small Amazon shop."""
    rows = []
    for account in world.seller.accounts:
        for as_of in month_ends(6):
            if account.platform == "walmart":
                rows += _walmart_screen(world, account, as_of)
            if account.platform == "amazon" and world.seller.story == "dirty":
                rows += _amazon_screen(world, account, as_of)
    return rows


def _walmart_screen(world: World, account: Account, as_of: date) -> list[list]:
    orders = world.orders[account.id]
    month = {"account": account, "as_of": as_of}
    figures = [
        ("cancellation_rate", truth.cancellations(orders, **month, days=30, lag=0), 0.02, "le"),
        ("on_time_delivery_rate", truth.on_time_deliveries(orders, **month, lag=0), 0.90, "ge"),
        ("valid_tracking_rate", truth.tracked_parcels(orders, **month), 0.99, "ge"),
        ("seller_response_rate", _answers(as_of), 0.95, "ge"),
        ("negative_feedback_rate", truth.negative_feedback(orders, **month), 0.02, "le"),
        ("late_shipment_rate", truth.late_shipments(orders, **month), 0.05, "le"),
        ("refund_rate", truth.refunds(orders, **month, days=30), 0.06, "le"),
    ]
    if as_of >= date(2026, 1, 29):
        figures.append(("return_rate", truth.refunds(orders, **month, days=60), 0.06, "le"))
        figures.append(("item_not_received_rate", truth.not_received(orders, **month), 0.02, "le"))
    labels = ("Good", "Urgent")
    return [_screen_row(world, account, as_of, *figure, labels) for figure in figures]


def _amazon_screen(world: World, account: Account, as_of: date) -> list[list]:
    orders = world.orders[account.id]
    month = {"account": account, "as_of": as_of}
    defects, _ = truth.order_defects(orders, **month, channel="seller")
    figures = [
        ("order_defect_rate", defects, 0.01, "lt"),
        ("late_shipment_rate", truth.late_shipments(orders, **month), 0.04, "lt"),
        ("pre_fulfilment_cancellation_rate", truth.cancellations(orders, **month), 0.025, "lt"),
        ("valid_tracking_rate", truth.valid_tracking(orders, **month), 0.95, "gt"),
    ]
    return [
        _screen_row(world, account, as_of, *figure, ("Good", "At risk")) for figure in figures if figure[1].denominator
    ]


def _screen_row(world: World, account: Account, as_of: date, kpi: str, count, target: float, how: str, labels) -> list:
    meets = {
        "lt": count.rate < target,
        "le": count.rate <= target,
        "gt": count.rate > target,
        "ge": count.rate >= target,
    }[how]
    days = (count.end - count.start).days + 1
    scope = "mfn" if kpi == "order_defect_rate" else ""
    window = [str(as_of), days, str(count.start), str(count.end)]
    figure = [count.numerator, count.denominator, round(count.rate, 4), "", target, how, labels[not meets]]
    return [account.id, kpi, scope, *window, *figure, world.seller.analyst[0], f"{account.id}_{kpi}_{as_of}.png"]


def _answers(as_of: date) -> truth.Count:
    start, end = truth.window(as_of, days=30, lag=0)
    asked = 58 + as_of.month * 5 % 17
    return truth.Count(start, end, asked - as_of.month % 3, asked)


def _csv(rows: list[list]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()
