"""The desk's tables: every client of the home, the open cases, the reviews that wait."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML

from workbench.desk import KPI_COUNTS
from workbench.display.notebook import note_html
from workbench.display.tables import Field, html_table
from workbench.tables import require_columns
from workbench.words import day, month_name, t
from workbench.words.cases import case_kind
from workbench.words.desk import deadline_words, review_state_word
from workbench.words.kpis import at_risk_note, status_mark, status_word

DESK_NEEDS = ["client", "name", "month", *KPI_COUNTS, "hours_left", "review", "ingested_at", "problem"]
CASE_NEEDS = ["kind", "received_at", "deadline_at", "hours_left"]
REVIEW_NEEDS = ["client", "month", "lang", "state", "made_at"]


def show_desk(desk: pd.DataFrame) -> HTML:
    """Every client of the home with what is missing, at risk and waiting.

    Parameters
    ----------
    desk : DataFrame
        One row per client, as `workbench.desk_table` gives it.

    Raises
    ------
    TableError
        A column is missing.
    """
    require_columns(desk, DESK_NEEDS, of="show_desk: desk")
    view = desk.assign(
        nearest=[deadline_words(hours) for hours in desk["hours_left"]],
        review=[review_state_word(state) if isinstance(state, str) else "" for state in desk["review"]],
        ingested=[_time(instant) for instant in desk["ingested_at"]],
    )
    month = month_name(desk["month"].iloc[0]) if len(desk) else ""
    fields = [
        Field("name", t("Client"), note="client"),
        Field("files", t("Files read"), "count"),
        Field("missing", t("Files missing"), "count"),
        Field("refused", t("Files refused"), "count"),
        Field("questions", t("Open questions"), "count"),
        *(Field(name, f"{status_mark(name)} {status_word(name)}", "count", unit=t("KPIs")) for name in KPI_COUNTS),
        Field("cases", t("Open cases"), "count", note="nearest"),
        Field("review", t("Review of {month}", month=month)),
        Field("ingested_at", t("Last ingest"), "day", note="ingested"),
    ]
    faults = desk[desk["problem"] != ""]
    notes = "".join(note_html(problem) for problem in faults["problem"])
    legend = note_html(at_risk_note()) if len(desk) else ""
    return HTML(html_table(view, fields=fields, empty=t("The home has no client yet.")) + legend + notes)


def show_cases(cases: pd.DataFrame) -> HTML:
    """Open warnings with the time that is left, the nearest deadline first.

    Parameters
    ----------
    cases : DataFrame
        One row per case, as `workbench.desk_cases` gives it.

    Raises
    ------
    TableError
        A column is missing.
    """
    require_columns(cases, CASE_NEEDS, of="show_cases: cases")
    view = cases.assign(
        kind=[case_kind(kind) for kind in cases["kind"]],
        received=[_minute(instant) for instant in cases["received_at"]],
        deadline=[_minute(instant) for instant in cases["deadline_at"]],
        left=[deadline_words(hours) for hours in cases["hours_left"]],
    )
    fields = [
        Field("client", t("Client"), note="account"),
        Field("kind", t("What it is about"), note="case_id"),
        Field("received", t("Received at")),
        Field("deadline", t("Deadline"), note="left"),
        Field("owner", t("Owner")),
        Field("file", t("File")),
    ]
    return HTML(html_table(view, fields=fields, empty=t("No case is open.")))


def show_reviews(reviews: pd.DataFrame) -> HTML:
    """How far each review is, the newest month first.

    Parameters
    ----------
    reviews : DataFrame
        One row per client, month and language, as `workbench.desk_reviews` gives it.

    Raises
    ------
    TableError
        A column is missing.
    """
    require_columns(reviews, REVIEW_NEEDS, of="show_reviews: reviews")
    newest = reviews.sort_values(["month", "client", "lang"], ascending=[False, True, True], ignore_index=True)
    view = newest.assign(
        month=[month_name(month) for month in newest["month"]],
        state=[review_state_word(state) for state in newest["state"]],
        made=[_minute(instant) for instant in newest["made_at"]],
    )
    fields = [
        Field("client", t("Client")),
        Field("lang", t("Language")),
        Field("state", t("State")),
        Field("made", t("Made")),
    ]
    return HTML(html_table(view, fields=fields, group="month", empty=t("The home has no client yet.")))


def _time(instant: pd.Timestamp) -> str:
    return "" if pd.isna(instant) else t("{time} UTC", time=instant.strftime("%H:%M"))


def _minute(instant: pd.Timestamp) -> str:
    return "" if pd.isna(instant) else t("{day} {time} UTC", day=day(instant), time=instant.strftime("%H:%M"))
