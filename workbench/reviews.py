"""Which monthly reviews of a client are missing, draft, approved or sent."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from workbench.client import Client
from workbench.errors import ParameterError, UnreadableFile
from workbench.record import PUBLISHED, RECORD, read_entries
from workbench.record.events import MONTH

MANIFEST = "manifest.json"
REVIEW_STATES = ("missing", "draft", "approved", "sent")
"""From the least to the most advanced."""

COLUMNS = {"client": "str", "month": "str", "lang": "str", "state": "str", "made_at": "datetime64[us, UTC]"}


def reports_folder(reports: str | Path = "", *, home: Path) -> Path:
    """Where reviews go: the argument, else WORKBENCH_REPORTS, else `reports/` beside the home."""
    named = str(reports) or os.environ.get("WORKBENCH_REPORTS", "")
    return Path(named).expanduser().resolve() if named else home.parent / "reports"


def review_states(client: Client, *, month: str, reports: str | Path = "") -> pd.DataFrame:
    """How far each monthly review of a client is, up to `month`.

    A review counts as approved where the record holds its published figures and its file is no draft any
    more; as sent where a `sent` event of its month followed the approval.

    Parameters
    ----------
    client : Client
        With its profile and record.
    month : str
        The last month looked at, such as 2026-01.
    reports : str or Path
        As `reports_folder`.

    Returns
    -------
    DataFrame
        One row per month and language: client, month, lang, state (one of `REVIEW_STATES`), made_at (when the
        files were written). A month without a review, from the first one made up to `month`, is missing in the
        client's first language. Sorted by month and language.

    Raises
    ------
    ParameterError
        `month` is no month.
    UnreadableFile
        A manifest is no JSON of ours.
    RecordFault
        The record can't be read.

    Known to be wrong when: the reports folder was copied without its files' times; `made_at` is then the copy's.
    """
    if not MONTH.fullmatch(month):
        raise ParameterError("month", f"'{month}' is no month", expected="such as 2026-01")
    folder = reports_folder(reports, home=client.home) / client.id
    found = [row for row in _made(client, folder) if row["month"] <= month]
    made = {row["month"] for row in found}
    gaps = [
        {"client": client.id, "month": each, "lang": client.profile.languages[0], "state": "missing", "made_at": None}
        for each in _months(min([*made, month]), month)
        if each not in made
    ]
    frame = pd.DataFrame([*found, *gaps], columns=list(COLUMNS))
    instants = pd.to_datetime(frame["made_at"], utc=True)
    return frame.assign(made_at=instants).astype(COLUMNS).sort_values(["month", "lang"], ignore_index=True)


def _made(client: Client, folder: Path) -> Iterator[dict]:
    """A row per review that is there."""
    published = {str(entry["month"]) for entry in read_entries(client.folder / RECORD / PUBLISHED)}
    events = client.events
    sent = events[(events["kind"] == "sent") & events["corrected_by"].isna()].groupby("month")["at"].max()
    for path in sorted(folder.glob(f"*/{MANIFEST}")):
        month = path.parent.name
        if not MONTH.fullmatch(month):
            continue
        for lang, entry in _reviews(path).items():
            is_final = month in published and not entry.get("is_draft", True)
            state = "draft" if not is_final else "sent" if _is_since(sent.get(month), entry.get("at")) else "approved"
            made_at = _written(path.parent, entry)
            yield {"client": client.id, "month": month, "lang": lang, "state": state, "made_at": made_at}


def _reviews(path: Path) -> dict[str, dict]:
    """Language to the manifest's entry."""
    where = f"{path.parent.parent.name}/{path.parent.name}/{path.name}"
    try:
        reviews = json.loads(path.read_text(encoding="utf-8")).get("reviews", {})
    except (ValueError, AttributeError) as fault:
        raise UnreadableFile(
            where,
            f"not readable ({fault})",
            expected="a manifest as `workbench review` writes it",
            hint="remove the folder and make the review again",
        ) from fault
    return {str(lang): entry for lang, entry in reviews.items()}


def _is_since(sent_at: pd.Timestamp | None, approved_at: str | None) -> bool:
    """Whether the review was sent after it was approved; what was sent before that was another one."""
    return sent_at is not None and (not approved_at or sent_at >= pd.Timestamp(approved_at))


def _written(folder: Path, entry: dict) -> datetime | None:
    """When the newest of a review's files was written; None where none is there."""
    files = [folder / name for name in entry.get("outputs", {})]
    times = [path.stat().st_mtime for path in files if path.is_file()]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def _months(first: str, last: str) -> list[str]:
    return [str(each) for each in pd.period_range(first, last, freq="M")]
