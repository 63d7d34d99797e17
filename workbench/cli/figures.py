"""`workbench kpis` and `workbench rules`: figures and what they are judged by."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from workbench.cli.app import AsJson, ClientId, Home, command, print_table


@command()
def kpis(
    client: ClientId,
    as_of: Annotated[str, typer.Option(help="End of this day, e.g. 2026-01-31; else the last day with orders.")] = "",
    account: Annotated[str, typer.Option(help="One account only.")] = "",
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """Every KPI that the client's files support, beside the figure the platform reports."""
    from workbench.client import open_client
    from workbench.kpis import kpi_table, last_day

    opened = open_client(client, home=home)
    table = kpi_table(opened, as_of=as_of or last_day(opened), account=account)
    columns = ["account", "kpi", "scope", "window_days", "as_of", "numerator", "denominator", "rate", "target"]
    shown = table[[*columns, "status", "level", "basis", "reason"]].copy()
    if not as_json:
        shown["rate"] = shown["rate"].map(lambda rate: "" if rate != rate else f"{rate:.2%}")
        shown["as_of"] = shown["as_of"].dt.strftime("%Y-%m-%d")
    print_table(table if as_json else shown, as_json=as_json, empty="no figures: no orders and no reported KPIs")
    raise typer.Exit(int((table["status"] == "breach").any()))


@command()
def rules(
    on: Annotated[str, typer.Option(help="Rules in force on this day.")] = "",
    check: Annotated[bool, typer.Option(help="Only rules last checked over 180 days before that day.")] = False,
    since: Annotated[str, typer.Option(help="What changed from this day on, up to --on or today.")] = "",
    as_json: AsJson = False,
) -> None:
    """The dated KPI rules in force, each with its source and the day it was checked."""
    import pandas as pd

    from workbench.rules import rules_changed, rules_in_force

    day = on or date.today().isoformat()
    if since:
        empty = f"no rule changed between {since} and {day}"
        print_table(rules_changed(since, day), as_json=as_json, empty=empty)
        return
    table = rules_in_force(day)
    if check:
        age = pd.Timestamp(day) - pd.to_datetime(table["checked"])
        table = table[age > pd.Timedelta(days=180)]
    print_table(table, as_json=as_json, empty=f"no rule in force on {day} was last checked over 180 days before it")
