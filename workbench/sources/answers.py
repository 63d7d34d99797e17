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


def answered_day(context: FileContext, key: str) -> str:
    """An answer given as a day, in ISO form; blank where it was not given."""
    stamp = answered_instant(context, key)
    return "" if stamp is None else f"{stamp:%Y-%m-%d}"
