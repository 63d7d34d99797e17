"""The analyst's note as part of a report: a section at the head of its chapter, signed and dated."""

from __future__ import annotations

import re
from html import escape

from workbench.record import CHAPTERS, Note
from workbench.words import day, t
from workbench.words.catalogue import mark

# Ids of the notebook's cells: where a chapter begins, and where the appendix does.
CHAPTER_ID = "chapter-"
APPENDIX_ID = "appendix"
HEADINGS = {
    "findings": mark("What should you know?"),
    "scoreboard": mark("How do the KPIs stand?"),
    "kpis": mark("Which KPIs moved?"),
    "changes": mark("What was changed, and what did conversion do?"),
    "prices": mark("What does the local market pay, and where do our prices stand?"),
    "margins": mark("What does a unit leave, and what if the exchange rate moves?"),
    "actions": mark("What is to be done?"),
}
"""Chapter to the heading it gets where the notebook shows nothing under that chapter but the note."""

_END_OF_HEADING = re.compile(r"</h2>")
# A note lies inside a chapter: its own headings never come into the contents.
_HIGH_HEADING = re.compile(r"<(/?)h[12]\b")


class Sections:
    """The sections of a note, each handed out once."""

    def __init__(self, note: Note | None):
        self._note = note
        self._left = dict(note.sections) if note else {}

    def take(self, chapter: str) -> str:
        """The Markdown of a chapter's section; blank where there is none, or it was taken."""
        return self._left.pop(chapter, "")

    def rest(self) -> list[tuple[str, str]]:
        """Chapter and Markdown of all that was not taken, in the order of the chapters."""
        rest = [(chapter, self._left[chapter]) for chapter in CHAPTERS if chapter in self._left]
        self._left.clear()
        return rest

    def framed(self, markup: str) -> str:
        """A section's safe markup with its label and signature."""
        label = f'<p class="wb-analyst-label">{escape(t("Note of the analyst"))}</p>'
        return f'<div class="wb wb-analyst">{label}{_HIGH_HEADING.sub(_lower, markup)}{self._signature()}</div>'

    def _signature(self) -> str:
        if not self._note.is_signed:
            return f'<p class="wb-analyst-unsigned">{escape(t("Not signed yet"))}</p>'
        signed = t("{person}, {day}", person=self._note.signed_by, day=day(self._note.signed_on))
        return f'<p class="wb-analyst-signed">{escape(signed)}</p>'


def chapter_of(cell_id: str) -> str:
    """The chapter that a notebook cell begins; blank for any other cell.

    >>> chapter_of("chapter-prices"), chapter_of("cell-04")
    ('prices', '')
    """
    name = cell_id.removeprefix(CHAPTER_ID)
    return name if cell_id.startswith(CHAPTER_ID) and name in CHAPTERS else ""


def heading_of(chapter: str) -> str:
    """The heading of a chapter in the language in use."""
    return t(HEADINGS[chapter])


def below_heading(markup: str, section: str) -> str:
    """`section` right below the first chapter heading in `markup`, else before it all."""
    found = _END_OF_HEADING.search(markup)
    place = found.end() if found else 0
    return markup[:place] + section + markup[place:]


def _lower(tag: re.Match[str]) -> str:
    return f"<{tag.group(1)}h3"
