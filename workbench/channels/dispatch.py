"""Sending what each channel is still owed, and entering it only once the receiver has taken it.

The entry follows the sending. So a machine that dies between the two tells the same alert a second time at
the next run; it never keeps one untold.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from workbench.channels.addresses import Channel, ChannelFailed, agency_channels
from workbench.channels.messages import Message, Watched, messages
from workbench.channels.sending import check_apprise, send
from workbench.errors import MachineLacks
from workbench.profile import Agency
from workbench.record import remember_told, told_alerts

# With a space, so that no channel of the agency is called so.
FILE = "alerts file"
FOLDER = "alerts"


@dataclass
class Dispatch:
    """What became of a sending: messages taken by channel, texts written into the file, and what failed."""

    sent: dict[str, int] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    file: Path | None = None
    faults: list[ChannelFailed | MachineLacks] = field(default_factory=list)


def preview(watched: Sequence[Watched], *, form: str, agency: Agency, lang: str, on: str) -> list[str]:
    """The texts of what nobody was told on any channel; nothing is sent or entered."""
    told = {each.client.id: told_alerts(each.client.folder) for each in watched}
    owed = messages(watched, form=form, told=told, channel="", agency=agency, lang=lang, on=on)
    return [_text(message) for message in owed]


def send_alerts(
    watched: Sequence[Watched], *, form: str, agency: Agency, lang: str, on: str, by: str, reports: Path
) -> Dispatch:
    """Send every channel what it has not been told; without channels or without apprise, write it into a file.

    Parameters
    ----------
    watched : sequence of Watched
        The clients; one message never mixes two but for the digest, which is the agency's own.
    form : str
        digest or now.
    agency : Agency
        Its channels.
    lang, on, by : str
        Language of the texts, ISO day, and who sends.
    reports : Path
        Folder of the reports; the file is `alerts/<day>.md` in it.

    Returns
    -------
    Dispatch
        A channel that fails stops no other; what it was owed stays owed.
    """
    done = Dispatch()
    receivers = _receivers(agency, reports / FOLDER / f"{on}.md", done)
    with _one_sender(reports):
        for name, deliver in receivers.items():
            told = {each.client.id: told_alerts(each.client.folder) for each in watched}
            owed = messages(watched, form=form, told=told, channel=name, agency=agency, lang=lang, on=on)
            _deliver(owed, name, deliver, watched, by, done)
    return done


def _receivers(agency: Agency, file: Path, done: Dispatch) -> dict[str, Callable[[Message], None]]:
    """How each channel takes a message."""
    channels = agency_channels(agency)
    try:
        if channels:
            check_apprise()
            return {channel.name: _through(channel) for channel in channels}
    except MachineLacks as fault:
        done.faults.append(fault)
    return {FILE: _into(file, done)}


def _through(channel: Channel) -> Callable[[Message], None]:
    return lambda message: send(channel, title=message.title, body=message.body)


def _into(path: Path, done: Dispatch) -> Callable[[Message], None]:
    def write(message: Message) -> None:
        done.file = path
        done.texts.append(_text(message))
        append_text(path, f"# {message.title}\n\n{message.body}\n\n")

    return write


def _deliver(
    owed: list[Message], name: str, deliver: Callable, watched: Sequence[Watched], by: str, done: Dispatch
) -> None:
    folders = {each.client.id: each.client.folder for each in watched}
    for message in owed:
        try:
            deliver(message)
        except ChannelFailed as fault:
            done.faults.append(fault)
            return
        for client_id, told in message.tells.items():
            remember_told(folders[client_id], told, channel=name, by=by)
        done.sent[name] = done.sent.get(name, 0) + 1


def append_text(path: Path, text: str) -> None:
    """Add a text to a file; on disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _text(message: Message) -> str:
    return f"{message.title}\n\n{message.body}"


@contextmanager
def _one_sender(reports: Path) -> Iterator[None]:
    """One sender a reports folder, across the processes of this machine, so that two never tell the same."""
    state = Path(os.environ.get("WORKBENCH_STATE") or Path.home() / ".local/share/workbench") / "locks"
    state.mkdir(parents=True, exist_ok=True)
    with (state / f"alerts-{sha256(str(reports.resolve()).encode()).hexdigest()[:16]}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
