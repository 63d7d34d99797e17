"""One client's monthly review: run, checked, exported, published."""

from __future__ import annotations

import calendar
import time
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from workbench.batch.execution import run_notebook
from workbench.batch.fingerprint import fingerprint, inputs
from workbench.batch.leaks import check_no_other_client
from workbench.batch.publication import file_names, locked, publish, recover, staged
from workbench.batch.reviews import REVIEW_NOTEBOOK, check_request, is_current, reports_folder
from workbench.batch.workers import DONE, FAILED, UP_TO_DATE, Job, Review
from workbench.client import Client, open_client
from workbench.errors import WorkbenchError
from workbench.profile import find_home, read_agency
from workbench.report import Cover, export_html, export_pdf
from workbench.rules import load_rules


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


def review_cover(client: Client, *, month: str, lang: str) -> Cover:
    """The cover of a client's review; a draft until somebody approves it."""
    agency = read_agency(client.home)
    year, number = map(int, month.split("-"))
    analyst = client.profile.analyst
    return Cover(
        title="",
        client_name=client.profile.name_in(lang),
        period=month,
        lang=lang,
        prepared_by=agency.name_in(lang),
        analyst=analyst.name,
        contact=analyst.email or agency.contact,
        hours=agency.hours.get(lang, ""),
        as_of=f"{month}-{calendar.monthrange(year, number)[1]:02d}",
        rules_version=load_rules().version,
        languages=client.profile.languages,
    )


def _timed(client: Client, job: Job, lang: str) -> Review:
    started = time.monotonic()
    try:
        state, cause = _make(client, job, lang), ""
    except (WorkbenchError, OSError) as fault:
        state, cause = FAILED, str(fault)
    return job.result(lang, state, seconds=round(time.monotonic() - started, 2), cause=cause)


def _make(client: Client, job: Job, lang: str) -> str:
    with locked(job.folder):
        recover(job.folder, lang=lang)
        found = inputs(client, notebook=Path(job.notebook), month=job.month, lang=lang)
        if is_current(job.folder, found):
            return UP_TO_DATE
        started = time.monotonic()
        executed = _run(client, job, lang)
        cover = review_cover(client, month=job.month, lang=lang)
        with staged(job.folder, lang=lang) as stage:
            _export(executed, cover, stage)
            seconds = round(time.monotonic() - started, 2)
            entry = {"inputs": found, "fingerprint": fingerprint(found), "is_draft": cover.is_draft}
            publish(stage, job.folder, lang=lang, entry={**entry, "seconds": seconds})
    return DONE


def _run(client: Client, job: Job, lang: str) -> NotebookNode:
    values = {"client": client.id, "month": job.month, "lang": lang, "home": job.home}
    executed = run_notebook(job.notebook, parameters=values)
    check_no_other_client(executed, client, home=client.home, where=Path(job.notebook).name)
    return executed


def _export(executed: NotebookNode, cover: Cover, stage: Path) -> None:
    ipynb, html, pdf = (stage / name for name in file_names(cover.lang))
    ipynb.write_text(nbformat.writes(executed), encoding="utf-8")
    html.write_text(export_html(executed, cover=cover), encoding="utf-8")
    pdf.write_bytes(export_pdf(executed, cover=cover))
