"""The copies of an app notebook that a server shows: one a language, in a private folder."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from workbench.errors import ParameterError, did_you_mean, listed
from workbench.words import LANGUAGES, in_language, t

APPS = Path(__file__).resolve().parent.parent.parent / "notebooks" / "apps"
KERNELSPEC = {"name": "python3", "display_name": "Python 3", "language": "python"}


def page_names() -> list[str]:
    """Names of the pages that can be served: the app notebooks, sorted.

    >>> "kpi_dashboard" in page_names()
    True
    """
    return sorted(path.stem for path in APPS.glob("*.ipynb"))


def prepare_pages(page: str, *, folder: Path) -> dict[str, str]:
    """One copy of the app notebook a language in `folder`: language to file name.

    The Markdown is translated and the language is set below the parameters cell; the client stays
    blank, which means the one that the server's environment binds. The kernel is always ours, whatever
    the notebook's metadata names.

    Raises
    ------
    ParameterError
        Where no app notebook has that name.
    """
    if page not in page_names():
        raise ParameterError(
            f"page '{page}'",
            "no such app notebook",
            expected=listed(page_names()),
            hint=did_you_mean(page, page_names()),
        )
    notebook = nbformat.read(APPS / f"{page}.ipynb", as_version=4)
    names = {lang: f"{page}.{lang}.ipynb" for lang in LANGUAGES}
    for lang, name in names.items():
        nbformat.write(prepared(notebook, lang=lang), folder / name)
    return names


def prepared(notebook: NotebookNode, *, lang: str) -> NotebookNode:
    """A copy of `notebook` in `lang`, without outputs and without foreign metadata."""
    copy = nbformat.v4.new_notebook(metadata={"kernelspec": KERNELSPEC})
    with in_language(lang):
        for cell in notebook.cells:
            copy.cells += _cells(cell, lang)
    return copy


def _cells(cell: NotebookNode, lang: str) -> list[NotebookNode]:
    metadata = {"tags": list(cell.metadata.get("tags", []))}
    if cell.cell_type == "markdown":
        return [nbformat.v4.new_markdown_cell(t(cell.source), metadata=metadata)]
    cells = [nbformat.v4.new_code_cell(cell.source, metadata=metadata)]
    if "parameters" in metadata["tags"]:
        cells.append(nbformat.v4.new_code_cell(f'lang = "{lang}"'))
    return cells
