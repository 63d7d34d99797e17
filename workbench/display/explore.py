"""The analyst's first look at a client: what the clean tables hold."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from IPython.display import HTML

from workbench.client import Client
from workbench.display.notebook import heading_html, sentence_html
from workbench.display.tables import Field, html_table
from workbench.tables import LINEAGE, TABLES, Table
from workbench.words import count, day, t

ROWS_SHOWN = 3
# Kinds of a shown column by the type of the canonical one.
KINDS = {"count": "count", "amount": "money", "number": "number", "rate": "rate", "day": "day", "flag": "flag"}


def show_tables(client: Client) -> HTML:
    """One row a clean table: what a row is, how many there are, of which accounts and days.

    Parameters
    ----------
    client : Client
    """
    rows = [_table_row(spec, frame) for spec, frame in _tables(client)]
    frame = pd.DataFrame(rows, columns=["name", "row", "rows", "accounts", "first_day", "last_day"])
    fields = [
        Field("name", t("Table")),
        Field("row", t("One row per")),
        Field("rows", t("Rows"), "count"),
        Field("accounts", t("Accounts")),
        Field("first_day", t("First day"), "day"),
        Field("last_day", t("Last day"), "day"),
    ]
    return HTML(html_table(frame, fields=fields))


def show_filled_columns(client: Client) -> HTML:
    """How much of each column is filled, for the tables that have rows; wholly filled ones are left out.

    Parameters
    ----------
    client : Client
    """
    rows = [
        (spec.name, column.name, column.meaning, frame[column.name].notna().mean())
        for spec, frame in _tables(client)
        if len(frame)
        for column in spec.columns
    ]
    frame = pd.DataFrame(rows, columns=["table", "column", "meaning", "filled"])
    gaps = frame[frame["filled"] < 1].sort_values(["table", "filled"], kind="stable")
    fields = [Field("column", t("Column")), Field("filled", t("Filled"), "rate")]
    table = html_table(gaps, fields=fields, group="table", empty=t("Every column of every table is filled."))
    whole = t(
        "{whole} of {all} columns are filled in every row.", whole=count(len(frame) - len(gaps)), all=count(len(frame))
    )
    return HTML(sentence_html(whole) + table)


def show_first_rows(client: Client) -> HTML:
    """The first rows of each table that has any, as they stand in the store.

    Parameters
    ----------
    client : Client
    """
    parts = [
        heading_html(spec.name, level=3) + html_table(_as_text(frame.head(ROWS_SHOWN), spec), fields=_fields(spec))
        for spec, frame in _tables(client)
        if len(frame)
    ]
    return HTML("".join(parts))


def _tables(client: Client) -> Iterator[tuple[Table, pd.DataFrame]]:
    return ((spec, getattr(client, name)) for name, spec in TABLES.items())


def _table_row(spec: Table, frame: pd.DataFrame) -> tuple:
    accounts = sorted(frame["account"].dropna().unique()) if "account" in frame else []
    dated = _day_column(spec)
    days = frame[dated].dropna() if dated else frame.index[:0]
    ends = (days.min(), days.max()) if len(days) else (pd.NaT, pd.NaT)
    return spec.name, t(spec.row), len(frame), t(", ").join(accounts), *ends


def _day_column(spec: Table) -> str:
    """The column that dates a row: that of its months, else the first day or instant, else none."""
    dated = [column.name for column in spec.columns if column.type in ("day", "instant")]
    return spec.by_month_of or next(iter(dated), "")


def _fields(spec: Table) -> list[Field]:
    return [
        *(Field(column.name, column.name, KINDS.get(column.type, "text")) for column in spec.columns),
        Field(LINEAGE, LINEAGE),
    ]


def _as_text(frame: pd.DataFrame, spec: Table) -> pd.DataFrame:
    """Instants as day and time in UTC, so that they can be read in a cell."""
    instants = [column.name for column in spec.columns if column.type == "instant"]
    return frame.assign(**{name: [_instant(value) for value in frame[name]] for name in instants})


def _instant(value: pd.Timestamp) -> str:
    return "" if pd.isna(value) else t("{day} {time} UTC", day=day(value), time=value.strftime("%H:%M"))
