"""The price report of one product: run, checked, exported, put into the client's folder."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import nbformat

from workbench.batch.execution import run_notebook
from workbench.batch.leaks import check_no_other_client
from workbench.batch.publication import FORMS, locked
from workbench.batch.release import review_cover
from workbench.batch.workers import DONE, FAILED, Review
from workbench.client import Client, open_client
from workbench.errors import ParameterError, WorkbenchError, listed
from workbench.kpis import month_end
from workbench.profile import LANGUAGES, find_home
from workbench.report import Cover, export_html, export_pdf
from workbench.reviews import reports_folder
from workbench.store.files import write_bytes

BANDS_NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "reports" / "price_bands.ipynb"
STEM = "price_bands"


def band_reports(
    client_id: str,
    *,
    searches: Sequence[tuple[str, str]],
    month: str,
    langs: Sequence[str] = (),
    home: str | Path = "",
    reports: str | Path = "",
) -> list[Review]:
    """Price reports as notebook, HTML and PDF, one a search and language, made anew each time.

    Parameters
    ----------
    client_id : str
        Folder name in the home.
    searches : sequence of (query, market)
        One report each.
    month : str
        Such as 2026-01; listings seen up to its end count.
    langs : sequence of str
        zh, en, es; else the client's first language.
    home, reports : str or Path
        As in `workbench.batch.review`; the files are put into <client>/prices-<month>/.

    Returns
    -------
    list of Review
        One per search and language: state (done, failed), seconds, folder, cause.

    Raises
    ------
    ParameterError, UnknownClient
        No such month, language or client.
    """
    if wrong := [lang for lang in langs if lang not in LANGUAGES]:
        raise ParameterError("bands --report", f"language '{wrong[0]}'", expected=f"one of {listed(LANGUAGES)}")
    month_end(month)
    client = open_client(client_id, home=home)
    folder = reports_folder(reports, home=find_home(home)) / client.id / f"prices-{month}"
    wanted = tuple(langs) or client.profile.languages[:1]
    with locked(folder):
        return [_timed(client, folder, search, month, lang) for search in searches for lang in wanted]


def file_names(query: str, market: str, lang: str) -> list[str]:
    """Names of a report's files.

    >>> file_names("maceta de cerámica", "MX", "es")[2]
    'price_bands.maceta-de-cerámica-mx.es.pdf'
    """
    slug = re.sub(r"[^\w]+", "-", f"{query} {market}".casefold()).strip("-")[:60]
    return [f"{STEM}.{slug}.{lang}.{form}" for form in FORMS]


def bands_cover(client: Client, *, month: str, lang: str) -> Cover:
    """The head of the report's first page."""
    cover = review_cover(client, month=month, lang=lang)
    return replace(cover, as_of="", languages=(), is_draft=False, is_compact=True)


def _timed(client: Client, folder: Path, search: tuple[str, str], month: str, lang: str) -> Review:
    started = time.monotonic()
    state, cause = DONE, ""
    try:
        _make(client, folder, search, month, lang)
    except (WorkbenchError, OSError) as fault:
        state, cause = FAILED, str(fault)
    seconds = round(time.monotonic() - started, 2)
    return Review(client.id, month, lang, state, seconds, str(folder), cause)


def _make(client: Client, folder: Path, search: tuple[str, str], month: str, lang: str) -> None:
    query, market = search
    said = {"client": client.id, "query": query, "market": market, "month": month, "lang": lang}
    executed = run_notebook(BANDS_NOTEBOOK, parameters={**said, "home": str(client.home)})
    check_no_other_client(executed, client, home=client.home, where=BANDS_NOTEBOOK.name)
    cover = bands_cover(client, month=month, lang=lang)
    contents = (
        nbformat.writes(executed).encode(),
        export_html(executed, cover=cover).encode(),
        export_pdf(executed, cover=cover),
    )
    for name, content in zip(file_names(query, market, lang), contents, strict=True):
        write_bytes(folder / name, content)
        (folder / name).chmod(0o644)
