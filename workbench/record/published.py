"""Published figures: what an approved review told the client, kept for good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from workbench.errors import ParameterError
from workbench.record.entries import RECORD, append_entry, read_entries
from workbench.record.events import MONTH
from workbench.record.figures import entry_of_figures, entry_of_files, figures_of_entry, files_of_entry
from workbench.tables import KPI_TABLE

PUBLISHED = "published.yml"


@dataclass(frozen=True)
class Publication:
    """The figures of one approved review.

    Attributes
    ----------
    month : str
        Such as 2026-01.
    at, by : str
        When (ISO instant, UTC) and by whom.
    rules_version : str
        Version of the rule book.
    figures : DataFrame
        `KPI_TABLE` rows as of the month's last day.
    files : DataFrame
        file, sha256: what had been read by then.
    """

    month: str
    at: str
    by: str
    rules_version: str
    figures: pd.DataFrame
    files: pd.DataFrame


def publish_figures(
    folder: Path, *, month: str, figures: pd.DataFrame, rules_version: str, files: pd.DataFrame, by: str
) -> dict:
    """Append the figures of an approved review and return the entry.

    Parameters
    ----------
    folder : Path
        The client's folder.
    month : str
        Such as 2026-01; a month may be published again, and the earlier figures stay.
    figures : DataFrame
        `KPI_TABLE` rows as of the month's last day.
    rules_version : str
        Version of the rule book.
    files : DataFrame
        file, sha256: all files that were read.
    by : str
        Who approved.

    Raises
    ------
    ParameterError
        `month` is no month, or nobody is named.
    TableError
        `figures` are no KPI rows.
    """
    if not MONTH.fullmatch(month):
        raise ParameterError("month", f"'{month}' is no month", expected="such as 2026-01")
    content = {"figures": entry_of_figures(figures), "files": entry_of_files(files)}
    return append_entry(folder / RECORD / PUBLISHED, {"month": month, "rules_version": rules_version, **content}, by=by)


def publications(folder: Path) -> list[Publication]:
    """The newest publication of each month, in order of the months."""
    newest = {str(entry["month"]): entry for entry in read_entries(folder / RECORD / PUBLISHED)}
    return [_publication(newest[month]) for month in sorted(newest)]


def published_figures(folder: Path) -> pd.DataFrame:
    """All published figures, the newest of each month: month, published_at, by, rules_version, then `KPI_TABLE`."""
    parts = [
        each.figures.assign(month=each.month, published_at=each.at, by=each.by, rules_version=each.rules_version)
        for each in publications(folder)
    ]
    columns = ["month", "published_at", "by", "rules_version", *KPI_TABLE.names]
    rows = pd.concat(parts, ignore_index=True) if parts else figures_of_entry([]).reindex(columns=columns)
    instants = pd.to_datetime(rows["published_at"], utc=True, format="ISO8601").astype("datetime64[us, UTC]")
    text = dict.fromkeys(("month", "by", "rules_version"), "str")
    return rows.assign(published_at=instants).astype(text)[columns]


def _publication(entry: Mapping) -> Publication:
    return Publication(
        month=str(entry["month"]),
        at=str(entry["at"]),
        by=str(entry["by"]),
        rules_version=str(entry["rules_version"]),
        figures=figures_of_entry(entry["figures"]),
        files=files_of_entry(entry["files"]),
    )
