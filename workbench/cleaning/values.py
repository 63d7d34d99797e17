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
# What a number may be written with; beyond that, compatibility forms ("12²", "½") would turn into other numbers.
_NUMBER_SIGNS = r"^[\x20-\x7e\x{a0}\x{2009}\x{202f}\x{3000}\x{ff01}-\x{ff5e}\x{ffe5}£¥€\x{2212}]*$"
_PLAIN_NUMBER = r"^-?\d{1,15}(?:\.\d{1,20})?$"
# All that is trimmed, so that a cell is trimmed or not whatever else stands in its column.
_SPACE = r"[\s\p{Z}\x{0b}\x{1c}-\x{1f}\x{85}]"
_OUTER_SPACE = rf"^{_SPACE}|{_SPACE}$"
_PEEK = 2_000
# Whatever a spreadsheet made of an identifier; most columns have none and are left as they are.
_ALTERED_ID = r'^="|^\d+\.0$|^\d(?:\.\d+)?[eE]'


@dataclass(frozen=True)
class Parsed:
    """Values by position, and True where the text could not be read (the value is then missing)."""

    values: pd.Series
    failed: np.ndarray


@dataclass(frozen=True)
class NumberFormat:
    """How a source writes numbers; a property of the source and market, stated and never guessed.

    Attributes
    ----------
    thousands, decimal : str
        The two marks. A space as thousands mark may also be a no-break or a narrow one.
    cents_glued : bool
        Cents stand behind one more thousands mark ("1.010.10"), as where a scraper lost their raised print.
    """

    thousands: str = ","
    decimal: str = "."
    cents_glued: bool = False

    @property
    def example(self) -> str:
        """The format, shown on a number that can't be mistaken."""
        return f"1{self.thousands}234{self.thousands if self.cents_glued else self.decimal}56"


POINT = NumberFormat()
COMMA = NumberFormat(thousands=".", decimal=",")
SPACE = NumberFormat(thousands=" ", decimal=",")
GLUED = NumberFormat(thousands=".", decimal=",", cents_glued=True)


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


def undisguised(text: pa.Array) -> pa.Array:
    """The cells without a spreadsheet's way to keep text as text; the same column where no cell has it.

    >>> undisguised(pa.array(['="00123"', "A-1"])).to_pylist()
    ['00123', 'A-1']
    """
    if not pc.any(pc.starts_with(text, '="')).as_py():
        return text
    return pc.replace_substring_regex(text, pattern=r'^="(.*)"$', replacement=r"\1")


def text_array(words: Sequence[str]) -> pa.Array:
    """Words as a column of text; blank ones as null."""
    return blank_to_missing(pa.array(words, pa.large_string()))


def as_text(text: pa.Array) -> pd.Series:
    """The column as pandas text, null as missing."""
    return pd.Series(_TEXT.__from_arrow__(text))


def parse_numbers(text: pa.Array, *, form: NumberFormat = POINT) -> Parsed:
    """Numbers with thousands marks, currency signs or codes, brackets or a minus on either side.

    Full-width digits, no-break spaces and a spreadsheet's ``="123"`` are undone. More than 15 digits before the
    decimal mark, an exponent, and digits of other scripts fail.

    Known to be wrong when: a whole number with thousands marks is read in the other format ("1.234" is 1.234
    with a decimal point). No cell shows that; `number_formats` looks at the whole column.

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
        text = _folded(different)
        signed = pc.ends_with(text, "%")
        number = _numbers(pc.utf8_rtrim(text, characters="% "), form)
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
        if not pc.any(pc.match_substring_regex(different, pattern=_ALTERED_ID)).as_py():
            return different
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


def _folded(different: pa.Array) -> pa.Array:
    """Full-width signs and odd spaces as plain ones; null where other signs stand."""
    plain = pc.match_substring_regex(different, pattern=_NUMBER_SIGNS)
    text = pc.utf8_normalize(pc.if_else(plain, different, pa.scalar(None, different.type)), form="NFKC")
    return pc.replace_substring_regex(text, pattern=r'^="(.*)"$', replacement=r"\1")


def _numbers(different: pa.Array, form: NumberFormat) -> pa.Array:
    if form.decimal == "." and pc.all(pc.match_substring_regex(different, pattern=_PLAIN_NUMBER)).as_py():
        return pc.cast(different, pa.float64())  # most columns, and no sign, mark or bracket to look for
    text = _folded(different)
    if form.cents_glued:
        text = pc.replace_substring_regex(text, pattern=rf"\{form.thousands}(\d\d)(\D*)$", replacement=r",\1\2")
    mark, point = "\\" + form.thousands, "\\" + form.decimal
    digits = rf"(?:\d{{1,3}}(?:{mark}\d{{3}}){{1,4}}|\d{{1,15}})(?:{point}\d{{1,20}})?|{point}\d{{1,20}}"
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
    if not len(encoded.dictionary):  # a column that the file lacks
        return Parsed(pd.Series(np.full(len(text), np.nan)), np.zeros(len(text), dtype=bool))
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
