"""The command line's root: one way to fail, one way to print."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import wraps
from typing import Annotated

import typer

from workbench.errors import WorkbenchError

app = typer.Typer(
    name="workbench",
    help="Reads a seller's files, computes the platforms' KPIs, prices and reviews. It advises; a person decides.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Lang = Annotated[str, typer.Option(help="zh, en or es; else English.")]
Home = Annotated[str, typer.Option("--home", help="Folder of client folders; else WORKBENCH_HOME, else data/.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
ClientId = Annotated[str, typer.Argument(metavar="CLIENT", help="The client's id.")]


def command(*, group: typer.Typer = app, name: str | None = None) -> Callable:
    """Register a function as a command whose refusals end in their message and exit code."""

    def register(function: Callable) -> Callable:
        @wraps(function)
        def run(*args, **kwargs):
            try:
                return function(*args, **kwargs)
            except WorkbenchError as fault:
                typer.echo(said(fault), err=True)
                raise typer.Exit(fault.exit_code) from None

        group.command(name=name)(run)
        return function

    return register


def said(fault: WorkbenchError) -> str:
    """A refusal in the language that the command has chosen; in English as it was raised."""
    from workbench.words import language
    from workbench.words.remarks import say_note

    return str(fault) if language() == "en" else " ".join(say_note(str(fault)))


def choose_language(lang: str) -> None:
    """Say everything from here on in this language; blank for English."""
    from workbench.words import use_language

    use_language(lang or "en")


def person() -> str:
    """The user of this machine, for entries that say who."""
    import getpass

    return getpass.getuser()


def can_ask() -> bool:
    """Whether a person sits at both ends; in a pipe or a batch nothing asks."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def print_json(value: object) -> None:
    """`value` as JSON; days and instants in ISO form, missing values as null."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str, allow_nan=False))


def print_table(frame, *, as_json: bool = False, columns: dict[str, str] | None = None, empty: str = "nothing") -> None:
    """A frame as JSON records or as a table, plain where the output is a pipe.

    Parameters
    ----------
    frame : DataFrame
        What to print.
    as_json : bool
        JSON records with all columns.
    columns : dict, optional
        Columns of the table and their headings; all where absent.
    empty : str
        What to say where there are no rows.
    """
    if as_json:
        print_json(records(frame))
        return
    if frame.empty:
        typer.echo(empty)
        return
    shown = frame[list(columns)].rename(columns=columns) if columns else frame
    if not sys.stdout.isatty():
        from workbench.store import without_formulas

        # A pipe may end in a file, and the file in a spreadsheet.
        typer.echo(without_formulas(shown).to_csv(sep="\t", index=False).rstrip("\n"))
        return
    _rich_table(shown)


def records(frame) -> list[dict]:
    """A frame's rows as JSON-ready dictionaries."""
    import pandas as pd

    plain = frame.astype(object).where(frame.notna(), None)
    return [{name: _plain(value, pd) for name, value in row.items()} for row in plain.to_dict("records")]


def _plain(value: object, pd) -> object:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat() if value.tz is None else value.isoformat()
    return value.item() if hasattr(value, "item") else value


def _rich_table(frame) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for name, kind in frame.dtypes.items():
        table.add_column(str(name), justify="right" if kind.kind in "iuf" else "left", overflow="fold")
    filled = frame.astype(object).where(frame.notna(), "")
    for row in filled.itertuples(index=False):
        table.add_row(*map(str, row))
    Console().print(table)
