"""Figures beside the platforms' KPIs: on-time shipment, returns and refunds, Mercado Libre's seller levels."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML

from workbench.client import Client
from workbench.display.notebook import heading_html, note_html, sentence_html
from workbench.display.tables import Field, html_table, with_wide_names
from workbench.kpis import leader_levels, on_time_shipments, platform_name, return_figures
from workbench.kpis.leader import LEVELS
from workbench.kpis.reasons import reason
from workbench.risk import standings
from workbench.words import count, language, period, rate, t
from workbench.words.beside import (
    RETURN_FIGURES,
    asked_value,
    condition_name,
    condition_value,
    leader_sentence,
    level_name,
    return_figure_name,
)
from workbench.words.kpis import place_name, reason_sentence, target_text

# Only a table of the seller's own has these dates, and how it is read is the analyst's matter.
NO_REFUND_DATES = reason("missing_export", "mapped")


def show_on_time_shipments(kpis: pd.DataFrame) -> HTML:
    """On-time shipment of each account, beside the platform's own rate of late shipments that it is made from.

    Parameters
    ----------
    kpis : DataFrame
        `kpi_table` or `scoreboard`. Figures that are not measured are left out.
    """
    return HTML(on_time_html(kpis))


def on_time_html(kpis: pd.DataFrame) -> str:
    """As `show_on_time_shipments`, the HTML alone; nothing where nothing is measured."""
    late = kpis[kpis["kpi"].isin(["late_shipment_rate", "delayed_handling_rate"])].reset_index(drop=True)
    own = [platform_name(row["kpi"], platform=row["platform"], lang=language()) for row in late.to_dict("records")]
    shown = on_time_shipments(late).assign(own=own, late_rate=late["rate"], standing=standings(late))
    shown = shown[shown["rate"].notna()].reset_index(drop=True)
    if shown.empty:
        return ""
    rows = shown.to_dict("records")
    view = shown.assign(
        place=[place_name(row["platform"], row["market"]) for row in rows],
        counts=[_counts(row) for row in rows],
        target_text=[target_text({**row, "kpi": "on_time_rate"}) for row in rows],
        beside=[t("{name}: {rate}", name=row["own"], rate=rate(row["late_rate"])) for row in rows],
        shown_by=[t("our count") if row["basis"] == "computed" else t("shown by the platform") for row in rows],
    )
    fields = [
        Field("place", t("Account"), note="account"),
        Field("rate", t("Shipped on time"), "rate", note="counts", card=True),
        Field("target_text", t("Target"), align="right", card=True),
        Field("standing", t("Status"), "status"),
        Field("window_days", t("Window"), "count", unit=t("days"), card=True),
        Field("beside", t("The platform's own name and rate"), note="shown_by", card=True),
    ]
    return heading_html(t("On-time shipment"), level=3) + with_wide_names(html_table(view, fields=fields))


def show_return_figures(client: Client, *, as_of: str) -> HTML:
    """Returns, refunds and how fast returns were refunded, over the last 60 days of each account.

    Parameters
    ----------
    client : Client
    as_of : str
        ISO day.
    """
    return HTML(returns_html(client, as_of=as_of))


def returns_html(client: Client, *, as_of: str, account: str = "") -> str:
    """As `show_return_figures`, the HTML alone, of one account or all."""
    figures = return_figures(client, as_of=as_of, account=account)
    heading = heading_html(t("Returns and how fast they are handled"), level=3)
    missing = "".join(note_html(each) for each in _missing(client, figures))
    known = figures[figures["rate"].notna()]
    if known.empty:
        return heading + sentence_html(t("No file says what was returned or refunded.")) + missing
    days = note_html(t("Days counted: {days}.", days=period(known["window_start"].min(), known["window_end"].max())))
    return heading + _returns_table(client, known) + days + missing


def _returns_table(client: Client, known: pd.DataFrame) -> str:
    """One row an account, its figures side by side; a figure that no account has is left out."""
    names = [name for name in RETURN_FIGURES if name in set(known["figure"])]
    by_account = known.set_index(["account", "figure"])
    accounts = list(dict.fromkeys(known["account"]))
    cells = {}
    for name in names:
        rows = [by_account.loc[key].to_dict() if (key := (each, name)) in by_account.index else {} for each in accounts]
        cells[name] = [row.get("rate", float("nan")) for row in rows]
        cells[f"{name}_counts"] = [_counts(row) if row else "" for row in rows]
    profiles = [client.profile.account(each) for each in accounts]
    places = [place_name(each.platform, each.market) for each in profiles]
    view = pd.DataFrame({"place": places, "account": accounts, **cells})
    fields = [
        Field("place", t("Account"), note="account"),
        *(Field(name, return_figure_name(name), "rate", note=f"{name}_counts") for name in names),
    ]
    return with_wide_names(html_table(view, fields=fields))


def show_leader_levels(client: Client, *, as_of: str) -> HTML:
    """What each MercadoLíder level asks of the client's accounts, what they have, and what is missing to the next.

    Parameters
    ----------
    client : Client
    as_of : str
        ISO day.
    """
    return HTML(leader_html(client, as_of=as_of))


def leader_html(client: Client, *, as_of: str, account: str = "") -> str:
    """As `show_leader_levels`, the HTML alone; nothing for a client without such an account."""
    levels = leader_levels(client, as_of=as_of)
    accounts = [name for name in levels["account"].drop_duplicates() if account in ("", name)]
    if not accounts:
        return ""
    heading = heading_html(t("MercadoLíder: level and next level"), level=3)
    return heading + "".join(_level_html(client, levels[levels["account"] == name]) for name in accounts)


def _level_html(client: Client, levels: pd.DataFrame) -> str:
    """One account's sentence and its conditions, one row each, the levels side by side."""
    found = client.profile.account(levels["account"].iloc[0])
    place = t("{place} ({account})", place=place_name(found.platform, found.market), account=found.id)
    first = levels[levels["level"] == LEVELS[0]].reset_index(drop=True)
    told = first.to_dict("records")
    asked = {level: [_asked(row) for row in levels[levels["level"] == level].to_dict("records")] for level in LEVELS}
    view = first.assign(
        name=[condition_name(row["condition"]) for row in told],
        now=[condition_value(row["condition"], row["value"]) for row in told],
        **asked,
    )
    fields = [
        Field("name", t("Condition")),
        Field("now", t("Now"), align="right", card=True),
        *(Field(level, level_name(level), align="right", card=True) for level in LEVELS),
    ]
    table = with_wide_names(html_table(view, fields=fields))
    note = t("● met, ■ not met. The levels also ask for an age of the account, which no file says.")
    said = sentence_html(leader_sentence(levels, place=place))
    return f'<div class="wb-kept">{said}{table}{note_html(note)}</div>'


def _asked(row: dict) -> str:
    """What is asked, with a mark of whether it is met."""
    mark = "" if pd.isna(row["is_met"]) else ("● " if row["is_met"] else "■ ")
    return mark + asked_value(row["condition"], row["asked"])


def _missing(client: Client, figures: pd.DataFrame) -> list[str]:
    """Each reason why a figure is missing, once, with the figures and accounts that it holds for."""
    without = figures[figures["rate"].isna() & figures["reason"].ne("")]
    return [
        t("{kpis}: {reason}", kpis=_named(client, rows), reason=_why(why))
        for why, rows in without.groupby("reason", sort=False)
    ]


def _why(code: str) -> str:
    if code == NO_REFUND_DATES:
        return t("The platform's files do not say when a return was refunded; a table of yours that does can be read.")
    return reason_sentence(code)


def _named(client: Client, rows: pd.DataFrame) -> str:
    names = t(", ").join(return_figure_name(figure) for figure in rows["figure"].drop_duplicates())
    found = [client.profile.account(account) for account in rows["account"].drop_duplicates()]
    places = t(", ").join(dict.fromkeys(place_name(each.platform, each.market) for each in found))
    return t("{kpi} ({place})", kpi=names, place=places)


def _counts(row: dict) -> str:
    if pd.isna(row["numerator"]) or pd.isna(row["denominator"]):
        return ""
    return f"{count(row['numerator'])} / {count(row['denominator'])}"
