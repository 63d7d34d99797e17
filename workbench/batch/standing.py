"""How a published review stands to what it would be made of today."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.batch.fingerprint import fingerprint, note_digest
from workbench.batch.workers import APPROVED, DONE, RE_EXPORTED, UP_TO_DATE
from workbench.record import Note

LEFT_ALONE = (UP_TO_DATE, APPROVED)


def standing(entry: Mapping, *, found: Mapping[str, str], note: Note) -> str:
    """What is to become of a review: left alone (up to date, approved), exported again, or run (done).

    An approved review is left alone whatever its inputs are now: the client was told these figures, and a later
    review lists what changed. Only its note, which is the analyst's to change, makes it a draft again.

    Parameters
    ----------
    entry : mapping
        The manifest's entry, empty where no whole review is published.
    found : mapping
        The `inputs` of today.
    note : Note
        The month's note in the review's language.
    """
    has_its_note = entry.get("note", "") == note_digest(note)
    if is_approved(entry) and has_its_note:
        return APPROVED
    if entry.get("fingerprint") != fingerprint(dict(found)):
        return DONE
    return UP_TO_DATE if has_its_note else RE_EXPORTED


def is_approved(entry: Mapping) -> bool:
    """Whether a manifest's entry is of a review that is no draft any more."""
    return bool(entry) and not entry.get("is_draft", True)


def changed_inputs(entry: Mapping, *, found: Mapping[str, str]) -> list[str]:
    """Names of the inputs that are not what they were when the review was made."""
    before = entry.get("inputs", {})
    return [name for name, value in found.items() if before.get(name) != value]


def remark(entry: Mapping, *, found: Mapping[str, str]) -> str:
    """What to know of a review that is left alone: that an approved one was made of other inputs."""
    changed = changed_inputs(entry, found=found) if is_approved(entry) else []
    return f"approved by {entry.get('by')}; changed since: {', '.join(changed)}" if changed else ""
