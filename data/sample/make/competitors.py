"""Competitors' listings: our plain offers CSV for Mercado Libre, Helium 10 Xray for Amazon; four months back."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from datetime import date

from make.dice import Dice
from make.shelf import Shelf, columns
from make.world import World

OFFERS_HEADER = columns(
    "platform,market,item_id,observed_at,query,title,brand,seller,price,shipping_price,list_price,currency,pack_size,"
    "condition,free_shipping,logistic,rating,reviews,sold,rank",
    by=",",
)
XRAY_HEADER = columns(
    "Display Order|Product Details|ASIN|URL|Image URL|Brand|Price  $|Parent Level Sales|ASIN Sales|Recent Purchases|"
    "Parent Level Revenue|ASIN Revenue|Title Char. Count|BSR|Seller Country/Region|Fees  $|Active Sellers|Ratings|"
    "Review Count|Images|Review velocity|Buy Box|Category|Size Tier|Fulfillment|Dimensions|Weight|ABA Most Clicked|"
    "Creation Date|Sponsored|Best Seller|Seller Age (mo)|Seller"
)
SEEN = (date(2025, 10, 15), date(2025, 11, 14), date(2025, 12, 15), date(2026, 1, 15))
BRANDS = ("Zarpelo", "Mondril", "Quelvia", "Torvane", "Brisalia", "Genérico", "Kalendur", "Ostrevia", "Plumeria Kit")
SOLD_BUCKETS = (0, 5, 25, 50, 100, 500, 1000)


@dataclass(frozen=True)
class Query:
    """What was searched, how the market's prices lie (low, high, share), and what else the search finds."""

    words: str
    platform: str
    market: str
    listings: int
    bands: tuple[tuple[float, float, float], ...]
    titles: tuple[str, ...]
    strangers: tuple[tuple[str, float], ...]


STUDIED = {
    "customs": (
        Query(
            "garlic press",
            "mercadolibre",
            "MX",
            128,
            ((89, 129, 0.46), (179, 249, 0.36), (349, 449, 0.18)),
            ("Prensador de ajo acero inoxidable", "Prensa ajos manual cocina", "Triturador de ajo premium"),
            (
                ("Repuesto para prensador de ajo", 39),
                ("Pelador de ajo de silicón", 49),
                ("Libro de cocina con ajo", 259),
            ),
        ),
        Query(
            "silicone spatula set",
            "mercadolibre",
            "MX",
            84,
            ((99, 149, 0.4), (229, 299, 0.42), (449, 549, 0.18)),
            (
                "Juego de espátulas de silicón 5 piezas",
                "Set espátula silicona cocina",
                "Espátulas de silicón reposteras",
            ),
            (("Espátula para pintura 3 pulgadas", 59), ("Repuesto mango de espátula", 35)),
        ),
        Query(
            "collapsible colander",
            "amazon",
            "US",
            60,
            ((9.99, 13.99, 0.35), (17.99, 23.99, 0.45), (29.99, 39.99, 0.2)),
            ("Collapsible Colander Set of 2", "Silicone Colander Strainer Foldable", "Over Sink Colander Collapsible"),
            (("Replacement Colander Feet", 6.99), ("Salad Dryer Spinner", 24.99)),
        ),
    ),
    "claims": (
        Query(
            "audífonos inalámbricos",
            "mercadolibre",
            "MX",
            132,
            ((149, 249, 0.44), (449, 649, 0.34), (1199, 1599, 0.22)),
            (
                "Audífonos inalámbricos Bluetooth 5.3",
                "Audífonos in-ear inalámbricos con estuche de carga",
                "Audífonos TWS",
            ),
            (("Funda para audífonos inalámbricos", 89), ("Estuche de repuesto audífonos", 119)),
        ),
        Query(
            "bocina bluetooth",
            "mercadolibre",
            "MX",
            96,
            ((199, 299, 0.42), (549, 749, 0.38), (1499, 1999, 0.2)),
            ("Bocina Bluetooth portátil", "Bocina inalámbrica resistente al agua", "Mini bocina Bluetooth"),
            (("Bocina para auto 6 pulgadas", 459), ("Repuesto bocina celular", 79)),
        ),
        Query(
            "usb c charger 65w",
            "amazon",
            "US",
            60,
            ((15.99, 19.99, 0.3), (25.99, 32.99, 0.5), (42.99, 55.99, 0.2)),
            ("65W USB C Charger GaN", "USB C Wall Charger 65W Compact", "65W Charger Block 3-Port"),
            (("USB C cable only 65W charger not included", 8.99), ("Charger case 65W travel", 11.99)),
        ),
    ),
    "dirty": (
        Query(
            "maceta de cerámica",
            "mercadolibre",
            "MX",
            74,
            ((79, 119, 0.4), (199, 289, 0.4), (449, 599, 0.2)),
            ("Maceta de cerámica esmaltada", "Maceta cerámica decorativa con plato", "Maceta artesanal de cerámica"),
            (("Maceta de plástico 20 cm", 45), ("Base para maceta", 69)),
        ),
        Query(
            "funda de cojín bordada",
            "mercadolibre",
            "MX",
            62,
            ((79, 129, 0.45), (189, 259, 0.4), (379, 459, 0.15)),
            ("Funda de cojín bordada 45x45", "Funda decorativa para cojín bordado", "Funda cojín bordada artesanal"),
            (("Relleno para cojín 45x45", 99), ("Funda para silla", 149)),
        ),
    ),
}


@dataclass(frozen=True)
class Listing:
    """One competitor listing over the months."""

    number: int
    title: str
    brand: str
    base: float
    condition: str
    pack: int
    sold: int
    first_month: int = 0
    last_month: int = 9
    full: bool = False
    rating: float = 0.0


def put_competitors(shelf: Shelf, world: World) -> None:
    """One offers CSV a month, and one Xray a month; Xray says neither market nor day nor query."""
    queries = STUDIED[world.seller.story]
    for place, day in enumerate(SEEN):
        plain = [row for q in queries if q.platform == "mercadolibre" for row in _offer_rows(world, q, place, day)]
        shelf.inbox("_client", f"offers_mercadolibre_mx_{day}.csv", _csv([OFFERS_HEADER, *plain]))
        for query in queries:
            if query.platform == "amazon":
                text = "\ufeff" + _csv([XRAY_HEADER, *_xray_rows(world, query, place)])
                answers = {"market": query.market, "observed_at": str(day), "query": query.words}
                shelf.inbox("_client", f"Helium_10_Xray_{day}.csv", text, **answers)


def listings(world: World, query: Query) -> list[Listing]:
    """All listings of a query that are ever seen: the market's bands, then what doesn't belong."""
    dice = Dice(world.seller.id, query.words, "listings")
    strangers = round(query.listings * 0.12)
    found = [_listing(dice, query, number) for number in range(query.listings - strangers)]
    return found + [_stranger(dice, query, query.listings - strangers + number) for number in range(strangers)]


def _listing(dice: Dice, query: Query, number: int) -> Listing:
    low, high = dice.weighted([((low, high), share) for low, high, share in query.bands])
    price = dice.between(low, high)
    pack = 2 if dice.chance(0.05) else 1
    condition = "used" if dice.chance(0.04) else "new"
    price = price * (1.7 if pack == 2 else 1.0) * (0.6 if condition == "used" else 1.0)
    title = dice.pick(query.titles) + (" (2 piezas)" if pack == 2 else "")
    sold = dice.whole(0, len(SOLD_BUCKETS) - 1) if price < query.bands[1][1] else dice.whole(0, 3)
    return _dated(dice, Listing(number, title, dice.pick(BRANDS), price, condition, pack, sold))


def _stranger(dice: Dice, query: Query, number: int) -> Listing:
    if dice.chance(0.15):
        title, price = query.titles[0], dice.pick((query.bands[0][0] / 9, query.bands[-1][1] * 8))
    else:
        title, price = dice.pick(query.strangers)
    return _dated(dice, Listing(number, title, dice.pick(BRANDS), price, "new", 1, 1))


def _dated(dice: Dice, found: Listing) -> Listing:
    """The listing with the months in which it is seen, its rating, and who ships it."""
    first = dice.weighted(((0, 0.8), (1, 0.07), (2, 0.07), (3, 0.06)))
    last = dice.weighted(((9, 0.85), (first, 0.15)))
    rating = round(dice.between(3.6, 4.9), 1)
    return replace(found, first_month=first, last_month=last, rating=rating, full=dice.chance(0.45))


def _price(world: World, query: Query, found: Listing, place: int) -> float:
    """The shelf price in that month: nine as the last digit in pesos, .99 in dollars."""
    dice = Dice(world.seller.id, query.words, str(found.number), str(place))
    price = found.base * dice.pick((1.0, 1.0, 1.0, 1.03, 0.96, 1.05))
    if query.market == "US":
        return max(0.99, round(price) - 0.01)
    return float(max(9, round(price / 10) * 10 - 1))


def _seen(world: World, query: Query, place: int) -> list[Listing]:
    dice = Dice(world.seller.id, query.words, "rank", str(place))
    return dice.shuffle([f for f in listings(world, query) if f.first_month <= place <= f.last_month])


def _offer_rows(world: World, query: Query, place: int, day: date) -> list[list]:
    rows = []
    for rank, found in enumerate(_seen(world, query, place), start=1):
        price = _price(world, query, found, place)
        free = price >= 299 or (found.full and found.number % 3 == 0)
        was = round(price * 1.25 / 10) * 10 - 1 if found.number % 4 == 0 else ""
        sold = SOLD_BUCKETS[min(len(SOLD_BUCKETS) - 1, found.sold + (place > 1 and found.number % 5 == 0))]
        reviews = sold // 6 if sold else 0
        item = f"MLM{9 * 10**9 + sum(query.words.encode()) * 1000 + found.number}"
        seller = f"TIENDA {found.brand.upper()} {found.number % 17}"
        cells = ["mercadolibre", "MX", item, f"{day}T16:00:00Z", query.words, found.title, found.brand, seller]
        cells += [f"{price:.2f}", "" if free else "79.00", was, "MXN", found.pack, found.condition, str(free).lower()]
        logistic = "fulfillment" if found.full else "xd_drop_off"
        rows.append([*cells, logistic, found.rating if reviews else "", reviews, sold, rank])
    return rows


def _xray_rows(world: World, query: Query, place: int) -> list[list]:
    rows = []
    for rank, found in enumerate(_seen(world, query, place), start=1):
        price, sales = _price(world, query, found, place), (found.sold + 1) * 83 + found.number
        asin = f"B0XR{sum(query.words.encode()):04d}{found.number:02d}"
        cells = [rank, found.title, asin, f"https://www.example.com/dp/{asin}", "", found.brand]
        cells += [
            "n/a" if found.number % 29 == 7 else f"{price:.2f}",
            f"{sales * 2:,}",
            f"{sales:,}",
            f"{sales // 2:,}",
        ]
        cells += [
            f"{sales * 2 * price:,.2f}",
            f"{sales * price:,.2f}",
            len(found.title),
            f"{1200 + found.number * 911:,}",
        ]
        cells += ["CN" if found.number % 3 else "US", f"{price * 0.15 + 4.2:.2f}", 1 + found.number % 4, found.rating]
        cells += [f"{sales * 4:,}", 5 + found.number % 4, found.number % 60, found.brand, "Home & Kitchen"]
        cells += ["Large Standard-Size", "FBA" if found.full else "MFN", "10.1x4.2x2.0", "0.75", "-"]
        created = f"{1 + found.number % 12:02d}/{1 + found.number % 28:02d}/2023"
        seller = f"{found.brand} Store"
        rows.append([*cells, created, "Yes" if rank <= 4 else "No", "No", 12 + found.number % 60, seller])
    return rows


def _csv(rows: list[list]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()
