"""`workbench client ...`: which clients there are, what is known of one, a new one, and its baseline."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.app import AsJson, ClientId, Home, app, can_ask, command, print_json, print_table, records
from workbench.errors import ParameterError, ProfileError, UnreadableFile, listed

group = typer.Typer(help="The clients and their profiles.", no_args_is_help=True)
app.add_typer(group, name="client")


@command(group=group, name="list")
def list_clients(home: Home = "", as_json: AsJson = False) -> None:
    """The clients of the home, a line each."""
    import pandas as pd

    from workbench.profile import PROFILE_FILE, client_ids, find_home, read_profile

    folder = find_home(home)
    rows = []
    for client_id in client_ids(home):
        profile = read_profile(folder / client_id / PROFILE_FILE)
        accounts = ", ".join(account.id for account in profile.accounts)
        rows.append((client_id, profile.name_in("en"), ",".join(profile.languages), accounts))
    frame = pd.DataFrame(rows, columns=["client", "name", "languages", "accounts"])
    print_table(frame, as_json=as_json, empty=f"no clients in {folder}")


@command(group=group, name="add")
def add(
    client: ClientId,
    source: Annotated[str, typer.Option("--from", metavar="FILE", help="A client.yml instead of questions.")] = "",
    lang: Annotated[str, typer.Option(help="zh, en or es; else the first language of the agency's name.")] = "",
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """A new client: its profile asked for step by step, its inbox, and example templates."""
    from workbench.onboarding import TEMPLATES, add_client, ask_profile, new_client_folder
    from workbench.profile import read_agency
    from workbench.words import t, use_language

    new_client_folder(client, home=home)
    use_language(lang or next(iter(read_agency(home).name)))
    if source:
        text = _profile_text(client, Path(source))
    elif can_ask() and not as_json:
        typer.echo(t("Enter takes what stands in [brackets]; without brackets it leaves the question open."))
        text = ask_profile(client, ask=_ask)
    else:
        raise ParameterError(
            f"client add {client}",
            "nobody to ask here",
            expected=f"--from FILE, a client.yml with at least {listed(_needed())}",
            hint="docs/profile.md describes the fields, data/sample/*/client.yml are examples",
        )
    folder = add_client(client, text, home=home)
    if as_json:
        print_json({"client": client, "folder": str(folder)})
        return
    made = {"folder": str(folder), "templates": f"{TEMPLATES}/"}
    typer.echo(t("{folder}: client.yml, inbox/, {templates} with an example line in each template", **made))
    inbox = f"{folder}/inbox/<account>/"
    command = f"workbench ingest {client}"
    typer.echo(t("next: put the downloads into {inbox}, then run: {command}", inbox=inbox, command=command))
    typer.echo(t("what is still open: {command}", command=f"workbench client show {client}"))


@command(group=group, name="show")
def show_client(
    client: ClientId,
    lang: Annotated[str, typer.Option(help="zh, en or es; else the client's first language.")] = "",
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """A client's profile, what its files hold so far, and what is missing and blocks what."""
    from workbench.accountability import declared_against_files, unknown_names
    from workbench.client import open_client
    from workbench.profile.missing import missing
    from workbench.record import baseline_history
    from workbench.store import read_intake
    from workbench.words import in_language
    from workbench.words.profile import declared_rows, gap_sentence

    opened = open_client(client, home=home)
    intake = read_intake(opened.folder / "store")
    with in_language(lang or opened.profile.languages[0]):
        gaps = missing(opened.profile)
        frames = {
            "declared": declared_rows(declared_against_files(opened)),
            "baseline": baseline_history(opened.folder),
            "unknown": unknown_names(opened.profile),
            "missing": gaps.assign(blocks=[gap_sentence(gap) for gap in gaps["gap"]]),
        }
        if as_json:
            states = {str(state): int(count) for state, count in intake.files["status"].value_counts().items()}
            found = {"profile": opened.profile.model_dump(mode="json"), "files": states, "rows": intake.rows_read}
            print_json({**found, **{name: records(frame) for name, frame in frames.items()}})
        else:
            _print_client(opened, intake, frames)


@command(group=group, name="baseline")
def baseline(
    client: ClientId,
    as_of: Annotated[str, typer.Option(help="End of this day; else the baseline day of client.yml.")] = "",
    by: Annotated[str, typer.Option(help="Who freezes it.")] = "",
    reason: Annotated[str, typer.Option(help="Why a frozen baseline is changed.")] = "",
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """Freeze the figures that every later review is set against; changing them needs a reason and keeps both."""
    from workbench.accountability import freeze
    from workbench.client import open_client

    opened = open_client(client, home=home)
    entry = freeze(opened, by=by, as_of=as_of, reason=reason)
    if as_json:
        print_json(entry)
        return
    measured = sum("rate" in figure or "value" in figure for figure in entry["figures"])
    typer.echo(
        f"baseline of {entry['as_of']}: {measured} measured figures of {len(entry['figures'])} frozen, from "
        f"{len(entry['files'])} files"
    )
    if not measured:
        again = f"workbench client baseline {client} --as-of {entry['as_of']} --by NAME --reason TEXT"
        typer.echo(f"nothing could be measured on that day; once files of it came, run: {again}", err=True)
    planned = opened.profile.baseline
    if planned and planned.as_of.isoformat() != entry["as_of"]:
        typer.echo(f"client.yml plans the baseline for {planned.as_of}; the frozen one holds", err=True)


def _profile_text(client: str, path: Path) -> str:
    """The file's text, with the client's id where it has none; its faults name the file's own lines."""
    if not path.is_file():
        raise ParameterError("--from", f"no file {path}", expected="a client.yml")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise UnreadableFile(str(path), f"not UTF-8 text ({fault.reason})", expected="UTF-8") from fault
    has_id = any(line.startswith("id:") for line in text.splitlines())
    _check(client, text if has_id else f"{text.rstrip()}\nid: {client}\n", where=str(path))
    return text if has_id else f"id: {client}\n{text}"


def _check(client: str, text: str, *, where: str) -> None:
    """A profile without faults that names only KPIs and exports that are known."""
    from workbench.accountability import unknown_names
    from workbench.profile import parse_profile

    unknown = unknown_names(parse_profile(text, client_id=client, where=where))
    if len(unknown):
        found = "; ".join(f"{row['field']}: '{row['name']}' is not known" for row in unknown.to_dict("records"))
        hint = " ".join(hint for hint in unknown["hint"] if hint)
        raise ProfileError(where, found, expected="KPIs of docs/kpis.md and exports of docs/sources.md", hint=hint)


def _needed() -> list[str]:
    from workbench.profile import Profile

    return [name for name, field in Profile.model_fields.items() if field.is_required() and name != "id"]


def _ask(step, fault: str) -> str:
    from workbench.words.remarks import say_note, say_remark

    if fault:
        typer.echo(" ".join(say_note(fault, file="answer")), err=True)
    return typer.prompt(say_remark(step.text), default=step.proposal, show_default=bool(step.proposal))


def _print_client(opened, intake, frames: dict) -> None:
    """The client in the language in use; field names stay as they stand in client.yml."""
    from workbench.words import day, language, t

    profile = opened.profile
    named = {"name": profile.name_in(language()), "id": profile.id, "since": day(profile.since)}
    typer.echo(t("{name} ({id}), since {since}, reports in {lang}", lang=profile.languages[0], **named))
    typer.echo(t("account manager: {analyst}", analyst=f"{profile.analyst.name} {profile.analyst.email}".rstrip()))
    heads = {
        **{"account": t("Account"), "platform": t("Platform"), "market": t("Market"), "currency": t("Currency")},
        **{"zone": t("Its day ends at midnight of"), "fulfilment": t("Shipped by"), "owner": t("Owner")},
    }
    print_table(opened.accounts, columns=heads)
    typer.echo(_files_line(intake, profile.id))
    typer.echo(_baseline_line(frames["baseline"], profile))
    sizes = {"measure": t("Size"), "declared": t("Declared"), "files": t("In the files"), "note": t("Counted from")}
    _print_part(t("declared beside what the files show:"), frames["declared"], sizes)
    names = {"field": t("Field"), "name": t("Name"), "hint": t("Hint")}
    _print_part(t("names in client.yml that are not known:"), frames["unknown"], names)
    gaps = {"field": t("Field"), "blocks": t("What it blocks")}
    _print_part(t("missing, and what that blocks:"), frames["missing"], gaps)


def _files_line(intake, client: str) -> str:
    from workbench.words import count, t
    from workbench.words.intake import file_status_word

    states = intake.files["status"].value_counts()
    if states.empty:
        return t("files: none; run: workbench ingest {client}", client=client)
    said = t(", ").join(f"{count(n)} {file_status_word(state)}" for state, n in states.items())
    return t("files: {said}; {rows} rows", said=said, rows=count(intake.rows_read))


def _baseline_line(history, profile) -> str:
    from workbench.words import count, day, t, tn

    if len(history):
        held, again = history.iloc[-1], len(history) - 1
        told = {"day": day(held["as_of"]), "by": held["by"], "on": day(held["at"][:10])}
        said = t("baseline: {day}, frozen by {by} on {on}", **told)
        changed = tn("changed {n} time", "changed {n} times", again, n=count(again))
        return t("{said}; {more}", said=said, more=changed) if again else said
    if profile.baseline:
        asked = f"workbench client baseline {profile.id} --as-of {profile.baseline.as_of} --by NAME"
        return t("baseline: not frozen; run: {command}", command=asked)
    return t("baseline: none")


def _print_part(title: str, frame, columns: dict[str, str]) -> None:
    if len(frame):
        typer.echo(title)
        print_table(frame, columns=columns)
