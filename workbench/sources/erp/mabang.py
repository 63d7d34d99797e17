"""Mabang ERP order export, to order lines and packages; it alone holds ship-by, shipped, tracking and signed times.

The seller chooses the columns. Cells of an order stand only on its first SKU row; times are Beijing time;
amounts may carry a currency code; a hidden cell is `*****` and a blank one `--`.

Source: a template of 58 columns and an importer's handling of encodings (2026).
Known to be wrong when: the shop changed its name in the ERP (the name is asked for again).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbench.cleaning import values
from workbench.cleaning.losses import STRUCTURAL
from workbench.errors import OpenQuestions, listed
from workbench.sources.accounts import by_shop_name, own_account
from workbench.sources.contract import Account, Export, FileContext, Question, Reading
from workbench.sources.sheet import Sheet

ZONE = "Asia/Shanghai"
BLANKS = ("", "--", "*****", "-")
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
        "邮寄地址1(按逗号分隔导出2列)",
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
_AMOUNT = r"^(?:(?P<code>[A-Z]{3}) ?)?(?P<number>[-0-9.,]+) ?(?P<after>[A-Z]{3})?$"


def questions(sheet: Sheet, context: FileContext) -> tuple[Question, ...]:
    """Which account each shop is, where the profile does not name the shop."""
    return tuple(
        Question(f"shop:{shop}", f"Which account is the shop '{shop}' of the ERP? ('none' leaves its rows out)")
        for shop in _unknown_shops(sheet, context)
    )


def read(sheet: Sheet, context: FileContext) -> Reading:
    """Order lines and packages of the client's accounts, by shop name.

    Raises
    ------
    OpenQuestions
        A shop that is no account of the client, and no answer about it.
    """
    _fill_orders(sheet)
    shops = _unknown_shops(sheet, context)
    if shops:
        raise OpenQuestions(
            context.file,
            f"the shops {listed(shops)} are no account of the client",
            hint="add the names to shop_names of an account in client.yml, or answer 'none'",
        )
    accounts = _accounts(sheet, context)
    sheet.losses.set_aside(np.array([account is None for account in accounts]), "other shop")
    sheet.mark_repeats("order_id", "line_sku", "quantity")
    sheet.need("erp_order", "line_sku", "state", "quantity")
    lines = _lines(sheet, accounts)
    _note_brushing(sheet)
    tables = {"order_lines": lines, "packages": _packages(sheet, accounts, lines)}
    return sheet.reading(tables, context)


def _fill_orders(sheet: Sheet) -> None:
    """Fill the order's cells down its SKU rows, and no further than the order."""
    own = sheet.cells("erp_order")
    orders = pc.fill_null_forward(own)
    changed = np.ones(len(sheet), dtype=bool)
    if len(sheet):
        words = orders.to_pandas()
        changed = (own.is_valid().to_numpy(zero_copy_only=False)) & (words != words.shift()).to_numpy()
    group = np.cumsum(changed)
    sheet.replace("erp_order", orders)
    for key in OF_ORDER:
        filled = sheet.text(key).groupby(group).ffill()
        sheet.replace(key, pa.array(filled, pa.large_string(), from_pandas=True))
    number = pc.coalesce(sheet.cells("platform_order"), orders)
    sheet.replace("order_id", number)
    sheet.replace("line_sku", pc.coalesce(sheet.cells("sku"), sheet.cells("stock_sku")))


def _unknown_shops(sheet: Sheet, context: FileContext) -> list[str]:
    known = by_shop_name(context)
    left_out = {key.removeprefix("shop:") for key, answer in context.answers.items() if answer == "none"}
    shops = sheet.text("shop").dropna().unique()
    return sorted(shop for shop in shops if shop not in known and shop not in left_out)


def _accounts(sheet: Sheet, context: FileContext) -> list[Account | None]:
    """The account of each row; where the export has no shop column, the folder's account."""
    shops = sheet.text("shop")
    if shops.isna().all():
        return [own_account(context, platform="")] * len(sheet)
    known = by_shop_name(context)
    fallback = own_account(context, platform="") if context.account and shops.isna().any() else None
    return [fallback if shop is None else known.get(shop) for shop in shops.astype(object).where(shops.notna(), None)]


def _lines(sheet: Sheet, accounts: list[Account | None]) -> pd.DataFrame:
    price, currency = _money(sheet)
    status = sheet.text("state").map(STATUS).astype("str")
    _note_states(sheet, status)
    own_currency = _of_account(accounts, "currency")
    return pd.DataFrame(
        {
            "account": _of_account(accounts, "id"),
            "order_id": values.as_text(sheet.cells("order_id")),
            "line_id": sheet.line_ids("order_id", "line_sku"),
            "market": _of_account(accounts, "market"),
            "sku": values.as_text(sheet.cells("line_sku")),
            "title": sheet.text("title"),
            "quantity": sheet.counts("quantity"),
            "unit_price": price,
            "currency": currency.where(currency.notna() | price.isna(), own_currency),
            "channel": pd.Series("seller", index=range(len(sheet)), dtype="str"),
            "ordered_at": sheet.local_times("ordered_at", zone=ZONE),
            "ship_by_at": sheet.local_times("ship_by_at", zone=ZONE, end_of_day=True),
            "cancelled_at": sheet.local_times("cancelled_at", zone=ZONE),
            "cancelled_by": pd.Series("unknown", index=range(len(sheet)), dtype="str").where(status.eq("cancelled")),
            "status": status,
            "ship_state": sheet.text("ship_state"),
        }
    )


def _packages(sheet: Sheet, accounts: list[Account | None], lines: pd.DataFrame) -> pd.DataFrame:
    """One parcel an ERP order that has been shipped or has a tracking number."""
    frame = pd.DataFrame(
        {
            "account": lines["account"],
            "order_id": lines["order_id"],
            "package_id": sheet.text("erp_order"),
            "carrier": sheet.text("carrier"),
            "tracking_id": sheet.ids("tracking_id"),
            "confirmed_at": sheet.local_times("confirmed_at", zone=ZONE),
            "ship_from_country": _of_account(accounts, "ship_from").replace("", np.nan),
            "delivered_at": sheet.local_times("delivered_at", zone=ZONE),
        }
    )
    sent = frame[["tracking_id", "confirmed_at", "delivered_at"]].notna().any(axis=1) & sheet.losses.kept
    return frame[sent].drop_duplicates(["account", "order_id", "package_id"])


def _of_account(accounts: list[Account | None], field: str) -> pd.Series:
    return pd.Series([None if account is None else getattr(account, field) for account in accounts], dtype="str")


def _money(sheet: Sheet) -> tuple[pd.Series, pd.Series]:
    """Unit price, and the currency code beside it."""
    parts = pc.extract_regex(sheet.cells("unit_price"), pattern=_AMOUNT)
    code = pc.coalesce(
        *(
            pc.if_else(pc.equal(pc.struct_field(parts, name), ""), None, pc.struct_field(parts, name))
            for name in ("code", "after")
        )
    )
    return sheet.numbers("unit_price"), values.as_text(code)


def _note_states(sheet: Sheet, status: pd.Series) -> None:
    unknown = status.isna() & sheet.text("state").notna() & (sheet.losses.fate != STRUCTURAL)
    if unknown.any():
        words = listed(sorted(set(sheet.text("state")[unknown])))
        sheet.notes.append(f"'订单状态': {int(unknown.sum()):,} rows have a state that is not known: {words}")


def _note_brushing(sheet: Sheet) -> None:
    brushed = sheet.text("brushed").isin(("是", "1", "Y", "y")) & sheet.losses.kept
    if brushed.any():
        sheet.notes.append(
            f"'是否测评': {int(brushed.sum()):,} rows are flagged as brushing orders, which the platforms forbid"
        )


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
    questions=questions,
    blanks=BLANKS,
)
