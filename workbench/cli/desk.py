"""`workbench log` and `workbench request`: what people did and decided, and which files are still missing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.app import (
    AsJson,
    ClientId,
    Home,
    Lang,
    choose_language,
    command,
    print_json,
    print_table,
)
from workbench.errors import ParameterError, listed


@command()
def log(
    client: ClientId,
    kind: Annotated[
        str, typer.Argument(help="action, decision, ack, notice, change, question, note, approval, restatement, sent.")
    ] = "",
    text: Annotated[str, typer.Option(help="What happened, in words.")] = "",
    by: Annotated[str, typer.Option(help="Who says so.")] = "",
    account: Annotated[str, typer.Option(help="Account that it concerns.")] = "",
    sku: Annotated[str, typer.Option(help="Article that it concerns.")] = "",
    kpi: Annotated[str, typer.Option(help="KPI that it concerns.")] = "",
    owner: Annotated[str, typer.Option(help="Who has to act.")] = "",
    due: Annotated[str, typer.Option(help="Until when, e.g. 2026-02-15.")] = "",
    state: Annotated[str, typer.Option(help="open, answered, done, dropped, closed or withdrawn.")] = "",
    case: Annotated[str, typer.Option(help="Warning that it answers.")] = "",
    warning: Annotated[str, typer.Option(help="Of a notice: what it is about, e.g. late_shipment_rate.")] = "",
    received: Annotated[str, typer.Option(help="Of a notice: when it came, e.g. 2026-01-22T10:00-08:00.")] = "",
    deadline: Annotated[str, typer.Option(help="Of a notice: until when, e.g. 2026-01-29T23:59-08:00.")] = "",
    month: Annotated[str, typer.Option(help="Reviewed month that it belongs to.")] = "",
    corrects: Annotated[str, typer.Option(help="Event that it corrects or carries on.")] = "",
    on: Annotated[str, typer.Option(help="Day it happened; else today.")] = "",
    listing: Annotated[bool, typer.Option("--list", help="Print what was entered so far.")] = False,
    lang: Lang = "",
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """Enter an action, decision, acknowledgement, notice, change, question or note; or print them all."""
    from workbench.accountability import SHORT_KINDS
    from workbench.accountability import log as enter
    from workbench.client import open_client
    from workbench.record import Event
    from workbench.words import t

    choose_language(lang)
    opened = open_client(client, home=home)
    if listing:
        _print_events(opened.events, SHORT_KINDS.get(kind, kind), as_json)
        return
    _check_said(client, kind, text or corrects, by)
    about = Event(
        **{"account": account, "sku": sku, "kpi": kpi, "owner": owner, "due_date": due, "state": state, "month": month},
        **{"case_id": case, "corrects": corrects, "on_date": on},
        **{"notice_kind": warning, "received_at": received, "deadline_at": deadline},
    )
    if kind == "sent" and not corrects:
        # Only what was approved may be sent.
        from workbench.batch import mark_sent

        entry = mark_sent(client, month=month, by=by, text=text, home=home)
    else:
        entry = enter(opened, kind=kind, text=text, by=by, about=about)
    if as_json:
        print_json(entry)
    else:
        entered = {"event": entry["event_id"], "kind": entry["kind"], "client": client}
        if entry.get("case_id"):
            typer.echo(t("{event}: {kind} of {client} entered, case {case}", case=entry["case_id"], **entered))
        else:
            typer.echo(t("{event}: {kind} of {client} entered", **entered))


@command()
def request(
    client: ClientId,
    month: Annotated[str, typer.Option(help="The month to review, e.g. 2026-01.")] = "",
    lang: Annotated[str, typer.Option(help="zh, en or es; else the client's first language.")] = "",
    out: Annotated[str, typer.Option(metavar="FILE", help="Write the letter into this file.")] = "",
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """The files that a month still lacks, with download steps, as a letter ready to send."""
    from workbench.accountability import missing_files
    from workbench.client import open_client
    from workbench.profile import read_agency
    from workbench.words import in_language, tn
    from workbench.words.request import request_letter

    if not month:
        raise ParameterError("--month", "no month given", expected="such as --month 2026-01")
    opened = open_client(client, home=home)
    missing = missing_files(opened, month=month)
    with in_language(lang or opened.profile.languages[0]):
        _warn_of_questions(opened)
        if as_json:
            print_table(missing, as_json=True)
            return
        agency = read_agency(opened.home)
        letter = request_letter(missing, profile=opened.profile, month=month, agency=agency)
        if out:
            Path(out).write_text(letter, encoding="utf-8")
            typer.echo(tn("{file}: {files} file", "{file}: {files} files", len(missing), file=out, files=len(missing)))
        else:
            typer.echo(letter.rstrip("\n"))


def _print_events(events, kind: str, as_json: bool) -> None:
    from workbench.words import t
    from workbench.words.desk_headings import EVENTS, headings_in_words

    chosen = events[events["kind"] == kind] if kind else events
    if not as_json:
        days = {name: chosen[name].dt.strftime("%Y-%m-%d") for name in ("on_date", "due_date")}
        chosen = chosen.assign(**days)
    print_table(chosen, as_json=as_json, columns=headings_in_words(EVENTS), empty=t("nothing was entered yet"))


def _check_said(client: str, kind: str, text: str, by: str) -> None:
    given = {"KIND": kind, "--text": text, "--by": by}
    lacking = [name for name, value in given.items() if not value.strip()]
    if lacking:
        expected = f"workbench log {client} KIND --text TEXT --by NAME, or --list"
        raise ParameterError("log", f"{listed(lacking)} not given", expected=expected)


def _warn_of_questions(opened) -> None:
    from workbench.store import read_intake
    from workbench.words import tn

    files = read_intake(opened.folder / "store").questions["file"].nunique()
    if files:
        told = tn(
            "{files} file waits for an answer and may be among those that seem missing; answer it first: {command}",
            "{files} files wait for an answer and may be among those that seem missing; answer them first: {command}",
            files,
            files=files,
            command=f"workbench ingest {opened.id}",
        )
        typer.echo(told, err=True)
