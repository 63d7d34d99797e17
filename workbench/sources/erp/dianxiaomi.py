"""Dianxiaomi ERP order export, to order lines and packages.

The seller picks the columns. A heading may carry a star and a "(required)" in a second line, as the import templates
write it ("*SKU / (必填)"). The country stands in several columns; only the one of two letters is a code. 交易号 is the
payment's number; the platform's order is 订单号.

Source: two lists of 68 headings (2026).
Known to be wrong when: the seller uses a mark with 测评 or 刷单 in it for something else than a brushing order.
"""

from __future__ import annotations

import pandas as pd
import pyarrow.compute as pc

from workbench.cleaning import values
from workbench.sources.contract import Export, FileContext, Reading
from workbench.sources.erp import rows
from workbench.sources.parcels import parcel_ids
from workbench.sources.sheet import Sheet

HEADINGS = {
    "order_id": ("订单号",),
    "erp_package": ("包裹号",),
    "shop": ("店铺账号",),
    "state": ("订单状态",),
    "sku": ("SKU",),
    "item_id": ("产品ID",),
    "title": ("产品名称",),
    "quantity": ("产品数量",),
    "unit_price": ("产品售价",),
    "currency": ("币种缩写",),
    "ordered_at": ("下单时间", "付款时间"),
    "confirmed_at": ("发货时间",),
    "carrier": ("物流方式",),
    "tracking_id": ("运单号",),
    "ship_state": ("收货人州/省",),
    "ship_country": ("国家二字码",),
    "mark": ("订单标记",),
    "label": ("订单标识",),
}
REQUIRED = ("order_id", "sku", "quantity", "state")
OF_ORDER = (
    *("erp_package", "shop", "state", "currency", "ordered_at", "confirmed_at", "carrier", "tracking_id", "ship_state"),
    *("ship_country", "mark", "label"),
)
KNOWN = (
    *(
        "序号",
        "付款时间",
        "提交时间",
        "退款时间",
        "面单打印时间",
        "拣货单打印时间",
        "买家账号",
        "买家姓名",
        "买家Email",
    ),
    *("收货人姓名", "收货人公司", "收货人税号", "收货人门牌号", "详细地址", "地址1", "地址2", "地址1+地址2"),
    *("收货人城市", "邮编", "收货人国家", "中文国家名", "收货人电话", "收货人手机", "产品规格", "图片网址", "来源URL"),
    *("销售链接", "多品名", "付款方式", "订单金额", "买家支付运费", "退款金额", "预估利润", "成本利润率", "销售利润率"),
    *("预估运费", "交易号", "平台渠道", "订单备注", "拣货备注", "客服备注", "退款理由", "买家指定物流", "物流订单号"),
    *("称重重量", "中文报关名", "英文报关名", "申报单价", "报关重量", "海关编码"),
)
STATUS = {
    "未付款": "pending",
    "待付款": "pending",
    "待审核": "unshipped",
    "待处理": "unshipped",
    "待打单": "unshipped",
    "待发货": "unshipped",
    "已发货": "shipped",
    "已完成": "delivered",
    "已退款": "returned",
    "已取消": "cancelled",
    "已作废": "cancelled",
}
BRUSHED = "测评|刷单"


def read(sheet: Sheet, context: FileContext) -> Reading:
    """Order lines and packages of the client's accounts, by shop name.

    Raises
    ------
    OpenQuestions
        A shop that is no account of the client, and no answer about it.
    """
    rows.fill_orders(sheet, order="order_id", of_order=OF_ORDER)
    account = rows.account_ids(sheet, context)
    sheet.mark_repeats("order_id", "sku", "quantity")
    sheet.need("order_id", "sku", "state", "quantity")
    lines = _lines(sheet, account, context)
    return sheet.reading({"order_lines": lines, "packages": _packages(sheet, lines, context)}, context)


def _lines(sheet: Sheet, account: pd.Series, context: FileContext) -> pd.DataFrame:
    price, code = rows.priced(sheet, "unit_price")
    currency = sheet.text("currency").str.upper().fillna(code)
    status = rows.states(sheet, "state", words=STATUS)
    every = range(len(sheet))
    return pd.DataFrame(
        {
            "account": account,
            "order_id": sheet.ids("order_id"),
            "line_id": sheet.line_ids("order_id", "sku"),
            "market": rows.of_account(account, context, "market"),
            "sku": sheet.ids("sku"),
            "item_id": sheet.ids("item_id"),
            "title": sheet.text("title"),
            "quantity": sheet.counts("quantity"),
            "unit_price": price,
            "currency": currency.fillna(rows.of_account(account, context, "currency")).mask(price.isna()),
            "channel": pd.Series("seller", index=every, dtype="str"),
            "is_brushing": rows.note_brushing(sheet, "mark", _brushed(sheet)),
            "ordered_at": sheet.local_times("ordered_at", zone=rows.ZONE),
            "cancelled_by": pd.Series("unknown", index=every, dtype="str").where(status.eq("cancelled")),
            "status": status,
            "ship_state": sheet.text("ship_state"),
            "ship_country": _country(sheet),
        }
    )


def _packages(sheet: Sheet, lines: pd.DataFrame, context: FileContext) -> pd.DataFrame:
    tracking = sheet.ids("tracking_id")
    own = values.as_text(pc.coalesce(sheet.cells("erp_package"), sheet.cells("order_id")))
    parcels = pd.DataFrame(
        {
            "account": lines["account"],
            "order_id": lines["order_id"],
            "package_id": parcel_ids(tracking, otherwise=own),
            "carrier": sheet.text("carrier"),
            "tracking_id": tracking,
            "confirmed_at": sheet.local_times("confirmed_at", zone=rows.ZONE),
            "ship_from_country": rows.of_account(lines["account"], context, "ship_from"),
        }
    )
    return rows.sent_parcels(sheet, parcels)


def _brushed(sheet: Sheet) -> pd.Series:
    """True where the order's marks name it; missing where they do not, for a seller need not mark."""
    found = pd.Series(sheet.matches("mark", BRUSHED) | sheet.matches("label", BRUSHED))
    return found.astype("boolean").where(found)


def _country(sheet: Sheet) -> pd.Series:
    code = sheet.text("ship_country").str.upper()
    odd = code.notna() & ~code.str.fullmatch("[A-Z]{2}").fillna(False)
    sheet.refuse(odd.to_numpy(dtype=bool), "ship_country", "not a country code of two letters")
    return code


def _spellings(heading: str) -> tuple[str, ...]:
    """A heading as the export and as the import templates write it; line breaks count as spaces."""
    starred = (heading, f"*{heading}")
    return (*starred, *(f"{name}{gap}({word})" for name in starred for gap in ("", " ") for word in ("必填", "选填")))


EXPORT = Export(
    name="dianxiaomi-orders",
    title="Dianxiaomi 店小秘 orders",
    platform="dianxiaomi",
    tables=("order_lines", "packages"),
    fields={key: tuple(spelt for name in names for spelt in _spellings(name)) for key, names in HEADINGS.items()},
    required=REQUIRED,
    known=KNOWN,
    rank=1,
    download="店小秘：订单 > 导出，勾选 订单号、店铺账号、订单状态、SKU、产品数量、下单时间、发货时间、运单号",
    read=read,
    questions=rows.shop_questions,
    blanks=rows.BLANKS,
)
