"""The KPI page: the scoreboard, and behind each row its trend and the orders it is made of.

A visitor can set any value of any control, shown or not. So each value is checked here against what the
page itself offered, and none reaches a path or the page's HTML.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pandas as pd
from ipywidgets import HTML, DatePicker, Dropdown, HBox, VBox

from workbench.client import Client
from workbench.display.alerts import alerts_html
from workbench.display.beside import leader_html, on_time_html, returns_html
from workbench.display.cases import cases_html
from workbench.display.dashboard_parts import (
    account_options,
    detail_html,
    fault_html,
    foot_html,
    head_html,
    kpi_option,
    missing_html,
    nothing_read_html,
    person_options,
    policies_html,
    state_html,
    with_file_names,
)
from workbench.display.kpis import ALL_POLICIES, POLICY, board_html, grouped_rows
from workbench.display.notebook import sentence_html
from workbench.display.risk import with_chances
from workbench.errors import NothingToShow, WorkbenchError
from workbench.kpis import kpi_orders, kpi_series, last_day, scoreboard
from workbench.profile import read_agency
from workbench.risk import urgency
from workbench.words import day, t
from workbench.words.kpis import scoreboard_sentence

STYLE_FILE = Path(__file__).with_name("dashboard.css")
TREND_DAYS = 91
BOARDS_KEPT = 12
KEY = ["account", "kpi", "scope"]


def kpi_dashboard(client: Client, *, as_of: str = "") -> KpiDashboard:
    """The KPI page of a client: scoreboard, trend and orders, with controls.

    Parameters
    ----------
    client : Client
        An opened client.
    as_of : str
        Day that the page opens with, as ISO text; the last day of the files where blank.
    """
    return KpiDashboard(client, as_of=as_of)


@dataclass(frozen=True)
class Choice:
    """What the page shows: one account or all, one person's or all, one row of the board, the days."""

    account: str
    role: str
    kpi: int | None
    start: pd.Timestamp
    as_of: pd.Timestamp


class KpiDashboard(VBox):
    """The page as a widget; as plain HTML it shows the scoreboard without controls."""

    page = "kpi_dashboard"
    asks = ("account", "role", "kpi", "start", "as_of")

    def __init__(self, client: Client, *, as_of: str = ""):
        self.client = client
        self.board = pd.DataFrame()
        self._boards: dict[pd.Timestamp, pd.DataFrame] = {}
        self._listening = True
        self.style_sheet = HTML(f"<style>{STYLE_FILE.read_text(encoding='utf-8')}</style>")
        self.head, self.said, self.state, self.table, self.detail, self.beside = (HTML() for _ in range(6))
        self.foot = HTML(foot_html(client.profile, read_agency(client.home)))
        super().__init__(_dom_classes=("wb-dash",))
        try:
            self.first, self.last = day_bounds(client)
            self._make_controls(pd.Timestamp(as_of) if as_of else self.last)
            self._show_board()
        except NothingToShow:
            self.head.value = head_html(client.profile, as_of=None)
            self.said.value = nothing_read_html(client.profile)
        self.children = self._parts()

    def _repr_mimebundle_(self, **kwargs: object) -> dict:
        """The widget, and for whoever can't show it (or not yet) the same page without controls."""
        bundle = super()._repr_mimebundle_(**kwargs)
        parts = bundle[0] if isinstance(bundle, tuple) else bundle
        return {**parts, "text/html": self.static_html()}

    def static_html(self) -> str:
        """The page as it stands, without controls; its mark says how many KPIs it shows."""
        parts = (self.style_sheet, self.head, self.said, self.table, self.beside, self.foot)
        inner = "".join(part.value for part in parts)
        return f'<div class="wb-dash" data-wb-ready="{self.page}" data-wb-kpis="{len(self.board)}">{inner}</div>'

    def _parts(self) -> list:
        if self.board.empty:
            return [self.style_sheet, self.head, self.said, self.foot]
        body = HBox([self.table, self.detail], _dom_classes=("wb-body",))
        return [self.style_sheet, self.head, self.said, self.controls, self.state, body, self.beside, self.foot]

    def _make_controls(self, as_of: pd.Timestamp) -> None:
        start = max(as_of - pd.Timedelta(days=TREND_DAYS - 1), self.first)
        bounds = {"min": self.first.date(), "max": self.last.date()}
        self.account = Dropdown(options=account_options(self.client.profile), description=t("Account"))
        self.role = Dropdown(
            options=person_options(self.client.profile), description=t("Owner"), _dom_classes=("wb-choose-role",)
        )
        self.kpi = Dropdown(description=t("KPI"), _dom_classes=("wb-choose-kpi",))
        self.start = DatePicker(value=start.date(), description=t("Trend from"), **bounds)
        self.as_of = DatePicker(value=as_of.date(), description=t("As of"), **bounds)
        asked = [name for name in self.asks if name != "role" or self.client.profile.owners]
        self.controls = HBox([getattr(self, name) for name in asked], _dom_classes=("wb-controls",))
        self.choice = Choice(account="", role="", kpi=None, start=start, as_of=as_of)
        for name in ("account", "role", "kpi", "start", "as_of"):
            getattr(self, name).observe(partial(self._changed, name), names="value")

    def _changed(self, name: str, change: dict) -> None:
        """A control was set, by a hand or by a forged message."""
        if not self._listening:
            return
        refusal = self._refusal(name, change["new"])
        if refusal:
            self._restore(name)
            self.state.value = state_html(refusal)
            return
        self.state.value = state_html(t("Computing …"), working=True)
        self._choose(name, change["new"])
        self.state.value = state_html("")

    def _refusal(self, name: str, value: object) -> str:
        """Why `value` can't be chosen, or an empty text."""
        if name in ("start", "as_of"):
            if isinstance(value, datetime.date) and self.first <= pd.Timestamp(value) <= self.last:
                return ""
            return t("The files cover {first} to {last}.", first=day(self.first), last=day(self.last))
        offered = {"kpi": range(len(self.board)), "role": self._people()}.get(name, self._accounts())
        return "" if value in offered else t("That choice is not offered here.")

    def _accounts(self) -> list[str]:
        return ["", *(account.id for account in self.client.profile.accounts)]

    def _people(self) -> list[str]:
        return [person for _, person in person_options(self.client.profile)]

    def _choose(self, name: str, value: object) -> None:
        shown = self._key()
        chosen = pd.Timestamp(value) if isinstance(value, datetime.date) else value
        self.choice = replace(self.choice, **{name: chosen})
        if self.choice.start > self.choice.as_of:
            # The trend keeps its usual length where the two days cross.
            start = max(self.choice.as_of - pd.Timedelta(days=TREND_DAYS - 1), self.first)
            self.choice = replace(self.choice, start=start, as_of=max(self.choice.as_of, start))
            self._restore("start")
        try:
            self._show_detail() if name in ("kpi", "start") else self._show_board(shown)
        except WorkbenchError as fault:
            self.detail.value = fault_html(str(fault))

    def _restore(self, name: str) -> None:
        """Show in the control what the page shows."""
        value = getattr(self.choice, name)
        with self._silently():
            getattr(self, name).value = value.date() if isinstance(value, pd.Timestamp) else value

    @contextmanager
    def _silently(self) -> Iterator[None]:
        """Set controls without answering to it."""
        self._listening = False
        try:
            yield
        finally:
            self._listening = True

    def _show_board(self, shown: tuple | None = None) -> None:
        """The board of the day and account chosen; the KPI that was `shown` stays chosen if it is on it."""
        board = self._board_of(self.choice.as_of)
        if self.choice.account:
            board = board[board["account"] == self.choice.account]
        if self.choice.role:
            board = board[board["owner"] == self.choice.role]
        self.board = self._rows(board)
        self.head.value = head_html(self.client.profile, as_of=self.choice.as_of)
        on = self.choice.as_of.date().isoformat()
        self.said.value = self._said(board, on)
        self.table.value = self._table(board)
        self.beside.value = self._beside(board, on)
        self._offer_kpis(shown)
        self._show_detail()

    def _board_of(self, as_of: pd.Timestamp) -> pd.DataFrame:
        if as_of not in self._boards:
            while len(self._boards) >= BOARDS_KEPT:
                self._boards.pop(next(iter(self._boards)))
            self._boards[as_of] = self._computed(as_of)
        return self._boards[as_of]

    def _computed(self, as_of: pd.Timestamp) -> pd.DataFrame:
        """The board of a day, all accounts and people, with the chance that each target is missed soon."""
        return with_chances(self.client, scoreboard(self.client, as_of=as_of.date()))

    def _rows(self, board: pd.DataFrame) -> pd.DataFrame:
        """The board's rows in the order that they are shown in."""
        return grouped_rows(board)

    def _said(self, board: pd.DataFrame, on: str) -> str:
        """What stands above the board."""
        above = cases_html(self.client, on=on) + alerts_html(self.client, on=on)
        return above + sentence_html(scoreboard_sentence(board))

    def _table(self, board: pd.DataFrame) -> str:
        return board_html(board)

    def _beside(self, board: pd.DataFrame, on: str) -> str:
        """What stands below the board: figures beside the platforms' KPIs, of the account chosen."""
        asked = {"as_of": on, "account": self.choice.account}
        parts = (on_time_html(board), returns_html(self.client, **asked), leader_html(self.client, **asked))
        sections = "".join(f"<section>{part}</section>" for part in parts if part)
        return f'<div class="wb wb-beside">{sections}</div>'

    def _keys(self) -> list[tuple]:
        return list(self.board[KEY].itertuples(index=False, name=None))

    def _key(self) -> tuple | None:
        """Account, KPI and scope of the row shown."""
        return None if self.choice.kpi is None else self._keys()[self.choice.kpi]

    def _offer_kpis(self, shown: tuple | None) -> None:
        """The board's rows, in the board's order; the worst is chosen where nothing was shown before."""
        keys = self._keys()
        worst = int(urgency(self.board).argmin()) if keys else None
        position = keys.index(shown) if shown in keys else worst
        with self._silently():
            self.kpi.options = [(kpi_option(row), n) for n, row in enumerate(self.board.to_dict("records"))]
            self.kpi.value = position
        self.choice = replace(self.choice, kpi=position)

    def _show_detail(self) -> None:
        self.detail.value = "" if self.choice.kpi is None else self._detail(self.board.iloc[self.choice.kpi].to_dict())

    def _detail(self, row: dict) -> str:
        if row["kpi"] == ALL_POLICIES:
            return policies_html(row, self._policies(row["account"]))
        if row["status"] == "unmeasured":
            return missing_html(row)
        asked = {name: row[name] for name in ("kpi", "account", "scope")}
        series = kpi_series(self.client, start=self.choice.start.date(), end=self.choice.as_of.date(), **asked)
        orders = kpi_orders(self.client, as_of=self.choice.as_of.date(), **asked)
        return detail_html(row, series=series, orders=with_file_names(orders, self.client.intake.files))

    def _policies(self, account: str) -> list[str]:
        """Policy counts of an account that its one row stands for."""
        board = self._board_of(self.choice.as_of)
        found = board["kpi"].str.startswith(POLICY) & (board["account"] == account) & (board["value"] == 0)
        return board.loc[found, "kpi"].tolist()


def day_bounds(client: Client) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last local day of the files that KPIs are made of.

    Raises
    ------
    NothingToShow
        Neither orders nor reported figures have been read.
    """
    last = pd.Timestamp(last_day(client))
    starts = [client.reported["as_of"].min()]
    for account, orders in client.order_lines.groupby("account"):
        zone = client.profile.account(account).zone
        starts.append(orders["ordered_at"].min().tz_convert(zone).tz_localize(None).normalize())
    return min([when for when in starts if not pd.isna(when)], default=last), last
