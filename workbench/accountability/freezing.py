"""Figures that are kept: the baseline at the start, and those of each approved review."""

from __future__ import annotations

import pandas as pd

from workbench.errors import ParameterError
from workbench.kpis import kpi_table, month_end
from workbench.record import freeze_baseline, publish_figures
from workbench.rules import load_rules


def freeze(client, *, by: str, as_of: str = "", reason: str = "") -> dict:
    """Freeze the client's KPI figures as its baseline and return the entry.

    Parameters
    ----------
    client : Client
        With its profile and tables.
    by : str
        Who says so.
    as_of : str
        The day; blank for the profile's baseline day.
    reason : str
        Why; needed from the second freeze on.

    Raises
    ------
    ParameterError
        No day is known, nobody is named, or a frozen baseline would change without a reason.
    NothingToShow
        Nothing was ingested.
    """
    planned = client.profile.baseline
    day = as_of or (planned.as_of.isoformat() if planned else "")
    if not day:
        raise ParameterError("baseline", "no day given, and none in client.yml", expected="such as --as-of 2025-03-31")
    files = files_read(client)
    figures = kpi_table(client, as_of=day)
    return freeze_baseline(client.folder, as_of=day, figures=figures, files=files, by=by, reason=reason)


def publish(client, *, month: str, by: str) -> dict:
    """Keep the figures of an approved review as published and return the entry.

    Parameters
    ----------
    client : Client
        With its profile and tables.
    month : str
        The reviewed month, such as 2026-01.
    by : str
        Who approved.

    Raises
    ------
    ParameterError
        `month` is no month, or nobody is named.
    NothingToShow
        Nothing was ingested.
    """
    figures, rules = kpi_table(client, as_of=month_end(month)), load_rules().version
    return publish_figures(
        client.folder, month=month, figures=figures, rules_version=rules, files=files_read(client), by=by
    )


def files_read(client) -> pd.DataFrame:
    """file, sha256 of all files that were read."""
    files = client.intake.files
    return files.loc[files["status"] == "read", ["file", "sha256"]].reset_index(drop=True)
