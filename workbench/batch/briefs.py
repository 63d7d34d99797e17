"""A client's weekly brief: run, checked, exported as two pages, put into its folder."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from workbench.accountability import last_day_of_week
from workbench.batch.execution import run_notebook
from workbench.batch.fingerprint import fingerprint, inputs
from workbench.batch.leaks import check_no_other_client
from workbench.batch.publication import FORMS, MANIFEST, locked
from workbench.batch.release import review_cover
from workbench.batch.workers import DONE, FAILED, Review
from workbench.client import Client, open_client
from workbench.errors import ParameterError, WorkbenchError, listed
from workbench.kpis import last_day
from workbench.profile import LANGUAGES, find_home
from workbench.report import Cover, export_html, export_pdf
from workbench.reviews import reports_folder, review_states
from workbench.store.files import write_bytes, write_json

BRIEF_NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "reports" / "weekly_brief.ipynb"
STEM = "weekly_brief"


def brief(
    client_id: str,
    *,
    period: str = "",
    langs: Sequence[str] = (),
    home: str | Path = "",
    reports: str | Path = "",
) -> list[Review]:
    """A client's weekly brief as notebook, HTML and PDF, made anew each time, with a manifest as reviews have one.

    The manifest holds, per language, the hashes of all that the brief was made of and of its files.

    Parameters
    ----------
    client_id : str
        Folder name in the home.
    period : str
        A week such as 2026-W05, or its last day such as 2026-01-31; blank for the seven days up to the last day of
        the files.
    langs : sequence of str
        zh, en, es; else the client's first language.
    home : str or Path
        Folder of client folders, as in `workbench.profile.find_home`.
    reports : str or Path
        Where <client>/<period>/ goes; as in `workbench.batch.review`.

    Returns
    -------
    list of Review
        One per language: state (done, failed), seconds, folder, cause. A folder is named by the week, or by the day
        where a day was given.

    Raises
    ------
    ParameterError, UnknownClient
        `period` is neither week nor day, an unknown language or client.
    NothingToShow
        No period is given and no file was read.
    """
    if wrong := [lang for lang in langs if lang not in LANGUAGES]:
        raise ParameterError("brief", f"language '{wrong[0]}'", expected=f"one of {listed(LANGUAGES)}")
    client = open_client(client_id, home=home)
    named = period or last_day(client)
    as_of = last_day_of(named)
    folder = reports_folder(reports, home=find_home(home)) / client.id / named
    with locked(folder):
        return [_timed(client, folder, as_of, lang) for lang in tuple(langs) or client.profile.languages[:1]]


def last_day_of(period: str) -> str:
    """The last day of a week, or the day itself, as ISO text.

    Raises
    ------
    ParameterError
        `period` is neither.

    >>> last_day_of("2026-W05"), last_day_of("2026-01-31")
    ('2026-02-01', '2026-01-31')
    """
    if "W" in period:
        return last_day_of_week(period)
    try:
        return date.fromisoformat(period).isoformat()
    except ValueError as fault:
        raise ParameterError(
            "brief", f"'{period}' is no week and no day", expected="such as 2026-W05 or 2026-01-31"
        ) from fault


def file_names(lang: str) -> list[str]:
    """Names of a brief's files in one language.

    >>> file_names("zh")
    ['weekly_brief.zh.ipynb', 'weekly_brief.zh.html', 'weekly_brief.zh.pdf']
    """
    return [f"{STEM}.{lang}.{form}" for form in FORMS]


def brief_cover(client: Client, *, as_of: str, lang: str) -> Cover:
    """The head of a brief's first page; it is a working paper and no draft of anything."""
    cover = review_cover(client, month=as_of[:7], lang=lang)
    return replace(cover, period=as_of, as_of="", languages=(), is_draft=False, is_compact=True)


def _timed(client: Client, folder: Path, as_of: str, lang: str) -> Review:
    started = time.monotonic()
    state, cause = DONE, ""
    try:
        outputs = _make(client, folder, as_of, lang)
        _enter(folder, lang, _entry(client, as_of, lang, outputs, seconds=round(time.monotonic() - started, 2)))
    except (WorkbenchError, OSError) as fault:
        state, cause = FAILED, str(fault)
    seconds = round(time.monotonic() - started, 2)
    return Review(client.id, folder.name, lang, state, seconds, str(folder), cause)


def _make(client: Client, folder: Path, as_of: str, lang: str) -> dict[str, str]:
    """The brief's files; their names and SHA-256."""
    executed = _run(client, as_of, lang)
    cover = brief_cover(client, as_of=as_of, lang=lang)
    contents = (
        nbformat.writes(executed).encode(),
        export_html(executed, cover=cover).encode(),
        export_pdf(executed, cover=cover),
    )
    files = dict(zip(file_names(lang), contents, strict=True))
    for name, content in files.items():
        write_bytes(folder / name, content)
        (folder / name).chmod(0o644)
    return {name: sha256(content).hexdigest() for name, content in files.items()}


def _entry(client: Client, as_of: str, lang: str, outputs: dict[str, str], *, seconds: float) -> dict[str, object]:
    """What the manifest says of a brief: what it was made of, and its files."""
    made_of = inputs(client, notebook=BRIEF_NOTEBOOK, month=as_of[:7], lang=lang)
    found = made_of | {"as_of": as_of, "reviews": _reviews_digest(client, as_of)}
    return {"inputs": found, "fingerprint": fingerprint(found), "seconds": seconds, "outputs": outputs}


def _reviews_digest(client: Client, as_of: str) -> str:
    """One hash of how far each review of the client is: the brief says which wait for an approval."""
    states = review_states(client, month=as_of[:7])
    return sha256(states.to_json(orient="split", date_format="iso").encode()).hexdigest()


def _enter(folder: Path, lang: str, entry: dict[str, object]) -> None:
    """The entry of a language into the folder's manifest, after its files: what it names is there."""
    path = folder / MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    write_json(path, {**manifest, "briefs": {**manifest.get("briefs", {}), lang: entry}})
    path.chmod(0o644)


def _run(client: Client, as_of: str, lang: str) -> NotebookNode:
    values = {"client": client.id, "as_of": as_of, "lang": lang, "home": str(client.home)}
    executed = run_notebook(BRIEF_NOTEBOOK, parameters=values)
    check_no_other_client(executed, client, home=client.home, where=BRIEF_NOTEBOOK.name)
    return executed
