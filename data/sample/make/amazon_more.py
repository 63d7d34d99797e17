"""Amazon's smaller exports: seller feedback, seller-fulfilled returns, active listings, advertised products."""

from __future__ import annotations

from datetime import date, timedelta

from make.calendars import months, noon
from make.dice import Dice
from make.sellers import Account, Seller
from make.shelf import Shelf, Workbook, columns, money, tsv
from make.world import Offer, Order, World

DOWNLOADED = date(2026, 2, 3)
FEEDBACK = ("Date", "Rating", "Comments", "Your Response", "Order ID", "Rater Email")
COMMENTS = {
    1: ("Never arrived.", "Broken on arrival, no answer."),
    2: ("Took weeks longer than promised.", "Not as described."),
    3: ("Okay, but slow.", "Average."),
}
RETURNS = columns(
    "Order ID|Order date|Return request date|Return request status|Amazon RMA ID|Merchant RMA ID|Label type|Label cost|"
    "Currency code|Return carrier|Tracking ID|Label to be paid by|A-to-Z Claim|Is prime|ASIN|Merchant SKU|Item Name|"
    "Return quantity|Return Reason|In policy|Return type|Resolution|Invoice number|Return delivery date|Order Amount|"
    "Order quantity|SafeT Action reason|SafeT claim id|SafeT claim state|SafeT claim creation time|"
    "SafeT claim reimbursement amount|Refunded Amount"
)
LISTINGS = columns(
    "item-name|item-description|listing-id|seller-sku|price|quantity|open-date|image-url|item-is-marketplace|"
    "product-id-type|zshop-shipping-fee|item-note|item-condition|zshop-category1|zshop-browse-path|"
    "zshop-storefront-feature|asin1|asin2|asin3|will-ship-internationally|expedited-shipping|zshop-boldface|product-id|"
    "bid-for-featured-placement|add-delete|pending-quantity|fulfillment-channel|Business Price|Quantity Price Type|"
    "Quantity Lower Bound 1|Quantity Price 1|Quantity Lower Bound 2|Quantity Price 2|Quantity Lower Bound 3|"
    "Quantity Price 3|Quantity Lower Bound 4|Quantity Price 4|Quantity Lower Bound 5|Quantity Price 5|"
    "merchant-shipping-group|Progressive Price Type|Progressive Lower Bound 1|Progressive Price 1|"
    "Progressive Lower Bound 2|Progressive Price 2|Progressive Lower Bound 3|Progressive Price 3"
)
ADS = columns(
    "Date|Portfolio name|Currency|Campaign Name|Ad Group Name|Advertised SKU|Advertised ASIN|Impressions|Clicks|"
    "Click-Thru Rate (CTR)|Cost Per Click (CPC)|Spend|7 Day Total Sales |Total Advertising Cost of Sales (ACOS) |"
    "Total Return on Advertising Spend (ROAS)|7 Day Total Orders (#)|7 Day Total Units (#)|7 Day Conversion Rate|"
    "7 Day Advertised SKU Units (#)|7 Day Other SKU Units (#)|7 Day Advertised SKU Sales |7 Day Other SKU Sales "
)
ADS_FROM, ADVERTISED = date(2026, 1, 1), 5


def put_small_exports(shelf: Shelf, world: World) -> None:
    """Feedback, returns, listings and advertising of every Amazon account."""
    for account in world.seller.accounts:
        if account.platform != "amazon":
            continue
        number = f"{60 + len(account.id)}{DOWNLOADED:%y%j}{sum(account.seller_number.encode()) % 10000:04d}"
        orders = world.orders[account.id]
        shelf.inbox(account.id, f"{number}021.txt", tsv(FEEDBACK, _feedback(orders)))
        shelf.inbox(account.id, f"{number}022.txt", tsv(RETURNS, _returns(orders)))
        listings = tsv(LISTINGS, _listings(world.seller, world.offers[account.id]))
        shelf.inbox(account.id, f"{number}023.txt", listings, observed_at=str(DOWNLOADED))
        name = "Sponsored_Products_Advertised_product_report.xlsx"
        shelf.inbox(account.id, name, _advertising(world, account))


def _feedback(orders: list[Order]) -> list[list[str]]:
    rated = [o for o in orders if o.feedback and o.feedback[0] <= noon(DOWNLOADED)]
    rated.sort(key=lambda o: o.feedback[0], reverse=True)
    return [
        [
            f"{o.feedback[0].astimezone(o.account.tz):%m/%d/%y}",
            str(o.feedback[1]),
            COMMENTS[o.feedback[1]][o.day.day % 2],
            "",
            o.number,
            o.buyer.mail,
        ]
        for o in rated
    ]


def _returns(orders: list[Order]) -> list[list[str]]:
    """Returns of orders that the seller ships; an A-to-z claim stands as a row with a Y."""
    known = noon(DOWNLOADED)
    rows = []
    for order in orders:
        if order.channel != "seller":
            continue
        if order.refund and order.refund.requested_at <= known:
            rows.append((order.refund.requested_at, _return_row(order, claimed=False)))
        if order.claim and order.claim.opened_at <= known:
            rows.append((order.claim.opened_at, _return_row(order, claimed=True)))
    return [row for _, row in sorted(rows)]


def _return_row(order: Order, *, claimed: bool) -> list[str]:
    line, known = order.lines[0], noon(DOWNLOADED)
    refund = None if claimed else order.refund
    requested = order.claim.opened_at if claimed else refund.requested_at
    received = refund.received_at if refund and refund.received_at <= known else None
    refunded = bool(refund and refund.refunded_at <= known) or bool(claimed and order.claim.closed_at <= known)
    status = "Completed" if refunded else "Approved"
    rma = f"D{order.number[-7:]}RRMA"
    reason = "CR-UNDELIVERED" if claimed else refund.reason
    cells = [order.number, _dashed(order.day), _dashed(requested.astimezone(order.account.tz).date()), status, rma, ""]
    cells += ["AmazonUnPaidLabel", "0.00", order.account.currency, "", "", "Customer", "Y" if claimed else "N", "N"]
    cells += [line.offer.item_id, line.seller_sku, line.offer.sku.title("en", "").strip(), str(line.quantity), reason]
    cells += ["Y", "C-Returns", "StandardRefund" if refunded else "", ""]
    cells += [_dashed(received.astimezone(order.account.tz).date()) if received else ""]
    cells += [money(order.worth), str(sum(each.quantity for each in order.lines)), "", "", "", "", ""]
    return [*cells, money(line.total) if refunded else ""]


def _dashed(day: date) -> str:
    month = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[day.month - 1]
    return f"{day.day:02d}-{month}-{day.year}"


def _listings(seller: Seller, offers: list[Offer]) -> list[list[str]]:
    return [_listing(seller, offer, code, channel) for offer in offers for (code, channel), _ in offer.seller_skus]


def _listing(seller: Seller, offer: Offer, code: str, channel: str) -> list[str]:
    account = offer.account
    stock = "" if channel == "platform" else str(8 + offer.sku.number * 17 % 90)
    zone = "PST" if account.market == "US" else "CST"
    cells = dict.fromkeys(LISTINGS, "") | {
        "item-name": offer.sku.title("en" if account.market == "US" else "es", seller.brand),
        "listing-id": f"1120{sum(code.encode()):04d}{offer.sku.number:03d}",
        "seller-sku": code,
        "price": money(offer.price(date(2026, 1, 31))),
        "quantity": stock,
        "open-date": f"2024-{1 + offer.sku.number % 9:02d}-{1 + offer.sku.number % 28:02d} 09:48:59 {zone}",
        "item-is-marketplace": "y",
        "product-id-type": "1",
        "item-condition": "11",
        "asin1": offer.item_id,
        "product-id": offer.item_id,
        "pending-quantity": "0",
        "fulfillment-channel": "DEFAULT" if channel == "seller" else "AMAZON_NA",
        "merchant-shipping-group": "Migrated Template",
    }
    return [cells[name] for name in LISTINGS]


def _advertising(world: World, account: Account) -> bytes:
    dice = Dice(world.seller.id, account.id, "advertising")
    first, last = months(ADS_FROM)[0]
    offers = sorted(world.offers[account.id], key=lambda o: -o.visits_a_day)[:ADVERTISED]
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    rows = [_ad_row(offer, day, dice) for day in days for offer in offers]
    workbook = Workbook()
    workbook.sheet("Sponsored_Products_Advertised_p", [ADS, *rows])
    return workbook.content()


def _ad_row(offer: Offer, day: date, dice: Dice) -> list:
    impressions = dice.count(400 + offer.visits_a_day * 60)
    clicks = dice.count(impressions * 0.006)
    price = 0.62 if offer.account.currency == "USD" else 4.1
    spend = round(clicks * dice.between(price * 0.8, price * 1.2), 2)
    orders = min(clicks, dice.count(clicks * 0.11))
    sales = round(orders * offer.price(day), 2)
    code = offer.seller_skus[0][0][0]
    name = offer.sku.product.english
    cells = [day.isoformat(), "", offer.account.currency, f"SP {name}", f"{name} exact", code, offer.item_id]
    cells += [impressions, clicks, _share(clicks, impressions), _share(spend, clicks), spend, sales]
    cells += [_share(spend, sales), _share(sales, spend), orders, orders, _share(orders, clicks)]
    return [*cells, orders, 0, sales, 0]


def _share(part: float, whole: float) -> float | str:
    return round(part / whole, 4) if whole else ""
