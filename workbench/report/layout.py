"""Tables that are wider than the page: set smaller, then turned to a landscape page, then broken within words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from weasyprint import Document
from weasyprint.formatting_structure.boxes import TableBox

# Each step is a rule in print.css; a table climbs one step as long as it runs over its page.
STEPS = ("dense", "landscape", "broken")
_TABLE = re.compile(r"<table\b")
_ROUNDING_PX = 1.0


def number_tables(html: str) -> str:
    """`html` with each table numbered, so that a laid-out box can be traced to its tag.

    >>> number_tables("<table><tr>")
    '<table data-table="0"><tr>'
    """
    numbers = iter(range(html.count("<table")))
    return _TABLE.sub(lambda found: f'{found.group()} data-table="{next(numbers)}"', html)


def fit_tables(html: str, *, lay_out: Callable[[str], Document]) -> Document:
    """The document, laid out again until no table runs over its page.

    Parameters
    ----------
    html : str
        Tables numbered by `number_tables`.
    lay_out : callable
        HTML text to a laid-out WeasyPrint document.
    """
    steps: dict[str, int] = {}
    document = lay_out(html)
    for _ in STEPS:
        wide = {number for number in too_wide(document) if steps.get(number, 0) < len(STEPS)}
        if not wide:
            break
        steps |= {number: steps.get(number, 0) + 1 for number in wide}
        document = lay_out(_with_steps(html, steps))
    return document


def too_wide(document: Document) -> set[str]:
    """Numbers of the tables that run over the right edge of their page's text block."""
    return {
        table.element.get("data-table")
        for page in document.pages
        for table in _tables(page)
        if table.position_x + table.margin_width() > _right_edge(page) + _ROUNDING_PX
    }


def _tables(page) -> Iterator[TableBox]:
    # WeasyPrint shows the boxes of a page through no public name.
    boxes = page._page_box.descendants()
    return (box for box in boxes if isinstance(box, TableBox) and box.element is not None)


def _right_edge(page) -> float:
    return page._page_box.content_box_x() + page._page_box.width


def _with_steps(html: str, steps: dict[str, int]) -> str:
    for number, step in steps.items():
        html = html.replace(f'data-table="{number}"', f'data-table="{number}" data-fit="{" ".join(STEPS[:step])}"', 1)
    return html
