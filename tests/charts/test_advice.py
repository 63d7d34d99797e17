"""The chart of candidate prices: what is drawn is what the advice says."""

from __future__ import annotations

import pytest

from tests.priced_seller import priced_advice, priced_client
from workbench.charts.advice import plot_price_advice
from workbench.pricing import AdviceTerms


@pytest.fixture
def squeezed(tmp_path):
    client = priced_client(tmp_path, {"A": 279.0}, costs={"A": 7.5})
    return priced_advice(client, terms=AdviceTerms(most_risk=1.0))


def named(ax):
    return [text.get_text().replace("\u00a0", " ") for text in ax.texts]


def title(ax):
    """The finding above the chart, on one line."""
    return ax.figure.texts[0].get_text().replace("\u00a0", " ").replace("\n", " ")


def test_today_and_the_advised_price_are_named_and_the_title_is_the_advice(squeezed):
    ax = plot_price_advice(squeezed)
    assert {"today 279 MXN", "advised 298 MXN"} <= set(named(ax))
    assert "Raise A on Mercado Libre Mexico from 279 MXN to 298 MXN (+6.8%)" in title(ax)


def test_filled_dots_are_the_prices_that_may_be_asked(squeezed):
    ax = plot_price_advice(squeezed)
    rows = squeezed.candidates
    free = rows[[not codes for codes in rows["against"]]]
    dots = [line for line in ax.lines if line.get_marker() == "o" and line.get_linestyle() == "None"]
    assert list(dots[0].get_xdata()) == free["price"].tolist()
    assert list(dots[0].get_ydata()) == free["margin"].tolist()
    assert len(dots[1].get_xdata()) == len(rows) - len(free)


def test_no_line_runs_across_a_jump_of_fees(squeezed):
    lines = [line for line in plot_price_advice(squeezed).lines if line.get_linestyle() == "-" and line.get_lw() == 1.0]
    for line in lines:
        prices = list(line.get_xdata())
        assert all(price < 299 for price in prices) or all(price >= 299 for price in prices)


def test_a_kept_price_has_one_mark(tmp_path):
    ax = plot_price_advice(priced_advice(priced_client(tmp_path, {"A": 289.0}, costs={"A": 4.0})))
    assert named(ax).count("today 289 MXN") == 1
    assert not [text for text in named(ax) if text.startswith("advised")]


def test_known_demand_is_drawn_by_the_week_with_its_interval(tmp_path):
    client = priced_client(tmp_path, {"A": 198.0}, costs={"A": 4.0})
    advice = priced_advice(client, elasticity=(-1.6, -1.9, -1.3), weekly_units=20.0)
    ax = plot_price_advice(advice)
    dots = [line for line in ax.lines if line.get_marker() == "o" and line.get_linestyle() == "None"]
    assert max(dots[0].get_ydata()) == pytest.approx(
        advice.candidates.loc[[not codes for codes in advice.candidates["against"]], "profit"].max()
    )
    assert ax.collections


def test_an_account_with_an_open_warning_gets_no_advice_as_a_title(tmp_path):
    case = {"account": "mercadolibre-mx", "case_id": "c1", "state": "on_hold"}
    client = priced_client(tmp_path, {"A": 279.0}, costs={"A": 7.5})
    ax = plot_price_advice(priced_advice(client, cases=(case,)))
    assert "no change while the warning is open" in title(ax)
