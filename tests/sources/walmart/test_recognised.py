"""Walmart answers that no table holds are named."""

import pytest

from workbench.sources import recognise


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({"hasBadge": True, "meetsCriteria": {}, "criteriaData": {"orders": 5}}, "walmart-pro-seller-badge"),
        ({"payload": {"score": {"offerScore": 50}, "overAllQuality": 44.7}, "status": "OK"}, "walmart-listing-quality"),
        ({"totalCount": 1, "totalGmvAmount": 5, "payload": [{"sku": "A"}]}, "walmart-unpublished-items"),
    ],
)
def test_an_answer_that_is_not_read_is_named(document, context, body, name):
    found = recognise("f.json", document(body), context=context())
    assert (found.export, found.status) == (name, "not_read_yet")
