"""The last day that a client's files speak of."""

from __future__ import annotations

from workbench.errors import NothingToShow
from workbench.kpis.frames import account_frames, accounts_of


def last_day(client) -> str:
    """The last local day with an order or a reported figure, as ISO text.

    Raises
    ------
    NothingToShow
        No account has either.
    """
    found = [frames.days(frames.order_lines["ordered_at"]).max() for frames in _all(client)]
    found = [day for day in found if day == day] or [
        day for day in (frames.reported["as_of"].max() for frames in _all(client)) if day == day
    ]
    if not found:
        raise NothingToShow("kpis", "no orders and no reported figures", hint=f"run: workbench ingest {client.id}")
    return max(found).date().isoformat()


def _all(client):
    return [account_frames(client, account=name, where="last_day") for name in accounts_of(client)]
