"""Orders counted in a window, and what an alternative way of counting changes, order by order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from workbench.kpis.counting import window_rows

KEY = ["order_id", "package_id"]
LAYERS = ("numerator", "denominator")


@dataclass(frozen=True)
class Span:
    """First and last day of a window, and the day up to whose end things are known."""

    start: pd.Timestamp
    end: pd.Timestamp
    known: pd.Timestamp

    def moved(self, *, start: int = 0, end: int = 0) -> Span:
        """The window with its ends moved by days; what ends later is known later."""
        first, last = self.start + pd.Timedelta(days=start), self.end + pd.Timedelta(days=end)
        return Span(first, last, max(self.known, last))

    def known_on(self, day: pd.Timestamp) -> Span:
        """The same window with the knowledge of another day."""
        return Span(self.start, self.end, day)


@dataclass(frozen=True)
class Alternative:
    """One way in which the platform may have counted otherwise.

    `change` has one row per order or parcel (index `KEY`) and says by how much numerator and denominator
    change.
    """

    cause: str
    detail: str
    change: pd.DataFrame

    @cached_property
    def sums(self) -> tuple[int, int]:
        """Change of numerator and denominator together."""
        return int(self.change["numerator"].sum()), int(self.change["denominator"].sum())

    @cached_property
    def keys(self) -> frozenset:
        """The orders or parcels that it touches."""
        return frozenset(self.change.index)


def held_rows(rows: pd.DataFrame, span: Span) -> pd.DataFrame:
    """The rows of the window as known on its day."""
    days, lag = (span.end - span.start).days + 1, (span.known - span.end).days
    return window_rows(rows, as_of=span.known, days=days, lag=lag)


def tally(rows: pd.DataFrame, span: Span) -> pd.DataFrame:
    """Numerator and denominator of each counted order or parcel of the window, indexed by `KEY`."""
    held = held_rows(rows, span)
    return counted(held[~held["is_left_out"]])


def counted(held: pd.DataFrame) -> pd.DataFrame:
    """Numerator and denominator per order or parcel of rows that `window_rows` gave."""
    weighed = held.assign(numerator=held["weight"].where(held["is_numerator"], 0), denominator=held["weight"])
    return weighed.groupby(KEY, sort=True)[list(LAYERS)].sum().astype("int64")


def change_of(base: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """What the other tally counts more (or, negative, less) than the base; rows without a change are left out."""
    change = other.sub(base, fill_value=0).astype("int64")
    return change[change.ne(0).any(axis=1)]
