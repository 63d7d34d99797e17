from types import SimpleNamespace

import pandas as pd
import pytest

from workbench.bands.markets import PRICE_MARKS
from workbench.words import in_language
from workbench.words.bands import (
    REASON_WORDS,
    band_label,
    bands_sentence,
    bands_source,
    bands_subtitle,
    bands_title,
    demand_sentence,
    excluded_sentence,
    joined_sentences,
    mark_label,
    own_names,
    places_sentence,
    price_range,
    price_text,
    reason_words,
)
from workbench.words.formats import NBSP


def plain(text):
    return text.replace(NBSP, " ")


def market(*, is_separated=True, sold=(850, 150), reviews=(30, 10), reasons=()):
    """100 listings: 62 from 89 to 129, 38 from 199 to 249 MXN."""
    bands = pd.DataFrame({"band": [1, 2], "low": [89.0, 199.0], "high": [129.0, 249.0], "share": [0.62, 0.38]})
    return SimpleNamespace(
        query="prensa de ajo",
        currency="MXN",
        as_of=pd.Timestamp("2026-01-31"),
        bands=bands.assign(sold=pd.array(sold, "Int64"), reviews=pd.array(reviews, "Int64")),
        offers=pd.DataFrame({"unit_price": [99.0] * 62 + [219.0] * 38}),
        excluded=pd.DataFrame({"reason": pd.Series(reasons, dtype="str")}),
        is_separated=is_separated,
        observed_from=pd.Timestamp("2026-01-12"),
        observed_to=pd.Timestamp("2026-01-20"),
    )


def own(*rows):
    names = ["sku", "account", "price", "currency", "band", "place", "percentile"]
    return pd.DataFrame([(sku, "mercadolibre-mx", price, "MXN", *rest) for sku, price, *rest in rows], columns=names)


INSIDE = ("LH-014", 219.0, 2, "inside", 0.81)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            "2 price bands; 62.0% of the 100 listings ask 89 to 129 MXN; LH-014 at 219 MXN is in band 2 "
            "(199 to 249 MXN), dearer than 81.0% of the listings.",
        ),
        (
            "zh",
            "共 2 个价格带；100 条商品中有 62.0% 标价 89 至 129 MXN；LH-014 售价 219 MXN，位于价格带 2"
            "（199 至 249 MXN），高于 81.0% 的竞品。",
        ),
        (
            "es",
            "2 franjas de precio; 62.0% de las 100 publicaciones pide de 89 a 129 MXN; LH-014, a 219 MXN, está en la "
            "franja 2 (199 a 249 MXN) y es más caro que 81.0% de las publicaciones.",
        ),
    ],
)
def test_what_the_market_pays_in_one_sentence(lang, said):
    with in_language(lang):
        assert plain(bands_sentence(market(), places=own(INSIDE))) == said


def test_a_title_leaves_out_what_the_chart_shows():
    title = plain(bands_title(market(), places=own(INSIDE)))
    assert title == "2 price bands; 62.0% of the 100 listings ask 89 to 129 MXN; LH-014 at 219 MXN is in band 2"


def test_prices_without_a_gap_are_not_called_bands():
    said = plain(bands_sentence(market(is_separated=False)))
    assert said == "Prices run from 89 to 249 MXN without a clear gap; half of the 100 listings ask 99 MXN or less."


@pytest.mark.parametrize(("place", "word"), [("below", "under"), ("above", "over")])
def test_a_price_beside_a_band_is_said_to_be_under_or_over_it(place, word):
    said = plain(places_sentence(market(), own(("LH-014", 159.0, 1, place, 0.62))))
    assert said.startswith(f"LH-014 at 159 MXN is {word} band 1 (89 to 129 MXN)")


def test_many_own_items_are_counted_by_band():
    places = own(*[(f"LH-{n}", 99.0, 1 + (n > 2), "inside", 0.3) for n in range(5)])
    assert plain(places_sentence(market(), places)) == ("5 own items: 3 in or next to band 1, 2 in or next to band 2.")


def test_no_own_item_is_said_too():
    assert places_sentence(market(), own()) == "None of the own items of this search has a price in MXN."


def test_the_same_sku_on_two_accounts_is_told_apart():
    places = own(INSIDE, INSIDE).assign(account=["amazon-mx", "mercadolibre-mx"])
    assert own_names(places) == ["LH-014 (amazon-mx)", "LH-014 (mercadolibre-mx)"]


def test_the_band_that_sells_most_for_its_listings_is_named():
    assert plain(demand_sentence(market())) == (
        "Band 1 (89 to 129 MXN) holds 62.0% of the listings and 85.0% of the units shown as sold."
    )


def test_reviews_stand_in_where_no_units_are_shown():
    assert plain(demand_sentence(market(sold=(None, None)))) == (
        "Band 1 (89 to 129 MXN) holds 62.0% of the listings and 75.0% of the reviews."
    )


@pytest.mark.parametrize("figures", [(None, None), (0, 0), (None, 5)])
def test_without_figures_for_every_band_nothing_is_said_of_demand(figures):
    assert demand_sentence(market(sold=figures, reviews=figures)) == ""


def test_listings_left_out_are_counted_by_reason():
    said = excluded_sentence(market(reasons=["used"] * 3 + ["word missing: prensa|triturador"]))
    assert said == (
        '4 of 104 listings found are left out: used goods (3), without the word "prensa or triturador" (1).'
    )
    assert excluded_sentence(market(reasons=["stale"])).startswith("1 of 101 listings found is left out")
    assert excluded_sentence(market()) == "All 100 listings found are used."


@pytest.mark.parametrize("lang", ["en", "zh", "es"])
def test_every_reason_and_mark_has_words(lang):
    with in_language(lang):
        reasons = [*REASON_WORDS, "word missing: ajo", "word excluded: repuesto"]
        words = [reason_words(reason) for reason in reasons]
        assert len(set(words)) == len(words)
        assert all(mark_label(mark, "MXN") for mark in PRICE_MARKS)


def test_labels_of_a_chart_name_band_prices_search_and_days():
    assert band_label({"band": 1, "low": 9.99, "high": 15, "share": 0.5}) == "Band 1\n9.99 to 15.00\n50.0%"
    assert '"prensa de ajo"' in bands_subtitle(market())
    assert plain(bands_source(market())) == (
        "Source: 100 competitor listings seen 12 Jan 2026 – 20 Jan 2026, the newest observation of each within "
        "45 days of 31 Jan 2026"
    )


def test_one_day_of_observations_is_named_once():
    one_day = market()
    one_day.observed_from = one_day.observed_to
    assert "seen 20 Jan 2026, the" in plain(bands_source(one_day))


def test_shelf_prices_show_cents_only_where_they_have_any():
    assert (plain(price_text(1299.0, "MXN")), plain(price_text(12.5, "USD"))) == ("1,299 MXN", "12.50 USD")
    assert plain(price_range(12.5, 20, "USD")) == "12.50 to 20.00 USD"


def test_chinese_sentences_follow_without_a_space():
    with in_language("zh"):
        assert joined_sentences(["甲。", "", "乙。"]) == "甲。乙。"
    assert joined_sentences(["A.", "", "B."]) == "A. B."
