"""The one way to enter what people do and decide: checked against the client's profile and the KPI list."""

from __future__ import annotations

import secrets
from dataclasses import replace

import pandas as pd

from workbench.errors import ParameterError, did_you_mean, listed
from workbench.kpis import kpi_matrix
from workbench.profile import Profile
from workbench.record import Event, log_event
from workbench.sources import EXPORTS

SHORT_KINDS = {"ack": "acknowledgement"}
POLICY = "policy_"
NOTICE = "notice"
# As long as the ids that mails get from their hash.
CASE_ID_BYTES = 4


def log(client, *, kind: str, text: str, by: str, about: Event | None = None) -> dict:
    """Enter an event into the client's record and return the entry.

    Parameters
    ----------
    client : Client
        With its profile and record.
    kind : str
        action, decision, acknowledgement (or ack), approval, notice, question, note, change, restatement, sent.
        A notice opens a case: of the account's platform, and with an id of its own where none is named.
    text : str
        What happened, in words; blank only in a correction, which then keeps the old text.
    by : str
        Who says so.
    about : Event
        Account, SKU, KPI, owner, due date, state, ...; blank where it does not apply.

    Raises
    ------
    ProfileError
        The client has no such account.
    ParameterError
        No such KPI, kind, state, day or event to correct; nothing said or nobody named.
    """
    event = about or Event()
    if event.account:
        client.profile.account(event.account)
    if event.kpi and not _is_kpi(event.kpi, known_kpis()):
        near = did_you_mean(event.kpi, known_kpis())
        raise ParameterError(f"KPI '{event.kpi}'", "no such KPI", expected=listed(known_kpis()), hint=near)
    told = SHORT_KINDS.get(kind, kind)
    return log_event(
        client.folder, kind=told, text=text, by=by, about=_as_case(client, event) if told == NOTICE else event
    )


def _as_case(client, event: Event) -> Event:
    """A warning that somebody saw without its mail, as a case that can be answered; a correction carries on its own."""
    if event.corrects:
        return event
    platform = client.profile.account(event.account).platform if event.account else ""
    return replace(
        event, case_id=event.case_id or secrets.token_hex(CASE_ID_BYTES), platform=event.platform or platform
    )


def known_kpis() -> list[str]:
    """Ids of all KPIs, in the order of the KPI list; a policy count of an account health report is one too."""
    return list(dict.fromkeys(kpi_matrix()["kpi"]))


def unknown_names(profile: Profile) -> pd.DataFrame:
    """KPIs and exports in a profile that the workbench does not know.

    Returns
    -------
    DataFrame
        field, name, hint: one row a name; none where all are known.
    """
    kpis = [("kpis_to_improve", name) for name in profile.kpis_to_improve]
    kpis += [("owners", owner.kpi) for owner in profile.owners if owner.kpi]
    exports = [("expected_files", file.export) for file in profile.expected_files]
    known = known_kpis()
    rows = [(field, name, did_you_mean(name, known)) for field, name in kpis if not _is_kpi(name, known)]
    rows += [(field, name, did_you_mean(name, EXPORTS)) for field, name in exports if name not in EXPORTS]
    return pd.DataFrame(rows, columns=["field", "name", "hint"], dtype="str")


def _is_kpi(name: str, known: list[str]) -> bool:
    return name in known or (name.startswith(POLICY) and name != POLICY)
