"""`workbench review`, `brief`, `approve`, `serve` and `demo`: reports and pages."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from workbench.cli.app import AsJson, ClientId, Home, command, print_json, print_table, records
from workbench.errors import ParameterError

Reports = Annotated[str, typer.Option(help="Where <client>/<month>/ is; else reports/ beside the home.")]


@command()
def review(
    clients: Annotated[list[str] | None, typer.Argument(metavar="[CLIENT...]", help="Client ids.")] = None,
    month: Annotated[str, typer.Option(help="The month to review, e.g. 2026-01.")] = "",
    every: Annotated[bool, typer.Option("--all", help="Every client of the home.")] = False,
    lang: Annotated[str, typer.Option(help="Languages, e.g. zh,en; else each client's first.")] = "",
    jobs: Annotated[int, typer.Option(min=1, help="Clients worked on at a time.")] = os.cpu_count() or 1,
    listing: Annotated[bool, typer.Option("--list", help="Print which are missing, draft, approved or sent.")] = False,
    reports: Reports = "",
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """Notebook, offline page and PDF of a month; running it again makes only what is missing."""
    if listing:
        _print_index(clients, month, home, reports, as_json)
        return
    from workbench.batch import each_review
    from workbench.profile import client_ids

    if not month:
        raise ParameterError("--month", "no month given", expected="such as --month 2026-01")
    if bool(clients) == every:
        raise ParameterError("review", "name clients or say --all", expected="workbench review CLIENT... or --all")
    ids = client_ids(home) if every else clients
    langs = [part.strip() for part in lang.split(",") if part.strip()]
    done = []
    for made in each_review(ids, month=month, langs=langs, home=home, reports=reports, jobs=jobs):
        done.append(made)
        if not as_json:
            _say(made)
    if as_json:
        print_json([vars(made) for made in done])
    raise typer.Exit(int(any(made.state == "failed" for made in done)))


@command()
def brief(
    client: ClientId,
    week: Annotated[str, typer.Option(help="The week, e.g. 2026-W05; else the seven days to the files' last.")] = "",
    as_of: Annotated[str, typer.Option(help="The week's last day instead, e.g. 2026-01-31.")] = "",
    lang: Annotated[str, typer.Option(help="Languages, e.g. zh,en; else the client's first.")] = "",
    reports: Reports = "",
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """Two pages for the weekly meeting: what moved, what is due, what to decide."""
    from workbench.batch import brief as make_brief

    if week and as_of:
        raise ParameterError("brief", "both --week and --as-of given", expected="one of them")
    langs = [part.strip() for part in lang.split(",") if part.strip()]
    done = make_brief(client, period=week or as_of, langs=langs, home=home, reports=reports)
    if as_json:
        print_json([vars(made) for made in done])
    else:
        for made in done:
            _say(made)
    raise typer.Exit(int(any(made.state == "failed" for made in done)))


@command()
def approve(
    client: ClientId,
    month: Annotated[str, typer.Option(help="The reviewed month, e.g. 2026-01.")] = "",
    by: Annotated[str, typer.Option(help="Who approves.")] = "",
    lang: Annotated[str, typer.Option(help="Languages, e.g. zh,en; else every one there is a review in.")] = "",
    withdraw: Annotated[str, typer.Option(metavar="REASON", help="Take the approval back: a draft again.")] = "",
    reports: Reports = "",
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """Make the month's draft review the approved one; nothing is run again."""
    from workbench.batch import approve as approve_reviews
    from workbench.batch import withdraw as withdraw_reviews

    if not month:
        raise ParameterError("--month", "no month given", expected="such as --month 2026-01")
    if withdraw:
        if lang:
            raise ParameterError("--lang", "an approval is withdrawn in all languages", expected="no --lang")
        done = withdraw_reviews(client, month=month, by=by, reason=withdraw, home=home, reports=reports)
    else:
        langs = [part.strip() for part in lang.split(",") if part.strip()]
        done = approve_reviews(client, month=month, by=by, langs=langs, home=home, reports=reports)
    if as_json:
        print_json([vars(each) for each in done])
        return
    for each in done:
        _say(each)
        if each.state == "approved":
            _say_files(each, home, reports)


def _say_files(made, home: str, reports: str) -> None:
    """What may go to the client now, each file with its hash."""
    from hashlib import sha256

    from workbench.batch import approved_files

    for path in approved_files(made.client, month=made.month, lang=made.lang, home=home, reports=reports):
        typer.echo(f"  {path.name}  {sha256(path.read_bytes()).hexdigest()}")


def _say(made) -> None:
    cause = f": {made.cause}" if made.cause else ""
    typer.echo(f"{made.client} {made.month} {made.lang}: {made.state} ({made.seconds:.0f} s) {made.folder}{cause}")


def _print_index(clients: list[str] | None, month: str, home: str, reports: str, as_json: bool) -> None:
    from workbench.batch import reviews_index

    index = reviews_index(home, reports, month=month)
    shown = index[index["client"].isin(clients)] if clients else index
    print_table(shown, as_json=as_json, empty="no clients")


@command()
def serve(
    client: ClientId,
    page: Annotated[str, typer.Argument(help="The app notebook's name.")] = "kpi_dashboard",
    lang: Annotated[str, typer.Option(help="Language that opens first.")] = "",
    port: Annotated[int, typer.Option(help="Port on this machine; 0 takes a free one.")] = 0,
    browser: Annotated[bool, typer.Option("--browser", help="Open the page in the standard browser.")] = False,
    home: Home = "",
) -> None:
    """Serve one client's page on this machine until Ctrl-C."""
    from workbench.serve import serve as serve_page

    serve_page(client, page=page, home=home, port=port, lang=lang, open_browser=browser)


@command()
def demo(as_json: AsJson = False) -> None:
    """The three sample sellers end to end: files in, reviews out, the dashboard seen once."""
    from workbench.cli.demo import run_demo

    result = run_demo(say=(lambda text: None) if as_json else typer.echo)
    if as_json:
        print_json({name: records(value) if hasattr(value, "columns") else value for name, value in result.items()})
    sys.stdout.flush()
    raise typer.Exit(0 if result["ok"] else 1)
