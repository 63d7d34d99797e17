"""`workbench ingest` and `workbench trace`: files in, and the way back to them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.app import AsJson, ClientId, Home, can_ask, command, person, print_json, print_table, records
from workbench.cli.column_maps import Said, map_file

FILE_COLUMNS = {
    "file": "file",
    "title": "export",
    "status": "status",
    "rows": "rows",
    "kept": "kept",
    "repeated": "repeated",
    "superseded": "superseded",
    "structural": "structural",
    "refused": "refused",
}


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
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """Read the client's inbox and say what was kept, repeated and refused, a file a line."""
    from workbench.ingest import accept_losses as accept
    from workbench.ingest import add_to_inbox
    from workbench.ingest import ingest as read_inbox

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
    else:
        _print_intake(intake)
        _print_maps(client, intake)
    raise typer.Exit(_exit_code(intake))


@command()
def trace(
    client: ClientId,
    table: Annotated[str, typer.Argument(help="Canonical table, e.g. order_lines.")],
    key: Annotated[str, typer.Argument(help="A row's key parts joined by '/', or one of them, e.g. an order number.")],
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """The lines of the client's files behind a row, personal cells masked."""
    from workbench.trace import trace as find_lines

    lines = find_lines(client, table, key, home=home)
    print_table(lines, as_json=as_json)


def _print_intake(intake) -> None:
    print_table(intake.files, columns=FILE_COLUMNS, empty="the inbox is empty")
    for row in intake.files[intake.files["note"] != ""].itertuples():
        typer.echo(f"{row.file}: {row.note}")
    for row in intake.refused.head(20).itertuples():
        typer.echo(f"{row.file} row {row.row}: '{row.value}' in '{row.column}': {row.reason}")
    if len(intake.refused) > 20:
        typer.echo(f"... and {len(intake.refused) - 20:,} more refused cells in store/quarantine.csv")
    for row in intake.questions.itertuples():
        proposal = f" (perhaps {row.proposal})" if row.proposal else ""
        typer.echo(f"question: {row.file}: {row.text}{proposal}", err=True)


def _print_maps(client: str, intake) -> None:
    unknown = intake.files.loc[intake.files["status"] == "unknown", "file"]
    if len(unknown):
        typer.echo(f"to say once what the columns mean: workbench ingest {client} --map {unknown.iloc[0]}", err=True)


def _exit_code(intake) -> int:
    if len(intake.questions):
        return 2
    return int(intake.files["status"].isin(["refused", "unknown"]).any() or intake.files["refused"].sum() > 0)


def _ask(file: str, question) -> str:
    return typer.prompt(
        f"{file}: {question.text}", default=question.proposal or "", show_default=bool(question.proposal)
    )


def _progress(silent: bool):
    if silent or not sys.stderr.isatty():
        return None
    return lambda name: typer.echo(f"\x1b[2K\r{name}\r", err=True, nl=False)
