"""Other clients' names in a report: looked for before it is published."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

from nbformat import NotebookNode

from workbench.client import Client
from workbench.errors import ReviewFailed
from workbench.profile import PROFILE_FILE, client_ids, read_profile
from workbench.record import Note

# Shorter names are everyday words of some language; the id is still looked for.
SHORTEST_NAME = {"cjk": 3, "other": 4}
_CJK = re.compile(r"[\u3400-\u9fff]")
# Public text that a client's own files may rightly hold: another client can be its competitor.
_OFFER_TEXT = ("seller", "brand", "title")


def check_no_other_client(notebook: NotebookNode, client: Client, *, home: Path, where: str) -> None:
    """Raise where the executed notebook names another client of the same home.

    Ids of other clients never belong in it. Their names do only where they stand in this client's own
    competitor listings.

    Raises
    ------
    ReviewFailed
        Naming the client and what was found.
    """
    _check(_text(notebook), client, home=home, where=where)


def check_note(note: Note, client: Client, *, home: Path) -> None:
    """As `check_no_other_client`, for what an analyst wrote."""
    text = json.dumps([*note.sections.values(), note.signed_by], ensure_ascii=False)
    _check(text, client, home=home, where=f"note {note.month}.{note.lang}.md")


def _check(text: str, client: Client, *, home: Path, where: str) -> None:
    own = {*client.profile.name.values(), client.id}
    for other, name in _others(client.id, home):
        if name in own or not _names(name, text):
            continue
        if name == other or not _in_offers(client, name):
            raise ReviewFailed(
                where,
                f"the report of '{client.id}' names another client: '{name}' ({other})",
                hint=f"look for '{name}' there; the report was kept out of the reports folder. An id that is an "
                "ordinary word of the reports has to be changed: rename that client's folder and its id",
            )


def _others(client_id: str, home: Path) -> Iterator[tuple[str, str]]:
    """Id and each name of every other client, the id itself among them."""
    for other in client_ids(home):
        if other != client_id:
            yield other, other
            for name in read_profile(home / other / PROFILE_FILE).name.values():
                if len(name) >= SHORTEST_NAME["cjk" if _CJK.search(name) else "other"]:
                    yield other, name


def _text(notebook: NotebookNode) -> str:
    """Everything readable in the notebook, as JSON; pictures left out."""
    cells = [{**cell, "outputs": [_readable(output) for output in cell.get("outputs", [])]} for cell in notebook.cells]
    return json.dumps([cells, notebook.metadata], ensure_ascii=False)


def _readable(output: NotebookNode) -> dict:
    data = {form: value for form, value in output.get("data", {}).items() if form not in ("image/png", "image/jpeg")}
    return {**output, "data": data}


def _names(name: str, text: str) -> bool:
    """Whether `text` holds `name` as a word of its own, as it stands or escaped for HTML."""
    spellings = {json.dumps(spelling, ensure_ascii=False)[1:-1] for spelling in (name, escape(name))}
    return any(_pattern(spelling).search(text) for spelling in spellings)


def _pattern(name: str) -> re.Pattern[str]:
    if _CJK.search(name):
        return re.compile(re.escape(name))
    return re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])", re.IGNORECASE)


def _in_offers(client: Client, name: str) -> bool:
    pattern = _pattern(name).pattern
    return any(client.offers[column].str.contains(pattern, case=False, na=False).any() for column in _OFFER_TEXT)
