"""A unit's waterfall and a SKU's markets, by the data on the axes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from workbench.charts.waterfall import plot_side_by_side, plot_waterfall
from workbench.costs.economics import SideBySide, economics_at
from workbench.costs.waterfall import Charge, UnitInputs
from workbench.words import in_language


def unit_of(*, account="amazon-mx", cost=100.0, missing=(), candidate="", price=232.0):
    """232 MXN: VAT 32, fee 20, fixed fee 0, cost, and 5 of income tax that is cash later."""

    def taken(amount):
        return lambda prices: np.full(len(prices), amount)

    charges = (
        Charge("vat", "margin", lambda prices: prices - prices / 1.16),
        Charge("referral", "margin", taken(20.0)),
        Charge("fixed_fee", "margin", taken(0.0)),
        Charge("cost", "margin", taken(cost)),
        Charge("income_tax", "cash", taken(5.0)),
        Charge("vat_withheld", "memo", taken(16.0)),
    )
    known = {"platform": "amazon", "market": "MX", "on": pd.Timestamp("2026-01-31"), "currency": "MXN", "fx": {}}
    inputs = UnitInputs(
        sku="A", title="", account=account, home_currency="MXN", price=232.0, price_date=pd.NaT, charges=charges,
        cost_currency="MXN", missing=missing, **known,
    )  # fmt: skip
    return economics_at(inputs, price=price, candidate=candidate)


def names(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


def bars(ax):
    return [(round(bar.get_x(), 2), round(bar.get_width(), 2)) for bar in ax.patches]


def test_the_bars_step_down_from_the_price_to_margin_and_cash():
    ax = plot_waterfall(unit_of())
    assert names(ax) == [
        *("shelf price", "VAT", "sale fee (commission)", "purchase cost", "margin", "income tax withheld", "cash now")
    ]
    assert bars(ax) == [(0, 232), (200, 32), (180, 20), (80, 100), (0, 80), (75, 5), (0, 75)]
    assert [text.get_text() for text in ax.texts][:2] == ["232.0", "−32.0"]


def test_a_loss_reaches_under_zero():
    ax = plot_waterfall(unit_of(cost=190.0))
    assert bars(ax)[4] == (-10, 10)


def test_without_a_margin_the_known_steps_are_drawn_and_no_total():
    assert names(plot_waterfall(unit_of(missing=("freight",)))) == [
        *("shelf price", "VAT", "sale fee (commission)", "purchase cost", "income tax withheld")
    ]


def test_each_markets_parts_and_margin_add_up_to_the_price_without_tax():
    side = SideBySide("A", (unit_of(),), (unit_of(candidate="converted", price=400.0),))
    ax = plot_side_by_side(side)
    assert names(ax) == ["amazon-mx", "amazon-mx, US price converted"]
    rows = {}
    for bar in ax.patches:
        rows.setdefault(round(bar.get_y() + 0.3), []).append(bar.get_width())
    assert [sum(widths) for widths in rows.values()] == pytest.approx([1, 1])
    assert rows[0] == pytest.approx([0.1, 0.5, 0.4])


@pytest.mark.parametrize("lang", ["en", "zh", "es"])
def test_titles_and_sources_are_there_in_each_language(lang):
    side = SideBySide("A", (unit_of(), unit_of(account="mercadolibre-mx", missing=("cost",))), ())
    with in_language(lang):
        for ax in (plot_waterfall(unit_of()), plot_side_by_side(side)):
            assert len(ax.figure.texts) >= 2
            ax.figure.draw_without_rendering()
