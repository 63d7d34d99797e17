"""What a review is made of, as hashes: the same fingerprint needs no second run."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from workbench.client import Client
from workbench.notices import mails_digest
from workbench.profile import PROFILE_FILE
from workbench.record import EVENTS, PUBLISHED, RECORD, Note, read_entries
from workbench.record.notes import NOTES
from workbench.rules import load_rules

PACKAGE = Path(__file__).resolve().parents[1]
LOCALE = PACKAGE.parent / "locale"
# Whatever changes how a report looks or counts changes one of these.
LIBRARIES = ("pandas", "matplotlib", "babel", "nbconvert", "weasyprint", "xlsxwriter")
_CODE = frozenset((".py", ".css", ".j2", ".json", ".yml", ".yaml", ".ttf"))
# What becomes of a review is no part of what it is made of.
FATES = ("approval", "sent")


def inputs(client: Client, *, notebook: Path, month: str, lang: str) -> dict[str, str]:
    """Everything that a review's figures depend on, each as a hash or a version; its note is told apart."""
    home = client.folder.parent
    return {
        "month": month,
        "lang": lang,
        "notebook": files_digest([notebook]),
        "package": version("seller-workbench"),
        "code": code_digest(),
        "libraries": " ".join(f"{name} {version(name)}" for name in LIBRARIES),
        "rules": load_rules().version,
        "profile": files_digest([client.folder / PROFILE_FILE, home / "agency.yml"]),
        "record": record_digest(client.folder, month=month),
        "store": client.intake.digest,
        "intake": _intake_digest(client),
        "mails": mails_digest(client),
    }


def fingerprint(found: dict[str, str]) -> str:
    """One hash of `inputs`."""
    return sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()


def record_digest(folder: Path, *, month: str) -> str:
    """One hash of what a month's review takes from the record.

    Not counted: approvals and dispatches, the month's own published figures, and notes, which are put in when the
    review is exported. Otherwise approving a review would make it out of date.
    """
    record = folder / RECORD
    notes = record / NOTES
    apart = (record / EVENTS, record / PUBLISHED)
    whole = sorted(
        path for path in record.rglob("*") if path.is_file() and path not in apart and notes not in path.parents
    )
    told = [entry for entry in read_entries(record / EVENTS) if entry.get("kind") not in FATES]
    before = [entry for entry in read_entries(record / PUBLISHED) if str(entry.get("month")) != month]
    entries = json.dumps([told, before], sort_keys=True, default=str)
    return sha256(f"{files_digest(whole)} {entries}".encode()).hexdigest()


def note_digest(note: Note) -> str:
    """One hash of what a note says and who signed it; blank where it says nothing."""
    said = [note.sections, note.signed_by, str(note.signed_on)]
    return sha256(json.dumps(said).encode()).hexdigest() if note.sections else ""


def files_digest(paths: Iterable[Path]) -> str:
    """One hash of files' names and contents; a file that is absent counts as empty."""
    digest = sha256()
    for path in paths:
        content = path.read_bytes() if path.is_file() else b""
        digest.update(f"{path.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


@cache
def code_digest() -> str:
    """Hash of the package and its catalogues, so that a changed line is never taken for the old one."""
    code = (path for path in PACKAGE.rglob("*") if path.suffix in _CODE)
    return files_digest(sorted([*code, *LOCALE.rglob("*.po")]))


def _intake_digest(client: Client) -> str:
    found = client.intake
    frames = (found.files, found.refused, found.questions)
    return sha256("".join(frame.to_json(orient="split", date_format="iso") for frame in frames).encode()).hexdigest()
