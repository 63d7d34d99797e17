"""What comes next, in sentences: room, orders that leave the window, the chance of a breach, signal or noise."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

import pandas as pd

from workbench.risk import NO_CHANCE, RULES, Signal
from workbench.sources import EXPORTS
from workbench.words.catalogue import mark, t, tn
from workbench.words.formats import MISSING, chance_text, count, day, rate, target
from workbench.words.kpis import kpi_in_sentence, kpi_name, place_name

# From this chance on a KPI is named; below it nothing is likely to happen.
LIKELY = 0.1

VERDICT_SENTENCES = {
    "worse": mark("{place}: {kpi} has become worse: {rule}"),
    "better": mark("{place}: {kpi} has become better: {rule}"),
    "stable": mark("{place}: {kpi} moves within what chance alone explains: {rule}"),
    "cannot_say": mark("{place}: whether {kpi} changed can't be said: {rule}"),
}


def no_chance_sentence(code: str) -> str:
    """Why there is no probability; an empty text where there is one.

    Parameters
    ----------
    code : str
        "", "code" or "code:detail" as the risk table holds it.
    """
    if pd.isna(code) or code == "":
        return ""
    name, _, detail = code.partition(":")
    if name == "counts_alone":
        return t(
            "only the counts are known. The orders themselves (first of all: {file}) would tell when old ones leave "
            "the window and how likely a breach is.",
            file=t(EXPORTS[detail].title) if detail in EXPORTS else detail,
        )
    return t(NO_CHANCE[name], detail=detail) if detail else t(NO_CHANCE[name])


def room_text(row: Mapping) -> str:
    """The room of a KPI now: so many more fit, or so many are too many; a dash where there are no counts."""
    if pd.isna(row["headroom"]):
        return MISSING
    room = int(row["headroom"])
    if room < 0:
        return tn("{n} too many", "{n} too many", -room, n=count(-room))
    return tn("{n} more", "{n} more", room, n=count(room))


def leaving_phrase(row: Mapping) -> str:
    """How many bad orders leave the window next; empty where none is known."""
    if pd.isna(row["leaving"]):
        return ""
    leaving = int(row["leaving"])
    return tn("{n} order", "{n} orders", leaving, n=count(leaving))


def risk_sentence(risk: pd.DataFrame) -> str:
    """How many KPIs miss their target, which is the likeliest to follow, and how many have no probability.

    Parameters
    ----------
    risk : DataFrame
        One row per KPI, as `workbench.breach_risk` gives it.
    """
    judged = risk[risk["target"].notna() & risk["headroom"].notna()]
    if judged.empty:
        return t("No KPI has a target and counts to measure its room by.")
    parts = [_missed_phrase(judged), _likeliest_phrase(judged), _unknown_phrase(judged)]
    return _one_after_another(parts)


def roll_off_sentence(calendar: pd.DataFrame) -> str:
    """When the bad orders leave, and what is left after the last of them.

    Parameters
    ----------
    calendar : DataFrame
        One row per bad order, as `workbench.roll_off` gives it.
    """
    if calendar.empty:
        return t("No bad order in the window is known by its day, so none is seen to leave.")
    n = int(calendar["weight"].sum())
    first, last = calendar["leaves_on"].iloc[0], calendar["leaves_on"].iloc[-1]
    said = tn(
        "{kpi}: {n} bad order leaves the window between {first} and {last}.",
        "{kpi}: {n} bad orders leave the window between {first} and {last}.",
        n,
        kpi=kpi_name(calendar["kpi"].iloc[0], scope=calendar["scope"].iloc[0]),
        n=count(n),
        first=day(first),
        last=day(last),
    )
    return _one_after_another([said, _back_phrase(calendar)])


def signal_sentence(signal: Signal, *, platform: str, market: str) -> str:
    """Whether a KPI changed by more than chance, and by which rule of the control chart.

    Parameters
    ----------
    signal : Signal
        As `workbench.kpi_signal` gives it.
    platform, market : str
        Where the account sells.
    """
    return t(
        VERDICT_SENTENCES[signal.verdict],
        place=place_name(platform, market),
        kpi=kpi_in_sentence(signal.kpi, scope=signal.scope),
        rule=t(RULES[signal.rule]),
    )


def _one_after_another(sentences: list[str]) -> str:
    """Sentences joined as the language joins them: Chinese leaves no space."""
    return reduce(lambda said, more: t("{said} {worst}", said=said, worst=more), [each for each in sentences if each])


def _missed_phrase(judged: pd.DataFrame) -> str:
    missed = int(judged["headroom"].lt(0).sum())
    return tn(
        "{missed} of {n} KPI misses its target now.",
        "{missed} of {n} KPIs miss their target now.",
        len(judged),
        missed=count(missed),
        n=count(len(judged)),
    )


def _likeliest_phrase(judged: pd.DataFrame) -> str:
    known = judged[judged["probability"].notna()]
    if known.empty:
        return ""
    worst = known.loc[known["probability"].idxmax()].to_dict()
    if worst["probability"] < LIKELY:
        return t(
            "None of the others is likely to within {days} days: at most {chance}.",
            days=count(worst["days"]),
            chance=chance_text(worst["probability"]),
        )
    return t(
        "The likeliest to miss it within {days} days: {kpi}, {place} ({chance}; target {target}, {rate} now).",
        days=count(worst["days"]),
        kpi=kpi_in_sentence(worst["kpi"], scope=worst["scope"]),
        place=place_name(worst["platform"], worst["market"]),
        chance=chance_text(worst["probability"]),
        target=target(worst["target"], comparator=worst["comparator"]),
        rate=rate(worst["rate"]),
    )


def _unknown_phrase(judged: pd.DataFrame) -> str:
    unknown = int((judged["probability"].isna() & judged["headroom"].ge(0)).sum())
    if not unknown:
        return ""
    return tn(
        "For {n} no chance can be given; the table says why.",
        "For {n} no chance can be given; the table says why.",
        unknown,
        n=count(unknown),
    )


def _back_phrase(calendar: pd.DataFrame) -> str:
    """The first day on which the target is met again, if it is missed until then."""
    missed = calendar["bad_after"] > calendar["allowed_after"]
    if calendar["allowed_after"].isna().all() or not missed.iloc[0]:
        return ""
    if missed.all():
        return t("Without a further one the target is still missed after the last of them.")
    back = calendar.loc[calendar.index[missed][-1] + 1 :, "leaves_on"]
    if back.empty:
        return t("Without a further one the target is still missed after the last of them.")
    return t("Without a further one the target is met again from {day} on.", day=day(back.iloc[0]))
