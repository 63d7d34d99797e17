"""A client's cases: the warning mails of its inbox, and what people recorded of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pandas as pd

from workbench.client import Client
from workbench.errors import UnreadableFile
from workbench.inbox import INBOX, SHARED
from workbench.notices.cases import open_cases
from workbench.notices.models import Notice
from workbench.notices.reading import read_notice
from workbench.record import read_events

UNREADABLE = "unreadable"
MAIL = ".eml"


def client_cases(client: Client) -> pd.DataFrame:
    """All cases of a client, the open ones first, the nearest deadline on top.

    A mail that can't be read is a case of kind ``unreadable``: it stops nothing, and nobody overlooks it.

    Parameters
    ----------
    client : Client
        With its profile, inbox and record.

    Returns
    -------
    DataFrame
        Columns of `open_cases`.

    Raises
    ------
    RecordFault
        The record can't be read.
    ParameterError
        An event's deadline_at or received_at is no instant with its zone.
    """
    notices, faults = [], []
    for file, path, zone in _mails(client):
        found = _notice(file, path, zone)
        if isinstance(found, Notice):
            notices.append(found)
        else:
            faults.append(found)
    return open_cases(notices, [*faults, *read_events(client.folder)])


def open_cases_of(client: Client, *, on: str | date) -> pd.DataFrame:
    """The warnings of a client that are open, the nearest deadline on top.

    Mails that came after the day are left out. What people recorded counts whenever they wrote it: a case that
    was answered or closed before the review is made is no longer open in it.

    Parameters
    ----------
    client : Client
        With its profile, inbox and record.
    on : str or date
        ISO day; its end in each account's zone.

    Returns
    -------
    DataFrame
        Columns of `open_cases`. owner is the case's, else whoever answers for the account on that day.

    Raises
    ------
    RecordFault, ParameterError
        As `client_cases`.
    """
    cases = client_cases(client)
    day = pd.Timestamp(on).date()
    zones = [zone_of(client, account) for account in cases["account"]]
    came = [
        pd.isna(at) or at.tz_convert(zone).date() <= day for at, zone in zip(cases["received_at"], zones, strict=True)
    ]
    shown = cases[(cases["state"] == "open") & pd.Series(came, index=cases.index, dtype="bool")]
    owners = [row["owner"] or _owner(client, row, day) for row in shown.to_dict("records")]
    return shown.assign(owner=pd.Series(owners, index=shown.index, dtype="str")).reset_index(drop=True)


def zone_of(client: Client, account: str) -> str:
    """The zone of an account; UTC for a mail that belongs to none."""
    return next((each.zone for each in client.profile.accounts if each.id == account), "UTC")


def mails_digest(client: Client) -> str:
    """One hash of the names and contents of all mails of the inbox; cases are read from them each time."""
    digest = sha256()
    for name, path, _ in _mails(client):
        digest.update(f"{name} {sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _mails(client: Client) -> Iterator[tuple[str, Path, str]]:
    """Name, file and zone of every mail of the inbox."""
    inbox = client.folder / INBOX
    for path in sorted(inbox.glob("*/**/*")):
        if path.suffix.lower() == MAIL and path.is_file() and not path.name.startswith("."):
            name = path.relative_to(inbox).as_posix()
            yield name, path, zone_of(client, name.partition("/")[0])


def _notice(file: str, path: Path, zone: str) -> Notice | dict[str, str]:
    """The mail as read; where it can't be, an event that opens a case all the same."""
    content = path.read_bytes()
    account = file.partition("/")[0]
    try:
        return read_notice(content, file=f"{account}/{path.name}", zone=zone)
    except UnreadableFile:
        case = {"case_id": sha256(content).hexdigest()[:8], "account": "" if account == SHARED else account}
        return {"kind": "notice", "notice_kind": UNREADABLE, "file": file, "at": "", **case}


def _owner(client: Client, row: dict, day: date) -> str:
    owner = client.profile.owner_of(row["account"], kpi=row["kind"], on=day)
    return owner.person if owner else ""
