from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from workbench.bands import price_bands
from workbench.errors import NothingToShow, TableError
from workbench.record import Verdict
from workbench.tables import empty_table

SEEN = pd.Timestamp("2026-01-20 18:00", tz="UTC")
PRODUCT = SimpleNamespace(must=("ajo",), must_not=("repuesto",), skus=("LH-014",))


def bands_of(offers, **options):
    return price_bands(offers, **{"query": "prensa de ajo", "market": "MX", **options})


def reasons(bands):
    return dict(zip(bands.excluded["item_id"], bands.excluded["reason"], strict=True))


def test_two_groups_of_prices_are_two_bands_with_their_figures(make_offers, two_groups):
    offers = make_offers(
        two_groups,
        sold=[10, None, 5, 0, 1, None, None, None, None, None],
        reviews=[1] * 10,
        seller=["Una", "Una", *(f"Tienda {n}" for n in range(8))],
        free_shipping=[True, False, False, False, None, True, True, True, True, True],
    )
    cheap, dear = bands_of(offers).bands.to_dict("records")
    assert (cheap["low"], cheap["high"], cheap["shelf_low"], cheap["shelf_high"]) == (89, 105, 89, 109)
    assert (cheap["median"], cheap["listings"], cheap["share"], cheap["sellers"]) == (99, 5, 0.5, 4)
    assert (cheap["sold"], cheap["reviews"], cheap["free_shipping_share"]) == (16, 5, 0.25)
    assert (dear["band"], dear["low"], dear["high"], dear["free_shipping_share"]) == (2, 199, 219, 1.0)
    assert pd.isna(dear["sold"])


def test_the_interval_of_a_share_is_wilsons(make_offers):
    bands = bands_of(make_offers([99.0] * 15 + [399.0] * 133)).bands
    # Newcombe (1998), table I: 15 of 148 is 0.0624 to 0.1605
    assert bands.loc[0, ["share_low", "share_high"]].round(4).tolist() == [0.0624, 0.1605]
    assert bands.loc[1, "share_low"] == pytest.approx(proportion_confint(133, 148, method="wilson")[0])


def test_the_columns_are_the_documented_ones_in_their_order(make_offers, two_groups):
    bands = bands_of(make_offers(two_groups))
    assert bands.bands.columns.tolist() == [
        *("band", "low", "high", "shelf_low", "shelf_high", "median", "listings", "share", "share_low", "share_high"),
        *("sellers", "sold", "sold_most", "sold_share", "sold_share_low", "sold_share_high", "reviews"),
        *("free_shipping_share", "full_share", "rating", "discount_share", "discount", "charm_share"),
    ]
    assert bands.excluded.columns.tolist()[-2:] == ["reason", "lineage"]
    assert bands.offers.columns.tolist()[-2:] == ["band", "lineage"]


def test_cuts_name_the_prices_on_either_side(make_offers, two_groups):
    cuts = bands_of(make_offers(two_groups)).cuts.to_dict("records")
    assert cuts == [{"lower_band": 1, "below": 105.0, "above": 199.0, "log_gap": pytest.approx(np.log(199 / 105))}]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"title": "Prensa universal"}, "word missing: ajo"),
        ({"title": "Prensa de ajo, REPUESTOS"}, "word excluded: repuesto"),
        ({"title": None}, "word missing: ajo"),
        ({"condition": "Usado"}, "used"),
        ({"condition": "Reacondicionado"}, "used"),
        ({"title": "Prensa de ajo reacondicionada", "condition": None}, "used"),
        ({"title": "Prensa de ajo (Renewed)"}, "used"),
        ({"price": None}, "not priced"),
        ({"price": 0.0}, "not priced"),
        ({"price": -99.0}, "not priced"),
        ({"currency": "USD"}, "other currency"),
        ({"currency": None}, "other currency"),
        ({"observed_at": SEEN - pd.Timedelta(days=60)}, "stale"),
        ({"title": "Prensa de ajo modelo 1", "seller": "Tienda 1", "price": 95.0}, "repeated listing"),
        ({"price": 9_900.0}, "outlier"),
        ({"price": 1.0}, "outlier"),
    ],
)
def test_a_listing_that_is_not_used_says_why(make_offers, two_groups, change, reason):
    offers = make_offers([*two_groups, 99.0])
    for column, value in change.items():
        offers.loc[10, column] = value
    bands = bands_of(offers, product=PRODUCT)
    assert reasons(bands) == {"MLM10": reason}
    assert bands.excluded["lineage"].tolist() == ["lista.csv:12"]


def test_a_premium_segment_is_no_outlier_however_alike_the_rest_is(make_offers):
    bands = bands_of(make_offers([99.0] * 40 + [399.0] * 5))
    assert (len(bands.excluded), bands.bands["listings"].tolist()) == (0, [40, 5])


@pytest.mark.parametrize(
    ("strays", "are_outliers"),
    [
        ([66.0], True),  # 99 is 1.5 times 66
        ([67.0], False),
        ([148.0], False),
        ([149.0, 149.0], True),
        ([149.0] * 3, False),
        ([9.0] * 4, True),  # a tenth of all, eleven times cheaper
        ([9.0] * 5, False),
        ([395.0] * 4, False),
        ([396.0] * 4, True),
        ([66.0, 149.0], True),
    ],
)
def test_outliers_are_few_listings_cut_off_from_all_others(make_offers, strays, are_outliers):
    bands = bands_of(make_offers([99.0] * 36 + strays))
    assert sorted(bands.excluded["price"]) == (sorted(strays) if are_outliers else [])


def test_only_the_newest_observation_of_a_listing_counts(make_offers, two_groups):
    old = make_offers(two_groups, observed_at=SEEN - pd.Timedelta(days=7)).assign(price=50.0)
    bands = bands_of(pd.concat([make_offers(two_groups), old], ignore_index=True))
    assert (bands.offers["price"].tolist(), bands.older_rows) == (sorted(two_groups), 10)


def test_a_day_ends_at_midnight_in_the_market(make_offers, two_groups):
    offers = make_offers(two_groups)
    offers.loc[0, "observed_at"] = pd.Timestamp("2026-01-21 05:59", tz="UTC")  # 23:59 in Mexico City
    offers.loc[1, "observed_at"] = pd.Timestamp("2026-01-21 06:01", tz="UTC")
    bands = bands_of(offers, as_of="2026-01-20")
    assert (len(bands.offers), bands.later_rows) == (9, 1)


def test_an_observation_stamped_with_a_day_only_keeps_that_day(make_offers, two_groups):
    bands = bands_of(make_offers(two_groups, observed_at=pd.Timestamp("2026-01-15", tz="UTC")))
    assert bands.as_of == bands.observed_from == pd.Timestamp("2026-01-15")


def test_without_a_day_the_newest_observation_gives_it(make_offers, two_groups):
    bands = bands_of(make_offers(two_groups))
    assert bands.as_of == pd.Timestamp("2026-01-20")
    assert bands.observed_from == bands.observed_to == pd.Timestamp("2026-01-20")


def test_the_45th_day_back_still_counts_and_the_46th_does_not(make_offers, two_groups):
    offers = make_offers(two_groups)
    offers.loc[0, "observed_at"] = pd.Timestamp("2025-12-07 12:00", tz="UTC")
    offers.loc[1, "observed_at"] = pd.Timestamp("2025-12-06 12:00", tz="UTC")
    assert reasons(bands_of(offers, as_of="2026-01-20")) == {"MLM1": "stale"}


def test_other_markets_and_searches_are_not_looked_at(make_offers, two_groups):
    others = make_offers([1.0, 2.0], market=["US", "MX"], query=["prensa de ajo", "colador"])
    assert len(bands_of(pd.concat([make_offers(two_groups), others], ignore_index=True)).offers) == 10


def test_a_search_is_found_whatever_its_accents_and_case(make_offers, two_groups):
    offers = make_offers(two_groups, query="Prensa  de Ajó")
    assert len(bands_of(offers, query="PRENSA de ajo").offers) == 10


def test_a_market_without_rules_takes_its_most_common_currency(make_offers, two_groups):
    offers = make_offers(two_groups, market="BR", currency=["BRL"] * 9 + ["USD"])
    bands = bands_of(offers, market="BR")
    assert (bands.currency, reasons(bands)) == ("BRL", {"MLM9": "other currency"})


def test_one_lump_of_prices_is_called_one(make_offers):
    rng = np.random.default_rng(4)
    lump = bands_of(make_offers(np.exp(rng.normal(5, 0.3, 120)).round()))
    apart = bands_of(make_offers(np.exp(rng.normal(np.repeat([4.6, 5.4], 60), 0.1)).round()))
    assert (lump.is_separated, apart.is_separated) == (False, True)


def test_three_groups_are_found_where_three_are_made(make_offers):
    rng = np.random.default_rng(7)
    prices = np.exp(rng.normal(np.repeat(np.log([109, 199, 349]), [70, 30, 18]), 0.09)).round()
    bands = bands_of(make_offers(prices))
    assert bands.bands["listings"].tolist() == [70, 30, 18]
    chosen = bands.criterion[bands.criterion["is_chosen"]]
    assert (chosen["k"].tolist(), chosen["bic"].item()) == ([3], bands.criterion["bic"].min())


def test_a_band_of_one_or_two_listings_is_not_made(make_offers):
    bands = bands_of(make_offers([99.0] * 20 + [199.0] * 20 + [292.0] * 2))
    three = bands.criterion.set_index("k").loc[3]
    assert (three["smallest_band"], three["is_admissible"]) == (2, False)
    assert bands.bands["listings"].tolist() == [20, 22]
    assert bands.criterion["bic"].idxmin() == 2, "three bands would score best"


def test_a_market_with_one_price_is_one_band(make_offers):
    bands = bands_of(make_offers([199.0] * 9))
    assert (bands.bands[["low", "high", "listings"]].to_numpy().tolist(), bands.is_separated) == (
        [[199, 199, 9]],
        False,
    )


def test_too_few_listings_say_what_was_left_out_and_what_to_collect(make_offers):
    offers = make_offers([99.0] * 9, condition=["Usado"] * 2 + ["Nuevo"] * 7)
    with pytest.raises(NothingToShow, match=r"7 of 9 listings can be used \(2 used\).*at least 8.*first three result"):
        bands_of(offers)


def test_an_unknown_search_names_those_there_are(make_offers, two_groups):
    with pytest.raises(NothingToShow, match=r"one of the searches in the files: prensa de ajo.*did you mean"):
        bands_of(make_offers(two_groups), query="prensa de ajos")


def test_no_listings_at_all_say_what_to_collect():
    with pytest.raises(NothingToShow, match="competitor listings.*Helium 10 Xray"):
        bands_of(empty_table("offers"))


def test_a_missing_column_is_named(make_offers, two_groups):
    with pytest.raises(TableError, match="missing column condition"):
        bands_of(make_offers(two_groups).drop(columns="condition"))


def test_the_input_is_not_altered_and_its_order_does_not_matter(make_offers, two_groups):
    offers = make_offers(two_groups)
    before = offers.copy(deep=True)
    forward, backward = bands_of(offers), bands_of(offers.iloc[::-1])
    pd.testing.assert_frame_equal(offers, before)
    pd.testing.assert_frame_equal(forward.bands, backward.bands)
    pd.testing.assert_frame_equal(forward.offers, backward.offers)


messy_listings = st.lists(
    st.tuples(
        st.one_of(st.none(), st.sampled_from([0.0, 89.0, 99.0, 119.0, 199.0, 209.0, 5000.0])),
        st.sampled_from(["Prensa de ajo", "Prensa de ajo, repuesto", "Colador"]),
        st.sampled_from(["Nuevo", "Usado"]),
        st.sampled_from(["MXN", "USD"]),
        st.sampled_from([0, 10, 60, -5]),
        st.integers(0, 30),
    ),
    max_size=30,
)


# make_offers is a plain function, the same for every example.
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(messy_listings)
def test_every_row_is_used_excluded_older_or_later_and_bands_part_the_used_ones(make_offers, rows):
    price, title, condition, currency, age, item = zip(*rows, strict=True) if rows else [()] * 6
    messy = make_offers(
        list(price),
        **{"title": title, "condition": condition, "currency": currency, "item_id": [f"MLM{i}" for i in item]},
        observed_at=[SEEN - pd.Timedelta(days=days) for days in age],
        lineage=[f"otra.csv:{number}" for number in range(len(rows))],
    )
    sure = make_offers(np.linspace(90, 120, 12), item_id=[f"SEGURO{n}" for n in range(12)])
    offers = pd.concat([sure, messy], ignore_index=True)
    bands = bands_of(offers, product=PRODUCT, as_of="2026-01-20")
    assert len(bands.offers) + len(bands.excluded) + bands.older_rows + bands.later_rows == len(offers)
    assert set(bands.offers["lineage"]).isdisjoint(bands.excluded["lineage"])
    assert (bands.excluded["reason"] != "").all()
    table = bands.bands
    assert table["listings"].sum() == len(bands.offers)
    assert table["share"].sum() == pytest.approx(1.0)
    assert (table["high"].iloc[:-1].to_numpy() < table["low"].iloc[1:].to_numpy()).all()
    assert (table["shelf_high"].iloc[:-1].to_numpy() < table["shelf_low"].iloc[1:].to_numpy()).all()
    assert ((table["shelf_low"] <= table["low"]) & (table["high"] <= table["shelf_high"])).all()
    inside = bands.offers.merge(table, on="band")
    assert inside["unit_price"].between(inside["low"], inside["high"]).all()


def test_numbers_of_bands_that_score_alike_are_reported_as_tied(make_offers):
    # Evenly spaced prices: nothing speaks for one number of bands over its neighbours.
    criterion = bands_of(make_offers(np.round(np.geomspace(80, 400, 24)))).criterion
    chosen = criterion.loc[criterion["is_chosen"], "bic"].item()
    near = criterion["is_admissible"] & ~criterion["is_chosen"] & (criterion["bic"] - chosen < 2)
    assert criterion["is_tied"].tolist() == near.tolist()


def test_packs_are_priced_by_the_piece(make_offers, two_groups):
    offers = make_offers(two_groups)
    offers.loc[0, ["price", "title"]] = [267.0, "Prensa de ajo, paquete de 3"]
    offers.loc[1, ["price", "pack_size"]] = [190.0, 2]
    bands = bands_of(offers)
    packs = bands.offers[bands.offers["pack"] > 1].set_index("item_id")
    assert packs["unit_price"].to_dict() == {"MLM0": 89.0, "MLM1": 95.0}
    assert packs["pack_basis"].to_dict() == {"MLM0": "title", "MLM1": "file"}
    assert bands.bands["low"].tolist() == [89.0, 199.0]


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Refacción para prensa de ajo", "accessory"),
        ("Prensa de ajo, combo con pelador", "bundle"),
        ("Prensa de ajo 30 cm", "other size"),
        ("Juego prensa de ajo 5 piezas", "pack unclear"),
    ],
)
def test_what_is_not_the_product_alone_is_left_out_with_its_reason(make_offers, two_groups, title, reason):
    offers = make_offers([*two_groups, 99.0])
    offers.loc[10, "title"] = title
    product = SimpleNamespace(must=("ajo",), must_not=(), attributes=("18 cm",), skus=())
    assert reasons(bands_of(offers, product=product)) == {"MLM10": reason}


def test_of_cushion_covers_cover_for_is_no_accessory(make_offers, two_groups):
    offers = make_offers(two_groups, query="funda de cojín", title="Funda para cojín")
    product = SimpleNamespace(must=("funda",), must_not=(), skus=())
    assert len(bands_of(offers, query="funda de cojín", product=product).excluded) == 0


def verdict(item, says, **more):
    return Verdict("MX", "prensa de ajo", "mercadolibre", item, says, **more)


def test_a_verdict_overrides_words_and_packs_but_not_condition(make_offers, two_groups):
    offers = make_offers([*two_groups, 99.0, 198.0, 99.0])
    offers.loc[10, "title"] = "Aplastador de cocina"
    offers.loc[11, "title"] = "Juego prensa de ajo 2 piezas"
    offers.loc[12, "condition"] = "Usado"
    found = [
        verdict("MLM10", "same"),
        verdict("MLM11", "pack", pack=2),
        verdict("MLM12", "same"),
        verdict("MLM0", "not"),
    ]
    bands = bands_of(offers, product=PRODUCT, verdicts=found)
    assert reasons(bands) == {"MLM0": "not the product", "MLM12": "used"}
    assert bands.offers.set_index("item_id").loc["MLM11", ["pack_basis", "unit_price"]].tolist() == ["verdict", 99.0]


def test_a_verdict_on_another_title_does_not_count(make_offers, two_groups):
    stale = [verdict("MLM0", "not", title="Prensa de ajo modelo viejo")]
    assert len(bands_of(make_offers(two_groups), verdicts=stale).excluded) == 0


def test_units_sold_are_steps_and_their_share_a_range(make_offers, two_groups):
    # Beside +100, +50 is 50 to 99; what +100 ends at no listing shows. Five and five listings.
    sold = bands_of(make_offers(two_groups, sold=[50] * 5 + [100] * 5)).bands.iloc[0]
    assert (sold["sold"], sold["sold_most"]) == (250, 495)
    assert sold["sold_share"] == pytest.approx(250 / 750)
    assert sold["sold_share_low"] == 0
    assert sold["sold_share_high"] == pytest.approx(495 / (495 + 500))


def test_how_a_band_is_offered_is_counted_among_those_that_say(make_offers, two_groups):
    offers = make_offers(
        two_groups,
        logistic=["fulfillment", "xd_drop_off", None, None, None] * 2,
        list_price=[178.0, 95.0, None, None, None] + [None] * 5,
        rating=[4.0, 5.0, None, 4.6, None] * 2,
    )
    cheap = bands_of(offers).bands.iloc[0]
    assert cheap[["full_share", "discount_share", "discount", "rating"]].tolist() == [0.5, 0.2, 0.5, 4.6]
    # 89, 99 and 99 end in 9; 95 and 105 do not.
    assert cheap["charm_share"] == pytest.approx(0.6)


def test_the_same_product_in_a_pack_stays_a_pack_and_an_unclear_set_is_one_piece(make_offers, two_groups):
    offers = make_offers([*two_groups, 200.0, 200.0])
    offers.loc[10, "title"], offers.loc[11, "title"] = "Prensa de ajo (2 piezas)", "Juego de prensa de ajo 3 piezas"
    bands = bands_of(offers, verdicts=[verdict("MLM10", "same"), verdict("MLM11", "same")])
    prices = bands.offers.set_index("item_id")[["pack", "unit_price"]]
    assert prices.loc["MLM10"].tolist() == [2, 100.0]
    assert prices.loc["MLM11"].tolist() == [1, 200.0]
