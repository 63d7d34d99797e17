"""Open warnings of the platforms, as they stand on top of the scoreboard, and the price advice that waits for them."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML

from workbench.client import Client
from workbench.display.notebook import chapter_html, sentence_html
from workbench.display.tables import Field, escaped, html_table
from workbench.notices import open_cases_of, price_holds
from workbench.notices.holds import ON_HOLD
from workbench.notices.inbox import zone_of
from workbench.words import day, t
from workbench.words.cases import case_kind, cases_sentence, hold_word, holds_sentence, local_time
from workbench.words.formats import MISSING
from workbench.words.kpis import place_name, status_mark


def show_open_cases(client: Client, *, on: str) -> HTML:
    """The client's open warnings, a line each, the nearest deadline on top.

    Parameters
    ----------
    client : Client
        With its profile, inbox and record.
    on : str
        ISO day; mails that came later are left out.

    Returns
    -------
    HTML
        Empty where no warning is open.
    """
    return HTML(cases_html(client, on=on))


def cases_html(client: Client, *, on: str) -> str:
    """As `show_open_cases`, the HTML alone."""
    cases = open_cases_of(client, on=on)
    if cases.empty:
        return ""
    rows = cases.to_dict("records")
    zones = [zone_of(client, row["account"]) for row in rows]
    view = cases.assign(
        place=[_place(client, row["account"]) for row in rows],
        about=[case_kind(row["kind"]) for row in rows],
        received=[_received(row["received_at"], zone) for row, zone in zip(rows, zones, strict=True)],
        deadline=[local_time(row["deadline_at"], zone) for row, zone in zip(rows, zones, strict=True)],
        zone=[_of_deadline(row["deadline_at"], zone, on) for row, zone in zip(rows, zones, strict=True)],
    )
    fields = [
        Field("place", t("Account"), note="account"),
        Field("about", t("What it is about"), note="case_id", card=True),
        Field("received", t("Received"), "period", card=True),
        Field("deadline", t("Deadline"), "period", note="zone", card=True),
        Field("owner", t("Owner"), card=True),
    ]
    table = html_table(view, fields=fields) + sentence_html(_holds_sentence(client, price_holds(client, as_of=on)))
    said = f'<span class="wb-status wb-status-breach">{status_mark("breach")}</span> {escaped(cases_sentence(cases))}'
    return chapter_html("cases", f'<p class="wb wb-sentence"><b>{said}</b></p>{table}')


def holds_html(client: Client, *, on: str) -> str:
    """Whether price advice may be given for each account, and the open warning it waits for; else one sentence.

    Parameters
    ----------
    client : Client
        With its profile, inbox and record.
    on : str
        ISO day.
    """
    holds = price_holds(client, as_of=on)
    said = sentence_html(_holds_sentence(client, holds))
    if not (holds["state"] == ON_HOLD).any():
        return said
    rows = holds.to_dict("records")
    zones = [zone_of(client, row["account"]) for row in rows]
    view = holds.assign(
        place=[_place(client, row["account"]) for row in rows],
        word=[hold_word(row["state"]) for row in rows],
        about=[case_kind(row["kind"]) if row["state"] == ON_HOLD else "" for row in rows],
        received=[_received(row["received_at"], zone) for row, zone in zip(rows, zones, strict=True)],
        deadline=[local_time(row["deadline_at"], zone) for row, zone in zip(rows, zones, strict=True)],
        zone=[zone if pd.notna(row["deadline_at"]) else "" for row, zone in zip(rows, zones, strict=True)],
    )
    fields = [
        Field("place", t("Account"), note="account"),
        Field("word", t("Price advice")),
        Field("about", t("Warning"), note="case_id"),
        Field("received", t("Received"), "period"),
        Field("deadline", t("Deadline"), "period", note="zone"),
    ]
    return said + html_table(view, fields=fields)


def _holds_sentence(client: Client, holds: pd.DataFrame) -> str:
    held = holds.loc[holds["state"] == ON_HOLD, "account"].drop_duplicates()
    return holds_sentence(holds, [_place(client, account) for account in held])


def _place(client: Client, account: str) -> str:
    known = {each.id: each for each in client.profile.accounts}
    return place_name(known[account].platform, known[account].market) if account in known else MISSING


def _received(instant: pd.Timestamp, zone: str) -> str:
    return day(instant.tz_convert(zone)) if pd.notna(instant) else MISSING


def _of_deadline(instant: pd.Timestamp, zone: str, on: str) -> str:
    """The zone of a deadline, and whether it lay behind on the review's day."""
    if pd.isna(instant):
        return t("none named in the mail")
    is_over = instant.tz_convert(zone).date() < pd.Timestamp(on).date()
    return t("{zone}; passed", zone=zone) if is_over else zone
