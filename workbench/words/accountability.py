"""Sentences about files that came late and figures that come out otherwise."""

from __future__ import annotations

import pandas as pd

from workbench.accountability import RESTATED_REASONS
from workbench.sources import EXPORTS
from workbench.tables import require_columns
from workbench.words.bands import joined_sentences
from workbench.words.catalogue import mark, t, tn
from workbench.words.formats import count, month_name
from workbench.words.intake import export_title

ARRIVAL_WORDS = {"complete": mark("complete"), "incomplete": mark("incomplete"), "missing": mark("missing")}
COUNTED_BY = {"computed": mark("our count"), "reported": mark("the platform"), "typed": mark("the platform's screen")}


def arrival_word(state: str) -> str:
    """Whether an expected file came.

    >>> arrival_word("incomplete")
    'incomplete'
    """
    return t(ARRIVAL_WORDS[state])


def counted_by_word(basis: str) -> str:
    """Who counted a figure.

    >>> counted_by_word("computed")
    'our count'
    """
    return t(COUNTED_BY[basis]) if basis in COUNTED_BY else basis


def arrivals_sentence(arrivals: pd.DataFrame) -> str:
    """How many of a month's files came, how many of them late, and which was the latest.

    Parameters
    ----------
    arrivals : DataFrame
        One row per expected file: export, late_days, state.
    """
    require_columns(arrivals, ["export", "late_days", "state"], of="arrivals_sentence: arrivals")
    if arrivals.empty:
        return t("No file is expected.")
    came = int((arrivals["state"] == "complete").sum())
    total = t("{came} of {n} expected files came.", came=count(came), n=count(len(arrivals)))
    late = arrivals[arrivals["late_days"].fillna(0) > 0]
    return joined_sentences([total, *([_late_sentence(late)] if len(late) else [])])


def _late_sentence(late: pd.DataFrame) -> str:
    worst = late.loc[late["late_days"].astype("int64").idxmax()]
    days = int(worst["late_days"])
    return tn(
        "{n} of them was late: {title}, by {time}.",
        "{n} of them were late, most of all {title}, by {time}.",
        len(late),
        n=count(len(late)),
        title=export_title(EXPORTS[worst["export"]].title),
        time=tn("{n} day", "{n} days", days, n=count(days)),
    )


def restated_sentence(restated: pd.DataFrame) -> str:
    """How many published figures come out otherwise today, and of which months.

    Parameters
    ----------
    restated : DataFrame
        One row per figure: month.
    """
    require_columns(restated, ["month"], of="restated_sentence: restated")
    if restated.empty:
        return t("No published figure comes out otherwise today.")
    months = t(", ").join(month_name(month) for month in sorted(restated["month"].unique()))
    return tn(
        "{n} published figure comes out otherwise today: {months}.",
        "{n} published figures come out otherwise today: {months}.",
        len(restated),
        n=count(len(restated)),
        months=months,
    )


def restated_reason(why: str) -> str:
    """Why a figure is restated, in words.

    >>> restated_reason("files_came:costs.csv, orders.txt")
    'Files came since: costs.csv, orders.txt.'
    """
    return joined_sentences(_reason(part) for part in why.split("; "))


def _reason(part: str) -> str:
    code, _, detail = part.partition(":")
    return t(RESTATED_REASONS[code], detail=detail) if detail else t(RESTATED_REASONS[code])
