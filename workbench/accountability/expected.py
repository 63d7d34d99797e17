"""Which files a month needs: what the profile expects, else what came in the months before."""

from __future__ import annotations

from datetime import date

import pandas as pd

from workbench.errors import NothingToShow, ProfileError, did_you_mean
from workbench.kpis import month_end
from workbench.sources import EXPORTS

COLUMNS = ["export", "title", "account", "due_date", "basis"]
# Where the profile names no day.
DUE_DAY = 5
MONTHS_BACK = 3
# What the agency fetches itself, and lists that hold until they change: asked for only where the profile expects them.
NOT_MONTHLY = ("offers", "fx", "catalogue", "changes")


def expected_files(client, *, month: str) -> pd.DataFrame:
    """The files that a month's review needs from the client.

    Parameters
    ----------
    client : Client
        With its profile and intake.
    month : str
        Such as 2026-01.

    Returns
    -------
    DataFrame
        One row per export and account: export, title, account (blank for files of no account), due_date (in the
        month after), basis (profile, or earlier months: every export that had rows in one of the three months
        before).

    Raises
    ------
    ParameterError
        `month` is no month.
    ProfileError
        The profile expects an export that the workbench does not know.
    NothingToShow
        The profile expects nothing and nothing was ingested yet.
    """
    start, end = month_days(month)
    if client.profile.expected_files:
        rows = [(each.export, each.account, each.due_day) for each in client.profile.expected_files]
        basis = "profile"
    else:
        rows = [(export, account, DUE_DAY) for export, account in _seen_before(_files(client), start)]
        basis = "earlier months"
    after = end + pd.Timedelta(days=1)
    named = [
        (export, title_of(export, client.id), account, after.replace(day=due), basis) for export, account, due in rows
    ]
    frame = pd.DataFrame(named, columns=COLUMNS)
    text = dict.fromkeys(("export", "title", "account", "basis"), "str")
    return frame.astype({**text, "due_date": "datetime64[us]"})


def month_days(month: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day of a month.

    >>> [day.date().isoformat() for day in month_days("2024-02")]
    ['2024-02-01', '2024-02-29']
    """
    end = pd.Timestamp(date.fromisoformat(month_end(month)))
    return end.replace(day=1), end


def title_of(export: str, client_id: str) -> str:
    """An export's name for people.

    Raises
    ------
    ProfileError
        The workbench knows no such export.
    """
    if export not in EXPORTS:
        raise ProfileError(
            f"{client_id}/client.yml",
            f"expected_files: no export '{export}'",
            expected="an export of docs/sources.md",
            hint=did_you_mean(export, EXPORTS),
        )
    return EXPORTS[export].title


def _files(client) -> pd.DataFrame:
    try:
        return client.intake.files
    except NothingToShow as fault:
        raise NothingToShow(
            client.id,
            "nothing ingested yet, and client.yml names no expected files",
            expected="one of the two",
            hint=f"name the files under expected_files (docs/profile.md), or run: workbench ingest {client.id}",
        ) from fault


def _seen_before(files: pd.DataFrame, start: pd.Timestamp) -> list[tuple[str, str]]:
    since = (start - pd.DateOffset(months=MONTHS_BACK)).date().isoformat()
    read = files[(files["status"] == "read") & (files["first_day"] != "")]
    recent = read[(read["last_day"] >= since) & (read["first_day"] < start.date().isoformat())]
    monthly = recent.loc[[EXPORTS[export].tables[0] not in NOT_MONTHLY for export in recent["export"]]]
    return sorted(set(zip(monthly["export"], monthly["account"], strict=True)))
