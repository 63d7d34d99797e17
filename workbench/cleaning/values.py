"""Text to values: numbers, counts, shares, ids, flags. The format is a parameter; nothing is guessed per cell.

Each function takes a column of text (missing = null) and gives back the values and which cells could not be
read; the caller refuses those rows. Values are parsed once for each different text.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

BLANKS = ("", "-", "--", "n/a", "N/A")
LARGEST_COUNT = 2**53
_TEXT = pd.StringDtype(na_value=np.nan)
_OUTER_SPACE = r"^[\s\x{00a0}\x{202f}\x{3000}]|[\s\x{00a0}\x{202f}\x{3000}]$"
_PEEK = 2_000


@dataclass(frozen=True)
class Parsed:
    """Values by position, and True where the text could not be read (the value is then missing)."""

    values: pd.Series
    failed: np.ndarray


@dataclass(frozen=True)
class NumberFormat:
    """How a source writes numbers; a property of the source and market, stated and never guessed."""

    thousands: str = ","
    decimal: str = "."


POINT = NumberFormat()
COMMA = NumberFormat(thousands=".", decimal=",")


def blank_to_missing(text: pa.Array, *, blanks: Collection[str] = ("",)) -> pa.Array:
    """The cells without surrounding space; those that only say "nothing here" as null.

    >>> blank_to_missing(pa.array([" a ", "--", ""]), blanks=("", "--")).to_pylist()
    ['a', None, None]
    """

    different = _different(text)
    if pc.any(pc.match_substring_regex(different, pattern=_OUTER_SPACE)).as_py():
        text = pc.utf8_trim_whitespace(text)
        different = _different(text)
    said = pa.array(sorted({"", *blanks}), text.type)
    if not pc.any(pc.is_in(different, value_set=said)).as_py():
        return text
    return pc.if_else(pc.is_in(text, value_set=said), pa.scalar(None, text.type), text)


def text_array(words: Sequence[str]) -> pa.Array:
    """Words as a column of text; blank ones as null."""
    return blank_to_missing(pa.array(words, pa.large_string()))


def as_text(text: pa.Array) -> pd.Series:
    """The column as pandas text, null as missing."""
    return pd.Series(_TEXT.__from_arrow__(text))


def parse_numbers(text: pa.Array, *, form: NumberFormat = POINT) -> Parsed:
    """Numbers with thousands marks, currency signs or codes, brackets or a minus on either side.

    >>> parse_numbers(pa.array(["$1,234.50", "(12.00)", "7-", "12,5O"])).values.tolist()
    [1234.5, -12.0, -7.0, nan]
    """
    return _numeric(text, lambda different: _numbers(different, form))


def parse_shares(text: pa.Array, *, form: NumberFormat = POINT) -> Parsed:
    """Percentages as fractions; a percent sign is required.

    >>> parse_shares(pa.array(["2.64%", "1,000.00%", "3"])).values.round(4).tolist()
    [0.0264, 10.0, nan]
    """

    def share(different: pa.Array) -> pa.Array:
        signed = pc.ends_with(different, "%")
        number = _numbers(pc.utf8_rtrim(different, characters="% \u00a0\u202f"), form)
        return pc.divide(pc.if_else(signed, number, pa.scalar(None, pa.float64())), 100.0)

    return _numeric(text, share)


def parse_counts(text: pa.Array, *, form: NumberFormat = POINT) -> Parsed:
    """Whole numbers; "2.0" is one, "2.5" is none.

    >>> parse_counts(pa.array(["2,733", "2.0", "2.5"])).values.tolist()
    [2733, 2, <NA>]
    """
    numbers = parse_numbers(text, form=form)
    values = numbers.values.to_numpy()
    whole = np.isnan(values) | ((values == np.floor(values)) & (np.abs(values) < LARGEST_COUNT))
    counts = pd.Series(np.where(whole, values, np.nan)).astype("Float64").astype("Int64")
    return Parsed(counts, numbers.failed | ~whole)


def parse_ids(text: pa.Array) -> Parsed:
    """Identifiers as text: a spreadsheet's ``="123"`` and ``123.0`` undone; lost digits (``1.08E+14``) fail.

    >>> parse_ids(pa.array(['="00123"', "50000000001.0", "1.08E+14", "NA"])).values.tolist()
    ['00123', '50000000001', nan, 'NA']
    """

    def clean(different: pa.Array) -> pa.Array:
        plain = pc.replace_substring_regex(different, pattern=r'^="(.*)"$', replacement=r"\1")
        plain = pc.replace_substring_regex(plain, pattern=r"^(\d+)\.0$", replacement=r"\1")
        lost = pc.match_substring_regex(plain, pattern=r"^\d(?:\.\d+)?[eE]\+?\d+$")
        return pc.if_else(lost, pa.scalar(None, plain.type), plain)

    values = _each_different(text, clean)
    failed = pc.and_(pc.is_valid(text), pc.is_null(values))
    return Parsed(as_text(values), np.asarray(failed))


def parse_words(text: pa.Array, *, words: Mapping[str, str]) -> Parsed:
    """A closed list of words (folded case) as other words; a word that is not in it fails.

    >>> parse_words(pa.array(["Merchant", "Amazon", "?"]), words={"merchant": "seller"}).values.tolist()
    ['seller', nan, nan]
    """
    return _looked_up(text, words, pa.large_string(), as_text)


def parse_flags(text: pa.Array, *, yes: Collection[str], no: Collection[str]) -> Parsed:
    """Words for yes and no (folded case) as true and false.

    >>> parse_flags(pa.array(["TRUE", "0", None]), yes=("true", "1"), no=("false", "0")).values.tolist()
    [True, False, <NA>]
    """
    words = {**dict.fromkeys(yes, True), **dict.fromkeys(no, False)}
    return _looked_up(text, words, pa.bool_(), lambda found: pd.Series(pd.BooleanDtype().__from_arrow__(found)))


def matches(text: pa.Array, pattern: str) -> np.ndarray:
    """True where the text, in folded case, has the pattern; false where it is missing.

    >>> matches(pa.array(["Non-Amazon US", None]), "^non-amazon").tolist()
    [True, False]
    """
    encoded = text.dictionary_encode()
    found = pc.match_substring_regex(encoded.dictionary, pattern=pattern, ignore_case=True)
    return np.append(np.asarray(found, dtype=bool), False)[_codes(encoded)]


def _looked_up(
    text: pa.Array, words: Mapping[str, object], kind: pa.DataType, as_series: Callable[[pa.Array], pd.Series]
) -> Parsed:
    encoded = text.dictionary_encode()
    meanings = pa.array([words.get(word.casefold()) for word in encoded.dictionary.to_pylist()], kind)
    found = meanings.take(encoded.indices)
    return Parsed(as_series(found), _present(text) & ~_present(found))


def _numbers(different: pa.Array, form: NumberFormat) -> pa.Array:
    text = pc.utf8_normalize(different, form="NFKC")
    mark, point = "\\" + form.thousands, "\\" + form.decimal
    digits = rf"(?:\d{{1,3}}(?:{mark}\d{{3}})+|\d+)(?:{point}\d+)?|{point}\d+"
    money = r"(?:[A-Z]{0,3}[$€£¥]|[A-Z]{3})?"
    head = rf"^(?P<open>\(?)(?P<before>[-+\x{{2212}}]?) ?{money} ?(?P<inside>-?)"
    tail = rf"(?P<digits>{digits}) ?{money}(?P<after>-?)(?P<close>\)?)$"
    parts = pc.extract_regex(text, pattern=head + tail)
    plain = pc.replace_substring(pc.struct_field(parts, "digits"), pattern=form.thousands, replacement="")
    plain = pc.replace_substring(plain, pattern=form.decimal, replacement=".")
    number = pc.cast(pc.utf8_lpad(plain, width=1, padding="0"), pa.float64())
    signs = [_is(parts, "open", "("), _is(parts, "inside", "-"), _is(parts, "after", "-")]
    signs += [pc.or_(_is(parts, "before", "-"), _is(parts, "before", "\u2212"))]
    count = pc.add(
        pc.add(*(pc.cast(sign, pa.int8()) for sign in signs[:2])),
        pc.add(*(pc.cast(sign, pa.int8()) for sign in signs[2:])),
    )
    closed = pc.equal(pc.struct_field(parts, "close"), ")")
    sound = pc.and_(pc.less_equal(count, 1), pc.equal(signs[0], closed))
    signed = pc.if_else(pc.equal(count, 1), pc.negate(number), number)
    return pc.if_else(sound, signed, pa.scalar(None, pa.float64()))


def _is(parts: pa.Array, name: str, sign: str) -> pa.Array:
    return pc.equal(pc.struct_field(parts, name), sign)


def _numeric(text: pa.Array, parse: Callable[[pa.Array], pa.Array]) -> Parsed:
    encoded = text.dictionary_encode()
    different = parse(encoded.dictionary).to_numpy(zero_copy_only=False).astype("float64")
    values = np.append(different, np.nan)[_codes(encoded)]
    return Parsed(pd.Series(values), np.isnan(values) & _present(text))


def _each_different(text: pa.Array, change: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """A change of each text, worked out once for each different one where texts recur."""
    if not _recurs(text):
        return change(text)
    encoded = text.dictionary_encode()
    return change(encoded.dictionary).take(encoded.indices)


def _different(text: pa.Array) -> pa.Array:
    return pc.unique(text) if _recurs(text) else text


def _recurs(text: pa.Array) -> bool:
    peek = text.slice(0, _PEEK)
    return len(pc.unique(peek)) * 2 <= len(peek)


def _codes(encoded: pa.DictionaryArray) -> np.ndarray:
    return pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)


def _present(text: pa.Array) -> np.ndarray:
    return pc.is_valid(text).to_numpy(zero_copy_only=False)
