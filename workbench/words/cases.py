"""Words and sentences about the platforms' warnings."""

from __future__ import annotations

import pandas as pd

from workbench.notices import KINDS
from workbench.notices.holds import FREE, ON_HOLD
from workbench.notices.inbox import UNREADABLE
from workbench.tables import require_columns
from workbench.words.catalogue import mark, t, tn
from workbench.words.formats import MISSING, NBSP, count, day

OTHER_KINDS = {
    "unknown": mark("Not recognised; read the mail"),
    UNREADABLE: mark("A mail that can't be read; ask for it again"),
}

HOLD_WORDS = {ON_HOLD: mark("on hold: open warning"), FREE: mark("no open warning")}


def case_kind(kind: str) -> str:
    """What a warning is about, in the language in use; a kind that people entered themselves stays as it is.

    >>> case_kind("late_shipment_rate"), case_kind("unknown")
    ('Late shipment rate', 'Not recognised; read the mail')
    """
    titles = {**KINDS, **OTHER_KINDS}
    return t(titles[kind]) if kind in titles else kind


def local_time(instant: pd.Timestamp, zone: str) -> str:
    """Day and time of an instant in a zone; a dash where there is none.

    >>> local_time(pd.Timestamp("2026-01-30T07:59Z"), "America/Los_Angeles").replace(NBSP, " ")
    '29 Jan 2026 23:59'
    """
    if pd.isna(instant):
        return MISSING
    local = instant.tz_convert(zone)
    return f"{day(local)}{NBSP}{local:%H:%M}"


def holds_sentence(holds: pd.DataFrame, places: list[str]) -> str:
    """For which accounts price advice waits; that it waits for none where that is so.

    Parameters
    ----------
    holds : DataFrame
        One row per account and open case: account, state, as `workbench.notices.price_holds`.
    places : list of str
        The accounts on hold as they are shown, each once.

    >>> holds_sentence(pd.DataFrame({"account": ["a"], "state": ["on_hold"]}), ["Amazon Mexico"])
    'Price advice is on hold: open warning (Amazon Mexico).'
    """
    require_columns(holds, ["account", "state"], of="holds_sentence: holds")
    if not (holds["state"] == ON_HOLD).any():
        return t("No open warning holds price advice back.")
    return t("Price advice is on hold: open warning ({places}).", places=t(", ").join(places))


def hold_word(state: str) -> str:
    """Whether price advice may be given.

    >>> hold_word("on_hold"), hold_word("free")
    ('on hold: open warning', 'no open warning')
    """
    return t(HOLD_WORDS[state])


def cases_sentence(cases: pd.DataFrame) -> str:
    """How many warnings are open; empty where there is none.

    Parameters
    ----------
    cases : DataFrame
        One row per open case.
    """
    require_columns(cases, ["case_id"], of="cases_sentence: cases")
    if cases.empty:
        return ""
    return tn(
        "{n} warning of a platform is open.", "{n} warnings of platforms are open.", len(cases), n=count(len(cases))
    )
