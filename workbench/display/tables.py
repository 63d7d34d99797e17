"""A finished table as HTML: labelled heads, right-aligned numbers, status as mark and word.

Every cell, label and caption is escaped: text in a client's file is data, never markup.
"""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import pandas as pd
from IPython.display import HTML

from workbench.display.sparkline import sparkline
from workbench.tables import require_columns
from workbench.words import count, day, number, points, rate, share, t
from workbench.words.formats import MISSING
from workbench.words.kpis import status_mark, status_word

RIGHT = ("count", "number", "rate", "share", "money", "points")


@dataclass(frozen=True)
class Field:
    """One column of a shown table.

    Parameters
    ----------
    name : str
        Column of the frame.
    label : str
        Head, in the reader's language.
    kind : {"text", "period", "flag", "count", "number", "rate", "share", "points", "money", "day", "status", "trend"}
        How its values print; a ``rate`` as a platform's limits need it, a ``share`` with one decimal.
    unit : str
        Stands in the head, not in each cell.
    align : {"", "left", "right"}
        Numbers are right, the rest left, unless said.
    note : str
        Column whose text stands small below the value.
    card : bool
        Its cells carry their head, for a narrow screen, where a page may show each row as a card.
    """

    name: str
    label: str
    kind: str = "text"
    unit: str = ""
    align: str = ""
    note: str = ""
    card: bool = False


def show_table(
    frame: pd.DataFrame, *, fields: Sequence[Field], caption: str = "", empty: str = "", group: str = ""
) -> HTML:
    """`frame` as a table on the page; see `html_table`."""
    return HTML(html_table(frame, fields=fields, caption=caption, empty=empty, group=group))


def html_table(
    frame: pd.DataFrame,
    *,
    fields: Sequence[Field],
    caption: str = "",
    empty: str = "",
    group: str = "",
    subgroup: str = "",
) -> str:
    """`frame` as an HTML table, everything in it escaped.

    Parameters
    ----------
    frame : DataFrame
        One row per row shown, in the order shown.
    fields : sequence of Field
        The columns shown, in order.
    caption : str
        What the table is, above it.
    empty : str
        Sentence shown instead of a table without rows.
    group : str
        Column whose value stands as a head of its own above the rows that share it.
    subgroup : str
        Column whose value stands as a lesser head within a group.

    Raises
    ------
    TableError
        Where a field names no column of the frame.
    """
    wanted = [field.name for field in fields] + [field.note for field in fields if field.note]
    heads = [name for name in (group, subgroup) if name]
    require_columns(frame, wanted + heads, of="table to show")
    if frame.empty:
        return f'<p class="wb wb-empty">{escaped(empty or t("Nothing to show."))}</p>'
    head = "".join(_head(field) for field in fields)
    caption_html = f"<caption>{escaped(caption)}</caption>" if caption else ""
    body = "".join(_rows(frame, fields, heads))
    cards = " wb-cards" if any(field.card for field in fields) else ""
    return (
        f'<div class="wb wb-scroll{cards}" tabindex="0"><table class="wb-table">{caption_html}'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def with_wide_names(table: str) -> str:
    """A table of `html_table` whose first column keeps room for long names and ids."""
    return table.replace("wb-scroll", "wb-scroll wb-names", 1)


def escaped(value: object) -> str:
    """Text for HTML: markup escaped, control characters (which could hide or reorder text) left out."""
    kept = "".join(char for char in str(value) if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf"))
    return html.escape(kept, quote=True)


def status_html(status: str) -> str:
    """A status or standing as mark and word, so that it reads without colour too."""
    return (
        f'<span class="wb-status wb-status-{escaped(status)}">'
        f'<span class="wb-mark" aria-hidden="true">{status_mark(status)}</span> {escaped(status_word(status))}</span>'
    )


def _head(field: Field) -> str:
    unit = f' <span class="wb-unit">{escaped(field.unit)}</span>' if field.unit else ""
    return f'<th scope="col"{_class(field)}>{escaped(field.label)}{unit}</th>'


def _rows(frame: pd.DataFrame, fields: Sequence[Field], heads: Sequence[str]) -> Iterable[str]:
    digits = {field.name: _digits(frame[field.name]) for field in fields if field.kind == "number"}
    above: tuple = ()
    for row in frame.to_dict("records"):
        here = tuple(row[name] for name in heads)
        # Where an outer head changes, the inner ones stand anew.
        new = [depth for depth in range(len(here)) if here[: depth + 1] != above[: depth + 1]]
        yield from (_group_head(here[depth], depth, len(fields)) for depth in new)
        above = here
        yield "<tr>" + "".join(_cell(row, field, digits.get(field.name, 0)) for field in fields) + "</tr>"


def _group_head(value: object, depth: int, columns: int) -> str:
    names = "wb-group wb-subgroup" if depth else "wb-group"
    return f'<tr class="{names}"><th colspan="{columns}" scope="colgroup">{escaped(value)}</th></tr>'


def _cell(row: dict, field: Field, digits: int) -> str:
    value = row[field.name]
    shown = _PRINTERS[field.kind](value, row, digits)
    note = row[field.note] if field.note else ""
    small = f'<br><small class="wb-note">{escaped(note)}</small>' if _is_there(note) else ""
    if not field.card:
        return f"<td{_class(field)}>{shown}{small}</td>"
    is_blank = shown in (MISSING, "") and not small
    label = t("{label} ({unit})", label=field.label, unit=field.unit) if field.unit else field.label
    return f'<td{_class(field, is_blank=is_blank)} data-label="{escaped(label)}">{shown}{small}</td>'


def _class(field: Field, *, is_blank: bool = False) -> str:
    right = (field.align or ("right" if field.kind in RIGHT else "left")) == "right"
    names = [
        name
        for name, used in (
            ("wb-num", right),
            (f"wb-{field.kind}", field.kind in ("trend", "day", "period")),
            ("wb-blank", is_blank),
        )
        if used
    ]
    return f' class="{" ".join(names)}"' if names else ""


def _digits(values: pd.Series) -> int:
    """Decimals of the whole column, so that its points stand in line: none, one or two."""
    known = pd.to_numeric(values).dropna().astype("float64")
    return next((digits for digits in (0, 1) if (known.round(digits) - known).abs().lt(1e-9).all()), 2)


def _is_there(value: object) -> bool:
    return not (value is None or (pd.api.types.is_scalar(value) and pd.isna(value)) or value == "")


def _text(value: object, row: dict, digits: int) -> str:
    return escaped(value) if _is_there(value) else MISSING


_PRINTERS: dict[str, Callable[[object, dict, int], str]] = {
    "text": _text,
    "period": _text,
    "flag": lambda value, row, digits: escaped((t("yes") if value else t("no")) if _is_there(value) else MISSING),
    "count": lambda value, row, digits: escaped(count(value)),
    "number": lambda value, row, digits: escaped(number(value, digits=digits)),
    "rate": lambda value, row, digits: escaped(rate(value)),
    "share": lambda value, row, digits: escaped(share(value)),
    "points": lambda value, row, digits: escaped(points(value, unit=False)),
    "money": lambda value, row, digits: escaped(number(value, digits=2)),
    "day": lambda value, row, digits: escaped(day(value)),
    "status": lambda value, row, digits: status_html(value),
    "trend": lambda value, row, digits: sparkline(value, target=row.get("target")),
}
