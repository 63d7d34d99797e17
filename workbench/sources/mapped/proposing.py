"""What the columns of an unknown table may mean: proposals for a person to confirm, never used by themselves.

A heading is compared with the field's own name, with what every export that we read calls it, and with the words below;
a field is proposed only where the cells have its shape.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from workbench.cleaning import values
from workbench.cleaning.names import normalised, normalised_all
from workbench.sources.mapped.columns import CODES, NO, YES
from workbench.sources.mapped.fields import MAPPABLE, NEEDED, fields_of, part_of
from workbench.sources.mapped.layout import Layout
from workbench.sources.mapped.shapes import date_forms, number_forms
from workbench.sources.registry import EXPORTS
from workbench.tables import Column

# Below this likeness of two names nothing is proposed.
LEAST_LIKE = 0.78
WORDS: Mapping[str, tuple[str, ...]] = {
    "order_id": (
        *("order id", "order number", "order no", "order #", "purchase order", "po number", "customer order id"),
        *(
            "número de pedido",
            "número de orden",
            "pedido",
            "orden",
            "venta",
            "订单号",
            "平台订单号",
            "订单编号",
            "参考单号",
        ),
    ),
    "sku": ("sku", "seller sku", "merchant sku", "msku", "item sku", "sku del vendedor", "卖家sku", "商品编码"),
    "item_id": ("asin", "item id", "item number", "listing id", "publicación", "número de publicación", "商品id"),
    "title": ("title", "product name", "item name", "description", "título", "producto", "商品名称", "品名", "标题"),
    "quantity": ("quantity", "qty", "units", "units ordered", "cantidad", "unidades", "数量", "件数"),
    "unit_price": ("unit price", "item price", "price", "precio", "precio unitario", "单价", "售价"),
    "currency": ("currency", "currency code", "moneda", "divisa", "币种", "货币"),
    "ordered_at": (
        "order date",
        "purchase date",
        "order time",
        "fecha de pedido",
        "fecha de venta",
        "下单时间",
        "订单日期",
    ),
    "ship_by_at": (
        *("ship by", "ship by date", "expected ship date", "latest ship date", "ship deadline", "must ship by"),
        *("fecha límite de envío", "enviar antes de", "最晚发货时间", "最迟发货时间", "发货期限"),
    ),
    "confirmed_at": (
        *(
            "ship confirmation date",
            "ship confirm date",
            "confirmed ship date",
            "ship date",
            "shipped date",
            "shipped on",
        ),
        *("actual ship date", "fecha de envío", "fecha de despacho", "发货时间", "发货日期", "出库时间"),
    ),
    "promised_at": (
        *("promised delivery date", "promise date", "expected delivery date", "latest delivery date", "deliver by"),
        *("estimated delivery date", "edd", "fecha prometida", "entrega prometida", "预计送达时间", "承诺送达时间"),
    ),
    "delivered_at": (
        *("delivery date", "delivered date", "delivered on", "actual delivery date", "fecha de entrega", "entregado"),
        *("签收时间", "妥投时间", "送达时间"),
    ),
    "first_attempt_at": ("first attempt", "first delivery attempt", "attempt date", "primer intento", "首次派送时间"),
    "tracking_id": (
        *("tracking number", "tracking id", "tracking no", "tracking #", "guía", "número de guía", "número de rastreo"),
        *("运单号", "跟踪号", "追踪号", "物流单号"),
    ),
    "carrier": (
        "carrier",
        "carrier name",
        "shipping carrier",
        "paquetería",
        "transportista",
        "物流商",
        "承运商",
        "物流方式",
    ),
    "status": ("status", "order status", "estado", "状态", "订单状态"),
    "reason": ("reason", "return reason", "motivo", "motivo de devolución", "原因", "退货原因"),
    "requested_at": ("return date", "return request date", "return requested", "fecha de devolución", "退货时间"),
    "refunded_at": ("refund date", "refunded on", "fecha de reembolso", "退款时间"),
    "opened_at": (
        "defect date",
        "claim date",
        "date opened",
        "opened on",
        "feedback date",
        "fecha del reclamo",
        "发起时间",
    ),
    "closed_at": ("date closed", "closed on", "resolved on", "fecha de cierre", "关闭时间"),
    "outcome": ("result", "resolution", "outcome", "resultado", "resolución", "结果", "处理结果"),
    "kind": ("type", "defect type", "claim type", "transaction type", "tipo", "类型", "费用类型"),
    "cancelled_at": ("cancel date", "cancellation date", "cancelled on", "fecha de cancelación", "取消时间"),
    "amount": ("amount", "total", "refund amount", "importe", "monto", "金额", "退款金额"),
    "posted_at": ("date", "posted date", "transaction date", "fecha", "日期", "结算时间"),
    "received_at": ("received", "received on", "message date", "fecha de recepción", "收到时间"),
    "answered_at": ("response date", "first response", "replied on", "fecha de respuesta", "回复时间"),
    "sessions": ("sessions", "visits", "visitas", "访客数", "会话"),
    "page_views": ("page views", "views", "vistas", "浏览量"),
    "units": ("units", "units ordered", "units sold", "unidades vendidas", "销量"),
    "sales": ("sales", "revenue", "ventas", "销售额"),
    "stock": ("stock", "available", "existencias", "inventario", "库存", "可售库存"),
    "price": ("price", "precio", "价格", "售价"),
    "cost": ("cost", "unit cost", "purchase price", "costo", "采购成本", "采购价", "成本"),
    "spend": ("spend", "cost", "ad spend", "gasto", "花费", "广告花费"),
    "date": ("date", "day", "fecha", "日期"),
    "account": (
        "account",
        "shop",
        "store",
        "shop name",
        "store name",
        "tienda",
        "cuenta",
        "店铺",
        "店铺名",
        "店铺名称",
    ),
}


def propose_columns(layout: Layout, table: str) -> dict[str, str]:
    """The likeliest field of each heading, each field once; headings without a likely one are left out.

    Parameters
    ----------
    layout : Layout
        The file's table. Columns that look personal are never proposed.
    table : str
        Canonical table of which a row of the file is one.
    """
    return _proposals(layout, table, {})


def _proposals(layout: Layout, table: str, shapes: dict[str, set[str]]) -> dict[str, str]:
    """The proposals; `shapes` keeps what the cells of each heading may be."""
    fields, names = fields_of(table), _names_of(table)
    found = []
    for heading in layout.proposable:
        likes = {field: _likeness(heading, names[field]) for field in fields}
        near = {field: like for field, like in likes.items() if like >= LEAST_LIKE}
        if near and heading not in shapes:
            shapes[heading] = _shapes(layout.cells(heading))
        kinds = {*shapes.get(heading, ()), ""}
        found += [(like, heading, field) for field, like in near.items() if _needs(fields[field]) in kinds]
    return _each_once(found)


def propose_table(layout: Layout) -> str:
    """The canonical table of which most columns and all that it needs are found; order_lines where none is likelier."""
    shapes: dict[str, set[str]] = {}
    fits = {table: _proposals(layout, table, shapes) for table in MAPPABLE}
    return max(MAPPABLE, key=lambda table: (_needed_share(table, fits[table]), len(fits[table])))


def _needed_share(table: str, columns: Mapping[str, str]) -> float:
    return len(set(NEEDED[table]) & set(columns.values())) / len(NEEDED[table])


@lru_cache
def _names_of(table: str) -> dict[str, frozenset[str]]:
    """Every normalised name of each field: its own, those of our exports and the common words."""
    names: dict[str, set[str]] = defaultdict(set)
    for field in fields_of(table):
        other, column = part_of(field, table)
        names[field] |= {column.replace("_", " "), *normalised_all(WORDS.get(column, ()))}
        read = [export for export in EXPORTS.values() if export.status == "read" and other in export.tables]
        names[field] |= {name for export in read for name in export.aliases.get(column, ())}
    return {field: frozenset(found) for field, found in names.items()}


@lru_cache(maxsize=1 << 16)
def _likeness(heading: str, names: frozenset[str]) -> float:
    """1 for one of the names, else how much it looks like the nearest; 0 where it is far from all."""
    name = normalised(heading).replace("_", " ").replace("-", " ")
    if name in names or normalised(heading) in names:
        return 1.0
    matcher = SequenceMatcher(b=name)
    best = 0.0
    for each in names:
        matcher.set_seq1(each)
        # The two quick figures are never below the true one, and cheap.
        if matcher.real_quick_ratio() >= LEAST_LIKE and matcher.quick_ratio() >= LEAST_LIKE:
            best = max(best, matcher.ratio())
    return best


def _shapes(cells: pa.Array) -> set[str]:
    """What the cells may be, from their text."""
    if cells.null_count == len(cells):
        return {"number", "time", "code", "flag"}
    found = {"number"} if number_forms(cells) else set()
    found |= {"time"} if date_forms(cells) else set()
    found |= {"code"} if values.matches(cells.drop_null(), "^[a-z]{2,3}$").all() else set()
    words = pc.unique(pc.utf8_lower(cells.drop_null())).to_pylist()
    return found | ({"flag"} if set(words) <= {*YES, *NO} else set())


def _needs(column: Column) -> str:
    """The shape that a field's cells must have; blank where any text will do."""
    if column.name in CODES:
        return "code"
    kinds = {"count": "number", "amount": "number", "number": "number", "rate": "number", "flag": "flag"}
    return {**kinds, "instant": "time", "day": "time"}.get(column.type, "")


def _each_once(found: list[tuple[float, str, str]]) -> dict[str, str]:
    chosen: dict[str, str] = {}
    # The table's own field goes before the same-named one of the table beside it.
    for _, heading, field in sorted(found, key=lambda each: (-each[0], "." in each[2])):
        if heading not in chosen and field not in chosen.values():
            chosen[heading] = field
    return chosen
