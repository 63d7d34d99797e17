"""A finished chart on the page: SVG in the page itself, its text as text."""

from __future__ import annotations

import re

from IPython.display import HTML

from workbench.charts.style import Axes, svg_text
from workbench.display.tables import escaped

_METADATA = re.compile(r"<metadata>.*?</metadata>\s*", re.DOTALL)
# Matplotlib's rule for every element would reach the page's other drawings.
_OPEN_RULE = re.compile(r"<defs>\s*<style type=\"text/css\">.*?</style>\s*</defs>\s*", re.DOTALL)
_ID = re.compile(r' id="([^"]*)"')
_USED = re.compile(r"#([\w.-]+)")


def show_chart(ax: Axes, *, alt: str) -> HTML:
    """The figure of `ax` as a picture that prints sharp and can be searched.

    Parameters
    ----------
    ax : Axes
        A finished chart; of a figure with several, any of them.
    alt : str
        What it shows, for those who don't see it: the finding.
    """
    return HTML(chart_html(ax, alt=alt))


def chart_html(ax: Axes, *, alt: str) -> str:
    """As `show_chart`, the HTML alone."""
    svg = _inline(svg_text(ax))
    named = svg.replace("<svg ", f'<svg role="img" aria-label="{escaped(alt)}" ', 1)
    return f'<figure class="wb wb-chart" tabindex="0">{named}</figure>'


def _inline(svg: str) -> str:
    """SVG that can stand beside others in one page: no page-wide rule, no name used twice for nothing."""
    text = _OPEN_RULE.sub("", _METADATA.sub("", svg))
    used = set(_USED.findall(text))
    text = _ID.sub(lambda found: found.group(0) if found.group(1) in used else "", text)
    return text.replace("<svg ", '<svg stroke-linejoin="round" stroke-linecap="butt" ', 1)
