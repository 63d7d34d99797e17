"""Names, states and sentences of the KPIs, from the finished scoreboard and series."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from babel import Locale

from workbench.kpis.categories import is_category
from workbench.kpis.definitions import DEFINITIONS
from workbench.kpis.names import platform_name
from workbench.kpis.reasons import REASONS
from workbench.risk import LIKELY_FROM, STANDING_DAYS, STANDINGS, standing_of, standings, urgency
from workbench.sources import EXPORTS
from workbench.words.catalogue import language, t, tn
from workbench.words.downloads import download_steps
from workbench.words.formats import chance_text, count, number, points, rate, target
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
    """The word of a status or a standing.

    >>> status_word("unmeasured"), status_word("at_risk")
    ('not measured', 'at risk')
    """
    return t(STATUS_WORDS[status])


def status_mark(status: str) -> str:
    """The mark of a status or a standing, different in shape and not only in colour.

    >>> status_mark("breach")
    '■'
    """
    return STATUS_MARKS[status]


def at_risk_note() -> str:
    """What the word at risk means."""
    return t(
        "{mark} At risk: a chance of {chance} or more that the target is missed within {days} days, or it is missed "
        "already and the platform only warns so far.",
        mark=status_mark("at_risk"),
        days=count(STANDING_DAYS),
        chance=chance_text(LIKELY_FROM),
    )


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
    """Where one KPI stands: value, target, standing, room, change against last month.

    Parameters
    ----------
    row : mapping
        One measured row of the scoreboard; with probability, that the target is missed soon, where it is known.
    """
    said = t(
        "{place}: {kpi} {value}, target {target} ({status})",
        place=place_name(row["platform"], row["market"]),
        kpi=kpi_in_sentence(row["kpi"], scope=row["scope"]),
        value=figure(row),
        target=target_text(row),
        status=status_word(standing_of(row)),
    )
    more = t("; ").join(phrase for phrase in (room_phrase(row), chance_phrase(row), change_phrase(row)) if phrase)
    return t("{said}; {more}.", said=said, more=more) if more else t("{said}.", said=said)


def room_phrase(row: Mapping) -> str:
    """How many orders too many, or how many more still fit; empty where that can't be counted."""
    if pd.isna(row["headroom"]):
        return ""
    room = int(row["headroom"])
    if room < 0:
        return tn("{n} order too many", "{n} orders too many", -room, n=count(-room))
    if not room:
        return t("no room left")
    return tn("room for {n} more order", "room for {n} more orders", room, n=count(room))


def chance_phrase(row: Mapping) -> str:
    """How likely the target of a KPI at risk is missed soon; empty for any other, and where no chance is known."""
    if standing_of(row) != "at_risk" or pd.isna(row.get("probability")):
        return ""
    return t(
        "missed within {n} days with a chance of {chance}",
        n=count(STANDING_DAYS),
        chance=chance_text(row["probability"]),
    )


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
        One row per KPI: the scoreboard; with probability where chances are known.
    """
    found = standings(board)
    # A category is a part of its KPI, which has a row of its own.
    is_part = pd.Series([is_category(row) for row in board.to_dict("records")], board.index, dtype=bool)
    n, parts = ({name: int(rows.eq(name).sum()) for name in STANDINGS} for rows in (found[~is_part], found[is_part]))
    judged = sum(n[name] for name in ("breach", "at_risk", "watch", "good"))
    said = tn(
        "{breach} of {judged} KPI with a target is in breach, {at_risk} at risk, {watch} to watch; "
        "{unmeasured} not measured.",
        "{breach} of {judged} KPIs with a target are in breach, {at_risk} at risk, {watch} to watch; "
        "{unmeasured} not measured.",
        judged,
        judged=count(judged),
        **{name: count(n[name]) for name in ("breach", "at_risk", "watch", "unmeasured")},
    )
    if is_part.any():
        more = t(
            "Of single categories {breach} are in breach, {at_risk} at risk, {watch} to watch.",
            **{name: count(parts[name]) for name in ("breach", "at_risk", "watch")},
        )
        said = t("{said} {worst}", said=said, worst=more)
    worst = board[found.isin(["breach", "at_risk", "watch"])]
    worst = worst.loc[urgency(worst).sort_values(kind="stable").index]
    return t("{said} {worst}", said=said, worst=kpi_sentence(worst.iloc[0].to_dict())) if len(worst) else said


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
