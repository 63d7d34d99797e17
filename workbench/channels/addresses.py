"""The agency's channels: a name and an address that may hold secrets and is never shown."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from urllib.parse import quote

from workbench.errors import WorkbenchError
from workbench.profile import Agency

PLACE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


class ChannelFailed(WorkbenchError):
    """A channel can't be used or did not take a message; what it was to tell stays untold."""

    exit_code = 1


@dataclass(frozen=True)
class Channel:
    """A channel by its name; the address stands in no message and no representation."""

    name: str
    address: str = field(repr=False)


def agency_channels(agency: Agency) -> tuple[Channel, ...]:
    """The channels that the agency's profile names, in its order; `${NAME}` in an address is still open."""
    return tuple(Channel(name, address.get_secret_value()) for name, address in agency.alert_channels.items())


def full_address(channel: Channel) -> str:
    """The channel's address with what the environment holds.

    A value within an address is quoted for it, so a password may hold any sign; an address that is one place and
    nothing else is taken as it is.

    Raises
    ------
    ChannelFailed
        The environment lacks a name.

    >>> full_address(Channel("desk", "json://localhost:8080/"))
    'json://localhost:8080/'
    """
    missing = [name for name in PLACE.findall(channel.address) if not os.environ.get(name)]
    if missing:
        raise ChannelFailed(
            f"alert channel '{channel.name}'",
            f"the environment does not hold {missing[0]}",
            expected="the value that agency.yml leaves to it",
            hint=f"export {missing[0]}=... before the command",
        )
    if PLACE.fullmatch(channel.address):
        return os.environ[PLACE.fullmatch(channel.address)[1]]
    return PLACE.sub(lambda place: quote(os.environ[place[1]], safe=""), channel.address)
