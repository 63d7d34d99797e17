"""The pages' style sheets: colours that can be read, and nothing hidden from a narrow screen."""

import re

import pytest

from workbench.charts.style import STATUS_COLOURS
from workbench.display import dashboard
from workbench.risk import STANDINGS

SHARED = dashboard.STYLE_FILE.with_name("workbench.css").read_text(encoding="utf-8")
PAGE = dashboard.STYLE_FILE.read_text(encoding="utf-8")
COLOURS = dict(re.findall(r"(--wb-[\w-]+): (#[0-9a-f]{6})", SHARED))


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def colour_of(standing):
    (name,) = re.findall(rf"\.wb-status-{standing}\b[^{{]*{{ color: var\((--wb-[\w-]+)\)", SHARED)
    return COLOURS[name]


@pytest.mark.parametrize("standing", STANDINGS)
def test_a_badge_can_be_read_on_white_and_on_the_chosen_row(standing):
    assert contrast(colour_of(standing), "#ffffff") >= 4.5
    assert contrast(colour_of(standing), COLOURS["--wb-shade"]) >= 4.5


@pytest.mark.parametrize("standing", STANDINGS)
def test_a_badge_has_the_colour_of_the_charts(standing):
    assert colour_of(standing) == STATUS_COLOURS[standing]


@pytest.mark.parametrize("name", ["--wb-secondary", "--wb-muted", "--wb-accent"])
def test_small_text_and_links_can_be_read(name):
    assert contrast(COLOURS[name], "#ffffff") >= 4.5


def test_the_edge_of_a_control_can_be_seen():
    (edge,) = re.findall(r"--wb-field: (#[0-9a-f]{6})", PAGE)
    assert contrast(edge, "#ffffff") >= 3


def test_no_width_hides_a_column():
    assert re.findall(r"nth-child\([^)]*\)[^{}]*{ display: none", PAGE) == []
