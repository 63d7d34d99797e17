"""The product categories of an account's orders, for the KPIs that a platform judges category by category."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbench.kpis.frames import AccountFrames
from workbench.kpis.opportunities import Opportunities

# The KPIs counted by category where the rule book says that they are judged so.
BY_CATEGORY = (("amazon", "valid_tracking_rate"),)


def is_category(row: Mapping) -> bool:
    """Whether a row of the KPI table stands for one category, beside the row of the whole account."""
    return (row["platform"], row["kpi"]) in BY_CATEGORY and bool(row["scope"])


def categories_of(frames: AccountFrames) -> list[str]:
    """Categories of the orders whose parcels the seller sends, by name; made once."""
    if categories_of not in frames.made:
        found = order_categories(frames)
        sent = found[found["order_id"].isin(frames.parcels["order_id"])] if len(found) else found
        frames.made[categories_of] = sorted(sent["category"].unique())
    return frames.made[categories_of]


def order_categories(frames: AccountFrames) -> pd.DataFrame:
    """order_id and category, one row each: the line's own, else that of its SKU in the catalogue; made once.

    An order of several categories has a row of each: its parcel is one that each of them is judged by.
    """
    if order_categories not in frames.made:
        frames.made[order_categories] = _order_categories(frames)
    return frames.made[order_categories]


def of_category(found: Opportunities, frames: AccountFrames, *, category: str) -> Opportunities:
    """The rows of the orders with an article of the category, noted where other parcels say no category.

    That the carrier files reach a day is known from all parcels: a category without any event there has no scans.
    """
    known = order_categories(frames)
    is_unsaid = ~found.rows["order_id"].isin(known["order_id"]).all()
    rows = found.rows[found.rows["order_id"].isin(known.loc[known["category"] == category, "order_id"])]
    if is_unsaid:
        rows = rows.assign(note=rows["note"].mask(rows["note"] == "", "estimate_category_unknown"))
    return Opportunities(rows.reset_index(drop=True), missing=found.missing)


def _order_categories(frames: AccountFrames) -> pd.DataFrame:
    lines = frames.order_lines[["order_id", "sku", "category"]]
    own = frames.catalogue.dropna(subset=["sku", "category"]).drop_duplicates("sku")
    if own.empty and lines["category"].isna().all():
        return lines[["order_id", "category"]].head(0)
    of_sku = lines["sku"].map(own.set_index("sku")["category"]).astype("str")
    filled = lines.assign(category=lines["category"].fillna(of_sku))
    return filled[["order_id", "category"]].dropna().drop_duplicates(ignore_index=True)
