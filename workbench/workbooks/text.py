"""Text from outside as a cell or a sheet's tab may hold it: literal, printable, of a length that Excel opens."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

LONGEST_TEXT = 32_767
LONGEST_SHEET_NAME = 31
ELLIPSIS = "…"
# Spreadsheets that read an exported CSV, or in which somebody edits the cell, compute what starts so.
FORMULA_STARTS = ("=", "+", "-", "@")
_SPACES = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
# Control characters, halves of surrogate pairs, marks that turn the direction of text, and non-characters.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
# Excel keeps this tab for itself.
_RESERVED = "history"


def plain_text(value: object) -> str:
    """A value as the literal text of a cell; a missing one is blank.

    >>> plain_text("garlic\\x00 press\\r\\nof steel")
    'garlic press of steel'
    """
    if value is None or pd.isna(value):
        return ""
    text = _UNPRINTABLE.sub("", _SPACES.sub(" ", str(value)))
    return text if _length(text) <= LONGEST_TEXT else _cut(text, LONGEST_TEXT)


def starts_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet would compute `text` if somebody typed it.

    >>> starts_like_a_formula(" =1+1"), starts_like_a_formula("1+1")
    (True, False)
    """
    return text.lstrip().startswith(FORMULA_STARTS)


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Names that Excel takes for tabs, each once, in the order of `wanted`.

    >>> sheet_names(["a/b", "A:B", "History", "''"])
    ['a b', 'A B (2)', 'History_', 'Sheet']
    """
    names: list[str] = []
    for each in wanted:
        names.append(_unlike(_sheet_name(each), {name.casefold() for name in names}))
    return names


def _sheet_name(wanted: str) -> str:
    name = _NOT_IN_SHEET_NAMES.sub(" ", plain_text(wanted)).strip(" '") or "Sheet"
    name = f"{name}_" if name.casefold() == _RESERVED else name
    return _cut(name, LONGEST_SHEET_NAME) if _length(name) > LONGEST_SHEET_NAME else name


def _unlike(name: str, taken: set[str]) -> str:
    number, found = 1, name
    while found.casefold() in taken:
        number += 1
        suffix = f" ({number})"
        found = _first(name, LONGEST_SHEET_NAME - len(suffix)) + suffix
    return found


def _cut(text: str, most: int) -> str:
    return _first(text, most - len(ELLIPSIS)) + ELLIPSIS


def _first(text: str, most: int) -> str:
    """As much of `text` as fits; Excel counts UTF-16 units, and half a character is none."""
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", errors="ignore")


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
