"""Amazon's Business Report (Detail Page Sales and Traffic) by month, in the headings of the console's language."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from make.calendars import months
from make.sellers import Account
from make.shelf import Shelf
from make.world import Offer, World

ZH_22 = (
    "（父）ASIN",
    "（子）ASIN",
    "标题",
    "SKU",
    "会话数 - 总计",
    "会话 - 总计 - B2B",
    "转化率 - 总计",
    "会话百分比 - 总计 - B2B",
    "页面浏览量 - 总计",
    "页面浏览量 - 总计 - B2B",
    "页面浏览量百分比 - 总计",
    "页面浏览量百分比 - 总计 - B2B",
    "推荐报价（推荐报价展示位）百分比",
    "推荐报价（推荐报价展示位）百分比 - B2B",
    "已订购商品数量",
    "已订购商品数量 - B2B",
    "商品会话百分比",
    "商品会话百分比 - B2B",
    "已订购商品销售额",
    "已订购商品销售额 - B2B",
    "订单商品总数",
    "订单商品总数 - B2B",
)
NAMES = ("(Parent) ASIN", "(Child) ASIN", "Title", "SKU")
TRAFFIC = ("Sessions", "Session Percentage", "Page Views", "Page Views Percentage")
RESULTS = (
    "Featured Offer (Buy Box) Percentage",
    "Featured Offer (Buy Box) Percentage - B2B",
    "Units Ordered",
    "Units Ordered - B2B",
    "Unit Session Percentage",
    "Unit Session Percentage - B2B",
    "Ordered Product Sales",
    "Ordered Product Sales - B2B",
    "Total Order Items",
    "Total Order Items - B2B",
)
EN_22 = NAMES + tuple(f"{name} - Total{b2b}" for name in TRAFFIC for b2b in ("", " - B2B")) + RESULTS
MOBILE = {name: f"{name} - Mobile APP - B2B" for name in TRAFFIC} | {
    "Page Views Percentage": "Page Views Percentage - Mobile App - B2B"
}
EN_38 = (
    NAMES
    + tuple(
        heading
        for name in TRAFFIC
        for heading in (
            f"{name} - Mobile App",
            MOBILE[name],
            f"{name} - Browser",
            f"{name} - Browser - B2B",
            f"{name} - Total",
            f"{name} - Total - B2B",
        )
    )
    + RESULTS
)
SIGNS = {"customs": {"USD": "US$", "MXN": "MX$"}, "claims": {"USD": "$"}, "dirty": {"MXN": "$"}}
BY_CHILD_MONTHS = (date(2025, 5, 1), date(2025, 6, 1), date(2025, 7, 1))
WIDE_FROM = date(2025, 12, 1)
APP_SHARE = 0.62


@dataclass
class Sold:
    """What one article number, or one page, sold in the month; `b2b` the part bought by businesses."""

    units: int = 0
    sales: float = 0.0
    items: int = 0
    b2b_units: int = 0
    b2b_sales: float = 0.0
    b2b_items: int = 0


def put_business_reports(shelf: Shelf, world: World) -> None:
    """One Business Report a month for every Amazon account; the period stands in no file."""
    for account in world.seller.accounts:
        if account.platform != "amazon":
            continue
        for first, last in months():
            if not any(
                world.sessions[account.id, o.sku.code, first.year, first.month] for o in world.offers[account.id]
            ):
                continue
            downloaded = last + timedelta(days=2 + first.month % 3)
            text = business_report(world, account, first)
            name = f"BusinessReport-{downloaded:%d-%m-%Y}.csv"
            shelf.inbox(account.id, name, "\ufeff" + text, period=f"{first}/{last}")


def business_report(world: World, account: Account, month: date) -> str:
    """The report's text: by SKU, by child ASIN, or with the app and browser columns."""
    story = world.seller.story
    by_child = story == "claims" and month in BY_CHILD_MONTHS
    wide = story == "claims" and month >= WIDE_FROM
    header = ZH_22 if story == "customs" else EN_38 if wide else EN_22
    rows = _rows(world, account, month, by_child=by_child, wide=wide)
    if by_child:
        header = tuple(name for name in header if name != "SKU")
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([header, *rows])
    return buffer.getvalue()


def _rows(world: World, account: Account, month: date, *, by_child: bool, wide: bool) -> list[list[str]]:
    sold = _sold(world, account, month, by_child=by_child)
    sessions = {
        o.sku.code: world.sessions[account.id, o.sku.code, month.year, month.month] for o in world.offers[account.id]
    }
    total = sum(sessions.values())
    sign = SIGNS[world.seller.story][account.currency]
    rows = []
    for offer in sorted(world.offers[account.id], key=lambda o: (-sessions[o.sku.code], o.sku.code)):
        visits = sessions[offer.sku.code]
        for code in [""] if by_child else [code for (code, _), _ in offer.seller_skus]:
            names = [offer.parent_id, offer.item_id, offer.sku.title("en", world.seller.brand)]
            names += [] if by_child else [code]
            traffic = _traffic(visits, total, wide=wide)
            rows.append(names + traffic + _results(sold[code or offer.item_id], visits, offer, month, sign))
    return rows


def _sold(world: World, account: Account, month: date, *, by_child: bool) -> dict[str, Sold]:
    sold: dict[str, Sold] = defaultdict(Sold)
    for order in world.orders[account.id]:
        if (order.day.year, order.day.month) != (month.year, month.month):
            continue
        for line in order.lines:
            entry = sold[line.offer.item_id if by_child else line.seller_sku]
            entry.units += line.quantity
            entry.sales += line.total
            entry.items += 1
            if order.is_business:
                entry.b2b_units += line.quantity
                entry.b2b_sales += line.total
                entry.b2b_items += 1
    return sold


def _traffic(visits: int, total: int, *, wide: bool) -> list[str]:
    """Sessions and page views with their shares of the account; business buyers are a twentieth."""
    business = visits // 20
    cells = []
    for factor in (1.0, 1.36):
        whole, b2b = round(visits * factor), round(business * factor)
        parts = (
            [(round(whole * APP_SHARE), b2b // 2), (whole - round(whole * APP_SHARE), b2b - b2b // 2)] if wide else []
        )
        pairs = [*parts, (whole, b2b)]
        cells += [_count(n) for pair in pairs for n in pair]
        cells += [_percent(n, round(total * factor)) for pair in pairs for n in pair]
    return cells


def _results(sold: Sold, visits: int, offer: Offer, month: date, sign: str) -> list[str]:
    featured = 99.5 - (offer.sku.number * 13 + month.month * 7) % 90 / 10
    return [
        f"{featured:.2f}%",
        f"{featured:.2f}%",
        _count(sold.units),
        _count(sold.b2b_units),
        _percent(sold.units, visits),
        _percent(sold.b2b_units, visits // 20),
        f"{sign}{sold.sales:,.2f}",
        f"{sign}{sold.b2b_sales:,.2f}",
        _count(sold.items),
        _count(sold.b2b_items),
    ]


def _count(number: int) -> str:
    return f"{number:,}"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:,.2f}%" if whole else "0.00%"
