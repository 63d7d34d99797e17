"""What leaves the house: only approved reviews, and the record says so."""

from __future__ import annotations

from pathlib import Path

from workbench.accountability import log
from workbench.batch.approval import asked_for
from workbench.batch.publication import file_names, published
from workbench.batch.standing import is_approved
from workbench.errors import ReviewFailed, listed
from workbench.profile import LANGUAGES
from workbench.record import Event

READABLE = ("html", "pdf")


def approved_files(
    client_id: str, *, month: str, lang: str = "", home: str | Path = "", reports: str | Path = ""
) -> list[Path]:
    """Offline page and PDF of an approved review: the only door for whatever sends or serves reviews.

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
    if not is_approved(published(job.folder, lang=chosen)):
        raise ReviewFailed(
            f"review {client_id} {month} ({chosen})",
            "is not approved; only approved reviews are sent or served",
            hint=f"run: workbench approve {client_id} --month {month} --by NAME",
        )
    return [job.folder / name for name in file_names(chosen) if name.endswith(READABLE)]


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
        In no language is the review approved.
    """
    job, client = asked_for(client_id, month, (), home, reports)
    langs = [lang for lang in LANGUAGES if is_approved(published(job.folder, lang=lang))]
    if not langs:
        approved_files(client_id, month=month, home=home, reports=reports)
    said = text.strip() or f"Review {month} sent ({listed(langs)})."
    return log(client, kind="sent", text=said, by=by, about=Event(month=month))
