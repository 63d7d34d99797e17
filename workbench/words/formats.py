"""How numbers, rates, money and days are printed, the same everywhere in a language.

Rates under 25 % and from 90 % up, where every platform's limits lie, print with two decimals of a
percent, the others with one. A rate never rounds onto a half percent that it has not reached: 94.996 %
prints 94.996%, so a print of 95.00% means 95 %, and 0.00% means none. Limits print as short as they are: ≥ 95%.
A missing value prints as a dash. The minus sign is U+2212; between a number and its unit stands a
no-break space.
"""

from __future__ import annotations

import datetime
import textwrap

import pandas as pd
from babel import Locale, dates, numbers

from workbench.words.catalogue import language, t

NBSP = "\u00a0"
MINUS = "\u2212"
MISSING = "–"
_LOCALES = {"zh": "zh_Hans_CN", "en": "en", "es": "es_MX"}
_DAY = {"zh": "y年M月d日", "en": "d MMM y", "es": "d MMM y"}
_DAY_OF_YEAR = {"zh": "M月d日", "en": "d MMM", "es": "d MMM"}
_MONTH = {"zh": "y年M月", "en": "MMMM y", "es": "MMMM 'de' y"}
_SHORT_MONTH = {"zh": "M月", "en": "LLL", "es": "LLL"}
_COMPARATORS = {"lt": "<", "le": "≤", "gt": ">", "ge": "≥", "eq": "="}
_MOST_DECIMALS = 4
# Half a percent: every limit in the rule book is a multiple of it.
_LIMIT_STEP = 0.5
# What the drawn futures behind a chance can tell apart.
_LEAST_CHANCE, _MOST_CHANCE = 0.01, 0.99


def number(value: float, *, digits: int = 0) -> str:
    """A number with thousands separators and a fixed number of decimals.

    >>> number(-1234.5, digits=1)
    '−1,234.5'
    """
    if pd.isna(value):
        return MISSING
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    rounded = round(float(value), digits) + 0.0  # a rounded −0 is 0
    return numbers.format_decimal(rounded, format=pattern, locale=_locale()).replace("-", MINUS)


def count(value: int) -> str:
    """A whole number with thousands separators.

    >>> count(1204)
    '1,204'
    """
    return number(value)


def rate(value: float) -> str:
    """A fraction 0-1 as percent, with the decimals that the module's text states.

    >>> rate(0.94996), rate(0.01613), rate(0.5)
    ('94.996%', '1.61%', '50.0%')
    """
    if pd.isna(value):
        return MISSING
    return number(value * 100, digits=_rate_digits(value * 100)) + "%"


def share(value: float, *, digits: int = 1) -> str:
    """A part of something counted, as percent: the same decimals in a whole table.

    >>> share(0.3404), share(0.5), share(0.150002, digits=2)
    ('34.0%', '50.0%', '15.00%')
    """
    return MISSING if pd.isna(value) else number(value * 100, digits=digits) + "%"


def target(value: float, *, comparator: str = "", is_rate: bool = True) -> str:
    """A limit with its sign, as short as it is.

    >>> target(0.95, comparator="gt").replace(NBSP, " ")
    '> 95%'
    """
    if pd.isna(value):
        return MISSING
    sign = _COMPARATORS[comparator] + NBSP if isinstance(comparator, str) and comparator else ""
    if is_rate:
        return sign + _short(value * 100) + "%"
    return sign + _short(value)


def chance_text(chance: float) -> str:
    """A probability in whole percent, no finer than it is known.

    >>> chance_text(0.347), chance_text(0.0005).replace("\\xa0", " "), chance_text(float("nan"))
    ('35%', '< 1%', '–')
    """
    if pd.isna(chance):
        return MISSING
    if chance < _LEAST_CHANCE:
        return "<\xa0" + number(_LEAST_CHANCE * 100) + "%"
    return ">\xa0" + number(_MOST_CHANCE * 100) + "%" if chance > _MOST_CHANCE else number(chance * 100) + "%"


def money(value: float, currency: str, *, digits: int = 2) -> str:
    """An amount with its ISO currency code behind it, in all languages.

    >>> money(1234.5, "MXN").replace(NBSP, " ")
    '1,234.50 MXN'
    """
    return MISSING if pd.isna(value) else number(value, digits=digits) + NBSP + currency


def exchange_text(rate: float) -> str:
    """An exchange rate with the digits that a move of one percent shows in.

    >>> exchange_text(21.7103), exchange_text(0.13941)
    ('21.71', '0.1394')
    """
    return number(rate, digits=2 if rate >= 1 else 4)


def signed(value: float, *, digits: int = 0) -> str:
    """A number with its sign, plus or minus.

    >>> signed(-3), signed(0.25, digits=2)
    ('−3', '+0.25')
    """
    if pd.isna(value):
        return MISSING
    return ("+" if round(value, digits) > 0 else "") + number(value, digits=digits)


def points(value: float, *, unit: bool = True) -> str:
    """A difference of two rates in percentage points, signed, two decimals.

    >>> points(-0.0125).replace(NBSP, " ")
    '−1.25 pp'
    """
    if pd.isna(value):
        return MISSING
    text = signed(value * 100, digits=2)
    return with_unit(text, t("pp")) if unit else text


def with_unit(text: str, unit: str) -> str:
    """A printed number and its unit; Chinese units follow without a space.

    >>> with_unit("3", "kg").replace(NBSP, " ")
    '3 kg'
    """
    return text + ("" if language() == "zh" and not unit.isascii() else NBSP) + unit


def day(value: object, *, year: bool = True) -> str:
    """A calendar day.

    Parameters
    ----------
    value : date, Timestamp or ISO text
        A day; an instant must have been brought to the account's zone before.
    year : bool
        With the year, or short for an axis.

    >>> day("2026-01-31").replace(NBSP, " ")
    '31 Jan 2026'
    """
    return _formatted_day(value, (_DAY if year else _DAY_OF_YEAR)[language()])


def month_name(value: object, *, short: bool = False) -> str:
    """A month: `2026-01` or any day in it.

    >>> month_name("2026-01").replace(NBSP, " ")
    'January 2026'
    """
    return _formatted_day(value, (_SHORT_MONTH if short else _MONTH)[language()])


def period(start: object, end: object) -> str:
    """Two days and all between them.

    >>> period("2025-12-02", "2025-12-31").replace(NBSP, " ")
    '2 Dec 2025 – 31 Dec 2025'
    """
    return f"{day(start)} – {day(end)}"


def shortened(text: object, *, most: int = 60) -> str:
    """A long title cut at a word, with an ellipsis; a blank one as a dash.

    >>> shortened("Garlic press of stainless steel", most=14)
    'Garlic press …'
    """
    if pd.isna(text) or not str(text).strip():
        return MISSING
    return textwrap.shorten(str(text), most, placeholder=" …") if " " in str(text) else str(text)[:most]


def _rate_digits(percent: float) -> int:
    size = abs(percent)
    digits = 2 if size < 25 or size >= 90 else 1
    while digits < _MOST_DECIMALS and _rounds_onto_limit(percent, digits):
        digits += 1
    return digits


def _rounds_onto_limit(percent: float, digits: int) -> bool:
    steps = round(percent, digits) / _LIMIT_STEP
    return abs(steps - round(steps)) < 1e-9 and abs(percent - round(percent, digits)) > 1e-9


def _short(value: float) -> str:
    """At most four decimals, none of them a closing zero."""
    return numbers.format_decimal(round(value, 4), format="#,##0.####", locale=_locale()).replace("-", MINUS)


def _formatted_day(value: object, pattern: str) -> str:
    if value is None or pd.isna(value):
        return MISSING
    moment = pd.Timestamp(value)
    text = dates.format_date(datetime.date(moment.year, moment.month, moment.day), pattern, locale=_locale())
    return text.replace(" ", NBSP)


def _locale() -> Locale:
    return Locale.parse(_LOCALES[language()])
