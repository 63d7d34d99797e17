"""The look of every chart: colours, fonts, sizes, and where title, subtitle and source stand.

A chart says its finding in the title, what is measured in the subtitle, and its files in the foot.
Text in a chart is as large as the text around it, and stays text in the file.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path

import matplotlib
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

INK = "#1b1f24"
SECONDARY = "#5b6570"
RULE = "#d9dee3"
ACCENT = "#0b5cad"
PAPER = "#ffffff"
SHADE = "#f1f4f7"
STATUS_COLOURS = {
    "breach": "#b3261e",
    "at_risk": "#b4480a",
    "watch": "#8f5e14",
    "good": "#2f7d5b",
    "unmeasured": "#676f79",
    "no_rule": "#676f79",
}
# Okabe and Ito (2008), Color Universal Design: the four hues that keep a contrast of 3:1 on white.
SERIES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7")

MM = 1 / 25.4
WIDTHS_MM = {"full": 180.0, "half": 88.0}
TEXT_SIZE = 8.5
TITLE_SIZE = 11.0
FONT_FAMILY = "Noto Sans SC"
FONT_FOLDER = Path(__file__).resolve().parent.parent / "report" / "fonts"
LINE_FACTOR = 1.4
# A browser or a PDF maker sets the same text a little wider or narrower than matplotlib does.
SETTING_MARGIN = 0.96
_OURS = "workbench"
# A line must not begin with these.
_CLOSING = "，。；：、）》」』！？%,.;:)!?"
_OPENING = "（【《「“‘"

_RC = {
    "font.size": TEXT_SIZE,
    "text.color": INK,
    "text.parse_math": False,  # a title such as '$\frac{$' is a client's text, not a formula
    "axes.titlesize": TEXT_SIZE + 0.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlecolor": INK,
    "axes.labelsize": TEXT_SIZE,
    "axes.labelcolor": SECONDARY,
    "axes.edgecolor": RULE,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.formatter.use_mathtext": False,
    "axes.prop_cycle": matplotlib.cycler(color=SERIES),
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "xtick.color": SECONDARY,
    "ytick.color": SECONDARY,
    "xtick.labelsize": TEXT_SIZE - 0.5,
    "ytick.labelsize": TEXT_SIZE - 0.5,
    "xtick.major.size": 3,
    "ytick.major.size": 0,
    "lines.linewidth": 1.6,
    "lines.solid_capstyle": "round",
    "legend.frameon": False,
    "figure.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "svg.fonttype": "none",
    "svg.hashsalt": "workbench",
}


def use_style() -> None:
    """Register our fonts and set matplotlib's defaults to our look."""
    known = {font.name for font in font_manager.fontManager.ttflist}
    if FONT_FAMILY not in known:
        for font in sorted(FONT_FOLDER.glob("NotoSansSC-*.ttf")):
            font_manager.fontManager.addfont(font)
            known.add(FONT_FAMILY)
    families = [FONT_FAMILY] if FONT_FAMILY in known else ["DejaVu Sans"]
    matplotlib.rcParams.update(_RC | {"font.family": families})


def figure_axes(*, width: str = "full", height_mm: float = 60.0, ax: Axes | None = None) -> Axes:
    """Axes to draw on: `ax` itself where given, else one of our own figures.

    Parameters
    ----------
    width : {"full", "half"}
        Width of the page's text block or half of it.
    height_mm : float
        Height of the plot with its tick labels; title and source come on top of it.
    ax : Axes, optional
        Draw here instead; width and height are then the caller's.
    """
    use_style()
    if ax is not None:
        return ax
    return new_figure(width=width, height_mm=height_mm).add_subplot()


def new_figure(*, width: str = "full", height_mm: float = 60.0) -> Figure:
    """An empty figure of our look that no plotting state holds on to."""
    use_style()
    figure = Figure(figsize=(WIDTHS_MM[width] * MM, height_mm * MM), layout="constrained")
    FigureCanvasAgg(figure)
    figure.get_layout_engine().set(w_pad=0.02, h_pad=0.02)
    figure.set_label(_OURS)
    return figure


def finish_chart(ax: Axes, *, title: str, subtitle: str = "", source: str = "") -> Axes:
    """`ax` with its finding as title, what it measures below, and its source at the foot.

    Parameters
    ----------
    ax : Axes
        The only axes of a figure of ours, else the title stands above `ax` alone.
    title : str
        The finding, one sentence; its closing stop is left out.
    subtitle : str
        What is measured, unit, period.
    source : str
        Files, rule and as-of date.
    """
    title = title.rstrip(".。")
    if ax.figure.get_label() == _OURS and len(ax.figure.axes) == 1:
        finish_figure(ax.figure, title=title, subtitle=subtitle, source=source)
        return ax
    width_mm = ax.get_position().width * ax.figure.get_figwidth() / MM
    head = wrap_text(title, width_mm=width_mm, size=TEXT_SIZE + 0.5, weight="bold")
    ax.set_title("\n".join(head), loc="left", pad=6 + (LINE_FACTOR * TEXT_SIZE if subtitle else 0))
    if subtitle:
        ax.annotate(
            subtitle, (0, 1), (0, 5), "axes fraction", "offset points", color=SECONDARY, fontsize=TEXT_SIZE - 0.5
        )
    return ax


def finish_figure(figure: Figure, *, title: str, subtitle: str = "", source: str = "") -> Figure:
    """`figure`, grown at head and foot for title, subtitle and source; the plot keeps its size."""
    width_mm = figure.get_figwidth() / MM
    blocks = {
        "title": (title, TITLE_SIZE, "bold", INK),
        "subtitle": (subtitle, TEXT_SIZE, "normal", SECONDARY),
        "source": (source, TEXT_SIZE - 0.5, "normal", SECONDARY),
    }
    lines = {
        part: wrap_text(text, width_mm=width_mm, size=size, weight=weight)
        for part, (text, size, weight, _) in blocks.items()
    }
    heights = {part: len(lines[part]) * blocks[part][1] * LINE_FACTOR / 72 for part in blocks}
    head = heights["title"] + heights["subtitle"] + (0.08 if title or subtitle else 0)
    foot = heights["source"] + (0.05 if source else 0)
    plot = figure.get_figheight()
    total = plot + head + foot
    figure.set_figheight(total)
    figure.get_layout_engine().set(rect=(0, foot / total, 1, plot / total))
    tops = {"title": total, "subtitle": total - heights["title"], "source": heights["source"]}
    for part, (_, size, weight, colour) in blocks.items():
        _place(figure, lines[part], top=tops[part] / total, size=size, weight=weight, colour=colour)
    return figure


def wrap_text(text: str, *, width_mm: float, size: float, weight: str = "normal") -> list[str]:
    """`text` in lines that fit `width_mm` at `size` points; Chinese breaks between characters."""
    family = tuple(matplotlib.rcParams["font.family"])
    limit = width_mm * MM * _ruler()[1] * SETTING_MARGIN

    def fits(line: str) -> bool:
        return _line_width(line.rstrip(), family, size, weight) <= limit

    if text.strip() and fits(text):  # most do, and one measure is cheaper than one a word
        return [text.rstrip()]
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and not fits(line + piece):
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def svg_text(ax: Axes) -> str:
    """The figure of `ax` as SVG with its text as text, the same bytes each time."""
    with _own_style():
        file = io.StringIO()
        ax.figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    text = file.getvalue()
    return text[text.index("<svg") :]


@lru_cache(maxsize=4096)
def _line_width(line: str, family: tuple[str, ...], size: float, weight: str) -> float:
    """Dots; remembered, because a chart is drawn again with nearly the same words."""
    font = FontProperties(family=list(family), size=size, weight=weight)
    return _ruler()[0].get_text_width_height_descent(line, font, False)[0]


@cache
def _ruler() -> tuple[RendererAgg, float]:
    """What measures text, and its dots per inch; no figure of the caller's is drawn for it."""
    sheet = Figure(dpi=100)
    return FigureCanvasAgg(sheet).get_renderer(), sheet.dpi


@contextmanager
def _own_style() -> Iterator[None]:
    """Our defaults while saving, whatever somebody set in between."""
    with matplotlib.rc_context():
        use_style()
        yield


def _place(figure: Figure, lines: list[str], *, top: float, size: float, weight: str, colour: str) -> None:
    if lines:
        figure.text(
            0, top, "\n".join(lines), size=size, weight=weight, color=colour, ha="left", va="top", linespacing=1.25
        )


def _pieces(text: str) -> list[str]:
    """Words with their space, and each Chinese character with the brackets and punctuation that belong to it."""
    pieces: list[str] = []
    for char in text:
        opens = not pieces or pieces[-1].endswith(" ") or _is_wide(char) or _is_wide(pieces[-1][-1])
        is_bound = char in _CLOSING or char == " " or (pieces and pieces[-1][-1] in _OPENING)
        if opens and not is_bound:
            pieces.append(char)
        elif pieces:
            pieces[-1] += char
    return pieces


def _is_wide(char: str) -> bool:
    return "\u2e80" <= char <= "\uffef"
