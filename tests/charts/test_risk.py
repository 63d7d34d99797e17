"""The pictures of what comes next, by the data on their axes."""

import pandas as pd
import pytest

from workbench.charts.risk import plot_headroom, plot_roll_off, plot_signal
from workbench.risk import Signal


@pytest.fixture
def calendar():
    """Four bad orders, two of which leave on one day."""
    return pd.DataFrame(
        {
            "account": "amazon-mx",
            "kpi": "valid_tracking_rate",
            "scope": "",
            "as_of": pd.Timestamp("2026-01-31"),
            "bad_now": 4,
            "leaves_on": pd.to_datetime(["2026-02-02", "2026-02-05", "2026-02-05", "2026-02-20"]),
            "order_id": ["a", "b", "c", "d"],
            "weight": 1,
            "bad_after": [3, 1, 1, 0],
            "orders_after": 60,
            "allowed_after": pd.Series([2, 2, 2, 2], dtype="Int64"),
        }
    )


@pytest.fixture
def risk():
    """A KPI beyond its target, one within, one that must be high."""
    rows = [
        ("late_shipment_rate", 6, 100, 0.04, "lt", "breach", -3),
        ("pre_fulfilment_cancellation_rate", 0, 90, 0.025, "lt", "good", 2),
        ("valid_tracking_rate", 97, 100, 0.95, "ge", "good", 2),
    ]
    names = ["kpi", "numerator", "denominator", "target", "comparator", "status", "headroom"]
    table = pd.DataFrame(rows, columns=names).astype({"numerator": "Int64", "denominator": "Int64"})
    place = {"account": "amazon-us", "platform": "amazon", "market": "US", "scope": "", "days": 21}
    rate = (table["numerator"] / table["denominator"]).astype("float64")
    return table.assign(**place, rate=rate, as_of=pd.Timestamp("2026-01-31"), probability=float("nan"))


def texts(ax):
    return [each.get_text() for each in ax.texts]


def test_the_calendar_shows_one_bar_a_day_and_what_is_still_counted(calendar):
    ax = plot_roll_off(calendar)
    assert [bar.get_height() for bar in ax.patches] == [1, 2, 1]
    counted, allowed = ax.lines
    assert counted.get_ydata().tolist() == [4, 3, 1, 0, 0]
    assert set(allowed.get_ydata()) == {2}
    assert {"still counted", "allowed"} <= set(texts(ax))


def test_the_calendar_without_target_has_no_line_for_it(calendar):
    ax = plot_roll_off(calendar.assign(allowed_after=pd.Series([pd.NA] * 4, dtype="Int64")))
    assert len(ax.lines) == 1 and "allowed" not in texts(ax)


def test_the_calendar_ends_after_two_months(calendar):
    far = calendar.assign(leaves_on=pd.to_datetime(["2026-02-02", "2026-02-05", "2026-02-05", "2026-12-20"]))
    assert [bar.get_height() for bar in plot_roll_off(far).patches] == [1, 2]


def test_an_empty_calendar_is_an_empty_picture_with_its_sentence(calendar):
    ax = plot_roll_off(calendar.head(0))
    assert not ax.patches and "No bad order" in ax.figure.texts[0].get_text()


def test_room_is_a_bar_of_bad_orders_against_the_most_allowed(risk):
    ax = plot_headroom(risk)
    bad = [bar.get_width() for bar in ax.patches[3:]]
    assert bad == [6, 0, 3]
    assert ax.lines[0].get_xdata().tolist() == [3, 2, 5]
    assert texts(ax) == ["3 too many", "2 more", "2 more"]


def test_the_weeks_stand_in_their_limits():
    weeks = pd.date_range("2025-10-04", periods=16, freq="7D")
    points = pd.DataFrame({"week_end": weeks, "orders": 140, "bad": 7, "rate": 0.05, "usual": 0.05})
    points = points.assign(
        low=0.0, high=0.105, mean=0.05, mean_low=0.03, mean_high=0.07, is_usual=[True] * 12 + [False] * 4
    )
    signal = Signal("amazon-us", "late_shipment_rate", "", weeks[-1], "stable", "within_limits", points)
    ax = plot_signal(signal, platform="amazon", market="US")
    before, recent = ax.lines[2:]
    assert (len(before.get_xdata()), len(recent.get_xdata())) == (12, 4)
    assert "moves within what chance alone explains" in ax.figure.texts[0].get_text().replace("\n", " ")
