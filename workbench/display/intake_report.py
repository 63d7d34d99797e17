"""The intake report as plain text, Markdown, or a page of its own.

Everything in it comes from files of others: control characters are dropped in text, markup is escaped in
Markdown and on the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from workbench.display.notebook import page_style
from workbench.display.tables import escaped
from workbench.errors import ParameterError, listed
from workbench.words import language, t
from workbench.words.intake_report import IntakeReport, Part

WIDTH = 100
LANG_CODES = {"zh": "zh-Hans", "en": "en", "es": "es-MX"}
# A Chinese character or mark with the closing mark behind it, or a word; each with the spaces behind it.
_BREAKS = re.compile(r"[\u3000-\u9fff\uff00-\uffef][，。；：、）”？！]* *|[^ \u3000-\u9fff\uff00-\uffef]+ *| +")
_MARKUP = re.compile(r"([\\`*_\[\]|#~])")


def report_text(report: IntakeReport) -> str:
    """Plain text for a terminal, a pipe or a mail; a table's rows stand one below the other.

    Parameters
    ----------
    report : IntakeReport
        As `workbench.words.intake_report.intake_report` gives it.
    """
    lines = [_plain(report.title), "=" * _width(_plain(report.title))]
    for part in report.parts:
        lines += ["", _plain(part.title), "-" * _width(_plain(part.title)), *_text_lines(part)]
    return "\n".join(lines) + "\n"


def report_markdown(report: IntakeReport) -> str:
    """Markdown with tables."""
    blocks = [f"# {_marked(report.title)}"]
    for part in report.parts:
        blocks += [f"## {_marked(part.title)}", *map(_marked, part.texts)]
        blocks += ["\n".join(f"- {_marked(item)}" for item in part.items)] * bool(part.items)
        blocks += ["\n".join(_markdown_table(part))] * bool(part.rows)
    return "\n\n".join(blocks) + "\n"


def report_html(report: IntakeReport) -> str:
    """A page of its own, with the look of our pages."""
    body = "".join(_section(part) for part in report.parts)
    return (
        f'<!doctype html><html lang="{LANG_CODES[language()]}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escaped(report.title)}</title>'
        f"<style>{page_style()}{_PAGE}</style></head>"
        f'<body class="wb"><h1 class="wb-heading">{escaped(report.title)}</h1>{body}</body></html>\n'
    )


# By the ending of the file that is asked for.
FORMS: dict[str, Callable[[IntakeReport], str]] = {
    ".md": report_markdown,
    ".html": report_html,
    ".txt": report_text,
}


def check_form(path: str) -> None:
    """Raise where the report can't be written under that name.

    Raises
    ------
    ParameterError
        The ending is none of ours, or the folder does not exist.
    """
    target = Path(path)
    if target.suffix not in FORMS:
        raise ParameterError(f"--report {path}", f"ending '{target.suffix}'", expected=listed(FORMS))
    if not target.absolute().parent.is_dir():
        raise ParameterError(f"--report {path}", "no such folder", expected="a folder that exists")


def _text_lines(part: Part) -> Iterator[str]:
    for text in part.texts:
        yield from _wrapped(text)
    for item in part.items:
        yield from _wrapped(item, first="- ", rest="  ")
    for row in part.rows:
        yield _plain(row[0])
        told = [
            t("{label}: {value}", label=label, value=value)
            for label, value in zip(part.head[1:], row[1:], strict=True)
            if value
        ]
        yield from _wrapped(t("; ").join(told), first="    ", rest="    ")


def _wrapped(text: str, *, first: str = "", rest: str = "") -> list[str]:
    """Lines of at most `WIDTH` cells, broken at spaces and beside Chinese characters; a long name stays whole."""
    lines, line = [], first
    for word in _BREAKS.findall(_plain(text)):
        if _width(line + word.rstrip()) > WIDTH and line.strip():
            lines.append(line.rstrip())
            line = rest
        line += word
    return [*lines, line.rstrip()] if line.strip() else lines


def _plain(text: str) -> str:
    """Text without characters that steer a terminal or turn the reading direction."""
    return "".join(char for char in str(text).replace("\n", " ") if unicodedata.category(char) not in ("Cc", "Cf"))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _marked(text: str) -> str:
    """Text for Markdown: nothing in it is markup or HTML."""
    return _MARKUP.sub(r"\\\1", _plain(text)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _markdown_table(part: Part) -> Iterator[str]:
    yield f"| {' | '.join(map(_marked, part.head))} |"
    yield "|" + "---|" * len(part.head)
    yield from (f"| {' | '.join(map(_marked, row))} |" for row in part.rows)


def _section(part: Part) -> str:
    texts = "".join(f'<p class="wb wb-sentence">{escaped(text)}</p>' for text in part.texts)
    items = "".join(f"<li>{escaped(item)}</li>" for item in part.items)
    return (
        f'<h2 class="wb-heading">{escaped(part.title)}</h2>{texts}'
        + (f"<ul>{items}</ul>" if items else "")
        + (_table(part) if part.rows else "")
    )


def _table(part: Part) -> str:
    head = "".join(f'<th scope="col">{escaped(label)}</th>' for label in part.head)
    rows = "".join("<tr>" + "".join(f"<td>{escaped(cell)}</td>" for cell in row) + "</tr>" for row in part.rows)
    return (
        '<div class="wb wb-scroll" tabindex="0"><table class="wb-table">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


_PAGE = """
body { max-width: 1080px; margin: 32px auto; padding: 0 16px; }
td, li { overflow-wrap: anywhere; }
td:first-child { min-width: 16em; }
"""
