"""Amazon listings: as they stood on a day that somebody named, odd SKUs and long descriptions included."""

import pandas as pd
import pytest

from workbench.errors import OpenQuestions
from workbench.sources import read, recognise

PLAIN = (
    *("item-name", "item-description", "listing-id", "seller-sku", "price", "quantity", "open-date", "image-url"),
    *("item-is-marketplace", "product-id-type", "zshop-shipping-fee", "item-note", "item-condition"),
    *("zshop-category1", "zshop-browse-path", "zshop-storefront-feature", "asin1", "asin2", "asin3"),
    *("will-ship-internationally", "expedited-shipping", "zshop-boldface", "product-id"),
    *("bid-for-featured-placement", "add-delete", "pending-quantity", "fulfillment-channel"),
)
ALL = (*PLAIN, "merchant-shipping-group", "status")
STEPS = (*(f"Quantity {what} {n}" for n in range(1, 6) for what in ("Lower Bound", "Price")),)
MORE = (*(f"Progressive {what} {n}" for n in range(1, 4) for what in ("Lower Bound", "Price")),)
ACTIVE = (
    *(*PLAIN, "Business Price", "Quantity Price Type", *STEPS, "merchant-shipping-group", "Progressive Price Type"),
    *MORE,
)
ACTIVE_UK = (*ACTIVE, "Minimum order quantity", "Sell remainder")
POT = {
    **{"item-name": 'Pot, 5" wide', "item-description": 'He said "no" ' * 300, "seller-sku": "001", "asin1": "B01"},
    **{"price": "19.99", "quantity": "25", "open-date": "14/05/2024 09:48:59 BST", "fulfillment-channel": "DEFAULT"},
    **{"status": "Inactive"},
}
NAMES = {ALL: "amazon-all-listings", ACTIVE: "amazon-active-listings", ACTIVE_UK: "amazon-active-listings"}


@pytest.fixture
def listings(tsv, reading):
    def take(*rows, header=ACTIVE, day="2026-02-01", **options):
        content = tsv(header, [POT | row for row in rows], **options)
        return reading(content, export=NAMES[header], account="amazon-mx", observed_at=day)

    return take


@pytest.mark.parametrize(("header", "width"), [(ALL, 29), (ACTIVE, 47), (ACTIVE_UK, 49)])
def test_every_width_is_known_to_the_last_column(listings, header, width):
    assert len(header) == width
    assert listings({}, header=header).notes == ()


@pytest.mark.parametrize(("header", "status"), [(ALL, "Inactive"), (ACTIVE, "Active")])
def test_a_listing_is_read_column_by_column(listings, header, status):
    (row,) = listings({}, header=header).tables["listings"].to_dict("records")
    assert (row["account"], row["sku"], row["item_id"], row["title"]) == ("amazon-mx", "001", "B01", 'Pot, 5" wide')
    assert (row["price"], row["currency"], row["stock"], row["logistic"]) == (19.99, "MXN", 25, "DEFAULT")
    assert row["observed_at"] == pd.Timestamp("2026-02-01T00:00:00Z")
    assert row["status"] == status


def test_what_amazon_stores_has_no_quantity_and_a_parent_no_price(listings):
    result = listings({"quantity": "", "fulfillment-channel": "AMAZON_NA"}, {"seller-sku": "my pot 2", "price": ""})
    assert result.tables["listings"]["stock"].isna().tolist() == [True, False]
    assert result.tables["listings"]["price"].isna().tolist() == [False, True]
    assert result.tables["listings"]["sku"].tolist() == ["001", "my pot 2"]
    assert result.refused_rows == 0


def test_quotation_marks_in_descriptions_swallow_no_row(listings):
    result = listings({"item-description": '"never closed'}, {"seller-sku": "B"}, {"seller-sku": "C"})
    assert result.tables["listings"]["sku"].tolist() == ["001", "B", "C"]


def test_the_same_listing_with_other_values_is_refused(listings):
    result = listings({}, {}, {"price": "21.00"})
    assert result.repeated == 1
    assert result.refused[["where", "reason"]].values.tolist() == [
        ["4", "the listing stands twice, with different values"]
    ]


@pytest.mark.parametrize("cells", [{"price": "free"}, {"price": "-1.00"}, {"quantity": "few"}, {"seller-sku": ""}])
def test_bad_values_refuse_their_row(listings, cells):
    assert listings({"seller-sku": "A"}, cells).refused["where"].tolist() == ["3"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_accents_survive_in_every_encoding(listings, encoding):
    result = listings({"item-name": "Máquina de café"}, encoding=encoding)
    assert result.tables["listings"]["title"].tolist() == ["Máquina de café"]


def test_the_day_is_asked_and_the_name_only_proposes(tsv, context):
    name = "Active+Listings+Report_2026-02-01.txt"
    given = context("amazon-us", file=name)
    (question,) = recognise(name, tsv(ACTIVE, [POT]), context=given).questions
    assert (question.key, question.proposal) == ("observed_at", "2026-02-01")
    with pytest.raises(OpenQuestions, match="does not say of which day it is"):
        read(name, tsv(ACTIVE, [POT]), export="amazon-active-listings", context=given)


def test_a_short_report_is_told_by_its_status_column(tsv, context):
    for header, export in (((*PLAIN, "status"), "amazon-all-listings"), (PLAIN, "amazon-active-listings")):
        assert recognise("a.txt", tsv(header, [POT]), context=context("amazon-us")).export == export
