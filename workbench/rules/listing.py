"""The rules of a day as a table, for reports and the command line."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from workbench.errors import RuleError
from workbench.rules.book import as_day, load_rules
from workbench.rules.models import EVIDENCE, Rule

COLUMNS = [
    "id",
    "platform",
    "market",
    "kpi",
    "judged_per",
    "window_days",
    "lag_days",
    "by",
    "numerator",
    "denominator",
    "excludes",
    "two_scans_from",
    "not_accountable",
    "target",
    "comparator",
    "recommended",
    "bands",
    "leaders_only",
    "since",
    "until",
    "is_preview",
    "evidence",
    "evidence_meaning",
    "source",
    "checked",
    "enforcement",
    "enforcement_source",
    "note",
]

CHANGED = [
    *("platform", "market", "kpi", "window_days", "change", "old_target", "old_comparator", "new_target"),
    *("new_comparator", "differs", "old_enforcement", "new_enforcement", "from_date", "source", "note"),
]

# What a rule says; the rest of an entry is where we know it from.
SUBSTANCE = (
    *("judged_per", "window", "window_days", "lag_days", "by", "unit", "zone", "numerator", "denominator", "excludes"),
    *("two_scans_from", "not_accountable", "target", "target_from", "comparator", "recommended", "bands"),
    *("leaders_only", "preview", "enforcement"),
)


def rules_in_force(on: date | str) -> pd.DataFrame:
    """Every rule that holds on a day, one row each, sorted by platform, market and KPI.

    Parameters
    ----------
    on : date or str
        The day.

    Returns
    -------
    DataFrame
        id, platform, market, kpi, judged_per (account, channel, category), window_days (missing:
        the platform's report gives it, or it was not found), lag_days, by (the event whose day puts an
        order into the window), numerator, denominator and excludes (names of `predicates`; blank: the
        platform's page does not say), two_scans_from (text), not_accountable (what the platform does not
        hold against the seller), target (missing: only the report knows it), comparator, recommended,
        bands (text), leaders_only (missing it costs a level alone), since and until (missing: not found, or open),
        is_preview (announced, never judged), evidence, evidence_meaning, source, checked,
        enforcement, enforcement_source, note.

    Raises
    ------
    RuleError
        `on` is no day.

    Source: ``workbench/rules/kpis.yml``.

    >>> held = rules_in_force("2026-01-31")
    >>> held.loc[held["kpi"] == "return_rate", "id"].tolist()
    ['walmart-us-return_rate-60d-2026']
    """
    day = as_day(on)
    rows = [_row(entry) for entry in load_rules().rules if entry.holds_on(day)]
    listing = pd.DataFrame(rows, columns=COLUMNS).astype(
        {"window_days": "Int64", "target": "float64", "recommended": "float64"}
    )
    for column in ("since", "until", "checked"):
        listing[column] = pd.to_datetime(listing[column]).astype("datetime64[us]")
    return listing.sort_values(["platform", "market", "kpi", "window_days"], ignore_index=True)


def rules_changed(since: date | str, on: date | str) -> pd.DataFrame:
    """What the platforms changed between two days, one row per rule that differs.

    Parameters
    ----------
    since, on : date or str
        The earlier and the later day.

    Returns
    -------
    DataFrame
        platform, market, kpi, window_days, change (new, ended, changed), old_target, old_comparator, new_target,
        new_comparator, differs (names of the fields that changed where a rule stands for another one: the target may
        stay while what is counted, or what follows a breach, is new), old_enforcement, new_enforcement, from_date
        (first day of the new rule, else the day after the old one's last), source, note; sorted by platform, market,
        KPI and window. A rule is `changed` where another one stands for the same platform, market, KPI and window.

    Raises
    ------
    RuleError
        A day that is none, or `on` before `since`.

    Source: ``workbench/rules/kpis.yml``.

    >>> found = rules_changed("2026-01-28", "2026-01-29")
    >>> found[["kpi", "change"]].values.tolist()
    [['item_not_received_rate', 'new'], ['return_rate', 'new']]
    """
    first, last = as_day(since), as_day(on)
    if last < first:
        raise RuleError("rules_changed", f"{last} lies before {first}", expected="since <= on")
    before, after = (
        {entry.subject: entry for entry in load_rules().rules if entry.holds_on(day)} for day in (first, last)
    )
    moved = [subject for subject in {**before, **after} if before.get(subject) != after.get(subject)]
    rows = [_changed_row(before.get(subject), after.get(subject)) for subject in moved]
    listing = pd.DataFrame(rows, columns=CHANGED).astype(
        {"window_days": "Int64", "old_target": "float64", "new_target": "float64", "from_date": "datetime64[us]"}
    )
    return listing.sort_values(["platform", "market", "kpi", "window_days"], ignore_index=True)


def _changed_row(old: Rule | None, new: Rule | None) -> dict:
    entry = new or old
    starts = new.since if new else old.until + timedelta(days=1)
    told = {
        f"{age}_{name}": getattr(each, name) if each else None
        for age, each in (("old", old), ("new", new))
        for name in ("target", "comparator", "enforcement")
    }
    return {
        **{name: getattr(entry, name) for name in ("platform", "market", "kpi", "window_days", "source", "note")},
        "differs": ", ".join(name for name in SUBSTANCE if old and new and getattr(old, name) != getattr(new, name)),
        "change": "new" if old is None else "ended" if new is None else "changed",
        "from_date": pd.Timestamp(starts) if starts else pd.NaT,
        **told,
    }


def _row(entry: Rule) -> dict:
    fields = {name: getattr(entry, name) for name in COLUMNS if hasattr(entry, name)}
    return {
        **fields,
        **{name: ", ".join(getattr(entry, name)) for name in ("excludes", "not_accountable")},
        **{name: _pairs(getattr(entry, name)) for name in ("bands", "two_scans_from")},
        "is_preview": entry.preview,
        "evidence_meaning": EVIDENCE[entry.evidence],
        "comparator": entry.comparator or "",
    }


def _pairs(values: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:g}" for name, value in values.items())
