"""Competitors' listings: our plain offers CSV for Mercado Libre, Helium 10 Xray for Amazon; four months back."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from datetime import date

from make.dice import Dice
from make.lookalikes import LOOKALIKES, judged, verdict
from make.searches import STUDIED, Query
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
class Listing:
    """One competitor listing over the months."""

    number: int
    title: str
    brand: str
    base: float
    condition: str
    pack: int | str
    sold: int
    first_month: int = 0
    last_month: int = 9
    full: bool = False
    rating: float = 0.0
    renamed: str = ""

    def title_in(self, place: int) -> str:
        """The title in that month."""
        return self.renamed if self.renamed and place == len(SEEN) - 1 else self.title


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
    found += [_stranger(dice, query, query.listings - strangers + number) for number in range(strangers)]
    return found + _lookalikes(Dice(world.seller.id, query.words, "lookalikes"), query)


def _listing(dice: Dice, query: Query, number: int) -> Listing:
    low, high = dice.weighted([((low, high), share) for low, high, share in query.bands])
    price = dice.between(low, high)
    pack = 2 if dice.chance(query.packs) else 1
    # Xray lists new articles only.
    condition = "used" if dice.chance(0.04) and query.market != "US" else "new"
    price = price * (1.7 if pack == 2 else 1.0) * (0.6 if condition == "used" else 1.0)
    pieces = ", Set of 2" if query.market == "US" else " (2 piezas)"
    title = dice.pick(query.titles) + (pieces if pack == 2 else "")
    sold = dice.whole(0, len(SOLD_BUCKETS) - 1) if price < query.bands[1][1] else dice.whole(0, 3)
    return _dated(dice, Listing(number, title, dice.pick(BRANDS), price, condition, pack, sold))


def _stranger(dice: Dice, query: Query, number: int) -> Listing:
    if dice.chance(0.15):
        title, price = query.titles[0], dice.pick((query.bands[0][0] / 9, query.bands[-1][1] * 8))
    else:
        title, price = dice.pick(query.strangers)
    return _dated(dice, Listing(number, title, dice.pick(BRANDS), price, "new", 1, 1))


def _lookalikes(dice: Dice, query: Query) -> list[Listing]:
    """Those that the product's words don't tell apart, numbered after all others."""
    found = []
    for number, seen in enumerate(LOOKALIKES.get(query.words, ()), start=query.listings):
        listing = Listing(number, seen.title, dice.pick(BRANDS), seen.price, "new", seen.pieces, dice.whole(1, 3))
        rating = round(dice.between(3.6, 4.9), 1)
        found.append(replace(listing, first_month=seen.first_month, rating=rating, renamed=seen.renamed))
    return found


def verdict_log(world: World) -> list[dict]:
    """The entries of record/verdicts.yml, oldest first."""
    entries = []
    for query in STUDIED[world.seller.story]:
        for place, found, day, says in judged(query.words):
            product = {"market": query.market, "query": query.words, "platform": query.platform}
            listing = {"item_id": _item_id(query, query.listings + place), **verdict(says), "title": found.title}
            stamp = {"by": world.seller.analyst[0], "at": f"{day}T17:{place:02d}:00+00:00"}
            entries.append(product | listing | stamp)
    return sorted(entries, key=lambda entry: entry["at"])


def _item_id(query: Query, number: int) -> str:
    return f"MLM{9 * 10**9 + sum(query.words.encode()) * 1000 + number}"


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
        item, title = _item_id(query, found.number), found.title_in(place)
        seller = f"TIENDA {found.brand.upper()} {found.number % 17}"
        cells = ["mercadolibre", "MX", item, f"{day}T16:00:00Z", query.words, title, found.brand, seller]
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
