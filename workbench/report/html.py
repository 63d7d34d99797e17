"""The offline HTML file: one file, no script, nothing loaded from anywhere."""

from __future__ import annotations

from pathlib import Path

from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from traitlets import Any, Unicode, default

from workbench.record import Note
from workbench.report.cover import HTML_LANGUAGES, Cover, notebook_cover
from workbench.report.document import Document, compose
from workbench.report.fonts import embedded_font_faces, print_font_faces
from workbench.report.glyphs import check_own_words
from workbench.words import in_language, t

SHARED_STYLE = Path(__file__).parents[1] / "display" / "workbench.css"
TEMPLATES = Path(__file__).with_name("templates")
PRINT_STYLE = Path(__file__).with_name("print.css")


def export_html(notebook: NotebookNode, *, cover: Cover, note: Note | None = None) -> str:
    """The executed notebook as one HTML file that opens offline.

    Code is left out, markup that runs or loads something is removed, and the glyphs that the text
    uses travel inside the file.

    Parameters
    ----------
    notebook : NotebookNode
        As executed, outputs included.
    cover : Cover
        What the report says of itself.
    note : Note
        What the analyst says to its chapters.

    Raises
    ------
    MissingGlyph
        Where our own words have a character that the report's fonts lack.
    """
    html, _ = WorkbenchHTMLExporter(cover=cover, note=note).from_notebook_node(notebook)
    return html


class WorkbenchHTMLExporter(HTMLExporter):
    """nbconvert's way to our HTML; without a cover it makes one from the notebook's parameters."""

    export_from_notebook = "Workbench report (HTML)"
    cover = Any(None, allow_none=True, help="The report's Cover; made from the notebook where there is none.")
    note = Any(None, allow_none=True, help="The analyst's Note to the report, if there is one.")
    media = Unicode("screen", help="screen embeds the fonts, print names them for the PDF maker.")

    @default("template_name")
    def _template_name_default(self) -> str:
        return "workbench"

    @default("extra_template_basedirs")
    def _default_extra_template_basedirs(self) -> list[str]:
        return [str(TEMPLATES)]

    @default("template_extension")
    def _template_extension_default(self) -> str:
        return ".html.j2"

    def from_notebook_node(self, nb: NotebookNode, resources: dict | None = None, **kw) -> tuple[str, dict]:
        """The whole HTML document and nbconvert's resources."""
        cover = self.cover or notebook_cover(nb)
        with in_language(cover.lang):
            resources = {**(resources or {}), "report": self._report(nb, cover)}
            # HTMLExporter itself would parse the result once more and write it anew.
            return super(HTMLExporter, self).from_notebook_node(nb, resources, **kw)

    def _report(self, notebook: NotebookNode, cover: Cover) -> dict:
        document = compose(notebook, note=self.note)
        report = {
            "cover": cover,
            "document": document,
            "facts": [(label, document.foreign(value)) for label, value in cover.facts()],
            "client_name": document.foreign(cover.client_name),
            "prepared_by": document.foreign(cover.prepared_by),
            "foot": " · ".join(filter(None, (cover.prepared_by, cover.analyst, cover.contact))),
            "period": cover.shown_period(),
            "standing": cover.standing(),
            "title": cover.title or document.title,
            "html_language": HTML_LANGUAGES[cover.lang],
            "style": "".join(path.read_text(encoding="utf-8") for path in (SHARED_STYLE, PRINT_STYLE)),
            "labels": _labels(),
        }
        check_own_words(report["title"], where="report title")
        report["font_faces"] = self._font_faces(report, document)
        return report

    def _font_faces(self, report: dict, document: Document) -> str:
        if self.media == "print":
            return print_font_faces()
        shown = [*document.blocks, *(text for fact in report["facts"] for text in fact), *report["labels"].values()]
        shown += [report[key] for key in ("client_name", "prepared_by", "period", "standing", "title")]
        return embedded_font_faces("".join([*shown, " 0123456789/·[]U+ABCDEF"]))


def _labels() -> dict[str, str]:
    return {
        "contents": t("Contents"),
        "spelled_out": t("Characters that no font of this report has"),
        "spelled_out_note": t(
            "They stand in texts from outside, such as titles, and are printed as their code point in brackets."
        ),
        "code_point": t("Code point"),
        "name": t("Name in Unicode"),
        "times": t("Times"),
        "draft_note": t("This is a draft. It has not been approved yet."),
    }
