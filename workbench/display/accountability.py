"""What a review owes its reader about itself: which files came when, and which published figures changed."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML

from workbench.accountability import arrivals, missing_files, restated
from workbench.client import Client
from workbench.display.notebook import chapter_html, sentence_html
from workbench.display.tables import Field, html_table, with_wide_names
from workbench.sources import EXPORTS
from workbench.words import count, day, month_name, number, period, rate, t
from workbench.words.accountability import (
    arrival_word,
    arrivals_sentence,
    counted_by_word,
    restated_reason,
    restated_sentence,
)
from workbench.words.downloads import download_steps
from workbench.words.intake import export_title
from workbench.words.kpis import kpi_name, place_name

STATE_ORDER = {"missing": 0, "incomplete": 1, "complete": 2}


def show_restated(client: Client, *, month: str) -> HTML:
    """Every published figure that comes out otherwise today: old, new and why; one sentence where none does.

    Parameters
    ----------
    client : Client
        With its profile, tables, intake and record.
    month : str
        The month reviewed, such as 2026-01; figures published for later months are left to later reviews.
    """
    every = restated(client)
    figures = every[every["month"] <= month]
    table = _restated_html(client, figures) if len(figures) else ""
    return HTML(chapter_html("restated", sentence_html(restated_sentence(figures)) + table))


def show_arrivals(client: Client, *, month: str) -> HTML:
    """Each file that the month needs: when it was due, when it came, who sent it, what of it is missing.

    Parameters
    ----------
    client : Client
        With its profile, intake and record.
    month : str
        Such as 2026-01.
    """
    came = arrivals(client, month=month)
    said = sentence_html(arrivals_sentence(came))
    if came.empty:
        return HTML(chapter_html("arrivals", said))
    gaps = missing_files(client, month=month)[["export", "account", "missing_from", "missing_until"]]
    files = came.merge(gaps, on=["export", "account"], how="left", validate="one_to_one")
    return HTML(chapter_html("arrivals", said + _arrivals_html(client, files)))


def _restated_html(client: Client, figures: pd.DataFrame) -> str:
    rows = figures.to_dict("records")
    view = figures.assign(
        name=[kpi_name(row["kpi"], scope=row["scope"]) for row in rows],
        place=[_place(client, row["account"]) for row in rows],
        of_month=[month_name(row["month"]) for row in rows],
        by=[counted_by_word(row["basis"]) for row in rows],
        why=[restated_reason(row["why"]) for row in rows],
        **{age: [_figure(row["kpi"], row[age]) for row in rows] for age in ("old", "new")},
        **{f"{age}_counts": [_counts(row, age) for row in rows] for age in ("old", "new")},
    )
    fields = [
        Field("name", t("KPI"), note="place"),
        Field("window_days", t("Window"), "count", unit=t("days")),
        Field("by", t("Counted by")),
        Field("old", t("Published"), align="right", note="old_counts"),
        Field("new", t("Today"), align="right", note="new_counts"),
        Field("why", t("Why")),
    ]
    return with_wide_names(html_table(view, fields=fields, group="of_month"))


def _arrivals_html(client: Client, files: pd.DataFrame) -> str:
    order = {account.id: number for number, account in enumerate(client.profile.accounts)}
    keys = files.assign(
        place_order=files["account"].map(order).fillna(len(order)),
        rank=files["state"].map(STATE_ORDER),
        late=-files["late_days"].fillna(0),
    )
    ordered = keys.sort_values(["place_order", "rank", "late", "due_date"], kind="stable", ignore_index=True)
    rows = ordered.to_dict("records")
    view = ordered.assign(
        title=[export_title(EXPORTS[row["export"]].title) for row in rows],
        place=[_place(client, row["account"]) or t("Files of no single account") for row in rows],
        came=[_came(client, row) for row in rows],
        name=[row["file"].rpartition("/")[2] for row in rows],
        word=[arrival_word(row["state"]) for row in rows],
        lacking=[_lacking(row) for row in rows],
    )
    fields = [
        Field("title", t("File")),
        Field("due_date", t("Due"), "day"),
        Field("came", t("Received"), "period", note="name"),
        Field("late_days", t("Late"), "count", unit=t("days")),
        Field("sent_by", t("Sent by")),
        Field("word", t("State"), note="lacking"),
    ]
    return with_wide_names(html_table(view, fields=fields, group="place"))


def _place(client: Client, account: str) -> str:
    known = {each.id: each for each in client.profile.accounts}
    return place_name(known[account].platform, known[account].market) if account in known else ""


def _figure(kpi: str, value: float) -> str:
    return rate(value) if kpi.endswith("_rate") else number(value)


def _counts(row: dict, age: str) -> str:
    counts = row[f"{age}_numerator"], row[f"{age}_denominator"]
    return "" if any(pd.isna(n) for n in counts) else " / ".join(map(count, counts))


def _came(client: Client, row: dict) -> str:
    """The day in the account's zone; for files of no account the first account's, as their lateness is counted."""
    if pd.isna(row["received_at"]):
        return ""
    accounts = client.profile.accounts
    zone = next((each.zone for each in accounts if each.id == row["account"]), accounts[0].zone)
    return day(row["received_at"].tz_convert(zone))


def _lacking(row: dict) -> str:
    """Which days are missing and how to get them; nothing for a file that is complete."""
    if row["state"] == "complete":
        return ""
    days = period(row["missing_from"], row["missing_until"])
    return t("{period}: {steps}", period=days, steps=download_steps(row["export"]))
