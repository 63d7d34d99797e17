"""An executed notebook as the parts of a report: blocks in reading order, contents, unprintable characters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape

from nbconvert.filters.ansi import strip_ansi
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode

from workbench.report.cover import notebook_title
from workbench.report.glyphs import check_own_words, code_point, name, printable
from workbench.report.markup import safe_markup

HIDDEN_TAGS = frozenset(("hide", "parameters", "injected-parameters"))
# The richest form that a report can hold comes first. Widgets need a kernel, scripts never run.
OUTPUT_FORMS = ("text/html", "image/svg+xml", "text/markdown", "image/png", "image/jpeg", "text/plain")
WIDGET = "application/vnd.jupyter.widget-view+json"
_OWN_HEADING = re.compile(r"^# .*$", re.MULTILINE)
_HEADING = re.compile(r"<h(2|3)([^>]*)>(.*?)</h\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Heading:
    """A chapter of the report, with the anchor that the contents point to."""

    anchor: str
    text: str


@dataclass
class Document:
    """What a report shows, in reading order.

    Attributes
    ----------
    title : str
        The notebook's own heading.
    blocks : list of str
        Safe markup of each cell that shows something.
    contents : list of Heading
        Chapters in order.
    spelled_out : Counter
        Code points that no font has, and how often each stood there.
    """

    title: str
    blocks: list[str] = field(default_factory=list)
    contents: list[Heading] = field(default_factory=list)
    spelled_out: Counter[int] = field(default_factory=Counter)

    def spelled_out_rows(self) -> list[tuple[str, str, int]]:
        """Code point, name and count of each character that was spelled out, by code point."""
        return [(code_point(point), name(point), times) for point, times in sorted(self.spelled_out.items())]

    def foreign(self, text: str) -> str:
        """Text from outside as it can be printed; what can't be is counted."""
        shown, counts = printable(text)
        self.spelled_out.update(counts)
        return shown


def compose(notebook: NotebookNode) -> Document:
    """The report's parts. Markdown cells are our own words; outputs may quote anybody.

    Raises
    ------
    MissingGlyph
        Where a Markdown cell has a character that the report's fonts lack.
    """
    document = Document(notebook_title(notebook))
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "markdown":
            check_own_words(cell.source, where=f"notebook cell {number}")
            source = _OWN_HEADING.sub("", cell.source, count=1) if _has_title(cell, document) else cell.source
            _add(document, _markdown(source))
        elif cell.cell_type == "code" and not HIDDEN_TAGS & set(cell.metadata.get("tags", [])):
            for markup in _outputs(cell):
                _add(document, document.foreign(markup))
    return document


def _has_title(cell: NotebookNode, document: Document) -> bool:
    found = _OWN_HEADING.search(cell.source)
    return bool(found and document.title and document.title in found.group())


def _add(document: Document, markup: str) -> None:
    if markup.strip():
        document.blocks.append(_HEADING.sub(lambda found: _anchored(found, document), markup))


def _anchored(found: re.Match[str], document: Document) -> str:
    level, attributes, inner = found.groups()
    if level != "2":
        return found.group()
    anchor = f"chapter-{len(document.contents) + 1}"
    document.contents.append(Heading(anchor, unescape(_TAG.sub("", inner)).strip()))
    return f'<h2{attributes} id="{anchor}">{inner}</h2>'


def _outputs(cell: NotebookNode) -> Iterator[str]:
    for output in cell.outputs:
        if output.output_type == "stream":
            if output.name == "stdout":
                yield _plain(output.text)
        elif output.output_type == "error":
            yield _plain("\n".join(output.traceback))
        else:
            yield _rich(output.data)


def _rich(data: NotebookNode) -> str:
    form = next((form for form in OUTPUT_FORMS if form in data), "")
    if form in ("text/html", "image/svg+xml"):
        return safe_markup(_joined(data[form]))
    if form == "text/markdown":
        return _markdown(_joined(data[form]))
    if form.startswith("image/"):
        content = _joined(data[form]).replace("\n", "")
        return f'<figure class="wb wb-chart"><img src="data:{form};base64,{escape(content)}" alt=""/></figure>'
    return "" if not form or WIDGET in data else _plain(_joined(data[form]))


def _markdown(source: str) -> str:
    renderer = IPythonRenderer(escape=False, exclude_anchor_links=True)
    html = safe_markup(MarkdownWithMath(renderer=renderer).render(source))
    lead = " wb-lead" if _HEADING.search(html) else ""
    return f'<div class="wb wb-prose{lead}">{html}</div>' if html.strip() else ""


def _plain(text: str) -> str:
    return f'<pre class="wb wb-plain">{escape(strip_ansi(text).rstrip())}</pre>' if text.strip() else ""


def _joined(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)
