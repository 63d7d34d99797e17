"""Files with personal data are replaced by redacted twins at their delete-by date.

The record holds both hashes before the twin takes the file's place, so a run that is killed at any step leaves either
file whole, and the twin keeps the identity of its original: store and lineage rebuild equal.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path

import pandas as pd

from workbench import record
from workbench.cleaning.people import masked
from workbench.errors import NothingToShow, ParameterError, UnreadableFile, WorkbenchError, listed
from workbench.inbox import InboxFile, inbox_files, shown_name
from workbench.ingest import client_lock, ingest
from workbench.privacy import ANY, STORED, SURE, Needs, Twin, redacted_twin, refused_cells
from workbench.profile import PROFILE_FILE, Profile, client_folder, read_profile
from workbench.sources import EXPORTS, Export, FileContext, Reading, readings, recognise
from workbench.sources.column_map import ColumnMap
from workbench.store import part_tables, read_intake
from workbench.store.files import sweep_stages, write_bytes
from workbench.store.hashes import give_back_memory, rows_hash
from workbench.tables import FREE_TEXT

COLUMNS = ["file", "delete_by", "outcome", "columns", "masked", "form", "sha256", "twin", "note"]
REDACTED, WOULD_BE, NOTHING, FAILED = "redacted", "would be redacted", "nothing personal", "not redacted"


@dataclass(frozen=True)
class _Client:
    """What redaction needs to know of a client to read its files as the ingest does."""

    folder: Path
    profile: Profile
    answers: dict[tuple[str, str], dict[str, str]]
    maps: tuple[ColumnMap, ...]

    def context(self, file: InboxFile) -> FileContext:
        said = self.answers.get((file.sha, file.name)) or self.answers.get((file.sha, ""), {})
        return FileContext(file.name, file.sha, self.profile.accounts, file.account, dict(said), self.maps)


def redact(
    client_id: str,
    *,
    on: str = "",
    files: Sequence[str] = (),
    dry_run: bool = False,
    by: str = "",
    home: str | Path = "",
) -> pd.DataFrame:
    """Replace the files whose delete-by date has come by their redacted twins.

    Parameters
    ----------
    client_id : str
        Folder name in the home.
    on : str
        ISO day; files with a delete-by date up to it are due. Blank for today.
    files : sequence of str
        Inbox files to redact whether they are due or not; others are then left alone.
    dry_run : bool
        Make the twins and say what would be blanked; write nothing.
    by : str
        Who asks for it.
    home : str or Path
        Folder of client folders; blank as in `workbench.profile.find_home`.

    Returns
    -------
    DataFrame
        One row a file that was due: file, delete_by, outcome (redacted, would be redacted, nothing personal, not
        redacted), columns (headings that are blank), masked (cells masked by value), form, sha256 (of the original),
        twin (SHA-256) and note (why not).

    Raises
    ------
    ParameterError
        `on` is no day, nobody is named as the one who asks, or the inbox has no such file.
    NothingToShow
        Nothing was ingested yet, so no delete-by date is known.
    """
    day = _day(on)
    if not by.strip():
        raise ParameterError("redact", "nobody is named as the one who asks", expected="--by NAME")
    folder = client_folder(client_id, home=home)
    profile = read_profile(folder / PROFILE_FILE)
    with client_lock(client_id, folder):
        client = _Client(folder, profile, record.file_answers(folder), record.column_maps(folder))
        told = _redact(client, _due(client, day, files), by=by, dry_run=dry_run)
    if any(row["outcome"] == REDACTED for row in told):
        # The report must show what no longer has a date; nothing is read again.
        ingest(client_id, home=home, by=by)
    return pd.DataFrame(told, columns=COLUMNS)


def _day(on: str) -> str:
    try:
        return (date.fromisoformat(on) if on else date.today()).isoformat()
    except ValueError as fault:
        raise ParameterError("--on", f"'{on}' is no day", expected="an ISO day such as 2026-01-31") from fault


def _due(client: _Client, day: str, wanted: Sequence[str]) -> list[tuple[InboxFile, dict]]:
    """The files to redact, each with its row of the intake report."""
    rows = read_intake(client.folder / "store").files
    if rows.empty:
        raise NothingToShow(
            client.profile.id, "nothing ingested yet", hint=f"run: workbench ingest {client.profile.id}"
        )
    known = {row["file"]: row for row in rows.to_dict("records")}
    read_as = {row["sha256"]: row["export"] for row in known.values() if row["export"]}
    files = {file.name: file for file in inbox_files(client.folder, originals=record.originals(client.folder))}
    missing = [name for name in wanted if name not in files or name not in known]
    if missing:
        raise ParameterError("--file", f"not in the inbox, or not ingested yet: {listed(missing)}")
    due = [name for name in files if name in known and "" < known[name]["delete_by"] <= day]
    return [
        (files[name], {**known[name], "export": known[name]["export"] or read_as.get(known[name]["sha256"], "")})
        for name in wanted or due
    ]


def _redact(client: _Client, due: Sequence[tuple[InboxFile, dict]], *, by: str, dry_run: bool) -> list[dict]:
    told: dict[str, dict] = {}
    of_path: dict[Path, list[tuple[InboxFile, dict]]] = {}
    for file, row in due:
        of_path.setdefault(file.path, []).append((file, row))
    # Path by path: the twins of a whole inbox don't fit into memory.
    for path, files in of_path.items():
        twins = []
        for file, row in files:
            twin, outcome, note = _attempt(client, file, row)
            told[file.name] = _told(file, row, twin, outcome if dry_run or twin is None else REDACTED, note)
            twins += [(file, twin)] if twin else []
        if twins and not dry_run:
            sweep_stages(path.parent)
            record.remember_redacted(client.folder, [_entry(file, twin) for file, twin in twins], by=by)
            _replace(path, twins)
    return [told[file.name] for file, _ in due]


def _attempt(client: _Client, file: InboxFile, row: dict) -> tuple[Twin | None, str, str]:
    if file.is_redacted:
        return None, NOTHING, "a redacted twin already"
    try:
        twin = _checked_twin(client, file, row)
    except WorkbenchError as fault:
        return None, FAILED, masked(str(fault))
    return twin, WOULD_BE if twin else NOTHING, ""


def _told(file: InboxFile, row: dict, twin: Twin | None, outcome: str, note: str) -> dict:
    made = _entry(file, twin) if twin else {"columns": [], "masked": 0, "form": "", "twin": ""}
    return {
        **made,
        "file": file.name,
        "sha256": file.sha,
        "delete_by": row["delete_by"],
        "outcome": outcome,
        "columns": listed(made["columns"]),
        "note": note,
    }


def _entry(file: InboxFile, twin: Twin) -> dict:
    hashes = {"sha256": file.sha, "twin": sha256(twin.content).hexdigest()}
    return {"file": file.name, **hashes, "columns": list(twin.columns), "masked": twin.masked, "form": twin.form}


def _checked_twin(client: _Client, file: InboxFile, row: dict) -> Twin | None:
    """A twin that is read as its original is.

    Raises
    ------
    UnreadableFile
        The file can't be opened, or no twin of it is read alike.
    """
    content, context, export = file.content(), client.context(file), EXPORTS.get(row["export"])
    before = _read_through(file, content, context, export)
    for needs in _needs(before):
        give_back_memory()
        twin = redacted_twin(file.base, content, export=export, maps=client.maps, needs=needs)
        give_back_memory()
        if twin is None or _read_through(file, twin.content, context, export).told == before.told:
            return twin
        # The same rows may lie otherwise in memory; to compare them is the slower and larger way.
        if _alike(file, content, twin.content, context):
            return twin
    raise UnreadableFile(
        file.name,
        "without its personal cells it would not be read as before",
        expected="a twin that gives the same rows",
        hint="ask for the export without personal columns, or take the file out of the inbox",
    )


@dataclass
class _Read:
    """What the sources make of a file, its rows as hashes, and what a twin of it has to keep."""

    told: list[tuple] = field(default_factory=list)
    free_texts: set[str] = field(default_factory=set)
    refused: set[tuple[str, str]] = field(default_factory=set)


def _read_through(file: InboxFile, content: bytes, context: FileContext, export: Export | None) -> _Read:
    """The file read from end to end, of which no rows are kept."""
    seen = _Read()
    try:
        found = _recognised(file, content, context)
        seen.told.append(found)
        for reading in _readings(file, content, context, *found):
            seen.told.append((rows_hash(part_tables(reading)), *_counts(reading)))
            seen.free_texts.update(_free_texts(reading))
            seen.refused |= refused_cells(reading, export)
    except WorkbenchError as fault:
        return _Read([*seen.told, (type(fault).__name__,)])
    return seen


def _needs(before: _Read) -> Iterator[Needs]:
    """What a file's reader may need, from least to most."""
    free_texts, refused = frozenset(before.free_texts), frozenset(before.refused)
    for cells in (refused, frozenset()) if refused else (refused,):
        yield from (Needs(free_texts, masks, cells) for masks in (ANY, SURE, STORED))


def _alike(file: InboxFile, content: bytes, twin: bytes, context: FileContext) -> bool:
    """Whether the sources make the same of both, side by side."""
    before, after = (_understood(file, each, context) for each in (content, twin))
    return all(_same(one, other) for one, other in zip_longest(before, after))


def _same(one: tuple | None, other: tuple | None) -> bool:
    if one is None or other is None or one[1:] != other[1:] or one[0].keys() != other[0].keys():
        return False
    return all(rows.equals(other[0][name]) for name, rows in one[0].items())


def _understood(file: InboxFile, content: bytes, context: FileContext) -> Iterator[tuple]:
    """What the sources make of a file, piece by piece: tables, and what is told of it beside them."""
    try:
        found = _recognised(file, content, context)
        yield {}, *found
        for reading in _readings(file, content, context, *found):
            yield part_tables(reading), *_counts(reading)
    except WorkbenchError as fault:
        yield {}, type(fault).__name__


def _recognised(file: InboxFile, content: bytes, context: FileContext) -> tuple[str, str, tuple[str, ...]]:
    """A file's export, its status and the keys of what it does not say."""
    found = recognise(file.base, content, context=context)
    return found.export, found.status, tuple(question.key for question in found.questions)


def _readings(
    file: InboxFile, content: bytes, context: FileContext, export: str, status: str, asked: tuple[str, ...]
) -> Iterator[Reading]:
    """The file's readings; none where it is not read, or waits for an answer."""
    if status == "read" and not asked:
        yield from readings(file.base, content, export=export, context=context)


def _counts(reading: Reading) -> tuple:
    """What is told of a reading beside its rows."""
    return (
        *(reading.physical_rows, reading.structural, reading.repeated, reading.refused_rows),
        reading.refused.to_dict("records"),
        [masked(note) for note in reading.notes],
        repr(reading.totals),
        str(reading.exported_at),
    )


def _free_texts(reading: Reading) -> Iterator[str]:
    """Free texts in which something personal stands, as the file has them: the store masks them."""
    for table, rows in reading.tables.items():
        for name in FREE_TEXT.get(table, ()):
            if name in rows:
                yield from (str(text) for text in rows[name].dropna().unique() if masked(str(text)) != str(text))


def _replace(path: Path, twins: Sequence[tuple[InboxFile, Twin]]) -> None:
    mode = path.stat().st_mode
    inside = {file.member: twin.content for file, twin in twins if file.member}
    write_bytes(path, _archive(path, inside) if inside else twins[0][1].content)
    path.chmod(mode)


def _archive(path: Path, twins: dict[str, bytes]) -> bytes:
    """The archive with some of its files replaced; names as their maker saw them, now in UTF-8."""
    body = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            named = zipfile.ZipInfo(shown_name(info), info.date_time)
            named.external_attr = info.external_attr
            content = twins.get(info.filename)
            new.writestr(named, old.read(info) if content is None else content, zipfile.ZIP_DEFLATED)
    return body.getvalue()
