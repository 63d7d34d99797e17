"""The rules of a day as a table, for reports and the command line."""

from __future__ import annotations

from datetime import date

import pandas as pd

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
    "target",
    "comparator",
    "bands",
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
        the platform's report gives it, or it was not found), lag_days, target (missing: only the
        report knows it), comparator, bands (text), since and until (missing: not found, or open),
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
    listing = pd.DataFrame(rows, columns=COLUMNS).astype({"window_days": "Int64", "target": "float64"})
    for column in ("since", "until", "checked"):
        listing[column] = pd.to_datetime(listing[column]).astype("datetime64[us]")
    return listing.sort_values(["platform", "market", "kpi", "window_days"], ignore_index=True)


def _row(entry: Rule) -> dict:
    fields = {name: getattr(entry, name) for name in COLUMNS if hasattr(entry, name)}
    bands = ", ".join(f"{level} {bound:g}" for level, bound in entry.bands.items())
    return {
        **fields,
        "bands": bands,
        "is_preview": entry.preview,
        "evidence_meaning": EVIDENCE[entry.evidence],
        "comparator": entry.comparator or "",
    }
