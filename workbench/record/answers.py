"""What people said of files that do not say it themselves."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from workbench.record.entries import RECORD, append_entry, read_entries

FILES = "files.yml"
ANSWERS = (
    *("account", "market", "period", "observed_at", "exported_at", "zone", "query", "platform", "metric"),
    "number_format",
)

# An answer about a shop that a file names: "shop:NAME".
SHOP = "shop:"


def file_answers(client: Path) -> dict[tuple[str, str], dict[str, str]]:
    """What people said of files that do not say it themselves, by SHA-256 and file name.

    Under (sha256, "") stands what was said of the content under any name: a file downloaded again needs
    no second answer, while two months with the same figures can keep an answer each.

    Parameters
    ----------
    client : Path
        The client's folder.
    """
    said: dict[tuple[str, str], dict[str, str]] = {}
    for entry in read_entries(client / RECORD / FILES):
        names = [name for name in entry if name in ANSWERS or str(name).startswith(SHOP)]
        found = {name: str(entry[name]) for name in names if entry[name] not in (None, "")}
        for file in {str(entry.get("file", "")), ""}:
            said.setdefault((str(entry["sha256"]), file), {}).update(found)
    return said


def accepted_losses(client: Path) -> dict[str, dict]:
    """Files whose losses above the budget somebody accepted: sha256 to the entry."""
    return {
        str(entry["sha256"]): entry for entry in read_entries(client / RECORD / FILES) if entry.get("accepted_losses")
    }


def remember_answer(client: Path, *, sha: str, file: str, answers: Mapping[str, str], by: str) -> dict:
    """Remember what somebody said of a file, for good."""
    return append_entry(client / RECORD / FILES, {"sha256": sha, "file": file, **answers}, by=by)


def remember_accepted_losses(
    client: Path, *, sha: str, file: str, refused: int, rows: int, reason: str, by: str
) -> dict:
    """Remember that somebody took a file with its losses, and why."""
    losses = {"refused": refused, "rows": rows, "reason": reason}
    return append_entry(client / RECORD / FILES, {"sha256": sha, "file": file, "accepted_losses": losses}, by=by)
