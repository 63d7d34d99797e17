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

from workbench.record import Note
from workbench.report.cover import notebook_title
from workbench.report.glyphs import check_own_words, code_point, name, printable
from workbench.report.markup import safe_markup
from workbench.report.notes import APPENDIX_ID, Sections, below_heading, chapter_of, heading_of

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


def compose(notebook: NotebookNode, *, note: Note | None = None) -> Document:
    """The report's parts. Markdown cells are our own words; outputs and notes may quote anybody.

    Parameters
    ----------
    notebook : NotebookNode
        As executed. A cell with the id chapter-<name> begins that chapter.
    note : Note
        The analyst's note; each section stands at the head of its chapter. One without a chapter in the notebook
        gets a heading of its own before the appendix.

    Raises
    ------
    MissingGlyph
        Where a Markdown cell has a character that the report's fonts lack.
    """
    document, sections = Document(notebook_title(notebook)), Sections(note)
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.get("id") == APPENDIX_ID:
            _add_rest(document, sections)
        blocks = _blocks(cell, document, where=f"notebook cell {number}")
        chapter = chapter_of(cell.get("id", ""))
        if section := sections.take(chapter):
            blocks = _with_section(blocks, _section(section, sections, document), chapter, is_text=_is_text(cell))
        for block in blocks:
            _add(document, block)
    _add_rest(document, sections)
    return document


def _blocks(cell: NotebookNode, document: Document, *, where: str) -> list[str]:
    """Safe markup of each part that a cell shows."""
    if _is_text(cell):
        check_own_words(cell.source, where=where)
        source = _OWN_HEADING.sub("", cell.source, count=1) if _has_title(cell, document) else cell.source
        return [_markdown(source)]
    if cell.cell_type != "code" or HIDDEN_TAGS & set(cell.metadata.get("tags", [])):
        return []
    return [document.foreign(markup) for markup in _outputs(cell)]


def _is_text(cell: NotebookNode) -> bool:
    return cell.cell_type == "markdown"


def _section(source: str, sections: Sections, document: Document) -> str:
    return document.foreign(sections.framed(_markdown(source)))


def _with_section(blocks: list[str], section: str, chapter: str, *, is_text: bool) -> list[str]:
    """A cell's blocks with the note's section: behind prose; below the heading of an output that brings its own."""
    shown = [block for block in blocks if block.strip()]
    if not shown:
        return [_heading(chapter), section]
    return [*shown, section] if is_text else [below_heading(shown[0], section), *shown[1:]]


def _add_rest(document: Document, sections: Sections) -> None:
    """Sections whose chapter the notebook lacks: nothing that an analyst wrote is left out."""
    for chapter, source in sections.rest():
        _add(document, _heading(chapter))
        _add(document, _section(source, sections, document))


def _heading(chapter: str) -> str:
    return f'<h2 class="wb wb-heading">{escape(heading_of(chapter))}</h2>'


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
