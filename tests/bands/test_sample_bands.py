"""Price bands of a whole client, from its files."""

import pandas as pd

from workbench.bands import band_places, find_product, price_bands


def garlic_presses(client):
    product = find_product(client.profile, query="garlic press", market="MX")
    return price_bands(client.offers, query="garlic press", market="MX", as_of="2026-01-31", product=product)


def test_garlic_presses_in_mexico_sell_in_three_bands(lumen):
    bands = garlic_presses(lumen)
    # The sample draws prices around 109, 229 and 389 MXN, and strangers at 9 and above 3,000.
    assert [row.low < centre < row.high for row, centre in zip(bands.bands.itertuples(), (109, 229, 389), strict=True)]
    assert bands.is_separated and bands.bands["high"].max() < 600


def test_the_listings_used_are_those_that_a_plain_filter_finds(lumen):
    offers = lumen.offers
    rows = offers[(offers["query"] == "garlic press") & (offers["observed_at"] < "2026-02-01")]
    newest = rows.sort_values("observed_at").groupby("item_id").tail(1)
    titles = newest["title"].str.lower()
    # How many presses a set of so many pieces holds nobody can tell from its title.
    is_set = titles.str.contains(r"^(?:juego|set) .*piezas", regex=True)
    fits = titles.str.contains("ajo") & ~titles.str.contains("repuesto|pelador|libro") & ~is_set
    fresh = newest["observed_at"] > pd.Timestamp("2025-12-18", tz="UTC")
    plain = newest[fits & fresh & newest["condition"].eq("new") & newest["price"].between(50, 1000)]
    assert garlic_presses(lumen).offers["item_id"].sort_values().tolist() == plain["item_id"].sort_values().tolist()


def test_the_own_press_stands_in_the_middle_band_of_both_platforms(lumen):
    places = band_places(garlic_presses(lumen), own=lumen.listings)
    assert places[["sku", "band", "place"]].drop_duplicates().to_numpy().tolist() == [["LH-014", 2, "inside"]]
    assert sorted(places["account"]) == ["amazon-mx", "mercadolibre-mx"]
