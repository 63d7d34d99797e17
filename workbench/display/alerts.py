"""Alerts as a table for the agency's desk, and as a line on a client's page."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML

from workbench.alerts import client_alerts, open_alerts
from workbench.client import Client
from workbench.display.notebook import sentence_html
from workbench.display.tables import Field, html_table
from workbench.tables import require_columns
from workbench.words import day, t
from workbench.words.alerts import alert_kind_word, alert_sentence, alert_state_word, alerts_sentence

NEEDS = ["client", "alert_id", "state", "kind", "account", "kpi", "scope", "since", "acknowledged_by", "standing"]


def show_alerts(alerts: pd.DataFrame) -> HTML:
    """The alerts that stand, what each says, and who has taken it on.

    Parameters
    ----------
    alerts : DataFrame
        One row per alert, as `workbench.desk_alerts` gives it.

    Raises
    ------
    TableError
        A column is missing.
    """
    require_columns(alerts, NEEDS, of="show_alerts: alerts")
    view = alerts.assign(
        kind=[alert_kind_word(row["kind"], standing=row["standing"]) for row in alerts.to_dict("records")],
        says=[alert_sentence(row) for row in alerts.to_dict("records")],
        state=[alert_state_word(state) for state in alerts["state"]],
        since=[day(since) for since in alerts["since"]],
    )
    fields = [
        Field("client", t("Client"), note="account"),
        Field("kind", t("Alert"), note="alert_id"),
        Field("says", t("What it says")),
        Field("state", t("State"), note="acknowledged_by"),
        Field("since", t("Since"), "period"),
    ]
    return HTML(html_table(view, fields=fields, empty=t("No alert stands.")))


def alerts_html(client: Client, *, on: str) -> str:
    """How many alerts of the client stood at the end of a day, from its record; empty where none did."""
    alerts = open_alerts(client_alerts(client), on=on)
    # One that is over by now stood on that day all the same.
    said = alerts_sentence(alerts.assign(state=alerts["state"].replace("over", "open")))
    return sentence_html(said) if said else ""
