"""Periods and moments that several views share."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, time, timedelta

from make.sellers import FIRST_DAY, LAST_DAY
from make.shelf import columns

MONTHS_ES = columns("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre", by=" ")


def months(first: date = FIRST_DAY, last: date = LAST_DAY) -> list[tuple[date, date]]:
    """First and last day of every month from `first` to `last`."""
    found, day = [], first.replace(day=1)
    while day <= last:
        end = day.replace(day=calendar.monthrange(day.year, day.month)[1])
        found.append((day, end))
        day = end + timedelta(days=1)
    return found


def month_ends(count: int) -> list[date]:
    """The last `count` month ends of the trade."""
    return [end for _, end in months()][-count:]


def noon(day: date) -> datetime:
    """Noon UTC of a day: when most downloads of the sample were made."""
    return datetime.combine(day, time(12), tzinfo=UTC)


def spanish_moment(at: datetime) -> str:
    """A local moment as Mercado Libre writes it.

    >>> spanish_moment(datetime(2026, 8, 31, 23, 59))
    '31 de agosto de 2026 23:59 hs.'
    """
    return f"{at.day} de {MONTHS_ES[at.month - 1]} de {at.year} {at:%H:%M} hs."
