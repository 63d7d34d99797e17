"""Mercado Libre's reputation answer (GET /users/{id}) and the Publicaciones workbook."""

from __future__ import annotations

import json
from datetime import date

from make import stories, truth
from make.calendars import month_ends
from make.sellers import Account, Seller
from make.shelf import Shelf, Workbook, columns
from make.world import Offer, World

LEVELS = (
    ("5_green", {"claims": 0.015, "cancellations": 0.01, "delayed_handling_time": 0.10}),
    ("3_yellow", {"claims": 0.03, "cancellations": 0.025, "delayed_handling_time": 0.15}),
    ("2_orange", {"claims": 0.06, "cancellations": 0.03, "delayed_handling_time": 0.22}),
)
LEADER = {"claims": 0.01, "cancellations": 0.005, "delayed_handling_time": 0.08}
KEYS = columns(
    "ITEM_ID VARIATION_ID SKU TITLE QUANTITY PRICE CURRENCY_ID CONDITION SHIPPING_METHOD LOCAL_PICKUP STATUS "
    "MANUFACTURING_TIME LISTING_TYPE_V3 FEE_PER_SALE_MARKETPLACE_V2 COST_OF_FINANCING_MARKETPLACE CATEGORY",
    by=" ",
)
LABELS = columns(
    "Número de publicación|Variante|SKU|Título|Stock|Precio|Moneda|Condición|Forma de envío|Retiro en persona|Estado|"
    "Tiempo de disponibilidad|Tipo de publicación|Cargo por venta|Costo por ofrecer cuotas|Categoría"
)
CATEGORIES_ES = {
    "kitchen": "Hogar > Cocina",
    "bath": "Hogar > Baño",
    "storage": "Hogar > Organización",
    "lighting": "Hogar > Iluminación",
    "textiles": "Hogar > Textiles",
    "garden": "Jardín > Plantas",
    "cleaning": "Hogar > Limpieza",
    "decor": "Hogar > Decoración",
    "power": "Electrónica > Energía",
    "audio": "Electrónica > Audio",
    "cables": "Electrónica > Cables",
    "mounts": "Celulares > Soportes",
    "computing": "Computación > Accesorios",
    "home": "Electrónica > Casa inteligente",
}


def period_days(seller: Seller) -> int:
    """Window of the reputation: 60 days, or a year for the small seller."""
    return 365 if seller.story == "dirty" else 60


def put_reputation(shelf: Shelf, world: World) -> None:
    """One reputation answer a month for the last year, none for a month that is closed; the answer has no date."""
    for account in world.seller.accounts:
        if account.platform == "mercadolibre":
            for as_of in (end for end in month_ends(12) if not stories.is_closed(world.seller, end)):
                text = json.dumps(reputation(world, account, as_of), ensure_ascii=False, separators=(",", ":"))
                name = f"users_{account.seller_number}_{as_of}.json"
                shelf.inbox(account.id, name, text, observed_at=str(as_of))


def reputation(world: World, account: Account, as_of: date) -> dict:
    """The answer at the end of that day; rates are cut after four digits."""
    days = period_days(world.seller)
    orders = world.orders[account.id]
    counts = {
        "claims": truth.claims(orders, account=account, as_of=as_of, days=days),
        "delayed_handling_time": truth.delayed_handling(orders, account=account, as_of=as_of, days=days),
        "cancellations": truth.seller_cancellations(orders, account=account, as_of=as_of, days=days),
    }
    sales = truth.completed_sales(orders, account=account, as_of=as_of, days=days)
    level = _level({name: count.rate for name, count in counts.items()})
    leads = level == "5_green" and all(counts[name].rate <= most for name, most in LEADER.items())
    rank = "gold" if sales >= 250 else "silver" if sales >= 100 else None
    period = f"{days} days"
    metrics = {"sales": {"period": period, "completed": sales}} | {
        name: {
            "period": period,
            "rate": count.truncated(),
            "value": count.numerator,
            "excluded": {"real_value": count.numerator, "real_rate": count.truncated()},
        }
        for name, count in counts.items()
    }
    return {
        "id": int(account.seller_number),
        "nickname": f"{world.seller.brand.upper().replace(' ', '')} MX",
        "registration_date": "2023-05-10T09:12:33.000-04:00",
        "country_id": "MX",
        "user_type": "brand",
        "site_id": "MLM",
        "permalink": "https://perfil.example.com/" + account.seller_number,
        "seller_reputation": {
            "level_id": level,
            "power_seller_status": rank if leads else None,
            "transactions": _transactions(world, account, as_of),
            "metrics": metrics,
        },
        "status": {"site_status": "active"},
    }


def _level(rates: dict[str, float]) -> str:
    for level, most in LEVELS:
        if all(rates[name] <= bound for name, bound in most.items()):
            return level
    return "1_red"


def _transactions(world: World, account: Account, as_of: date) -> dict:
    so_far = [order for order in world.orders[account.id] if order.day <= as_of]
    cancelled = sum(order.is_cancelled(truth.end_of_day(account, as_of)) for order in so_far)
    total = len(so_far)
    ratings = {"positive": 0.96, "neutral": 0.02, "negative": 0.02}
    return {
        "canceled": cancelled,
        "completed": total - cancelled,
        "period": "historic",
        "total": total,
        "ratings": ratings,
    }


def put_publicaciones(shelf: Shelf, world: World) -> None:
    """The bulk-edit workbook of every Mercado Libre account, as of the end of the trade; it has no date."""
    for account in world.seller.accounts:
        if account.platform == "mercadolibre":
            name = f"Publicaciones-2026_02_01-10_{int(account.seller_number[:9]) % 60:02d}.xlsx"
            shelf.inbox(account.id, name, publicaciones(world.offers[account.id]), observed_at="2026-02-01")


def publicaciones(offers: list[Offer]) -> bytes:
    """A very hidden sheet with a number, then machine keys in row 1, labels in row 3, data from row 7."""
    keys = ["SHIPPING_METHOD " if key == "SHIPPING_METHOD" else key for key in KEYS]
    pages: dict[str, list[Offer]] = {}
    for offer in offers:
        pages.setdefault(offer.item_id, []).append(offer)
    rows = [row for page in pages.values() for row in _page_rows(page)]
    workbook = Workbook()
    workbook.sheet("hidden", [["00000000-0000-4000-8000-000000000000"]]).very_hidden()
    sheet = workbook.sheet("Publicaciones", [keys, [], LABELS, [], [], [], *rows])
    sheet.activate()
    sheet.set_first_sheet()
    return workbook.content()


def _page_rows(page: list[Offer]) -> list[list]:
    first = page[0]
    price, product = first.price(date(2026, 1, 31)), first.sku.product
    free = "Mercado Envíos gratis" if price >= 299 else "Mercado Envíos a cargo del comprador"
    kind, fee = ("Premium", "19.50%") if first.is_premium else ("Clásica", "15.00%")
    fee += "" if price >= 299 else " + $30.00"
    tail = ["$", "Nuevo", free, "No acepto", "Activa", "", kind, fee, "", CATEGORIES_ES[product.category]]
    if len(page) == 1:
        stock = 5 + first.sku.number * 11 % 60
        return [[first.item_id, "-", first.sku.code, product.spanish, stock, price, *tail]]
    variants = [[o.item_id, o.variation_id, o.sku.code, "-", o.sku.number * 11 % 60] for o in page]
    return [[first.item_id, "", "", product.spanish, "", price, *tail], *variants]
