"""Competitor listings: Helium 10 Xray and the plain CSV."""

import pandas as pd
import pytest

from workbench.errors import OpenQuestions
from workbench.sources import read, recognise
from workbench.sources.competitors.offers import OFFER_COLUMNS

XRAY = (
    *("Display Order", "Product Details", "ASIN", "URL", "Image URL", "Brand", "Price  $", "ASIN Sales"),
    *("Recent Purchases", "BSR", "Active Sellers", "Ratings", "Review Count", "Category", "Fulfillment", "Seller"),
)
LISTING = {
    **{"Display Order": "1", "Product Details": "Lamp", "ASIN": "B01", "Brand": "Torvane", "Price  $": "1,029.99"},
    **{"Recent Purchases": "2,733", "Ratings": "4.6", "Review Count": "n/a", "Fulfillment": "FBA", "Seller": "Shop"},
}
OFFER = {
    **{"platform": "mercadolibre", "market": "MX", "item_id": "MLM1", "observed_at": "2026-01-15T16:00:00Z"},
    **{"query": "lámpara", "title": "Lámpara", "price": "109.00", "currency": "MXN", "free_shipping": "true"},
    **{"rating": "4.4", "reviews": "4", "sold": "25", "rank": "1", "pack_size": "2"},
}
ANSWERS = {"market": "MX", "observed_at": "2026-01-15", "query": "lamp"}


@pytest.fixture
def xray(comma, reading):
    def take(*rows, header=XRAY, **answers):
        return reading(comma(header, rows), export="helium10-xray", **(ANSWERS | answers))

    return take


@pytest.fixture
def offers(comma, reading):
    def take(*rows, **options):
        return reading(comma(OFFER_COLUMNS, rows, encoding="utf-8", **options), export="offers-csv")

    return take


def test_a_listing_of_xray_takes_market_day_and_query_from_the_answers(xray):
    (offer,) = xray(LISTING).tables["offers"].to_dict("records")
    assert (offer["platform"], offer["market"], offer["currency"]) == ("amazon", "MX", "MXN")
    assert (offer["item_id"], offer["price"], offer["sold"], offer["rank"]) == ("B01", 1029.99, 2733, 1)
    assert pd.isna(offer["reviews"])
    assert (offer["query"], offer["observed_at"]) == ("lamp", pd.Timestamp("2026-01-15T00:00:00Z"))


@pytest.mark.parametrize(
    ("listing", "asked"),
    [
        (LISTING, ["market", "observed_at", "query"]),
        (LISTING | {"URL": "https://www.amazon.com.mx/dp/B01"}, ["observed_at", "query"]),
    ],
)
def test_what_the_list_does_not_say_is_asked(comma, context, listing, asked):
    given = context(file="Helium_10_Xray_2026-01-15.csv")
    questions = recognise("x.csv", comma(XRAY, [listing]), context=given).questions
    assert [question.key for question in questions] == asked
    assert {question.key: question.proposal for question in questions}["observed_at"] == "2026-01-15"
    with pytest.raises(OpenQuestions, match="does not say which market and day"):
        read("x.csv", comma(XRAY, [listing]), export="helium10-xray", context=given)


def test_the_links_name_the_market_even_against_an_answer(xray):
    linked = LISTING | {"URL": "https://www.amazon.com/dp/B01"}
    assert xray(linked).tables["offers"]["market"].tolist() == ["US"]


def test_a_price_heading_with_another_sign_is_read(xray):
    header = ["Price  £" if name == "Price  $" else name for name in XRAY]
    listing = LISTING | {"Price  £": "29.99"}
    offers = xray(listing, header=header).tables["offers"]
    assert offers[["market", "currency", "price"]].values.tolist() == [["UK", "GBP", 29.99]]


def test_a_listing_without_a_price_or_shown_again_is_layout(xray):
    again = LISTING | {"Display Order": "7"}
    result = xray(LISTING, LISTING | {"ASIN": "B02", "Price  $": "n/a"}, again)
    assert result.structural == {"listing without a price": 1, "listing shown again": 1}
    assert result.tables["offers"]["rank"].tolist() == [1]


def test_a_plain_offer_is_read(offers):
    (offer,) = offers(OFFER).tables["offers"].to_dict("records")
    assert (offer["price"], offer["free_shipping"], offer["pack_size"], offer["sold"]) == (109.0, True, 2.0, 25)
    assert offer["observed_at"] == pd.Timestamp("2026-01-15T16:00:00Z")


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"price": "1.010.10"}, "price"),
        ({"price": "0"}, "price"),
        ({"sold": "+50 vendidos"}, "sold"),
        ({"observed_at": "15/01/2026"}, "observed_at"),
        ({"currency": ""}, "currency"),
        ({"free_shipping": "{'free': True}"}, "free_shipping"),
    ],
)
def test_scraped_diseases_are_refused_and_never_misread(offers, cells, column):
    result = offers(OFFER, OFFER | {"item_id": "MLM2"} | cells)
    assert result.refused[["where", "column"]].values.tolist() == [["3", column]]


def test_a_header_scraped_again_is_layout(offers):
    header = dict(zip(OFFER_COLUMNS, OFFER_COLUMNS, strict=True))
    assert offers(header, OFFER).structural == {"repeated header": 1}


def test_the_semicolon_of_a_spanish_spreadsheet_is_read(offers):
    assert offers(OFFER, delimiter=";").tables["offers"]["price"].tolist() == [109.0]
