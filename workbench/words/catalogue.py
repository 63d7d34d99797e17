"""The language of a run, and its catalogue: English text is the message id.

All `.po` files of a language are read as they are and merged, so a translator's change is seen at
once and nothing has to be compiled. English needs no file.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from workbench.errors import MissingTranslation, ParameterError, did_you_mean, listed

LANGUAGES = ("zh", "en", "es")
LOCALE_FOLDER = Path(__file__).resolve().parent.parent.parent / "locale"
STRICT = "WORKBENCH_STRICT_WORDS"

_log = logging.getLogger(__name__)
_state = {"language": "en"}


def use_language(lang: str) -> None:
    """Set the language of everything shown from here on.

    Raises
    ------
    ParameterError
        For a language that there is no catalogue of.

    >>> use_language("en"); language()
    'en'
    """
    if lang not in LANGUAGES:
        raise ParameterError(
            f"language '{lang}'",
            "no catalogue of that language",
            expected=listed(LANGUAGES),
            hint=did_you_mean(lang, LANGUAGES),
        )
    _state["language"] = lang


def language() -> str:
    """The language in use: zh, en or es."""
    return _state["language"]


@contextmanager
def in_language(lang: str) -> Iterator[None]:
    """The same as `use_language`, for the lines of a `with` block.

    >>> with in_language("es"): language()
    'es'
    """
    before = language()
    use_language(lang)
    try:
        yield
    finally:
        use_language(before)


def t(msgid: str, /, **values: object) -> str:
    """`msgid` in the language in use, its {places} filled with `values`.

    Parameters
    ----------
    msgid : str
        The English text. Without values it is taken as it stands, braces and all.
    values : object
        What goes into the places: text that is already formatted, never raw rates or days.

    Raises
    ------
    MissingTranslation
        Where the catalogue lacks the text and WORKBENCH_STRICT_WORDS is set, as it is in tests;
        otherwise the English text is shown and the gap is logged.

    >>> t("{n} orders", n=3)
    '3 orders'
    """
    text = _translated(msgid)
    return text.format(**values) if values else text


def known(msgid: str) -> bool:
    """Whether the language in use has this text, for words that come from outside.

    >>> known("any text")
    True
    """
    return language() == "en" or msgid in _catalogue(language())


def mark(msgid: str) -> str:
    """`msgid` itself: says that this text, kept as data, is translated by `t` when it is shown.

    >>> mark("Order defect rate")
    'Order defect rate'
    """
    return msgid


def tn(singular: str, plural: str, n: int, /, **values: object) -> str:
    """`singular` or `plural` by the number `n`, in the language in use, with places filled.

    >>> tn("{n} order", "{n} orders", 1, n="1")
    '1 order'
    """
    if language() == "en":
        return (singular if n == 1 else plural).format(**values)
    forms = _catalogue(language()).get(singular)
    if not isinstance(forms, tuple):
        forms = (_translated(singular),)
    return forms[0 if n == 1 or len(forms) == 1 else 1].format(**values)


@cache
def _catalogue(lang: str) -> dict[str, str | tuple[str, ...]]:
    """Message id (the singular one) to translation, of all files of a language."""
    merged: dict[str, str | tuple[str, ...]] = {}
    for path in sorted((LOCALE_FOLDER / lang / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=lang):
                if message.id and message.string and not message.fuzzy:
                    merged[message.id if isinstance(message.id, str) else message.id[0]] = message.string
    return merged


def _translated(msgid: str) -> str:
    if language() == "en" or not msgid.strip():
        return msgid
    text = _catalogue(language()).get(msgid)
    if text is None:
        _missing(msgid)
        return msgid
    return text if isinstance(text, str) else text[0]


def _missing(msgid: str) -> None:
    if os.environ.get(STRICT):
        raise MissingTranslation(
            f"locale/{language()}",
            f"no translation of '{msgid}'",
            expected="one in locale/<language>/LC_MESSAGES/<room>.po",
            hint="add the message to the .po file of the room that shows it",
        )
    _log.warning("no %s translation of %r; shown in English", language(), msgid)
