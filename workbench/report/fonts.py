"""The report's own fonts: what they cover, and subsets small enough to travel inside an HTML file."""

from __future__ import annotations

import base64
import io
from functools import cache
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).with_name("fonts")
FAMILY = "Noto Sans SC"
FILES = {400: "NotoSansSC-Regular.ttf", 700: "NotoSansSC-Bold.ttf"}
SCHEME = "workbench-font"


@cache
def covered_characters() -> frozenset[int]:
    """Code points that every weight has a glyph for."""
    covers = []
    for name in FILES.values():
        with TTFont(FOLDER / name, lazy=True) as font:
            covers.append(set(font.getBestCmap()))
    return frozenset(set.intersection(*covers))


def font_file(name: str) -> bytes:
    """The bytes of one of our font files.

    Raises
    ------
    ValueError
        For any other name.
    """
    if name not in FILES.values():
        raise ValueError(f"'{name}' is none of the report's fonts")
    return (FOLDER / name).read_bytes()


def print_font_faces() -> str:
    """CSS that names our font files by our own address scheme, for the PDF maker."""
    return "\n".join(_font_face(weight, f"{SCHEME}:{name}", "truetype") for weight, name in FILES.items())


def embedded_font_faces(text: str) -> str:
    """CSS with the glyphs of `text` inside it, for a file that opens offline."""
    points = frozenset(ord(char) for char in set(text)) & covered_characters()
    return "\n".join(
        _font_face(weight, "data:font/woff2;base64," + base64.b64encode(_subset(name, points)).decode(), "woff2")
        for weight, name in FILES.items()
    )


def _font_face(weight: int, address: str, kind: str) -> str:
    return (
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight}; font-style: normal; '
        f'src: url("{address}") format("{kind}"); }}'
    )


@cache
def _subset(name: str, points: frozenset[int]) -> bytes:
    options = Options()
    options.layout_features = ["ccmp", "kern", "locl", "mark"]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=points)
    file = io.BytesIO()
    with TTFont(FOLDER / name, lazy=True, recalcTimestamp=False) as font:
        subsetter.subset(font)
        font.flavor = "woff2"
        font.save(file)
    return file.getvalue()
