"""Reading the rule book and asking it for the rule of a day."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import lru_cache
from itertools import combinations, groupby
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from workbench.errors import RuleError
from workbench.rules.models import EndedRule, Programme, Rule

BOOK = Path(__file__).with_name("kpis.yml")
EVERY_MARKET = "*"


class RuleBook(BaseModel):
    """All rules, the ended ones kept as history, and the conditions that are no rate.

    `version` names the book in every report: the day it was last dated and the hash of its text.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    dated: date
    rules: tuple[Rule, ...]
    history: tuple[EndedRule, ...] = ()
    programmes: tuple[Programme, ...] = ()
    digest: str = ""

    @property
    def version(self) -> str:
        """Date of the book and the first eight digits of its hash."""
        return f"{self.dated.isoformat()}-{self.digest[:8]}"

    def find(self, kpi: str, *, platform: str, market: str, on: date, scope: str = "") -> list[Rule]:
        """Rules of a KPI that hold on a day: exact market before any market, longest window first."""
        held = [
            entry
            for entry in self.rules
            if entry.kpi == kpi
            and entry.platform == platform
            and entry.market in (market, EVERY_MARKET)
            and entry.scope in (scope, "")
            and entry.holds_on(on)
        ]
        return sorted(held, key=_nearest_first)


def rule(
    kpi: str,
    *,
    platform: str,
    market: str,
    on: date | str,
    scope: str = "",
    window_days: int | None = None,
) -> Rule | None:
    """The rule that holds for a KPI on a day; None where the platform publishes none.

    Parameters
    ----------
    kpi : str
        KPI in the workbench's words, such as ``late_shipment_rate``.
    platform, market : str
        Platform and country code.
    on : date or str
        The day, ISO text or date.
    scope : str
        Channel or category; a rule without scope holds for all of them.
    window_days : int, optional
        Which window, where a KPI is judged over several; else the longest.

    Returns
    -------
    Rule or None
        A window that the book doesn't know gives the KPI's longest one.

    Raises
    ------
    RuleError
        `on` is no day.

    Source: ``workbench/rules/kpis.yml``, with evidence grade, source and date of check per entry.

    >>> rule("late_shipment_rate", platform="amazon", market="US", on="2026-01-31").target
    0.04
    >>> rule("late_shipment_rate", platform="walmart", market="MX", on="2026-01-31") is None
    True
    """
    held = load_rules().find(kpi, platform=platform, market=market, on=as_day(on), scope=scope)
    exact = [entry for entry in held if entry.window_days == window_days]
    return (exact or held or [None])[0]


@lru_cache(maxsize=1)
def load_rules() -> RuleBook:
    """The rule book that ships with the workbench, read once.

    Raises
    ------
    RuleError
        As `read_rules`.

    >>> load_rules().version[:10]
    '2026-11-23'
    """
    return read_rules(BOOK.read_bytes(), where=BOOK.name)


def read_rules(content: bytes, *, where: str) -> RuleBook:
    """A rule book from YAML, checked as a whole.

    Raises
    ------
    RuleError
        Text that is no YAML, fields that are missing, unknown or of the wrong kind, an id given
        twice, or rules that contradict each other; all faults at once.
    """
    try:
        book = RuleBook.model_validate({**_mapping(content, where), "digest": hashlib.sha256(content).hexdigest()})
    except ValidationError as fault:
        raise RuleError(where, _faults(fault), expected="the fields that the head of the file names") from fault
    _refuse_repeated_ids(book, where)
    _refuse_overlaps(book, where)
    return book


def as_day(on: date | str) -> date:
    """`on` as a calendar day; raises `RuleError` where it is none.

    >>> as_day("2026-01-31")
    datetime.date(2026, 1, 31)
    """
    if isinstance(on, datetime):
        return on.date()
    if isinstance(on, date):
        return on
    try:
        return date.fromisoformat(on)
    except ValueError as fault:
        raise RuleError("rule", f"'{on}' is no day", expected="a day such as 2026-01-31") from fault


def _nearest_first(entry: Rule) -> tuple:
    return (entry.market == EVERY_MARKET, entry.scope == "", -(entry.window_days or 0))


def _mapping(content: bytes, where: str) -> dict:
    try:
        loaded = yaml.safe_load(content)
    except yaml.YAMLError as fault:
        raise RuleError(where, f"not readable as YAML: {str(fault).splitlines()[0]}", expected="YAML") from fault
    if not isinstance(loaded, dict):
        raise RuleError(where, "no fields", expected="dated, rules, history, programmes")
    return loaded


def _faults(fault: ValidationError) -> str:
    lines = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in fault.errors()]
    return f"{len(lines)} faults: " + "; ".join(lines)


def _refuse_repeated_ids(book: RuleBook, where: str) -> None:
    ids = sorted(entry.id for entry in (*book.rules, *book.history, *book.programmes))
    repeated = [name for name, group in groupby(ids) if len(list(group)) > 1]
    if repeated:
        raise RuleError(where, f"ids given twice: {', '.join(repeated)}", expected="one entry per id")


def _refuse_overlaps(book: RuleBook, where: str) -> None:
    ordered = sorted(book.rules, key=lambda entry: str(entry.subject))
    pairs = [
        f"{one.id} and {other.id}"
        for _, same in groupby(ordered, key=lambda entry: entry.subject)
        for one, other in combinations(list(same), 2)
        if _overlap(one, other)
    ]
    if pairs:
        raise RuleError(
            where,
            f"rules for the same KPI, market and window hold at the same time: {'; '.join(pairs)}",
            expected="one rule a day",
            hint="end the older one the day before the newer one starts",
        )


def _overlap(one: Rule, other: Rule) -> bool:
    return (one.since or date.min) <= (other.until or date.max) and (other.since or date.min) <= (one.until or date.max)
