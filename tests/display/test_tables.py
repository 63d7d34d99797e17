import re

import pandas as pd
import pytest

from workbench.display.sparkline import sparkline
from workbench.display.tables import Field, html_table, show_table, status_html
from workbench.errors import TableError
from workbench.words import in_language
from workbench.words.formats import MINUS

HOSTILE = '<script>alert("x")</script>'


def cells(html):
    return [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", html)]


@pytest.mark.parametrize("where", ["cell", "head", "unit", "caption", "note", "group", "empty"])
def test_markup_from_a_file_is_text_wherever_it_stands(where):
    frame = pd.DataFrame({"a": [HOSTILE if where == "cell" else "x"], "n": [HOSTILE], "g": [HOSTILE]})
    html = html_table(
        frame if where != "empty" else frame.iloc[:0],
        fields=[
            Field(
                "a",
                HOSTILE if where == "head" else "A",
                unit=HOSTILE if where == "unit" else "",
                note="n" if where == "note" else "",
            )
        ],
        caption=HOSTILE if where == "caption" else "",
        empty=HOSTILE if where == "empty" else "",
        group="g" if where == "group" else "",
    )
    assert "<script" not in html
    assert "&lt;script&gt;alert(&quot;x&quot;)" in html


def test_a_cell_of_a_card_carries_its_head_and_unit_and_says_where_it_is_blank():
    frame = pd.DataFrame({"a": ["x"], "b": [3], "c": [None]})
    fields = [
        Field("a", "A"),
        Field("b", "Room <left>", "count", unit="orders", card=True),
        Field("c", "Owner", card=True),
    ]
    html = html_table(frame, fields=fields)
    assert '<td>x</td><td class="wb-num" data-label="Room &lt;left&gt; (orders)">3</td>' in html
    assert '<td class="wb-blank" data-label="Owner">–</td>' in html
    assert '<div class="wb wb-scroll wb-cards"' in html
    assert "wb-cards" not in html_table(frame, fields=fields[:1])


def test_a_lesser_head_stands_anew_in_each_group():
    rows = [("A", "x", 1), ("A", "x", 2), ("A", "y", 3), ("B", "y", 4)]
    frame = pd.DataFrame(rows, columns=["place", "kind", "n"])
    html = html_table(frame, fields=[Field("n", "N", "count")], group="place", subgroup="kind")
    lines = re.sub(r"<[^>]+>", " ", html.split("<tbody>")[1].replace("</tr>", "|")).split("|")
    assert [line.strip() for line in lines if line.strip()] == ["A", "x", "1", "2", "y", "3", "B", "y", "4"]


def test_characters_that_hide_or_reorder_text_are_left_out():
    frame = pd.DataFrame({"a": ["safe\u202egnp.exe\x00\u200b"]})
    assert cells(html_table(frame, fields=[Field("a", "A")])) == ["safegnp.exe"]


@pytest.mark.parametrize(
    ("kind", "value", "printed"),
    [
        ("text", "LH-014", "LH-014"),
        ("count", 1204, "1,204"),
        ("number", 2.5, "2.5"),
        ("rate", 0.9498, "94.98%"),
        ("points", -0.051, f"{MINUS}5.10"),
        ("money", -1234.5, f"{MINUS}1,234.50"),
        ("day", pd.Timestamp("2026-01-31"), "31\u00a0Jan\u00a02026"),
        ("status", "breach", "■ breach"),
    ],
)
def test_each_kind_prints_its_way(kind, value, printed):
    assert cells(html_table(pd.DataFrame({"a": [value]}), fields=[Field("a", "A", kind)])) == [printed]


@pytest.mark.parametrize("kind", ["text", "count", "number", "rate", "points", "money", "day"])
def test_a_missing_value_is_a_dash(kind):
    frame = pd.DataFrame({"a": [None]}, dtype="object")
    assert cells(html_table(frame, fields=[Field("a", "A", kind)])) == ["–"]


def test_numbers_of_a_column_share_their_decimals():
    frame = pd.DataFrame({"a": [1.5, 2.0, 10.0]})
    assert cells(html_table(frame, fields=[Field("a", "A", "number")])) == ["1.5", "2.0", "10.0"]


def test_numbers_stand_right_and_text_left():
    html = html_table(pd.DataFrame({"a": ["x"], "n": [1]}), fields=[Field("a", "A"), Field("n", "N", "count")])
    assert '<td>x</td><td class="wb-num">1</td>' in html


def test_rows_of_a_group_stand_under_its_head():
    frame = pd.DataFrame({"a": ["1", "2", "3"], "g": ["x", "x", "y"]})
    html = html_table(frame, fields=[Field("a", "A")], group="g")
    assert re.sub(r"<[^>]+>", " ", html).split() == ["A", "x", "1", "2", "y", "3"]


def test_heads_are_marked_for_screen_readers_and_for_repeating_in_print():
    html = html_table(pd.DataFrame({"a": [1]}), fields=[Field("a", "A", "count", unit="kg")])
    assert '<thead><tr><th scope="col" class="wb-num">A <span class="wb-unit">kg</span></th></tr></thead>' in html


def test_a_table_without_rows_is_a_sentence():
    html = html_table(pd.DataFrame({"a": []}), fields=[Field("a", "A")], empty="No file has been read yet.")
    assert html == '<p class="wb wb-empty">No file has been read yet.</p>'


def test_a_field_that_the_frame_lacks_is_named():
    with pytest.raises(TableError, match=r"table to show: missing column rate"):
        html_table(pd.DataFrame({"a": [1]}), fields=[Field("rate", "Rate")])


def test_the_frame_is_not_changed():
    frame = pd.DataFrame({"a": [1.5, None]})
    before = frame.copy(deep=True)
    show_table(frame, fields=[Field("a", "A", "number")])
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize("lang", ["zh", "en", "es"])
def test_a_status_reads_without_its_colour(lang):
    with in_language(lang):
        shown = {re.sub(r"<[^>]+>", "", status_html(status)) for status in ("good", "watch", "breach", "unmeasured")}
    assert len(shown) == 4
    assert {text[0] for text in shown} == {"●", "▲", "■", "–"}


def test_a_sparkline_breaks_where_a_week_is_missing():
    svg = sparkline([0.1, 0.2, None, 0.3, 0.4], target=0.25)
    assert svg.count("<polyline") == 2
    assert "stroke-dasharray" in svg
    assert 'aria-label="Weekly rates, from 10.00% to 40.0%"' in svg


def test_a_sparkline_shows_its_target_even_beyond_the_rates():
    svg = sparkline([0.1, 0.2], target=0.9)
    assert 'y1="3.0"' in svg


@pytest.mark.parametrize("values", [None, [], [None, float("nan")]])
def test_nothing_measured_draws_no_sparkline(values):
    assert sparkline(values) == ""


def test_a_level_line_of_rates_stands_in_the_middle():
    assert 'cy="12.0"' in sparkline([0.5, 0.5])
