"""Which of a month's files came, when, and what is still missing.

Whether a file holds a month is read off its rows: an export with rows every day must reach over the
whole month, one with a figure a month must have that figure, a list that holds until it changes must
be there once. A settlement that is still open at the month's end is not missing. An export with rows
now and then, or one that is not read yet, counts as complete once a file of it came after the month's end.
"""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pandas as pd

from workbench.accountability.expected import expected_files, month_days
from workbench.errors import NothingToShow
from workbench.record import received_files
from workbench.sources import EXPORTS
from workbench.store import Intake, read_intake

ARRIVALS = {
    "file": "str",
    "export": "str",
    "account": "str",
    "due_date": "datetime64[us]",
    "received_at": "datetime64[us, UTC]",
    "late_days": "Int64",
    "state": "str",
    "sent_by": "str",
}
MISSING = {
    "export": "str",
    "title": "str",
    "account": "str",
    "due_date": "datetime64[us]",
    "state": "str",
    "missing_from": "datetime64[us]",
    "missing_until": "datetime64[us]",
    "refused": "str",
    "refused_note": "str",
}
DAY = pd.Timedelta(days=1)
MONTHLY = ("traffic", "reported", "listings", "offers")
STANDING = ("catalogue",)
# Shorter gaps than this are days without trade.
LEAST_GAP_DAYS = 3
# Rows further apart than a week say nothing about how far a file reaches.
SPARSE_DAYS = 7
# Days of a settlement: the one in which a month ends is closed, and can be downloaded, only so much later.
SETTLED_EVERY = {"amazon-settlement-v1": 14, "amazon-settlement-v2": 14}


def arrivals(client, *, month: str) -> pd.DataFrame:
    """When each of the month's files came, and how late.

    Parameters
    ----------
    client : Client
        With its profile, intake and record.
    month : str
        Such as 2026-01.

    Returns
    -------
    DataFrame
        One row per expected export and account: file (the one that made the month complete; blank where none
        did), export, account, due_date, received_at (when it was first seen in the inbox; missing where the
        record does not know), late_days (days after the due day in the account's zone, 0 for a punctual file), state
        (complete, incomplete, missing), sent_by (who sent that file; blank where nobody said).

    Raises
    ------
    ParameterError, ProfileError, NothingToShow
        As `expected_files`.

    Known to be wrong when: a file with rows now and then, made before the month's end, came after it.
    """
    rows = []
    for wanted in expected_files(client, month=month).to_dict("records"):
        search = _search(client, wanted, month)
        file = search.completed_by()
        came = file["received_at"] if file else pd.NaT
        told = {"file": file["file"], "sent_by": file["sent_by"]} if file else {"file": "", "sent_by": ""}
        late = _late_days(came, wanted["due_date"], _zone(client, wanted["account"]))
        rows.append({**wanted, **told, "received_at": came, "late_days": late, "state": search.state})
    frame = pd.DataFrame(rows, columns=list(ARRIVALS))
    return frame.assign(received_at=pd.to_datetime(frame["received_at"], utc=True)).astype(ARRIVALS)


def missing_files(client, *, month: str) -> pd.DataFrame:
    """The files that a month still lacks.

    Parameters
    ----------
    client : Client
        With its profile, intake and record.
    month : str
        Such as 2026-01.

    Returns
    -------
    DataFrame
        One row per expected export and account that is not complete: export, title, account, due_date, state
        (missing, incomplete), missing_from and missing_until (first and last day without rows), refused (the
        newest file of it that could not be read; blank where there is none) and refused_note (why not).

    Raises
    ------
    ParameterError, ProfileError, NothingToShow
        As `expected_files`.
    """
    rows = []
    for wanted in expected_files(client, month=month).to_dict("records"):
        search = _search(client, wanted, month)
        gaps = search.gaps(search.files)
        if gaps:
            found = {"state": search.state, "missing_from": gaps[0][0], "missing_until": gaps[-1][1]}
            rows.append({**wanted, **found, "refused": search.refused, "refused_note": search.refused_note})
    return pd.DataFrame(rows, columns=list(MISSING)).astype(MISSING)


@dataclass(frozen=True)
class _Search:
    """One expected export of one account, and the files that may hold the month; those of unknown time come first."""

    table: str
    start: pd.Timestamp
    end: pd.Timestamp
    files: list[dict]
    refused: str
    refused_note: str
    usual_gap: float
    open_days: int

    @property
    def state(self) -> str:
        gaps = self.gaps(self.files)
        return "complete" if not gaps else "missing" if gaps == [(self.start, self.end)] else "incomplete"

    def completed_by(self) -> dict | None:
        """The first file with which nothing was missing any more."""
        for count in range(1, len(self.files) + 1):
            if not self.gaps(self.files[:count]):
                return self.files[count - 1]
        return None

    def gaps(self, files: list[dict]) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
        """Stretches of the month, first and last day, that these files do not hold."""
        whole = [(self.start, self.end)]
        if self.table in STANDING:
            return [] if files else whole
        if not self.table:
            came = [file for file in files if pd.notna(file["received_day"]) and file["received_day"] >= self.end]
            return [] if came else whole
        dated = [file for file in files if pd.notna(file["first_day"])]
        if self.table in MONTHLY:
            inside = [file for file in dated if file["first_day"] <= self.end and file["last_day"] >= self.start]
            return [] if inside else whole
        spans = [(file["first_day"], self._reach(file)) for file in dated]
        slack = LEAST_GAP_DAYS if self._is_sparse else max(LEAST_GAP_DAYS, self.usual_gap)
        holes = uncovered(spans, start=self.start, end=self.end)
        long = [(first, last) for first, last in holes if (last - first) / DAY + 1 > slack]
        return [hole for hole in long if not self._is_still_open(hole)]

    def _is_still_open(self, hole: tuple[pd.Timestamp, pd.Timestamp]) -> bool:
        return hole[1] == self.end and (hole[1] - hole[0]) / DAY + 1 < self.open_days

    @property
    def _is_sparse(self) -> bool:
        return self.usual_gap > SPARSE_DAYS

    def _reach(self, file: dict) -> pd.Timestamp:
        came = file["received_day"]
        return max(file["last_day"], came) if self._is_sparse and pd.notna(came) else file["last_day"]


def uncovered(
    spans: list[tuple[pd.Timestamp, pd.Timestamp]], *, start: pd.Timestamp, end: pd.Timestamp
) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """The stretches of days from `start` to `end` that no span holds.

    >>> day = pd.Timestamp("2026-01-01")
    >>> gaps = uncovered([(day, day + 9 * DAY), (day + 20 * DAY, day + 40 * DAY)], start=day, end=day + 30 * DAY)
    >>> [(first.day, last.day) for first, last in gaps]
    [(11, 20)]
    """
    gaps, free = [], start
    for first, last in sorted(spans):
        if first > end or last < free:
            continue
        if first > free:
            gaps.append((free, first - DAY))
        free = last + DAY
    return [*gaps, (free, end)] if free <= end else gaps


def _search(client, wanted: dict, month: str) -> _Search:
    start, end = month_days(month)
    known, intake = EXPORTS[wanted["export"]], _intake(client)
    files = _files_of(client, intake, wanted)
    taken = files[files["status"] == ("read" if known.tables else "not_read_yet")]
    refused = files.loc[(files["status"] == "refused") & ~(files["received_day"] < start), ["file", "note"]]
    newest = refused.iloc[-1] if len(refused) else {"file": "", "note": ""}
    return _Search(
        table=known.tables[0] if known.tables else "",
        start=start,
        end=end,
        files=taken.to_dict("records"),
        refused=newest["file"],
        refused_note=newest["note"],
        usual_gap=_usual_gap(intake.coverage, wanted["export"], wanted["account"]),
        open_days=SETTLED_EVERY.get(wanted["export"], 0),
    )


def _intake(client) -> Intake:
    """The intake, an empty one where nothing came yet: then everything that the profile expects is missing."""
    try:
        return client.intake
    except NothingToShow:
        return read_intake(client.folder / "store")


def _files_of(client, intake: Intake, wanted: dict) -> pd.DataFrame:
    """The intake's files of an export, oldest arrival first, with received_at and received_day."""
    files, account = intake.files, wanted["account"]
    own = (files["account"] == account) | (files["account"] == "") if account else files["account"].notna()
    files = files[(files["export"] == wanted["export"]) & own]
    times = received_files(client.folder)[["file", "sha256", "received_at", "sent_by"]]
    files = files.merge(times, on=["file", "sha256"], how="left").fillna({"sent_by": ""})
    local = files["received_at"].dt.tz_convert(_zone(client, account)).dt.tz_localize(None).dt.normalize()
    days = {name: pd.to_datetime(files[name].replace("", None)) for name in ("first_day", "last_day")}
    files = files.assign(received_day=local, **days)
    return files.sort_values(["received_at", "file"], na_position="first", kind="stable", ignore_index=True)


def _usual_gap(coverage: pd.DataFrame, export: str, account: str) -> float:
    """Days between rows that the export seldom exceeds; 1 where it has rows on one day only."""
    own = (coverage["account"] == account) | (coverage["account"] == "") if account else coverage["account"].notna()
    days = pd.to_datetime(coverage.loc[(coverage["export"] == export) & own, "day"]).drop_duplicates().sort_values()
    steps = days.diff().dropna() / DAY
    return float(steps.quantile(0.95)) if len(steps) else 1.0


def _zone(client, account: str) -> ZoneInfo:
    """The account's zone; for files of no account the first account's."""
    accounts = client.profile.accounts
    return ZoneInfo(next((each.zone for each in accounts if each.id == account), accounts[0].zone))


def _late_days(came: pd.Timestamp, due: pd.Timestamp, zone: ZoneInfo) -> int | None:
    if pd.isna(came):
        return None
    return max(0, (came.tz_convert(zone).tz_localize(None).normalize() - due).days)
