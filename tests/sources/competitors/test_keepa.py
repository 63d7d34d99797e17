"""Keepa's viewer: one list on one day, with the Buy Box first."""

import pandas as pd
import pytest

from workbench.errors import MissingColumn, OpenQuestions
from workbench.sources import read, recognise

HEADER = (
    *("Locale", "Image", "Title", "Sales Rank: Current", "Sales Rank: 90 days avg.", "Bought in past month"),
    *("Reviews: Rating", "Reviews: Rating Count", "Buy Box: Current", "Buy Box: 90 days avg."),
    *("Buy Box: Buy Box Seller", "Amazon: Current", "New: Current", "New, 3rd Party FBA: Current"),
    *("List Price: Current", "FBA Pick&Pack Fee", "Referral Fee %", "Total Offer Count", "New Offer Count: Current"),
    *("Categories: Root", "ASIN", "Product Codes: UPC", "Brand", "Package: Weight (g)"),
)
ITEM = {
    **{"Locale": "com.mx", "Title": "Prensa de ajos", "ASIN": "B0TEST0001", "Brand": "Torvane"},
    **{"Buy Box: Current": "$ 1,024.99", "New: Current": "$ 999.00", "List Price: Current": "$ 1,299.00"},
    **{"Reviews: Rating": "4.5", "Reviews: Rating Count": "1,204", "Bought in past month": "500"},
    **{"Referral Fee %": "15 %", "Buy Box: Buy Box Seller": "Torvane Oficial"},
}
ANSWERS = {"observed_at": "2026-01-31", "query": "prensa de ajos"}


@pytest.fixture
def keepa(comma, reading):
    def take(*rows, header=HEADER, **answers):
        return reading(comma(header, rows), export="keepa-viewer", **(ANSWERS | answers))

    return take


def test_an_item_of_the_viewer_is_an_offer_of_its_own_market(keepa):
    (offer,) = keepa(ITEM).tables["offers"].to_dict("records")
    assert (offer["platform"], offer["market"], offer["currency"]) == ("amazon", "MX", "MXN")
    assert (offer["item_id"], offer["price"], offer["list_price"]) == ("B0TEST0001", 1024.99, 1299.0)
    assert (offer["rating"], offer["reviews"], offer["sold"]) == (4.5, 1204, 500)
    assert (offer["seller"], offer["query"]) == ("Torvane Oficial", "prensa de ajos")
    assert offer["observed_at"] == pd.Timestamp("2026-01-31T00:00Z")


@pytest.mark.parametrize("heading", ["Buy Box 🚚: Current", "Buy Box 💚: Current", "New, Buy Box: Current"])
def test_a_renamed_buy_box_is_the_buy_box(keepa, heading):
    header = [heading if name == "Buy Box: Current" else name for name in HEADER]
    item = {**ITEM, heading: "$ 24.99", "Locale": "com"}
    offers = keepa(item, header=header).tables["offers"]
    assert offers[["market", "price"]].values.tolist() == [["US", 24.99]]


def test_without_a_buy_box_the_lowest_new_offer_is_taken_and_told(keepa):
    result = keepa(ITEM, ITEM | {"ASIN": "B0TEST0002", "Buy Box: Current": ""})
    assert result.tables["offers"]["price"].tolist() == [1024.99, 999.0]
    assert "1 items without a Buy Box: their lowest new offer is taken" in result.notes


def test_an_item_without_any_price_is_layout_and_one_of_an_unknown_locale_is_refused(keepa):
    no_price = ITEM | {"ASIN": "B0TEST0002", "Buy Box: Current": "-", "New: Current": "n/a"}
    result = keepa(ITEM, no_price, ITEM | {"ASIN": "B0TEST0003", "Locale": "moon"}, ITEM)
    assert (result.structural, result.repeated) == ({"listing without a price": 1}, 1)
    assert result.refused[["where", "value"]].values.tolist() == [["4", "moon"]]


def test_the_market_is_asked_only_where_no_locale_names_it(comma, context):
    given = context(file="KeepaExport-2026-01-31-ProductFinder.csv")
    questions = recognise("k.csv", comma(HEADER, [ITEM]), context=given).questions
    assert {q.key: q.proposal for q in questions} == {"observed_at": "2026-01-31", "query": ""}
    plain = [name for name in HEADER if name != "Locale"]
    questions = recognise("k.csv", comma(plain, [ITEM]), context=given).questions
    assert [q.key for q in questions] == ["market", "observed_at", "query"]
    with pytest.raises(OpenQuestions, match="does not say which day"):
        read("k.csv", comma(HEADER, [ITEM]), export="keepa-viewer", context=given)


def test_a_price_heading_nearly_right_is_named_in_the_error(comma, context):
    header = ["Buy Box: Currant" if name == "Buy Box: Current" else name for name in HEADER]
    with pytest.raises(MissingColumn, match="Buy Box: Current.*did you mean 'Buy Box: Currant'"):
        recognise("k.csv", comma(header, [ITEM]), context=context())
