"""The deadline that a notice sets its seller, where the mail's own words leave no doubt.

A duration or a day is a deadline only in a sentence that asks the seller for something. What the platform
promises ("we will answer within 2 days"), what lies behind ("issued within 365 days") and what runs from another
event ("within 30 days of delivery") is none. Where two readings are possible none is chosen, or the earlier one
where that can only warn too soon: "before" a day ends with the day before it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from workbench.notices.deadline_words import (
    AFTER_ANOTHER_START,
    ASKED,
    BEFORE_A_PAST_SPAN,
    CLOCK,
    DATES,
    DECLARED,
    DURATIONS,
    EXCLUSIVE,
    HOURS_IN,
    MONTHS,
    NUMBERS,
    OF_THE_PLATFORM,
    ZONES,
    plain,
)
from workbench.notices.models import NO_DEADLINE
from workbench.notices.texts import one_line

AROUND = 300
LONGEST_PHRASE = 80
MOST_FOUND = 20
_SENTENCE_END = re.compile(r"[!?。;]|\.(?= |$)")
_CLAUSE_END = re.compile(r"[,!?。;]|\.(?= |$)")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True)
class Deadline:
    """What the mail says of its deadline; `at` is None where that is nothing, or in doubt."""

    at: datetime | None = None
    text: str = NO_DEADLINE
    date_only: bool = False
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Found:
    words: str
    at: datetime | None = None
    date_only: bool = False
    warning: str = ""


def find_deadline(text: str, *, received_at: datetime | None, zone: str = "UTC") -> Deadline:
    """The mail's deadline.

    Parameters
    ----------
    text : str
        The mail's text with its line breaks.
    received_at : datetime or None
        When the notice came; None where that is missing or not sure, then no duration is counted.
    zone : str
        IANA name of the zone in which a day without a time ends. UTC ends a day before America does, so it
        warns up to eight hours too soon, never too late.

    >>> came = datetime(2026, 1, 19, 18, tzinfo=UTC)
    >>> find_deadline("Please reply within 72 hours.", received_at=came).at.isoformat()
    '2026-01-22T18:00:00+00:00'
    >>> find_deadline("We will reply within 72 hours.", received_at=came).text
    'the mail names no deadline'
    """
    found = list(dict.fromkeys(one for paragraph in _paragraphs(text) for one in _in(paragraph, received_at, zone)))
    if not found:
        return Deadline()
    words = "; ".join(dict.fromkeys(one.words for one in found[:MOST_FOUND]))
    if len({one.at for one in found}) > 1:
        return Deadline(text=words, warnings=(f"deadline_several:{words}",))
    said = dict.fromkeys(f"{one.warning}:{one.words}" for one in found[:MOST_FOUND] if one.warning)
    return Deadline(found[0].at, words, all(one.date_only for one in found), tuple(said))


def _paragraphs(text: str) -> Iterator[str]:
    whole = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    for paragraph in _PARAGRAPHS.split(whole):
        if collapsed := " ".join(paragraph.split()):
            yield collapsed


def _in(paragraph: str, received_at: datetime | None, zone: str) -> Iterator[_Found]:
    text = plain(paragraph)
    for pattern in DURATIONS:
        for match in pattern.finditer(text):
            if _is_asked(text, match) and not _runs_elsewhere(text, match):
                yield _duration(match, _words(paragraph, match), received_at)
    for pattern in DATES:
        for match in pattern.finditer(text):
            if _is_asked(text, match):
                yield from _day(match, paragraph, received_at, zone)


def _words(paragraph: str, match: re.Match, *, end: int = 0) -> str:
    return one_line(paragraph[match.start() : end or match.end()], longest=LONGEST_PHRASE)


def _is_asked(text: str, match: re.Match) -> bool:
    if DECLARED.match(match.groupdict().get("edge") or ""):
        return True
    asked = ASKED.search(_around(text, match, _SENTENCE_END))
    return bool(asked) and not OF_THE_PLATFORM.search(_around(text, match, _CLAUSE_END))


def _around(text: str, match: re.Match, end: re.Pattern) -> str:
    before = end.split(text[max(0, match.start() - AROUND) : match.start()])[-1]
    after = end.split(text[match.end() : match.end() + AROUND], maxsplit=1)[0]
    return before + match.group() + after


def _runs_elsewhere(text: str, match: re.Match) -> bool:
    before = text[max(0, match.start() - 20) : match.start()]
    return bool(BEFORE_A_PAST_SPAN.search(before) or AFTER_ANOTHER_START.match(text[match.end() : match.end() + 60]))


def _duration(match: re.Match, words: str, received_at: datetime | None) -> _Found:
    if match["range"]:
        return _Found(words, warning="deadline_unclear")
    if match["business"]:
        return _Found(words, warning="deadline_business_days")
    if received_at is None:
        return _Found(words, warning="deadline_not_counted")
    count = NUMBERS.get(match["count"]) or int(match["count"])
    return _Found(words, received_at + timedelta(hours=count * HOURS_IN[match["unit"]]))


def _day(match: re.Match, paragraph: str, received_at: datetime | None, zone: str) -> Iterator[_Found]:
    """The instant that a named day, with or without a time, stands for; nothing where it lies behind."""
    day = _calendar_day(match)
    if day is None:
        yield _Found(_words(paragraph, match), warning="deadline_unclear")
        return
    first = match.groupdict().get("clock")
    clock = CLOCK.match(first or plain(paragraph[match.end() : match.end() + 60]))
    if clock and (clock["minute"] or clock["half"]):
        end = match.end() + (0 if first else clock.end())
        found = _at_time(day, clock, _words(paragraph, match, end=end), zone)
    else:
        found = _end_of_day(day, match["edge"], _words(paragraph, match), zone)
    if found.at is None or received_at is None or found.at >= received_at:
        yield found


def _calendar_day(match: re.Match) -> date | None:
    parts = match.groupdict()
    if "first" in parts:
        first, second = int(parts["first"]), int(parts["second"])
        if first <= 12 and second <= 12 and first != second:
            return None
        day, month = max(first, second), min(first, second)
    else:
        day, month = int(parts["day"]), MONTHS.get(parts["month"]) or int(parts["month"])
    try:
        return date(int(parts["year"] or 0), month, day)
    except ValueError:
        return None


def _at_time(day: date, clock: re.Match, words: str, zone: str) -> _Found:
    hour, half = int(clock["hour"]), (clock["half"] or "")[:1]
    hour = hour % 12 + 12 * (half == "p") if half else hour
    named = clock["zone"] or ""
    if hour > 23 or int(clock["minute"] or 0) > 59 or (named and named not in ZONES):
        return _Found(words, warning="deadline_unclear")
    moment = datetime.combine(day, time(hour, int(clock["minute"] or 0)), ZoneInfo(ZONES.get(named, zone)))
    return _Found(words, moment.astimezone(UTC), warning="" if named else "deadline_zone")


def _end_of_day(day: date, edge: str, words: str, zone: str) -> _Found:
    exclusive = edge in EXCLUSIVE
    last = day if not exclusive else day - timedelta(days=1)
    end = datetime.combine(last + timedelta(days=1), time(), ZoneInfo(zone)) - timedelta(microseconds=1)
    return _Found(words, end.astimezone(UTC), True, "deadline_before" if exclusive else "")
