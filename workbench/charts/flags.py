"""Labels on thin lines, like flags on poles: no label lies on another or on another label's pole."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import matplotlib
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from workbench.charts.style import TEXT_SIZE

# Between a pole and its label, and between two labels of a row. Points.
SPACE = 3.0
LINE_POINTS = 11.0
# A screen's hinting can draw a text a little wider than its outlines.
SLACK = 1.02


@dataclass(frozen=True)
class Flag:
    """A labelled place on the x axis, in data units."""

    x: float
    text: str
    colour: str
    weight: str = "normal"
    style: object = "-"


@dataclass(frozen=True)
class Span:
    """Where a label lies on screen, pixels from the left: its pole and its two ends."""

    pole: float
    left: float
    right: float


@dataclass(frozen=True)
class Placed:
    """A label's span and its row, 0 the lowest."""

    span: Span
    row: int


def text_width(ax: Axes, text: str, *, weight: str = "normal", size: float = TEXT_SIZE) -> float:
    """Width of the text's longest line, in pixels; from the outlines, as a page draws it."""
    family = tuple(matplotlib.rcParams["font.family"])
    return pixels(ax, max(_line_width(line, family, weight, size) for line in text.split("\n")) * SLACK)


@lru_cache(maxsize=4096)
def _line_width(line: str, family: tuple[str, ...], weight: str, size: float) -> float:
    """Points; remembered, because a chart is drawn again with nearly the same labels."""
    font = FontProperties(family=list(family), weight=weight)
    return TextPath((0, 0), line, size=size, prop=font).get_extents().width


def pixels(ax: Axes, points: float) -> float:
    """Points as pixels of the figure."""
    return points * ax.figure.dpi / 72


def place_flags(sides: list[list[Span]], *, gap: float) -> list[Placed]:
    """A side and a row for each flag, in as few rows as keep all labels and poles apart.

    Parameters
    ----------
    sides : list of list of Span
        For each flag, the places that its label could have: right of its pole, left of it.
    gap : float
        Pixels between two labels.

    >>> [placed.row for placed in place_flags([[Span(0, 3, 50)], [Span(20, 23, 60)], [Span(70, 73, 90)]], gap=2)]
    [1, 0, 0]
    """
    order = sorted(range(len(sides)), key=lambda place: -sides[place][0].pole)
    for rows in range(1, len(sides) + 1):
        found = _arranged([sides[place] for place in order], rows, gap)
        if found is not None:
            return [found[order.index(place)] for place in range(len(sides))]
    return [Placed(choices[0], row) for row, choices in enumerate(sides)]


def _arranged(sides: list[list[Span]], rows: int, gap: float, so_far: tuple[Placed, ...] = ()) -> list[Placed] | None:
    """The first arrangement in that many rows without a clash, by trying and stepping back."""
    if len(so_far) == len(sides):
        return list(so_far)
    for row in range(rows):
        for span in sides[len(so_far)]:
            choice = Placed(span, row)
            if not any(_clash(choice, other, gap) for other in so_far):
                found = _arranged(sides, rows, gap, (*so_far, choice))
                if found is not None:
                    return found
    return None


def flag_sides(ax: Axes, flag: Flag) -> list[Span]:
    """Where a flag's label could lie within the axes: right of its pole, or left of it."""
    space = pixels(ax, SPACE)
    pole = ax.transData.transform((flag.x, 1))[0]
    width = text_width(ax, flag.text, weight=flag.weight)
    right, left = Span(pole, pole + space, pole + space + width), Span(pole, pole - space - width, pole - space)
    return [span for span in (right, left) if ax.bbox.x0 <= span.left and span.right <= ax.bbox.x1] or [right]


def draw_flags(ax: Axes, flags: list[Flag], placed: list[Placed], *, base: float) -> None:
    """Draw poles from the axis up to each flag's row, and the labels; `base` is row 0 as a fraction of the axes."""
    line = pixels(ax, LINE_POINTS) / ax.bbox.height
    for flag, place in zip(flags, placed, strict=True):
        foot = base + place.row * line
        ax.axvline(flag.x, ymax=foot + 0.8 * line, color=flag.colour, lw=1.1, ls=flag.style, zorder=4)
        right = place.span.left > place.span.pole
        ax.annotate(
            flag.text,
            (flag.x, foot),
            (SPACE if right else -SPACE, 0),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            ha="left" if right else "right",
            va="bottom",
            color=flag.colour,
            weight=flag.weight,
            fontsize=TEXT_SIZE,
            zorder=5,
        )


def _clash(one: Placed, other: Placed, gap: float) -> bool:
    """Two labels of a row overlap, or the higher flag's pole runs through the lower one's label."""
    if one.row == other.row:
        return _ends(one.span)[0] - gap < _ends(other.span)[1] and _ends(other.span)[0] - gap < _ends(one.span)[1]
    lower, higher = (one, other) if one.row < other.row else (other, one)
    # Two poles on nearly the same spot stand as one: the label beside them keeps its distance from both.
    apart = 0.0 if abs(lower.span.pole - higher.span.pole) <= gap else gap
    return lower.span.left - apart < higher.span.pole < lower.span.right + apart


def _ends(span: Span) -> tuple[float, float]:
    return min(span.pole, span.left), max(span.pole, span.right)
