"""Monthly reviews over clients: what is there and unchanged is left alone, the rest goes to workers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from dataclasses import astuple, fields, replace
from pathlib import Path

import pandas as pd

from workbench.batch.fingerprint import inputs
from workbench.batch.parameters import is_month
from workbench.batch.publication import published
from workbench.batch.standing import LEFT_ALONE, remark, standing
from workbench.batch.workers import FAILED, Job, Review, Workers
from workbench.client import Client, open_client
from workbench.errors import ParameterError, WorkbenchError, listed
from workbench.profile import LANGUAGES, client_folder, find_home
from workbench.record import read_note
from workbench.reviews import reports_folder

REVIEW_NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "reports" / "monthly_review.ipynb"
COLUMNS = [field.name for field in fields(Review)]


def review(
    clients: str | Sequence[str],
    *,
    month: str,
    langs: Sequence[str] = (),
    home: str | Path = "",
    reports: str | Path = "",
    jobs: int = 1,
) -> pd.DataFrame:
    """Monthly reviews as notebook, HTML and PDF; each that is there and unchanged is left alone.

    Each client is worked on in a process of its own, so that one that fails or hangs stops no other.

    Parameters
    ----------
    clients : str or sequence of str
        Client ids.
    month : str
        Such as 2026-01.
    langs : sequence of str
        zh, en, es; else each client's first language.
    home : str or Path
        Folder of client folders, as in `workbench.profile.find_home`.
    reports : str or Path
        Where <client>/<month>/ goes; else WORKBENCH_REPORTS, else `reports/` beside the home.
    jobs : int
        Clients worked on at a time.

    Returns
    -------
    DataFrame
        client, month, lang, state (done; re-exported: only its note changed; up to date; approved: left alone;
        failed), seconds, folder, cause; sorted by client.

    Raises
    ------
    ParameterError, UnknownClient
        Before anything is run: a malformed month, language or number of jobs, an unknown client.
    """
    rows = each_review(clients, month=month, langs=langs, home=home, reports=reports, jobs=jobs)
    table = pd.DataFrame([astuple(row) for row in rows], columns=COLUMNS)
    return table.sort_values(["client", "lang"], ignore_index=True)


def each_review(
    clients: str | Sequence[str],
    *,
    month: str,
    langs: Sequence[str] = (),
    home: str | Path = "",
    reports: str | Path = "",
    jobs: int = 1,
) -> Iterator[Review]:
    """As `review`, one result at a time as it is ready."""
    ids = [clients] if isinstance(clients, str) else list(dict.fromkeys(clients))
    check_request(month, langs, jobs=jobs)
    where = find_home(home)
    for client_id in ids:
        client_folder(client_id, home=where)
    folder = reports_folder(reports, home=where)
    jobs_asked = [
        Job(client_id, month, tuple(langs), str(where), str(folder), str(REVIEW_NOTEBOOK)) for client_id in ids
    ]
    return _results(jobs_asked, jobs)


def check_request(month: str, langs: Sequence[str], *, jobs: int = 1) -> None:
    """Raise where a review can't be made as it is asked for.

    Raises
    ------
    ParameterError
        A malformed month, an unknown language, or no job at all.
    """
    if not isinstance(month, str) or not is_month(month):
        raise ParameterError("review", f"month {month!r}", expected="a month such as 2026-01")
    if wrong := [lang for lang in langs if lang not in LANGUAGES]:
        raise ParameterError("review", f"language '{wrong[0]}'", expected=f"one of {listed(LANGUAGES)}")
    if jobs < 1:
        raise ParameterError("review", f"{jobs} jobs", expected="1 or more")


def _results(asked: list[Job], jobs: int) -> Iterator[Review]:
    """Results without work first: what is current, and what can't be begun; then the workers'."""
    todo = []
    for job in asked:
        try:
            client = open_client(job.client, home=job.home)
            langs = job.langs or client.profile.languages[:1]
            left = {lang: result for lang in langs if (result := _left_alone(client, job, lang))}
        except WorkbenchError as fault:
            yield from (job.result(lang, FAILED, cause=str(fault)) for lang in job.langs or ("",))
            continue
        yield from left.values()
        missing = tuple(lang for lang in langs if lang not in left)
        todo += [replace(job, langs=missing)] if missing else []
    yield from _worked(todo, jobs)


def _left_alone(client: Client, job: Job, lang: str) -> Review | None:
    """The result of a review that needs no work; None for one that does."""
    found = inputs(client, notebook=Path(job.notebook), month=job.month, lang=lang)
    entry = published(job.folder, lang=lang)
    state = standing(entry, found=found, note=read_note(client.folder, month=job.month, lang=lang))
    return job.result(lang, state, cause=remark(entry, found=found)) if state in LEFT_ALONE else None


def _worked(todo: list[Job], jobs: int) -> Iterator[Review]:
    with closing(Workers()) as workers, ThreadPoolExecutor(max_workers=jobs) as pool:
        running = {pool.submit(workers.run, job): job for job in todo}
        try:
            for future in as_completed(running):
                yield from _outcome(running[future], *future.result())
        finally:
            for future in running:
                future.cancel()
            workers.close()


def _outcome(job: Job, rows: list[dict], cause: str) -> Iterator[Review]:
    """What a worker left, and what its death left undone."""
    yield from (Review(**row) for row in rows)
    done = {row["lang"] for row in rows}
    yield from (job.result(lang, FAILED, cause=cause) for lang in job.langs if cause and lang not in done)
