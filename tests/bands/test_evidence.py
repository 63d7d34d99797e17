"""What the bands rest on: density, resamples, gaps, effects, listings that wait, shifts."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import gaussian_kde, mannwhitneyu

from workbench.bands import (
    band_stability,
    cut_effects,
    filter_effects,
    listings_to_confirm,
    price_bands,
    price_shift,
    verdict_on,
)
from workbench.bands.density import peaks, price_density, rule_of_thumb, valleys
from workbench.bands.shift import paired_shift, two_sample_shift
from workbench.errors import NothingToShow
from workbench.record import Verdict

SEEN = pd.Timestamp("2026-01-20 18:00", tz="UTC")


def bands_of(offers, **options):
    return price_bands(offers, **{"query": "prensa de ajo", "market": "MX", **options})


@pytest.fixture
def wide(make_offers):
    """Two wide groups of 30, the seed only for a natural look."""
    dice = np.random.default_rng(5)
    prices = np.exp(dice.normal(np.repeat(np.log([100, 220]), 30), 0.08)).round()
    return make_offers(prices, sold=50, reviews=3)


def test_the_density_is_scipys_at_the_same_bandwidth():
    dice = np.random.default_rng(2)
    logs, counts = np.unique(np.log(np.exp(dice.normal(5, 0.4, 80)).round()), return_counts=True)
    density = price_density(logs, counts)
    every = np.repeat(logs, counts)
    theirs = gaussian_kde(every, bw_method=density.bandwidth / every.std(ddof=1))(density.grid)
    np.testing.assert_allclose(density.of(counts), theirs, rtol=1e-6, atol=1e-9)


def test_the_rule_of_thumb_is_rs_nrd0():
    # R: bw.nrd0(c(1, 2, 3, 4)) by hand: 0.9 * min(1.290994, 1.5 / 1.34) * 4^-0.2
    assert rule_of_thumb(np.arange(1.0, 5), np.ones(4, int)) == pytest.approx(0.9 * (1.5 / 1.34) * 4**-0.2)


def test_charm_prices_side_by_side_are_one_peak():
    prices = np.repeat([189.0, 199.0, 209.0], 20)
    logs, counts = np.unique(np.log(prices), return_counts=True)
    density = price_density(logs, counts)
    assert density.bandwidth >= 0.05
    assert len(peaks(density.grid, density.of(counts))) == 1


def test_a_valley_lies_between_two_peaks():
    grid = np.linspace(0, 10, 101)
    curve = np.exp(-((grid - 2) ** 2)) + np.exp(-((grid - 7) ** 2))
    assert peaks(grid, curve).tolist() == pytest.approx([2, 7], abs=0.05)
    assert valleys(grid, curve).tolist() == pytest.approx([4.5], abs=0.05)


def test_the_same_seed_gives_the_same_figures(wide):
    bands = bands_of(wide)
    one, other = band_stability(bands, resamples=30, seed=3), band_stability(bands, resamples=30, seed=3)
    pd.testing.assert_frame_equal(one.bounds, other.bounds)
    pd.testing.assert_frame_equal(one.gaps, other.gaps)


def test_two_clear_groups_are_a_gap_where_both_sell(wide):
    stability = band_stability(bands_of(wide), resamples=50)
    assert stability.gaps[["verdict", "stability", "has_valley"]].to_numpy().tolist() == [["gap", 1.0, True]]
    assert stability.modes["stability"].min() > 0.95
    bounds, bands = stability.bounds, bands_of(wide).bands
    assert ((bounds["low_from"] <= bounds["low_to"]) & (bounds["low_from"] >= bands["low"])).all()
    assert (bounds["high_to"] <= bands["high"]).all()


@pytest.mark.parametrize(
    ("change", "verdict"),
    [({"sold": 0, "reviews": 0}, "no_demand"), ({"sold": None, "reviews": None}, "no_demand")],
)
def test_prices_at_which_nobody_buys_are_no_gap(wide, change, verdict):
    dear = wide["price"] > 150
    for column, value in change.items():
        wide.loc[dear, column] = value
    assert band_stability(bands_of(wide), resamples=30).gaps["verdict"].tolist() == [verdict]


def test_a_step_between_two_shelf_prices_is_too_narrow_for_a_gap(make_offers):
    offers = make_offers([99.0] * 20 + [109.0] * 20, sold=50)
    assert band_stability(bands_of(offers), resamples=30).gaps["verdict"].tolist() == ["narrow"]


def test_a_filter_switched_off_brings_its_listings_back(make_offers, two_groups):
    offers = make_offers([*two_groups, 99.0, 9900.0], condition=["Nuevo"] * 10 + ["Usado", "Nuevo"])
    before = offers.copy(deep=True)
    effects = filter_effects(offers, bands=bands_of(offers)).set_index("filter")
    assert effects["left_out"].to_dict() == {"": 2, "used": 1, "outlier": 1}
    assert effects["listings"].to_dict() == {"": 10, "used": 11, "outlier": 11}
    assert effects.loc["outlier", "highest"] == 9900.0
    pd.testing.assert_frame_equal(offers, before)


def test_a_cut_moved_by_one_price_moves_its_listings(make_offers, two_groups):
    moved = cut_effects(bands_of(make_offers(two_groups)))
    down, up = moved.to_dict("records")
    assert (down["price"], down["listings_below"], down["listings_above"]) == (105.0, 4, 6)
    assert (up["price"], up["listings_below"], up["listings_above"]) == (199.0, 6, 4)

    def squares(*groups):
        return sum(((np.log(group) - np.mean(np.log(group))) ** 2).sum() for group in map(np.array, groups))

    before = squares(two_groups[:5], two_groups[5:])
    assert down["more_within"] == pytest.approx(squares(two_groups[:4], two_groups[4:]) / before - 1)


def two_months(make_offers, prices, factor):
    old = make_offers(
        prices, observed_at=SEEN - pd.Timedelta(days=40), lineage=[f"d.csv:{n}" for n in range(len(prices))]
    )
    new = make_offers([round(price * factor) for price in prices])
    return pd.concat([old, new], ignore_index=True)


def test_listings_new_since_last_month_wait_until_there_is_a_verdict(make_offers, two_groups):
    newcomer = make_offers([99.0], item_id=["MLM77"], lineage=["nueva.csv:2"])
    offers = pd.concat([two_months(make_offers, two_groups, 1.0), newcomer], ignore_index=True)
    waiting = listings_to_confirm(offers, bands=bands_of(offers))
    assert waiting[["item_id", "why", "band"]].to_numpy().tolist() == [["MLM77", "new", 1]]
    judged = Verdict("MX", "prensa de ajo", "mercadolibre", "MLM77", "same")
    assert len(listings_to_confirm(offers, bands=bands_of(offers, verdicts=[judged]))) == 0


def test_in_the_first_month_nothing_is_new(make_offers, two_groups):
    offers = make_offers(two_groups)
    assert len(listings_to_confirm(offers, bands=bands_of(offers))) == 0


def test_an_unclear_pack_and_a_new_title_wait_too(make_offers, two_groups):
    offers = make_offers([*two_groups, 99.0])
    offers.loc[10, "title"] = "Juego prensa de ajo 5 piezas"
    old = Verdict("MX", "prensa de ajo", "mercadolibre", "MLM0", "same", title="Otra cosa")
    waiting = listings_to_confirm(offers, bands=bands_of(offers, verdicts=[old]))
    assert dict(zip(waiting["item_id"], waiting["why"], strict=True)) == {
        "MLM10": "pack_unclear",
        "MLM0": "title_changed",
    }
    assert pd.isna(waiting.set_index("item_id").loc["MLM10", "band"])


def test_a_verdict_keeps_the_title_it_was_made_on(make_offers, two_groups):
    bands = bands_of(make_offers(two_groups))
    found = verdict_on(bands, item_id="MLM3", says="pack:4")
    assert (found.says, found.pack, found.title) == ("pack", 4, "Prensa de ajo modelo 3")
    with pytest.raises(NothingToShow, match="no such listing among the 10.*did you mean"):
        verdict_on(bands, item_id="MLM33", says="same")


def test_a_market_that_rose_by_ten_percent_is_said_to_have_moved(make_offers, wide):
    offers = two_months(make_offers, wide["price"].tolist(), 1.1)
    shift = price_shift(offers, bands=bands_of(offers))
    assert (shift.verdict, shift.same, shift.raised, shift.new, shift.gone) == ("moved", 60, 60, 0, 0)
    assert shift.same_shift == pytest.approx(0.1, abs=0.005)
    assert shift.same_low <= shift.same_shift <= shift.same_high


def test_the_level_is_tested_as_scipy_tests_it(make_offers, wide):
    offers = two_months(make_offers, wide["price"].tolist(), 1.3)
    shift = price_shift(offers, bands=bands_of(offers))
    before = np.log(wide["price"].to_numpy(dtype=float))
    now = np.log(bands_of(offers).offers["price"].to_numpy(dtype=float))
    assert shift.p_level == pytest.approx(mannwhitneyu(now, before).pvalue)
    pairs = np.subtract.outer(now, before)
    assert shift.shift == pytest.approx(np.expm1(np.median(pairs)), abs=1e-6)


def test_a_market_that_stood_still_is_said_so(make_offers, two_groups):
    shift = price_shift(offers := two_months(make_offers, two_groups, 1.0), bands=bands_of(offers))
    assert (shift.verdict, shift.shift, shift.same_shift, shift.p_same) == ("still", 0.0, 0.0, 1.0)


def test_without_an_earlier_month_there_is_no_shift(make_offers, two_groups):
    offers = make_offers(two_groups)
    with pytest.raises(NothingToShow, match="0 usable listings"):
        price_shift(offers, bands=bands_of(offers))


@pytest.mark.parametrize("seed", range(5))
def test_shifts_are_the_medians_of_all_pairs(seed):
    dice = np.random.default_rng(seed)
    first, second = dice.normal(0, 1, 23), dice.normal(0.4, 1, 31).round(1)
    middle, low, high = two_sample_shift(first, second)
    pairs = np.subtract.outer(second, first).ravel()
    assert middle == pytest.approx(np.median(pairs), abs=1e-9)
    assert all(np.isclose(pairs, bound, atol=1e-9).any() for bound in (low, high))
    assert mannwhitneyu(second - low, first).pvalue == pytest.approx(0.05, abs=0.01)
    assert low < middle < high
    walsh = [(a + b) / 2 for i, a in enumerate(second) for b in second[i:]]
    assert paired_shift(second)[0] == pytest.approx(np.median(walsh), abs=1e-9)
