"""Amazon Business Reports: visits once an item, and only for a period that somebody named."""

import pandas as pd
import pytest

from workbench.errors import OpenQuestions
from workbench.sources import read, recognise
from workbench.sources.amazon.traffic import proposed_period

US = (
    *("(Parent) ASIN", "(Child) ASIN", "Title", "SKU", "Sessions - Total", "Session Percentage - Total"),
    *("Page Views - Total", "Featured Offer (Buy Box) Percentage", "Units Ordered", "Unit Session Percentage"),
    *("Ordered Product Sales", "Total Order Items"),
)
UK = (
    *("(Parent) ASIN", "(Child) ASIN", "Title", "SKU", "Sessions – Total", "Session percentage – Total"),
    *("Page views – Total", "Featured Offer (Buy Box) percentage", "Units ordered", "Unit Session Percentage"),
    *("Ordered Product Sales", "Total order items"),
)
ZH = (
    *("（父）ASIN", "（子）ASIN", "标题", "SKU", "会话数 - 总计", "转化率 - 总计"),
    *("页面浏览量 - 总计", "推荐报价（推荐报价展示位）百分比", "已订购商品数量", "商品会话百分比"),
    *("已订购商品销售额", "订单商品总数"),
)
ZH_OLD = (
    *("（父）ASIN", "（子）ASIN", "标题", "SKU", "会话次数 – 总计", "转化率 – 总计"),
    *("页面浏览量 – 总计", "推荐报价（推荐报价展示位）百分比", "订购数量", "商品转化率"),
    *("已订购商品销售额", "订单商品总数"),
)
OLD = (
    *("(Parent) ASIN", "(Child) ASIN", "Title", "SKU", "Sessions", "Session Percentage"),
    *("Page Views", "Buy Box Percentage", "Units Ordered", "Unit Session Percentage"),
    *("Ordered Product Sales", "Total Order Items"),
)
ROW = ("P1", "C1", "Pot", "A", "5,824", "1,000.00%", "7,001", "98.80%", "72", "466.67%", "$1,439.28", "64")
EXPORT = "amazon-business-report"
JANUARY = "2026-01-01/2026-01-31"


def row(header, **cells):
    """The plain row with cells changed by place: parent, child, title, sku, sessions, share, views, ..."""
    names = (
        *("parent", "child", "title", "sku", "sessions", "share", "views", "featured", "units", "unit_share"),
        *("sales", "items"),
    )
    return dict(zip(header, (cells.get(name, value) for name, value in zip(names, ROW, strict=True)), strict=True))


@pytest.fixture
def traffic(comma, reading):
    def read_rows(*rows, header=US, period=JANUARY, account="amazon-us"):
        return reading(comma(header, rows), export=EXPORT, account=account, period=period)

    return read_rows


@pytest.mark.parametrize("header", [US, UK, ZH, ZH_OLD, OLD])
def test_headings_of_every_language_and_generation_mean_the_same(traffic, header):
    (item,) = traffic(row(header), header=header).tables["traffic"].to_dict("records")
    assert (item["item_id"], item["sessions"], item["page_views"], item["units"]) == ("C1", 5824, 7001, 72)
    assert (item["sales"], item["currency"]) == (1439.28, "USD")
    assert item["featured_offer_share"] == pytest.approx(0.988)
    assert (item["start_date"], item["end_date"]) == (pd.Timestamp("2026-01-01"), pd.Timestamp("2026-01-31"))


def test_spanish_headings_of_spain_have_a_decimal_comma(traffic):
    header = ("ASIN (parent)", "ASIN (child)", "Título", "SKU", "Sesiones: total", "Unidades encargadas")
    header = (*header, "Ventas de productos encargados")
    cells = ("P1", "C1", "Olla", "A", "5.824", "72", "$1.439,28")
    (item,) = traffic(dict(zip(header, cells, strict=True)), header=header).tables["traffic"].to_dict("records")
    assert (item["sessions"], item["sales"]) == (5824, 1439.28)


def test_a_share_with_a_point_under_headings_of_spain_is_refused_with_an_example_of_theirs(traffic):
    share = "Porcentaje de ofertas destacadas (Buy Box)"
    header = ("ASIN (parent)", "ASIN (child)", "Título", "SKU", "Sesiones: total", share, "Unidades encargadas")
    header = (*header, "Ventas de productos encargados")
    cells = ("P1", "C1", "Olla", "A", "5.824", "97.5%", "72", "1.439,28")
    refused = traffic(dict(zip(header, cells, strict=True)), header=header).refused
    assert refused[["column", "value", "reason"]].values.tolist() == [
        [share, "97.5%", "not a percentage such as 97,5%"]
    ]


def test_visits_of_an_item_are_taken_once_and_units_and_sales_added(traffic):
    result = traffic(
        row(US),
        row(US, sku="A-FBM", units="25", sales="$499.75"),
        row(US, child="C2", sku="B", sessions="10"),
    )
    items = result.tables["traffic"]
    assert items[["item_id", "sessions", "units", "where"]].values.tolist() == [
        ["C1", 5824, 97, "2,3"],
        ["C2", 10, 72, "4"],
    ]
    assert items["sales"].tolist() == [pytest.approx(1939.03), 1439.28]
    assert result.structural == {"further SKU of an item": 1}


def test_a_sku_that_stands_under_two_parents_counts_once(traffic):
    result = traffic(row(US), row(US, parent="P2"))
    assert result.tables["traffic"]["units"].tolist() == [72]
    assert result.structural == {"same SKU under another parent": 1}


def test_an_item_under_two_parents_counts_once_in_a_report_without_skus(traffic):
    header = tuple(name for name in US if name != "SKU")
    result = traffic(row(US), row(US, parent="P2"), row(US, parent="P2", child="C2"), header=header)
    assert result.tables["traffic"][["item_id", "units", "where"]].values.tolist() == [["C1", 72, "2"], ["C2", 72, "4"]]
    assert result.structural == {"same item under another parent": 1}


def test_money_of_several_skus_is_added_to_the_cent(traffic):
    result = traffic(row(US, sales="$0.10"), row(US, sku="B", sales="$0.20"))
    assert result.tables["traffic"]["sales"].tolist() == [0.3]


def test_newer_columns_and_the_app_and_browser_split_are_known_and_not_read(traffic):
    split = [f"{what} - {where}" for what in ("Sessions", "Page Views") for where in ("Mobile App", "Browser - B2B")]
    newer = ("Featured Offer - Unfilled Percentage", "Units Refunded", "Refund Rate", "Shipped Product Sales")
    result = traffic(row(US), header=(*US, *split, *newer, "Units Shipped", "Orders Shipped"))
    assert (result.notes, result.tables["traffic"]["sessions"].tolist()) == ((), [5824])


def test_mexican_headings_have_a_decimal_point(traffic):
    header = ("ASIN (parent)", "ASIN (secundario)", "Título", "Sesiones: total", "Unidades pedidas")
    header = (*header, "Ventas de productos pedidos", "Total de artículos del pedido -B2B")
    cells = ("P1", "C1", "Olla", "5,824", "72", "$1,439.28", "0")
    result = traffic(dict(zip(header, cells, strict=True)), header=header, account="amazon-mx")
    (item,) = result.tables["traffic"].to_dict("records")
    assert (item["sessions"], item["sales"], item["currency"], result.notes) == (5824, 1439.28, "MXN", ())


def test_the_chinese_share_of_visits_is_no_conversion_and_enters_no_column(traffic):
    result = traffic(row(ZH, share="12.34%"), header=ZH)
    assert "0.1234" not in result.tables["traffic"].to_csv()


def test_rows_in_another_currency_are_refused(traffic):
    result = traffic(row(US), row(US, child="C2", sales="£12.00"))
    assert result.refused[["where", "reason"]].values.tolist() == [["3", "not in USD, the account's currency"]]


def test_the_period_is_asked_and_the_name_only_proposes(comma, context):
    name = "BusinessReport-2026-02-03.csv"
    found = recognise(name, comma(US, [row(US)]), context=context("amazon-us", file=name))
    assert [(question.key, question.proposal) for question in found.questions] == [("period", JANUARY)]
    with pytest.raises(OpenQuestions, match="does not say which days it covers.*2026-01-01/2026-01-31"):
        read(name, comma(US, [row(US)]), export=EXPORT, context=context("amazon-us", file=name))


@pytest.mark.parametrize("answer", ["January", "2026-01-31/2026-01-01", "2026-01-01"])
def test_a_period_that_is_none_is_refused(traffic, answer):
    with pytest.raises(OpenQuestions, match=f"the period is '{answer}'"):
        traffic(row(US), period=answer)


@pytest.mark.parametrize(
    ("file", "proposal"),
    [
        ("BusinessReport-03-02-2026.csv", ""),
        ("BusinessReport-02-02-2026.csv", JANUARY),
        ("traffic_2026-01-01_2026-01-31.csv", JANUARY),
        ("traffic 2026-01.csv", JANUARY),
        ("traffic.csv", ""),
    ],
)
def test_a_name_that_can_be_read_two_ways_proposes_nothing(file, proposal):
    assert proposed_period(file) == proposal
