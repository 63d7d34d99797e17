"""The ways in which a platform may have counted otherwise, each counted again and set against our count.

Every alternative is the whole KPI counted once more under one changed assumption; what it changes is a set of orders
by name. An alternative that changes nothing is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from workbench.kpis.frames import AccountFrames
from workbench.reconciliation.case import Case
from workbench.reconciliation.causes import MISSING, detail
from workbench.reconciliation.repeats import repeated_rows
from workbench.reconciliation.tally import KEY, LAYERS, Alternative, Span, change_of, held_rows, tally
from workbench.rules import Rule, load_rules

CLAIM_KINDS = ("claim", "chargeback", "mediation")
ZONES = ("UTC", "America/Los_Angeles", "America/Mexico_City", "Asia/Shanghai")
EDGES = {
    "day_earlier": (-1, -1),
    "day_later": (1, 1),
    "first_day_more": (-1, 0),
    "first_day_less": (1, 0),
    "last_day_more": (0, 1),
    "last_day_less": (0, -1),
}
# Platforms take hours to days to show what they know: 48 hours for feedback, 72 for tracking.
LAST_DAYS = (1, 2, 3)
# The platforms know a dozen ways in which a claim ends.
MOST_OUTCOMES = 12
LATER = pd.Timedelta(days=3650)
CANCELLATIONS = ("cancellations", "sales_cancelled")
COMPLAINTS = ("order_defects", "claims", "mediations")
# Where no file holds the confirmation, these count from the ship-by day on, which may be later than the truth.
DATED_BY_SHIP_BY = ("tracked_orders",)
# Dated by the sale, as the platform's words have it; a report may be dated by the day the parcel was due.
DATED_BY_SALE = ("delayed_handling",)
OTHER_FILES = {
    "packages": ("confirmed_at",),
    "defects": ("opened_at",),
    "returns": ("requested_at", "received_at", "refunded_at"),
}


def alternatives(case: Case) -> list[Alternative]:
    """Every alternative that changes our count of a figure, in the order of the causes, each set of orders once."""
    found: dict[tuple, Alternative] = {}
    for each in _all(case):
        if len(each.change):
            found.setdefault((each.sums, each.keys), each)
    return list(found.values())


def _all(case: Case) -> Iterator[Alternative]:
    yield from _window_edges(case)
    yield from _zones(case)
    if case.definition.builder in CANCELLATIONS:
        yield from _cancellations(case)
    if case.definition.builder in COMPLAINTS:
        yield from _complaints(case)
    yield from _later_events(case)
    yield from repeated_rows(case)
    yield from _missing(case)
    yield from _rules(case)


def _recounted(
    case: Case, cause: str, text: str, frames: AccountFrames | None = None, *, span: Span | None = None
) -> Iterator[Alternative]:
    """The figure counted from other tables or over another window."""
    found = case.rows_of(frames) if frames is not None else case.found
    if not found.missing:
        yield Alternative(cause, text, change_of(case.base, tally(found.rows, span or case.span)))


def _window_edges(case: Case) -> Iterator[Alternative]:
    if case.definition.builder in DATED_BY_SALE:
        # The day that a parcel is due, as the files give it, is likelier than a window that is moved for no reason.
        found = case.found.rows.assign(event_date=_due_days(case))
        yield Alternative("window_edge", "due_day", change_of(case.base, tally(found, case.span)))
    for code, (start, end) in EDGES.items():
        moved = case.span.moved(start=start, end=end)
        if moved.start <= moved.end:
            for each in _recounted(case, "window_edge", code, span=moved):
                # A later end is known later too. Where no order comes or goes, that is a late event, not an edge.
                if each.change["denominator"].any():
                    yield each


def _due_days(case: Case) -> pd.Series:
    """The ship-by day of the order of each row; its own day where no file gives one."""
    lines = case.frames.order_lines
    due = case.frames.days(lines["ship_by_at"]).groupby(lines["order_id"]).min()
    return case.found.rows["order_id"].map(due).fillna(case.found.rows["event_date"])


def _zones(case: Case) -> Iterator[Alternative]:
    for zone in ZONES:
        if zone != case.frames.account.zone:
            yield from _recounted(case, "window_edge", detail("zone", zone), case.frames.in_zone(zone))


def _cancellations(case: Case) -> Iterator[Alternative]:
    lines, cause = case.frames.order_lines, "buyer_cancellation"
    by = lines["cancelled_by"]
    cancelled = (lines["status"] == "cancelled") | lines["cancelled_at"].notna()
    for code, chosen in (
        ("buyers_counted", by == "buyer"),
        ("unknown_counted", cancelled & by.fillna("unknown").eq("unknown")),
    ):
        if chosen.any():
            other = _with_lines(case, lines.assign(cancelled_by=by.mask(chosen, "seller")))
            yield from _recounted(case, cause, code, other)
    others = ~(by == "buyer").groupby(lines["order_id"]).transform("all")
    if not others.all():
        yield from _recounted(case, cause, "buyers_not_in_total", _with_lines(case, lines[others]))


def _complaints(case: Case) -> Iterator[Alternative]:
    defects = case.frames.defects
    counts = defects["counts"]
    is_claim, excluded = defects["kind"].isin(CLAIM_KINDS), counts.eq(False).fillna(False).astype(bool)
    is_feedback = defects["kind"] == "negative_feedback"
    for cause, code, chosen, value in (
        ("excluded_claim", "excluded_counted", is_claim & excluded, True),
        ("excluded_claim", "unsure_left_out", is_claim & counts.isna(), False),
        ("feedback_removed", "removed_counted", is_feedback & excluded, True),
        ("feedback_removed", "closed_left_out", is_feedback & ~excluded & defects["closed_at"].notna(), False),
    ):
        yield from _with_counts(case, cause, code, chosen, value)
    for outcome in defects.loc[is_claim & ~excluded, "outcome"].dropna().unique()[:MOST_OUTCOMES]:
        ended_so = is_claim & (defects["outcome"] == outcome)
        yield from _with_counts(case, "excluded_claim", detail("ended_so", outcome), ended_so, False)


def _with_counts(case: Case, cause: str, text: str, chosen: pd.Series, value: bool) -> Iterator[Alternative]:
    """The figure with the chosen defects counted, or not."""
    defects = case.frames.defects
    if chosen.any():
        other = case.frames.with_defects(defects.assign(counts=defects["counts"].mask(chosen, value)))
        yield from _recounted(case, cause, text, other)


def _later_events(case: Case) -> Iterator[Alternative]:
    span = case.span
    for each in _recounted(case, "late_event", "known_later", span=span.known_on(span.known + LATER)):
        # What began to count only after the report's day can't be in its total, whatever the numbers.
        yield replace(each, change=each.change[each.change["denominator"] <= 0])
    for days in LAST_DAYS:
        before = span.known_on(span.known - pd.Timedelta(days=days))
        yield from _recounted(case, "late_event", detail("seen_later", days), span=before)


def _missing(case: Case) -> Iterator[Alternative]:
    held = held_rows(case.found.rows, case.span)
    left = held[held["is_left_out"]].assign(numerator=0, denominator=held["weight"])
    good, bad = (0, left["weight"])[:: -1 if case.definition.higher_is_better else 1]
    for code, numerator in (("left_out_good", good), ("left_out_bad", bad)):
        counted = left.assign(numerator=numerator).groupby(["order_id", "package_id"])[["numerator", "denominator"]]
        yield Alternative(MISSING, code, counted.sum().astype("int64"))
    yield from _with_the_carrier(case)
    yield Alternative(MISSING, "no_order_line", _orders_of_other_files(case))


def _with_the_carrier(case: Case) -> Iterator[Alternative]:
    """Orders of the window that count later for want of a confirmation, though the carrier knew them by the day."""
    if case.definition.builder not in DATED_BY_SHIP_BY:
        return
    rows, span = case.found.rows, case.span
    packages = case.frames.packages
    is_confirmed = rows["order_id"].isin(packages.loc[packages["confirmed_at"].notna(), "order_id"])
    in_window = rows["event_date"].between(span.start, span.end) & ~rows["is_left_out"] & ~is_confirmed
    seen = rows[in_window & (rows["counted_from"] > span.known) & (rows["evidence_from"] <= span.known)]
    scanned = (seen["numerator_from"] <= span.known).astype("int64")
    for code, numerator in (("carrier_knew", seen["weight"] * scanned), ("carrier_knew_good", seen["weight"])):
        counted = seen.assign(numerator=numerator, denominator=seen["weight"])
        yield Alternative(MISSING, code, counted.groupby(KEY)[list(LAYERS)].sum().astype("int64"))


def _orders_of_other_files(case: Case) -> pd.DataFrame:
    """Orders that only parcels, defects or returns name, dated in the window; against the seller where a defect is."""
    frames, span = case.frames, case.span
    dated = []
    for name, columns in OTHER_FILES.items():
        rows = getattr(frames, name)
        rows = rows[rows["order_id"].notna() & ~rows["order_id"].isin(frames.order_lines["order_id"])]
        first = frames.days(rows[list(columns)].min(axis=1).astype("datetime64[us, UTC]"))
        is_bad = case.definition.builder in COMPLAINTS and name == "defects"
        dated.append(pd.DataFrame({"order_id": rows["order_id"], "day": first, "is_bad": is_bad}))
    orders = pd.concat(dated).groupby("order_id").agg(day=("day", "min"), is_bad=("is_bad", "any"))
    orders = orders[orders["day"].between(span.start, span.end)]
    bad = orders["is_bad"].to_numpy() != case.definition.higher_is_better
    index = pd.MultiIndex.from_arrays([orders.index, [""] * len(orders)], names=["order_id", "package_id"])
    return pd.DataFrame({"numerator": bad.astype("int64"), "denominator": 1}, index=index)


def _rules(case: Case) -> Iterator[Alternative]:
    """The other versions of the rule for that KPI and market; their windows only where the report states none."""
    account, span = case.frames.account, case.span
    own = case.standard.rule
    for rule in load_rules().rules:
        if rule == own or (rule.platform, rule.kpi, rule.market) != (
            account.platform,
            case.definition.kpi,
            account.market,
        ):
            continue
        found = case.rows_of(case.frames, standard=replace(case.standard, rule=rule))
        counted = change_of(case.base, tally(found.rows, span))
        yield Alternative("rule_version", detail("rule", rule.id), counted)
        if not case.states_window:
            yield from _other_window(case, rule)


def _other_window(case: Case, rule: Rule) -> Iterator[Alternative]:
    days = rule.window_days
    if days and days != (case.span.end - case.span.start).days + 1:
        end = case.span.known - pd.Timedelta(days=rule.lag_days)
        other = Span(end - pd.Timedelta(days=days - 1), end, case.span.known)
        yield from _recounted(case, "rule_version", detail("window", days), span=other)


def _with_lines(case: Case, lines: pd.DataFrame) -> AccountFrames:
    return replace(case.frames, order_lines=lines, made={})
