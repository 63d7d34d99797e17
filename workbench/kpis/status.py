"""Where a figure stands: good, watch, breach, unmeasured or no rule; and how many bad orders still fit."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import ceil, floor

import pandas as pd

from workbench.rules import Rule, meets, rule
from workbench.tables import KPI_TABLE, require_columns

STATUSES = ("breach", "watch", "good", "unmeasured", "no_rule")
"""From the worst to the one that says least."""

# Walmart's label between Good and Urgent, and its older wording.
WALMART_WATCH = ("monitor", "needs attention")
THIN_SHARE = Fraction(1, 10)
# What the platform's label says where it shows no figure at all, such as the state of an account.
LABEL_STATUS = {
    "normal": "good",
    "good": "good",
    "great": "good",
    "at_risk": "watch",
    "at risk": "watch",
    "warned": "watch",
    "bad": "breach",
    "deactivated": "breach",
    "suspended": "breach",
}


def judge(kpis: pd.DataFrame, *, rules_on: date | None = None) -> pd.DataFrame:
    """The KPI table with status and level as target, counts and labels give them.

    Parameters
    ----------
    kpis : DataFrame
        One row per KPI figure, as `kpi_table`; status and level may be blank.
    rules_on : date, optional
        The day whose rules give colours and previews; else each figure's own day.

    Returns
    -------
    DataFrame
        The same rows and columns. status is good, watch, breach, unmeasured or no_rule; a blank level becomes
        the Mercado Libre colour of the rate, a label of the platform stays.

        unmeasured : no figure, or nothing to count.
        no_rule : no target published, or the rule is only announced.
        watch : within the target with headroom under a tenth of the allowance (at least one order) and at least
            one bad order, or Mercado Libre yellow, an account health rating at risk, Walmart's Monitor, or a
            standard missed that only costs a seller level.
        breach : the target is missed; Mercado Libre orange and red.

    Raises
    ------
    TableError
        A column of the KPI table is missing.

    Source: the platforms' comparators and colours as in the rule book of the day; the tenth is ours.
    """
    require_columns(kpis, KPI_TABLE.names, of="judge: KPI table")
    rows = kpis.to_dict("records")
    rules = [_rule_of(row, rules_on) for row in rows]
    levels = [_level(row, held) for row, held in zip(rows, rules, strict=True)]
    statuses = [_status(row, held) for row, held in zip(rows, rules, strict=True)]
    return kpis.assign(
        status=pd.Series(statuses, index=kpis.index, dtype="str"),
        level=pd.Series(levels, index=kpis.index, dtype="str"),
    )


def colour(rate: float, bands: dict[str, float]) -> str:
    """The level whose upper bound, inclusive, is the first at or above the figure; red above the last.

    Source: Mercado Libre Mexico's table of bounds (help 27672); a leader's rate shows the colour green.

    >>> claims = {"leader": 0.01, "green": 0.015, "yellow": 0.03, "orange": 0.06}
    >>> [colour(rate, claims) for rate in (0.015, 0.0151, 0.06, 0.0601)]
    ['green', 'yellow', 'orange', 'red']
    """
    if not bands or pd.isna(rate):
        return ""
    level = next((name for name, bound in bands.items() if rate <= bound), "red")
    return "green" if level == "leader" else level


def headroom(numerator: int, denominator: int, *, target: float, comparator: str) -> int:
    """How many more orders may turn bad, at the same number of orders, with the target still met.

    Negative where the target is missed: so many bad orders too many. For a rate that must be high, a bad
    order is one fewer in the numerator.

    Source: headroom(n, v, t) = max k with (v + k) / n within t, in whole numbers (public rule table of
    Mercado Libre's reputation, checked 2026-11-23).

    >>> headroom(3, 200, target=0.015, comparator="le"), headroom(10, 200, target=0.04, comparator="lt")
    (0, -3)
    >>> headroom(190, 200, target=0.95, comparator="gt")
    -1
    """
    bad = denominator - numerator if comparator in ("gt", "ge") else numerator
    return allowance(denominator, target=target, comparator=comparator) - bad


def allowance(denominator: int, *, target: float, comparator: str) -> int:
    """The most bad orders among `denominator` with the target still met; -1 where not even none would do.

    >>> allowance(200, target=0.04, comparator="lt"), allowance(200, target=0.95, comparator="ge")
    (7, 10)
    """
    # Whole numbers from the decimal text of the target: 0.07 * 100 is not 7 in binary fractions.
    limit = Fraction(repr(float(target))) * denominator
    least_or_most = {
        "lt": ceil(limit) - 1,
        "le": floor(limit),
        "eq": floor(limit),
        "gt": denominator - floor(limit) - 1,
        "ge": denominator - ceil(limit),
    }
    return max(least_or_most[comparator], -1)


def _rule_of(row: dict, rules_on: date | None) -> Rule | None:
    days = None if pd.isna(row["window_days"]) else int(row["window_days"])
    on = rules_on or pd.Timestamp(row["as_of"]).date()
    place = {"platform": row["platform"], "market": row["market"], "on": on}
    return rule(row["kpi"], **place, scope=_text(row["scope"]), window_days=days)


def _status(row: dict, held: Rule | None) -> str:
    figure = row["rate"] if pd.notna(row["rate"]) else row["value"]
    if is_label_only(row):
        return LABEL_STATUS.get(_text(row["level"]).lower(), "no_rule")
    if pd.isna(figure) or (pd.notna(row["denominator"]) and row["denominator"] == 0):
        return "unmeasured"
    if pd.isna(row["target"]) or _only_announced(row, held):
        return "no_rule"
    label = _text(row["level"]).lower()
    if meets(figure, row["target"], row["comparator"]):
        return "watch" if label in WALMART_WATCH or _is_thin(row) else "good"
    mild = held is not None and (held.leaders_only or colour(figure, held.bands) == "yellow")
    return "watch" if mild or label in WALMART_WATCH else "breach"


def is_label_only(row: dict) -> bool:
    """Whether the platform shows a label and nothing to count, such as the state of an account."""
    return bool(pd.isna(row["rate"]) and pd.isna(row["value"]) and _text(row["level"]) and not _text(row["reason"]))


def _only_announced(row: dict, held: Rule | None) -> bool:
    return held is not None and held.preview and row["rule_id"] == held.id


def _is_thin(row: dict) -> bool:
    """Without a single bad order there is nothing to watch, however few orders there are."""
    if pd.isna(row["numerator"]) or pd.isna(row["denominator"]) or pd.isna(row["rate"]):
        return False
    counts = {"target": row["target"], "comparator": row["comparator"]}
    most = allowance(int(row["denominator"]), **counts)
    room = headroom(int(row["numerator"]), int(row["denominator"]), **counts)
    return most > room and room < max(1, most * THIN_SHARE)


def _level(row: dict, held: Rule | None) -> str:
    label = _text(row["level"])
    return label or (colour(row["rate"], held.bands) if held else "")


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)
