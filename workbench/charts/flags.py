"""Labels on thin lines, like flags on poles: no label lies on another or on another label's pole."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties

from workbench.charts.style import TEXT_SIZE

# Between a pole and its label, and between two labels of a row. Points.
SPACE = 3.0
LINE_POINTS = 11.0


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


def text_width(ax: Axes, text: str, *, weight: str = "normal", size: float = TEXT_SIZE) -> float:
    """Width of the text's longest line, in pixels."""
    font = FontProperties(size=size, weight=weight)
    renderer = ax.figure.canvas.get_renderer()
    return max(renderer.get_text_width_height_descent(line, font, False)[0] for line in text.split("\n"))


def pixels(ax: Axes, points: float) -> float:
    """Points as pixels of the figure."""
    return points * ax.figure.dpi / 72


def flag_rows(spans: list[Span], *, gap: float) -> list[int]:
    """Row of each flag, 0 the lowest, each as low as it can be.

    >>> flag_rows([Span(0, 3, 50), Span(20, 23, 60), Span(70, 73, 90)], gap=2)
    [1, 0, 0]
    """
    rows: dict[int, int] = {}
    for place in sorted(range(len(spans)), key=lambda place: -spans[place].pole):
        row = 0
        while any(_clash(spans[place], row, spans[other], rows[other], gap) for other in rows):
            row += 1
        rows[place] = row
    return [rows[place] for place in range(len(spans))]


def flag_spans(ax: Axes, flags: list[Flag]) -> list[Span]:
    """Where each flag's label lies: right of its pole, or left where it would leave the axes."""
    edge, space = ax.bbox.x1, pixels(ax, SPACE)
    spans = []
    for flag in flags:
        pole = ax.transData.transform((flag.x, 1))[0]
        width = text_width(ax, flag.text, weight=flag.weight)
        fits = pole + space + width <= edge
        spans.append(
            Span(pole, *((pole + space, pole + space + width) if fits else (pole - space - width, pole - space)))
        )
    return spans


def draw_flags(ax: Axes, flags: list[Flag], spans: list[Span], rows: list[int], *, base: float) -> None:
    """Draw poles from the axis up to each flag's row, and the labels; `base` is row 0 as a fraction of the axes."""
    height = ax.bbox.height
    for flag, span, row in zip(flags, spans, rows, strict=True):
        foot = base + row * pixels(ax, LINE_POINTS) / height
        top = foot + pixels(ax, LINE_POINTS - 2) / height
        ax.axvline(flag.x, ymax=top, color=flag.colour, lw=1.1, ls=flag.style, zorder=4)
        right = span.left > span.pole
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


def _clash(one: Span, row: int, other: Span, other_row: int, gap: float) -> bool:
    if row == other_row:
        left, right = min(one.pole, one.left), max(one.pole, one.right)
        return left - gap < max(other.pole, other.right) and min(other.pole, other.left) - gap < right
    lower, higher = (one, other) if row < other_row else (other, one)
    return lower.left - gap < higher.pole < lower.right + gap
