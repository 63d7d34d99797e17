"""`workbench ingest CLIENT --map FILE`: a person confirms what the columns of an unknown table mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import typer

from workbench.cli.app import print_table
from workbench.errors import MissingColumn, OpenQuestions, ParameterError


@dataclass(frozen=True)
class Said:
    """What the command line says of a map; blank and empty mean that a person is asked."""

    file: str = ""
    columns: str = ""
    column: Iterable[str] = field(default_factory=list)
    setting: Iterable[str] = field(default_factory=list)

    @property
    def is_script(self) -> bool:
        """Whether the columns are given, so that nothing is asked."""
        return bool(self.columns or self.column or self.setting)


def map_file(client: str, said: Said, *, account: str, by: str, home: str, can_ask: bool, silent: bool) -> None:
    """Make a column map for a file and remember it; a file from elsewhere is put into the inbox first.

    Raises
    ------
    ParameterError, AmbiguousFormat, OpenQuestions
        The map is not complete or contradicts the file; nothing is remembered.
    """
    from workbench import record
    from workbench.profile import PROFILE_FILE, client_folder, read_profile
    from workbench.sources import FileContext
    from workbench.sources.mapped.layout import find_layout
    from workbench.sources.mapped.preview import preview
    from workbench.words import t

    folder = client_folder(client, home=home)
    profile = read_profile(folder / PROFILE_FILE)
    name, content = _file(folder, said.file, client=client, account=account, home=home)
    maps = record.column_maps(folder)
    place = name.partition("/")[0]
    context = FileContext(file=name, accounts=profile.accounts, account=place if place != "_client" else "", maps=maps)
    _refuse_known(name, content, context)
    layout = find_layout(name, content)
    before = next((each for each in maps if set(each.headings) == set(layout.names)), None)
    ids = [each.id for each in profile.accounts]
    if said.is_script:
        found = _from_script(said, layout, ids)
    elif can_ask:
        found = _asked(layout, ids, before)
    else:
        raise ParameterError("--map", "nobody to ask here", expected="--columns MAP.yml, or --column HEADING=FIELD")
    shown = preview(found, layout, context)
    if not silent:
        _print(shown, name)
    if not said.is_script and not typer.confirm(t("Remember this map and use it from now on?"), default=True):
        raise ParameterError("--map", "not confirmed, so nothing was remembered", expected="yes")
    record.remember_column_map(folder, found, by=by)


def _file(folder: Path, file: str, *, client: str, account: str, home: str) -> tuple[str, bytes]:
    """A file's name in the inbox and its bytes; one from elsewhere is copied there."""
    from workbench.inbox import INBOX, inbox_file
    from workbench.ingest import add_to_inbox

    path, inbox = Path(file).resolve(), (folder / INBOX).resolve()
    if path.is_file():
        if path.is_relative_to(inbox):
            file = path.relative_to(inbox).as_posix()
        else:
            file = add_to_inbox(client, path, account=account, home=home)
    found = None if Path(file).is_absolute() else inbox_file(folder, file)
    if found is None:
        raise ParameterError("--map", f"no file '{file}'", expected="a file of the inbox, or a path with --account")
    return file, found.content()


def _refuse_known(name: str, content: bytes, context) -> None:
    """A file that a reader of ours reads whole needs no map, and a map would stand in the reader's way."""
    from workbench.sources import recognise
    from workbench.sources.column_map import MAPPED

    try:
        found = recognise(name, content, context=context)
    except MissingColumn:
        return
    if found.status == "read" and found.export != MAPPED:
        raise ParameterError("--map", f"{name} is read as {found.title}", expected="a table that is not read yet")


def _from_script(said: Said, layout, accounts: list[str]):
    from workbench.record import read_map_file
    from workbench.sources.mapped.draft import draft_of, finish

    told = read_map_file(Path(said.columns)) if said.columns else {}
    told = {**told, **_pairs(said.setting, "--set")}
    for name in [name for name in told if name.startswith(("values.", "forms."))]:
        group, _, key = name.partition(".")
        told[group] = {**told.get(group, {}), key: told.pop(name)}
    if said.column:
        told["columns"] = {**told.get("columns", {}), **_pairs(said.column, "--column")}
    if "table" not in told:
        raise OpenQuestions(
            "--map", "the map does not say: table", hint="--set table=packages, or in the --columns file"
        )
    return finish(draft_of(told, where=said.columns or "--set"), layout, accounts=accounts)


def _pairs(words: Iterable[str], option: str) -> dict[str, str]:
    pairs = [word.rpartition("=") for word in words]
    odd = [name + value for name, sign, value in pairs if not sign or not name]
    if odd:
        raise ParameterError(option, f"'{odd[0]}'", expected=f"{option} NAME=VALUE")
    return {name.strip(): value.strip() for name, _, value in pairs}


def _asked(layout, accounts: list[str], before):
    from workbench.sources.mapped.dialog import ask_map
    from workbench.words import t
    from workbench.words.remarks import say_remark

    def ask(text: str, proposal: str) -> str:
        return typer.prompt(say_remark(text), default=proposal, show_default=bool(proposal))

    def tell(text: str) -> None:
        typer.echo(say_remark(text))

    typer.echo(t("header in row {row}: {headings}", row=layout.header_row, headings=" | ".join(layout.headings)))
    return ask_map(layout, ask=ask, tell=tell, accounts=accounts, before=before)


def _print(shown, name: str) -> None:
    from workbench.words import t
    from workbench.words.formats import count
    from workbench.words.remarks import say_remark

    for table, rows in shown.tables.items():
        typer.echo(t("the first rows of {file} as {table}:", file=name, table=table))
        print_table(rows)
    counts = {"rows": count(shown.rows), "refused": count(shown.refused)}
    typer.echo(t("{rows} rows, {refused} of them can't be read", **counts))
    for fault in shown.faults.head(5).itertuples():
        cell = {"row": fault.where, "value": fault.value, "column": fault.column}
        typer.echo(t("row {row}: '{value}' in '{column}': {reason}", reason=say_remark(fault.reason), **cell))
