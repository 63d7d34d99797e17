"""The role page: what each person answers for, what moved and by which causes, and what is open."""

from __future__ import annotations

import pandas as pd

from workbench.accountability import change_parts, open_tasks, role_board
from workbench.client import Client
from workbench.display.change_parts import change_parts_html
from workbench.display.dashboard import KpiDashboard
from workbench.display.kpis import ALL_POLICIES, at_risk_html, board_rows, chance_field
from workbench.display.notebook import sentence_html
from workbench.display.risk import with_chances
from workbench.display.tables import Field, escaped, html_table
from workbench.display.tasks import tasks_html
from workbench.kpis.days import previous_month_end
from workbench.words import count, day, t, tn
from workbench.words.kpis import place_name
from workbench.words.roles import answerable, roles_sentence


def role_dashboard(client: Client, *, as_of: str = "") -> RoleDashboard:
    """The role page of a client: each person's KPIs, the causes of their changes, and what is open.

    Parameters
    ----------
    client : Client
        An opened client.
    as_of : str
        Day that the page opens with, as ISO text; the last day of the files where blank.
    """
    return RoleDashboard(client, as_of=as_of)


class RoleDashboard(KpiDashboard):
    """The page as a widget; as plain HTML it shows the board and what is open, without controls."""

    page = "role_board"
    asks = ("role", "kpi", "as_of")

    def __init__(self, client: Client, *, as_of: str = ""):
        super().__init__(client, as_of=as_of)
        self.add_class("wb-roles")

    def static_html(self) -> str:
        """As the KPI page's, in this page's look."""
        return super().static_html().replace('class="wb-dash"', 'class="wb-dash wb-roles"', 1)

    def _computed(self, as_of: pd.Timestamp) -> pd.DataFrame:
        return with_chances(self.client, role_board(self.client, as_of=as_of.date()))

    def _rows(self, board: pd.DataFrame) -> pd.DataFrame:
        return role_rows(board)

    def _said(self, board: pd.DataFrame, on: str) -> str:
        return sentence_html(roles_sentence(self._tasks(), board))

    def _table(self, board: pd.DataFrame) -> str:
        heading = f'<h3 class="wb wb-heading">{escaped(t("What is open"))}</h3>'
        tasks = tasks_html(self.client, self._tasks(), empty=t("Nothing is open."))
        return role_board_html(board) + f'<div class="wb wb-tasks">{heading}{tasks}</div>'

    def _beside(self, board: pd.DataFrame, on: str) -> str:
        return ""

    def _tasks(self) -> pd.DataFrame:
        tasks = open_tasks(self.client, as_of=self.choice.as_of.date())
        return tasks[tasks["person"] == self.choice.role] if self.choice.role else tasks

    def _detail(self, row: dict) -> str:
        heading = t("{kpi}, {place}", kpi=row["name"], place=place_name(row["platform"], row["market"]))
        title = f'<h3 class="wb wb-heading">{escaped(heading)}</h3>'
        if row["kpi"] == ALL_POLICIES or row["status"] == "unmeasured":
            return super()._detail(row)
        against = previous_month_end(self.choice.as_of).date().isoformat()
        asked = {name: row[name] for name in ("kpi", "account", "scope")}
        if row["basis"] == "computed":
            parts = change_parts(self.client, **asked, as_of=self.choice.as_of.date(), against=against)
            return title + change_parts_html(parts, against=against) + self._tasks_of(row)
        said = t("This figure is the platform's own: no orders in the files stand behind it.")
        return f'{title}<p class="wb wb-empty">{escaped(said)}</p>{self._tasks_of(row)}'

    def _tasks_of(self, row: dict) -> str:
        """What is open at one KPI of one account."""
        tasks = open_tasks(self.client, as_of=self.choice.as_of.date())
        here = tasks[(tasks["account"] == row["account"]) & (tasks["kpi"] == row["kpi"])]
        heading = f'<h3 class="wb wb-heading">{escaped(t("What is open"))}</h3>'
        return heading + tasks_html(self.client, here, empty=t("Nothing is open at this KPI."))


def role_rows(board: pd.DataFrame) -> pd.DataFrame:
    """The role board's rows as `role_board_html` shows them: person by person, each person's worst first.

    Parameters
    ----------
    board : DataFrame
        As `workbench.role_board`.
    """
    people = {pair: place for place, pair in enumerate(dict.fromkeys(zip(board["role"], board["person"], strict=True)))}
    rows = board_rows(board)
    places = [people[pair] for pair in zip(rows["role"], rows["person"], strict=True)]
    ordered = rows.assign(_place=places).sort_values(["_place", "rank"], kind="stable", ignore_index=True)
    told = ordered.to_dict("records")
    return ordered.drop(columns="_place").assign(
        who=[answerable(row["role"], row["person"]) for row in told],
        where=[place_name(row["platform"], row["market"]) for row in told],
        figure=[row["ours"] or row["shown"] for row in told],
        open_actions=[_open(row["actions"]) for row in told],
        next_action=[_next(row) for row in told],
        open_cases=[_open(row["cases"]) for row in told],
        next_deadline=[day(row["next_deadline_date"]) if pd.notna(row["next_deadline_date"]) else "" for row in told],
    )


def role_board_html(board: pd.DataFrame) -> str:
    """The role board as a table; KPIs that nobody answers for stand last, under a head that says so."""
    fields = [
        Field("name", t("KPI"), note="where"),
        Field("figure", t("Figure"), align="right", note="counts", card=True),
        Field("target_text", t("Target"), align="right", card=True),
        Field("standing", t("Status"), "status", note="level"),
        Field("change", t("Against last month"), "points", unit=t("pp"), note="interval", card=True),
        *([chance_field()] if "chance" in board else []),
        Field("open_actions", t("Open actions"), align="right", note="next_action", card=True),
        Field("open_cases", t("Warnings"), align="right", note="next_deadline", card=True),
    ]
    rows = role_rows(board)
    table = html_table(rows, fields=fields, group="who", empty=t("No KPI to show."))
    return table.replace("wb-scroll", "wb-scroll wb-board", 1) + at_risk_html(rows)


def _open(number: int) -> str:
    return count(number) if number else ""


def _next(row: dict) -> str:
    """How many actions are overdue, else the next day that one is due."""
    if row["overdue"]:
        return tn("{n} overdue", "{n} overdue", row["overdue"], n=count(row["overdue"]))
    return day(row["next_due_date"]) if pd.notna(row["next_due_date"]) else ""
