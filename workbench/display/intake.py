"""What a client sent, what became of it, and what is still open."""

from __future__ import annotations

from typing import Protocol

import pandas as pd
from IPython.display import HTML

from workbench.charts.intake import plot_coverage, plot_refusals, plot_repeats
from workbench.display.figures import chart_html
from workbench.display.notebook import chapter_html, note_html, sentence_html
from workbench.display.tables import Field, html_table
from workbench.words import count, day, period, t
from workbench.words.intake import (
    coverage_sentence,
    export_title,
    file_status_word,
    files_aside_sentence,
    intake_sentence,
    personal_sentence,
    refused_sentence,
    repeats_by_export,
    repeats_sentence,
    totals_sentence,
)
from workbench.words.remarks import say_note, say_remark

# A printed list of refused cells stops here; the quarantine file holds all of them.
CELLS_SHOWN = 20
# States of a file whose rows are in no table.
NOT_TAKEN = ("refused", "unknown", "question")
# How the ingest begins its remark on a file whose losses somebody accepted.
ACCEPTED = "losses accepted"
# Characters; an error that quotes a header of sixty columns would fill a page.
LONGEST_NOTE = 320


class Intake(Protocol):
    """The intake report: its frames, as the client gives them."""

    files: pd.DataFrame
    refused: pd.DataFrame
    structural: pd.DataFrame
    totals: pd.DataFrame
    questions: pd.DataFrame
    coverage: pd.DataFrame


def show_intake(intake: Intake) -> HTML:
    """Every file with its rows: kept, repeated, replaced, without data, refused.

    Parameters
    ----------
    intake : Intake
        The client's intake report.
    """
    files = intake.files
    said = sentence_html(intake_sentence(files)) + sentence_html(files_aside_sentence(files))
    said += sentence_html(personal_sentence(files))
    return HTML(said + _files_html(files) + _notes_html(files))


def show_intake_summary(intake: Intake) -> HTML:
    """The losses before any result: one row an export and account, the files that were not taken and why, and
    losses that somebody accepted."""
    files = intake.files
    said = sentence_html(intake_sentence(files)) + sentence_html(files_aside_sentence(files))
    accepted = (files["status"] == "read") & files["note"].fillna("").str.startswith(ACCEPTED)
    telling = files[files["status"].isin(NOT_TAKEN) | accepted]
    return HTML(chapter_html("intake", said + _exports_html(files) + _notes_html(telling)))


def show_refused(intake: Intake) -> HTML:
    """Refused rows by cause, then the first of them as they stand in the files."""
    said = refused_sentence(intake.refused)
    if intake.refused.empty:
        return HTML(sentence_html(said))
    return HTML(
        sentence_html(said) + chart_html(plot_refusals(intake.refused), alt=said) + _causes_html(intake.refused)
    )


def show_refused_cells(intake: Intake) -> HTML:
    """The refused cells with file, row, column and value, as many as a page holds."""
    refused = intake.refused
    shown = refused.head(CELLS_SHOWN).assign(
        reason=[say_remark(reason) for reason in refused.head(CELLS_SHOWN)["reason"]]
    )
    fields = [
        Field("file", t("File")),
        Field("row", t("Row"), align="right"),
        Field("column", t("Column")),
        Field("value", t("Value as sent")),
        Field("reason", t("Cause")),
    ]
    rest = len(refused) - len(shown)
    note = t("{rest} more stand in store/quarantine.csv.", rest=count(rest)) if rest > 0 else ""
    return HTML(html_table(shown, fields=fields, empty=t("No row was refused.")) + note_html(note))


def show_questions(intake: Intake) -> HTML:
    """What only a person can say, file by file, with what the file name proposes."""
    fields = [
        Field("file", t("File")),
        Field("text", t("Question")),
        Field("proposal", t("Proposed answer")),
    ]
    asked = intake.questions.assign(text=[say_remark(text) for text in intake.questions["text"]])
    return HTML(html_table(asked, fields=fields, empty=t("No question is open.")))


def show_coverage(intake: Intake) -> HTML:
    """The calendar of days that the files cover; a missing week shows as a gap."""
    if intake.coverage.empty:
        return HTML(sentence_html(coverage_sentence(intake.coverage)))
    return HTML(chart_html(plot_coverage(intake.coverage), alt=coverage_sentence(intake.coverage)))


def show_repeats(intake: Intake) -> HTML:
    """Where rows came more than once: files of the same bytes, repeated rows, rows that a newer state replaced."""
    files = intake.files
    twice = files[(files["status"] == "repeated") | (files["repeated"] > 0) | (files["superseded"] > 0)]
    view = twice.assign(title=[export_title(title) for title in twice["title"]])
    fields = [
        Field("file", t("File"), note="title"),
        Field("rows", t("Rows"), "count"),
        Field("repeated", t("Repeated"), "count"),
        Field("superseded", t("Replaced"), "count"),
    ]
    same = int((files["status"] == "repeated").sum())
    note = t("{same} files came a second time under another name.", same=count(same)) if same else ""
    drawn = len(repeats_by_export(files)) > 0
    chart = chart_html(plot_repeats(files), alt=repeats_sentence(files)) if drawn else ""
    return HTML(chart + html_table(view, fields=fields, empty=t("No row came twice.")) + note_html(note))


def show_totals(intake: Intake) -> HTML:
    """Totals that the files state themselves beside those of their rows, the ones that fail first."""
    failing_first = intake.totals.sort_values("holds", kind="stable")
    view = failing_first.assign(
        name=[say_remark(name) for name in failing_first["name"]],
        state=[t("agrees") if holds else t("differs") for holds in failing_first["holds"]],
    )
    fields = [
        Field("file", t("File"), note="name"),
        Field("stated", t("Stated in the file"), "money"),
        Field("found", t("Found in its rows"), "money"),
        Field("difference", t("Difference"), "money"),
        Field("currency", t("Currency")),
        Field("where", t("Row"), align="right"),
        Field("state", t("State")),
    ]
    table = html_table(view, fields=fields, empty=t("No file states a total of its own."))
    return HTML(sentence_html(totals_sentence(intake.totals)) + table)


def show_structural(intake: Intake) -> HTML:
    """Rows without data of their own, by kind: how many, in how many files."""
    kinds = intake.structural.groupby("kind", as_index=False).agg(rows=("rows", "sum"), files=("file", "nunique"))
    view = kinds.assign(kind=[say_remark(kind) for kind in kinds["kind"]]).sort_values("rows", ascending=False)
    fields = [Field("kind", t("Kind of row")), Field("rows", t("Rows"), "count"), Field("files", t("Files"), "count")]
    return HTML(html_table(view, fields=fields, empty=t("Every row carries data of its own.")))


def show_fan_out(intake: Intake) -> HTML:
    """Files whose rows make several entries each, by export: rows kept, repeated or replaced, and their entries."""
    files = intake.files[intake.files["status"] == "read"]
    sums = (
        files.assign(sources=files["rows"] - files["structural"] - files["refused"])
        .groupby("title", as_index=False)
        .agg(files=("file", "size"), sources=("sources", "sum"), entries=("entries", "sum"))
    )
    fanned = sums[sums["entries"] > sums["sources"]]
    view = fanned.assign(
        title=[export_title(title) for title in fanned["title"]], each=fanned["entries"] / fanned["sources"]
    )
    fields = [
        Field("title", t("Export")),
        Field("files", t("Files"), "count"),
        Field("sources", t("Rows with data"), "count"),
        Field("entries", t("Entries"), "count"),
        Field("each", t("Entries of one row"), "number"),
    ]
    return HTML(html_table(view, fields=fields, empty=t("No row makes more than one entry.")))


def _row_fields() -> list[Field]:
    return [
        Field("rows", t("Rows"), "count"),
        Field("kept", t("Kept"), "count"),
        Field("repeated", t("Repeated"), "count"),
        Field("superseded", t("Replaced"), "count"),
        Field("structural", t("Without data"), "count"),
        Field("refused", t("Refused"), "count"),
    ]


def _files_html(files: pd.DataFrame) -> str:
    view = files.assign(
        title=[export_title(title) for title in files["title"]],
        status=[file_status_word(status) for status in files["status"]],
        period=[_period(first, last) for first, last in zip(files["first_day"], files["last_day"], strict=True)],
        delete_by=[day(each) if each else "" for each in files["delete_by"]],
    )
    fields = [
        Field("file", t("File"), note="title"),
        Field("period", t("Days in it"), "period"),
        *_row_fields(),
        Field("status", t("State")),
        *([Field("delete_by", t("Redact by"))] if view["delete_by"].any() else []),
    ]
    return html_table(view, fields=fields, empty=t("No file has been read yet."))


def _notes_html(files: pd.DataFrame) -> str:
    """What was noticed while reading, file by file; nothing where nothing was."""
    noted = files[files["note"].fillna("") != ""]
    said = [say_note(note, file=file) for note, file in zip(noted["note"], noted["file"], strict=True)]
    view = noted.assign(note=[t("; ").join(map(_ends_of, remarks)) for remarks in said])
    fields = [Field("file", t("File")), Field("note", t("What was noticed"))]
    return html_table(view, fields=fields, caption=t("Remarks on single files")) if len(view) else ""


def _ends_of(note: str) -> str:
    """A long remark without its middle: the finding stands at its start, the hint at its end."""
    return (
        note
        if len(note) <= LONGEST_NOTE
        else f"{note[: LONGEST_NOTE // 2].rstrip()} … {note[-LONGEST_NOTE // 2 :].lstrip()}"
    )


def _exports_html(files: pd.DataFrame) -> str:
    """Files that were read, added up by account and export."""
    read = files[files["status"] == "read"]
    sums = read.groupby(["account", "title"], as_index=False).agg(
        files=("file", "size"),
        first_day=("first_day", "min"),
        last_day=("last_day", "max"),
        **{name: (name, "sum") for name in ("rows", "kept", "repeated", "superseded", "structural", "refused")},
    )
    view = sums.assign(
        account=sums["account"].replace("", t("Files of no single account")),
        title=[export_title(title) for title in sums["title"]],
        period=[_period(first, last) for first, last in zip(sums["first_day"], sums["last_day"], strict=True)],
    )
    fields = [
        Field("title", t("Export")),
        Field("files", t("Files"), "count"),
        Field("period", t("Days in it"), "period"),
        *_row_fields(),
    ]
    return html_table(view, fields=fields, group="account", empty=t("No file has been read yet."))


def _causes_html(refused: pd.DataFrame) -> str:
    causes = (
        refused.groupby(["reason", "file", "column"], as_index=False)
        .agg(cells=("row", "size"), rows=("row", lambda rows: ", ".join(rows.head(5))))
        .sort_values("cells", ascending=False, kind="stable")
    )
    view = causes.assign(reason=[say_remark(reason) for reason in causes["reason"]])
    fields = [
        Field("reason", t("Cause")),
        Field("file", t("File")),
        Field("column", t("Column")),
        Field("cells", t("Cells"), "count"),
        Field("rows", t("First rows")),
    ]
    return html_table(view, fields=fields, empty=t("No row was refused."))


def _period(first: str, last: str) -> str:
    if not first:
        return ""
    return period(first, last) if last != first else period(first, first).split(" – ")[0]
