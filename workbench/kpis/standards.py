"""The target a figure is judged by: the report's own, else the rule book's."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from workbench.kpis.definitions import DEFINITIONS, Definition
from workbench.kpis.frames import AccountFrames
from workbench.rules import Rule, rule

FROM_REPORT = "report"


@dataclass(frozen=True)
class Standard:
    """Rule, window and target of one KPI on one day.

    `days` is missing where Mercado Libre's report hasn't said yet over which period it looks back.
    """

    rule: Rule | None
    days: int | None
    lag: int
    target: float
    comparator: str | None
    rule_id: str


def standards(frames: AccountFrames, *, definition: Definition, scope: str, on: pd.Timestamp) -> list[Standard]:
    """The standards of a KPI on a day, one per window, shortest first.

    A target in the newest report up to that day wins over the book. A scope that nobody judges has no target.
    """
    found = []
    for days, lag in _windows(definition):
        held = _rule(frames, definition.kpi, scope, days, on)
        if held is not None:
            days, lag = held.window_days or days, held.lag_days
        if days is None:
            days = reported_period(frames, kpi=definition.kpi, on=on)
        found.append(_standard(frames, definition.kpi, scope, held, days, lag, on))
    if scope in definition.unjudged:
        return [replace(each, target=np.nan, comparator=None, rule_id="") for each in found]
    return found


def figure_target(frames: AccountFrames, figure: dict, *, on: pd.Timestamp) -> Standard:
    """The standard of a reported figure: its own target, else that of the rule book on its day."""
    days = None if pd.isna(figure["window_days"]) else int(figure["window_days"])
    held = _rule(frames, figure["kpi"], figure["scope"], days, on)
    if frames.rules_on is not None:
        return _standard(frames, figure["kpi"], figure["scope"], held, days, 0, on)
    return _of_report(held, days, 0, figure) if pd.notna(figure["target"]) else _of_book(held, days, 0)


def reported_period(frames: AccountFrames, *, kpi: str, on: pd.Timestamp) -> int | None:
    """Days that the newest report up to `on` looks back for that KPI, else for any of the account's."""
    known = [figure for figure in frames.periods if figure["as_of"] <= on]
    own = [figure for figure in known if figure["kpi"] == kpi]
    newest = (own or known)[-1:]
    return int(newest[0]["window_days"]) if newest else None


def _windows(definition: Definition) -> tuple[tuple[int | None, int], ...]:
    return definition.windows or ((None, 0),)


def _rule(frames: AccountFrames, kpi: str, scope: str, days: int | None, on: pd.Timestamp) -> Rule | None:
    account = frames.account
    place = {"platform": account.platform, "market": account.market}
    return rule(kpi, **place, on=_rule_day(frames, on).date(), scope=scope, window_days=days)


def _rule_day(frames: AccountFrames, on: pd.Timestamp) -> pd.Timestamp:
    return on if frames.rules_on is None else frames.rules_on


def _standard(
    frames: AccountFrames, kpi: str, scope: str, held: Rule | None, days: int | None, lag: int, on: pd.Timestamp
) -> Standard:
    day = _rule_day(frames, on)
    shown = frames.targets.get((kpi, scope), [])
    if not shown and held is not None and held.judged_per == "category":
        # The report shows one target for the KPI; each category is held to it.
        shown = frames.targets.get((kpi, ""), [])
    known = [figure for figure in shown if _covers(figure, days, day)]
    return _of_report(held, days, lag, known[-1]) if known else _of_book(held, days, lag)


def _covers(figure: dict, days: int | None, on: pd.Timestamp) -> bool:
    """Shown by that day, over that window or over one it doesn't name."""
    shown = figure["window_days"]
    return figure["as_of"] <= on and (days is None or pd.isna(shown) or shown == days)


def _of_report(held: Rule | None, days: int | None, lag: int, figure) -> Standard:
    """A target typed without its comparator is compared as the book does, else the limit itself passes."""
    comparator = figure["comparator"] if pd.notna(figure["comparator"]) else held and held.comparator
    return Standard(held, days, lag, figure["target"], comparator or _inclusive(figure["kpi"]), FROM_REPORT)


def _inclusive(kpi: str) -> str:
    return "ge" if any(each.kpi == kpi and each.higher_is_better for each in DEFINITIONS) else "le"


def _of_book(held: Rule | None, days: int | None, lag: int) -> Standard:
    if held is None:
        return Standard(None, days, lag, np.nan, None, "")
    target = np.nan if held.target is None else held.target
    return Standard(held, days, lag, target, held.comparator, held.id)
