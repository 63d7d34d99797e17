"""Colours and number formats of a workbook's cells, by status and by language.

A number stays a number in its cell; mark, word and unit belong to the format that prints it. Decimal and
thousands signs are those of the reader's own Excel.
"""

from __future__ import annotations

from workbench.words import language, rate, t
from workbench.words.formats import MINUS
from workbench.words.kpis import status_mark, status_word

INK = "#1b1f24"
SECONDARY = "#5b6570"
RULE = "#d9dee3"
SHADE = "#f1f4f7"
STATUS_COLOURS = {
    "breach": "#b3261e",
    "at_risk": "#b4480a",
    "watch": "#8f5e14",
    "good": "#2f7d5b",
    "unmeasured": "#676f79",
    "no_rule": "#676f79",
}
FILL_SHARE = 0.16
DAY_FORMATS = {"zh": 'yyyy"年"m"月"d"日"', "en": "[$-409]d mmm yyyy", "es": "[$-80A]d mmm yyyy"}
COUNT_FORMAT = "#,##0"


def fill(status: str) -> str:
    """A light tint of the status' colour; ink on it keeps its contrast.

    >>> fill("breach")
    '#f3dcdb'
    """
    colour = STATUS_COLOURS[status]
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 - FILL_SHARE * (255 - part)):02x}" for part in parts)


def rate_format(value: float) -> str:
    """Percent with as many decimals as the reports print for this rate.

    >>> rate_format(0.5), rate_format(0.94996)
    ('0.0%', '0.000%')
    """
    digits = len(rate(value).rstrip("%").partition(".")[2])
    return "0" + ("." + "0" * digits if digits else "") + "%"


def with_status(number_format: str, status: str) -> str:
    """A number format that prints the status' mark before the number and its word behind it.

    >>> with_status("0.00%", "breach")
    '"■ "0.00%" breach"'
    """
    return f"{_literal(status_mark(status) + ' ')}{number_format}{_literal(' ' + status_word(status))}"


def points_format() -> str:
    """A signed difference in percentage points, given as a number of points."""
    unit = _literal(" " + t("pp"))
    return f"+0.00{unit};{MINUS}0.00{unit};0.00{unit}"


def signed_format() -> str:
    """A signed whole number."""
    return f"+#,##0;{MINUS}#,##0;0"


def day_format() -> str:
    """A calendar day in the language in use."""
    return DAY_FORMATS[language()]


def _literal(text: str) -> str:
    return '"' + text.replace('"', "") + '"'
