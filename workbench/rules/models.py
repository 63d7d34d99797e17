"""What one entry of the rule book says, and when a figure meets it."""

from __future__ import annotations

import operator
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from workbench.errors import RuleError, listed
from workbench.rules.predicates import DENOMINATORS, EXCLUSIONS, NUMERATORS

COMPARATORS = {"lt": operator.lt, "le": operator.le, "gt": operator.gt, "ge": operator.ge, "eq": operator.eq}

EVIDENCE = {
    "O": "the platform's own page",
    "F": "platform announcement or staff",
    "T": "third party",
    "C": "public code",
    "D": "derived from sourced numbers",
}

Comparator = Literal["lt", "le", "gt", "ge", "eq"]
Grade = Literal["O", "F", "T", "C", "D"]


class Entry(BaseModel):
    """What every entry of the book carries: where it applies, since when, and how sure it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    platform: str
    market: str
    since: date | None = None
    until: date | None = None
    evidence: Grade
    source: str
    checked: date
    note: str = ""

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Entry:
        if self.since and self.until and self.until < self.since:
            raise ValueError(f"until {self.until} lies before since {self.since}")
        return self

    def holds_on(self, on: date) -> bool:
        """Whether `on` lies within since and until, both included; a missing end is open."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


class Rule(Entry):
    """A platform's standard for one KPI in one market, with its window and its time of validity.

    `since` missing means that the start was not found, not that the rule always held. `target`
    missing with ``target_from="report"`` means that the platform publishes no number for the market
    and only the seller's own report knows it.
    """

    kpi: str
    scope: str = ""
    judged_per: Literal["account", "channel", "category"] = "account"
    window: Literal["fixed", "api_period"] = "fixed"
    window_days: int | None = Field(default=None, gt=0)
    lag_days: int = Field(default=0, ge=0)
    target: float | None = None
    target_from: Literal["book", "report"] = "book"
    comparator: Comparator | None = None
    recommended: float | None = None
    bands: dict[str, float] = Field(default_factory=dict)
    leaders_only: bool = False
    preview: bool = False
    two_scans_from: dict[str, float] = Field(default_factory=dict)
    not_accountable: tuple[Literal["carrier_exception", "carrier_delay"], ...] = ()
    by: str = ""
    unit: str
    numerator: str = ""
    denominator: str = ""
    excludes: tuple[str, ...] = ()
    zone: str = ""
    enforcement: str = ""
    enforcement_source: str = ""

    @model_validator(mode="after")
    def _target_is_whole(self) -> Rule:
        if self.target_from == "report" and self.target is not None:
            raise ValueError("a target that only the report knows can't stand in the book")
        if self.target_from == "book" and (self.target is None or self.comparator is None):
            raise ValueError("a target and a comparator are needed, or target_from: report")
        if list(self.bands.values()) != sorted(self.bands.values()):
            raise ValueError("bands must rise from the first to the last")
        return self

    @model_validator(mode="after")
    def _says_one_thing(self) -> Rule:
        if self.target is not None and self.kpi.endswith(("_rate", "_share")) and not 0 <= self.target <= 1:
            raise ValueError(f"the target of a rate is a fraction, not {self.target:g}")
        if self.comparator in ("lt", "le") and self.bands.get("green", self.target) != self.target:
            raise ValueError(f"target {self.target:g} contradicts the bound of green, {self.bands['green']:g}")
        return self

    @model_validator(mode="after")
    def _counts_what_is_known(self) -> Rule:
        told = [(self.numerator, NUMERATORS), (self.denominator, DENOMINATORS)]
        told += [(name, EXCLUSIONS) for name in self.excludes]
        unknown = [name for name, known in told if name and name not in known]
        if unknown:
            raise ValueError(f"no such numerator, denominator or exclusion: {', '.join(unknown)}")
        return self

    @property
    def subject(self) -> tuple:
        """What no two rules may say at the same time: platform, market, KPI, scope and window."""
        return (self.platform, self.market, self.kpi, self.scope, self.window_days)


class EndedRule(Rule):
    """A standard that has ended on a day nobody found: shown, never applied."""

    until: Literal["unknown"] = "unknown"

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> EndedRule:
        return self

    def holds_on(self, on: date) -> bool:
        """Never: a rule whose end is unknown judges nothing."""
        return False


class Programme(Entry):
    """A condition that is no rate, such as what a seller level needs."""

    name: str
    values: dict[str, float | list[float]]


def meets(rate: float, target: float, comparator: str) -> bool:
    """Whether `rate` is good under the target; the comparator decides at the limit itself.

    Parameters
    ----------
    rate : float
        Fraction, score or count.
    target : float
        In the same unit.
    comparator : str
        lt, le, gt, ge or eq: the condition to be good.

    Raises
    ------
    RuleError
        A comparator that is not in the list.

    Source: Amazon compares strictly, Walmart inclusively since 2025-10-28, Mercado Libre's colour
    bounds are inclusive (rule book, checked 2026-11-23).

    >>> meets(0.95, 0.95, "gt"), meets(0.95, 0.95, "ge")
    (False, True)
    """
    if comparator not in COMPARATORS:
        raise RuleError("comparator", f"'{comparator}'", expected=listed(COMPARATORS))
    return bool(COMPARATORS[comparator](rate, target))
