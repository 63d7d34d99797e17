"""Lingxing ERP: the order export, to order lines; the profit reports are recognised and not read.

The order export holds no time of the order, so it completes the lines of the platform's own export (state, price,
channel) and gives no volume of its own. A country that is not the account's is left out: one file may hold the shops of
a whole region.

Source: headings of an order exporter and of two generations of the profit report; a profit report in JSON (2026).
Known to be wrong when: the file mixes two shops of one country and has no shop column.
"""

from __future__ import annotations

import pandas as pd

from workbench.sources.contract import Export, FileContext, Reading
from workbench.sources.erp import rows
from workbench.sources.sheet import Sheet

FIELDS = {
    "order_id": ("订单号",),
    "shop": ("店铺",),
    "country": ("国家",),
    "state": ("订单状态",),
    "channel": ("订单类型",),
    "replacement": ("换货订单",),
    "sku": ("MSKU",),
    "title": ("品名",),
    "quantity": ("数量",),
    "unit_price": ("单价",),
    "currency": ("订单币种",),
}
REQUIRED = ("order_id", "state", "channel", "sku", "quantity", "unit_price", "currency")
KNOWN = ("是否退货", "促销编码", "FBA费", "平台费", "币种", "广告花费", "退款量", "采购均价", "头程均价")
BLANKS = ("", "--", "-", "有花费无销售额")
STATUS = {
    **{"Pending": "pending", "Unshipped": "unshipped", "PartiallyShipped": "shipped", "Shipped": "shipped"},
    **{"Canceled": "cancelled", "Cancelled": "cancelled", "Delivered": "delivered"},
    **{"待处理": "pending", "未发货": "unshipped", "已发货": "shipped", "已取消": "cancelled", "已完成": "delivered"},
}
CHANNELS = {"afn": "platform", "mfn": "seller", "fba": "platform", "fbm": "seller"}
COUNTRIES = {
    **{"美国": "US", "墨西哥": "MX", "加拿大": "CA", "巴西": "BR", "英国": "GB", "德国": "DE", "法国": "FR"},
    **{"意大利": "IT", "西班牙": "ES", "日本": "JP", "澳洲": "AU", "澳大利亚": "AU", "阿联酋": "AE"},
}


def read(sheet: Sheet, context: FileContext) -> Reading:
    """Order lines of the account's own country.

    Raises
    ------
    OpenQuestions
        A shop that is no account of the client, and no answer about it.
    """
    rows.fill_orders(sheet, order="order_id", of_order=("shop", "country", "state", "channel", "replacement"))
    account = rows.account_ids(sheet, context)
    market = rows.of_account(account, context, "market")
    _set_other_countries_aside(sheet, market)
    sheet.losses.set_aside(sheet.matches("replacement", "^(是|yes|true|1)$"), "replacement order")
    sheet.mark_repeats("order_id", "sku")
    sheet.need("order_id", "state", "sku", "quantity")
    return sheet.reading({"order_lines": _lines(sheet, account, market)}, context)


def _lines(sheet: Sheet, account: pd.Series, market: pd.Series) -> pd.DataFrame:
    status = rows.states(sheet, "state", words=STATUS)
    return pd.DataFrame(
        {
            "account": account,
            "order_id": sheet.ids("order_id"),
            "line_id": sheet.line_ids("order_id", "sku"),
            "market": market,
            "sku": sheet.ids("sku"),
            "title": sheet.text("title"),
            "quantity": sheet.counts("quantity"),
            "unit_price": sheet.numbers("unit_price"),
            "currency": sheet.text("currency").str.upper(),
            "channel": sheet.words("channel", words=CHANNELS),
            "cancelled_by": pd.Series("unknown", index=range(len(sheet)), dtype="str").where(status.eq("cancelled")),
            "status": status,
        }
    )


def _set_other_countries_aside(sheet: Sheet, market: pd.Series) -> None:
    words = sheet.text("country")
    code = words.map(COUNTRIES).fillna(words.str.upper())
    sheet.losses.set_aside((words.notna() & code.ne(market)).to_numpy(dtype=bool), "other country")


def is_profit_report(document: object) -> bool:
    """Whether a JSON document is a profit report: records that hold sales beside purchase costs."""
    first = _first_record(document)
    return isinstance(first, dict) and {"totalSalesAmount", "cgPriceTotal"} <= set(first)


def _first_record(document: object) -> object:
    """The first record of a list, or of the list that an answer of the interface wraps."""
    for _ in range(4):
        if isinstance(document, list):
            return document[0] if document else None
        if not isinstance(document, dict):
            return None
        wrapped = [
            document[name] for name in ("data", "records", "list") if isinstance(document.get(name), dict | list)
        ]
        if not wrapped:
            return document
        document = wrapped[0]
    return None


ORDERS = Export(
    name="lingxing-orders",
    title="Lingxing 领星 orders",
    platform="lingxing",
    tables=("order_lines",),
    fields=FIELDS,
    required=REQUIRED,
    known=KNOWN,
    rank=1,
    download="领星 ERP：销售 > 订单 > 导出，字段含 订单号、国家、订单状态、订单类型、MSKU、数量、单价、订单币种",
    read=read,
    questions=rows.shop_questions,
    blanks=BLANKS,
)
PROFIT_COLUMNS = (
    *(
        "店铺",
        "国家",
        "币种",
        "销量",
        "FBA销量",
        "FBM销量",
        "补换货量",
        "多渠道销量",
        "广告销售额",
        "销售额",
        "FBA销售额",
    ),
    *(
        "FBM销售额",
        "含税销售额",
        "买家运费",
        "促销折扣",
        "FBA库存赔偿",
        "其他收入",
        "包装收入",
        "收入退款额",
        "FBA销售退款额",
    ),
    *("FBM销售退款额", "费用退款额", "退款量", "退款率", "退货量", "平台费", "FBA发货费", "广告费", "推广费", "订阅费"),
    *(
        "FBA仓储费",
        "月度仓储费",
        "长期仓储费",
        "调整费用",
        "平台其他费",
        "销售税",
        "市场税",
        "采购成本",
        "头程运费",
        "其他成本",
    ),
    *("合计成本", "毛利润", "毛利率"),
)
PROFIT = Export(
    name="lingxing-profit",
    title="Lingxing 领星 profit report",
    platform="lingxing",
    tables=(),
    fields={name: (name,) for name in PROFIT_COLUMNS},
    required=PROFIT_COLUMNS,
    status="not_read_yet",
    reader_version=0,
    download="",
    is_document=is_profit_report,
    why_not_read="its generations name and group the costs differently, and no total in it can be checked against its "
    "parts; for money use the platform's settlement report, or map single columns",
)
EXPORTS = (ORDERS, PROFIT)
