"""`workbench ingest`, `trace` and `redact`: files in, the way back to them, and what stays of them."""

from __future__ import annotations

import sys
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from workbench.cli.app import (
    AsJson,
    ClientId,
    Home,
    Lang,
    can_ask,
    choose_language,
    command,
    person,
    print_json,
    print_table,
    records,
)
from workbench.cli.column_maps import Said, map_file


@command()
def ingest(
    client: ClientId,
    files: Annotated[list[Path] | None, typer.Argument(help="Files to copy into the inbox first.")] = None,
    account: Annotated[str, typer.Option(help="Account that FILES belong to; _client for files of none.")] = "",
    accept_losses: Annotated[str, typer.Option(help="Inbox file to take in spite of its refused rows.")] = "",
    by: Annotated[str, typer.Option(help="Who answers or accepts.")] = "",
    sent_by: Annotated[str, typer.Option(help="Who sent the files that are new.")] = "",
    reason: Annotated[str, typer.Option(help="Why the losses are accepted.")] = "",
    map_of: Annotated[str, typer.Option("--map", metavar="FILE", help="Table to say the columns of, once.")] = "",
    columns: Annotated[str, typer.Option(metavar="MAP.yml", help="The columns of --map, instead of questions.")] = "",
    column: Annotated[list[str] | None, typer.Option(metavar="HEADING=FIELD", help="One column of --map.")] = None,
    setting: Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="More of --map.")] = None,
    lang: Annotated[str, typer.Option(help="zh, en or es; else the client's first language.")] = "",
    month: Annotated[str, typer.Option(help="Month to say what is missing for; else the last that has data.")] = "",
    report: Annotated[str, typer.Option(metavar="FILE", help="Write the report too: .md, .html or .txt.")] = "",
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """Read the client's inbox and report, for the client to read, what was kept, refused, and is needed next."""
    from workbench.client import open_client
    from workbench.display.intake_report import check_form
    from workbench.ingest import accept_losses as accept
    from workbench.ingest import add_to_inbox
    from workbench.ingest import ingest as read_inbox
    from workbench.words import use_language

    if report:
        check_form(report)
    use_language(lang or open_client(client, home=home).profile.languages[0])
    for path in files or []:
        add_to_inbox(client, path, account=account, home=home)
    if accept_losses:
        accept(client, accept_losses, by=by, reason=reason, home=home)
    if map_of:
        said = Said(map_of, columns, column or [], setting or [])
        asks = can_ask() and not as_json
        map_file(client, said, account=account, by=by or person(), home=home, can_ask=asks, silent=as_json)
    ask = _ask if can_ask() and not as_json else None
    who = {"by": by or person(), "sent_by": sent_by}
    intake = read_inbox(client, home=home, ask=ask, progress=_progress(as_json), **who)
    if as_json:
        frames = {"files": intake.files, "refused": intake.refused, "questions": intake.questions}
        print_json({name: records(frame) for name, frame in frames.items()} | {"digest": intake.digest})
    _report(client, intake, home=home, month=month, file=report, silent=as_json)
    if not as_json:
        _print_desk_steps(client, intake)
        _print_overdue(client, intake)
    raise typer.Exit(_exit_code(intake))


@command()
def trace(
    client: ClientId,
    table: Annotated[str, typer.Argument(help="Canonical table, e.g. order_lines.")],
    key: Annotated[str, typer.Argument(help="A row's key parts joined by '/', or one of them, e.g. an order number.")],
    lang: Lang = "",
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """The lines of the client's files behind a row, personal cells masked."""
    from workbench.trace import trace as find_lines
    from workbench.words.desk_headings import TRACE, headings_in_words

    choose_language(lang)
    lines = find_lines(client, table, key, home=home)
    print_table(lines, as_json=as_json, columns=headings_in_words(TRACE))


@command()
def redact(
    client: ClientId,
    on: Annotated[str, typer.Option(help="ISO day up to which files are due; today where blank.")] = "",
    file: Annotated[list[str] | None, typer.Option(help="Inbox file to redact now, due or not.")] = None,
    dry_run: Annotated[bool, typer.Option(help="Say what would be blanked; write nothing.")] = False,
    by: Annotated[str, typer.Option(help="Who asks for it.")] = "",
    lang: Lang = "",
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """Replace files past their delete-by date by twins without personal data; store and trace stay the same."""
    from workbench.redaction import FAILED
    from workbench.redaction import redact as replace_files
    from workbench.words import t
    from workbench.words.desk_headings import REDACTED, headings_in_words
    from workbench.words.remarks import say_note

    choose_language(lang)
    done = replace_files(client, on=on, files=file or [], dry_run=dry_run, by=by or person(), home=home)
    shown = done if as_json else done.assign(outcome=[t(outcome) for outcome in done["outcome"]])
    print_table(shown, as_json=as_json, columns=headings_in_words(REDACTED), empty=t("no file is due"))
    if not as_json:
        for row in done[done["note"] != ""].itertuples():
            typer.echo(f"{row.file}: {' '.join(say_note(row.note, file=row.file))}", err=True)
    raise typer.Exit(int((done["outcome"] == FAILED).any()))


def _print_overdue(client: str, intake) -> None:
    from datetime import date

    from workbench.retention import overdue
    from workbench.words import tn
    from workbench.words.formats import count

    late = len(overdue(intake.files, on=date.today()))
    if late:
        told = tn(
            "{files} file is past its delete-by date: {command}",
            "{files} files are past their delete-by date: {command}",
            late,
            files=count(late),
            command=f"workbench redact {client}",
        )
        typer.echo(told, err=True)


def _report(client: str, intake, *, home: str, month: str, file: str, silent: bool) -> None:
    """Print the report that the client can read, and write it where that was asked."""
    if silent and not file:
        return
    from datetime import date

    from workbench.client import open_client
    from workbench.display.intake_report import FORMS, report_text
    from workbench.words import language
    from workbench.words.intake_report import data_month, intake_report

    opened = open_client(client, home=home)
    looked_at = month or data_month(intake.coverage)
    report = intake_report(
        intake,
        client=opened.profile.name_in(language()),
        on=date.today(),
        month=looked_at,
        missing=_missing(opened, looked_at),
    )
    if not silent:
        typer.echo(report_text(report), nl=False)
    if file:
        Path(file).write_text(FORMS[Path(file).suffix](report), encoding="utf-8")
        typer.echo(file, err=True)


def _missing(opened, month: str):
    """What the month still lacks; None where no file of the client says what to expect."""
    from workbench.accountability import missing_files
    from workbench.errors import NothingToShow

    if not month:
        return None
    try:
        return missing_files(opened, month=month)
    except NothingToShow:
        return None


def _print_desk_steps(client: str, intake) -> None:
    """What the analyst can do beside asking the client."""
    from workbench.words import t
    from workbench.words.formats import count
    from workbench.words.intake_report import question_sentence

    for row in intake.questions.itertuples():
        typer.echo(t("question: {file}: {question}", file=row.file, question=question_sentence(row)), err=True)
    stopped = intake.files[(intake.files["status"] == "refused") & (intake.files["rows"] > 0)]
    for file in stopped["file"]:
        again = f"workbench ingest {client} --accept-losses {quote(file)} --by NAME --reason TEXT"
        typer.echo(t("to take it with its losses: {command}", command=again), err=True)
    if len(intake.refused):
        cells = {"count": count(len(intake.refused)), "file": f"{client}/store/quarantine.csv"}
        typer.echo(t("all {count} refused cells: {file}", **cells), err=True)
    # A document has a kind; what has none is a table.
    unknown = intake.files.loc[(intake.files["status"] == "unknown") & (intake.files["title"] == ""), "file"]
    if len(unknown):
        again = f"workbench ingest {client} --map {quote(unknown.iloc[0])}"
        typer.echo(t("to say once what the columns mean: {command}", command=again), err=True)


def _exit_code(intake) -> int:
    if len(intake.questions):
        return 2
    return int(intake.files["status"].isin(["refused", "unknown"]).any() or intake.files["refused"].sum() > 0)


def _ask(file: str, question) -> str:
    from workbench.words.remarks import say_remark

    return typer.prompt(
        f"{file}: {say_remark(question.text)}", default=question.proposal or "", show_default=bool(question.proposal)
    )


def _progress(silent: bool):
    if silent or not sys.stderr.isatty():
        return None
    return lambda name: typer.echo(f"\x1b[2K\r{name}\r", err=True, nl=False)
