import itertools
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from workbench.bands import band_places, band_stability, price_bands
from workbench.charts.bands import plot_price_bands
from workbench.charts.flags import Span, place_flags
from workbench.charts.margins import plot_fx_history, plot_fx_margins
from workbench.charts.style import new_figure
from workbench.tables import conform
from workbench.words import in_language

SEEN = pd.Timestamp("2026-01-20 18:00", tz="UTC")


def offers_of(prices, **columns):
    rows = len(prices)
    ordinary = {"platform": "mercadolibre", "market": "MX", "query": "prensa de ajo", "currency": "MXN"}
    names = {"item_id": [f"MLM{n}" for n in range(rows)], "title": [f"Prensa {n}" for n in range(rows)]}
    return conform(pd.DataFrame({"price": prices, "observed_at": SEEN, **names} | ordinary | columns), "offers")


def bands_of(prices, skus=(), **columns):
    offers = offers_of(prices, **columns)
    product = SimpleNamespace(must=(), must_not=(), skus=tuple(skus))
    return price_bands(offers, query="prensa de ajo", market=offers["market"].iloc[0], product=product)


def own_of(prices, currency="MXN"):
    skus = [f"LH-{n:03d}" for n in range(len(prices))]
    own = pd.DataFrame({"sku": skus, "item_id": skus, "price": prices, "account": "mercadolibre-mx"})
    return conform(own.assign(observed_at=SEEN, currency=currency), "listings")


@pytest.fixture(scope="module")
def three_groups():
    """118 listings in three groups, the seed only for a natural look."""
    rng = np.random.default_rng(3)
    centres = np.repeat(np.log([109, 219, 389]), [73, 30, 15])
    prices = np.round(np.exp(rng.normal(centres, 0.09)) / 10) * 10 - 1
    prices.setflags(write=False)
    return prices


@pytest.fixture(scope="module")
def three_bands(three_groups):
    """Their bands, found once: nobody alters them."""
    return bands_of(three_groups)


def shown_texts(ax):
    return [text for text in (*ax.texts, *ax.figure.texts) if text.get_text().strip()]


def assert_no_text_lies_on_another(ax, *, inside=True):
    ax.figure.draw_without_rendering()
    boxes = {text: text.get_window_extent() for text in shown_texts(ax)}
    for (one, box), (other, its_box) in itertools.combinations(boxes.items(), 2):
        assert not box.padded(-1).overlaps(its_box.padded(-1)), f"{one.get_text()!r} lies on {other.get_text()!r}"
    for text, box in boxes.items():
        assert not inside or (box.x0 >= -2 and box.x1 <= ax.figure.bbox.x1 * 1.02), text.get_text()


def poles(ax):
    return {round(float(line.get_xdata()[0]), 2) for line in ax.lines if len(set(line.get_xdata())) == 1}


def bar_count(ax):
    return sum(patch.get_height() for patch in ax.patches if patch.get_zorder() == 2)


def test_every_listing_stands_in_a_bar_and_no_bar_in_two_bands(three_bands):
    ax = plot_price_bands(three_bands)
    assert bar_count(ax) == 118
    cuts = three_bands.cuts[["below", "above"]].to_numpy()
    for bar in (patch for patch in ax.patches if patch.get_zorder() == 2):
        assert not any(bar.get_x() <= below and bar.get_x() + bar.get_width() >= above for below, above in cuts)


def test_each_band_is_shaded_over_its_prices_and_labelled_with_its_share(three_groups, three_bands):
    ax = plot_price_bands(three_bands)
    shades = [patch for patch in ax.patches if patch.get_zorder() == 0]
    for shade, row in zip(shades, three_bands.bands.itertuples(), strict=True):
        assert shade.get_x() < row.low and row.high < shade.get_x() + shade.get_width()
    cheapest = three_groups[:73]
    label = f"Band 1\n{cheapest.min():.0f} to {cheapest.max():.0f}\n{73 / 118:.1%}"
    assert label in [text.get_text() for text in ax.texts]


def test_prices_stand_on_a_log_axis_ticked_at_whole_prices(three_bands):
    ax = plot_price_bands(three_bands)
    assert (ax.get_xscale(), ax.get_xlabel()) == ("log", "MXN")
    assert all(tick == round(tick) for tick in ax.get_xticks())
    assert 3 <= len(ax.get_xticks()) <= 9


def test_own_items_and_the_299_mark_are_flagged_at_their_prices(three_groups):
    ax = plot_price_bands(bands_of(three_groups, skus=["LH-000"]), own=own_of([219.0, 500.0]))
    assert poles(ax) == {219.0, 299.0}
    assert {"LH-000 219\u00a0MXN", "free shipping from 299\u00a0MXN (Mercado Libre)"} <= {
        x.get_text() for x in ax.texts
    }


def test_places_and_plain_listings_draw_the_same(three_groups):
    bands = bands_of(three_groups, skus=["LH-000"])
    own = own_of([219.0])
    by_listing, by_place = plot_price_bands(bands, own=own), plot_price_bands(bands, own=band_places(bands, own=own))
    assert [t.get_text() for t in by_listing.texts] == [t.get_text() for t in by_place.texts]


def test_the_mark_is_left_out_where_prices_are_far_from_it():
    ax = plot_price_bands(bands_of([39.0, 39.0, 45.0, 49.0, 79.0, 85.0, 89.0, 89.0]))
    assert poles(ax) == set()


def test_a_market_in_the_united_states_has_no_mark():
    ax = plot_price_bands(bands_of([289.0, 299.0, 299.0, 309.0] * 3, market="US", currency="USD"))
    assert poles(ax) == set()


@pytest.mark.parametrize("lang", ["en", "zh", "es"])
@pytest.mark.parametrize(
    "own", [[], [219.0], [215.0, 219.0, 225.0, 229.0], [79.0, 89.0, 299.0, 305.0, 459.0, 459.0, 2000.0]]
)
def test_no_label_lies_on_another_or_leaves_the_figure(three_bands, lang, own):
    with in_language(lang):
        assert_no_text_lies_on_another(plot_price_bands(three_bands, own=own_of(own)))


def test_bands_that_stand_close_have_their_labels_on_two_heights():
    rng = np.random.default_rng(0)
    prices = np.round(np.exp(rng.normal(np.repeat(np.log([95, 130, 178, 5200]), 20), 0.012)))
    ax = plot_price_bands(bands_of(prices))
    assert_no_text_lies_on_another(ax)
    assert len({text.get_position()[1] for text in ax.texts if text.get_text().startswith("Band")}) > 1


def test_one_price_alone_is_drawn():
    ax = plot_price_bands(bands_of([199.0] * 9))
    assert bar_count(ax) == 9


def test_the_chart_draws_on_the_axes_it_is_given(three_bands):
    figure = new_figure(height_mm=120)
    upper, lower = figure.subplots(2)
    assert plot_price_bands(three_bands, own=own_of([219.0]), ax=lower) is lower
    assert not upper.has_data()
    assert lower.get_title(loc="left").startswith("3 price bands")


def test_title_subtitle_and_source_are_there_in_chinese(three_bands):
    with in_language("zh"):
        ax = plot_price_bands(three_bands, own=own_of([219.0]))
        assert_no_text_lies_on_another(ax)
    said = "".join(text.get_text() for text in ax.figure.texts)
    assert "3 个价格带" in said and "来源：" in said and "2026年1月20日" in said


def test_a_pole_never_runs_through_a_lower_label():
    placed = place_flags([[Span(0, 3, 50)], [Span(20, 23, 60), Span(20, -20, 17)], [Span(40, 43, 90)]], gap=2)
    for one, other in itertools.permutations(placed, 2):
        if one.row > other.row:
            assert not other.span.left < one.span.pole < other.span.right


def scenarios_of(margins, *, moves=(-0.15, -0.1, 0.0, 0.15), cost_currency="USD"):
    rows = [
        ("mercadolibre-mx", f"VH-{n:03d}", 20.0, "MXN", "USD", cost_currency, move, margin + move, (margin + move) / 2)
        for n, margin in enumerate(margins)
        for move in moves
    ]
    names = ["account", "sku", "price", "currency", "home_currency", "cost_currency", "move", "margin", "margin_rate"]
    return pd.DataFrame(rows, columns=names)


def test_each_sku_shows_its_margin_today_and_its_reach_the_least_first():
    ax = plot_fx_margins(scenarios_of([0.3, -0.02, 0.05]))
    assert [label.get_text() for label in ax.get_yticklabels()] == ["VH-001", "VH-002", "VH-000"]
    dots = [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o"]
    assert dots == pytest.approx([-0.01, 0.025, 0.15])
    (reach,) = ax.collections
    assert reach.get_segments()[0][:, 0].tolist() == pytest.approx([(-0.02 - 0.15) / 2, (-0.02 + 0.15) / 2])


def test_only_the_twelve_least_are_shown_and_the_subtitle_says_so():
    ax = plot_fx_margins(scenarios_of(np.linspace(0.01, 0.4, 30)))
    assert len(ax.get_yticks()) == 12
    assert any("the 12 of 30 SKUs with the least" in text.get_text() for text in ax.figure.texts)


@pytest.mark.parametrize("lang", ["en", "zh", "es"])
@pytest.mark.parametrize("margins", [[0.3], [-0.5, -0.4, 0.0], [0.2] * 14, [0.9, -0.9]])
def test_no_label_of_the_margins_lies_on_another(lang, margins):
    with in_language(lang):
        assert_no_text_lies_on_another(plot_fx_margins(scenarios_of(margins)))


def test_costs_in_the_same_currency_are_said_not_to_move():
    same = scenarios_of([0.3, 0.4], cost_currency="MXN").assign(margin_rate=0.15)
    ax = plot_fx_margins(same)
    assert_no_text_lies_on_another(ax)
    assert ax.figure.texts[0].get_text().startswith("Costs and prices are in MXN")
    assert not any("−15%" in text.get_text() for text in ax.texts)


def test_without_a_known_margin_the_chart_says_so():
    blank = scenarios_of([0.3]).assign(margin=np.nan, margin_rate=np.nan)
    ax = plot_fx_margins(blank)
    assert ax.figure.texts[0].get_text() == "No SKU has every input for a margin"


def test_the_rate_is_drawn_by_day_and_its_last_value_named():
    days = pd.bdate_range("2025-11-03", periods=60)
    rates = np.linspace(18.5, 20.0, 60)
    history = pd.DataFrame({"date": days, "base": "USD", "quote": "MXN", "series": "SF43718", "rate": rates})
    ax = plot_fx_history(history)
    assert ax.lines[0].get_ydata().tolist() == rates.tolist()
    assert "20.00" in [text.get_text() for text in ax.texts]
    assert ax.figure.texts[0].get_text().startswith("The Mexican peso lost 7.5% against the US dollar")
    assert_no_text_lies_on_another(ax)


@pytest.mark.parametrize("lang", ["en", "zh", "es"])
def test_density_curves_are_as_high_as_the_tallest_bar_and_no_label_lies_on_another(three_groups, lang):
    bands = bands_of(three_groups, sold=50)
    with in_language(lang):
        ax = plot_price_bands(bands, own=own_of([219.0]), density=band_stability(bands, resamples=5).density)
        assert_no_text_lies_on_another(ax)
    tallest = max(patch.get_height() for patch in ax.patches if patch.get_zorder() == 2)
    curves = [line.get_ydata() for line in ax.lines if len(line.get_ydata()) > 2]
    assert [max(curve) for curve in curves] == pytest.approx([tallest, tallest], rel=0.01)


def test_marks_of_amazon_in_the_united_states_are_flagged_without_collision():
    bands = bands_of(
        [6.99, 9.99, 11.99, 12.99, 18.99, 19.99, 21.99, 23.99] * 3, market="US", currency="USD", platform="amazon"
    )
    ax = plot_price_bands(bands, own=own_of([19.99], currency="USD"))
    assert poles(ax) >= {10.0, 15.0, 20.0}
    assert_no_text_lies_on_another(ax)


def test_two_poles_on_one_spot_drive_no_label_through_a_third_pole():
    sides = [[Span(100, 103, 160), Span(100, 40, 97)], [Span(100.1, 103.1, 150)], [Span(60, 63, 130), Span(60, 0, 57)]]
    placed = place_flags(sides, gap=4)
    for one, other in itertools.permutations(placed, 2):
        if one.row > other.row:
            assert not other.span.left < one.span.pole < other.span.right
