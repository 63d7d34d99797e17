"""Why a cell was refused, in the reader's language.

The readers write their causes in English. Each known shape of cause is a message with places; a cause
of no known shape is shown as the reader wrote it, so that it is never hidden.
"""

from __future__ import annotations

import re
from functools import cache

from workbench.words.catalogue import language, mark, t

CAUSES = (
    mark("blank"),
    mark("blank, and in no package"),
    mark("below zero"),
    mark("a negative count"),
    mark("a series that is not known"),
    mark("not a whole number"),
    mark("not a number such as {example}"),
    mark("not a time such as {example}"),
    mark("not a time ({shapes})"),
    mark("not a day such as {example}"),
    mark("not a day ({shapes})"),
    mark("not a percentage such as {example}"),
    mark("not a currency code such as {example}"),
    mark("not one of {words}"),
    mark("not yes, no, a number or a time"),
    mark("not a whole identifier (a spreadsheet cut off its digits)"),
    mark("not 1 to 5 stars"),
    mark("not a price above zero"),
    mark("not a rate above zero"),
    mark("not a window in days"),
    mark("not a fraction from 0 to 1"),
    mark("not a code of {length} letters"),
    mark("not a figure ({fault})"),
    mark("not in {currency}, the account's currency"),
    mark("no account of the client ({accounts})"),
    mark("the SKU stands twice, with different values"),
    mark("the listing stands twice at one time, with different values"),
    mark("the figure stands twice, with different values"),
    mark("another figure for the same window stands earlier in the file"),
    mark("another line with the same number stands earlier in the file"),
    mark("the answer gives 0 for seller response whatever the screen shows"),
    mark("a product of this package has no price or units to share its money by"),
    mark("a package of {announced} products with {found} rows of products"),
    mark("no window says the day of the report, and none was given"),
    mark("{found} fields where the header has {expected}"),
)


def cause_words(cause: str) -> str:
    """A cause in the language in use, as the reader wrote it where its shape is not known.

    >>> cause_words("not in MXN, the account's currency")
    "not in MXN, the account's currency"
    """
    if language() == "en":
        return cause
    for message, shape in _shapes():
        found = shape.fullmatch(cause)
        if found:
            return t(message, **found.groupdict())
    return cause


@cache
def _shapes() -> list[tuple[str, re.Pattern[str]]]:
    """Each message with the pattern of the causes it stands for; a place takes any text."""
    return [(message, re.compile(_pattern(message), re.DOTALL)) for message in CAUSES]


def _pattern(message: str) -> str:
    pieces = re.split(r"\{(\w+)\}", message)
    return "".join(f"(?P<{piece}>.+?)" if place % 2 else re.escape(piece) for place, piece in enumerate(pieces))
