"""What a channel has not been told yet, as messages: the digest over all clients, or one message a client at once."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field

import pandas as pd

from workbench.client import Client
from workbench.profile import Agency
from workbench.words import in_language, language
from workbench.words.alerts import client_section, client_title, digest_title

FORMS = ("digest", "now")
# What can't wait for the day's digest.
AT_ONCE = ("breach", "likely", "worse")
Told = Set[tuple[str, str, str]]


@dataclass(frozen=True)
class Watched:
    """A client and all its alerts, as `workbench.alerts.watch_alerts` gives them."""

    client: Client
    alerts: pd.DataFrame


@dataclass(frozen=True)
class Message:
    """A text, and what it tells of which client: alert id, and whether that it opened or that it is over."""

    title: str
    body: str
    tells: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


def messages(
    watched: Sequence[Watched], *, form: str, told: dict[str, Told], channel: str, agency: Agency, lang: str, on: str
) -> list[Message]:
    """The messages that a channel is still owed; none where it has been told everything.

    Parameters
    ----------
    watched : sequence of Watched
        The clients.
    form : str
        digest: one message over all clients with what is new, still open and over; now: one message a client, of what
        is new and can't wait. Only a digest speaks of more than one client.
    told : dict of str to set
        By client: what was told already, as `workbench.record.told_alerts` gives it.
    channel : str
        The channel's name; blank: what nobody was told on any channel.
    agency : Agency
        Who is told.
    lang, on : str
        Language of the text, and the ISO day.
    """
    with in_language(lang):
        owed = [(each, _owed(each.alerts, told[each.client.id], channel, form)) for each in watched]
        sections = [(each, parts) for each, parts in owed if len(parts["new"]) or len(parts["over"])]
        if form == "digest":
            return [_digest(sections, agency.name_in(lang), on)] if sections else []
        return [_at_once(each, parts, on) for each, parts in sections]


def _owed(alerts: pd.DataFrame, told: Told, channel: str, form: str) -> dict[str, pd.DataFrame]:
    opened, over = (_ids(told, of, channel) for of in ("opened", "over"))
    known, ended = alerts["alert_id"].isin(opened), alerts["state"] == "over"
    # What somebody has taken on needs no telling, and what was over before anyone heard of it neither.
    new = alerts[~known & alerts["state"].isin(["new", "open"])]
    if form == "now":
        return {"new": new[new["kind"].isin(AT_ONCE)], "over": alerts.iloc[:0]}
    gone = alerts[known & ended & ~alerts["alert_id"].isin(over)]
    taken = alerts["state"] == "acknowledged"
    return {"new": new, "standing": alerts[~ended & (known | taken)], "over": gone}


def _ids(told: Told, of: str, channel: str) -> set[str]:
    return {name for name, what, where in told if what == of and channel in ("", where)}


def _digest(sections: list[tuple[Watched, dict]], agency: str, on: str) -> Message:
    parts = [f"{_name(each)}\n\n{client_section(told, client_id=each.client.id)}" for each, told in sections]
    return Message(digest_title(agency, on), "\n\n".join(parts), {e.client.id: _tells(told) for e, told in sections})


def _at_once(each: Watched, told: dict[str, pd.DataFrame], on: str) -> Message:
    body = client_section(told, client_id=each.client.id)
    return Message(client_title(_name(each), on), body, {each.client.id: _tells(told)})


def _tells(told: dict[str, pd.DataFrame]) -> list[tuple[str, str]]:
    return [(name, of) for part, of in (("new", "opened"), ("over", "over")) for name in told[part]["alert_id"]]


def _name(each: Watched) -> str:
    return each.client.profile.name_in(language())
