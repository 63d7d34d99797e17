"""Lingxing: order lines of the account's own country; profit reports are named with the reason they are not read."""

import pandas as pd
import pytest

from workbench.sources import recognise
from workbench.sources.erp.lingxing import PROFIT_COLUMNS

EXPORT = "lingxing-orders"
HEADER = (
    "订单号",
    "国家",
    "订单状态",
    "订单类型",
    "换货订单",
    "是否退货",
    "MSKU",
    "品名",
    "数量",
    "单价",
    "订单币种",
    "广告花费",
)
ORDER = {
    **{"订单号": "111-1", "国家": "美国", "订单状态": "Shipped", "订单类型": "AFN", "换货订单": "否", "MSKU": "A"},
    **{"品名": "Press", "数量": "2", "单价": "19.99", "订单币种": "USD", "广告花费": "有花费无销售额"},
}


@pytest.fixture
def orders(comma, reading):
    def take(*rows, header=HEADER, account="amazon-us", **options):
        return reading(comma(header, rows), export=EXPORT, account=account, **options)

    return take


def test_lines_are_read_and_other_countries_left_out(orders):
    mexican = ORDER | {"订单号": "702-1", "国家": "墨西哥", "订单币种": "MXN"}
    result = orders(ORDER, mexican, ORDER | {"订单号": "111-2", "订单类型": "MFN", "单价": "--"})
    lines = result.tables["order_lines"]
    assert lines[["account", "order_id", "line_id", "quantity", "channel", "status"]].values.tolist() == [
        ["amazon-us", "111-1", "A#1", 2, "platform", "shipped"],
        ["amazon-us", "111-2", "A#1", 2, "seller", "shipped"],
    ]
    assert lines["unit_price"].tolist()[0] == 19.99
    assert pd.isna(lines["unit_price"][1])
    assert result.structural == {"other country": 1}


def test_a_replacement_is_no_sale(orders):
    assert orders(ORDER, ORDER | {"订单号": "111-2", "换货订单": "是"}).structural == {"replacement order": 1}


def test_a_channel_that_is_not_known_is_refused(orders):
    assert orders(ORDER | {"订单类型": "XYZ"}).refused[["column", "value"]].values.tolist() == [["订单类型", "XYZ"]]


def test_rows_go_to_the_account_of_their_shop(orders):
    header = ("店铺", *HEADER)
    rows = [ORDER | {"店铺": "美国店01"}, ORDER | {"店铺": "墨西哥店01", "国家": "墨西哥", "订单号": "702-1"}]
    result = orders(*rows, header=header, account="")
    assert result.tables["order_lines"]["account"].tolist() == ["amazon-us", "amazon-mx"]


def test_an_empty_export_is_read_as_no_lines(orders):
    assert len(orders().tables["order_lines"]) == 0


@pytest.mark.parametrize("wrap", [lambda found: found, lambda found: {"data": {"records": found}}])
def test_the_profit_report_is_named_with_the_reason(wrap, document, context):
    records = [{"totalSalesAmount": 519.87, "cgPriceTotal": -185.69, "promotionalRebates": -483.88, "note": "null"}]
    found = recognise("profit.json", document(wrap(records)), context=context())
    assert (found.export, found.status) == ("lingxing-profit", "not_read_yet")
    assert "no total in it can be checked" in found.differs


def test_the_profit_workbook_is_named_with_the_reason(workbook, context):
    found = recognise("利润报表.xlsx", workbook([PROFIT_COLUMNS, ["x"] * len(PROFIT_COLUMNS)]), context=context())
    assert (found.export, found.status) == ("lingxing-profit", "not_read_yet")
    assert "settlement report" in found.differs
