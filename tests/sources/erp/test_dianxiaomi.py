"""Dianxiaomi orders: columns that the seller picks, starred headings, two country columns."""

import pandas as pd
import pytest

from workbench.sources import recognise

EXPORT = "dianxiaomi-orders"
HEADER = (
    *("订单号", "包裹号", "交易号", "店铺账号", "订单状态", "SKU", "产品ID", "产品名称", "产品数量", "产品售价"),
    *("币种缩写", "下单时间", "发货时间", "物流方式", "运单号", "收货人姓名", "中文国家名", "国家二字码", "订单标记"),
)
ORDER = {
    **{"订单号": "111-1", "包裹号": "XM1", "交易号": "PAY-9", "店铺账号": "墨西哥店01", "订单状态": "已发货"},
    **{"SKU": "A", "产品ID": "B0TEST0001", "产品名称": "Funda", "产品数量": "1", "产品售价": "249.00"},
    **{"币种缩写": "MXN", "下单时间": "2026-01-01 10:20", "发货时间": "2026-01-02 18:00:00", "物流方式": "云途"},
    **{"运单号": "yt 1", "收货人姓名": "王小明", "中文国家名": "墨西哥", "国家二字码": "mx"},
}
SECOND = {"SKU": "B", "产品数量": "3", "产品售价": "10"}


@pytest.fixture
def orders(workbook, reading):
    def take(*rows, header=HEADER, **options):
        table = [list(header), *([row.get(name) for name in HEADER] for row in rows)]
        return reading(workbook(table), export=EXPORT, **options)

    return take


def test_lines_and_parcels_are_read_by_the_platforms_order_number(orders):
    result = orders(ORDER, SECOND)
    lines = result.tables["order_lines"]
    assert lines[["account", "order_id", "line_id", "quantity", "unit_price", "currency"]].values.tolist() == [
        ["amazon-mx", "111-1", "A#1", 1, 249.0, "MXN"],
        ["amazon-mx", "111-1", "B#1", 3, 10.0, "MXN"],
    ]
    assert lines["ordered_at"].unique().tolist() == [pd.Timestamp("2026-01-01T02:20:00Z")]
    assert lines["ship_country"].tolist() == ["MX", "MX"]
    parcels = result.tables["packages"]
    assert parcels[["order_id", "package_id", "tracking_id"]].values.tolist() == [["111-1", "YT1", "yt 1"]]
    assert parcels["confirmed_at"].tolist() == [pd.Timestamp("2026-01-02T10:00:00Z")]


def test_a_parcel_without_a_number_keeps_the_erps_own(orders):
    assert orders(ORDER | {"运单号": "--"}).tables["packages"]["package_id"].tolist() == ["XM1"]


def test_starred_headings_with_line_breaks_are_the_same_columns(orders):
    starred = {"SKU": "*SKU\n(必填)", "产品数量": "*产品数量（必填）", "订单号": "订单号(必填)"}
    result = orders(ORDER, header=[starred.get(name, name) for name in HEADER])
    assert result.tables["order_lines"]["line_id"].tolist() == ["A#1"]
    assert not result.notes


def test_nobody_who_receives_a_parcel_reaches_a_table(orders):
    text = "".join(frame.to_csv() for frame in orders(ORDER, SECOND).tables.values())
    assert "王小明" not in text
    assert "墨西哥" not in text


def test_a_country_that_is_no_code_is_refused(orders):
    assert orders(ORDER | {"国家二字码": "墨西哥"}).refused[["where", "value"]].values.tolist() == [["2", "墨西哥"]]


@pytest.mark.parametrize(("mark", "flag"), [("测评单", True), ("VIP", None), ("", None)])
def test_a_mark_that_names_brushing_is_flagged(orders, mark, flag):
    result = orders(ORDER | {"订单标记": mark})
    found = result.tables["order_lines"]["is_brushing"][0]
    assert (None if pd.isna(found) else bool(found)) is flag
    assert any("policy risk" in note for note in result.notes) is bool(flag)


def test_a_shop_that_is_no_account_is_asked_about(comma, context):
    (question,) = recognise("d.csv", comma(HEADER, [ORDER | {"店铺账号": "新店"}]), context=context()).questions
    assert question.key == "shop:新店"


def test_an_unknown_state_is_noted_and_missing(orders):
    result = orders(ORDER | {"订单状态": "搁置"})
    assert pd.isna(result.tables["order_lines"]["status"][0])
    assert any("搁置" in note for note in result.notes)
