"""Looking at a client's figures and files for alerts: writing down what is new and what is over, or only looking."""

from __future__ import annotations

from datetime import date

import pandas as pd

from workbench.alerts.conditions import KEY, ON, conditions
from workbench.alerts.life import alert_table, changes, client_alerts, last_looked
from workbench.errors import ParameterError
from workbench.kpis.days import parse_day
from workbench.record import alert_entries, remember_alerts


def watch_alerts(client, *, as_of: str | date = "", by: str) -> pd.DataFrame:
    """Look at a client at the end of a day, enter what opened and what is over, and return all its alerts.

    Parameters
    ----------
    client : Client
        With its profile, intake, canonical tables and record.
    as_of : str or date
        A day; today where it is blank. Figures are as of the last day that an account's files speak of.
    by : str
        Who, or what, looks.

    Returns
    -------
    DataFrame
        As `client_alerts`, with the figures of the day.

    Raises
    ------
    ParameterError
        `as_of` is no day, or the record has looked at a later one: then `look_back`.
    RecordFault, TableError
        The record or a canonical table can't be read.
    """
    day = parse_day(as_of or date.today(), where="alerts")
    on = day.date().isoformat()
    looked = last_day_looked_at(client)
    if looked > on:
        raise ParameterError(
            f"alerts of {client.id}",
            f"{on} lies before {looked}, the last day that was looked at",
            expected=f"{looked} or later",
            hint="an earlier day can be looked at, but nothing is sent or entered for it",
        )
    found = conditions(client, as_of=day)
    remember_alerts(client.folder, lambda entries: changes(client.id, entries, found, as_of=on), by=by)
    return client_alerts(client, found=found)


def look_back(client, *, as_of: str | date) -> pd.DataFrame:
    """What would be an alert at the end of a day, each as new; nothing is entered.

    Parameters
    ----------
    client : Client
        With its profile, intake and canonical tables.
    as_of : str or date
        A day.

    Returns
    -------
    DataFrame
        As `client_alerts`, without ids.
    """
    day = parse_day(as_of, where="alerts")
    held = [row for row in conditions(client, as_of=day) if row["verdict"] == ON]
    rows = [{**row, **{name: str(row[name]) for name in KEY}} for row in held]
    return alert_table([{**row, "client": client.id, "state": "new", "since": day.date().isoformat()} for row in rows])


def last_day_looked_at(client) -> str:
    """The last day that the client was looked at on, as ISO text; blank where never."""
    return last_looked(alert_entries(client.folder))
