"""A column map in the making: what a person said so far, checked against the file, to a map that can be remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pyarrow as pa
import pyarrow.compute as pc

from workbench.cleaning.names import normalised
from workbench.errors import AmbiguousFormat, OpenQuestions, ParameterError, did_you_mean, listed
from workbench.sources.column_map import OF_ACCOUNT, OF_FOLDER, ColumnMap
from workbench.sources.contract import RANKS
from workbench.sources.mapped.columns import NO, YES
from workbench.sources.mapped.fields import NEEDED, fields_of
from workbench.sources.mapped.layout import Layout
from workbench.sources.mapped.shapes import DATES, NUMBERS, date_forms, number_forms, two_readings
from workbench.tables import TABLES, Column

NUMERIC = ("amount", "number", "rate")
DATED = ("instant", "day")
# Tables over whose rows rates are counted: a list of the bad ones alone would give 100 %.
COUNTED_OVER = ("order_lines", "packages")
EVERY, ONLY_BAD = "every", "only the bad ones"


@dataclass(frozen=True)
class Draft:
    """What was said of a layout; blank is not said. The names are those of `ColumnMap`.

    Attributes
    ----------
    columns : mapping of str to str
        Heading, as the file writes it, to field.
    rows : str
        "every" where the file lists all orders or parcels, "only the bad ones" where it lists just those that count
        against the seller.
    """

    table: str = ""
    title: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    numbers: str = ""
    dates: str = ""
    forms: Mapping[str, str] = field(default_factory=dict)
    zone: str = ""
    account: str = OF_FOLDER
    source: str = "erp"
    rows: str = ""


def draft_of(said: Mapping[str, object], *, where: str) -> Draft:
    """A draft from names and values as a person writes them.

    Raises
    ------
    ParameterError
        A name that a map does not have, or a value of the wrong kind.
    """
    known = {each.name: each for each in fields(Draft)}
    extra = [name for name in said if name not in known]
    if extra:
        raise ParameterError(
            where, f"a map has no '{extra[0]}'", expected=listed(known), hint=did_you_mean(extra[0], known)
        )
    nested = ("columns", "values", "words", "forms")
    odd = [name for name in nested if not isinstance(said.get(name, {}), Mapping)]
    if odd:
        raise ParameterError(where, f"'{odd[0]}' is no list of names and values", expected=f"{odd[0]}: {{name: value}}")
    plain = {name: str(value).strip() for name, value in said.items() if name not in nested and value is not None}
    texts = {
        name: {str(key).strip(): str(value).strip() for key, value in said.get(name, {}).items()}
        for name in ("columns", "values", "forms")
    }
    words = {
        str(name): {str(word).strip(): str(meaning).strip() for word, meaning in each.items()}
        for name, each in said.get("words", {}).items()
    }
    return Draft(**plain, **texts, words=words)


def finish(draft: Draft, layout: Layout, *, accounts: Iterable[str]) -> ColumnMap:
    """The map, where the draft says all that the file does not.

    Parameters
    ----------
    draft : Draft
        What was said.
    layout : Layout
        The file's table.
    accounts : iterable of str
        Ids of the client's accounts.

    Raises
    ------
    ParameterError
        A table, field, heading, word or name that there is not; a personal column; a list of the bad ones alone.
    AmbiguousFormat
        A column whose numbers or days can be read in two ways.
    OpenQuestions
        What was not said yet, all at once.
    """
    draft = _by_layout(draft, layout)
    known = fields_of(draft.table)
    _check_fields(draft, layout, known)
    _check_words(draft, layout, known)
    _check_names(draft, accounts)
    unsaid = open_points(draft, layout)
    if unsaid:
        text = "; ".join(f"{name} ({why})" for name, why in unsaid.items())
        raise OpenQuestions(layout.name, f"the map does not say: {text}", hint="docs/sources.md describes each")
    forms = {field: _form(draft, layout, heading, field) for heading, field in _formed(draft)}
    return ColumnMap(
        title=draft.title or layout.name.rpartition("/")[2],
        table=draft.table,
        headings=layout.names,
        columns={normalised(heading): field for heading, field in draft.columns.items()},
        values=dict(draft.values),
        words={field: dict(words) for field, words in draft.words.items()},
        # Counts are written as the other numbers of the file are.
        numbers=draft.numbers or next((form for form in forms.values() if form in NUMBERS), ""),
        dates=draft.dates,
        forms=forms,
        zone=draft.zone,
        account=draft.account or OF_FOLDER,
        source=draft.source,
    )


def open_points(draft: Draft, layout: Layout) -> dict[str, str]:
    """What the draft must still say, and why."""
    known = fields_of(draft.table)
    filled = {*draft.columns.values(), *draft.values}
    unsaid = {f"values.{name}": "no column fills it" for name in NEEDED[draft.table] if name not in filled}
    if draft.table in COUNTED_OVER and not draft.rows:
        unsaid["rows"] = f"'{EVERY}' order or parcel, or '{ONLY_BAD}'"
    has_money = any(known[name].type == "amount" for name in draft.columns.values())
    if has_money and "currency" in known and "currency" not in filled:
        unsaid["values.currency"] = "a code such as MXN, or 'account'"
    if not draft.zone and any(known[name].type == "instant" for name in draft.columns.values()):
        unsaid["zone"] = "of its times, such as Asia/Shanghai, or 'account'"
    for heading, name in _formed(draft):
        if not _form(draft, layout, heading, name):
            kind = "numbers" if known[name].type in NUMERIC else "dates"
            unsaid[kind] = listed(NUMBERS if kind == "numbers" else DATES)
    return unsaid


def unknown_words(draft: Draft, layout: Layout, heading: str) -> list[str]:
    """The words of a column with a closed list that have no meaning yet."""
    name = draft.columns[heading]
    column = fields_of(draft.table)[name]
    if not column.allowed and column.type != "flag":
        return []
    meant = {*column.allowed, *(word.casefold() for word in draft.words.get(name, {}))}
    meant |= {*YES, *NO} if column.type == "flag" else set()
    words = pc.unique(layout.cells(heading).drop_null()).to_pylist()
    return sorted({word for word in words if word.casefold() not in meant})


def meanings(column: Column) -> tuple[str, ...]:
    """What a word of a closed list can mean."""
    return ("yes", "no") if column.type == "flag" else column.allowed


def _by_layout(draft: Draft, layout: Layout) -> Draft:
    """The draft with each heading as the file writes it."""
    written = {normalised(heading): heading for heading in layout.headings}
    unknown = [heading for heading in draft.columns if normalised(heading) not in written]
    if unknown:
        raise ParameterError(
            layout.name,
            f"no column '{unknown[0]}'",
            expected=listed(layout.headings),
            hint=did_you_mean(unknown[0], layout.headings),
        )
    return replace(draft, columns={written[normalised(heading)]: name for heading, name in draft.columns.items()})


def _check_fields(draft: Draft, layout: Layout, known: Mapping[str, Column]) -> None:
    for name in (*draft.columns.values(), *draft.values, *draft.words, *draft.forms):
        if name not in known:
            raise ParameterError(
                f"map of {layout.name}",
                f"{draft.table} has no field '{name}'",
                expected=listed(known),
                hint=did_you_mean(name, known),
            )
    names = [*draft.columns.values(), *draft.values]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise ParameterError(f"map of {layout.name}", f"'{twice[0]}' is filled twice", expected="one column a field")
    personal = [heading for heading in draft.columns if layout.is_personal(heading)]
    if personal:
        raise ParameterError(
            f"map of {layout.name}",
            f"'{personal[0]}' looks like a column of persons",
            expected="columns without names, addresses, phones, mails or tax numbers: none of them is ever kept",
        )


def _check_words(draft: Draft, layout: Layout, known: Mapping[str, Column]) -> None:
    for name, text in draft.values.items():
        if known[name].allowed and text not in known[name].allowed:
            raise ParameterError(f"values.{name}", f"'{text}' is no choice", expected=listed(known[name].allowed))
    for name, words in draft.words.items():
        odd = [meaning for meaning in words.values() if meaning not in meanings(known[name])]
        if odd:
            fault = f"'{odd[0]}' is no choice"
            raise ParameterError(f"words.{name}", fault, expected=listed(meanings(known[name])) or "no list")
    for heading, name in draft.columns.items():
        unknown = unknown_words(draft, layout, heading)
        if unknown:
            raise ParameterError(
                f"words.{name}",
                f"the words {listed(unknown[:8])} of '{heading}' have no meaning yet",
                expected=f"each with one of {listed(meanings(known[name]))}",
            )


def _check_names(draft: Draft, accounts: Iterable[str]) -> None:
    """Formats, zone, account, source and rows that exist."""
    known = {
        "numbers": (draft.numbers, ("", *NUMBERS)),
        "dates": (draft.dates, ("", *DATES)),
        "account": (draft.account, ("", OF_FOLDER, *accounts)),
        "source": (draft.source, tuple(RANKS)),
        "rows": (draft.rows, ("", EVERY, ONLY_BAD)),
        **{f"forms.{name}": (form, (*NUMBERS, *DATES)) for name, form in draft.forms.items()},
    }
    for name, (text, allowed) in known.items():
        if text not in allowed:
            raise ParameterError(name, f"'{text}' is no choice", expected=listed(each for each in allowed if each))
    if draft.zone != OF_ACCOUNT or "account" not in TABLES[draft.table].names:
        _check_zone(draft.zone)
    if draft.table in COUNTED_OVER and draft.rows == ONLY_BAD:
        raise ParameterError(
            "rows",
            "a file that lists only the bad ones gives no rate: every order in it would be late",
            expected="a file with all orders or parcels of the period",
            hint="map claims and bad feedback to defects; type the platform's own rate into reported.xlsx",
        )


def _check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError) as fault:
        raise ParameterError(
            "zone", f"'{zone}' is no choice", expected="a zone such as America/Mexico_City, or 'account'"
        ) from fault


def _formed(draft: Draft) -> list[tuple[str, str]]:
    """Headings whose cells need a format, with their fields. Counts need none: a mark in them is refused if wrong."""
    known = fields_of(draft.table)
    return [(head, name) for head, name in draft.columns.items() if known[name].type in (*NUMERIC, *DATED)]


def _form(draft: Draft, layout: Layout, heading: str, name: str) -> str:
    """The format of one column: as said, else the only one that fits all its cells; blank where nothing tells.

    Raises
    ------
    AmbiguousFormat
        Two formats fit all cells and read them differently, and nobody said which.
    """
    is_number = fields_of(draft.table)[name].type in NUMERIC
    cells = layout.cells(heading)
    fitting = number_forms(cells) if is_number else date_forms(cells)
    said = draft.forms.get(name) or (draft.numbers if is_number else draft.dates)
    if said in fitting or name in draft.forms:
        return said
    return _only_one(layout, heading, cells, fitting) or said


def _only_one(layout: Layout, heading: str, cells: pa.Array, fitting: list[str]) -> str:
    if len(fitting) == 1:
        return fitting[0]
    twofold = two_readings(cells, fitting)
    if twofold is None:
        return ""
    cell, one, other = twofold
    raise AmbiguousFormat(
        layout.name,
        f"'{heading}' can be read in two ways: '{cell}' is {one} ({fitting[0]}) or {other} ({fitting[1]})",
        expected=f"{'numbers' if fitting[0] in NUMBERS else 'dates'}: one of {listed(fitting)}",
    )
