"""KPIs of the shop window, by calendar month: conversion and featured offer. No platform sets a target."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from workbench.kpis.brushing import brushing_units, marked_lines, orders_not_found
from workbench.kpis.counting import Counts
from workbench.kpis.days import last_full_month
from workbench.kpis.frames import AccountFrames
from workbench.kpis.periods import covers_month
from workbench.kpis.reasons import reason

EXPORT = "amazon-business-report"
MONTHLY = ("conversion", "featured_offer")


def monthly_counts(frames: AccountFrames, *, kind: str, as_of: pd.Timestamp) -> tuple[Counts, tuple]:
    """Counts of the newest month that has ended by `as_of`, and its first and last day.

    conversion : units over sessions, without the units of orders marked as brushing. Units may exceed sessions.
    featured_offer : page views with the seller's offer featured, over page views.

    Only reports that together hold every day of that calendar month count; an older or shorter one would pass for it.
    Of reports that share days one set counts (`monthly_periods`).

    Source: Amazon Business Report, Detail Page Sales and Traffic; sessions are never summed over SKUs of an item.
    """
    start, end = last_full_month(as_of)
    month = frames.months[frames.months["month"] == start]
    if month.empty or not covers_month(month, start=start, end=end):
        return Counts(None, None, reason("missing_export", EXPORT)), (start, end)
    if kind == "conversion":
        return _without_brushing(_conversion(month), frames, month, (start, end)), (start, end)
    return _featured_offer(month), (start, end)


def _conversion(month: pd.DataFrame) -> Counts:
    known = month.dropna(subset=["units", "sessions"])
    return _counts(known["units"].sum(), known["sessions"].sum())


def _without_brushing(counts: Counts, frames: AccountFrames, month: pd.DataFrame, span: tuple) -> Counts:
    """The counts less the units of orders that the seller marked as brushing; before and after stand in the reason."""
    lines = marked_lines(frames.order_lines, zone=frames.zone or frames.account.zone)
    marked = lines[lines["day"].between(*span)]
    if marked.empty or counts.reason:
        return counts
    known = month.dropna(subset=["units", "sessions"])
    units = int(brushing_units(known, marked).sum())
    if not units:
        return replace(counts, reason=reason("estimate_brushing", marked["order_id"].nunique()))
    left = counts.numerator - units
    told = f"{counts.numerator} / {counts.denominator} → {left} / {counts.denominator}"
    code = "estimate_brushing_part" if orders_not_found(known, marked) else "estimate_brushing_out"
    return replace(counts, numerator=left, reason=reason(code, told))


def _featured_offer(month: pd.DataFrame) -> Counts:
    known = month.dropna(subset=["featured_offer_share", "page_views"])
    views = known["page_views"].astype("float64")
    return _counts(round((known["featured_offer_share"] * views).sum()), views.sum())


def _counts(numerator: float, denominator: float) -> Counts:
    if not denominator:
        return Counts(0, 0, reason("zero_denominator"))
    return Counts(int(numerator), int(denominator))
