"""Names, states and sentences of the KPIs, from the finished scoreboard and series."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from babel import Locale

from workbench.kpis.definitions import DEFINITIONS
from workbench.kpis.names import platform_name
from workbench.kpis.reasons import REASONS
from workbench.sources import EXPORTS
from workbench.words.catalogue import language, mark, t, tn
from workbench.words.downloads import download_steps
from workbench.words.formats import count, day, number, points, rate, target
from workbench.words.kpi_names import (
    GROUPS,
    KPI_NAMES,
    LEVEL_WORDS,
    PLATFORM_NAMES,
    SCOPE_WORDS,
    STATUS_MARKS,
    STATUS_WORDS,
)

LOWER_IS_BETTER = ("lt", "le", "eq")


def kpi_name(kpi: str, *, scope: str = "") -> str:
    """Our name of a KPI with its scope; an unknown id shows as it is.

    >>> kpi_name("order_defect_rate", scope="mfn")
    'Order defect rate, shipped by the seller'
    """
    name = t(KPI_NAMES[kpi]) if kpi in KPI_NAMES else kpi
    if pd.isna(scope) or scope == "":
        return name
    return t("{name}, {scope}", name=name, scope=t(SCOPE_WORDS[scope]) if scope in SCOPE_WORDS else scope)


def kpi_group(kpi: str, platform: str) -> str:
    """The group that a KPI belongs to; a figure that is only reported and has no definition belongs to compliance.

    >>> kpi_group("valid_tracking_rate", "amazon")
    'Fulfilment'
    """
    groups = {(each.platform, each.kpi): each.group for each in DEFINITIONS}
    return t(GROUPS[groups.get((platform, kpi), "compliance")])


def platform_kpi_name(kpi: str, platform: str) -> str:
    """The platform's own name of a KPI, in the language in use or in English; blank where it is ours word for word.

    >>> platform_kpi_name("claims_rate", "mercadolibre")
    'Claims'
    >>> platform_kpi_name("valid_tracking_rate", "amazon")
    ''
    """
    ours = kpi_name(kpi).casefold()
    names = (platform_name(kpi, platform=platform, lang=lang) for lang in (language(), "en"))
    return next((name for name in names if name.casefold() != ours), "")


def kpi_in_sentence(kpi: str, *, scope: str = "") -> str:
    """The name as it stands within a sentence, without the capital that begins a label.

    >>> kpi_in_sentence("valid_tracking_rate")
    'valid tracking rate'
    """
    name = kpi_name(kpi, scope=scope)
    return name[0].lower() + name[1:]


def status_word(status: str) -> str:
    """The word of a status.

    >>> status_word("unmeasured")
    'not measured'
    """
    return t(STATUS_WORDS[status])


def status_mark(status: str) -> str:
    """The mark of a status, different in shape and not only in colour.

    >>> status_mark("breach")
    '■'
    """
    return STATUS_MARKS[status]


def market_name(market: str) -> str:
    """A country by its code.

    >>> market_name("MX")
    'Mexico'
    """
    return Locale.parse(language()).territories.get(market, market)


def place_name(platform: str, market: str) -> str:
    """Where an account sells.

    >>> place_name("amazon", "MX")
    'Amazon Mexico'
    """
    name = t(PLATFORM_NAMES[platform]) if platform in PLATFORM_NAMES else platform
    return t("{platform} {market}", platform=name, market=market_name(market))


def level_word(level: str) -> str:
    """The platform's own label of a level; colours in the language in use.

    >>> level_word("yellow"), level_word("Monitor")
    ('yellow', 'Monitor')
    """
    if pd.isna(level):
        return ""
    return t(LEVEL_WORDS[level]) if level in LEVEL_WORDS else level


def lower_is_better(comparator: str) -> bool:
    """Whether the target is a ceiling."""
    return comparator in LOWER_IS_BETTER


def figure(row: Mapping) -> str:
    """The row's figure: a rate as percent, else the count or score it is, else the platform's own label."""
    if pd.notna(row["rate"]):
        return rate(row["rate"])
    if pd.isna(row["value"]) and pd.isna(row["denominator"]) and row["level"] and pd.notna(row["level"]):
        return level_word(row["level"])
    return number(row["value"])


def target_text(row: Mapping) -> str:
    """The row's target with its sign; a dash where there is none."""
    return target(row["target"], comparator=row["comparator"], is_rate=pd.notna(row["rate"]) or _is_rate(row["kpi"]))


def kpi_sentence(row: Mapping) -> str:
    """Where one KPI stands: value, target, change against last month.

    Parameters
    ----------
    row : mapping
        One measured row of the scoreboard.
    """
    said = t(
        "{place}: {kpi} {value}, target {target} ({status})",
        place=place_name(row["platform"], row["market"]),
        kpi=kpi_in_sentence(row["kpi"], scope=row["scope"]),
        value=figure(row),
        target=target_text(row),
        status=status_word(row["status"]),
    )
    more = t("; ").join(phrase for phrase in (room_phrase(row), change_phrase(row)) if phrase)
    return t("{said}; {more}.", said=said, more=more) if more else t("{said}.", said=said)


def room_phrase(row: Mapping) -> str:
    """How many orders too many, or how many more still fit; empty where that can't be counted."""
    if pd.isna(row["headroom"]):
        return ""
    room = int(row["headroom"])
    if room < 0:
        return tn("{n} order too many", "{n} orders too many", -room, n=count(-room))
    return tn("room for {n} more order", "room for {n} more orders", room, n=count(room))


def change_phrase(row: Mapping) -> str:
    """How the rate moved against last month, and whether the data can tell; empty without last month."""
    if pd.isna(row["change"]):
        return ""
    values = {
        "change": points(row["change"]),
        "low": points(row["change_low"], unit=False),
        "high": points(row["change_high"], unit=False),
    }
    if row["change_low"] <= 0 <= row["change_high"]:
        return t("{change} against last month, within what chance alone explains ({low} to {high})", **values)
    return t("{change} against last month ({low} to {high})", **values)


def scoreboard_sentence(board: pd.DataFrame) -> str:
    """How many KPIs stand where, and the worst by name.

    Parameters
    ----------
    board : DataFrame
        One row per KPI, worst first: the scoreboard.
    """
    n = board["status"].value_counts()
    breach, watch, unmeasured = (int(n.get(status, 0)) for status in ("breach", "watch", "unmeasured"))
    judged = int(board["status"].isin(["good", "watch", "breach"]).sum())
    said = tn(
        "{breach} of {judged} KPI with a target is in breach, {watch} to watch; {unmeasured} not measured.",
        "{breach} of {judged} KPIs with a target are in breach, {watch} to watch; {unmeasured} not measured.",
        judged,
        breach=count(breach),
        judged=count(judged),
        watch=count(watch),
        unmeasured=count(unmeasured),
    )
    worst = board[board["status"].isin(["breach", "watch"])]
    return t("{said} {worst}", said=said, worst=kpi_sentence(worst.iloc[0].to_dict())) if len(worst) else said


def trend_sentence(series: pd.DataFrame, *, kpi: str, place: str, comparator: str) -> str:
    """What a KPI's line shows: since when it is on the wrong side of its target, or that it held.

    Parameters
    ----------
    series : DataFrame
        One row per day, oldest first: date, rate, target.
    kpi, place : str
        Names as they are shown.
    comparator : str
        How the rate meets the target.
    """
    known = series.dropna(subset=["rate"])
    if known.empty:
        return t("{place}: {kpi} was not measured in this period", place=place, kpi=kpi)
    last = known.iloc[-1]
    values = {"place": place, "kpi": kpi, "value": rate(last["rate"]), "date": day(last["date"])}
    if pd.isna(last["target"]):
        return t("{place}: {kpi} was {value} on {date}; there is no target to judge it by", **values)
    values["target"] = target(last["target"])
    missed = ~_meets(known, comparator)
    if missed.iloc[-1]:
        return _missed_sentence(known, missed, comparator, values)
    return _held_sentence(known, missed, values)


def row_trend_sentence(series: pd.DataFrame, row: Mapping) -> str:
    """`trend_sentence` with the names and the comparator of a scoreboard row."""
    return trend_sentence(
        series,
        kpi=kpi_in_sentence(row["kpi"], scope=row["scope"]),
        place=place_name(row["platform"], row["market"]),
        comparator=row["comparator"],
    )


def reason_sentence(reason: str) -> str:
    """Why a figure is missing or is an estimate; an empty text where there is nothing to say.

    Parameters
    ----------
    reason : str
        "", "code" or "code:detail" as the KPI table holds it.
    """
    if pd.isna(reason) or reason == "":
        return ""
    code, _, detail = reason.partition(":")
    if not detail:
        return t(REASONS[code])
    return t(REASONS[code], detail=t("; ").join(_named(part) for part in detail.split(", ")))


def _named(detail: str) -> str:
    """An export by its name and how to download it; any other detail as it is."""
    if detail not in EXPORTS:
        return detail
    # The steps stand within a sentence.
    return t("{title} ({download})", title=t(EXPORTS[detail].title), download=download_steps(detail).rstrip(".。"))


def _is_rate(kpi: str) -> bool:
    return kpi.endswith("_rate")


def _meets(series: pd.DataFrame, comparator: str) -> pd.Series:
    compared = {"lt": "lt", "le": "le", "gt": "gt", "ge": "ge", "eq": "eq"}[comparator]
    return getattr(series["rate"], compared)(series["target"])


def _missed_sentence(known: pd.DataFrame, missed: pd.Series, comparator: str, values: dict) -> str:
    below = not lower_is_better(comparator)
    met_before = known.loc[~missed, "date"]
    if met_before.empty:
        text = (
            mark("{place}: {kpi} stayed under its target of {target} all through and was {value} on {date}")
            if below
            else mark("{place}: {kpi} stayed over its limit of {target} all through and was {value} on {date}")
        )
        return t(text, **values)
    since = known.loc[known["date"] > met_before.iloc[-1], "date"].iloc[0]
    if since == known["date"].iloc[-1]:
        text = (
            mark("{place}: {kpi} fell under its target of {target} on {date}: {value}")
            if below
            else mark("{place}: {kpi} rose over its limit of {target} on {date}: {value}")
        )
        return t(text, **values)
    text = (
        mark("{place}: {kpi} fell under its target of {target} on {since} and was {value} on {date}")
        if below
        else mark("{place}: {kpi} rose over its limit of {target} on {since} and was {value} on {date}")
    )
    return t(text, since=day(since), **values)


def _held_sentence(known: pd.DataFrame, missed: pd.Series, values: dict) -> str:
    if not missed.any():
        return t("{place}: {kpi} held its target of {target} and was {value} on {date}", **values)
    missed_last = known.loc[missed, "date"].iloc[-1]
    since = known.loc[known["date"] > missed_last, "date"].iloc[0]
    return t(
        "{place}: {kpi} has been back on its target of {target} since {since} and was {value} on {date}",
        since=day(since),
        **values,
    )
