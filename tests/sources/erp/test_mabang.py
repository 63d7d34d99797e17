"""Mabang orders: cells filled down inside an order, Beijing time, shops to accounts."""

import pandas as pd
import pytest

from workbench.errors import AmbiguousFormat, OpenQuestions
from workbench.sources import read, recognise

HEADER = (
    *("订单编号", "交易编号", "物流渠道", "店铺名", "平台", "订单状态", "SKU", "商品数量", "商品中文名称", "货运单号"),
    *(
        "客户姓名",
        "商品销售单价",
        "付款时间",
        "平台SKU",
        "最后发货期限",
        "发货时间",
        "作废时间",
        "电话1",
        "是否测评",
        "签收时间",
    ),
)
ORDER = {
    **{
        "订单编号": "MB1",
        "交易编号": "111-1",
        "物流渠道": "燕文",
        "店铺名": "美国店01",
        "平台": "Amazon",
        "订单状态": "已签收",
    },
    **{"SKU": "ERP-1", "商品数量": "1", "商品中文名称": "手机壳", "货运单号": "UG1", "客户姓名": "张三"},
    **{"商品销售单价": "USD 24.99", "付款时间": "2026-01-01 10:20:30", "平台SKU": "A"},
    **{"最后发货期限": "2026-01-03 23:59:59", "发货时间": "2026-01-02 18:00:00", "签收时间": "2026-01-09 08:00:00"},
}
SECOND = {"SKU": "ERP-2", "商品数量": "2", "平台SKU": "B", "商品销售单价": "*****"}
EXPORT = "mabang-orders"


@pytest.fixture
def orders(comma, reading):
    def take(*rows, encoding="gb18030", header=HEADER, **options):
        return reading(comma(header, rows, encoding=encoding), export=EXPORT, **options)

    return take


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-8"])
def test_an_order_is_filled_down_its_own_rows_only(orders, encoding):
    result = orders(ORDER, SECOND, ORDER | {"订单编号": "MB2", "交易编号": "", "货运单号": ""}, encoding=encoding)
    assert result.encoding == encoding
    lines = result.tables["order_lines"]
    assert lines[["order_id", "line_id", "quantity"]].values.tolist() == [
        ["111-1", "A#1", 1],
        ["111-1", "B#1", 2],
        ["MB2", "A#1", 1],
    ]
    assert lines["unit_price"].tolist()[0] == 24.99
    assert pd.isna(lines["unit_price"][1])
    assert lines["account"].unique().tolist() == ["amazon-us"]
    assert lines["ordered_at"][1] == pd.Timestamp("2026-01-01T02:20:30Z")  # Beijing is eight hours ahead
    parcels = result.tables["packages"]
    assert parcels[["order_id", "package_id"]].values.tolist() == [["111-1", "UG1"], ["MB2", "MB2"]]
    assert parcels["confirmed_at"][0] == pd.Timestamp("2026-01-02T10:00:00Z")
    assert parcels["delivered_at"][0] == pd.Timestamp("2026-01-09T00:00:00Z")
    assert parcels["ship_from_country"].tolist() == ["CN", "CN"]


def test_a_blank_cell_of_the_next_order_is_not_filled(orders):
    result = orders(ORDER, ORDER | {"订单编号": "MB2", "交易编号": "111-2", "货运单号": "--", "签收时间": ""})
    assert pd.isna(result.tables["packages"]["tracking_id"][1])
    assert pd.isna(result.tables["packages"]["delivered_at"][1])


def test_no_customer_reaches_a_table(orders):
    text = "".join(frame.to_csv() for frame in orders(ORDER).tables.values())
    assert "张三" not in text


@pytest.mark.parametrize(
    ("state", "status"),
    [("已发货", "shipped"), ("已作废", "cancelled"), ("待处理", "unshipped"), ("已退款", "returned")],
)
def test_states_are_mapped(orders, state, status):
    assert orders(ORDER | {"订单状态": state}).tables["order_lines"]["status"].tolist() == [status]


def test_a_shop_that_is_no_account_is_asked_about(comma, context):
    content = comma(HEADER, [ORDER | {"店铺名": "新店"}])
    (question,) = recognise("m.csv", content, context=context()).questions
    assert question.key == "shop:新店"
    with pytest.raises(OpenQuestions, match="the shops 新店 are no account"):
        read("m.csv", content, export=EXPORT, context=context())


def test_answers_about_a_shop_are_used(orders):
    rows = [ORDER, ORDER | {"订单编号": "MB2", "店铺名": "新店"}, ORDER | {"订单编号": "MB3", "店铺名": "别家"}]
    result = orders(*rows, **{"shop:新店": "amazon-mx", "shop:别家": "none"})
    assert result.tables["order_lines"]["account"].tolist() == ["amazon-us", "amazon-mx"]
    assert result.structural == {"other shop": 1}


def test_an_export_without_shops_is_of_its_folders_account(orders):
    header = tuple(name for name in HEADER if name != "店铺名")
    assert orders(ORDER, header=header, account="amazon-mx").tables["order_lines"]["account"].tolist() == ["amazon-mx"]


def test_brushing_orders_are_flagged_and_told_as_a_risk(orders):
    plain = ORDER | {"订单编号": "MB2", "交易编号": "111-2", "是否测评": "否"}
    unsaid = ORDER | {"订单编号": "MB3", "交易编号": "111-3"}
    result = orders(ORDER | {"是否测评": "是"}, SECOND, plain, unsaid)
    flags = result.tables["order_lines"]["is_brushing"]
    assert flags.astype(object).where(flags.notna(), None).tolist() == [True, True, False, None]
    assert any("2 rows are marked as brushing orders" in note and "policy risk" in note for note in result.notes)


def test_a_workbook_with_merged_order_cells_reads_as_the_csv(workbook, reading):
    rows = [list(HEADER), *([row.get(name) for name in HEADER] for row in (ORDER, SECOND))]
    result = reading(workbook(rows), export=EXPORT)
    assert result.tables["order_lines"]["line_id"].tolist() == ["A#1", "B#1"]
    assert result.tables["packages"]["tracking_id"].tolist() == ["UG1"]


ADDRESSED = (*HEADER[:11], "邮寄地址1(按逗号分隔导出2列)", *HEADER[11:])


def lines_of(*rows, cut=("Calle Inventada 1", "Piso 2"), last="x"):
    """Rows in which the one address column holds two cells, as the ERP writes them."""
    for row in rows:
        yield [cell for name in HEADER for cell in [row.get(name, ""), *(cut if name == HEADER[10] else ())]] + [last]


@pytest.mark.parametrize("container", ["csv", "xlsx"])
def test_the_address_column_that_expands_to_two_shifts_nothing(container, workbook, reading):
    body = [[*ADDRESSED, "备注"], *lines_of(ORDER, SECOND)]
    content = workbook(body) if container == "xlsx" else "\n".join(map(",".join, body)).encode("gb18030")
    result = reading(content, export=EXPORT)
    lines = result.tables["order_lines"]
    assert (lines["unit_price"][0], lines["sku"].tolist()) == (24.99, ["A", "B"])
    assert result.tables["packages"]["delivered_at"].tolist() == [pd.Timestamp("2026-01-09T00:00:00Z")]
    assert "Inventada" not in "".join(frame.to_csv() for frame in result.tables.values())


def test_two_addresses_or_a_comma_too_many_is_not_guessed(context):
    body = [[*ADDRESSED, "备注"], *lines_of(ORDER, last="")]
    content = "\n".join(map(",".join, body)).encode()
    with pytest.raises(AmbiguousFormat, match="either '邮寄地址1.*' stands for two columns"):
        read("m.csv", content, export=EXPORT, context=context())


def test_a_template_with_few_columns_is_read_and_unknown_columns_are_told(orders):
    header = ("订单编号", "订单状态", "SKU", "商品数量", "店铺名", "自定义列")
    result = orders(ORDER | {"自定义列": "7"}, header=header)
    assert result.tables["order_lines"]["sku"].tolist() == ["ERP-1"]
    assert "columns not known and not read: 自定义列" in result.notes


@pytest.mark.parametrize(
    ("amount", "price", "currency"),
    [("MXN 1,234.50", 1234.5, "MXN"), ("24.99 CAD", 24.99, "CAD"), ("7.5", 7.5, "USD"), ("--", None, None)],
)
def test_a_currency_beside_the_amount_goes_before_the_accounts(orders, amount, price, currency):
    line = orders(ORDER | {"商品销售单价": amount}).tables["order_lines"].iloc[0]
    assert (None if pd.isna(line["unit_price"]) else line["unit_price"]) == price
    assert (None if pd.isna(line["currency"]) else line["currency"]) == currency


def test_bad_cells_are_refused(orders):
    result = orders(
        ORDER, ORDER | {"订单编号": "MB2", "商品数量": "两"}, ORDER | {"订单编号": "MB3", "发货时间": "昨天"}
    )
    assert result.refused[["where", "value"]].values.tolist() == [["3", "两"], ["4", "昨天"]]


def test_a_first_row_without_an_order_is_refused(orders):
    assert orders(SECOND, ORDER, account="amazon-us").refused["where"].unique().tolist() == ["2"]
