"""`workbench bands`: price bands of a client's products, listings that wait, verdicts, the price report."""

from __future__ import annotations

from typing import Annotated

import typer

from workbench.cli.app import AsJson, ClientId, Home, command, person, print_json, print_table, records
from workbench.errors import NothingToShow, ParameterError

BAND_COLUMNS = {
    **{"query": "query", "market": "market", "band": "band", "low": "low", "high": "high", "median": "median"},
    **{"listings": "listings", "share": "share", "sellers": "sellers", "sold": "sold, at least", "reviews": "reviews"},
}
WAITING_COLUMNS = {
    **{"query": "query", "item_id": "listing", "why": "why", "price": "price", "currency": "currency"},
    **{"pack": "pieces", "band": "band", "first_seen": "first seen", "title": "title"},
}


@command()
def bands(
    client: ClientId,
    market: Annotated[str, typer.Option(help="Country code, e.g. MX; else every market of the profile.")] = "",
    query: Annotated[str, typer.Option(help="Search words; else every product of the profile.")] = "",
    as_of: Annotated[str, typer.Option(help="End of this day, e.g. 2026-01-31; else the newest in the files.")] = "",
    to_confirm: Annotated[
        bool, typer.Option("--to-confirm", help="Only the listings that wait for a verdict.")
    ] = False,
    verdict: Annotated[
        tuple[str, str], typer.Option(metavar="LISTING SAYS", help="Enter a verdict: same, not, pack:3 or withdrawn.")
    ] = ("", ""),
    by: Annotated[str, typer.Option(help="Who judges; else the user of this machine.")] = "",
    report: Annotated[bool, typer.Option("--report", help="Make the price report: notebook, HTML, PDF.")] = False,
    month: Annotated[str, typer.Option(help="Month of the report, e.g. 2026-01.")] = "",
    lang: Annotated[str, typer.Option(help="Languages of the report, e.g. zh,en; else the client's first.")] = "",
    reports: Annotated[str, typer.Option(help="Where <client>/ is; else reports/ beside the home.")] = "",
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """Price bands of the competitors' listings, by product; what each listing is, says the analyst."""
    from workbench.client import open_client

    opened = open_client(client, home=home)
    searches = _searches(opened, market, query)
    if any(verdict):
        _enter(opened, searches, verdict, by or person(), as_of, as_json)
    elif report:
        _report(client, searches, month, lang, (home, reports), as_json)
    else:
        _print(opened, searches, as_of, to_confirm, as_json)


def _searches(client, market: str, query: str) -> list[tuple[str, str]]:
    """The searches that are meant, as query and market."""
    if query and market:
        return [(query, market)]
    products = [(each.query, each.market) for each in client.profile.products]
    found = [each for each in products if market in ("", each[1]) and query.casefold() in ("", each[0].casefold())]
    if not found:
        raise ParameterError(
            "bands", "no product of the profile is meant", expected="--query and --market, or products in client.yml"
        )
    return found


def _one(searches: list[tuple[str, str]], what: str) -> tuple[str, str]:
    if len(searches) > 1:
        raise ParameterError(
            what, f"{len(searches)} products are meant", expected="--query and --market of one of them"
        )
    return searches[0]


def _enter(client, searches, verdict: tuple[str, str], by: str, as_of: str, as_json: bool) -> None:
    from workbench.bands import product_bands, verdict_on
    from workbench.record import remember_verdict

    query, market = _one(searches, "--verdict")
    item, says = verdict
    found = verdict_on(product_bands(client, query=query, market=market, as_of=as_of), item_id=item, says=says)
    entered = remember_verdict(client.folder, found, by=by)
    if as_json:
        print_json(vars(entered))
    else:
        typer.echo(f"{entered.item_id}: verdict '{says}' entered for '{query}', {market}, by {entered.by}")


def _report(client: str, searches, month: str, lang: str, folders: tuple[str, str], as_json: bool) -> None:
    from workbench.batch import band_reports

    if not month:
        raise ParameterError("--report", "no month given", expected="such as --month 2026-01")
    langs = [part.strip() for part in lang.split(",") if part.strip()]
    home, reports = folders
    done = band_reports(client, searches=searches, month=month, langs=langs, home=home, reports=reports)
    if as_json:
        print_json([vars(made) for made in done])
    for made in () if as_json else done:
        cause = f": {made.cause}" if made.cause else ""
        typer.echo(f"{made.client} {made.month} {made.lang}: {made.state} ({made.seconds:.0f} s) {made.folder}{cause}")
    raise typer.Exit(int(any(made.state == "failed" for made in done)))


def _print(client, searches, as_of: str, to_confirm: bool, as_json: bool) -> None:
    """Bands, or what waits, of every search that has enough listings; what has not is said on standard error."""
    import pandas as pd

    from workbench.bands import listings_to_confirm, product_bands

    found, frames = [], []
    for query, market in searches:
        try:
            made = product_bands(client, query=query, market=market, as_of=as_of)
        except NothingToShow as fault:
            if len(searches) == 1:
                raise
            typer.echo(str(fault), err=True)
            continue
        frame = listings_to_confirm(client.offers, bands=made) if to_confirm else made.bands
        frames.append(frame.assign(query=query, market=market))
        found.append((made, frame))
    if as_json:
        print_json([_told(client, made, frame, to_confirm) for made, frame in found])
        return
    columns = WAITING_COLUMNS if to_confirm else BAND_COLUMNS
    table = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(columns))
    if not to_confirm and len(table):
        table["share"] = table["share"].map("{:.1%}".format)
    print_table(table, columns=columns, empty="no listing waits for a verdict" if to_confirm else "no price bands")


def _told(client, made, frame, to_confirm: bool) -> dict:
    """All that is known of one search, for machines; an open last step of units sold has no upper bound."""
    said = {"query": made.query, "market": made.market, "currency": made.currency, "as_of": f"{made.as_of:%Y-%m-%d}"}
    if to_confirm:
        return {**said, "to_confirm": records(frame)}
    from workbench.bands import band_stability, cut_effects, filter_effects

    stability = band_stability(made)
    return {
        **said,
        "is_separated": made.is_separated,
        "bands": records(
            frame.replace([float("inf")], float("nan")).drop(columns=["query", "market"], errors="ignore")
        ),
        "criterion": records(made.criterion),
        "bounds": records(stability.bounds),
        "gaps": records(stability.gaps),
        "modes": records(stability.modes),
        "filters": records(filter_effects(client.offers, bands=made)),
        "cuts": records(cut_effects(made)),
        "shift": _shift(client, made),
        "excluded": records(made.excluded.drop(columns="lineage")),
    }


def _shift(client, made) -> dict | None:
    """The month's shift without its listings; None where there is no earlier month."""
    from workbench.bands import price_shift

    try:
        shift = price_shift(client.offers, bands=made)
    except NothingToShow:
        return None
    return {name: value for name, value in vars(shift).items() if name != "changes"}
