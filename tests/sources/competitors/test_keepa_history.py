"""Keepa's API answer: minutes since 2011, hundredths, -1, and one offer for each change of price."""

import pandas as pd
import pytest

# 2026-01-01T00:00Z is 5,479 days after 2011-01-01: 5479 * 1440 minutes.
YEAR_2026 = 7_889_760


def product(**fields):
    """An item of the Mexican market with a new-price history of two changes."""
    csv = [None] * 35
    csv[1] = [YEAR_2026, 2499, YEAR_2026 + 60, 2299]
    for index, numbers in fields.pop("histories", {}).items():
        csv[index] = numbers
    item = {"asin": "B0TEST0001", "domainId": 11, "title": "Prensa de ajos", "brand": "Torvane", "csv": csv}
    return item | fields


@pytest.fixture
def keepa(document, reading):
    def take(*products):
        content = document({"timestamp": 1, "tokensLeft": 5, "products": list(products)})
        return reading(content, export="keepa-api", query="prensa")

    return take


def told(result):
    return [
        (f"{row.observed_at:%Y-%m-%d %H:%M}", row.price, row.currency)
        for row in result.tables["offers"].itertuples(index=False)
    ]


def test_each_change_of_price_is_one_offer_at_its_own_minute(keepa):
    result = keepa(product())
    assert told(result) == [("2026-01-01 00:00", 24.99, "MXN"), ("2026-01-01 01:00", 22.99, "MXN")]
    assert result.tables["offers"]["where"].tolist() == ["$.products[0].csv[1][0]", "$.products[0].csv[1][2]"]
    assert result.tables["offers"][["market", "query", "brand"]].values.tolist() == [["MX", "prensa", "Torvane"]] * 2


def test_the_buy_box_goes_before_the_lowest_new_offer_and_has_its_shipping_apart(keepa):
    buy_box = [YEAR_2026, 2599, 99, YEAR_2026 + 60, -1, -1, YEAR_2026 + 120, 2599, 0]
    result = keepa(product(histories={18: buy_box}, domainId=1))
    assert told(result) == [("2026-01-01 00:00", 25.99, "USD"), ("2026-01-01 02:00", 25.99, "USD")]
    assert result.tables["offers"]["shipping_price"].tolist() == [0.99, 0.0]
    assert result.structural == {"moment without an offer": 1}


def test_a_buy_box_that_never_was_gives_way_to_the_lowest_new_offer(keepa):
    assert told(keepa(product(histories={18: [YEAR_2026, -1, -1]})))[0] == ("2026-01-01 00:00", 24.99, "MXN")


def test_other_figures_are_those_in_force_at_that_moment(keepa):
    histories = {4: [YEAR_2026 + 30, 2999], 16: [YEAR_2026 - 5, 45, YEAR_2026 + 60, 44], 17: [YEAR_2026 + 60, 1204]}
    offers = keepa(product(histories=histories)).tables["offers"]
    assert offers["rating"].tolist() == [4.5, 4.4]
    assert offers["list_price"].fillna(-1).tolist() == [-1, 29.99]
    assert offers["reviews"].fillna(-1).tolist() == [-1, 1204]


def test_the_last_check_shows_the_price_once_more(keepa):
    result = keepa(product(lastUpdate=YEAR_2026 + 1_440), product(asin="B0TEST0002", lastUpdate=YEAR_2026))
    assert told(result)[2] == ("2026-01-02 00:00", 22.99, "MXN")
    assert len(result.tables["offers"]) == 5
    gone = product(histories={1: [YEAR_2026, 2499, YEAR_2026 + 60, -1]}, lastUpdate=YEAR_2026 + 1_440)
    assert len(keepa(gone).tables["offers"]) == 1


def test_a_moment_without_a_change_is_layout(keepa):
    result = keepa(product(histories={1: [YEAR_2026, 2499, YEAR_2026 + 60, 2499]}))
    assert (len(result.tables["offers"]), result.structural) == (1, {"moment without a change of price": 1})


@pytest.mark.parametrize(
    "numbers",
    [
        [YEAR_2026],
        [YEAR_2026, "24.99"],
        [YEAR_2026, 24.99],
        [YEAR_2026, True],
        [9, 1, 8, 1],
        [-5, 100],
        [-1, 100],
        [10**11, 100],
        {"a": 1},
        [1, -9],
    ],
)
def test_a_broken_history_is_refused_and_not_read_in_part(keepa, numbers):
    result = keepa(product(histories={1: numbers}), product(asin="B0TEST0002"))
    assert result.refused["where"].tolist() == ["$.products[0].csv[1]"]
    assert set(result.tables["offers"]["item_id"]) == {"B0TEST0002"}


def test_an_item_of_an_unknown_market_is_refused_and_one_without_history_is_layout(keepa):
    result = keepa(product(domainId=99), product(histories={1: None}), product(), 7)
    assert result.refused["where"].tolist() == ["$.products[0]", "$.products[3]"]
    assert result.structural == {"item without a price history": 1}


def test_the_same_item_twice_counts_once(keepa):
    result = keepa(product(), product())
    assert (len(result.tables["offers"]), result.repeated) == (2, 2)


def test_minutes_are_counted_from_2011_in_utc(keepa):
    result = keepa(product(histories={1: [0, 100]}))
    assert result.tables["offers"]["observed_at"][0] == pd.Timestamp("2011-01-01T00:00Z")
