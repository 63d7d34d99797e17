"""SellerSprite 卖家精灵 product lists (xlsx or CSV, Chinese headings), to offers.

Monthly sales (月销量) are the tool's estimates and are not read; 评分数 is the number of ratings, 评分 the stars.
"""

from __future__ import annotations

from workbench.sources.competitors.lists import BLANKS, PRICE_SIGNS, list_questions, read_list
from workbench.sources.contract import Export


def _signed(word: str) -> tuple[str, ...]:
    return tuple(f"{word}({sign})" for sign in PRICE_SIGNS)


FIELDS = {
    "item_id": ("ASIN",),
    "title": ("商品标题",),
    "url": ("商品详情页链接",),
    "brand": ("品牌",),
    "seller": ("BuyBox卖家",),
    "price": _signed("价格"),
    "shipping_price": _signed("买家运费"),
    "logistic": ("配送方式",),
    "rating": ("评分",),
    "reviews": ("评分数",),
}
KNOWN = (
    *(
        "#",
        "SKU",
        "详细参数",
        "品牌链接",
        "商品主图",
        "父ASIN",
        "类目路径",
        "大类目",
        "大类BSR",
        "大类BSR增长数",
        "大类BSR增长率",
    ),
    *(
        "小类目",
        "小类BSR",
        "月销量",
        "月销量增长率",
        "变体数",
        "Coupon",
        "Q&A",
        "月新增评分数",
        "留评率",
        "毛利率",
        "评级",
    ),
    *("上架时间", "上架天数", "LQS", "卖家数", "BuyBox类型", "卖家所属地", "卖家信息", "卖家首页", "Best Seller标识"),
    *(
        "Amazon's Choice",
        "New Release标识",
        "A+页面",
        "视频介绍",
        "SP广告",
        "品牌故事",
        "品牌广告",
        "7天促销",
        "AC关键词",
    ),
    *(
        "商品重量",
        "商品重量（单位换算）",
        "商品尺寸",
        "商品尺寸（单位换算）",
        "包装重量",
        "包装重量（单位换算）",
        "包装尺寸",
    ),
    *("包装尺寸（单位换算）", "包装尺寸分段", "标签", *_signed("月销售额"), *_signed("子体销售额"), "子体销量"),
    *(*_signed("prime价格"), *_signed("FBA")),
)
SELLERSPRITE = Export(
    name="sellersprite-products",
    title="SellerSprite 卖家精灵 products",
    platform="sellersprite",
    tables=("offers",),
    fields=FIELDS,
    required=("item_id", "title", "price"),
    known=KNOWN,
    rank=2,
    download="SellerSprite: Product Research or the browser extension > Export, xlsx or CSV",
    read=read_list,
    questions=list_questions,
    blanks=BLANKS,
)
