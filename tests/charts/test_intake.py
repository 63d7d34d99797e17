import pandas as pd
import pytest
from matplotlib.dates import date2num

from workbench.charts.intake import plot_coverage, plot_refusals, plot_repeats
from workbench.words import in_language
from workbench.words.formats import NBSP
from workbench.words.intake import coverage_gaps

COLUMNS = ["export", "title", "account", "day", "rows"]


def coverage(*skipped):
    """Daily orders of January 2026 without the skipped days, and a reputation figure on two days."""
    days = [day for day in pd.date_range("2026-01-01", "2026-01-31").strftime("%Y-%m-%d") if day not in skipped]
    orders = [("meli-ventas", "Mercado Libre Ventas", "mercadolibre-mx", day, 3) for day in days]
    figures = [
        ("meli-reputation", "Mercado Libre seller reputation", "mercadolibre-mx", day, 1)
        for day in ("2026-01-05", "2026-01-31")
    ]
    return pd.DataFrame(orders + figures, columns=COLUMNS)


WEEK = [f"2026-01-{day:02d}" for day in range(12, 20)]


def bars(ax):
    return [
        (box.x0, round(box.width, 2))
        for part in ax.collections
        if part.get_facecolor().size
        for box in (path.get_extents() for path in part.get_paths())
    ]


def test_days_in_a_row_are_one_bar():
    ax = plot_coverage(coverage())
    assert (date2num(pd.Timestamp("2026-01-01")), 31) in bars(ax)


def test_a_missing_week_splits_the_bar_and_is_framed():
    ax = plot_coverage(coverage(*WEEK))
    assert (date2num(pd.Timestamp("2026-01-01")), 11) in bars(ax)
    assert (date2num(pd.Timestamp("2026-01-20")), 12) in bars(ax)
    (frame,) = [part for part in ax.collections if not part.get_facecolor().size]
    (path,) = frame.get_paths()
    assert (path.get_extents().x0, path.get_extents().width) == (date2num(pd.Timestamp("2026-01-12")), 8)


def test_a_single_day_is_wide_enough_to_be_seen():
    assert (date2num(pd.Timestamp("2026-01-05")), 1.6) in bars(plot_coverage(coverage()))


def test_six_days_without_rows_are_no_gap_and_eight_are():
    assert coverage_gaps(coverage(*WEEK[:6])).empty
    gaps = coverage_gaps(coverage(*WEEK))
    assert gaps[["first_day", "last_day", "days"]].values.tolist() == [
        [pd.Timestamp("2026-01-12"), pd.Timestamp("2026-01-19"), 8]
    ]


def test_a_monthly_figure_is_not_expected_every_day():
    assert set(coverage_gaps(coverage(*WEEK))["title"]) == {"Mercado Libre Ventas"}


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Mercado Libre Ventas of mercadolibre-mx has no rows from 12 Jan 2026 to 19 Jan 2026"),
        ("zh", "从2026年1月12日到2026年1月19日没有任何数据行"),
        ("es", "no tiene filas del 12 ene 2026 al 19 ene 2026"),
    ],
)
def test_the_title_names_the_longest_gap_in_each_language(lang, said):
    with in_language(lang):
        ax = plot_coverage(coverage(*WEEK))
        ax.figure.canvas.draw()
        title = ax.figure.texts[0].get_text().replace("\n", "" if lang == "zh" else " ").replace(NBSP, " ")
        assert said in title


def test_no_coverage_draws_an_empty_calendar():
    ax = plot_coverage(pd.DataFrame(columns=COLUMNS))
    assert ax.figure.texts[0].get_text() == "No file with dated rows has been read yet"


def test_the_input_is_not_changed():
    before = coverage(*WEEK)
    given = before.copy(deep=True)
    plot_coverage(given)
    pd.testing.assert_frame_equal(given, before)


def test_the_exports_of_an_account_stand_below_its_name_and_months_are_marked():
    ax = plot_coverage(coverage())
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "mercadolibre-mx",
        "Mercado Libre Ventas",
        "Mercado Libre seller reputation",
    ]
    days = pd.date_range("2025-01-01", "2026-02-28").strftime("%Y-%m-%d")
    long = pd.DataFrame([("o", "Orders", "amazon-mx", day, 1) for day in days], columns=COLUMNS)
    months = [label.get_text() for label in plot_coverage(long).get_xticklabels()]
    assert {"Jan\n2025", "Mar", "Jan\n2026"} <= set(months)


def test_a_gap_with_room_says_how_many_days_it_has():
    ax = plot_coverage(coverage(*WEEK))
    assert "8" in [text.get_text() for text in ax.texts]


FILES = pd.DataFrame(
    {
        "title": ["Amazon All Orders", "Amazon All Orders", "Mercado Libre Ventas", "Costs (our template)"],
        "status": ["read", "read", "read", "read"],
        "rows": [100, 50, 80, 5],
        "repeated": [7, 3, 4, 0],
        "superseded": [1, 0, 30, 0],
    }
)


def test_repeated_and_replaced_rows_are_bars_by_export_the_most_first():
    ax = plot_repeats(FILES)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Mercado Libre Ventas", "Amazon All Orders"]
    assert [bar.get_width() for bar in ax.patches] == [4, 10, 30, 1]
    assert [text.get_text() for text in ax.texts] == ["4 repeated, 30 replaced", "10 repeated, 1 replaced"]


def test_refused_cells_are_bars_by_cause_the_most_frequent_first():
    reasons = ["blank", "not a whole number", "not a whole number"]
    refused = pd.DataFrame({"file": "a.csv", "row": ["2", "3", "4"], "column": "x", "value": "y", "reason": reasons})
    ax = plot_refusals(refused)
    assert [bar.get_width() for bar in ax.patches] == [2, 1]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["not a whole number", "blank"]
    assert ax.figure.texts[0].get_text() == "2 of 3 refused cells: not a whole number"


def test_forty_years_of_exchange_rates_do_not_squeeze_the_accounts_months():
    years = pd.date_range("1986-01-01", "2026-03-31", freq="D").strftime("%Y-%m-%d")
    rates = pd.DataFrame([("fred-fx", "FRED exchange rates", "", day, 1) for day in years], columns=COLUMNS)
    ax = plot_coverage(pd.concat([rates, coverage(*WEEK)]))
    assert ax.get_xlim() == (date2num(pd.Timestamp("2025-12-31")), date2num(pd.Timestamp("2026-02-01")))
    assert (date2num(pd.Timestamp("2026-01-01")), 31) in bars(ax)
    assert any(
        "drawn from 1 Jan 2026 to 31 Jan 2026" in " ".join(text.get_text().replace(NBSP, " ").split())
        for text in ax.figure.texts
    )


def test_days_of_an_account_before_the_last_550_are_not_drawn():
    old = coverage().assign(day=["2020" + day[4:] for day in coverage()["day"]])
    ax = plot_coverage(pd.concat([old, coverage()]))
    assert ax.get_xlim()[0] == date2num(pd.Timestamp("2026-01-31")) - 550 - 1
