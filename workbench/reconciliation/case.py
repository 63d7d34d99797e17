"""One reported figure with what is needed to count it again: definition, rule, window and rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from workbench.errors import ParameterError
from workbench.kpis.counting import count_window
from workbench.kpis.days import window
from workbench.kpis.definitions import Definition, definition_of
from workbench.kpis.frames import AccountFrames
from workbench.kpis.opportunities import Opportunities
from workbench.kpis.reasons import reason
from workbench.kpis.standards import Standard, standards
from workbench.kpis.table import opportunities
from workbench.kpis.traffic import MONTHLY
from workbench.reconciliation.tally import Span, tally

# A reputation report's own scopes: who ships, or the true figures of a protected seller. Both are of the account.
WHOLE_ACCOUNT = "mercadolibre"


@dataclass(frozen=True)
class Case:
    """A figure of the platform and the same KPI as our files give it, over the figure's own window."""

    frames: AccountFrames
    definition: Definition
    standard: Standard
    scope: str
    span: Span | None
    states_window: bool

    @cached_property
    def found(self) -> Opportunities:
        """The rows behind our figure."""
        return self.rows_of(self.frames)

    @cached_property
    def base(self) -> pd.DataFrame:
        """Our count per order or parcel."""
        return tally(self.found.rows, self.span)

    @property
    def sums(self) -> tuple[int, int]:
        """Our numerator and denominator."""
        return int(self.base["numerator"].sum()), int(self.base["denominator"].sum())

    @cached_property
    def reason(self) -> str:
        """Why our figure is missing or an estimate, as the KPI table says it."""
        if self.span is None:
            return reason("period_only_in_reputation")
        days, lag = (self.span.end - self.span.start).days + 1, (self.span.known - self.span.end).days
        return count_window(self.found, as_of=self.span.known, days=days, lag=lag).reason

    @property
    def is_missing(self) -> bool:
        """Whether our files give nothing to count the figure from."""
        return self.span is None or bool(self.found.missing) or self.reason == (self.found.without_evidence or None)

    def rows_of(self, frames: AccountFrames, *, standard: Standard | None = None) -> Opportunities:
        """The KPI's rows of other tables or under another rule."""
        return opportunities(frames, definition=self.definition, scope=self.scope, standard=standard or self.standard)


def case_of(frames: AccountFrames, figure: Mapping) -> Case | None:
    """The case of a reported figure; None where the KPI is never computed from files or not by days."""
    platform = frames.account.platform
    try:
        definition = definition_of(figure["kpi"], platform=platform, where="reconcile")
    except ParameterError:  # a figure of the platform that is no KPI of ours
        return None
    if not definition.builder or definition.builder in MONTHLY:
        return None
    scope = "" if platform == WHOLE_ACCOUNT else figure["scope"]
    if scope not in definition.scopes:
        return None
    standard = _standard(frames, definition, scope, figure)
    span = _span(figure, standard)
    return Case(frames, definition, standard, scope, span, states_window=_has_window(figure))


def _standard(frames: AccountFrames, definition: Definition, scope: str, figure: Mapping) -> Standard:
    """The standard of the figure's own window; its days are the figure's where the rule knows no such window."""
    held = standards(frames, definition=definition, scope=scope, on=figure["as_of"])
    days = None if pd.isna(figure["window_days"]) else int(figure["window_days"]) or None
    if days is None:
        return held[-1]
    same = [each for each in held if each.days == days]
    return same[0] if same else replace(held[-1], days=days)


def _has_window(figure: Mapping) -> bool:
    start, end = figure["window_start"], figure["window_end"]
    return pd.notna(start) and pd.notna(end) and start <= end


def _span(figure: Mapping, standard: Standard) -> Span | None:
    if _has_window(figure):
        return Span(figure["window_start"], figure["window_end"], max(figure["as_of"], figure["window_end"]))
    if standard.days is None:
        return None
    return Span(*window(figure["as_of"], days=standard.days, lag=standard.lag), figure["as_of"])
