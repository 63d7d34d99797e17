"""One message to one channel, through apprise."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

from workbench.channels.addresses import Channel, ChannelFailed, full_address
from workbench.errors import MachineLacks

INSTALL = "pip install 'apprise>=1.9'"
KINDS = "an address such as wecombot://KEY, dingtalk://TOKEN, feishu://TOKEN, mailtos://..., json://HOST"


def check_apprise() -> None:
    """Raise where apprise is not installed.

    Raises
    ------
    MachineLacks
        With the command that installs it.
    """
    if find_spec("apprise") is None:
        raise MachineLacks("alert channels", "apprise is not installed", expected="apprise", hint=INSTALL)


def send(channel: Channel, *, title: str, body: str) -> None:
    """Send a message as plain text; when this returns, the receiver has taken it.

    A text longer than the receiver takes goes in several parts, none cut off.

    Raises
    ------
    MachineLacks
        apprise is not installed.
    ChannelFailed
        The address is none, the environment lacks a part of it, or the receiver did not take the message.
    """
    check_apprise()
    import apprise

    where, address = f"alert channel '{channel.name}'", full_address(channel)
    with _silent():
        receiver = apprise.Apprise.instantiate(address, suppress_exceptions=True)
        if receiver is None:
            raise ChannelFailed(where, "its address is none that apprise knows", expected=KINDS)
        receiver.overflow_mode = apprise.OverflowMode.SPLIT
        service = apprise.Apprise()
        service.add(receiver)
        taken = service.notify(body=body, title=title, body_format=apprise.NotifyFormat.TEXT)
    if not taken:
        raise ChannelFailed(
            where,
            "the receiver did not take the message; nothing of it counts as told",
            expected="a receiver that answers",
            hint="is it running, is its address in agency.yml still right, does this machine reach it?",
        )


@contextmanager
def _silent() -> Iterator[None]:
    """Without apprise's own lines, which may hold parts of an address."""
    logger = logging.getLogger("apprise")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before
