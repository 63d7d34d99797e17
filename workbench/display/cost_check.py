"""The cost check at the desk: rates by the client's own reports beside the stated ones, and what is still unknown."""

from __future__ import annotations

import numpy as np
import pandas as pd
from IPython.display import HTML

from workbench.client import Client
from workbench.costs import account_inputs, implied_rates
from workbench.costs.own_rates import LEDGER_DAYS
from workbench.costs.payments import payment_mix
from workbench.costs.unblocking import best_answers, missing_inputs
from workbench.costs.waterfall import UnitInputs
from workbench.display.notebook import note_html, sentence_html
from workbench.display.tables import Field, html_table
from workbench.errors import NothingToShow
from workbench.kpis import last_day
from workbench.rules.rate_listing import rate_text as stated_text
from workbench.rules.rate_models import PLACES
from workbench.words import count, share, t
from workbench.words.bands import joined_sentences
from workbench.words.cost_check import (
    compared_sentence,
    flag_words,
    later_start_sentence,
    missing_summary,
    mix_found_sentence,
    shared_packages_sentence,
    typed_sentence,
    unsure_sentence,
)
from workbench.words.economics import IMPLIED_WORDS, missing_name, status_name, step_name
from workbench.words.kpis import market_name, place_name
from workbench.words.rates import rate_name, rate_source
from workbench.words.simulator import rate_text

ROWS_SHOWN = 12
SKUS_NAMED = 6
MIX_COLUMNS = ["account", "source", "cash", "card", "instalments", "other", "payments", "stated_share", "report"]


def show_implied_rates(client: Client, *, on: str = "") -> HTML:
    """What each account's reports of the last 90 days took, beside what is stated, those that depart first.

    Parameters
    ----------
    client : Client
    on : str
        ISO day; the last day of the files where blank.
    """
    return HTML("".join(_implied_html(client, owner, on or last_day(client)) for owner in client.profile.accounts))


def show_typed_rates(client: Client) -> HTML:
    """Every rate that client.yml states: who said it, when, and since when it holds.

    Parameters
    ----------
    client : Client
    """
    return HTML(_typed_html(client))


def show_missing_inputs(client: Client, *, on: str = "") -> HTML:
    """The inputs that SKUs lack, by account, and the few answers that would give most of them a margin.

    Parameters
    ----------
    client : Client
    on : str
        ISO day; the last day of the files where blank.
    """
    units = _units(client, on=on or last_day(client))
    return HTML("".join(_missing_html(client, account, list(known.values())) for account, known in units.items()))


def show_rates_to_check(client: Client, *, on: str = "") -> HTML:
    """The rates of the book that this client's margins rest on and that are not confirmed.

    Parameters
    ----------
    client : Client
    on : str
        ISO day; the last day of the files where blank.
    """
    rates = unsure_rates(
        [unit for known in _units(client, on=on or last_day(client)).values() for unit in known.values()]
    )
    return HTML(_unsure_html(rates))


def show_payment_mixes(client: Client, *, on: str = "") -> HTML:
    """How buyers of the Mexican accounts pay: as Mercado Pago's reports show and as client.yml states.

    Parameters
    ----------
    client : Client
    on : str
        ISO day; the last day of the files where blank.
    """
    return HTML(_mixes_html(client, payment_mixes(client, on=on or last_day(client))))


def unsure_rates(units: list[UnitInputs]) -> pd.DataFrame:
    """Rates in use that are to be checked or no longer in force.

    Parameters
    ----------
    units : list of UnitInputs

    Returns
    -------
    DataFrame
        One row per rate: rate_id, step, rate, rate_unit, status, source, since, skus, those that concern most first.
    """
    names = ["rate_id", "step", "rate", "rate_unit", "status", "source", "since"]
    unsure = [
        [getattr(charge, name) for name in names]
        for unit in units
        for charge in unit.charges
        if charge.status in ("needs_check", "expired") and charge.rate_id
    ]
    rows = pd.DataFrame(unsure, columns=names)
    rows = rows.assign(skus=rows.groupby("rate_id")["rate_id"].transform("size")).drop_duplicates("rate_id")
    return rows.sort_values(["skus", "rate_id"], ascending=[False, True], ignore_index=True)


def payment_mixes(client: Client, *, on: str) -> pd.DataFrame:
    """How buyers of the Mexican accounts pay, as stated and as measured.

    Returns
    -------
    DataFrame
        One row per account and source (ledger or typed): account, source, cash, card, instalments, other, payments,
        stated_share, report.
    """
    start, end = _period(on)
    rows = []
    for owner in (owner for owner in client.profile.accounts if owner.market == "MX"):
        asked = {"account": owner.id, "start": start, "end": end, "zone": owner.zone}
        found = payment_mix(client.ledger, **asked)
        rows += [{"account": owner.id, "source": "ledger", **vars(found)}] if found else []
    rows += [{"source": "typed", "report": "", **mix.model_dump()} for mix in client.profile.payment_mix]
    return pd.DataFrame(rows, columns=MIX_COLUMNS)


def _implied_html(client: Client, owner: object, on: str) -> str:
    start, end = _period(on)
    rates = implied_rates(client, account=owner.id, start=start, end=end)
    place = place_name(owner.platform, owner.market)
    said = sentence_html(compared_sentence(rates, place=place))
    return said + _implied_table(rates, start=start) if len(rates) else said


def _implied_table(rates: pd.DataFrame, *, start: str) -> str:
    """The account's own rows, then what departs, then the rest as far as there is room."""
    shown = rates.head(ROWS_SHOWN)
    view = shown.assign(
        name=[t(IMPLIED_WORDS[step]) for step in shown["step"]],
        sku=shown["sku"].where(shown["sku"] != "", t("the whole account")),
        verdict=[flag_words(row) for row in shown.to_dict("records")],
        stated=[status_name(status) if status else "" for status in shown["status"]],
        implied_rate=[share(each, digits=2) for each in shown["implied_rate"]],
        book_rate=[share(each, digits=2) for each in shown["book_rate"]],
    )
    fields = [
        Field("sku", t("SKU")),
        Field("name", t("What for"), note="rate_id"),
        Field("implied_rate", t("Taken"), align="right"),
        Field("book_rate", t("Stated"), note="stated", align="right"),
        Field("departure", t("Departure"), "points", unit=t("pp")),
        Field("verdict", t("Verdict")),
        Field("orders", t("Orders"), "count"),
        Field("rows", t("Rows"), "count"),
        Field("report", t("Report")),
    ]
    rest = len(rates) - len(shown)
    note = t("{n} more rows agree or have nothing to compare with.", n=count(rest)) if rest > 0 else ""
    if rest > 0 and rates["is_flagged"].iloc[len(shown) :].any():
        note = t("{n} more rows; wb.implied_rates shows them all.", n=count(rest))
    later = later_start_sentence(rates, start=pd.Timestamp(start))
    return html_table(view, fields=fields) + note_html(joined_sentences([later, shared_packages_sentence(rates), note]))


def _typed_html(client: Client) -> str:
    rates = client.profile.rates
    said = sentence_html(typed_sentence(len(rates)))
    if not rates:
        return said
    view = pd.DataFrame(
        {
            "name": [rate_name(rate.what) for rate in rates],
            "where": [t(", ").join([market_name(rate.market), *_places(rate)]) for rate in rates],
            "value": [stated_text(rate) for rate in rates],
            "since": [pd.Timestamp(rate.since) for rate in rates],
            "until": [pd.Timestamp(rate.until) if rate.until else pd.NaT for rate in rates],
            "by": [rate.by for rate in rates],
            "noted": [pd.Timestamp(rate.noted) for rate in rates],
        }
    )
    fields = [
        Field("name", t("What for"), note="where"),
        Field("value", t("Rate"), align="right"),
        Field("since", t("Holds since"), "day"),
        Field("until", t("Until"), "day"),
        Field("by", t("Stated by")),
        Field("noted", t("Noted"), "day"),
    ]
    return said + html_table(view.sort_values(["where", "name"], kind="stable"), fields=fields)


def _missing_html(client: Client, account: str, units: list[UnitInputs]) -> str:
    owner = client.profile.account(account)
    blocked = [unit for unit in units if unit.missing]
    answers, unblocked = best_answers(blocked)
    summary = missing_summary(blocked=len(blocked), skus=len(units), answers=answers, unblocked=unblocked)
    said = sentence_html(t("{place}: {said}", place=place_name(owner.platform, owner.market), said=summary))
    if not blocked:
        return said
    rows = missing_inputs(blocked)
    view = rows.assign(
        name=[missing_name(code) for code in rows["code"]], which=[_named(blocked, code) for code in rows["code"]]
    )
    fields = [
        Field("name", t("What is missing"), note="which"),
        Field("skus", t("SKUs that lack it"), "count"),
        Field("alone", t("lack nothing else"), "count"),
    ]
    return said + html_table(view, fields=fields)


def _unsure_html(rates: pd.DataFrame) -> str:
    said = sentence_html(unsure_sentence(rates))
    if rates.empty:
        return said
    view = rates.assign(
        name=[step_name(step) for step in rates["step"]],
        value=[rate_text(row) for row in rates.itertuples(index=False)],
        word=[status_name(status) for status in rates["status"]],
        since=pd.to_datetime(rates["since"]),
        source=[rate_source(source) for source in rates["source"]],
    )
    fields = [
        Field("name", t("What for"), note="rate_id"),
        Field("value", t("Rate"), align="right"),
        Field("word", t("Status")),
        Field("since", t("Holds since"), "day"),
        Field("skus", t("SKUs"), "count"),
        Field("source", t("Source")),
    ]
    return said + html_table(view, fields=fields)


def _mixes_html(client: Client, mixes: pd.DataFrame) -> str:
    said = sentence_html(mix_found_sentence(mixes))
    if mixes.empty:
        return said
    names = {"ledger": t("Mercado Pago's report"), "typed": t("client.yml")}
    view = mixes.assign(word=[names[source] for source in mixes["source"]])
    shares = {"cash": t("Cash"), "card": t("Card"), "instalments": t("Instalments"), "other": t("Other")}
    fields = [
        Field("account", t("Account")),
        Field("word", t("Source"), note="report"),
        *(Field(name, head, "share") for name, head in shares.items()),
        Field("payments", t("Payments"), "count"),
        Field("stated_share", t("Share of sales that it states"), "share"),
    ]
    return said + html_table(view.sort_values(["account", "source"], kind="stable"), fields=fields)


def _units(client: Client, *, on: str) -> dict[str, dict[str, UnitInputs]]:
    found = {}
    for owner in client.profile.accounts:
        try:
            found[owner.id] = account_inputs(client, account=owner.id, on=on)
        except NothingToShow:
            continue
    return found


def _named(units: list[UnitInputs], code: str) -> str:
    """The first SKUs that lack an input; that all do, where all do."""
    lacking = [unit.sku for unit in units if code in unit.missing]
    named = t(", ").join(lacking[:SKUS_NAMED])
    rest = len(lacking) - SKUS_NAMED
    return named if rest <= 0 else t("{named} and {n} more", named=named, n=count(rest))


def _places(rate: object) -> list[str]:
    """What a rate is limited to, as it stands in client.yml."""
    said = {name: getattr(rate, name) for name in PLACES if getattr(rate, name)}
    if "tariff_line" in said:
        said["tariff_line"] = t("tariff line {line}", line=said["tariff_line"])
    return list(said.values())


def _period(on: str) -> tuple[str, str]:
    end = pd.Timestamp(on)
    return f"{end - np.timedelta64(LEDGER_DAYS - 1, 'D'):%Y-%m-%d}", f"{end:%Y-%m-%d}"
