"""Mabang ERP order export, to order lines and packages; it alone holds ship-by, shipped, tracking and signed times.

The seller chooses the columns. Cells of an order stand only on its first SKU row; times are Beijing time;
amounts may carry a currency code; a hidden cell is `*****` and a blank one `--`. The address column is cut at its
commas into two, under one heading.

Source: a template of 58 columns and an importer's handling of encodings (2026).
Known to be wrong when: the shop changed its name in the ERP (the name is asked for again).
"""

from __future__ import annotations

import pandas as pd
import pyarrow.compute as pc

from workbench.cleaning import values
from workbench.sources.contract import Export, FileContext, Reading
from workbench.sources.erp import rows
from workbench.sources.parcels import parcel_ids
from workbench.sources.sheet import Sheet

ADDRESS = "邮寄地址1(按逗号分隔导出2列)"
FIELDS = {
    "erp_order": ("订单编号",),
    "platform_order": ("交易编号",),
    "shop": ("店铺名", "店铺"),
    "sku": ("平台SKU",),
    "stock_sku": ("SKU",),
    "quantity": ("商品数量",),
    "platform": ("平台",),
    "state": ("订单状态",),
    "title": ("订单商品名称", "商品中文名称"),
    "unit_price": ("商品销售单价",),
    "ordered_at": ("下单时间", "付款时间"),
    "ship_by_at": ("最后发货期限",),
    "confirmed_at": ("发货时间",),
    "cancelled_at": ("作废时间",),
    "delivered_at": ("签收时间",),
    "carrier": ("物流渠道",),
    "tracking_id": ("货运单号",),
    "ship_state": ("所属地区（省/州）",),
    "brushed": ("是否测评",),
}
REQUIRED = ("erp_order", "quantity", "stock_sku", "state")
OF_ORDER = (
    *("platform_order", "shop", "platform", "state", "ordered_at", "ship_by_at", "confirmed_at", "cancelled_at"),
    *("delivered_at", "carrier", "tracking_id", "ship_state", "brushed"),
)
KNOWN = (
    *("交运时间", "店长", "仓库", "SKU总数量", "所属城市", "商品库存", "付款方式", "SKU明细", "客户账号", "客户姓名"),
    *(
        ADDRESS,
        "邮寄地址1",
        "邮寄地址2",
        "原始商品销售单价",
        "商品总金额",
        "原始运费金额",
        "运费收入",
    ),
    *(
        "原始商品总金额",
        "订单原始总金额",
        "订单总金额",
        "优惠金额（人民币）",
        "优惠金额（原始货币）",
        "订单核算金额（人民币）",
    ),
    *(
        "订单核算金额（原始货币）",
        "汇率（原始货币）",
        "采购在途量",
        "买家自选物流方式",
        "订单自定义分类",
        "是否转WMS发货",
    ),
    *("退货原因", "退货备注", "作废前状态", "电话1", "电话2", "订单备注", "平台订单仓库", "测评费用", "邮政编码"),
    *("tiktok样品订单", "实付金额", "付款时间", "商品中文名称"),
)
STATUS = {
    "待付款": "pending",
    "未付款": "pending",
    "待审核": "unshipped",
    "待处理": "unshipped",
    "配货中": "unshipped",
    "待发货": "unshipped",
    "缺货中": "unshipped",
    "已发货": "shipped",
    "已完成": "delivered",
    "已签收": "delivered",
    "已作废": "cancelled",
    "已取消": "cancelled",
    "已退款": "returned",
    "已退货": "returned",
}
YES, NO = ("是", "1", "y"), ("否", "0", "n")


def read(sheet: Sheet, context: FileContext) -> Reading:
    """Order lines and packages of the client's accounts, by shop name.

    Raises
    ------
    OpenQuestions
        A shop that is no account of the client, and no answer about it.
    """
    rows.fill_orders(sheet, order="erp_order", of_order=OF_ORDER)
    sheet.replace("order_id", pc.coalesce(sheet.cells("platform_order"), sheet.cells("erp_order")))
    sheet.replace("line_sku", pc.coalesce(sheet.cells("sku"), sheet.cells("stock_sku")))
    account = rows.account_ids(sheet, context)
    sheet.mark_repeats("order_id", "line_sku", "quantity")
    sheet.need("erp_order", "line_sku", "state", "quantity")
    lines = _lines(sheet, account, context)
    return sheet.reading({"order_lines": lines, "packages": _packages(sheet, lines, context)}, context)


def _lines(sheet: Sheet, account: pd.Series, context: FileContext) -> pd.DataFrame:
    price, currency = rows.priced(sheet, "unit_price")
    status = rows.states(sheet, "state", words=STATUS)
    every = range(len(sheet))
    return pd.DataFrame(
        {
            "account": account,
            "order_id": values.as_text(sheet.cells("order_id")),
            "line_id": sheet.line_ids("order_id", "line_sku"),
            "market": rows.of_account(account, context, "market"),
            "sku": values.as_text(sheet.cells("line_sku")),
            "title": sheet.text("title"),
            "quantity": sheet.counts("quantity"),
            "unit_price": price,
            "currency": currency.where(currency.notna() | price.isna(), rows.of_account(account, context, "currency")),
            "channel": pd.Series("seller", index=every, dtype="str"),
            "is_brushing": rows.brushing_flags(sheet, "brushed", yes=YES, no=NO),
            "ordered_at": sheet.local_times("ordered_at", zone=rows.ZONE),
            "ship_by_at": sheet.local_times("ship_by_at", zone=rows.ZONE, end_of_day=True),
            "cancelled_at": sheet.local_times("cancelled_at", zone=rows.ZONE),
            "cancelled_by": pd.Series("unknown", index=every, dtype="str").where(status.eq("cancelled")),
            "status": status,
            "ship_state": sheet.text("ship_state"),
        }
    )


def _packages(sheet: Sheet, lines: pd.DataFrame, context: FileContext) -> pd.DataFrame:
    """One parcel an ERP order that has been shipped or has a tracking number."""
    tracking = sheet.ids("tracking_id")
    parcels = pd.DataFrame(
        {
            "account": lines["account"],
            "order_id": lines["order_id"],
            "package_id": parcel_ids(tracking, otherwise=sheet.text("erp_order")),
            "carrier": sheet.text("carrier"),
            "tracking_id": tracking,
            "confirmed_at": sheet.local_times("confirmed_at", zone=rows.ZONE),
            "ship_from_country": rows.of_account(lines["account"], context, "ship_from"),
            "delivered_at": sheet.local_times("delivered_at", zone=rows.ZONE),
        }
    )
    return rows.sent_parcels(sheet, parcels)


EXPORT = Export(
    name="mabang-orders",
    title="Mabang 马帮 orders",
    platform="mabang",
    tables=("order_lines", "packages"),
    fields={**FIELDS, "order_id": ("交易编号",), "line_sku": ("平台SKU",)},
    required=REQUIRED,
    known=KNOWN,
    rank=1,
    download="马帮 ERP：订单 > 全部订单 > 导出，模板含 交易编号、店铺名、最后发货期限、发货时间、货运单号、签收时间",
    read=read,
    questions=rows.shop_questions,
    blanks=rows.BLANKS,
    reader_version=2,
    doubled=(ADDRESS,),
)
