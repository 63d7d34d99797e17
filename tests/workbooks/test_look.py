"""Colours and number formats of a cell."""

from __future__ import annotations

import pytest

from workbench.charts import style
from workbench.words import in_language
from workbench.workbooks import look


def test_the_colours_are_those_of_the_charts():
    assert style.STATUS_COLOURS == look.STATUS_COLOURS
    assert (style.INK, style.SECONDARY, style.RULE, style.SHADE) == (look.INK, look.SECONDARY, look.RULE, look.SHADE)


@pytest.mark.parametrize("status", look.STATUS_COLOURS)
def test_ink_on_a_fill_keeps_a_contrast_of_seven_to_one(status):
    # WCAG 2.2, relative luminance and contrast ratio; 7:1 is level AAA.
    def luminance(colour):
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    light, dark = luminance(look.fill(status)), luminance(look.INK)
    assert (light + 0.05) / (dark + 0.05) >= 7


@pytest.mark.parametrize(
    ("lang", "printed"),
    [("en", '"■ "0.00%" breach"'), ("zh", '"■ "0.00%" 未达标"'), ("es", '"■ "0.00%" incumple"')],
)
def test_mark_and_word_stand_around_the_number(lang, printed):
    with in_language(lang):
        assert look.with_status("0.00%", "breach") == printed


def test_a_rate_that_has_not_reached_its_limit_prints_so():
    assert [look.rate_format(value) for value in (0.95, 0.94996, 0.0, 0.5)] == ["0.00%", "0.000%", "0.00%", "0.0%"]


@pytest.mark.parametrize(("lang", "shown"), [("en", "mmm"), ("zh", "月"), ("es", "[$-80A]")])
def test_a_day_prints_in_the_language_of_the_workbook(lang, shown):
    with in_language(lang):
        assert shown in look.day_format()
