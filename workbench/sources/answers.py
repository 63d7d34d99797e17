"""What a person said of a file: days and times."""

from __future__ import annotations

import pandas as pd

from workbench.errors import OpenQuestions
from workbench.sources.contract import FileContext


def answered_instant(context: FileContext, key: str) -> pd.Timestamp | None:
    """An answer given as a day or time, as a UTC instant; None where it was not given.

    Raises
    ------
    OpenQuestions
        The answer is no day or time.
    """
    answer = context.answers.get(key, "")
    if not answer:
        return None
    try:
        stamp = pd.Timestamp(answer)
    except ValueError as fault:
        raise OpenQuestions(
            context.file, f"the answer to {key} is '{answer}'", expected="a day or time such as 2026-01-31"
        ) from fault
    return stamp.tz_localize("UTC") if stamp.tzinfo is None else stamp.tz_convert("UTC")


def answered_days(context: FileContext, key: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day of an answered period.

    Raises
    ------
    OpenQuestions
        No answer, or none of the form first/last.
    """
    answer = context.answers.get(key, "")
    first, _, last = answer.partition("/")
    days = [pd.to_datetime(day, format="%Y-%m-%d", errors="coerce") for day in (first, last)]
    if any(map(pd.isna, days)) or days[0] > days[1]:
        found = f"the {key} is '{answer}'" if answer else "the file does not say which days it covers"
        raise OpenQuestions(context.file, found, expected="first and last day, for example 2026-01-01/2026-01-31")
    return days[0], days[1]


def answered_day(context: FileContext, key: str) -> str:
    """An answer given as a day, in ISO form; blank where it was not given."""
    stamp = answered_instant(context, key)
    return "" if stamp is None else f"{stamp:%Y-%m-%d}"


def needed_instant(context: FileContext) -> pd.Timestamp:
    """The day or time of a file that does not state it itself, as a UTC instant.

    Raises
    ------
    OpenQuestions
        It was not answered, or the answer is no day or time.
    """
    stamp = answered_instant(context, "observed_at")
    if stamp is None:
        raise OpenQuestions(context.file, "the file does not say of which day it is", expected="observed_at, a day")
    return stamp


def needed_day(context: FileContext) -> str:
    """As `needed_instant`, as an ISO day."""
    return f"{needed_instant(context):%Y-%m-%d}"
