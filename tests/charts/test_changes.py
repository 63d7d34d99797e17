import pandas as pd
import pytest
from matplotlib.colors import to_hex

from workbench.charts.changes import plot_conversion
from workbench.charts.style import ACCENT, SECONDARY
from workbench.words import in_language
from workbench.words.formats import NBSP


@pytest.fixture
def monthly():
    months = pd.date_range("2025-08-01", periods=5, freq="MS")
    return pd.DataFrame({"month": months, "conversion": [0.12, 0.12, 0.1, 0.06, float("nan")]})


@pytest.fixture
def change():
    return {
        "account": "amazon-us",
        "item_id": "B01",
        "title": "Garlic press of stainless steel",
        "date": pd.Timestamp("2025-10-08"),
        "kind": "content",
        "conversion_before": 0.12,
        "conversion_after": 0.06,
        "change": -0.06,
        "change_low": -0.08,
        "change_high": -0.04,
    }


def test_bars_are_the_months_from_zero(monthly, change):
    ax = plot_conversion(monthly, change=change)
    assert [bar.get_height() for bar in ax.patches][:4] == [0.12, 0.12, 0.1, 0.06]
    assert ax.get_ylim()[0] == 0


def test_months_after_the_change_stand_out(monthly, change):
    ax = plot_conversion(monthly, change=change)
    assert [to_hex(bar.get_facecolor()) for bar in ax.patches] == [SECONDARY] * 3 + [ACCENT] * 2


def test_each_month_is_named_below_its_bar(monthly, change):
    ax = plot_conversion(monthly, change=change)
    assert [label.get_text() for label in ax.get_xticklabels()] == ["Aug\n2025", "Sep", "Oct", "Nov", "Dec"]
    assert ax.get_xticks().tolist() == [bar.get_x() + bar.get_width() / 2 for bar in ax.patches]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "after the change of content on 8 Oct 2025 conversion went from 12.00% to 6.00%"),
        ("zh", "2025年10月8日改动内容后，转化率从 12.00% 变为 6.00%"),
        ("es", "tras el cambio de contenido del 8 oct 2025, la conversión pasó de 12.00% a 6.00%"),
    ],
)
def test_the_title_is_the_finding_in_each_language(monthly, change, lang, said):
    with in_language(lang):
        ax = plot_conversion(monthly, change=change)
        ax.figure.canvas.draw()
    title = ax.figure.texts[0].get_text().replace("\n", "" if lang == "zh" else " ").replace(NBSP, " ")
    assert said in title


def test_a_listing_without_sessions_draws_an_empty_chart(monthly, change):
    assert plot_conversion(monthly.assign(conversion=float("nan")), change=change).get_ylim() == (0, 1)


def test_the_input_is_not_changed(monthly, change):
    before = monthly.copy(deep=True)
    plot_conversion(monthly, change=change)
    pd.testing.assert_frame_equal(monthly, before)
