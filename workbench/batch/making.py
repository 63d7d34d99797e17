"""One client's monthly review: run, checked, exported, published."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from nbformat import NotebookNode

from workbench.batch.execution import run_notebook
from workbench.batch.fingerprint import inputs
from workbench.batch.leaks import check_no_other_client
from workbench.batch.publication import locked, publish, published, recover, staged
from workbench.batch.release import export, manifest_entry, review_cover, review_workbooks, saved_notebook
from workbench.batch.reviews import REVIEW_NOTEBOOK, check_request
from workbench.batch.standing import LEFT_ALONE, remark, standing
from workbench.batch.workers import FAILED, RE_EXPORTED, Job, Review
from workbench.client import Client, open_client
from workbench.errors import WorkbenchError
from workbench.profile import find_home
from workbench.record import read_note
from workbench.reviews import reports_folder
from workbench.words import in_language


def review_client(
    client_id: str,
    *,
    month: str,
    langs: Sequence[str] = (),
    home: str | Path = "",
    reports: str | Path = "",
    notebook: str | Path = "",
) -> list[Review]:
    """One client's reviews, made in this process; as `review` otherwise."""
    check_request(month, langs)
    client = open_client(client_id, home=home)
    where = find_home(home)
    folder = reports_folder(reports, home=where)
    asked = tuple(langs) or client.profile.languages[:1]
    job = Job(client.id, month, asked, str(where), str(folder), str(notebook or REVIEW_NOTEBOOK))
    return [_timed(client, job, lang) for lang in asked]


def _timed(client: Client, job: Job, lang: str) -> Review:
    started = time.monotonic()
    try:
        state, cause = _make(client, job, lang)
    except (WorkbenchError, OSError) as fault:
        state, cause = FAILED, str(fault)
    return job.result(lang, state, seconds=round(time.monotonic() - started, 2), cause=cause)


def _make(client: Client, job: Job, lang: str) -> tuple[str, str]:
    """What became of the review, and what is to be known of it."""
    with locked(job.folder):
        recover(job.folder, lang=lang)
        found = inputs(client, notebook=Path(job.notebook), month=job.month, lang=lang)
        note = read_note(client.folder, month=job.month, lang=lang)
        entry = published(job.folder, lang=lang)
        state = standing(entry, found=found, note=note)
        if state in LEFT_ALONE:
            return state, remark(entry, found=found)
        started = time.monotonic()
        is_saved = state == RE_EXPORTED
        cover = review_cover(client, month=job.month, lang=lang)
        # The notebook's kernel is a process of its own, and the workbooks need nothing of it: this one, which would
        # only wait, makes them meanwhile. The language is one for all threads, so it is set around them.
        with in_language(lang), ThreadPoolExecutor(max_workers=1) as beside:
            making = beside.submit(review_workbooks, client, cover)
            executed = saved_notebook(job.folder, lang=lang) if is_saved else _run(client, job, lang)
            workbooks = making.result()
        with staged(job.folder, lang=lang) as stage:
            export(executed, stage, client=client, cover=cover, note=note, workbooks=workbooks)
            seconds = round(time.monotonic() - started, 2)
            publish(stage, job.folder, lang=lang, entry=manifest_entry(found, note=note, seconds=seconds))
    return state, ""


def _run(client: Client, job: Job, lang: str) -> NotebookNode:
    values = {"client": client.id, "month": job.month, "lang": lang, "home": job.home}
    executed = run_notebook(job.notebook, parameters=values)
    check_no_other_client(executed, client, home=client.home, where=Path(job.notebook).name)
    return executed
