"""Words and sentences of the analyst's desk: clients, reviews, deadlines, entries of the record."""

from __future__ import annotations

import pandas as pd

from workbench.tables import require_columns
from workbench.words.bands import joined_sentences
from workbench.words.catalogue import mark, t, tn
from workbench.words.formats import count, month_name

REVIEW_STATE_WORDS = {
    "missing": mark("not made yet"),
    "draft": mark("draft"),
    "approved": mark("approved"),
    "sent": mark("sent"),
}
EVENT_KIND_WORDS = {
    "action": mark("Action"),
    "decision": mark("Decision"),
    "acknowledgement": mark("Acknowledgement"),
    "approval": mark("Approval"),
    "notice": mark("Notice of a platform"),
    "question": mark("Open point"),
    "note": mark("Note"),
    "change": mark("Change by the seller"),
    "restatement": mark("Restatement"),
    "sent": mark("Sending"),
    "baseline": mark("Frozen baseline"),
}
EVENT_STATE_WORDS = {
    "open": mark("open"),
    "answered": mark("answered"),
    "done": mark("done"),
    "dropped": mark("dropped"),
    "closed": mark("closed"),
    "withdrawn": mark("withdrawn"),
}
# Longer stretches are told in days.
MOST_HOURS = 72
HOURS_A_DAY = 24


def review_state_word(state: str) -> str:
    """The word for how far a review is.

    >>> review_state_word("missing")
    'not made yet'
    """
    return t(REVIEW_STATE_WORDS[state])


def event_kind_word(kind: str) -> str:
    """The word for what kind of entry it is.

    >>> event_kind_word("note")
    'Note'
    """
    return t(EVENT_KIND_WORDS[kind])


def event_state_word(state: str) -> str:
    """The word for how far an action or case is; blank for none.

    >>> event_state_word("open")
    'open'
    """
    return t(EVENT_STATE_WORDS[state]) if state else ""


def deadline_words(hours: float) -> str:
    """How long there is until a deadline, or since it; blank where there is none.

    >>> deadline_words(5.6), deadline_words(-100)
    ('5 hours left', '4 days over')
    """
    if pd.isna(hours):
        return ""
    # Rounded down, so that nobody is told of more time than there is.
    whole = int(abs(hours))
    if whole <= MOST_HOURS:
        if hours >= 0:
            return tn("{n} hour left", "{n} hours left", whole, n=count(whole))
        return tn("{n} hour over", "{n} hours over", whole, n=count(whole))
    days = whole // HOURS_A_DAY
    if hours >= 0:
        return tn("{n} day left", "{n} days left", days, n=count(days))
    return tn("{n} day over", "{n} days over", days, n=count(days))


def desk_sentence(desk: pd.DataFrame) -> str:
    """What waits on the desk: broken profiles, cases, missing files, KPIs in breach or at risk, reviews not yet sent.

    Parameters
    ----------
    desk : DataFrame
        One row per client: month, missing, questions, breach, at_risk, cases, hours_left, review, problem.
    """
    needed = ["month", "missing", "questions", "breach", "at_risk", "cases", "hours_left", "review", "problem"]
    require_columns(desk, needed, of="desk_sentence: desk")
    if desk.empty:
        return t("The home has no client yet.")
    broken, lacking, asked, missed, near = (
        int(chosen.fillna(False).sum())
        for chosen in (
            desk["problem"] != "",
            *(desk[name] > 0 for name in ("missing", "questions", "breach", "at_risk")),
        )
    )
    said = [
        tn("{n} client could not be counted.", "{n} clients could not be counted.", broken, n=count(broken)),
        _cases(desk),
        tn("{n} client still lacks files.", "{n} clients still lack files.", lacking, n=count(lacking)),
        tn("{n} client has open questions.", "{n} clients have open questions.", asked, n=count(asked)),
        tn("{n} client misses a target.", "{n} clients miss a target.", missed, n=count(missed)),
        tn("{n} client has a KPI at risk.", "{n} clients have a KPI at risk.", near, n=count(near)),
        _reviews(desk),
    ]
    there = (broken, True, lacking, asked, missed, near, True)
    kept = [sentence for sentence, is_there in zip(said, there, strict=True) if is_there and sentence]
    return joined_sentences(kept) if kept else t("Nothing waits.")


def _cases(desk: pd.DataFrame) -> str:
    n = int(desk["cases"].sum())
    if not n:
        return ""
    nearest = deadline_words(desk["hours_left"].min())
    if not nearest:
        return tn("{n} case is open.", "{n} cases are open.", n, n=count(n))
    return tn(
        "{n} case is open: {nearest}.",
        "{n} cases are open; the nearest deadline: {nearest}.",
        n,
        n=count(n),
        nearest=nearest,
    )


def _reviews(desk: pd.DataFrame) -> str:
    n = int((desk["review"].notna() & (desk["review"] != "sent")).sum())
    if not n:
        return ""
    month = month_name(desk["month"].iloc[0])
    return tn("{n} review of {month} waits.", "{n} reviews of {month} wait.", n, n=count(n), month=month)
