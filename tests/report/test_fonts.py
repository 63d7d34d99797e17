"""The report's fonts and what they cover."""

from __future__ import annotations

import base64
import io
import re

import pytest
from fontTools.ttLib import TTFont

from workbench.report.fonts import FILES, FOLDER, covered_characters, embedded_font_faces, font_file


@pytest.mark.parametrize(
    "characters",
    [
        "●▲■○–−",  # status marks, missing value, minus
        "≤≥<>=±×÷≈≠→←↑↓",
        "áéíóúüñÁÉÍÓÚÜÑ¿¡ªº«»",
        "，。、；：？！（）《》“”‘’—…·￥",
        "€£¥$%‰°²³½™©®§¶†‡•",
        "─│┌┐└┘├┤┬┴┼█▏▎▍▌▋▊▉",
        "\u00a0\u2011",
        "喆堃昇珺煊",
    ],
)
def test_fonts_cover_what_reports_print(characters):
    assert [char for char in characters if ord(char) not in covered_characters()] == []


@pytest.mark.parametrize("codec, first, last", [("gb2312", 0xB0, 0xF7), ("big5", 0xA4, 0xC6)])
def test_fonts_cover_the_everyday_characters_of_both_chinese_standards(codec, first, last):
    pairs = (bytes((lead, trail)) for lead in range(first, last + 1) for trail in range(0x40, 0xFF))
    characters = {text for pair in pairs if len(text := pair.decode(codec, errors="ignore")) == 1}
    assert len(characters) > 5000
    assert {char for char in characters if ord(char) not in covered_characters() and char >= "\u4e00"} == set()


@pytest.mark.parametrize("name", FILES.values())
def test_digits_are_tabular_in_every_weight(name):
    with TTFont(FOLDER / name) as font:
        widths = {font["hmtx"][font.getBestCmap()[ord(digit)]][0] for digit in "0123456789"}
    assert len(widths) == 1


def test_the_fonts_are_small_and_bring_their_licence():
    assert all((FOLDER / name).stat().st_size < 4.5e6 for name in FILES.values())
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / "OFL.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["../cover.py", "OFL.txt", "/etc/passwd", ""])
def test_only_our_fonts_are_handed_out(name):
    with pytest.raises(ValueError, match="none of the report's fonts"):
        font_file(name)


def test_embedded_fonts_hold_the_glyphs_of_the_text_and_little_more():
    css = embedded_font_faces("Año 有效追踪率 ●")
    fonts = [
        TTFont(io.BytesIO(base64.b64decode(data))) for data in re.findall(r"data:font/woff2;base64,([\w+/=]+)", css)
    ]
    assert len(fonts) == 2
    assert all(set(map(chr, font.getBestCmap())) == set("Año 有效追踪率 ●") for font in fonts)
    assert len(css) < 20_000
