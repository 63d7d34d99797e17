"""Published figures that would come out otherwise today, and why."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from workbench.kpis import kpi_matrix, kpi_table, month_end
from workbench.record import Publication, publications
from workbench.sources import EXPORTS
from workbench.tables import TABLES

KEY = ["account", "kpi", "scope", "window_days", "basis"]
COMPARED = ["numerator", "denominator", "rate", "value"]
COUNTS = ["old_numerator", "old_denominator", "new_numerator", "new_denominator"]
COLUMNS = {
    "month": "str",
    **dict.fromkeys(["account", "kpi", "scope"], "str"),
    "window_days": "Int64",
    "old": "float64",
    "new": "float64",
    "why": "str",
    "basis": "str",
    **dict.fromkeys(COUNTS, "Int64"),
}
RESTATED_REASONS = {
    "rule_changed": "Another rule holds: {detail}.",
    "files_came": "Files came since: {detail}.",
    "files_went": "Files were taken away since: {detail}.",
    "code_changed": "Neither a rule nor a file changed: the workbench counts otherwise, or an answer about a file did.",
}
"""Reason code to its English sentence; ``{detail}`` stands for what follows the code's colon."""

# Two ways of summing the same parts differ in the last digits.
SAME = 1e-9


def restated(client) -> pd.DataFrame:
    """The published figures that the files, rules and code of today would give otherwise.

    Each published month is computed again as of its last day. What happened after that day changes
    nothing: a restated figure means that another file, rule or way of counting came.

    Parameters
    ----------
    client : Client
        With its profile, tables, intake and record.

    Returns
    -------
    DataFrame
        One row per published month, account, KPI, scope, window and basis whose counts, rate or value differ:
        month, account, kpi, scope, window_days, old, new (rates, else values; missing where not measured), why
        (codes of `RESTATED_REASONS` with their details, joined by "; "), basis, and old and new numerator and
        denominator. Sorted by month and key.

    Raises
    ------
    NothingToShow
        Nothing was ingested.
    RecordFault
        The record can't be read.
    """
    published = publications(client.folder)
    parts = [_of_month(client, each) for each in published]
    filled = [part for part in parts if len(part)]
    frame = pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=list(COLUMNS))
    return frame[list(COLUMNS)].astype(COLUMNS).sort_values(["month", *KEY], ignore_index=True)


def _of_month(client, published: Publication) -> pd.DataFrame:
    now = kpi_table(client, as_of=month_end(published.month))
    wanted = [*KEY, *COMPARED, "rule_id"]
    before, after = _keyed(published.figures)[wanted], _keyed(now)[wanted]
    both = before.merge(after, on=KEY, how="outer", suffixes=("_old", "_new"))
    differ = np.logical_or.reduce([_differs(both[f"{name}_old"], both[f"{name}_new"]) for name in COMPARED])
    changed = both[differ]
    came, went = _file_changes(client, published)
    platforms = {account.id: account.platform for account in client.profile.accounts}
    why = [_why(row, platforms, came, went) for row in changed.to_dict("records")]
    return changed.assign(
        month=published.month,
        why=why,
        **{age: changed[f"rate_{age}"].fillna(changed[f"value_{age}"]) for age in ("old", "new")},
        **{name: changed["_".join(reversed(name.split("_")))] for name in COUNTS},
    )


def _keyed(figures: pd.DataFrame) -> pd.DataFrame:
    """One row a key: of a platform's own figures the newest stands already."""
    filled = figures.assign(scope=figures["scope"].fillna(""), window_days=figures["window_days"].fillna(-1))
    return filled.drop_duplicates(KEY, keep="last").replace({"window_days": {-1: pd.NA}})


def _differs(old: pd.Series, new: pd.Series) -> np.ndarray:
    one, other = old.astype("float64"), new.astype("float64")
    return ~(((one - other).abs() <= SAME) | (one.isna() & other.isna())).to_numpy()


def _why(row: dict, platforms: dict[str, str], came: dict[str, list[str]], went: dict[str, list[str]]) -> str:
    exports = set(_exports_of(row["kpi"], platforms.get(row["account"], "")))
    reasons = [*_rule_change(row), *_named("files_came", came, exports), *_named("files_went", went, exports)]
    return "; ".join(reasons) or "code_changed"


def _rule_change(row: dict) -> Iterator[str]:
    old, new = (str(row[name]) if pd.notna(row[name]) else "" for name in ("rule_id_old", "rule_id_new"))
    if old and new and old != new:
        yield f"rule_changed:{old} → {new}"


def _named(code: str, files: dict[str, list[str]], exports: set[str]) -> Iterator[str]:
    names = sorted({name for export, some in files.items() if export in exports for name in some})
    if names:
        yield f"{code}:{', '.join(names)}"


def _file_changes(client, published: Publication) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Files that came and files that went since the publication, by export; the same bytes are the same file."""
    files = client.intake.files
    read = files[files["status"] == "read"]
    known = set(published.files["sha256"])
    new = read[~read["sha256"].isin(known)]
    came = {str(export): list(part["file"]) for export, part in new.groupby("export")}
    gone = published.files[~published.files["sha256"].isin(set(read["sha256"]))]
    # Of a file that is gone nobody knows any more which export it was; it may have fed any figure.
    return came, {export: list(gone["file"]) for export in EXPORTS if len(gone)}


def _exports_of(kpi: str, platform: str) -> list[str]:
    """Exports that fill a table which the KPI reads, or which the platform reports it in."""
    matrix = kpi_matrix()
    rows = matrix[(matrix["kpi"] == kpi) & (matrix["platform"] == platform)]
    needs = " ".join(need for row in rows["needs"] for need in row)
    # Windows and targets come from the platform's own reports.
    tables = {"reported", *(name for name in TABLES if f"{name}." in needs)}
    return [export.name for export in EXPORTS.values() if tables & set(export.tables)]
