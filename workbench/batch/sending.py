"""What leaves the house: only approved reviews, and the record says so."""

from __future__ import annotations

from pathlib import Path

from workbench.accountability import log
from workbench.batch.approval import asked_for
from workbench.batch.publication import GIVEN_OUT, altered_files, file_names, files_of, published
from workbench.batch.standing import is_approved
from workbench.batch.workers import Job
from workbench.errors import ReviewFailed, listed
from workbench.profile import LANGUAGES
from workbench.record import Event


def approved_files(
    client_id: str, *, month: str, lang: str = "", home: str | Path = "", reports: str | Path = ""
) -> list[Path]:
    """Offline page, PDF and workbooks of an approved review: the only door for whatever sends or serves reviews.

    Parameters
    ----------
    client_id : str
        The client.
    month : str
        Such as 2026-01.
    lang : str
        zh, en or es; else the client's first language.
    home, reports : str or Path
        As in `review`.

    Raises
    ------
    ReviewFailed
        There is no such review, a file of it was altered, or it is a draft.
    """
    job, client = asked_for(client_id, month, (lang,) if lang else (), home, reports)
    chosen = lang or client.profile.languages[0]
    # The review before its workbooks.
    names = dict.fromkeys([*file_names(chosen), *sorted(_outputs(job, chosen))])
    return [job.folder / name for name in names if name.endswith(GIVEN_OUT)]


def _outputs(job: Job, lang: str) -> dict[str, str]:
    """File name to hash of an approved review whose files are as they were approved."""
    entry = published(job.folder, lang=lang)
    where, approve = f"review {job.client} {job.month} ({lang})", f"workbench approve {job.client} --month {job.month}"
    if not is_approved(entry):
        raise ReviewFailed(
            where,
            "is not approved; only approved reviews are sent or served",
            hint=f"run: {approve} --by NAME",
        )
    if altered := altered_files(job.folder, entry):
        raise ReviewFailed(
            where,
            f"was altered after its approval: {listed(altered)}",
            hint=f"run: {approve} --by NAME; the altered file is kept beside the approved one",
        )
    return entry["outputs"]


def mark_sent(
    client_id: str, *, month: str, by: str, text: str = "", home: str | Path = "", reports: str | Path = ""
) -> dict:
    """Enter into the record that a month's approved review was sent, and return the entry.

    Parameters
    ----------
    client_id : str
        The client.
    month : str
        Such as 2026-01.
    by : str
        Who sent it.
    text : str
        To whom and how, in words.
    home, reports : str or Path
        As in `review`.

    Raises
    ------
    ReviewFailed
        In no language is the review approved, or a file was altered since.
    """
    job, client = asked_for(client_id, month, (), home, reports)
    langs = [lang for lang in LANGUAGES if is_approved(published(job.folder, lang=lang))]
    # Without any, the client's first language says what is to be done.
    outputs = [_outputs(job, lang) for lang in langs or client.profile.languages[:1]]
    files = files_of({name: digest for each in outputs for name, digest in each.items()})
    said = text.strip() or f"Review {month} sent ({listed(langs)})."
    return log(client, kind="sent", text=said, by=by, about=Event(month=month, files=files))
