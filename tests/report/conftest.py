"""A notebook as it stands after a run, made by hand: no kernel is needed to export one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from workbench.report import Cover, fonts

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 40" width="200" height="40">'
    '<text x="5" y="20" style="font-family: \'Noto Sans SC\'; font-size: 12px">Rastreo válido 有效追踪率</text>'
    '<path d="M5 30 L195 30" stroke="#0b5cad"/></svg>'
)


def shown(markup: str, form: str = "text/html") -> NotebookNode:
    """A code cell with one displayed output."""
    return new_code_cell("show()", outputs=[new_output("display_data", data={form: markup, "text/plain": "<object>"})])


def table(rows: int, *cells: str) -> str:
    """A table of ours with the same cells in every row."""
    head = "".join(f"<th>Head {number}</th>" for number in range(len(cells)))
    row = "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
    return (
        f'<div class="wb wb-scroll"><table class="wb-table"><thead><tr>{head}</tr></thead>'
        f"<tbody>{row * rows}</tbody></table></div>"
    )


def notebook(*cells: NotebookNode) -> NotebookNode:
    """A notebook with a heading and a parameters cell before `cells`."""
    parameters = new_code_cell('client: str = "lumen-home"\nmonth: str = "2026-01"', metadata={"tags": ["parameters"]})
    return new_notebook(cells=[new_markdown_cell("# Monthly review\n\nThe question."), parameters, *cells])


@pytest.fixture(scope="module")
def one_font() -> Iterator[None]:
    """Fonts cut down once for all files of a module: to cut them for each takes most of its time."""
    cut = {name: fonts._subset(name, frozenset(range(32, 127))) for name in fonts.FILES.values()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fonts, "_subset", lambda name, points: cut[name])
        yield


@pytest.fixture
def cover() -> Cover:
    return Cover(
        "Monthly review", "Lumen Home 流明家居", "2026-01", as_of="2026-01-31", prepared_by="Brücke Consulting"
    )
