"""Mabang's order export: 58 columns, order cells on the first SKU row only, Beijing time."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from zoneinfo import ZoneInfo

from make.calendars import noon
from make.shelf import Shelf, columns, money
from make.world import Line, Order, World

COLUMNS = columns(
    "订单编号|交易编号|交运时间|物流渠道|店铺名|平台|店长|订单状态|仓库|SKU总数量|所属地区（省/州）|所属城市|SKU|"
    "商品数量|商品库存|商品中文名称|货运单号|付款方式|SKU明细|客户账号|客户姓名|邮寄地址1(按逗号分隔导出2列)|商品销售单价|"
    "原始商品销售单价|商品总金额|原始运费金额|运费收入|原始商品总金额|订单原始总金额|订单总金额|优惠金额（人民币）|"
    "优惠金额（原始货币）|订单核算金额（人民币）|订单核算金额（原始货币）|汇率（原始货币）|订单商品名称|采购在途量|付款时间|"
    "平台SKU|买家自选物流方式|最后发货期限|订单自定义分类|发货时间|是否转WMS发货|退货原因|退货备注|作废时间|作废前状态|"
    "电话1|电话2|订单备注|平台订单仓库|是否测评|测评费用|邮政编码|tiktok样品订单|签收时间|实付金额"
)
PLATFORMS = {"amazon": "Amazon", "mercadolibre": "Mercado Libre", "walmart": "Walmart"}
WAREHOUSES = {"CN": "深圳仓", "MX": "墨西哥城仓", "US": "安大略仓"}
RATES = {"USD": 7.18, "MXN": 0.38}
BEIJING = ZoneInfo("Asia/Shanghai")
DOWNLOADS = (
    (date(2024, 12, 1), date(2025, 3, 31), date(2025, 4, 6)),
    (date(2025, 4, 1), date(2025, 6, 30), date(2025, 7, 6)),
    (date(2025, 7, 1), date(2025, 9, 30), date(2025, 10, 6)),
    (date(2025, 9, 25), date(2025, 11, 30), date(2025, 12, 4)),
    (date(2025, 11, 1), date(2026, 1, 31), date(2026, 2, 3)),
)


def put_mabang(shelf: Shelf, world: World) -> None:
    """The ERP's exports of all shops in one file a quarter, in the folder of files that belong to no account."""
    if not any(account.shop_names for account in world.seller.accounts):
        return
    encoding = "gb18030" if world.seller.story == "dirty" else "utf-8-sig"
    for first, last, downloaded in DOWNLOADS:
        text = mabang(world, first=first, last=last, at=noon(downloaded))
        shelf.inbox("_client", f"mabang_orders_{downloaded:%Y%m%d}.csv", text.encode(encoding))


def mabang(world: World, *, first: date, last: date, at: datetime) -> str:
    """The export's text: the orders that the seller ships itself, of all shops that the ERP knows."""
    orders = [
        order
        for account in world.seller.accounts
        if account.shop_names
        for order in world.orders[account.id]
        if order.channel == "seller" and first <= order.day <= last
    ]
    orders.sort(key=lambda order: (order.ordered_at, order.number))
    buffer = io.StringIO()
    table = csv.DictWriter(buffer, COLUMNS, restval="", lineterminator="\r\n")
    table.writeheader()
    for order in orders:
        for place, line in enumerate(order.lines):
            table.writerow((_order_cells(order, at) if place == 0 else {}) | _line_cells(line))
    return buffer.getvalue()


def _beijing(at: datetime | None, until: datetime) -> str:
    return f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}" if at and at <= until else ""


def _status(order: Order, at: datetime) -> str:
    if order.is_cancelled(at):
        return "已作废"
    if order.is_delivered(at):
        return "已签收"
    return "已发货" if order.is_shipped(at) else "待发货"


def _line_cells(line: Line) -> dict[str, str]:
    sku, currency = line.offer.sku, line.offer.account.currency
    return {
        "SKU": sku.code,
        "商品数量": str(line.quantity),
        "商品中文名称": sku.title("zh", "").strip(),
        "商品销售单价": f"{currency} {money(line.unit_price)}",
        "平台SKU": line.seller_sku,
    }


def _order_cells(order: Order, at: datetime) -> dict[str, str]:
    account, person, cancelled = order.account, order.buyer, order.is_cancelled(at)
    parcel = order.parcel if order.is_shipped(at) else None
    rate = RATES[account.currency]
    return {
        "订单编号": f"MB{order.ordered_at:%y%m%d}{order.number[-7:]}",
        "交易编号": order.number,
        "交运时间": _beijing(parcel.confirmed_at, at) if parcel else "",
        "物流渠道": ("云岚专线" if account.ship_from == "CN" else "本地派送") if parcel else "",
        "店铺名": account.shop_names[0],
        "平台": PLATFORMS[account.platform],
        "店长": account.owner,
        "订单状态": _status(order, at),
        "仓库": WAREHOUSES[account.ship_from],
        "SKU总数量": str(sum(line.quantity for line in order.lines)),
        "所属地区（省/州）": person.state,
        "所属城市": person.city,
        "货运单号": parcel.tracking if parcel else "",
        "客户账号": person.nickname,
        "客户姓名": person.name if order.day.month % 4 else "*****",
        "邮寄地址1(按逗号分隔导出2列)": person.street,
        "订单总金额": "--" if cancelled else f"{account.currency} {money(order.worth)}",
        "订单核算金额（人民币）": "" if cancelled else money(order.worth * rate),
        "汇率（原始货币）": str(rate),
        "付款时间": _beijing(order.ordered_at, at),
        "最后发货期限": _beijing(order.ship_by_at, datetime.max.replace(tzinfo=BEIJING)),
        "订单自定义分类": _reason(order) if cancelled else "",
        "发货时间": _beijing(parcel.confirmed_at, at) if parcel else "",
        "作废时间": _beijing(order.cancelled_at, at),
        "作废前状态": "待发货" if cancelled else "",
        "电话1": person.phone,
        "是否测评": "否",
        "邮政编码": person.postal,
        "签收时间": _beijing(order.delivered_at, at) if parcel else "",
    }


def _reason(order: Order) -> str:
    return "缺货取消" if order.cancelled_by == "seller" else "买家申请取消"
