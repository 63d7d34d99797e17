"""Approving a review: the draft becomes the client's, without a second run of its notebook.

What a person decided is in the record before any file says so; what they took back is out of the files
before the record says so. A process that dies in between never leaves a file that nobody approved.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from workbench.accountability import log
from workbench.accountability import publish as publish_figures
from workbench.batch.fingerprint import inputs, note_digest
from workbench.batch.publication import (
    altered_files,
    files_of,
    locked,
    publish,
    published,
    recover,
    stage_outputs,
    staged,
)
from workbench.batch.release import (
    Approval,
    export,
    manifest_entry,
    review_cover,
    review_workbooks,
    saved_notebook,
)
from workbench.batch.reviews import REVIEW_NOTEBOOK, check_request
from workbench.batch.standing import changed_inputs, is_approved
from workbench.batch.workers import APPROVED, RE_EXPORTED, Job, Review
from workbench.client import Client, open_client
from workbench.errors import ParameterError, ReviewFailed, listed
from workbench.profile import LANGUAGES, find_home
from workbench.record import Event, Note, read_note
from workbench.reviews import reports_folder


@dataclass(frozen=True)
class _Published:
    """A review that is there: its manifest entry and its note."""

    job: Job
    client: Client
    lang: str
    entry: dict
    note: Note

    @property
    def where(self) -> str:
        return f"review {self.client.id} {self.job.month} ({self.lang})"

    def result(self, state: str, started: float) -> Review:
        return self.job.result(self.lang, state, seconds=round(time.monotonic() - started, 2))


def approve(
    client_id: str,
    *,
    month: str,
    by: str,
    langs: Sequence[str] = (),
    home: str | Path = "",
    reports: str | Path = "",
) -> list[Review]:
    """Make the month's draft reviews the approved ones; all of them or none.

    The offline page, the PDF and the workbooks are exported again from the saved notebook, without DRAFT. The record
    gets the approval with the hashes of these files, and the month's figures, against which later months are compared.
    A workbook that somebody wrote into since it was approved is put aside, and the approved one in its place again.

    Parameters
    ----------
    client_id : str
        The client.
    month : str
        Such as 2026-01.
    by : str
        Who approves.
    langs : sequence of str
        zh, en, es; else every language that there is a review in.
    home, reports : str or Path
        As in `review`.

    Returns
    -------
    list of Review
        One a language, state approved; one that was approved before is left alone.

    Raises
    ------
    ParameterError, UnknownClient
        A malformed month or language, nobody named, no such client.
    ReviewFailed
        There is no review; a draft is not of today's files, note, rules or code; a note is not signed.
    """
    started = time.monotonic()
    job, client = asked_for(client_id, month, langs, home, reports)
    _check_named(by, "approve")
    with locked(job.folder):
        found = _all_published(job, client)
        drafts = [each for each in found if not _stands_approved(each)]
        for each in drafts:
            _check_approvable(each)
        approval = Approval(by.strip(), datetime.now(UTC).replace(microsecond=0))
        with ExitStack() as stages:
            ready = [(each, _staged_export(each, stages, approval)) for each in drafts]
            if drafts:
                _enter(client, month, approval, ready)
            for each, stage in ready:
                entry = manifest_entry(
                    each.entry["inputs"], note=each.note, seconds=each.entry["seconds"], approval=approval
                )
                publish(stage, job.folder, lang=each.lang, entry=entry)
    return [each.result(APPROVED, started) for each in found]


def withdraw(
    client_id: str,
    *,
    month: str,
    by: str,
    reason: str,
    home: str | Path = "",
    reports: str | Path = "",
) -> list[Review]:
    """Make the month's approved reviews drafts again, so that the next `review` may replace them.

    The published figures stay in the record: the client may have seen them.

    Raises
    ------
    ParameterError, UnknownClient
        A malformed month, nobody named, no reason, no such client.
    ReviewFailed
        No review of that month is approved.
    """
    started = time.monotonic()
    job, client = asked_for(client_id, month, (), home, reports)
    _check_named(by, "withdraw")
    if not reason.strip():
        raise ParameterError("withdraw", "no reason given", expected="why the approval no longer holds")
    with locked(job.folder):
        approved = [each for each in _all_published(job, client) if is_approved(each.entry)]
        if not approved:
            raise ReviewFailed(f"review {client_id} {month}", "is not approved")
        with ExitStack() as stages:
            for each, stage in [(each, _staged_export(each, stages, None)) for each in approved]:
                entry = manifest_entry(each.entry["inputs"], note=each.note, seconds=each.entry["seconds"])
                publish(stage, job.folder, lang=each.lang, entry=entry)
        log(client, kind="approval", text=reason, by=by, about=Event(month=month, state="withdrawn"))
    return [each.result(RE_EXPORTED, started) for each in approved]


def asked_for(
    client_id: str, month: str, langs: Sequence[str], home: str | Path, reports: str | Path
) -> tuple[Job, Client]:
    """What a command was asked for: the client, and the job that would make its reviews."""
    check_request(month, langs)
    client = open_client(client_id, home=home)
    where = find_home(home)
    folder = reports_folder(reports, home=where)
    return Job(client.id, month, tuple(langs), str(where), str(folder), str(REVIEW_NOTEBOOK)), client


def _check_named(by: str, where: str) -> None:
    if not by.strip():
        raise ParameterError(where, "nobody is named as the one who says so", expected="--by NAME")


def _all_published(job: Job, client: Client) -> list[_Published]:
    """The reviews asked for that are there."""
    asked = job.langs or LANGUAGES
    for lang in asked:
        recover(job.folder, lang=lang)
    entries = {lang: published(job.folder, lang=lang) for lang in asked}
    missing = [lang for lang in asked if not entries[lang]] if job.langs else []
    if missing or not any(entries.values()):
        raise ReviewFailed(
            f"review {client.id} {job.month}" + (f" ({missing[0]})" if missing else ""),
            f"there is no whole review in {job.folder}",
            hint=f"run: workbench review {client.id} --month {job.month}",
        )
    return [
        _Published(job, client, lang, entry, read_note(client.folder, month=job.month, lang=lang))
        for lang, entry in entries.items()
        if entry
    ]


def _stands_approved(review: _Published) -> bool:
    """Whether nothing is left to approve: note and files are as somebody approved them."""
    is_whole = not altered_files(review.job.folder, review.entry)
    return is_approved(review.entry) and is_whole and not _note_changed(review)


def _note_changed(review: _Published) -> bool:
    return review.entry.get("note", "") != note_digest(review.note)


def _check_approvable(review: _Published) -> None:
    """Raise where what was looked at is not what would be approved."""
    job = review.job
    found = inputs(review.client, notebook=Path(job.notebook), month=job.month, lang=review.lang)
    changed = [*changed_inputs(review.entry, found=found), *(["note"] if _note_changed(review) else [])]
    if changed:
        again = f"workbench review {review.client.id} --month {job.month} --lang {review.lang}, look at it, and approve"
        # Only a changed note makes an approved review a draft by itself.
        is_kept = is_approved(review.entry) and "note" not in changed
        first = f"workbench approve {review.client.id} --month {job.month} --by NAME --withdraw REASON, then " * is_kept
        raise ReviewFailed(
            review.where, f"changed since it was made: {listed(changed)}", hint=f"run: {first}{again} then"
        )
    if review.note.sections and not review.note.is_signed:
        raise ReviewFailed(
            review.where,
            f"its note {job.month}.{review.lang}.md is not signed",
            expected="lines 'signed: NAME' and 'date: 2026-02-03' at its head",
        )


def _staged_export(review: _Published, stages: ExitStack, approval: Approval | None) -> Path:
    """A stage with the review's files, exported from its saved notebook."""
    job = review.job
    executed = saved_notebook(job.folder, lang=review.lang)
    stage = stages.enter_context(staged(job.folder, lang=review.lang))
    cover = review_cover(review.client, month=job.month, lang=review.lang, approval=approval)
    # The rules that the notebook ran with, whatever holds today.
    cover = replace(cover, rules_version=review.entry["inputs"]["rules"])
    workbooks = review_workbooks(review.client, cover)
    export(executed, stage, client=review.client, cover=cover, note=review.note, workbooks=workbooks)
    return stage


def _enter(client: Client, month: str, approval: Approval, ready: list[tuple[_Published, Path]]) -> None:
    """Approval and figures into the record."""
    langs = listed(each.lang for each, _ in ready)
    outputs = {name: sha for each, stage in ready for name, sha in stage_outputs(stage, lang=each.lang).items()}
    publish_figures(client, month=month, by=approval.by)
    about = Event(month=month, files=files_of(outputs))
    log(client, kind="approval", text=f"Review {month} approved ({langs}).", by=approval.by, about=about)
