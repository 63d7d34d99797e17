"""Ingest: every file of a client's inbox through recognition, reading and the fold.

A file that was read before is not read again; a file that can't be read stops nobody else. What a
file does not say is asked once and remembered in the record.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import chain
from pathlib import Path

from workbench import record
from workbench.cleaning.content import Content
from workbench.cleaning.people import masked
from workbench.errors import (
    OpenQuestions,
    ParameterError,
    TooManyLosses,
    TotalsDiffer,
    WorkbenchError,
    did_you_mean,
    listed,
)
from workbench.inbox import INBOX, SHARED, InboxFile, content_in_pieces, inbox_files
from workbench.privacy import holds_personal
from workbench.profile import PROFILE_FILE, Profile, client_folder, read_profile
from workbench.retention import with_delete_by
from workbench.sources import EXPORTS, ControlTotal, FileContext, Question, Reading, readings, recognise
from workbench.sources.column_map import ColumnMap
from workbench.store import PARTS, Intake, Part, fold, known_parts, part_id, read_intake, write_intake, write_part
from workbench.store.files import sweep_stages, write_bytes

# Who found a file in the inbox where no person is named.
FINDER = "workbench ingest"
# A file that loses more rows than this stops until somebody accepts the loss. Fraction of data rows.
LOSS_BUDGET = 0.02
UNBALANCED_HINT = (
    "a download cut short, or edited by hand? Download it again, or take the file as it is with "
    "--accept-losses FILE --by NAME --reason TEXT"
)
BLANK_HINT = (
    "the amounts that would make these rows add up stand in no cell: look one of them up on the platform's page; "
    "download the file again, or take it without them with --accept-losses FILE --by NAME --reason TEXT"
)

Ask = Callable[[str, Question], str]


@dataclass
class _Run:
    """What one ingest collects on its way."""

    folder: Path
    profile: Profile
    ask: Ask | None
    by: str
    answers: dict[tuple[str, str], dict[str, str]]
    accepted: dict[str, dict]
    known: dict[str, list[Part]]
    maps: tuple[ColumnMap, ...] = ()
    rows: list[dict] = field(default_factory=list)
    questions: list[dict] = field(default_factory=list)
    parts: dict[str, Part] = field(default_factory=dict)
    stopped: dict[str, Part] = field(default_factory=dict)
    personal: dict[str, bool] = field(default_factory=dict)
    recognised: dict[str, dict[str, str]] = field(default_factory=dict)

    def said(self, file: InboxFile) -> dict[str, str]:
        """What people said of this file, or of the same content under another name."""
        return self.answers.get((file.sha, file.name)) or self.answers.get((file.sha, ""), {})

    def note(self, file: InboxFile, status: str, *, export: str = "", title: str = "", note: str = "") -> None:
        place = {"file": file.name, "account": file.account, "sha256": file.sha}
        told = {"export": export, "title": title, "status": status, "note": masked(note)}
        self.rows.append({**place, **told, "is_redacted": file.is_redacted})


def ingest(
    client_id: str, *, home: str | Path = "", ask: Ask | None = None, by: str = "", sent_by: str = "", progress=None
) -> Intake:
    """Read a client's inbox into the store and return the intake report.

    Parameters
    ----------
    client_id : str
        Folder name in the home.
    home : str or Path
        Folder of client folders; blank as in `workbench.profile.find_home`.
    ask : callable, optional
        Asked for what a file does not say, as (file, question) to an answer or an empty string.
        Without it the questions stay open and their files unread.
    by : str
        Who answers; needed with `ask`.
    sent_by : str
        Who sent the files that were not in the inbox before; blank where nobody knows.
    progress : callable, optional
        Called with each file's name before it is read.

    Returns
    -------
    Intake
        One row a file, every refused cell, open questions, coverage.

    Raises
    ------
    UnknownClient, ProfileError, RecordFault
        Faults of the client's folder. The faults of single files stand in the report.
    """
    folder = client_folder(client_id, home=home)
    profile = read_profile(folder / PROFILE_FILE)
    with client_lock(client_id, folder):
        files = list(inbox_files(folder, originals=record.originals(folder)))
        received = [(file.name, file.sha) for file in files]
        record.remember_received(folder, received, by=by or FINDER, sent_by=sent_by)
        _ingest(folder, profile, files, ask, by, progress or (lambda name: None))
    return read_intake(folder / "store")


def accept_losses(client_id: str, file: str, *, by: str, reason: str, home: str | Path = "") -> None:
    """Record that somebody takes a file with its losses; the next ingest reads it.

    Raises
    ------
    ParameterError
        Where the file was not stopped for its losses, or no name or reason is given.
    """
    folder = client_folder(client_id, home=home)
    if not by.strip() or not reason.strip():
        raise ParameterError("--accept-losses", "no name or no reason", expected="--by NAME --reason TEXT")
    stopped = _stopped_for_losses(folder)
    if file not in stopped:
        raise ParameterError(
            "--accept-losses", f"'{file}' was not stopped for its losses", expected=listed(stopped) or "no file was"
        )
    refused, rows, sha = stopped[file]
    record.remember_accepted_losses(folder, sha=sha, file=file, refused=refused, rows=rows, reason=reason, by=by)


def add_to_inbox(client_id: str, path: Path, *, account: str, home: str | Path = "") -> str:
    """Copy a file into the client's inbox and return its name there.

    Parameters
    ----------
    account : str
        The account it belongs to, or `_client` for files of no account.

    Raises
    ------
    ParameterError
        Unknown account, missing file, or another file of that name already in the inbox.
    """
    folder = client_folder(client_id, home=home)
    known = [*(item.id for item in read_profile(folder / PROFILE_FILE).accounts), SHARED]
    if account not in known:
        raise ParameterError("--account", f"'{account}' is no account of {client_id}", expected=listed(known))
    if not path.is_file():
        raise ParameterError(str(path), "no such file", expected="a downloaded export")
    target, content = folder / INBOX / account / path.name, path.read_bytes()
    if target.exists() and target.read_bytes() != content:
        raise ParameterError(
            str(path), f"the inbox already holds another {account}/{path.name}", hint="rename the new file"
        )
    write_bytes(target, content)
    return f"{account}/{path.name}"


def _ingest(
    folder: Path, profile: Profile, files: list[InboxFile], ask: Ask | None, by: str, progress: Callable[[str], None]
) -> None:
    store = folder / "store"
    sweep_stages(store)
    sweep_stages(store / PARTS)
    answers, accepted = record.file_answers(folder), record.accepted_losses(folder)
    run = _Run(folder, profile, ask, by, answers, accepted, known_parts(store), record.column_maps(folder))
    first: dict[tuple[str, str, str], str] = {}
    for file in files:
        progress(file.name)
        twin = first.setdefault((file.place, file.sha, repr(sorted(run.said(file).items()))), file.name)
        if twin != file.name:
            run.note(file, "repeated", note=f"the same bytes as {twin}")
        else:
            _take(run, file)
    _drop_parts(store, {part.id for part in (*run.parts.values(), *run.stopped.values())})
    fates = fold(store, list(run.parts.values()))
    rows = with_delete_by(folder, run.rows, parts=run.parts, stopped=run.stopped, personal=run.personal)
    write_intake(store, files=rows, questions=run.questions, parts=run.parts, stopped=run.stopped, fates=fates)


def _take(run: _Run, file: InboxFile) -> None:
    """One file: known, or recognised, asked about and read; its faults are noted and stop nobody else."""
    try:
        _check_place(run.profile, file)
        part = _known_part(run, file) or _new_part(run, file)
    except WorkbenchError as fault:
        # What can't be opened may hold anything.
        run.personal.setdefault(file.name, _holds_personal(run, file, otherwise=True))
        run.note(file, "refused", **run.recognised.get(file.name, {}), note=str(fault))
        return
    if part is None:
        return
    run.personal[file.name] = part.is_personal
    title = part.title or EXPORTS[part.export].title
    loss = _loss(part) or _unbalanced(part)
    accepted = run.accepted.get(file.sha)
    if loss and not accepted:
        run.stopped[file.name] = part
        run.note(file, "refused", export=part.export, title=title, note=str(loss))
        return
    run.parts[file.name] = part
    taken = accepted["accepted_losses"]["reason"] if loss else ""
    run.note(
        file,
        "read",
        export=part.export,
        title=title,
        note=f"losses accepted by {accepted['by']}: {taken}" if loss else "",
    )


def _known_part(run: _Run, file: InboxFile) -> Part | None:
    """The part that this file gave before under the same reader and answers."""
    for part in run.known.get(file.sha, []):
        if part.file == file.name and part.id == _identity(run, file, part.export, map_key=part.map_key):
            return part
    return None


def _new_part(run: _Run, file: InboxFile) -> Part | None:
    """Recognise, ask and read a file; None where there is nothing to read yet, which is noted."""
    content = content_in_pieces(file)
    found = recognise(file.base, content, context=_context(run, file))
    personal = holds_personal(file.base, content, export=EXPORTS.get(found.export), maps=run.maps)
    run.personal[file.name] = personal
    run.recognised[file.name] = {"export": found.export, "title": found.title}
    if found.status != "read":
        near = f"nearest: {found.nearest}; {found.differs}" if found.nearest else found.differs
        run.note(file, found.status, export=found.export, title=found.title, note=near)
        return None
    _ask(run, file, found.questions)
    said = run.said(file)
    still_open = [question for question in found.questions if question.key not in said]
    if still_open:
        place = {"file": file.name, "sha256": file.sha}
        run.questions += [
            {**place, "question": q.key, "text": masked(q.text), "proposal": masked(q.proposal)} for q in still_open
        ]
        keys = listed(question.key for question in still_open)
        run.note(file, "question", export=found.export, title=found.title, note=f"the file does not say: {keys}")
        return None
    first, further = _readings(run, file, content, export=found.export)
    by = first.column_map
    identity = _identity(run, file, found.export, map_key=by.key if by else "")
    place = {"file": file.name, "sha": file.sha, "account": file.account}
    return write_part(run.folder / "store", identity, **place, readings=chain([first], further), is_personal=personal)


def _readings(
    run: _Run, file: InboxFile, content: Content, *, export: str, again: bool = True
) -> tuple[Reading, Iterator[Reading]]:
    """The first reading and those to come; an answer that can't be used is asked for once more."""
    found = readings(file.base, content, export=export, context=_context(run, file))
    try:
        return next(found), found
    except OpenQuestions:
        if run.ask is None or not again:
            raise
    unanswered = replace(_context(run, file), answers={})
    _ask(run, file, recognise(file.base, content, context=unanswered).questions, again=True)
    return _readings(run, file, content, export=export, again=False)


def _holds_personal(run: _Run, file: InboxFile, *, otherwise: bool) -> bool:
    """Whether a refused file holds personal data."""
    try:
        return holds_personal(file.base, content_in_pieces(file), export=None, maps=run.maps)
    except WorkbenchError:
        return otherwise


def _context(run: _Run, file: InboxFile) -> FileContext:
    return FileContext(
        file=file.name,
        sha256=file.sha,
        accounts=run.profile.accounts,
        account=file.account,
        answers=dict(run.said(file)),
        maps=run.maps,
    )


def _ask(run: _Run, file: InboxFile, questions: tuple[Question, ...], *, again: bool = False) -> None:
    said = run.said(file)
    if run.ask is None:
        return
    asked = [replace(each, proposal=said.get(each.key, each.proposal)) for each in questions]
    given = {each.key: run.ask(file.name, each).strip() for each in asked if again or each.key not in said}
    given = {key: value for key, value in given.items() if value}
    if given:
        record.remember_answer(run.folder, sha=file.sha, file=file.name, answers=given, by=run.by)
        run.answers[file.sha, file.name] = {**said, **given}


def _identity(run: _Run, file: InboxFile, export: str, *, map_key: str = "") -> str:
    said = {**run.said(file), "file": file.name, "accounts": _meaning(run.profile)}
    if map_key:
        said["map"] = next((each.digest for each in run.maps if each.key == map_key), "")
    return part_id(
        file.sha, export=export, reader_version=EXPORTS[export].reader_version, account=file.account, answers=said
    )


def _meaning(profile: Profile) -> str:
    """The profile's fields that change what a file's rows mean."""
    fields = (
        "id",
        "platform",
        "market",
        "currency",
        "zone",
        "ship_from",
        "sales_channel",
        "marketplace_id",
        "shop_names",
    )
    return repr([[getattr(account, name) for name in fields] for account in profile.accounts])


def _loss(part: Part) -> TooManyLosses | None:
    if not part.physical_rows or part.refused_rows <= LOSS_BUDGET * part.physical_rows:
        return None
    return TooManyLosses(
        part.file,
        f"{part.refused_rows:,} of {part.physical_rows:,} rows refused ({part.refused_rows / part.physical_rows:.1%})",
        expected=f"at most {LOSS_BUDGET:.0%}",
        hint="the refused rows stand in store/quarantine.csv; ask the client for a fresh download, or take the file "
        "as it is with --accept-losses FILE --by NAME --reason TEXT",
    )


def _unbalanced(part: Part) -> TotalsDiffer | None:
    off = [total for total in part.totals if not total.holds]
    if not off:
        return None
    rows = [total.blank for total in off if total.where]
    return TotalsDiffer(
        part.file,
        "; ".join(_told(total) for place, total in enumerate(off) if place < 5 or total.blank),
        expected="rows that add up to the file's own total, to the cent",
        hint=BLANK_HINT if rows and all(rows) else UNBALANCED_HINT,
    )


def _told(total: ControlTotal) -> str:
    rows = f" (row {total.where})" if total.where else ""
    return (
        f"'{total.name}' is stated as {total.stated:,.2f} {total.currency}".rstrip()
        + f"{rows}, the rows give {total.found:,.2f}: {total.difference:+,.2f}"
        + (f", which '{total.blank}' leaves blank" if total.blank else "")
    )


def _check_place(profile: Profile, file: InboxFile) -> None:
    known = [*(account.id for account in profile.accounts), SHARED]
    if file.place not in known:
        raise ParameterError(
            f"{INBOX}/{file.name}",
            f"'{file.place}' is no account of {profile.id}" if file.place else "lies in no account's folder",
            expected=f"a folder of {INBOX}/ named {listed(known)}",
            hint=did_you_mean(file.place, known) or "move the file into the folder of its account",
        )


def _drop_parts(store: Path, keep: set[str]) -> None:
    """Parts of files that left the inbox, or of older readers, are rebuilt when they are needed again."""
    for path in (store / PARTS).glob("*"):
        if path.name not in keep:
            shutil.rmtree(path)


def _stopped_for_losses(folder: Path) -> dict[str, tuple[int, int, str]]:
    files = read_intake(folder / "store").files
    over = files[(files["status"] == "refused") & (files["rows"] > 0)]
    return {row.file: (int(row.refused), int(row.rows), row.sha256) for row in over.itertuples()}


@contextmanager
def client_lock(client_id: str, folder: Path) -> Iterator[None]:
    """One ingest a client at a time, across processes of this machine."""
    state = Path(os.environ.get("WORKBENCH_STATE") or Path.home() / ".local/share/workbench") / "locks"
    state.mkdir(parents=True, exist_ok=True)
    name = f"{client_id}-{sha256(str(folder.resolve()).encode()).hexdigest()[:8]}.lock"
    with (state / name).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
