"""What followed each logged action: the KPI's rate before and after its day. What followed is not what it caused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from workbench.accountability.tasks import OPEN, with_first_words
from workbench.kpis import change_interval
from workbench.kpis.counting import Counts, count_window
from workbench.kpis.days import parse_day
from workbench.kpis.definitions import DEFINITIONS, Definition
from workbench.kpis.frames import AccountFrames, account_frames
from workbench.kpis.opportunities import Opportunities
from workbench.kpis.standards import standards
from workbench.kpis.table import opportunities, scopes_of
from workbench.kpis.traffic import MONTHLY

ACTED = ("action", "decision", "change")
# Fewer whole days or orders on either side say nothing.
LEAST_DAYS, LEAST_ORDERS = 7, 30
# Longer windows would mix in what happened long before and after.
MOST_DAYS = 60
BETTER, WORSE, SAME, TOO_EARLY, NOT_DONE, NO_KPI, UNMEASURED = (
    *("better", "worse", "no_difference", "too_early", "not_done", "no_kpi", "unmeasured"),
)
VERDICTS = (BETTER, WORSE, SAME, TOO_EARLY, NOT_DONE, NO_KPI, UNMEASURED)
DAYS = ("before_start", "before_end", "after_start", "after_end")
COUNTS = ("numerator_before", "denominator_before", "numerator_after", "denominator_after")
FIGURES = ("rate_before", "rate_after", "change", "change_low", "change_high")
COLUMNS = {
    **dict.fromkeys(("event_id", "kind", "account", "kpi", "sku", "owner", "state", "text", "note"), "str"),
    "on_date": "datetime64[us]",
    **dict.fromkeys(DAYS, "datetime64[us]"),
    **dict.fromkeys(COUNTS, "Int64"),
    **dict.fromkeys(FIGURES, "float64"),
    "verdict": "str",
}


@dataclass(frozen=True)
class _Sides:
    """The days before and after, as the counting takes them: as-of day of each side, length and lag."""

    before: pd.Timestamp
    after: pd.Timestamp
    days: int
    lag: int

    def spans(self) -> dict[str, pd.Timestamp]:
        """First and last day of each side."""
        ends = [each - pd.Timedelta(days=self.lag) for each in (self.before, self.after)]
        starts = [end - pd.Timedelta(days=self.days - 1) for end in ends]
        return dict(zip(DAYS, (starts[0], ends[0], starts[1], ends[1]), strict=True))


def action_effects(client, *, as_of: str | date) -> pd.DataFrame:
    """For each action, decision and change in the log the KPI's rate in the days before it and in those after it.

    Both sides have the same number of whole days, the day itself is in neither, and both are looked at after the
    same time: what became known of the later side only on the last day, such as a late claim, is left out of the
    earlier side too where it took longer. An action counts from the day it was said to be done, a decision and a
    change from their own day.

    Parameters
    ----------
    client : Client
        With its profile's accounts, the canonical tables and the record.
    as_of : str or date
        A day; nothing after it is looked at.

    Returns
    -------
    DataFrame
        One row per entry that stands, newest first: event_id, kind, account, kpi, sku, owner, state, text (as first
        entered), note (what a later entry says of it), on_date, first and last day of both sides, their counts and
        rates, change with change_low and change_high (95 %), and verdict: better or worse where the interval does not
        span zero, no_difference where it does; too_early (fewer than 7 whole days or 30 orders on a side), not_done
        (the action is still open, or was dropped), no_kpi (the entry names no account or no KPI), unmeasured (the
        files don't hold the KPI's orders).

    Raises
    ------
    ParameterError
        `as_of` is no day.
    TableError, RecordFault
        A table lacks a column, or the record can't be read.

    Source: interval by Newcombe (1998), method 10.

    Known to be wrong when: read as cause and effect. Season, prices and other actions moved in the same days.
    """
    day = parse_day(as_of, where="action_effects")
    entries = _entries(client.events, day)
    frames: dict[str, AccountFrames] = {}
    rows = [{**entry, **_effect(client, frames, entry, day)} for entry in entries.to_dict("records")]
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
    return frame.sort_values(["on_date", "event_id"], ascending=False, kind="stable", ignore_index=True)


def _entries(events: pd.DataFrame, on: pd.Timestamp) -> pd.DataFrame:
    """The entries that stand, each on the day that it took effect."""
    standing = events[events["kind"].isin(ACTED) & events["corrected_by"].isna()]
    told = with_first_words(events, standing, day="first_date")
    # A correction without a day of its own took the day it was written; only an action is done by being corrected.
    is_written = told["on_date"] == told["at"].dt.tz_localize(None).dt.normalize()
    is_later = is_written & (told["kind"] != "action")
    dated = told.assign(on_date=told["on_date"].mask(is_later, told["first_date"]))
    texts = ("account", "kpi", "sku", "owner", "state", "text", "note")
    return dated[dated["on_date"] <= on].fillna(dict.fromkeys(texts, ""))


def _effect(client, frames: dict[str, AccountFrames], entry: dict, on: pd.Timestamp) -> dict:
    if entry["kind"] == "action" and entry["state"] in (OPEN, "dropped", "withdrawn"):
        return {"verdict": NOT_DONE}
    if not entry["account"] or not entry["kpi"]:
        return {"verdict": NO_KPI}
    account = entry["account"]
    if account not in frames:
        frames[account] = account_frames(client, account=account, where="action_effects")
    definition = _definition(frames[account], entry["kpi"])
    if definition is None:
        return {"verdict": UNMEASURED}
    return _around(frames[account], definition, entry, on)


def _definition(frames: AccountFrames, kpi: str) -> Definition | None:
    """How the KPI is counted from orders; None where it is not."""
    held = (each for each in DEFINITIONS if (each.platform, each.kpi) == (frames.account.platform, kpi))
    return next((each for each in held if each.builder and each.builder not in MONTHLY), None)


def _around(frames: AccountFrames, definition: Definition, entry: dict, on: pd.Timestamp) -> dict:
    scope = next(iter(scopes_of(frames, definition)), "")
    standard = standards(frames, definition=definition, scope=scope, on=on)[-1]
    if standard.days is None:
        return {"verdict": UNMEASURED}
    found = opportunities(frames, definition=definition, scope=scope, standard=standard)
    found = _of_sku(frames, found, entry["sku"])
    if found.missing or found.rows.empty:
        return {"verdict": UNMEASURED}
    sides = _sides(found, entry["on_date"], on, most=min(standard.days, MOST_DAYS), lag=standard.lag)
    if sides.days < LEAST_DAYS:
        return {"verdict": TOO_EARLY}
    span = {"days": sides.days, "lag": sides.lag}
    counts = [count_window(found, as_of=each, **span) for each in (sides.before, sides.after)]
    return {**sides.spans(), **_compared(counts, is_higher_better=definition.higher_is_better)}


def _of_sku(frames: AccountFrames, found: Opportunities, sku: str) -> Opportunities:
    if not sku:
        return found
    orders = frames.order_lines.loc[frames.order_lines["sku"] == sku, "order_id"]
    return replace(found, rows=found.rows[found.rows["order_id"].isin(orders)])


def _sides(found: Opportunities, acted: pd.Timestamp, on: pd.Timestamp, *, most: int, lag: int) -> _Sides:
    """As many whole days on each side as are known: before the day back to the first order, after it up to `on`."""
    day = pd.Timedelta(days=1)
    last = min(acted + most * day, on - lag * day)
    days = min((last - acted).days, (acted - found.rows["event_date"].min()).days)
    end = acted + max(days, 0) * day
    matured = (on - end).days
    return _Sides(before=acted - day + matured * day, after=on, days=max(days, 0), lag=matured)


def _compared(counts: list[Counts], *, is_higher_better: bool) -> dict:
    told = dict(zip(COUNTS, [count for each in counts for count in (each.numerator, each.denominator)], strict=True))
    if any(each.numerator is None for each in counts):
        return {**told, "verdict": UNMEASURED}
    before, after = counts
    rates = {"rate_before": before.rate, "rate_after": after.rate, "change": after.rate - before.rate}
    if min(before.denominator, after.denominator) < LEAST_ORDERS:
        return {**told, **rates, "verdict": TOO_EARLY}
    earlier = {"before_numerator": before.numerator, "before_denominator": before.denominator}
    low, high = change_interval(after.numerator, after.denominator, **earlier)
    return {**told, **rates, "change_low": low, "change_high": high, "verdict": _verdict(low, high, is_higher_better)}


def _verdict(low: float, high: float, is_higher_better: bool) -> str:
    if low <= 0 <= high or np.isnan(low):
        return SAME
    return BETTER if (low > 0) == is_higher_better else WORSE
