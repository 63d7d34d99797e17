from types import SimpleNamespace

import pandas as pd
import pytest

from workbench.bands import band_places, find_product, price_bands
from workbench.errors import TableError
from workbench.tables import conform, empty_table

SEEN = pd.Timestamp("2026-01-15", tz="UTC")


def own_listings(rows):
    names = ["sku", "price", "currency", "observed_at"]
    frame = pd.DataFrame([(*row, *("MXN", SEEN)[len(row) - 2 :]) for row in rows], columns=names)
    return conform(frame.assign(account="mercadolibre-mx", item_id="MLM9"), "listings")


@pytest.fixture
def bands(make_offers, two_groups):
    return price_bands(make_offers(two_groups), query="prensa de ajo", market="MX")


@pytest.mark.parametrize(
    ("price", "band", "place", "percentile", "lower", "higher"),
    [
        (99.0, 1, "inside", 0.3, 95.0, 105.0),  # two cheaper, two equal: (2 + 2/2) / 10
        (89.0, 1, "inside", 0.05, None, 95.0),
        (80.0, 1, "below", 0.0, None, 89.0),
        (120.0, 1, "above", 0.5, 105.0, 199.0),
        (180.0, 2, "below", 0.5, 105.0, 199.0),
        (219.0, 2, "inside", 0.95, 215.0, None),
        (500.0, 2, "above", 1.0, 219.0, None),
    ],
)
def test_an_own_price_has_its_band_its_percentile_and_its_neighbours(
    bands, price, band, place, percentile, lower, higher
):
    row = band_places(bands, own=own_listings([("LH-014", price)])).iloc[0]
    assert (row["band"], row["place"], row["percentile"]) == (band, place, percentile)
    assert [None if pd.isna(value) else value for value in row[["next_lower", "next_higher"]]] == [lower, higher]


def test_the_newest_price_up_to_the_day_of_the_bands_counts(bands):
    later = pd.Timestamp("2026-02-01", tz="UTC")
    own = own_listings(
        [("LH-014", 150.0), ("LH-014", 99.0, "MXN", SEEN + pd.Timedelta(days=1)), ("LH-014", 1.0, "MXN", later)]
    )
    assert band_places(bands, own=own)["price"].tolist() == [99.0]


def test_prices_in_another_currency_or_blank_have_no_place(bands):
    own = own_listings([("LH-014", 14.99, "USD"), ("LH-015", None)])
    assert band_places(bands, own=own).empty


def test_only_the_products_skus_count_where_the_bands_know_them(make_offers, two_groups):
    product = SimpleNamespace(must=(), must_not=(), skus=("LH-014",))
    bands = price_bands(make_offers(two_groups), query="prensa de ajo", market="MX", product=product)
    own = own_listings([("LH-014", 219.0), ("LH-001", 319.0)])
    assert band_places(bands, own=own)["sku"].tolist() == ["LH-014"]


def test_no_own_listing_gives_an_empty_table_with_the_columns(bands):
    places = band_places(bands, own=empty_table("listings"))
    assert places.columns.tolist() == [
        *("account", "sku", "item_id", "title", "observed_at", "price", "currency", "status"),
        *("band", "place", "percentile", "next_lower", "next_higher"),
    ]
    assert places.empty


def test_the_input_is_not_altered(bands):
    own = own_listings([("LH-014", 219.0)])
    before = own.copy(deep=True)
    band_places(bands, own=own)
    pd.testing.assert_frame_equal(own, before)


def test_a_missing_column_of_the_listings_is_named(bands):
    with pytest.raises(TableError, match="listings: missing column price"):
        band_places(bands, own=own_listings([("LH-014", 219.0)]).drop(columns="price"))


def test_a_product_of_another_market_is_not_found():
    profile = SimpleNamespace(products=[SimpleNamespace(query="garlic press", market="US")])
    assert find_product(profile, query="garlic press", market="MX") is None


def test_a_product_is_found_without_its_accents_as_its_listings_are():
    profile = SimpleNamespace(products=[SimpleNamespace(query="audífonos inalámbricos", market="MX")])
    assert find_product(profile, query="Audifonos  inalambricos", market="MX") is profile.products[0]
