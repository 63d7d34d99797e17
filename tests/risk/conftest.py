"""Histories made of a few numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.kpis.opportunities import Opportunities, opportunity_rows
from workbench.risk.history import HORIZON_DAYS, History, history_of

AS_OF = pd.Timestamp("2026-01-31")


def rows_of(*rows: tuple[str, str, str | None]) -> Opportunities:
    """Orders by id, day of the event, and day on which each was marked, if ever."""
    ids, event, marked = zip(*rows, strict=True)
    days = pd.Series(pd.to_datetime(list(event)))
    return Opportunities(
        opportunity_rows(
            pd.Series(ids, dtype="str"), event_date=days, numerator_from=pd.Series(pd.to_datetime(list(marked)))
        )
    )


def daily(orders: list[int], marked: list[int], *, days: int = 30, lag: int = 0, is_high: bool = False) -> History:
    """A history with so many orders and marks on each of the days up to as_of, each marked on its own day."""
    first = AS_OF - pd.Timedelta(days=len(orders) - 1)
    day = np.repeat(np.arange(len(orders)), orders)
    is_marked = np.concatenate([np.arange(n) < k for n, k in zip(orders, marked, strict=True)] or [[]]).astype(bool)
    event = pd.Series(first + pd.to_timedelta(day, unit="D"))
    ids = pd.Series(np.arange(len(day)), dtype="str")
    rows = opportunity_rows(ids, event_date=event, numerator_from=event.where(is_marked))
    return history_of(Opportunities(rows), as_of=AS_OF, days=days, lag=lag, is_high=is_high)


def kept(history: History, *, orders: float, marked: float) -> History:
    """The same history with another window, the same on every day ahead."""
    same = np.full(HORIZON_DAYS + 1, 1.0)
    return replace(history, kept=same * orders, kept_marked=same * marked, kept_bad=same * marked)
