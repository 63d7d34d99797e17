"""Jungle Scout and SellerSprite: lists of one search on one day."""

import pandas as pd
import pytest

from workbench.errors import MissingColumn
from workbench.sources import recognise
from workbench.sources.competitors.lists import market_in_name
from workbench.sources.competitors.sellersprite import FIELDS, KNOWN

SCOUT = (
    *("Product Name", "Brand", "Price", "Category", "Rank", "Mo. Sales", "D. Sales", "Mo. Revenue"),
    *("Date First Available", "Reviews", "Rating", "LQS", "Sellers", "ASIN"),
)
SCOUT_ITEM = {
    **{
        "Product Name": "Garlic press",
        "Brand": "Torvane",
        "Price": "$1,024.99",
        "Rank": "12,001",
        "ASIN": "B0TEST0001",
    },
    **{"Mo. Sales": "1,204", "Reviews": "2,733", "Rating": "4.6"},
}
# The 64 headings of the product export.
SPRITE = (
    *(
        "ASIN",
        "SKU",
        "详细参数",
        "品牌",
        "品牌链接",
        "商品标题",
        "商品详情页链接",
        "商品主图",
        "父ASIN",
        "类目路径",
        "大类目",
    ),
    *(
        "大类BSR",
        "大类BSR增长数",
        "大类BSR增长率",
        "小类目",
        "小类BSR",
        "月销量",
        "月销量增长率",
        "月销售额($)",
        "子体销量",
    ),
    *(
        "子体销售额($)",
        "变体数",
        "价格($)",
        "prime价格($)",
        "Coupon",
        "Q&A",
        "评分数",
        "月新增评分数",
        "评分",
        "留评率",
        "FBA($)",
    ),
    *("毛利率", "评级", "上架时间", "上架天数", "配送方式", "买家运费($)", "LQS", "卖家数", "BuyBox卖家", "BuyBox类型"),
    *(
        "卖家所属地",
        "卖家信息",
        "卖家首页",
        "Best Seller标识",
        "Amazon's Choice",
        "New Release标识",
        "A+页面",
        "视频介绍",
    ),
    *("SP广告", "品牌故事", "品牌广告", "7天促销", "AC关键词", "商品重量", "商品重量（单位换算）", "商品尺寸"),
    *(
        "商品尺寸（单位换算）",
        "包装重量",
        "包装重量（单位换算）",
        "包装尺寸",
        "包装尺寸（单位换算）",
        "包装尺寸分段",
        "标签",
    ),
)
SPRITE_ITEM = {
    **{"ASIN": "B0TEST0001", "品牌": "Torvane", "商品标题": "Garlic press", "价格($)": "24.99", "评分数": "2,733"},
    **{"评分": "4.6", "配送方式": "FBA", "买家运费($)": "4.99", "BuyBox卖家": "Torvane Shop", "月销量": "1,204"},
    **{"商品详情页链接": "https://www.amazon.com.mx/dp/B0TEST0001", "卖家信息": "Somebody, Some Street 5"},
}
ANSWERS = {"market": "US", "observed_at": "2026-01-31", "query": "garlic press"}


def test_a_jungle_scout_item_is_an_offer_and_its_estimates_are_left_out(comma, reading):
    items = [SCOUT_ITEM, SCOUT_ITEM | {"ASIN": "B0TEST0002", "Rating": "...", "Reviews": "..."}]
    result = reading(comma(SCOUT, items), export="jungle-scout", **ANSWERS)
    offers = result.tables["offers"]
    assert offers["price"].tolist() == [1024.99, 1024.99]
    assert (offers["reviews"][0], offers["rating"][0]) == (2733, 4.6)
    assert offers[["reviews", "rating"]].iloc[1].isna().all()
    assert "sold" not in offers
    assert "rank" not in offers


def test_a_jungle_scout_item_without_a_price_is_layout(comma, reading):
    result = reading(comma(SCOUT, [SCOUT_ITEM | {"Price": "..."}]), export="jungle-scout", **ANSWERS)
    assert result.structural == {"listing without a price": 1}


def test_jungle_scout_columns_may_stand_in_any_order(comma, reading):
    result = reading(comma(tuple(reversed(SCOUT)), [SCOUT_ITEM]), export="jungle-scout", **ANSWERS)
    assert result.tables["offers"]["item_id"].tolist() == ["B0TEST0001"]


def test_the_headings_of_sellersprite_are_all_known(comma, context):
    assert len(SPRITE) == 64
    assert set(SPRITE) <= {*KNOWN, *(heading for headings in FIELDS.values() for heading in headings)}
    questions = recognise("s.csv", comma(SPRITE, [SPRITE_ITEM]), context=context(file="x")).questions
    assert [question.key for question in questions] == ["observed_at", "query"]


@pytest.mark.parametrize("container", ["csv", "xlsx"])
def test_a_sellersprite_item_is_an_offer_of_the_market_of_its_link(comma, workbook, reading, container):
    cells = [SPRITE, [SPRITE_ITEM.get(name, "") for name in SPRITE]]
    content = comma(SPRITE, [SPRITE_ITEM]) if container == "csv" else workbook(cells)
    (offer,) = reading(content, export="sellersprite-products", **ANSWERS).tables["offers"].to_dict("records")
    assert (offer["market"], offer["currency"], offer["price"], offer["shipping_price"]) == ("MX", "MXN", 24.99, 4.99)
    assert (offer["rating"], offer["reviews"], offer["seller"], offer["logistic"]) == (4.6, 2733, "Torvane Shop", "FBA")
    assert "Some Street" not in str(offer)


def test_a_pound_in_the_heading_names_the_market(comma, reading):
    header = [name.replace("($)", "(£)") for name in SPRITE]
    item = {name.replace("($)", "(£)"): value for name, value in SPRITE_ITEM.items()} | {"商品详情页链接": ""}
    offers = reading(comma(header, [item]), export="sellersprite-products", **ANSWERS).tables["offers"]
    assert offers[["market", "currency", "price"]].values.tolist() == [["UK", "GBP", 24.99]]


def test_a_price_with_another_sign_in_the_cell_is_refused(comma, reading):
    items = [SPRITE_ITEM, SPRITE_ITEM | {"ASIN": "B0TEST0002", "价格($)": "24,99"}]
    result = reading(comma(SPRITE, items), export="sellersprite-products", **ANSWERS)
    assert result.refused[["where", "value"]].values.tolist() == [["3", "24,99"]]


def test_a_heading_nearly_right_is_named_in_the_error(comma, context):
    header = ["Product Nam" if name == "Product Name" else name for name in SCOUT]
    with pytest.raises(MissingColumn, match="Product Name.*Product Nam"):
        recognise("j.csv", comma(header, [SCOUT_ITEM]), context=context())


@pytest.mark.parametrize(
    ("name", "market"), [("Search-MX-20260131.xlsx", "MX"), ("bus_mx.csv", ""), ("US-MX.csv", ""), ("list.csv", "")]
)
def test_a_files_name_only_ever_proposes_a_market(name, market):
    assert market_in_name(name) == market


def test_day_and_words_come_from_the_answers(comma, reading):
    (offer,) = reading(comma(SCOUT, [SCOUT_ITEM]), export="jungle-scout", **ANSWERS).tables["offers"].to_dict("records")
    assert (offer["query"], offer["observed_at"]) == ("garlic press", pd.Timestamp("2026-01-31T00:00Z"))
