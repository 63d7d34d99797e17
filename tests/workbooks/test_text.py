"""Text from outside becomes a literal text that Excel opens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.workbooks.text import plain_text, sheet_names, starts_like_a_formula


@pytest.mark.parametrize(
    ("raw", "cell"),
    [
        (None, ""),
        (float("nan"), ""),
        (12, "12"),
        ("=1+1", "=1+1"),
        ("a\x00b\x1fc\x7fd", "abcd"),
        ("two\r\nlines\tand a tab", "two lines and a tab"),
        ("half \ud83d pair", "half  pair"),
        ("abc\u202ecba", "abccba"),
        ("\ufeffbom\uffff", "bom"),
        ("压蒜器 ñ 🧄", "压蒜器 ñ 🧄"),
    ],
)
def test_a_cell_keeps_the_words_and_loses_what_no_cell_may_hold(raw, cell):
    assert plain_text(raw) == cell


def test_a_text_longer_than_a_cell_is_cut_with_an_ellipsis_and_never_dropped():
    assert plain_text("a" * 32_767) == "a" * 32_767
    assert plain_text("a" * 32_768) == "a" * 32_766 + "…"
    # Excel counts a character outside the basic plane twice.
    assert plain_text("🧄" * 16_384) == "🧄" * 16_383 + "…"


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (["amazon-mx"], ["amazon-mx"]),
        (["a[b]:c*d?e/f\\g"], ["a b  c d e f g"]),
        (["'quoted'"], ["quoted"]),
        (["", "  "], ["Sheet", "Sheet (2)"]),
        (["History"], ["History_"]),
        (["One", "ONE"], ["One", "ONE (2)"]),
        (["x" * 31], ["x" * 31]),
        (["x" * 40, "x" * 50], ["x" * 30 + "…", "x" * 27 + " (2)"]),
    ],
)
def test_a_tab_gets_a_name_that_excel_takes(wanted, names):
    assert sheet_names(wanted) == names


@given(st.lists(st.text(max_size=40), max_size=8))
def test_any_names_become_as_many_different_tabs(wanted):
    names = sheet_names(wanted)
    assert len({name.casefold() for name in names}) == len(wanted)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_what_a_spreadsheet_would_compute_is_known():
    assert all(starts_like_a_formula(text) for text in ("=1", "+1", "-1", "@A1", "  =1"))
    assert not any(starts_like_a_formula(text) for text in ("", "1+1", "a=b", "–"))
