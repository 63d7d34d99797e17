"""`workbench price` and `workbench decide`: price advice, and what the client decided on it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.app import AsJson, ClientId, Home, command, person, print_json, print_table, records
from workbench.errors import ParameterError

Market = Annotated[str, typer.Option(help="Country code, such as MX.")]
Day = Annotated[str, typer.Option(help="ISO day; nothing seen after it counts. Else today.")]
Writer = Annotated[str, typer.Option("--by", help="Who writes it down; else the user of this machine.")]
PLAN_COLUMNS = [
    "account",
    "sku",
    "price",
    "floor",
    "margin_rate",
    "band",
    "state",
    "action",
    "advised_price",
    "at_stake",
    "earlier",
    "earlier_date",
    "is_repeat",
]


@command()
def price(
    client: ClientId,
    sku: Annotated[str, typer.Argument(help="The SKU; without it the whole assortment.")] = "",
    market: Market = "",
    account: Annotated[str, typer.Option(help="Account id, where several list the SKU.")] = "",
    on: Day = "",
    lang: Annotated[str, typer.Option(help="zh, en or es; else the client's first.")] = "",
    xlsx: Annotated[str, typer.Option(metavar="FILE", help="Write the whole assortment as a workbook.")] = "",
    propose: Annotated[
        bool, typer.Option("--propose", help="Enter the advice in the record, as of --on: it goes out.")
    ] = False,
    by: Writer = "",
    log: Annotated[bool, typer.Option("--log", help="Print what was proposed, decided and done.")] = False,
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """Unit economics and price advice for one SKU or a whole market. It advises; a person decides."""
    from workbench.client import open_client
    from workbench.words import in_language

    opened, day = open_client(client, home=home), on or date.today().isoformat()
    with in_language(lang or opened.profile.languages[0]):
        if log:
            _print_log(opened, day, as_json)
            return
        if not market:
            raise ParameterError("--market", "no market given", expected="such as --market MX")
        if not sku:
            _plan(opened, market=market, on=day, xlsx=xlsx, as_json=as_json, propose=propose)
            return
        _one(opened, sku=sku, market=market, account=account, on=day, as_json=as_json, propose=propose, by=by)


@command()
def decide(
    client: ClientId,
    advice: Annotated[str, typer.Argument(help="Id of the advice, as `workbench price --propose` printed it.")],
    decision: Annotated[str, typer.Argument(help="accepted, changed or refused; or executed.")],
    decided_by: Annotated[str, typer.Option(help="Who decided, on the client's side.")] = "",
    price: Annotated[float | None, typer.Option(help="The price decided instead, or the price that was set.")] = None,
    reason: Annotated[str, typer.Option(help="Why, in the client's words; the next advice repeats it.")] = "",
    on: Annotated[str, typer.Option(help="ISO day of it; else today.")] = "",
    by: Writer = "",
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """Enter what the client decided on an advice, or that the client changed the price."""
    from workbench.client import open_client
    from workbench.record import remember_decision, remember_execution

    folder, writer = open_client(client, home=home).folder, by or person()
    if decision == "executed":
        entry = remember_execution(folder, advice, by=writer, on=on, price=price or 0.0)
    else:
        said = {"decision": decision, "decided_by": decided_by, "price": price, "reason": reason, "on": on}
        entry = remember_decision(folder, advice, by=writer, **said)
    if as_json:
        print_json(entry)
        return
    typer.echo(f"{advice}: {decision}, {entry['on']}")


def _one(client, *, sku: str, market: str, account: str, on: str, as_json: bool, propose: bool, by: str) -> None:
    from workbench.pricing import price_advice, proposal_of
    from workbench.record import remember_advice
    from workbench.words.advice import advice_foot, advice_sentence

    advice = price_advice(client, sku=sku, market=market, on=on, account=account)
    # Of that day, whenever it is entered: each entry holds its instant as well.
    proposal = {**proposal_of(advice), "on": on} if propose else {}
    entry = remember_advice(client.folder, [proposal], by=by or person())[0] if propose else {}
    if as_json:
        print_json({**_told(advice), **({"advice_id": entry["id"]} if entry else {})})
    else:
        typer.echo(advice_sentence(advice))
        if foot := advice_foot(advice):
            typer.echo(foot)
        _print_steps(advice.inputs)
        _print_candidates(advice)
        if entry:
            typer.echo(entry["id"])
    raise typer.Exit(int(bool(advice.blocked_by)))


def _told(advice) -> dict:
    """An advice as JSON holds it."""
    from workbench.words.advice import advice_foot, advice_sentence

    choice = advice.choice
    return {
        "account": advice.inputs.account,
        "sku": advice.inputs.sku,
        "currency": advice.inputs.currency,
        "price": advice.inputs.price,
        "state": advice.state,
        "blocked_by": list(advice.blocked_by),
        "action": choice.action if choice else None,
        "advised_price": choice.price if choice else None,
        "reasons": list(choice.reasons) if choice else [],
        "earlier": _earlier(advice),
        "text": " ".join(filter(None, [advice_sentence(advice), advice_foot(advice)])),
        "candidates": records(advice.candidates),
    }


def _earlier(advice) -> dict | None:
    """The last advice on the listing as JSON holds it; None where the record holds none."""
    from dataclasses import asdict

    import pandas as pd

    if advice.earlier is None:
        return None
    moves = records(pd.DataFrame([asdict(move) for move in advice.earlier.moves]))
    return {**records(pd.DataFrame([asdict(advice.earlier)]))[0], "moves": moves, "is_repeat": advice.is_repeat}


def _print_steps(inputs) -> None:
    """The waterfall at today's price, one step a line."""
    from workbench.costs import economics_at

    if inputs.price == inputs.price:
        steps = economics_at(inputs, price=inputs.price).steps
        print_table(steps[["step", "amount", "running", "rate", "base", "basis", "status", "source"]].round(4))


def _print_candidates(advice) -> None:
    columns = ["price", "margin", "margin_rate", "cash", "units", "profit", "under_floor_chance", "band", "place"]
    if len(advice.candidates):
        shown = advice.candidates[columns].round(4).assign(against=advice.candidates["against"].map(", ".join))
        print_table(shown)


def _plan(client, *, market: str, on: str, xlsx: str, as_json: bool, propose: bool) -> None:
    from workbench.pricing import price_plan
    from workbench.words import language
    from workbench.words.price_plan import plan_sentence
    from workbench.workbooks import price_plan_workbook

    if propose:
        raise ParameterError("--propose", "no SKU named", expected="one SKU: each advice is proposed by itself")
    plan = price_plan(client, market=market, on=on)
    if xlsx:
        Path(xlsx).write_bytes(price_plan_workbook(client, plan, lang=language()))
    if as_json:
        print_json({"rows": records(plan.rows), "without": records(plan.without)})
    else:
        typer.echo(plan_sentence(plan.rows, plan.without))
        shown = plan.rows[PLAN_COLUMNS]
        print_table(shown.round(dict.fromkeys(shown.select_dtypes("float"), 4)), empty="no SKU with every input")
        print_table(plan.without.round({"weekly_units": 4, "weekly_sales": 4}), empty="no SKU without a price plan")
    raise typer.Exit(int(len(plan.without) > 0))


def _print_log(client, on: str, as_json: bool) -> None:
    from workbench.pricing import advice_log

    columns = ["advice_id", "state", "account", "sku", "price_before", "advised_price", "decided_by", "decided_price"]
    log = advice_log(client, on=on)
    print_table(
        log if as_json else log[[*columns, "executed_date", "valid_until"]], as_json=as_json, empty="no advice yet"
    )
