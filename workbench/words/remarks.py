"""The readers' remarks in the reader's language: notes, causes, kinds of rows, questions and faults of files.

A remark is an English sentence that a reader built. It is matched with the message of its shape, and what
stands in the places is put into the translation; a sentence of no known shape is shown as it was written, so
that nothing is ever hidden.
"""

from __future__ import annotations

import re
from functools import cache

from workbench.sources import EXPORTS
from workbench.words.catalogue import language, mark, t
from workbench.words.fault_texts import DESK_HINTS, EXPECTED, FAULTS, HINTS
from workbench.words.formats import day, number, signed
from workbench.words.mapping_texts import MAP_FAULTS, MAPPING, TRACE_FAULTS
from workbench.words.onboarding_texts import ANSWERS, STEPS
from workbench.words.remark_texts import KINDS, NOTES, QUESTIONS, REFUSALS, TOTALS

REMARKS = (
    *REFUSALS,
    *KINDS,
    *TOTALS,
    *NOTES,
    *QUESTIONS,
    *FAULTS,
    *EXPECTED,
    *HINTS,
    *DESK_HINTS,
    *STEPS,
    *ANSWERS,
    *MAPPING,
    *MAP_FAULTS,
    *TRACE_FAULTS,
)
BETWEEN = "; "
# Places that hold a number, a currency code, or a remark of their own. All others hold words of the file.
NUMBERS = {
    *("n", "most", "length", "shown", "rest", "whole", "items", "stated", "found", "difference", "total"),
    *("refused", "announced"),
}
NUMBERS_OR_DAYS = {"first", "second"}
CODES = {"code"}
NESTED = {"fault", "near", "delimiter", "readings", "place", "currency", "why", "word", "export", "title"}
MOST_LISTED = 10
# How times are written, as the readers call it, by an example.
SHAPES = {
    "iso": "2026-01-31 10:00",
    "iso utc": "2026-01-31 10:00Z",
    "spanish": "31 de enero de 2026 10:00",
    "chinese": "2026年1月31日 10:00",
    "day first": "31/01/2026 10:00",
    "month first": "01/31/2026 10:00",
    "day first short": "31/01/26 10:00",
    "day first utc": "31/01/2026 10:00 UTC",
    "month first utc": "01/31/2026 10:00 UTC",
    "day month name": "31 Jan 2026",
    "month name day": "Jan 31, 2026",
    "serial": mark("a spreadsheet's own date"),
}
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FAULT = re.compile(
    r"(?P<where>[^\n]+?): (?P<found>.+?)\.(?: Expected (?P<expected>.+?)\.)?(?: Hint: (?P<hint>.+))?", re.DOTALL
)
_STARTS = {"expected": mark("Expected: {text}."), "hint": mark("Hint: {text}.")}


def say_remark(text: str) -> str:
    """A reader's sentence in the language in use; as it was written where its shape is not known.

    Parameters
    ----------
    text : str
        A note, a cause, a kind of row, a question, or what an error found.

    >>> say_remark("not a number such as 1,234.56")
    'not a number such as 1,234.56'
    """
    return _told(text) or text


def say_note(note: str, *, file: str = "", for_client: bool = False) -> list[str]:
    """The remarks that an intake note holds, each in the language in use.

    Parameters
    ----------
    note : str
        Remarks and at most one error, with semicolons between them.
    file : str
        The file that the note is of: its name in front of an error says nothing new and is left out.
    for_client : bool
        Leave out hints that only the analyst can follow (commands, folders, the profile).

    >>> say_note("shop.csv: the file is empty. Hint: download it again.; units by date: 3; by item: 4", file="shop.csv")
    ['the file is empty. Hint: download it again.', 'units by date: 3; by item: 4']
    """
    said, rest = [], note.split(BETWEEN) if note else []
    while rest:
        found, used = _first_remark(rest, file=file, for_client=for_client)
        said.append(found)
        rest = rest[used:]
    return said


def is_known(text: str) -> bool:
    """Whether a sentence has a message of its shape.

    >>> is_known("a negative count"), is_known("something new")
    (True, False)
    """
    return _told(text) is not None


def _first_remark(pieces: list[str], *, file: str, for_client: bool) -> tuple[str, int]:
    """The first remark of the pieces, and how many of them it takes: a remark may hold semicolons itself."""
    for used in range(1, len(pieces) + 1):
        text = BETWEEN.join(pieces[:used])
        told = _told_fault(text, file=file, for_client=for_client) or _told(text)
        if told is not None:
            return told, used
    own = next((name for name in _names(file) if pieces[0].startswith(f"{name}: ")), "")
    # An error that no message tells is not taken apart: where it ends can't be known.
    return (BETWEEN.join(pieces).removeprefix(f"{own}: "), len(pieces)) if own else (pieces[0], 1)


def _told_fault(text: str, *, file: str, for_client: bool) -> str | None:
    """An error's sentences, without the place where that is the file itself; None where they are not known."""
    match = _FAULT.fullmatch(text)
    told = _told_all(match["found"]) if match else None
    if match is None or told is None:
        return None
    hint = (match["hint"] or "").removesuffix(".")
    if hint and _told(hint) is None:
        return None
    place = "" if match["where"] in _names(file) else match["where"]
    parts = [t("{where}: {found}.", where=place, found=told) if place else t("{found}.", found=told)]
    if match["expected"]:
        parts.append(t(_STARTS["expected"], text=say_remark(match["expected"])))
    if hint and not (for_client and hint in DESK_HINTS):
        parts.append(_hint(say_remark(hint)))
    return ("" if language() == "zh" else " ").join(parts)


def _hint(said: str) -> str:
    text = t(_STARTS["hint"], text=said)
    return text[:-1] if said[-1] in ".?!？！。" else text


def _told_all(text: str) -> str | None:
    """Findings with semicolons between them; None where one of them is not known."""
    told = [_told(piece) for piece in text.split(BETWEEN)]
    # Piece by piece first: as a whole, the last place of one finding could take in the next one.
    return t("; ").join(told) if all(piece is not None for piece in told) else _told(text)


def _names(file: str) -> tuple[str, ...]:
    return (file, file.rpartition("/")[2], f"inbox/{file}") if file else ()


def _told(text: str) -> str | None:
    for message, literal, shape in _shapes():
        found = shape.fullmatch(text) if literal in text else None
        if found:
            values = {name: _value(name, value, message) for name, value in found.groupdict().items()}
            return t(message, **values)
    return None


def _value(name: str, text: str, message: str) -> str:
    """What stands in a place, printed as the language prints it; words of the file stay as they are."""
    if f"'{{{name}}}'" in message:
        return text
    if name in NUMBERS | NUMBERS_OR_DAYS and _NUMBER.fullmatch(text):
        return _printed(text)
    if _DAY.fullmatch(text):
        return day(text)
    if name == "shapes":
        return t("; ").join(_shape_example(shape) for shape in text.split(", "))
    if name == "headings":
        return _first_of(text)
    if name == "unsaid":
        return t("; ").join(_with_reason(point) for point in text.split(BETWEEN))
    if name in NESTED:
        return t(EXPORTS[text].title) if text in EXPORTS else t(text) if text in _titles() else say_remark(text)
    return text


def _with_reason(point: str) -> str:
    """A field that a map leaves open, with the reason in brackets; the field's own name stays as it is."""
    name, _, why = point.partition(" (")
    return f"{name} ({say_remark(why.removesuffix(')'))})"


def _shape_example(shape: str) -> str:
    return t(SHAPES[shape]) if shape == "serial" else SHAPES.get(shape, shape)


def _first_of(headings: str) -> str:
    """A long list of headings without its end: nobody reads sixty of them."""
    listed = headings.split(", ")
    return headings if len(listed) <= MOST_LISTED else ", ".join(listed[:MOST_LISTED]) + ", …"


def _printed(text: str) -> str:
    digits = len(text.partition(".")[2])
    show = signed if text.startswith("+") else number
    return show(float(text.replace(",", "")), digits=digits)


@cache
def _titles() -> frozenset[str]:
    return frozenset(export.title for export in EXPORTS.values())


@cache
def _shapes() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Each message with its longest literal and its pattern, the most telling one first."""
    found = []
    for message in dict.fromkeys(REMARKS):
        pieces = re.split(r"\{(\w+)\}", message)
        pattern = "".join(_group(piece) if place % 2 else re.escape(piece) for place, piece in enumerate(pieces))
        found.append((message, max(pieces[::2], key=len), re.compile(pattern, re.DOTALL)))
    return tuple(sorted(found, key=lambda shape: -len(re.sub(r"\{\w+\}", "", shape[0]))))


def _group(name: str) -> str:
    kind = _NUMBER.pattern if name in NUMBERS else "[A-Z]{3}" if name in CODES else ".+?"
    return f"(?P<{name}>{kind})"
