"""The PDF: the same template laid out on A4 by WeasyPrint, which is given nothing but our own fonts."""

from __future__ import annotations

from nbformat import NotebookNode
from traitlets import Unicode, default

from workbench.errors import MachineLacks
from workbench.record import Note
from workbench.report.cover import Cover
from workbench.report.fonts import SCHEME, font_file
from workbench.report.html import WorkbenchHTMLExporter

try:
    from weasyprint import HTML, Document
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    from workbench.report.layout import fit_tables, number_tables
    from workbench.report.pictures import pictures_apart
except OSError as fault:
    raise MachineLacks(
        "PDF export",
        f"a library that lays out text is missing ({str(fault).splitlines()[0]})",
        expected="Pango 1.44 or newer",
        hint="run: sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    ) from fault


def export_pdf(notebook: NotebookNode, *, cover: Cover, note: Note | None = None) -> bytes:
    """The executed notebook as an A4 PDF; the same input gives the same bytes.

    Cover page with contents, running header, page numbers, bookmarks, repeated table heads; text in
    figures stays text; a table that is too wide is set smaller, then on a landscape page.

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
    pdf, _ = WorkbenchPDFExporter(cover=cover, note=note).from_notebook_node(notebook)
    return pdf


class WorkbenchPDFExporter(WorkbenchHTMLExporter):
    """nbconvert's way to our PDF."""

    export_from_notebook = "Workbench report (PDF)"
    output_mimetype = "application/pdf"
    media = Unicode("print")

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(self, nb: NotebookNode, resources: dict | None = None, **kw) -> tuple[bytes, dict]:
        """The PDF's bytes and nbconvert's resources."""
        html, resources = super().from_notebook_node(nb, resources, **kw)
        return render(html), {**resources, "output_extension": ".pdf"}


class OwnFontsOnly(URLFetcher):
    """Serves data: addresses and our own font files; refuses everything else before it is opened."""

    def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
        """The bytes behind an address that a report may use.

        Raises
        ------
        ValueError
            For any other address; WeasyPrint then leaves that picture or sheet out.
        """
        scheme, _, rest = url.partition(":")
        if scheme == SCHEME:
            return URLFetcherResponse(url, font_file(rest), {"Content-Type": "font/ttf"})
        if scheme.lower() == "data":
            return super().fetch(url, headers)
        raise ValueError(f"a report loads nothing from outside: {url[:80]}")


def render(html: str) -> bytes:
    """The PDF of a whole HTML document, its tables fitted to the page."""
    return fit_tables(number_tables(html), lay_out=lay_out).write_pdf(pdf_tags=True)


def lay_out(html: str) -> Document:
    """The pages of a whole HTML document, before tables are fitted."""
    # WeasyPrint breaks at <wbr> only outside of inline elements; at this character it does everywhere, and
    # leaves it out of the PDF's text, so that a search still finds the whole word.
    breakable = html.replace("<wbr>", "\u200b")
    fetcher = OwnFontsOnly(allowed_protocols=("data",))
    page = HTML(string=breakable, url_fetcher=fetcher)
    pictures_apart(page.etree_element)
    return page.render(font_config=FontConfiguration(), pdf_tags=True)
