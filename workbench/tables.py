"""The canonical tables: columns, types, units and keys, as data.

One clean table is the contract of the whole workbench: dirty text comes in at one place, everything
after it takes and returns frames of these shapes. The glossary below is the only place where a
column is explained; documentation is printed from it.

Types
-----
text      identifier or words, pandas ``str``; blank is missing
count     whole number, ``Int64``
amount    money in the row's ISO ``currency``, ``float64``
number    any other measure, unit in the column's suffix or `unit`, ``float64``
rate      fraction 0-1, ``float64``
flag      true, false or missing, ``boolean``
instant   UTC instant, ``datetime64[us, UTC]``; names end in ``_at``
day       calendar day, ``datetime64[us]`` at midnight; names end in ``_date`` (or ``date``, ``as_of``)
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from workbench.errors import TableError, did_you_mean, examples, listed

LINEAGE = "lineage"

DTYPES = {
    "text": "str",
    "count": "Int64",
    "amount": "float64",
    "number": "float64",
    "rate": "float64",
    "flag": "boolean",
    "instant": "datetime64[us, UTC]",
    "day": "datetime64[us]",
}

ARROW_TYPES = {
    "text": pa.string(),
    "count": pa.int64(),
    "amount": pa.float64(),
    "number": pa.float64(),
    "rate": pa.float64(),
    "flag": pa.bool_(),
    "instant": pa.timestamp("us", tz="UTC"),
    "day": pa.timestamp("us"),
}


@dataclass(frozen=True)
class Column:
    """One documented column of a canonical table."""

    name: str
    type: str
    meaning: str
    unit: str = ""
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One canonical table: what a row is, its key, its columns in documented order."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    by_month_of: str = ""

    @property
    def names(self) -> list[str]:
        """Column names in documented order, without lineage."""
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        """The column of that name; raises `TableError` where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise TableError(f"table {self.name}", f"no column '{name}'", hint=did_you_mean(name, self.names))


def _columns(*rows: tuple) -> tuple[Column, ...]:
    return tuple(Column(*row) for row in rows)


_ACCOUNT = ("account", "text", "The seller's account: one seller id on one platform in one market")
_ORDER = ("order_id", "text", "The platform's order number")
_CURRENCY = ("currency", "text", "ISO 4217 code of the row's amounts")
_SKU = ("sku", "text", "The seller's own article number")
_ITEM = ("item_id", "text", "The platform's listing number (ASIN, MLM..., Walmart item)")

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "order_lines",
            "order line",
            ("account", "order_id", "line_id"),
            _columns(
                _ACCOUNT,
                _ORDER,
                ("line_id", "text", "The platform's line number, else SKU and ordinal within the order"),
                ("market", "text", "Country code of the marketplace, upper case"),
                _SKU,
                _ITEM,
                ("title", "text", "The listing's title as sold"),
                ("category", "text", "Product category in the platform's words"),
                ("quantity", "count", "Units ordered", "units"),
                ("unit_price", "amount", "Price of one unit as the buyer saw it, without shipping"),
                ("item_tax", "amount", "Tax that the platform shows beside the line's price"),
                ("shipping_price", "amount", "Shipping that the buyer paid for the line"),
                ("discount", "amount", "Promotion taken off the line, positive"),
                _CURRENCY,
                ("channel", "text", "Who ships", "", ("seller", "platform")),
                ("is_business", "flag", "Bought by a business customer"),
                ("ordered_at", "instant", "When the buyer ordered"),
                ("ship_by_at", "instant", "Latest moment to confirm shipment in time"),
                ("cancelled_at", "instant", "When the line was cancelled"),
                (
                    "cancelled_by",
                    "text",
                    "Who cancelled it",
                    "",
                    ("seller", "buyer", "platform", "unknown"),
                ),
                (
                    "status",
                    "text",
                    "State of the line",
                    "",
                    ("pending", "unshipped", "shipped", "delivered", "cancelled", "returned"),
                ),
                ("ship_state", "text", "State or province it goes to"),
                ("ship_country", "text", "Country code it goes to"),
                ("last_updated_at", "instant", "When the platform last changed the line"),
            ),
            "ordered_at",
        ),
        Table(
            "packages",
            "parcel",
            ("account", "order_id", "package_id"),
            _columns(
                _ACCOUNT,
                _ORDER,
                ("package_id", "text", "The source's parcel number, else the ordinal within the order"),
                ("carrier", "text", "Carrier as the source names it"),
                ("tracking_id", "text", "Tracking number"),
                ("confirmed_at", "instant", "When the shipment was confirmed to the platform"),
                ("ship_from_country", "text", "Country code the parcel leaves from"),
                ("promised_at", "instant", "Promised delivery without any extension"),
                ("promised_at_extended", "instant", "Promised delivery with the platform's extensions"),
                ("first_attempt_at", "instant", "First delivery attempt"),
                ("delivered_at", "instant", "Delivery"),
                ("is_protected", "flag", "The platform protects the parcel from late-delivery defects"),
            ),
            "confirmed_at",
        ),
        Table(
            "scans",
            "carrier event",
            ("tracking_id", "scanned_at", "stage"),
            _columns(
                ("tracking_id", "text", "Tracking number"),
                ("scanned_at", "instant", "When the carrier recorded the event"),
                (
                    "stage",
                    "text",
                    "Step of the parcel's way",
                    "",
                    (
                        "label",
                        "accepted",
                        "line_haul",
                        "arrived_country",
                        "export_customs",
                        "customs_started",
                        "customs_held",
                        "customs_released",
                        "last_mile",
                        "attempt",
                        "available",
                        "delivered",
                        "returning",
                        "returned",
                        "lost",
                        "exception",
                        "other",
                    ),
                ),
                ("carrier", "text", "Carrier as the source names it"),
                ("place", "text", "Place as the carrier writes it"),
                ("text", "text", "The carrier's own words"),
            ),
            "scanned_at",
        ),
        Table(
            "defects",
            "claim, chargeback or bad feedback",
            ("account", "order_id", "kind", "opened_at"),
            _columns(
                _ACCOUNT,
                _ORDER,
                (
                    "kind",
                    "text",
                    "What went wrong",
                    "",
                    ("negative_feedback", "claim", "chargeback", "mediation"),
                ),
                ("opened_at", "instant", "When it was opened; missing where the export does not say"),
                ("outcome", "text", "How it ended, in the platform's words"),
                ("counts", "flag", "Counts against the seller; missing means unknown"),
                ("closed_at", "instant", "When it was closed"),
            ),
            "opened_at",
        ),
        Table(
            "returns",
            "returned line",
            ("account", "return_id"),
            _columns(
                _ACCOUNT,
                ("return_id", "text", "The platform's return number, else order and SKU and ordinal"),
                _ORDER,
                _SKU,
                ("quantity", "count", "Units returned", "units"),
                ("reason", "text", "Reason in the platform's words"),
                ("requested_at", "instant", "When the buyer asked"),
                ("received_at", "instant", "When the goods came back"),
                ("refunded_at", "instant", "When the money went back"),
                ("amount", "amount", "Refunded amount, positive"),
                _CURRENCY,
            ),
            "requested_at",
        ),
        Table(
            "contacts",
            "buyer message thread",
            ("account", "contact_id"),
            _columns(
                _ACCOUNT,
                ("contact_id", "text", "The platform's thread number"),
                _ORDER,
                ("received_at", "instant", "When the buyer wrote"),
                ("answered_at", "instant", "When the seller first answered"),
            ),
            "received_at",
        ),
        Table(
            "traffic",
            "item and period",
            ("account", "item_id", "start_date", "end_date"),
            _columns(
                _ACCOUNT,
                _ITEM,
                ("start_date", "day", "First day of the period"),
                ("end_date", "day", "Last day of the period"),
                ("title", "text", "The listing's title"),
                ("sessions", "count", "Visits to the listing; never summed over SKUs of one item", "sessions"),
                ("page_views", "count", "Page views", "views"),
                ("units", "count", "Units ordered", "units"),
                ("featured_offer_share", "rate", "Share of page views with the seller's offer featured"),
                ("sales", "amount", "Ordered product sales"),
                _CURRENCY,
            ),
            "end_date",
        ),
        Table(
            "ledger",
            "one amount of one report",
            ("account", "report", "settlement_id", "entry"),
            _columns(
                _ACCOUNT,
                ("report", "text", "Which report it stands in; two reports are never summed"),
                ("settlement_id", "text", "The report's settlement number"),
                ("entry", "text", "Row and column within the report"),
                _ORDER,
                _SKU,
                ("kind", "text", "Kind of amount: amount type and description"),
                ("amount", "amount", "Amount, positive in the seller's favour"),
                _CURRENCY,
                ("posted_at", "instant", "When it was posted"),
            ),
            "posted_at",
        ),
        Table(
            "reported",
            "KPI figure that the platform itself shows",
            ("account", "kpi", "scope", "window_days", "as_of"),
            _columns(
                _ACCOUNT,
                ("kpi", "text", "KPI in the workbench's words"),
                ("scope", "text", "Category, channel or blank"),
                ("window_days", "count", "Length of the window", "days"),
                ("as_of", "day", "Day the figure was shown"),
                ("window_start", "day", "First day of the window"),
                ("window_end", "day", "Last day of the window"),
                ("numerator", "count", "Events counted"),
                ("denominator", "count", "Opportunities counted"),
                ("rate", "rate", "Rate as shown"),
                ("value", "number", "Figure that is no rate (a score, a count)"),
                ("target", "number", "The platform's own target in the same report"),
                (
                    "comparator",
                    "text",
                    "How the figure meets the target",
                    "",
                    ("lt", "le", "gt", "ge", "eq"),
                ),
                ("platform_status", "text", "The platform's own label"),
                ("basis", "text", "Where it comes from", "", ("file", "typed")),
                ("typed_by", "text", "Who read it off the screen"),
                ("screenshot", "text", "File name of the screenshot"),
            ),
            "as_of",
        ),
        Table(
            "listings",
            "own listing seen once",
            ("account", "sku", "item_id", "observed_at"),
            _columns(
                _ACCOUNT,
                _SKU,
                _ITEM,
                ("observed_at", "instant", "When it was seen"),
                ("title", "text", "The listing's title"),
                ("price", "amount", "Price shown"),
                ("list_price", "amount", "Struck-through price"),
                _CURRENCY,
                ("stock", "count", "Units on offer", "units"),
                ("logistic", "text", "How it ships, in the platform's words"),
                ("listing_type", "text", "Listing type in the platform's words"),
                ("automation_on", "flag", "The platform changes this price by itself"),
                ("status", "text", "State in the platform's words"),
            ),
            "observed_at",
        ),
        Table(
            "ads",
            "SKU, campaign kind and day",
            ("account", "sku", "kind", "date"),
            _columns(
                _ACCOUNT,
                _SKU,
                ("kind", "text", "Campaign kind"),
                ("date", "day", "Day"),
                ("impressions", "count", "Times shown"),
                ("clicks", "count", "Clicks"),
                ("spend", "amount", "Advertising cost"),
                ("sales", "amount", "Sales that the platform attributes"),
                _CURRENCY,
            ),
            "date",
        ),
        Table(
            "offers",
            "competitor listing seen once",
            ("platform", "market", "item_id", "observed_at"),
            _columns(
                ("platform", "text", "Platform it was seen on"),
                ("market", "text", "Country code of the marketplace"),
                _ITEM,
                ("observed_at", "instant", "When it was seen"),
                ("query", "text", "Search words it was found with"),
                ("title", "text", "The listing's title"),
                ("brand", "text", "Brand"),
                ("seller", "text", "Seller's shop name"),
                ("price", "amount", "Price shown"),
                ("shipping_price", "amount", "Shipping that the buyer pays"),
                ("list_price", "amount", "Struck-through price"),
                _CURRENCY,
                ("pack_size", "number", "Units in the pack", "units"),
                ("condition", "text", "New or used, in the platform's words"),
                ("free_shipping", "flag", "Ships free to the buyer"),
                ("logistic", "text", "How it ships, in the platform's words"),
                ("rating", "number", "Stars", "0-5"),
                ("reviews", "count", "Number of reviews"),
                ("sold", "count", "Units sold as shown; a bucket's lower bound"),
                ("rank", "count", "Place in the search result"),
            ),
            "observed_at",
        ),
        Table(
            "fx",
            "day, pair and series",
            ("date", "base", "quote", "series"),
            _columns(
                ("date", "day", "Day the series gives the rate for"),
                ("base", "text", "Currency that one unit is of"),
                ("quote", "text", "Currency that the rate is in"),
                ("series", "text", "Publisher's series (SF43718 = FIX, SF60653 = settlement, ...)"),
                ("rate", "number", "Units of quote for one unit of base"),
            ),
        ),
        Table(
            "catalogue",
            "own SKU",
            ("sku",),
            _columns(
                _SKU,
                ("cost", "amount", "Purchase cost of one unit in cost_currency"),
                ("cost_currency", "text", "ISO 4217 code of the cost"),
                ("weight_kg", "number", "Packed weight", "kg"),
                ("length_cm", "number", "Packed length", "cm"),
                ("width_cm", "number", "Packed width", "cm"),
                ("height_cm", "number", "Packed height", "cm"),
                ("origin", "text", "Country code of origin"),
                ("tariff_line", "text", "Tariff line (HS)"),
                ("freight", "amount", "Freight of one unit to the market, in cost_currency"),
                ("category", "text", "The seller's own category"),
            ),
        ),
        Table(
            "changes",
            "dated change by the seller",
            ("account", "item_id", "date", "kind"),
            _columns(
                _ACCOUNT,
                _ITEM,
                ("date", "day", "Day of the change"),
                (
                    "kind",
                    "text",
                    "What was changed",
                    "",
                    ("content", "price", "stock", "carrier", "advertising", "other"),
                ),
                ("note", "text", "In the seller's words"),
            ),
            "date",
        ),
    )
}

KPI_TABLE = Table(
    "kpis",
    "account, KPI, scope and window",
    ("account", "kpi", "scope", "window_days", "as_of", "basis"),
    _columns(
        _ACCOUNT,
        ("platform", "text", "Platform"),
        ("market", "text", "Country code of the marketplace"),
        ("kpi", "text", "KPI in the workbench's words"),
        ("scope", "text", "Category, channel or blank"),
        ("window_days", "count", "Length of the window", "days"),
        ("as_of", "day", "End of a local day of the account"),
        ("window_start", "day", "First day of the window"),
        ("window_end", "day", "Last day of the window"),
        ("numerator", "count", "Events counted"),
        ("denominator", "count", "Opportunities counted"),
        ("rate", "rate", "Numerator over denominator; missing where the denominator is zero"),
        ("value", "number", "Figure that is no rate (a score, a count)"),
        ("target", "number", "Target in force"),
        ("comparator", "text", "How the rate meets the target", "", ("lt", "le", "gt", "ge", "eq")),
        (
            "status",
            "text",
            "Where the KPI stands",
            "",
            ("good", "watch", "breach", "unmeasured", "no_rule"),
        ),
        ("level", "text", "The platform's own label"),
        ("reason", "text", "Why it is unmeasured: the export that is missing"),
        ("basis", "text", "Where the figure comes from", "", ("computed", "reported", "typed")),
        ("rule_id", "text", "Rule of the rule book, or 'report' for the report's own target"),
    ),
)


EVENT_KINDS = (
    *("action", "decision", "acknowledgement", "approval", "notice", "question", "note", "change", "restatement"),
    *("sent", "baseline"),
)
EVENT_STATES = ("open", "answered", "done", "dropped", "closed", "withdrawn")

EVENTS_TABLE = Table(
    "events",
    "thing somebody did or said",
    ("event_id",),
    _columns(
        ("event_id", "text", "Short id of the entry: day of writing and six digits"),
        ("at", "instant", "When it was written down"),
        ("by", "text", "Who wrote it down"),
        ("kind", "text", "What kind of thing it is", "", EVENT_KINDS),
        _ACCOUNT,
        _SKU,
        ("kpi", "text", "KPI in the workbench's words"),
        ("owner", "text", "Who has to act"),
        ("due_date", "day", "Until when"),
        ("state", "text", "How far it is", "", EVENT_STATES),
        ("text", "text", "What happened, in the writer's words"),
        ("on_date", "day", "Day it happened; else the day it was written down"),
        ("month", "text", "Reviewed month that it belongs to, such as 2026-01"),
        ("case_id", "text", "Warning that it answers"),
        ("deadline_at", "instant", "Deadline that the warning names"),
        ("received_at", "instant", "When the warning came"),
        ("notice_kind", "text", "What the warning is about"),
        ("platform", "text", "Platform that sent the warning"),
        ("file", "text", "Inbox file that it concerns"),
        ("corrects", "text", "Event that it corrects or carries on"),
        ("corrected_by", "text", "Event that took its place; missing where this one stands"),
    ),
)


def table(name: str) -> Table:
    """The canonical table of that name.

    Raises
    ------
    TableError
        Where no table has that name.

    >>> table("fx").key
    ('date', 'base', 'quote', 'series')
    """
    if name not in TABLES:
        raise TableError(
            f"table '{name}'", "not a canonical table", expected=listed(TABLES), hint=did_you_mean(name, TABLES)
        )
    return TABLES[name]


def empty_table(contract: str | Table, *, lineage: bool = True) -> pd.DataFrame:
    """A frame without rows that keeps the contract.

    >>> empty_table("fx").columns.tolist()
    ['date', 'base', 'quote', 'series', 'rate', 'lineage']
    """
    return conform(pd.DataFrame(), contract, lineage=lineage)


def conform(frame: pd.DataFrame, contract: str | Table, *, lineage: bool = True) -> pd.DataFrame:
    """`frame` with all documented columns, in documented order and types; absent ones are missing.

    Parameters
    ----------
    frame : DataFrame
        Any subset of the table's columns. Unknown columns are an error, not dropped.
    contract : str or Table
        The canonical table or its name.
    lineage : bool
        Keep (and require the order of) the `lineage` column.

    Raises
    ------
    TableError
        Unknown columns, or values that the column's type can't hold.
    """
    spec = contract if isinstance(contract, Table) else table(contract)
    extra = [name for name in frame.columns if name not in spec.names and name != LINEAGE]
    if extra:
        raise TableError(
            f"table {spec.name}",
            f"unknown columns {listed(extra)}",
            expected=listed(spec.names),
            hint=did_you_mean(extra[0], spec.names),
        )
    out = {}
    for column in spec.columns:
        values = frame[column.name] if column.name in frame.columns else pd.Series(index=frame.index, dtype="object")
        try:
            out[column.name] = _typed(values, column)
        except (TypeError, ValueError) as fault:
            raise TableError(
                f"table {spec.name}", f"'{column.name}' can't be read as {column.type}: {fault}"
            ) from fault
    if lineage:
        out[LINEAGE] = (
            frame[LINEAGE].astype("str") if LINEAGE in frame.columns else pd.Series(index=frame.index, dtype="str")
        )
    return pd.DataFrame(out, index=frame.index).reset_index(drop=True)


def check_table(frame: pd.DataFrame, contract: str | Table) -> None:
    """Raise where `frame` breaks its contract: columns, types, keys, allowed values.

    Raises
    ------
    TableError
        Missing columns, wrong types, blank or repeated keys, values outside the allowed list.
    """
    spec = contract if isinstance(contract, Table) else table(contract)
    where = f"table {spec.name}"
    missing = [name for name in spec.names if name not in frame.columns]
    if missing:
        raise TableError(where, f"missing columns {listed(missing)}", expected=listed(spec.names))
    for column in spec.columns:
        wanted = DTYPES[column.type]
        found = str(frame[column.name].dtype)
        if found != wanted:
            raise TableError(where, f"'{column.name}' is {found}", expected=wanted)
        if column.allowed:
            _check_allowed(frame, column, where)
    repeated = frame.duplicated(list(spec.key), keep=False)
    if repeated.any():
        keys = ["/".join(map(str, key)) for key in frame.loc[repeated, list(spec.key)].itertuples(index=False)]
        raise TableError(
            where, f"{int(repeated.sum()):,} rows share a key: {examples(keys, frame.index[repeated].tolist())}"
        )


def require_columns(frame: pd.DataFrame, names: list[str] | tuple[str, ...], *, of: str) -> None:
    """Raise where `frame` lacks a column that a function needs.

    Raises
    ------
    TableError
        Naming the missing columns, those there are, and the nearest name.
    """
    missing = [name for name in names if name not in frame.columns]
    if missing:
        raise TableError(
            of,
            f"missing column {listed(missing)}",
            expected=listed(names),
            hint=did_you_mean(missing[0], list(frame.columns)),
        )


def arrow_schema(contract: str | Table, *, lineage: bool = True) -> pa.Schema:
    """The table's schema in the store's Parquet files."""
    spec = contract if isinstance(contract, Table) else table(contract)
    fields = [pa.field(column.name, ARROW_TYPES[column.type]) for column in spec.columns]
    return pa.schema([*fields, pa.field(LINEAGE, pa.string())] if lineage else fields)


def glossary() -> pd.DataFrame:
    """Every column of every table: table, column, type, unit, meaning, allowed.

    >>> sorted(glossary()["table"].unique())[:3]
    ['ads', 'catalogue', 'changes']
    """
    rows = [
        (spec.name, column.name, column.type, column.unit, column.meaning, ", ".join(column.allowed))
        for spec in (*TABLES.values(), KPI_TABLE, EVENTS_TABLE)
        for column in spec.columns
    ]
    return pd.DataFrame(rows, columns=["table", "column", "type", "unit", "meaning", "allowed"])


def _typed(values: pd.Series, column: Column) -> pd.Series:
    dtype = DTYPES[column.type]
    if str(values.dtype) == dtype:
        return values
    if column.type == "instant":
        return pd.to_datetime(values, utc=True).astype(dtype)
    if column.type == "day":
        return pd.to_datetime(values).dt.normalize().astype(dtype)
    if column.type == "text":
        return values.astype("str").where(values.notna()).astype("str")
    if column.type == "count":
        return pd.to_numeric(values).astype("Float64").astype(dtype)
    return values.astype(dtype)


def _check_allowed(frame: pd.DataFrame, column: Column, where: str) -> None:
    wrong = frame[column.name].notna() & ~frame[column.name].isin(column.allowed)
    if wrong.any():
        rows = frame.index[wrong].tolist()
        raise TableError(
            where,
            f"{len(rows):,} values in '{column.name}' are not allowed: "
            f"{examples(frame.loc[wrong, column.name].tolist(), rows)}",
            expected=listed(column.allowed),
        )
