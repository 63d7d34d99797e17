"""`workbench alerts`: what is breached, likely to be, getting worse or missing; who knows of it; telling it once."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from workbench.cli.app import AsJson, Home, command, person, print_json, print_table, records
from workbench.errors import ParameterError, WorkbenchError

COLUMNS = {
    **{"client": "client", "alert_id": "alert", "state": "state", "kind": "kind", "account": "account"},
    **{"kpi": "kpi", "scope": "scope", "since": "since", "acknowledged_by": "by", "says": "says"},
}


@command()
def alerts(
    client: Annotated[list[str] | None, typer.Argument(metavar="[CLIENT...]", help="Clients' ids.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All clients of the home.")] = False,
    as_of: Annotated[str, typer.Option(help="End of this day, e.g. 2026-01-31; else today.")] = "",
    digest: Annotated[bool, typer.Option(help="Print the day's message over all clients named.")] = False,
    now: Annotated[bool, typer.Option(help="Print what can't wait, one message a client.")] = False,
    send: Annotated[
        bool, typer.Option(help="Send that message to the channels of agency.yml, each alert once.")
    ] = False,
    ack: Annotated[str, typer.Option(metavar="ID", help="Acknowledge this alert.")] = "",
    by: Annotated[str, typer.Option(help="Who says so.")] = "",
    text: Annotated[str, typer.Option(help="With --ack: what there is to say of it.")] = "",
    lang: Annotated[str, typer.Option(help="zh, en or es; else the first language of the agency's name.")] = "",
    reports: Annotated[str, typer.Option(help="Folder of the reports; else WORKBENCH_REPORTS or reports/.")] = "",
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """What somebody has to look at now, told once: breached, likely to breach, getting worse, not measured, late."""
    names = _names(client or [], every=every, home=home)
    _check_asked(names, digest=digest, now=now, send=send, ack=ack, by=by)
    if as_json and (digest or now):
        raise ParameterError("alerts --json", "a message is asked for too", expected="one after the other")
    if ack:
        _acknowledge(names[0], ack, by=by, text=text, home=home, as_json=as_json)
        return
    if len(names) > 1 or send:
        from workbench.desk import check_unbound

        check_unbound("alerts of several clients" if len(names) > 1 else "alerts --send")
    day = as_of or date.today().isoformat()
    watched, is_whole = _watched(
        names, day=day, by=by or person(), home=home, may_look_back=not (send or digest or now)
    )
    agency, language = _agency(home, lang)
    form = "digest" if digest else "now" if now else ""
    if send:
        is_whole &= _send(watched, form, (agency, language), on=day, by=by or person(), reports=reports, home=home)
    elif form:
        _preview(watched, form, (agency, language), day)
    if as_json or not form:
        _print(watched, language, day, as_json)
    raise typer.Exit(int(not is_whole or any(_is_breached(each.alerts) for each in watched)))


def _names(named: list[str], *, every: bool, home: str) -> list[str]:
    from workbench.profile import client_ids

    if every and named:
        raise ParameterError("alerts", "both clients and --all", expected="one of them")
    if not every and not named:
        raise ParameterError("alerts", "no client named", expected="workbench alerts CLIENT, or --all")
    return client_ids(home) if every else list(dict.fromkeys(named))


def _check_asked(names: list[str], *, digest: bool, now: bool, send: bool, ack: str, by: str) -> None:
    if digest and now:
        raise ParameterError("alerts", "both --digest and --now", expected="one of them")
    if send and not (digest or now):
        raise ParameterError("alerts --send", "which message is not said", expected="--digest or --now")
    if ack and (digest or now or send):
        raise ParameterError("alerts --ack", "a message is asked for too", expected="one after the other")
    if ack and (len(names) != 1 or not by.strip()):
        raise ParameterError("alerts --ack", "who takes note of what is not said", expected="CLIENT --ack ID --by NAME")


def _acknowledge(name: str, alert_id: str, *, by: str, text: str, home: str, as_json: bool) -> None:
    from workbench.alerts import acknowledge
    from workbench.client import open_client

    entry = acknowledge(open_client(name, home=home), alert_id=alert_id, by=by, text=text)
    if as_json:
        print_json(entry)
    else:
        typer.echo(f"{entry['event_id']}: alert {alert_id} of {name} acknowledged by {entry['by']}")


def _watched(names: list[str], *, day: str, by: str, home: str, may_look_back: bool) -> tuple[list, bool]:
    """The clients and their alerts; one of several that can't be looked at stops no other, and is said."""
    from workbench.channels import Watched

    found, is_whole = [], True
    for name in names:
        try:
            found.append(Watched(*_looked_at(name, day, by, home, may_look_back)))
        except WorkbenchError as fault:
            if len(names) == 1:
                raise
            typer.echo(f"{name}: {fault}", err=True)
            is_whole = False
    return found, is_whole


def _looked_at(name: str, day: str, by: str, home: str, may_look_back: bool) -> tuple:
    from workbench.alerts import last_day_looked_at, look_back, watch_alerts
    from workbench.client import open_client

    client = open_client(name, home=home)
    last = last_day_looked_at(client)
    if may_look_back and last > day:
        typer.echo(f"{name}: {day} lies before {last}, the last day looked at; nothing is entered", err=True)
        return client, look_back(client, as_of=day)
    return client, watch_alerts(client, as_of=day, by=by)


def _agency(home: str, lang: str) -> tuple:
    from workbench.profile import read_agency

    agency = read_agency(home)
    return agency, lang or next(iter(agency.name))


def _send(watched: list, form: str, told: tuple, *, on: str, by: str, reports: str, home: str) -> bool:
    """Whether every channel took what it was owed."""
    from workbench.channels import send_alerts
    from workbench.profile import find_home
    from workbench.reviews import reports_folder

    folder = reports_folder(reports, home=find_home(home))
    agency, lang = told
    done = send_alerts(watched, form=form, agency=agency, lang=lang, on=on, by=by, reports=folder)
    for text in done.texts:
        typer.echo(text + "\n")
    if done.file:
        typer.echo(f"written to {done.file}")
    for name, count in done.sent.items():
        if not done.file:
            typer.echo(f"{name}: {count} sent")
    for fault in done.faults:
        typer.echo(str(fault), err=True)
    if not done.sent and not done.faults:
        typer.echo("nothing that was not told before; nothing sent")
    return not done.faults


def _preview(watched: list, form: str, told: tuple, day: str) -> None:
    from workbench.channels import preview

    agency, lang = told
    texts = preview(watched, form=form, agency=agency, lang=lang, on=day)
    typer.echo("\n\n".join(texts) or "nothing that was not told before")


def _print(watched: list, lang: str, day: str, as_json: bool) -> None:
    import pandas as pd

    from workbench.alerts import SHOWN_DAYS
    from workbench.words import in_language
    from workbench.words.alerts import alert_sentence

    since = pd.Timestamp(day) - pd.Timedelta(days=SHOWN_DAYS)
    tables = [each.alerts[~(each.alerts["over_on"] <= since)] for each in watched]
    with in_language(lang):
        said = [table.assign(says=[alert_sentence(row) for row in table.to_dict("records")]) for table in tables]
    if as_json:
        print_json([row for table in said for row in records(table)])
        return
    shown = [table.assign(since=table["since"].dt.strftime("%Y-%m-%d"))[list(COLUMNS)] for table in said if len(table)]
    print_table(pd.concat(shown) if shown else pd.DataFrame(), columns=COLUMNS, empty="no alerts")


def _is_breached(table) -> bool:
    return bool(((table["kind"] == "breach") & (table["state"] != "over")).any())
