import re

import matplotlib
import pytest
from matplotlib.figure import Figure

from workbench.charts.style import (
    FONT_FAMILY,
    SERIES,
    STATUS_COLOURS,
    WIDTHS_MM,
    figure_axes,
    finish_chart,
    svg_text,
    use_style,
    wrap_text,
)


def contrast_on_white(colour):
    """WCAG 2.2 contrast ratio, by its published formula."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


@pytest.mark.parametrize(("width", "millimetres"), WIDTHS_MM.items())
def test_a_chart_is_as_wide_as_the_text_block_or_half_of_it(width, millimetres):
    assert figure_axes(width=width).figure.get_figwidth() * 25.4 == pytest.approx(millimetres)


def test_title_and_source_make_the_figure_taller_and_not_the_plot_smaller():
    ax = figure_axes(height_mm=50)
    finish_chart(ax, title="A finding", subtitle="What is measured", source="Source: a file")
    ax.figure.canvas.draw()
    assert ax.figure.get_figheight() * 25.4 > 50
    assert ax.get_position().height * ax.figure.get_figheight() * 25.4 > 40
    assert {text.get_text() for text in ax.figure.texts} == {"A finding", "What is measured", "Source: a file"}


def test_a_title_stands_left_and_without_a_closing_stop():
    ax = finish_chart(figure_axes(), title="It fell.")
    (title,) = ax.figure.texts
    assert (title.get_text(), title.get_ha(), title.get_position()[0]) == ("It fell", "left", 0)


@pytest.mark.parametrize(
    "text",
    [
        "Valid tracking fell under its target of 95% on 9 March and customs holds explain 71% of it " * 2,
        "亚马逊墨西哥：有效追踪率自2026年1月12日起低于目标 95%，2026年1月31日为 91.20%。" * 3,
    ],
)
def test_a_long_title_is_broken_and_loses_nothing(text):
    use_style()
    lines = wrap_text(text, width_mm=180, size=11, weight="bold")
    assert len(lines) > 1
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not [line for line in lines if line[0] in "，。：%"]


def test_no_line_ends_with_a_bracket_that_opens():
    use_style()
    text = "亚马逊墨西哥的有效追踪率（storage）为 95%" * 4
    for width in range(60, 120, 3):
        lines = wrap_text(text, width_mm=width, size=11)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert not [line for line in lines if line[-1] in "（【《「“‘"]


def test_a_clients_dollar_signs_are_text_and_no_formula():
    ax = finish_chart(figure_axes(), title=r"Price $\frac{$")
    assert r"Price $\frac{$" in svg_text(ax)


@pytest.mark.parametrize(
    "text", ["有效追踪率低于目标，海关查验", "Tasa de rastreo válido: años, ¿qué?", "≥ 95% − • ● ▲ ■ ○"]
)
def test_text_stays_text_and_has_every_glyph(text):
    # A missing glyph is a warning of matplotlib, and warnings are errors here.
    ax = finish_chart(figure_axes(), title=text)
    ax.figure.canvas.draw()
    svg = svg_text(ax)
    assert text in svg
    assert FONT_FAMILY in svg


def test_the_same_chart_gives_the_same_bytes():
    def chart():
        ax = figure_axes()
        ax.plot([1, 2, 3])
        return svg_text(finish_chart(ax, title="Same"))

    assert chart() == chart()


def test_saving_keeps_our_style_when_somebody_changed_it():
    ax = finish_chart(figure_axes(), title="Still text")
    with matplotlib.rc_context({"svg.fonttype": "path"}):
        assert "Still text</text>" in re.sub(r"\s+</text>", "</text>", svg_text(ax))
        assert matplotlib.rcParams["svg.fonttype"] == "path"


def test_given_axes_are_used_and_keep_their_figure():
    use_style()
    left, right = Figure(figsize=(6, 3)).subplots(1, 2)
    assert figure_axes(ax=right) is right
    finish_chart(right, title="Only here", subtitle="small")
    assert (left.get_title(loc="left"), right.get_title(loc="left")) == ("", "Only here")


@pytest.mark.parametrize("colour", [*SERIES, *STATUS_COLOURS.values()])
def test_colours_stand_out_from_white(colour):
    assert contrast_on_white(colour) >= 2.9
