"""Open actions, questions, warnings and files with their days, as a table."""

from __future__ import annotations

import pandas as pd

from workbench.client import Client
from workbench.display.tables import Field, html_table
from workbench.sources import EXPORTS
from workbench.tables import require_columns
from workbench.words import shortened, t
from workbench.words.kpis import kpi_name, place_name
from workbench.words.roles import due_words, task_text, task_word

NEEDED = ["person", "kind", "account", "kpi", "sku", "text", "note", "due_date", "days_left"]
TEXT_LENGTH = 160
NOTE_LENGTH = 90


def tasks_html(client: Client, tasks: pd.DataFrame, *, empty: str) -> str:
    """Tasks with whom and when they concern, in the order given.

    Parameters
    ----------
    client : Client
        With its profile.
    tasks : DataFrame
        As `workbench.open_tasks` or `workbench.weekly_due`.
    empty : str
        Sentence where there is none.

    Raises
    ------
    TableError
        A column is missing.
    """
    require_columns(tasks, NEEDED, of="tasks_html: tasks")
    rows = tasks.to_dict("records")
    view = tasks.assign(
        what=[shortened(task_text(_titled(row)), most=TEXT_LENGTH) for row in rows],
        about=[_about(client, row) for row in rows],
        word=[task_word(row["kind"]) for row in rows],
        left=[due_words(row["days_left"]) for row in rows],
    )
    fields = [
        Field("what", t("What is to be done"), note="about"),
        Field("word", t("Kind")),
        Field("person", t("Owner")),
        Field("due_date", t("Due"), "day", note="left"),
    ]
    return html_table(view, fields=fields, empty=empty).replace("wb-scroll", "wb-scroll wb-tasklist", 1)


def _titled(row: dict) -> dict:
    """The row with an export's title where it is about a file."""
    return {**row, "title": EXPORTS[row["text"]].title if row["kind"] == "file" else ""}


def _about(client: Client, row: dict) -> str:
    """Account and KPI that a task is about, and what was said of it since."""
    accounts = {each.id: each for each in client.profile.accounts}
    account = accounts.get(row["account"])
    place = place_name(account.platform, account.market) if account else ""
    kpi = kpi_name(row["kpi"]) if row["kpi"] and row["kind"] != "case" else ""
    said = shortened(row["note"], most=NOTE_LENGTH) if row["note"] else ""
    return t("; ").join(
        part for part in (t(", ").join(each for each in (place, kpi, row["sku"]) if each), said) if part
    )
