"""The index of reviews: which are missing, draft, approved or sent, by whom and when."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from workbench.batch.publication import published
from workbench.batch.standing import is_approved
from workbench.desk import desk_reviews
from workbench.profile import client_folder, find_home
from workbench.record import events_table
from workbench.reviews import reports_folder

COLUMNS = {**dict.fromkeys(("client", "month", "lang", "state", "by"), "str"), "at": "datetime64[us, UTC]"}


def reviews_index(home: str | Path = "", reports: str | Path = "", *, month: str = "") -> pd.DataFrame:
    """How far each review of each client of the home is.

    Parameters
    ----------
    home : str or Path
        Folder of client folders.
    reports : str or Path
        Where reviews are; as in `review`.
    month : str
        The last month looked at; blank for the last full one.

    Returns
    -------
    DataFrame
        client, month, lang, state (missing, draft, approved, sent), by and at: who approved or sent it and when; of a
        draft nobody, and when its files were written. Sorted by client, month and language. A review whose files
        were altered or are not whole is no review: missing.

    Raises
    ------
    ClientBound, ParameterError, ProfileError
        As `workbench.desk.desk_reviews`.
    """
    states = desk_reviews(home=home, month=month, reports=reports)
    where = find_home(home)
    rows = [_with_people(row, where, reports_folder(reports, home=where)) for row in states.to_dict("records")]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    instants = pd.to_datetime(frame["at"], utc=True)
    return frame.assign(at=instants).astype(COLUMNS).sort_values(["client", "month", "lang"], ignore_index=True)


def _with_people(row: dict, home: Path, reports: Path) -> dict:
    told = {name: row[name] for name in ("client", "month", "lang")}
    entry = published(reports / row["client"] / row["month"], lang=row["lang"])
    if not entry:
        return {**told, "state": "missing", "by": "", "at": None}
    if not is_approved(entry) or row["state"] == "draft":
        return {**told, "state": "draft", "by": "", "at": row["made_at"]}
    approval = {"by": entry["by"], "at": pd.Timestamp(entry["at"])}
    if row["state"] != "sent":
        return {**told, "state": "approved", **approval}
    return {**told, "state": "sent", **_sent(client_folder(row["client"], home=home), row["month"], since=entry["at"])}


def _sent(folder: Path, month: str, *, since: str) -> dict:
    """Who sent a month's review first after its approval, and when."""
    events = events_table(folder)
    standing = (events["kind"] == "sent") & (events["month"] == month) & events["corrected_by"].isna()
    first = events[standing & (events["at"] >= pd.Timestamp(since))].iloc[0]
    return {"by": first["by"], "at": first["at"]}
