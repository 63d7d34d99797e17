"""An executed notebook to an offline HTML file and to a PDF, with our template, look and fonts.

`export_pdf` needs Pango; it is imported when it is first asked for, so that HTML works without.
"""

from __future__ import annotations

from workbench.report.cover import Cover as Cover
from workbench.report.html import export_html as export_html


def __getattr__(name: str):
    if name == "export_pdf":
        from workbench.report.pdf import export_pdf

        return export_pdf
    raise AttributeError(f"workbench.report has no '{name}'")
