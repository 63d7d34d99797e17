"""Write the copies of the start notebook in other languages, from its English text and the catalogue.

    python scripts/translate_notebooks.py

A notebook that a person opens can't switch its Markdown's language, so each language has a file.
"""

from __future__ import annotations

import re
from pathlib import Path

import nbformat

from workbench.words import in_language, t

NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "start.ipynb"
LANGUAGES = ("zh", "es")
HELP = re.compile(r"  # (.+)$", re.MULTILINE)
LANGUAGE = re.compile(r'^lang: str = "en"', re.MULTILINE)


def main() -> None:
    for lang in LANGUAGES:
        path = copy_path(lang)
        path.write_text(translated(lang), encoding="utf-8")
        print(path.name)


def copy_path(lang: str) -> Path:
    """Where the copy of a language is."""
    return NOTEBOOK.with_name(f"start.{lang}.ipynb")


def translated(lang: str) -> str:
    """The start notebook's file in the language `lang`: Markdown, parameter helps, and the language it shows."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    with in_language(lang):
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = t(cell.source)
            elif "parameters" in cell.metadata.get("tags", []):
                helped = HELP.sub(lambda found: f"  # {t(found[1])}", cell.source)
                cell.source = LANGUAGE.sub(f'lang: str = "{lang}"', helped)
    return nbformat.writes(notebook) + "\n"


if __name__ == "__main__":
    main()
