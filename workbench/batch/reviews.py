"""The monthly review of one client or of many: what is missing is made, what is there is left alone."""

from __future__ import annotations

import calendar
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from dataclasses import asdict, astuple, dataclass, fields
from pathlib import Path

import nbformat
import pandas as pd

from workbench.batch.execution import run_notebook
from workbench.batch.fingerprint import fingerprint, inputs
from workbench.batch.leaks import check_no_other_client
from workbench.batch.parameters import is_month
from workbench.batch.publication import file_names, locked, publish, published, recover, staged
from workbench.batch.workers import Job, Workers
from workbench.client import Client, open_client
from workbench.errors import ParameterError, WorkbenchError, listed
from workbench.profile import LANGUAGES, client_folder, find_home, read_agency
from workbench.report import Cover, export_html
from workbench.rules import load_rules

REVIEW_NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "reports" / "monthly_review.ipynb"
DONE, UP_TO_DATE, FAILED = "done", "up to date", "failed"


@dataclass(frozen=True)
class Review:
    """One client's review in one language: what became of it, where it is, and why it failed."""

    client: str
    month: str
    lang: str
    state: str
    seconds: float
    folder: str
    cause: str = ""


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
        client, month, lang, state (done, up to date, failed), seconds, folder, cause; sorted by client.

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
    _check(month, langs, jobs)
    for client_id in ids:
        client_folder(client_id, home=home)
    where = find_home(home)
    folder = reports_folder(reports, home=where)
    todo = [Job(client_id, month, tuple(langs), str(where), str(folder), str(REVIEW_NOTEBOOK)) for client_id in ids]
    return _worked(todo, jobs)


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
    _check(month, langs, 1)
    client = open_client(client_id, home=home)
    folder = reports_folder(reports, home=find_home(home)) / client.id / month
    made = []
    for lang in langs or client.profile.languages[:1]:
        started = time.monotonic()
        try:
            state, cause = _make(client, folder, month, lang, Path(notebook or REVIEW_NOTEBOOK)), ""
        except (WorkbenchError, OSError) as fault:
            state, cause = FAILED, str(fault)
        seconds = round(time.monotonic() - started, 2)
        made.append(Review(client.id, month, lang, state, seconds, str(folder), cause))
    return made


def reports_folder(reports: str | Path = "", *, home: Path) -> Path:
    """Where reviews go: the argument, else WORKBENCH_REPORTS, else `reports/` beside the home."""
    named = str(reports) or os.environ.get("WORKBENCH_REPORTS", "")
    return Path(named).expanduser().resolve() if named else home.parent / "reports"


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


def _check(month: str, langs: Sequence[str], jobs: int) -> None:
    if not isinstance(month, str) or not is_month(month):
        raise ParameterError("review", f"month {month!r}", expected="a month such as 2026-01")
    if wrong := [lang for lang in langs if lang not in LANGUAGES]:
        raise ParameterError("review", f"language '{wrong[0]}'", expected=f"one of {listed(LANGUAGES)}")
    if jobs < 1:
        raise ParameterError("review", f"{jobs} jobs", expected="1 or more")


def _make(client: Client, folder: Path, month: str, lang: str, notebook: Path) -> str:
    with locked(folder):
        recover(folder, lang=lang)
        found = inputs(client, notebook=notebook, month=month, lang=lang)
        if published(folder, lang=lang).get("fingerprint") == fingerprint(found):
            return UP_TO_DATE
        _run_and_publish(client, folder, month, lang, notebook, found)
    return DONE


def _run_and_publish(
    client: Client, folder: Path, month: str, lang: str, notebook: Path, found: dict[str, str]
) -> None:
    from workbench.report import export_pdf

    started = time.monotonic()
    values = {"client": client.id, "month": month, "lang": lang, "home": str(client.home)}
    executed = run_notebook(notebook, parameters=values)
    check_no_other_client(executed, client, home=client.home, where=notebook.name)
    cover = review_cover(client, month=month, lang=lang)
    with staged(folder, lang=lang) as stage:
        ipynb, html, pdf = (stage / name for name in file_names(lang))
        ipynb.write_text(nbformat.writes(executed), encoding="utf-8")
        html.write_text(export_html(executed, cover=cover), encoding="utf-8")
        pdf.write_bytes(export_pdf(executed, cover=cover))
        seconds = round(time.monotonic() - started, 2)
        entry = {"client": client.id, "inputs": found, "fingerprint": fingerprint(found), "seconds": seconds}
        publish(stage, folder, lang=lang, entry={**entry, "is_draft": cover.is_draft})


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
    if cause:
        folder = str(Path(job.reports) / job.client / job.month)
        undone = [lang for lang in job.langs if lang not in {row["lang"] for row in rows}] or [""]
        yield from (Review(job.client, job.month, lang, FAILED, 0.0, folder, cause) for lang in undone)


def as_rows(made: list[Review]) -> list[dict]:
    """Reviews as plain data, for the worker's answer."""
    return [asdict(row) for row in made]
