"""The record at the desk: what was entered, and one form that enters all of it."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Mapping

import pandas as pd
from IPython.display import HTML
from ipywidgets import HTML as Shown
from ipywidgets import Button, Combobox, DatePicker, DatetimePicker, Dropdown, Text, Textarea, VBox, Widget

from workbench.accountability import known_kpis, log
from workbench.client import Client
from workbench.desk import check_unbound
from workbench.display.dashboard_parts import fault_html
from workbench.display.notebook import note_html, sentence_html
from workbench.display.tables import Field, html_table
from workbench.errors import WorkbenchError
from workbench.notices import client_cases
from workbench.record import Event
from workbench.tables import EVENT_STATES
from workbench.words import count, day, shortened, t, tn
from workbench.words.cases import case_kind
from workbench.words.desk import event_kind_word, event_state_word
from workbench.words.kpis import kpi_name

ENTRIES_SHOWN = 12
ENTRIES_OFFERED = 40
LABEL_LENGTH = 40
CASE_ID_BYTES = 4
# What the form asks for each kind, beside text, writer and the entry that is corrected.
ASKED = {
    "note": ("account", "kpi", "sku", "month"),
    "action": ("account", "kpi", "sku", "owner", "due_date", "state", "case_id", "month"),
    "decision": ("account", "kpi", "sku", "owner", "state", "case_id", "on_date", "month"),
    "acknowledgement": ("account", "case_id", "on_date"),
    "notice": ("account", "owner", "received_at", "deadline_at", "case_id"),
    "change": ("account", "sku", "on_date"),
    "question": ("account", "kpi", "owner", "due_date", "state"),
}
ALWAYS = ("corrects",)


def show_log(client: Client) -> HTML:
    """The newest entries of a client's record that stand, corrected ones left out.

    Parameters
    ----------
    client : Client
        With its record.
    """
    return HTML(entries_html(client.events))


def entries_html(events: pd.DataFrame) -> str:
    """As `show_log`, the HTML alone.

    Parameters
    ----------
    events : DataFrame
        `EVENTS_TABLE`, oldest first.
    """
    standing = _standing(events)
    newest = standing.head(ENTRIES_SHOWN)
    view = newest.assign(
        kind=[event_kind_word(kind) for kind in newest["kind"]],
        state=[event_state_word(state) for state in newest["state"].fillna("")],
    )
    fields = [
        Field("on_date", t("Day"), "day"),
        Field("kind", t("Kind"), note="event_id"),
        Field("text", t("What happened")),
        Field("account", t("Account")),
        Field("owner", t("Owner")),
        Field("due_date", t("Due"), "day"),
        Field("state", t("State")),
        Field("by", t("Who says so")),
    ]
    rest = len(standing) - len(newest)
    note = tn("{n} older entry is in the record.", "{n} older entries are in the record.", rest, n=count(rest))
    return html_table(view, fields=fields, empty=t("Nothing was entered yet.")) + (note_html(note) if rest else "")


def log_widget(client: Client, *, by: str) -> LogForm:
    """A form that enters actions, decisions, acknowledgements, notices, changes, open points and remarks.

    It writes into the client's record, so it belongs to the analyst: a page that is served to a client, or any
    other process bound to one, can't have it.

    Parameters
    ----------
    client : Client
        An opened client.
    by : str
        Who writes; can be changed in the form.

    Raises
    ------
    ClientBound
        The process is bound to one client.
    """
    check_unbound("log_widget")
    return LogForm(client, by=by)


class LogForm(VBox):
    """The form; what it can't enter, it says in words, and keeps what was typed."""

    def __init__(self, client: Client, *, by: str):
        self.client = client
        self.kind = Dropdown(options=[(event_kind_word(kind), kind) for kind in ASKED], description=t("Kind"))
        self.text = Textarea(description=t("What happened"))
        self.by = Text(value=by, description=t("Who says so"))
        self.fields = _fields(client)
        self.button = Button(description=t("Enter"), button_style="primary")
        self.said, self.entries = Shown(), Shown()
        for widget in (self.kind, self.text, self.by, *self.fields.values()):
            widget.style.description_width = "140px"
            widget.layout.width = "560px"
        self.kind.observe(self._ask, names="value")
        self.fields["corrects"].observe(self._take_kind, names="value")
        self.button.on_click(self._enter)
        super().__init__([self.kind, self.text, *self.fields.values(), self.by, self.button, self.said, self.entries])
        self._ask()
        self._refresh()

    def _repr_mimebundle_(self, **kwargs: object) -> dict:
        """The widget, and the entries alone for whoever can't show it."""
        bundle = super()._repr_mimebundle_(**kwargs)
        parts = bundle[0] if isinstance(bundle, tuple) else bundle
        return {**parts, "text/html": note_html(t("The form works in JupyterLab.")) + self.entries.value}

    def _ask(self, _change: Mapping | None = None) -> None:
        """Show the fields that the kind needs."""
        for name, widget in self.fields.items():
            widget.layout.display = "" if name in self._asked() else "none"

    def _asked(self) -> tuple[str, ...]:
        return (*ASKED[self.kind.value], *ALWAYS)

    def _take_kind(self, change: Mapping) -> None:
        """A correction is of the kind that it corrects, unless somebody chooses another one."""
        events = self.client.events
        kinds = events.loc[events["event_id"] == change["new"], "kind"]
        if len(kinds) and kinds.iloc[0] in ASKED:
            self.kind.value = kinds.iloc[0]

    def _enter(self, _button: Button) -> None:
        try:
            about = self._about()
            entry = log(self.client, kind=self.kind.value, text=self.text.value, by=self.by.value, about=about)
        except (WorkbenchError, OSError) as fault:
            self.said.value = fault_html(str(fault))
            return
        self._clear()
        self._refresh()
        self.said.value = sentence_html(t("Entered as {entry}.", entry=entry["event_id"]))

    def _about(self) -> Event:
        """What the shown fields say; a field that the kind does not need says nothing."""
        about = {name: _value(self.fields[name]) for name in self._asked()}
        if self.kind.value == "notice" and not about["corrects"]:
            # A warning without its mail needs a name of its own, else it opens no case.
            about["case_id"] = about["case_id"] or secrets.token_hex(CASE_ID_BYTES)
        if self.kind.value == "notice" and about["account"]:
            about["platform"] = self.client.profile.account(about["account"]).platform
        return Event(**about)

    def _clear(self) -> None:
        """Empty all but the kind and the writer: the next entry is often of the same kind."""
        self.text.value = ""
        for widget in self.fields.values():
            widget.value = None if isinstance(widget, DatePicker | DatetimePicker) else ""

    def _refresh(self) -> None:
        """Offer what stands in the record by now."""
        try:
            events = self.client.events
            self.entries.value = entries_html(events)
            self.fields["corrects"].options = [("", ""), *_entry_options(events)]
            self.fields["case_id"].options = tuple(_case_options(self.client))
        except (WorkbenchError, OSError) as fault:
            self.said.value = fault_html(str(fault))


def _fields(client: Client) -> dict[str, Widget]:
    """Field of an event to the control that asks for it."""
    accounts = [account.id for account in client.profile.accounts]
    return {
        "account": Dropdown(options=["", *accounts], description=t("Account")),
        "kpi": Dropdown(options=[("", ""), *((kpi_name(kpi), kpi) for kpi in known_kpis())], description=t("KPI")),
        "sku": Text(description=t("SKU")),
        "owner": Text(description=t("Owner")),
        "due_date": DatePicker(description=t("Due")),
        "state": Dropdown(
            options=[("", ""), *((event_state_word(state), state) for state in EVENT_STATES)], description=t("State")
        ),
        "received_at": DatetimePicker(description=t("Received at")),
        "deadline_at": DatetimePicker(description=t("Deadline")),
        "case_id": Combobox(description=t("Case")),
        "on_date": DatePicker(description=t("Day")),
        "month": Text(description=t("Month reviewed"), placeholder=t("such as {month}", month="2026-01")),
        "corrects": Dropdown(options=[("", "")], description=t("Corrects")),
    }


def _value(widget: Widget) -> str:
    """What a control says, as the record takes it."""
    value = widget.value
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(widget, Combobox):
        # An offered case stands with its words behind its id.
        return value.partition(" ")[0]
    return (value or "").strip()


def _standing(events: pd.DataFrame) -> pd.DataFrame:
    return events[events["corrected_by"].isna()].iloc[::-1]


def _entry_options(events: pd.DataFrame) -> list[tuple[str, str]]:
    """Label and id of the newest entries, those that a correction may name."""
    newest = _standing(events[events["kind"].isin(list(ASKED))]).head(ENTRIES_OFFERED)
    return [
        (f"{day(row.on_date)} {event_kind_word(row.kind)}: {shortened(row.text, most=LABEL_LENGTH)}", row.event_id)
        for row in newest.itertuples()
    ]


def _case_options(client: Client) -> list[str]:
    cases = client_cases(client)
    return [
        f"{row.case_id} {case_kind(row.kind)} {row.account}" for row in cases[cases["state"] != "closed"].itertuples()
    ]
