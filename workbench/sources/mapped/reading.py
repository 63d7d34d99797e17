"""A file by its column map, to canonical rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial, reduce

import pandas as pd
import pyarrow as pa

from workbench.errors import OpenQuestions
from workbench.sources.accounts import account_questions, own_account
from workbench.sources.answers import answered_days, answered_instant
from workbench.sources.column_map import MAPPED, OF_FOLDER, ColumnMap
from workbench.sources.contract import RANKS, Export, FileContext, Question, Reading
from workbench.sources.documents import day_in_name
from workbench.sources.erp.rows import account_ids, shop_questions
from workbench.sources.mapped.columns import MappedRows
from workbench.sources.mapped.fields import COMPANION, MAPPABLE, NEEDED, part_of
from workbench.sources.parcels import parcel_ids
from workbench.sources.sheet import Sheet
from workbench.tables import TABLES

# A line that stands for what is known of an order as a whole.
WHOLE_ORDER = "order"


def map_export(by: ColumnMap) -> Export:
    """The layout of a map as an export with its reader."""
    fields = {name: (heading,) for heading, name in by.columns.items()}
    # Rows go to the account of their shop, as an ERP's do; see `account_ids`.
    fields |= {"shop": fields["account"]} if "account" in fields else {}
    tables = (by.table, *({part_of(name, by.table)[0] for name in (*fields, *by.values)} - {by.table}))
    return Export(
        name=MAPPED,
        title=by.full_title,
        platform=MAPPED,
        tables=tables,
        fields=fields | {name: (name,) for name in by.values},
        required=tuple(by.columns.values()),
        rank=RANKS[by.source],
        known=by.headings,
        download=EXPORT.download,
        read=partial(_read, by),
        questions=partial(_questions, by),
        blanks=("", "-", "--", "n/a", "N/A", "*****", "null", "NULL"),
    )


def _questions(by: ColumnMap, sheet: Sheet, context: FileContext) -> tuple[Question, ...]:
    """What neither the file nor the map says."""
    asked: list[Question] = []
    if "account" in by.columns.values():
        asked += shop_questions(sheet, context)
    elif "account" in TABLES[by.table].names:
        asked += account_questions(_placed(by, context), platform="")
    asked += [question for name, question in _MISSING.get(by.table, {}).items() if not _fills(by, name)]
    return tuple(replace(each, proposal=each.proposal or _proposal(each, context)) for each in asked)


def _read(by: ColumnMap, sheet: Sheet, context: FileContext) -> Reading:
    """The rows of the map's table, and of the one that goes with it.

    Raises
    ------
    OpenQuestions
        Neither file, map nor answers say whose rows they are, or when they were seen.
    """
    for name, text in by.values.items():
        sheet.replace(name, pa.array([text] * len(sheet), pa.large_string()))
    sheet.mark_repeats(*by.columns.values())
    account = _account(by, sheet, context)
    sheet.need(*(name for name in NEEDED[by.table] if name in by.columns.values()))
    rows = MappedRows(sheet, by, context, account)
    frames = {table: _frame(rows, table) for table in map_export(by).tables}
    _settle_keys(sheet, frames[by.table], by.table)
    other = COMPANION.get(by.table)
    if other in frames:
        frames[other] = _once_each(sheet, frames[other], other)
    return replace(sheet.reading(frames, context), column_map=by)


def _account(by: ColumnMap, sheet: Sheet, context: FileContext) -> pd.Series:
    if "account" in by.columns.values():
        return account_ids(sheet, _placed(by, context))
    every = range(len(sheet))
    if "account" not in TABLES[by.table].names:
        return pd.Series(None, index=every, dtype="str")
    return pd.Series(own_account(_placed(by, context), platform="").id, index=every, dtype="str")


def _placed(by: ColumnMap, context: FileContext) -> FileContext:
    """The account's folder goes before the map's account, which goes before an answer's."""
    return context if context.account or by.account == OF_FOLDER else replace(context, account=by.account)


def _frame(rows: MappedRows, table: str) -> pd.DataFrame:
    """The table's mapped columns, its key and what follows from the account."""
    spec, by = TABLES[table], rows.by
    named = {part_of(name, by.table): name for name in (*by.columns.values(), *by.values)}
    found = {
        column.name: rows.values(named[table, column.name], table, column)
        for column in spec.columns
        if (table, column.name) in named and column.name != "account"
    }
    frame = pd.DataFrame(found, index=range(len(rows.sheet)))
    if "account" in spec.names:
        frame["account"] = rows.account
    if table != by.table:
        frame["order_id"] = rows.sheet.ids("order_id")
    return _FILL[table](rows, frame) if table in _FILL else frame


def _order_lines(rows: MappedRows, frame: pd.DataFrame) -> pd.DataFrame:
    prefix = "" if rows.by.table == "order_lines" else "order_lines."
    if "line_id" not in frame:
        own = rows.has(f"{prefix}sku")
        lines = rows.sheet.line_ids("order_id", f"{prefix}sku") if own else WHOLE_ORDER
        frame = frame.assign(line_id=lines)
    return frame.assign(market=rows.of_account("market"))


def _packages(rows: MappedRows, frame: pd.DataFrame) -> pd.DataFrame:
    own = frame["package_id"] if "package_id" in frame else frame["order_id"]
    if "tracking_id" in frame and not ("package_id" in frame and rows.by.source == "platform"):
        own = parcel_ids(frame["tracking_id"], otherwise=own)
    country = frame["ship_from_country"] if "ship_from_country" in frame else rows.of_account("ship_from")
    return frame.assign(package_id=own, ship_from_country=country)


def _returns(rows: MappedRows, frame: pd.DataFrame) -> pd.DataFrame:
    if "return_id" in frame:
        return frame
    second = "sku" if rows.has("sku") else "order_id"
    return frame.assign(return_id=frame["order_id"] + "/" + rows.sheet.line_ids("order_id", second))


def _contacts(rows: MappedRows, frame: pd.DataFrame) -> pd.DataFrame:
    if "contact_id" in frame:
        return frame
    order = frame["order_id"].fillna("") if "order_id" in frame else ""
    return frame.assign(contact_id=order + "@" + frame["received_at"].dt.strftime("%Y-%m-%dT%H:%M:%S"))


def _traffic(rows: MappedRows, frame: pd.DataFrame) -> pd.DataFrame:
    if {"start_date", "end_date"} <= set(frame):
        return frame
    start, end = answered_days(rows.context, "period")
    return frame.assign(start_date=start, end_date=end)


def _ledger(rows: MappedRows, frame: pd.DataFrame) -> pd.DataFrame:
    """Entries without a number of their own are told apart by what they say, and by an ordinal among equal ones."""
    frame = frame.assign(report=f"map-{rows.by.key}")
    if "settlement_id" not in frame:
        frame["settlement_id"] = ""
    if "entry" not in frame:
        said = [name for name in ("posted_at", "order_id", "sku", "kind", "amount") if name in frame]
        words = reduce(lambda one, two: one + "/" + two, (frame[name].astype("str").fillna("") for name in said))
        frame["entry"] = words + "#" + (words.groupby(words).cumcount() + 1).astype("str")
    return frame


def _reported(rows: MappedRows, frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(basis="file")


def _seen(rows: MappedRows, frame: pd.DataFrame) -> pd.DataFrame:
    """A list that does not say when it was seen: on the day that was answered."""
    if "observed_at" in frame:
        return frame
    seen = answered_instant(rows.context, "observed_at")
    if seen is None:
        raise OpenQuestions(rows.context.file, "the file does not say when it was seen", expected="a day or time")
    return frame.assign(observed_at=seen)


_FILL: dict[str, Callable[[MappedRows, pd.DataFrame], pd.DataFrame]] = {
    "order_lines": _order_lines,
    "packages": _packages,
    "returns": _returns,
    "contacts": _contacts,
    "traffic": _traffic,
    "ledger": _ledger,
    "reported": _reported,
    "listings": _seen,
    "offers": _seen,
}
_PERIOD = Question("period", "Which days does this file cover? (first/last, for example 2026-01-01/2026-01-31)")
_SEEN = Question("observed_at", "On which day was this list seen or downloaded? (for example 2026-01-31)")
_MISSING = {
    "traffic": {"start_date": _PERIOD},
    "listings": {"observed_at": _SEEN},
    "offers": {"observed_at": _SEEN},
}


def _settle_keys(sheet: Sheet, frame: pd.DataFrame, table: str) -> None:
    """A later row of the same key contradicts the earlier one; of a parcel it is another article in it."""
    key = [name for name in TABLES[table].key if name in frame]
    again = (frame[sheet.losses.kept].duplicated(key)).reindex(frame.index, fill_value=False).to_numpy(dtype=bool)
    if table == "packages":
        sheet.losses.set_aside(again, "further row of a parcel")
    else:
        shown = next(name for name in (*key, *sheet.export.required) if name in sheet.export.fields)
        sheet.refuse(again, shown, "the same key stands earlier in the file, with other values")


def _once_each(sheet: Sheet, frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """The rows of the table that goes along, each once; a parcel only where something is known of it."""
    frame = frame[sheet.losses.kept]
    if table == "packages":
        known = frame.columns.difference(["account", "order_id", "package_id", "ship_from_country"])
        frame = frame[frame[known].notna().any(axis=1)]
    return frame.drop_duplicates([*TABLES[table].key])


def _fills(by: ColumnMap, name: str) -> bool:
    return name in by.values or name in by.columns.values()


def _proposal(question: Question, context: FileContext) -> str:
    return day_in_name(context.file) if question.key == "observed_at" else ""


EXPORT = Export(
    name=MAPPED,
    title="Tables read by a column map",
    platform=MAPPED,
    tables=MAPPABLE,
    status="mapped",
    rank=RANKS["erp"],
    download="docs/sources.md: any other table, once you confirmed its columns with workbench ingest CLIENT --map FILE",
)
