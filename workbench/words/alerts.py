"""Alerts in words: what each says in one line, and the messages that go to the agency."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbench.alerts import LIKELY_DAYS, MONTHS_ASKED_FOR
from workbench.risk import RULES
from workbench.sources import EXPORTS
from workbench.words.bands import joined_sentences
from workbench.words.catalogue import mark, t, tn
from workbench.words.formats import count, day, month_name, period
from workbench.words.kpis import figure, kpi_in_sentence, place_name, reason_sentence, room_phrase, target_text
from workbench.words.risk import chance_text

ALERT_KIND_WORDS = {
    "breach": mark("target missed"),
    "likely": mark("breach likely"),
    "worse": mark("getting worse"),
    "unmeasured": mark("no longer measured"),
    "file_late": mark("file late"),
}
AT_RISK_WORD = mark("target missed, at risk")
ALERT_STATE_WORDS = {
    "new": mark("new"),
    "open": mark("open"),
    "acknowledged": mark("acknowledged"),
    "over": mark("over"),
}
# Plain shapes, so that a message without colours still tells the grave from the rest.
AT_RISK_MARK = "◆"
MARKS = {"breach": "■", "likely": AT_RISK_MARK, "worse": "▲", "unmeasured": "○", "file_late": "○"}


def alert_kind_word(kind: str, *, standing: str = "") -> str:
    """The word for what kind of alert it is; a missed target that the boards call at risk is called so here too.

    >>> alert_kind_word("likely"), alert_kind_word("breach", standing="at_risk")
    ('breach likely', 'target missed, at risk')
    """
    return t(AT_RISK_WORD if _is_at_risk(kind, standing) else ALERT_KIND_WORDS[kind])


def _is_at_risk(kind: str, standing: object) -> bool:
    return kind == "breach" and standing == "at_risk"


def _mark(row: Mapping) -> str:
    return AT_RISK_MARK if _is_at_risk(row["kind"], row.get("standing")) else MARKS[row["kind"]]


def alert_state_word(state: str) -> str:
    """The word for where an alert is in its life.

    >>> alert_state_word("acknowledged")
    'acknowledged'
    """
    return t(ALERT_STATE_WORDS[state])


def alert_sentence(row: Mapping) -> str:
    """What an alert says, in one line.

    Parameters
    ----------
    row : mapping
        One row of `workbench.alerts.client_alerts`.
    """
    if row["kind"] == "file_late":
        return _late_file(row)
    told = {"place": place_name(row["platform"], row["market"])}
    told["kpi"] = kpi_in_sentence(row["kpi"], scope=row["scope"])
    if row.get("state") == "over":
        return _over(row, told)
    return {"breach": _breach, "likely": _likely, "worse": _worse, "unmeasured": _unmeasured}[row["kind"]](row, told)


def alerts_sentence(alerts: pd.DataFrame) -> str:
    """How many alerts stand, and how many of them nobody has acknowledged; an empty text where none does.

    Parameters
    ----------
    alerts : DataFrame
        Rows of `workbench.alerts.client_alerts`, of one client or several.
    """
    standing = alerts[alerts["state"] != "over"]
    if standing.empty:
        return ""
    missed, waiting = ((standing["kind"] == "breach").sum(), standing["state"].isin(["new", "open"]).sum())
    said = tn("{n} alert stands.", "{n} alerts stand.", len(standing), n=count(len(standing)))
    return joined_sentences(
        [
            said,
            tn("{n} target is missed.", "{n} targets are missed.", int(missed), n=count(missed)),
            tn("{n} waits to be acknowledged.", "{n} wait to be acknowledged.", int(waiting), n=count(waiting)),
        ]
    )


def digest_title(agency: str, on: str) -> str:
    """The title of the digest over all clients.

    >>> digest_title("Example Agency", "2026-01-31").replace(chr(160), " ")
    'Example Agency: alerts of 31 Jan 2026'
    """
    return t("{agency}: alerts of {day}", agency=agency, day=day(on))


def client_title(client: str, on: str) -> str:
    """The title of a message about one client."""
    return t("{client}: alert of {day}", client=client, day=day(on))


def client_section(told: Mapping[str, pd.DataFrame], *, client_id: str) -> str:
    """The alerts of one client as lines of plain text.

    Parameters
    ----------
    told : mapping of str to DataFrame
        new, standing, over: rows of `workbench.alerts.client_alerts`; acknowledged ones among the standing are counted.
    client_id : str
        For the command that acknowledges.
    """
    nothing = pd.DataFrame(columns=["state", "kind"])
    new, standing, over = (told.get(name, nothing) for name in ("new", "standing", "over"))
    taken = int((standing["state"] == "acknowledged").sum())
    parts = [
        _listed(t("New"), new),
        _listed(t("Still open"), standing[standing["state"] != "acknowledged"]),
        _listed(t("Over"), over),
        tn("{n} more is acknowledged.", "{n} more are acknowledged.", taken, n=count(taken)) if taken else "",
        t("To acknowledge one: {command}", command=_command(client_id)) if len(new) else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _listed(title: str, alerts: pd.DataFrame) -> str:
    lines = [f"- {_mark(row)} {alert_sentence(row)} [{row['alert_id']}]" for row in alerts.to_dict("records")]
    return "\n".join([title, *lines]) if lines else ""


def _command(client_id: str) -> str:
    return f"workbench alerts {client_id} --ack ID --by NAME"


def _breach(row: Mapping, told: dict) -> str:
    if pd.isna(row["target"]):
        return t("{place}: the platform shows {kpi} as {value}.", **told, value=figure(row))
    figures = {"value": figure(row), "target": target_text(row)}
    if row["kpi"].startswith("policy_"):
        # Violations are counted and their name is a plural: the count itself is the news.
        return t("{place}: {kpi}: {value}, target {target}.", **told, **figures)
    said = t("{place}: {kpi} misses its target ({value}, target {target})", **told, **figures)
    room = room_phrase(row)
    said = t("{said}; {more}.", said=said, more=room) if room else t("{said}.", said=said)
    if not _is_at_risk("breach", row.get("standing")):
        return said
    return joined_sentences([said, t("At risk: the platform does not treat it as a breach yet.")])


def _likely(row: Mapping, told: dict) -> str:
    return t(
        "{place}: {kpi} is likely to miss its target within {days} days: {chance} ({value} now, target {target}).",
        **told,
        days=count(LIKELY_DAYS),
        chance=chance_text(row["probability"]),
        value=figure(row),
        target=target_text(row),
    )


def _worse(row: Mapping, told: dict) -> str:
    known = {**told, "value": figure(row)}
    if row["rule"] not in RULES:
        return t("{place}: {kpi} has become worse by more than chance explains ({value} now).", **known)
    return t(
        "{place}: {kpi} has become worse by more than chance explains ({value} now): {rule}.",
        **known,
        rule=t(RULES[row["rule"]]),
    )


def _unmeasured(row: Mapping, told: dict) -> str:
    said = t("{place}: {kpi} can no longer be measured.", **told)
    why = reason_sentence(row["reason"])
    return joined_sentences([said, why]) if why else said


def _over(row: Mapping, told: dict) -> str:
    """Where the KPI stands on the day on which its alert ended."""
    if pd.isna(row["rate"]) and pd.isna(row["value"]) and not row["level"]:
        return t("{place}: {kpi} is no longer looked at.", **told)
    if pd.isna(row["target"]):
        return t("{place}: {kpi} stands at {value}.", **told, value=figure(row))
    return t("{place}: {kpi} stands at {value} (target {target}).", **told, value=figure(row), target=target_text(row))


def _late_file(row: Mapping) -> str:
    export, _, month = row["scope"].rpartition(" ")
    title = t(EXPORTS[export].title) if export in EXPORTS else export
    place = {"title": title, "month": month_name(month)}
    if row.get("state") == "over":
        return _came(row, pd.Period(month), place)
    values = {
        **place,
        "due": day(row["due_date"]),
        "period": period(row["missing_from"], row["missing_until"]),
    }
    if not row["account"]:
        return t("{title} of {month} was due on {due}; missing: {period}.", **values)
    return t("{title} of {month}, {account}, was due on {due}; missing: {period}.", **values, account=row["account"])


def _came(row: Mapping, month: pd.Period, place: dict) -> str:
    """That a file came, or that nobody asks for it any more: its month is too long ago."""
    account = row["account"] or t("all accounts")
    if (row["over_on"].to_period("M") - month).n > MONTHS_ASKED_FOR:
        return t("{title} of {month}, {account}: never came; no longer asked for.", **place, account=account)
    return t("{title} of {month}, {account}: no longer missing.", **place, account=account)
