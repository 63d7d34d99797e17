"""Jungle Scout product lists, to offers.

Its headings are known by name only, not by a file that was seen whole; of the French page none is known.
"Rank" is the best-seller rank, not the place in the search, and sales are estimates: neither is read.
"""

from __future__ import annotations

from workbench.sources.competitors.lists import BLANKS, list_questions, read_list
from workbench.sources.contract import Export

FIELDS = {
    "item_id": ("ASIN",),
    "title": ("Product Name",),
    "url": ("Link", "URL"),
    "brand": ("Brand",),
    "price": ("Price",),
    "rating": ("Rating",),
    "reviews": ("Reviews",),
}
KNOWN = (
    *("Category", "Rank", "Mo. Sales", "D. Sales", "Mo. Revenue", "Date First Available", "LQS", "Sellers"),
    *("#", "Fees", "Net", "Weight", "Dimensions", "Tier", "Seller"),
)
JUNGLE_SCOUT = Export(
    name="jungle-scout",
    title="Jungle Scout product list",
    platform="junglescout",
    tables=("offers",),
    fields=FIELDS,
    required=("item_id", "title", "price", "reviews"),
    known=KNOWN,
    rank=2,
    download="Jungle Scout extension or Product Database: Download CSV",
    read=read_list,
    questions=list_questions,
    blanks=(*BLANKS, "...", "…", "N.A."),
)
