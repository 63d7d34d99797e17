"""The analyst's notes to a review: one Markdown file a month and language, a section a chapter, signed and dated.

signed: Mei Muster
date: 2026-02-03

## findings
What the month was about, in words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from workbench.errors import ParameterError, did_you_mean, listed
from workbench.profile import LANGUAGES
from workbench.record.entries import RECORD, RecordFault
from workbench.record.events import MONTH

NOTES = "notes"
CHAPTERS = ("findings", "scoreboard", "kpis", "changes", "prices", "margins", "actions")
FRONT = ("signed", "date")
EXPECTED = "lines 'signed: NAME' and 'date: 2026-02-03', then chapters such as '## findings'"

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FENCE = re.compile(r" {0,3}(```|~~~)")
_HEADING = re.compile(r" {0,3}(#{1,2})[ \t]+(.*?)[ \t#]*$")


@dataclass(frozen=True)
class Note:
    """The notes of one month in one language.

    Attributes
    ----------
    month, lang : str
        Such as 2026-01 and zh.
    sections : mapping of str to str
        Chapter to Markdown text, in the order of the chapters; a chapter without a text is left out.
    signed_by : str
        Who signs; blank while nobody does.
    signed_on : date or None
        The day of the signature.
    """

    month: str
    lang: str
    sections: Mapping[str, str] = field(default_factory=dict)
    signed_by: str = ""
    signed_on: date | None = None

    @property
    def is_signed(self) -> bool:
        """Signed by a person and dated."""
        return bool(self.signed_by) and self.signed_on is not None


def note_path(folder: Path, *, month: str, lang: str) -> Path:
    """Where the notes of that month and language are.

    Raises
    ------
    ParameterError
        `month` is no month or `lang` no language of ours.
    """
    if not MONTH.fullmatch(month):
        raise ParameterError("month", f"'{month}' is no month", expected="such as 2026-01")
    if lang not in LANGUAGES:
        raise ParameterError("lang", f"'{lang}' is no language", expected=listed(LANGUAGES))
    return folder / RECORD / NOTES / f"{month}.{lang}.md"


def read_note(folder: Path, *, month: str, lang: str) -> Note:
    """The notes of that month and language; empty and unsigned ones where there is no file.

    Parameters
    ----------
    folder : Path
        The client's folder.
    month, lang : str
        Such as 2026-01 and zh.

    Raises
    ------
    RecordFault
        All faults of the file at once, each with its line: unknown or repeated chapters, unknown or faulty
        lines before them, text that stands in no chapter.
    ParameterError
        `month` is no month or `lang` no language of ours.
    """
    path = note_path(folder, month=month, lang=lang)
    if not path.is_file():
        return Note(month, lang)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise RecordFault(_where(path), f"not UTF-8 text ({fault.reason})", expected="UTF-8") from fault
    reading = _Reading(_COMMENT.sub(_blank_lines, text).splitlines())
    if reading.faults:
        raise RecordFault(_where(path), "; ".join(reading.faults), expected=EXPECTED, hint=reading.hint)
    sections = {name: body for name in CHAPTERS if (body := "\n".join(reading.bodies.get(name, [])).strip())}
    return Note(month, lang, sections, reading.front.get("signed", ""), reading.day)


def write_note_template(folder: Path, *, month: str, lang: str, hints: Mapping[str, str] | None = None) -> Path:
    """An empty, unsigned note with all chapters, and its path; one that is there is left as it is.

    Parameters
    ----------
    folder : Path
        The client's folder.
    month, lang : str
        Such as 2026-01 and zh.
    hints : mapping of str to str
        What a chapter is for, in the reader's language; stands as a comment that nobody else sees.
    """
    path = note_path(folder, month=month, lang=lang)
    said = {name: f"<!-- {text.replace('--', '-')} -->\n" for name, text in (hints or {}).items()}
    text = "signed:\ndate:\n" + "".join(f"\n## {name}\n{said.get(name, '')}" for name in CHAPTERS)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        pass
    return path


class _Reading:
    """One pass over the lines: what stands in front, then a body per chapter, and every fault."""

    def __init__(self, lines: list[str]):
        self.front: dict[str, str] = {}
        self.bodies: dict[str, list[str]] = {}
        self.faults: list[str] = []
        self.hint = ""
        self.day: date | None = None
        chapter, is_code = "", False
        for number, line in enumerate(lines, start=1):
            is_code ^= bool(_FENCE.match(line))
            heading = None if is_code else _HEADING.match(line)
            if heading:
                chapter = self._begin(number, *heading.groups())
            elif chapter:
                self.bodies[chapter].append(line)
            else:
                self._in_front(number, line.strip())

    def _begin(self, number: int, marks: str, name: str) -> str:
        if marks == "#":
            self.faults.append(f"line {number}: '# {name}' is a title; headings inside a chapter begin with ###")
        elif name not in CHAPTERS:
            self.faults.append(f"line {number}: no chapter '{name}' (there are {listed(CHAPTERS)})")
            self.hint = self.hint or did_you_mean(name, CHAPTERS)
        elif name in self.bodies:
            self.faults.append(f"line {number}: chapter '{name}' stands twice")
        self.bodies.setdefault(name, [])
        return name

    def _in_front(self, number: int, line: str) -> None:
        if not line or line == "---":
            return
        name, colon, value = (part.strip() for part in line.partition(":"))
        if not colon or name not in FRONT:
            self.faults.append(f"line {number}: '{line[:40]}' stands in no chapter")
            self.hint = self.hint or did_you_mean(name, FRONT)
        elif name in self.front:
            self.faults.append(f"line {number}: '{name}' stands twice")
        self.front[name] = value
        if name == "date" and value:
            self._set_day(number, value)

    def _set_day(self, number: int, value: str) -> None:
        try:
            self.day = date.fromisoformat(value)
        except ValueError:
            self.faults.append(f"line {number}: '{value}' is no day such as 2026-02-03")


def _blank_lines(comment: re.Match) -> str:
    """A comment goes, its lines stay, so that the numbers of the lines after it still hold."""
    return "\n" * comment[0].count("\n")


def _where(path: Path) -> str:
    return f"{path.parent.parent.name}/{NOTES}/{path.name}"
