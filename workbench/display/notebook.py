"""What every notebook begins with, and plain sentences."""

from __future__ import annotations

from pathlib import Path

from IPython.display import HTML

from workbench.display.tables import escaped
from workbench.words import language, use_language

STYLE_FILE = Path(__file__).with_name("workbench.css")
_LANG_CODES = {"zh": "zh-Hans", "en": "en", "es": "es-MX"}


def start_notebook(*, lang: str) -> HTML:
    """Set the language of everything shown from here on, and bring in the look.

    Parameters
    ----------
    lang : {"zh", "en", "es"}
        The reader's language.

    Raises
    ------
    ParameterError
        For a language that there is no catalogue of.
    """
    use_language(lang)
    return HTML(f"<style>{page_style()}</style>")


def page_style() -> str:
    """The shared style sheet of page, offline file and PDF."""
    return STYLE_FILE.read_text(encoding="utf-8")


def show_sentence(text: str) -> HTML:
    """A computed sentence on the page; nothing where there is nothing to say."""
    return HTML(sentence_html(text))


def sentence_html(text: str) -> str:
    """As `show_sentence`, the HTML alone."""
    return f'<p class="wb wb-sentence" lang="{_LANG_CODES[language()]}">{escaped(text)}</p>' if text else ""


def heading_html(text: str, *, level: int = 2) -> str:
    """A heading that the table of contents finds."""
    return f'<h{level} class="wb wb-heading">{escaped(text)}</h{level}>'


def note_html(text: str) -> str:
    """A small remark below a table or chart."""
    return f'<p class="wb wb-small">{escaped(text)}</p>' if text else ""


def chapter_html(chapter: str, content: str) -> str:
    """`content` as the place that a finding's link to its evidence leads to."""
    return f'<div class="wb" id="wb-{escaped(chapter)}">{content}</div>'
