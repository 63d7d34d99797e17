"""What happens to each seller beside ordinary trade: the changes that a reader of the files should find."""

from __future__ import annotations

from datetime import date

from make.catalogue import Sku
from make.sellers import Account, Seller

# (a) lumen-home: customs holds parcels into Mexico; a content change costs the best seller its conversion
HOLD_FROM, HOLD_UNTIL = date(2025, 11, 20), date(2026, 1, 6)
HELD_SHARE, HELD_SHARE_AFTER = 0.42, 0.15
LOST_SCAN_SHARE, LOST_SCAN_SHARE_AFTER = 0.085, 0.02
CONTENT_CHANGE = date(2025, 10, 8)
BEST_SELLER = "LH-001"
BEST_CONVERSION, CONVERSION_AFTER = 0.106, 0.066  # orders; in units about 12 % and 7.5 %

# (b) volt-harbor: one product family comes back broken; the US warehouse confirms late in January
BAD_BATCH_FROM = date(2025, 11, 1)
BAD_FAMILY = "Wireless Earbuds"
BAD_FAMILY_CLAIMS = 0.086
LATE_FROM = date(2025, 12, 22)
LATE_SHARE_AFTER = 0.062

# The charger's price on Mercado Libre stood at three levels, and buyers took more where it was cheap: its answer to
# price can be measured. Three pages carried out an advice of November in December; all colours have one price.
PRICES = {
    ("mercadolibre-mx", "65W USB-C Charger"): (
        (date(2024, 12, 1), 479.0),
        (date(2025, 6, 16), 349.0),
        (date(2025, 12, 8), 399.0),
    ),
    ("mercadolibre-mx", "Shower Caddy"): ((date(2024, 12, 1), 399.0), (date(2025, 12, 9), 449.0)),
    ("mercadolibre-mx", "Curtain Rod"): ((date(2024, 12, 1), 439.0), (date(2025, 12, 10), 449.0)),
}
UNITS_ANSWER = {("mercadolibre-mx", "65W USB-C Charger"): (479.0, -2.7)}

# (c) casa-jacaranda: closed for a month
CLOSED_MONTH = (2025, 8)

SEASON = (0.88, 0.92, 0.95, 0.95, 1.05, 0.96, 1.04, 0.95, 0.94, 1.0, 1.28, 1.4)
WEEKDAY = (1.06, 1.02, 1.0, 0.98, 0.97, 0.95, 1.02)
PEAK_DAYS = {
    date(2025, 7, 8): 1.7,
    date(2025, 7, 9): 1.6,
    date(2025, 11, 14): 1.9,
    date(2025, 11, 15): 1.8,
    date(2025, 11, 16): 1.7,
    date(2025, 11, 28): 2.1,
    date(2025, 12, 1): 1.8,
}


def demand(day: date) -> float:
    """How that day's visits compare with an average day's."""
    return SEASON[day.month - 1] * WEEKDAY[day.weekday()] * PEAK_DAYS.get(day, 1.0)


def is_closed(seller: Seller, day: date) -> bool:
    """The seller sells nothing that day."""
    return seller.story == "dirty" and (day.year, day.month) == CLOSED_MONTH


def is_best_seller(seller: Seller, account: Account, sku: Sku) -> bool:
    """The SKU whose page is changed on 2025-10-08."""
    return seller.story == "customs" and account.id == "amazon-us" and sku.code == BEST_SELLER


def popularity(seller: Seller, account: Account, sku: Sku) -> float:
    """How much better than its place in the catalogue a SKU sells on that account."""
    if is_best_seller(seller, account, sku):
        return 6.5
    bad = seller.story == "claims" and account.platform == "mercadolibre" and sku.product.english == BAD_FAMILY
    return 1.8 if bad else 1.0


def conversion(seller: Seller, account: Account, sku: Sku, day: date) -> float:
    """Orders per session of that SKU's page that day."""
    if is_best_seller(seller, account, sku):
        return BEST_CONVERSION if day < CONTENT_CHANGE else CONVERSION_AFTER
    return 0.045 + 0.011 * (sku.number * 7 % 6)


def price(account: Account, sku: Sku, day: date) -> float | None:
    """The shelf price of a page whose price has a story of its own; None for all others."""
    known = PRICES.get((account.id, sku.product.english), ())
    return next((price for since, price in reversed(known) if day >= since), None)


def units_an_order(account: Account, sku: Sku, price: float) -> float | None:
    """Mean units an order of a SKU whose buyers answer to its price; None for all others."""
    if (account.id, sku.product.english) not in UNITS_ANSWER:
        return None
    dearest, elasticity = UNITS_ANSWER[account.id, sku.product.english]
    return (price / dearest) ** elasticity


def claim_share(seller: Seller, account: Account, sku: Sku, day: date) -> float:
    """Share of orders of that SKU and day that end in a claim."""
    bad = seller.story == "claims" and account.platform == "mercadolibre"
    if bad and day >= BAD_BATCH_FROM and sku.product.english == BAD_FAMILY:
        return BAD_FAMILY_CLAIMS
    return account.rates.claim


def late_share(seller: Seller, account: Account, day: date) -> float:
    """Share of that day's seller-fulfilled orders that are confirmed late."""
    if seller.story == "customs" and account.market == "MX" and day >= HOLD_FROM:
        return account.rates.late * 1.6
    if seller.story == "claims" and account.id == "amazon-us" and day >= LATE_FROM:
        return LATE_SHARE_AFTER
    return account.rates.late


def _at_customs(seller: Seller, account: Account, arrived: date) -> str:
    if seller.story != "customs" or (account.ship_from, account.market) != ("CN", "MX") or arrived < HOLD_FROM:
        return ""
    return "hold" if arrived <= HOLD_UNTIL else "after"


def held_share(seller: Seller, account: Account, arrived: date) -> float:
    """Share of the parcels landing in Mexico that day for which customs asks for papers."""
    return {"": 0.012, "hold": HELD_SHARE, "after": HELD_SHARE_AFTER}[_at_customs(seller, account, arrived)]


def lost_scan_share(seller: Seller, account: Account, arrived: date) -> float:
    """Share of those parcels in unopened bags: no scan at all until customs lets the bag go."""
    shares = {"": 0.0, "hold": LOST_SCAN_SHARE, "after": LOST_SCAN_SHARE_AFTER}
    return shares[_at_customs(seller, account, arrived)]
