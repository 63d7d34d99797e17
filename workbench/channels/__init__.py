"""Where alerts go: the agency's channels through apprise, or a file where there is none."""

from workbench.channels.addresses import Channel, ChannelFailed, agency_channels
from workbench.channels.dispatch import Dispatch, preview, send_alerts
from workbench.channels.messages import FORMS, Watched

__all__ = [
    "FORMS",
    "Channel",
    "ChannelFailed",
    "Dispatch",
    "Watched",
    "agency_channels",
    "preview",
    "send_alerts",
]
