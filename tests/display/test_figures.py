import re

from workbench.charts.style import figure_axes, finish_chart
from workbench.display.figures import chart_html, show_chart
from workbench.display.notebook import heading_html, page_style, sentence_html, show_sentence, start_notebook
from workbench.words import language


def chart(title="A finding"):
    ax = figure_axes()
    ax.plot([1, 2, 3])
    return finish_chart(ax, title=title)


def test_a_chart_is_inline_svg_with_its_text_as_text():
    html = chart_html(chart("有效追踪率低于目标"), alt="有效追踪率低于目标")
    assert html.startswith('<figure class="wb wb-chart"')
    assert "有效追踪率低于目标</text>" in re.sub(r"\s+</text>", "</text>", html)


def test_alternative_text_is_escaped():
    assert 'aria-label="&quot;&gt;&lt;script&gt;"' in chart_html(chart(), alt='"><script>')


def test_a_clients_text_in_a_chart_is_escaped():
    assert "<script" not in chart_html(chart("<script>alert(1)</script>"), alt="x")


def test_nothing_in_a_chart_reaches_the_rest_of_the_page():
    html = show_chart(chart(), alt="x").data
    assert "<style" not in html
    assert "<metadata" not in html


def test_two_charts_of_a_page_share_no_name_but_for_equal_shapes():
    first, second = chart_html(chart("one"), alt="1"), chart_html(chart("two"), alt="2")
    named = [set(re.findall(r' id="([^"]+)"', html)) for html in (first, second)]
    used = [
        set(re.findall(r"#([\w.-]+)\)", html)) | set(re.findall(r'href="#([^"]+)"', html)) for html in (first, second)
    ]
    assert named[0] <= used[0]
    assert named[1] <= used[1]


def test_start_sets_the_language_and_brings_the_look():
    html = start_notebook(lang="es").data
    assert language() == "es"
    assert html == f"<style>{page_style()}</style>"


def test_a_sentence_is_text_and_names_its_language():
    start_notebook(lang="zh")
    assert show_sentence("<b>达标").data == '<p class="wb wb-sentence" lang="zh-Hans">&lt;b&gt;达标</p>'


def test_an_empty_sentence_shows_nothing():
    assert sentence_html("") == ""


def test_a_heading_is_text():
    assert heading_html("<b>", level=3) == '<h3 class="wb wb-heading">&lt;b&gt;</h3>'


def test_the_look_loads_nothing_from_outside():
    assert not re.search(r"url\(|@import|https?:", page_style())
