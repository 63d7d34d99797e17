"""`workbench review`, `serve` and `demo`: reports and pages."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from workbench.cli.app import AsJson, ClientId, Home, command, print_json, records
from workbench.errors import ParameterError


@command()
def review(
    clients: Annotated[list[str] | None, typer.Argument(metavar="[CLIENT...]", help="Client ids.")] = None,
    month: Annotated[str, typer.Option(help="The month to review, e.g. 2026-01.")] = "",
    every: Annotated[bool, typer.Option("--all", help="Every client of the home.")] = False,
    lang: Annotated[str, typer.Option(help="Languages, e.g. zh,en; else each client's first.")] = "",
    jobs: Annotated[int, typer.Option(min=1, help="Clients worked on at a time.")] = os.cpu_count() or 1,
    reports: Annotated[str, typer.Option(help="Where <client>/<month>/ goes; else reports/ beside the home.")] = "",
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """Notebook, offline page and PDF of a month; running it again makes only what is missing."""
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
            cause = f": {made.cause}" if made.cause else ""
            typer.echo(
                f"{made.client} {made.month} {made.lang}: {made.state} ({made.seconds:.0f} s) {made.folder}{cause}"
            )
    if as_json:
        print_json([vars(made) for made in done])
    raise typer.Exit(int(any(made.state == "failed" for made in done)))


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
