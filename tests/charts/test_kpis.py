import pandas as pd
import pytest
from matplotlib.dates import date2num, num2date

from workbench.charts.kpis import plot_kpi_trend, plot_kpi_trends
from workbench.charts.style import STATUS_COLOURS, svg_text
from workbench.words import in_language
from workbench.words.formats import NBSP


def line_of(ax):
    return next(line for line in ax.lines if line.get_linestyle() == "-" and len(line.get_xdata()) > 2)


def texts(ax):
    return [text.get_text().replace(NBSP, " ") for text in (*ax.texts, *ax.figure.texts)]


def test_the_line_is_the_series_with_its_gap(series, row):
    ax = plot_kpi_trend(series, row=row)
    drawn = pd.Series(line_of(ax).get_ydata())
    pd.testing.assert_series_equal(drawn, series["rate"], check_names=False)
    assert [num2date(x).date() for x in line_of(ax).get_xdata()] == series["date"].dt.date.tolist()


def test_the_target_is_a_labelled_line_within_the_scale(series, row):
    ax = plot_kpi_trend(series, row=row)
    dashed = next(line for line in ax.lines if set(line.get_ydata()) == {0.95})
    assert dashed.get_linestyle() == "--"
    assert "target > 95%" in texts(ax)
    assert ax.get_ylim()[0] < 0.93 < 0.97 < ax.get_ylim()[1]


def test_the_last_rate_is_named_in_the_colour_of_its_status(series, row):
    ax = plot_kpi_trend(series, row=row)
    named = next(text for text in ax.texts if text.get_text() == "93.00%")
    assert named.get_color() == STATUS_COLOURS["breach"]


def test_the_window_is_shaded(series, row):
    ax = plot_kpi_trend(series, row=row)
    (band,) = ax.patches
    assert band.get_x() == date2num(row["window_start"])
    assert band.get_x() + band.get_width() == date2num(row["window_end"])


def test_an_event_is_a_thin_line_with_its_name(series, row):
    events = pd.DataFrame({"date": [pd.Timestamp("2026-01-29")], "label": ["carrier"]})
    ax = plot_kpi_trend(series, row=row, events=events)
    assert date2num(pd.Timestamp("2026-01-29")) in [line.get_xdata()[0] for line in ax.lines]
    assert "carrier, 29 Jan" in texts(ax)


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        (
            "en",
            "Amazon Mexico: valid tracking rate fell under its target of 95% on 30 Jan 2026 and was 93.00% on "
            "31 Jan 2026",
        ),
        ("zh", "亚马逊墨西哥：有效追踪率自2026年1月30日起低于目标 95%，2026年1月31日为 93.00%"),
        (
            "es",
            "Amazon México: tasa de rastreo válido cayó por debajo de su objetivo de 95% el 30 ene 2026 y fue 93.00% "
            "el 31 ene 2026",
        ),
    ],
)
def test_the_title_is_the_finding_in_each_language_with_every_glyph(series, row, lang, title):
    with in_language(lang):
        ax = plot_kpi_trend(series, row=row)
        ax.figure.canvas.draw()
        shown = ax.figure.texts[0].get_text().replace("\n", "" if lang == "zh" else " ").replace(NBSP, " ")
        assert shown == title
        assert svg_text(ax).startswith("<svg")


def test_the_source_names_account_rule_and_day(series, row):
    ruled = {**row, "rule_id": "amazon-us-valid_tracking_rate-30d"}
    assert "Source: files of account amazon-mx; rule amazon-us-valid_tracking_rate-30d; as of 31 Jan 2026" in texts(
        plot_kpi_trend(series, row=ruled)
    )


def test_a_target_that_the_report_gave_is_said_to_come_from_it(series, row):
    said = "Source: files of account amazon-mx; target from the platform's report; as of 31 Jan 2026"
    assert said in texts(plot_kpi_trend(series, row=row))


def test_without_a_row_only_the_line_is_drawn(series):
    ax = plot_kpi_trend(series)
    assert ax.figure.texts == []


def test_nothing_measured_draws_an_empty_chart_that_says_so(series, row):
    ax = plot_kpi_trend(series.assign(rate=float("nan")), row=row)
    assert ax.figure.texts[0].get_text() == "Amazon Mexico: valid tracking rate was not measured in this period"


def test_an_empty_series_draws_an_empty_chart(series, row):
    assert plot_kpi_trend(series.iloc[:0], row=row).figure.texts[0].get_text().endswith("in this period")


def test_rate_and_target_that_lie_close_do_not_print_over_each_other(series, row):
    close = series.assign(rate=[0.97, 0.96, 0.95, 0.951, 0.9501])
    ax = plot_kpi_trend(close, row=row)
    ends = [text for text in ax.texts if text.get_text().endswith("%")]
    ax.figure.canvas.draw()
    first, second = (text.get_window_extent() for text in ends)
    assert not first.overlaps(second)


def test_the_input_is_not_changed(series, row):
    before = series.copy(deep=True)
    plot_kpi_trend(series, row=row)
    pd.testing.assert_frame_equal(series, before)


def test_figures_that_the_platform_showed_are_points(series, row):
    ax = plot_kpi_trend(series.assign(basis="reported"), row=row)
    assert line_of(ax).get_marker() == "o"
    assert "Figures as the platform showed them" in texts(ax)[-2]


def test_small_multiples_have_a_panel_each_with_its_own_scale(series, row):
    low = series.assign(rate=series["rate"] - 0.9, target=0.04)
    panels = plot_kpi_trends(
        [(series, row), (low, {**row, "kpi": "late_shipment_rate"}), (series, row)], title="Others"
    )
    assert len(panels) == 3
    assert panels[1].get_title(loc="left") == "Late shipment rate\nAmazon Mexico"
    assert panels[0].get_ylim()[0] > panels[1].get_ylim()[1]
    assert sum(ax.axison for ax in panels[0].figure.axes) == 3
