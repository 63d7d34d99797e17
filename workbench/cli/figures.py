"""`workbench kpis` and `workbench rules`: figures and what they are judged by."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from workbench.cli.app import AsJson, ClientId, Home, command, print_json, print_table, records

RATE_COLUMNS = [
    *("market", "platform", "what", "category", "logistic", "origin", "listing_type", "size", "rate", "base"),
    *("since", "until", "status", "source", "checked", "note"),
]


@command()
def kpis(
    client: ClientId,
    as_of: Annotated[str, typer.Option(help="End of this day, e.g. 2026-01-31; else the last day with orders.")] = "",
    account: Annotated[str, typer.Option(help="One account only.")] = "",
    rules_on: Annotated[str, typer.Option(help="Judge the same orders under the rules of this day.")] = "",
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """Every KPI that the client's files support, beside the figure the platform reports, worst first."""
    from workbench.client import open_client
    from workbench.kpis import kpi_table, last_day
    from workbench.risk import with_standing

    opened = open_client(client, home=home)
    table = kpi_table(opened, as_of=as_of or last_day(opened), account=account, rules_on=rules_on)
    table = with_standing(opened, table)
    columns = ["account", "kpi", "scope", "window_days", "as_of", "numerator", "denominator", "rate", "value", "target"]
    shown = table[[*columns, "rule_id", "standing", "probability", "level", "basis", "reason"]].copy()
    if not as_json:
        for name, digits in (("rate", 2), ("probability", 0)):
            shown[name] = shown[name].map(lambda rate, digits=digits: "" if rate != rate else f"{rate:.{digits}%}")
        shown["as_of"] = shown["as_of"].dt.strftime("%Y-%m-%d")
    print_table(table if as_json else shown, as_json=as_json, empty="no figures: no orders and no reported KPIs")
    raise typer.Exit(int((table["status"] == "breach").any()))


@command()
def rules(
    on: Annotated[str, typer.Option(help="Rules in force on this day.")] = "",
    check: Annotated[bool, typer.Option(help="Only what was last checked over 180 days before, or ended.")] = False,
    since: Annotated[str, typer.Option(help="What changed from this day on, up to --on or today.")] = "",
    rates: Annotated[bool, typer.Option(help="The rate book: fees, taxes, duties, and what is not known.")] = False,
    market: Annotated[str, typer.Option(help="With --rates: one market only, e.g. MX.")] = "",
    as_json: AsJson = False,
) -> None:
    """The dated KPI rules in force, or the rate book, each row with its source and the day it was checked."""
    import pandas as pd

    from workbench.rules import rules_changed, rules_in_force

    day = on or date.today().isoformat()
    if rates:
        _print_rates(day, check=check, since=since, market=market, as_json=as_json)
        return
    if since:
        empty = f"no rule changed between {since} and {day}"
        print_table(rules_changed(since, day), as_json=as_json, empty=empty)
        return
    table = rules_in_force(day)
    if check:
        age = pd.Timestamp(day) - pd.to_datetime(table["checked"])
        table = table[age > pd.Timedelta(days=180)]
    print_table(table, as_json=as_json, empty=f"no rule in force on {day} was last checked over 180 days before it")


def _print_rates(day: str, *, check: bool, since: str, market: str, as_json: bool) -> None:
    """One table of rates; where neither --check nor --since narrows it, what is not known below it."""
    from workbench.rules import rate_table, rates_changed, rates_not_known, rates_to_check

    if since or check:
        table = rates_changed(since, day) if since else rates_to_check(day)
        empty = f"no rate changed between {since} and {day}" if since else f"no rate needs a check on {day}"
        print_table(table[table["market"] == market] if market else table, as_json=as_json, empty=empty)
        return
    held, gaps = rate_table(market=market, on=day), rates_not_known(market=market, on=day)
    if as_json:
        print_json({"rates": records(held), "not_known": records(gaps)})
        return
    print_table(held[RATE_COLUMNS], empty=f"no rate in force on {day}")
    typer.echo("\nNot known: ask, or import from settlements (docs/rates.md)")
    print_table(gaps, empty="nothing")
