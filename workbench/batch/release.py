"""Executed notebooks to a review's files: covers, notes, exports."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from workbench.batch.fingerprint import fingerprint, note_digest
from workbench.batch.leaks import check_note
from workbench.batch.publication import file_names
from workbench.client import Client
from workbench.profile import read_agency
from workbench.record import Note
from workbench.report import Cover, export_html, export_pdf
from workbench.rules import load_rules
from workbench.workbooks import workbook_files


@dataclass(frozen=True)
class Approval:
    """Who approved a review, and when."""

    by: str
    at: datetime


def review_cover(client: Client, *, month: str, lang: str, approval: Approval | None = None) -> Cover:
    """The cover of a client's review; a draft until somebody approves it."""
    agency = read_agency(client.home)
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
        as_of=last_day_of(month).isoformat(),
        rules_version=load_rules().version,
        languages=client.profile.languages,
        approved_by=approval.by if approval else "",
        approved_on=approval.at.astimezone().date().isoformat() if approval else "",
        is_draft=approval is None,
    )


def last_day_of(month: str) -> date:
    """The last day of a month such as 2026-01."""
    year, number = map(int, month.split("-"))
    return date(year, number, calendar.monthrange(year, number)[1])


def export(
    executed: NotebookNode,
    stage: Path,
    *,
    client: Client,
    cover: Cover,
    note: Note,
    workbooks: Mapping[str, bytes],
) -> None:
    """Notebook, offline page, PDF and workbooks into `stage`; the notebook goes as it is, without the note.

    Whatever stands in `stage` is published with the review.

    Raises
    ------
    ReviewFailed
        The note names another client.
    MissingGlyph
        Our own words have a character that the fonts lack.
    """
    check_note(note, client, home=client.home)
    ipynb, html, pdf = (stage / name for name in file_names(cover.lang))
    ipynb.write_text(nbformat.writes(executed), encoding="utf-8")
    html.write_text(export_html(executed, cover=cover, note=note), encoding="utf-8")
    pdf.write_bytes(export_pdf(executed, cover=cover, note=note))
    for name, content in workbooks.items():
        (stage / name).write_bytes(content)


def review_workbooks(client: Client, cover: Cover) -> dict[str, bytes]:
    """The month's workbooks by file name."""
    return workbook_files(client, month=cover.period, lang=cover.lang, is_draft=cover.is_draft)


def saved_notebook(folder: Path, *, lang: str) -> NotebookNode:
    """The executed notebook of a published review."""
    return nbformat.reads((folder / file_names(lang)[0]).read_text(encoding="utf-8"), as_version=4)


def manifest_entry(
    found: Mapping[str, str], *, note: Note, seconds: float, approval: Approval | None = None
) -> dict[str, object]:
    """What the manifest says of a review, beside the files' hashes."""
    state = {"state": "approved", "by": approval.by, "at": approval.at.isoformat()} if approval else {"state": "draft"}
    return {
        "inputs": dict(found),
        "fingerprint": fingerprint(dict(found)),
        "note": note_digest(note),
        "is_draft": approval is None,
        **state,
        "seconds": seconds,
    }
