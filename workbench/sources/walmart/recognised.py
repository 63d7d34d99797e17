"""Walmart API answers that are recognised and named, and not read: no table holds what they say."""

from __future__ import annotations

from workbench.sources.contract import Export
from workbench.sources.json_values import part, parts


def is_pro_seller_badge(document: object) -> bool:
    """Whether a JSON document tells of the Pro Seller badge."""
    return {"hasBadge", "meetsCriteria", "criteriaData"} <= set(part(document))


def is_listing_quality(document: object) -> bool:
    """Whether a JSON document holds the listing quality score of the whole catalogue."""
    return "overAllQuality" in part(document, "payload")


def is_unpublished_items(document: object) -> bool:
    """Whether a JSON document lists items that are not published, by reason."""
    found = parts(document, "payload")
    return "totalGmvAmount" in part(document) and bool(found)


def _named(name: str, title: str, is_document: object) -> Export:
    return Export(
        name=name,
        title=title,
        platform="walmart",
        tables=(),
        download="",
        status="not_read_yet",
        reader_version=0,
        is_document=is_document,
    )


EXPORTS = (
    _named("walmart-pro-seller-badge", "Walmart Pro Seller badge (API)", is_pro_seller_badge),
    _named("walmart-listing-quality", "Walmart listing quality score (API)", is_listing_quality),
    _named("walmart-unpublished-items", "Walmart unpublished items (API)", is_unpublished_items),
)
