"""Parcels of which no file says whether they lie in the platform's window: it dates them by days that we never see."""

from __future__ import annotations

import pandas as pd

from workbench.kpis.reasons import reason
from workbench.reconciliation.case import Case
from workbench.reconciliation.causes import MISSING
from workbench.reconciliation.shown import Shown
from workbench.reconciliation.tally import Alternative, Span, counted, held_rows

UNDATED = reason("estimate_dated_by_confirmation")
MOSTLY_LEFT_OUT = "mostly_left_out"


def unplaced(shown: Shown, case: Case) -> Alternative | None:
    """The parcels of which some make the difference, where the files lack the platform's own day or most scans.

    Without the promised delivery our count dates a parcel by its confirmation. The platform's window then holds
    parcels confirmed before ours begins, and not all that were confirmed in it. Which ones, no file says: all are
    listed. None where the gap is larger than all of them together, or lies the other way.
    """
    is_undated = bool(case.found.rows["note"].eq(UNDATED).any())
    if not shown.has_counts or not (is_undated or case.reason.startswith(MOSTLY_LEFT_OUT)):
        return None
    gap, more = shown.denominator - case.sums[1], shown.numerator - case.sums[0]
    if not gap or gap * more < 0 or abs(more) > abs(gap):
        return None
    change = _entering(case, is_undated=is_undated) if gap > 0 else -_leaving(case, is_undated=is_undated)
    return Alternative(MISSING, "unplaced", change) if abs(int(change["denominator"].sum())) >= abs(gap) else None


def _entering(case: Case, *, is_undated: bool) -> pd.DataFrame:
    """What the platform may count and we do not: left out of the window, or confirmed up to one window before it."""
    span = case.span
    inside = held_rows(case.found.rows, span)
    rows = [inside[inside["is_left_out"]]]
    if is_undated:
        days = span.end - span.start + pd.Timedelta(days=1)
        before = Span(span.start - days, span.start - pd.Timedelta(days=1), span.known)
        rows.append(held_rows(case.found.rows, before))
    return counted(pd.concat(rows))


def _leaving(case: Case, *, is_undated: bool) -> pd.DataFrame:
    """What we count and the platform may not, because the promised day is later."""
    return case.base if is_undated else pd.DataFrame(columns=case.base.columns, index=case.base.index[:0])
