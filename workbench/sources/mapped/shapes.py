"""How a column's numbers and days may be read, and whether two readings fit all of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa

from workbench.cleaning import times, values
from workbench.cleaning.values import COMMA, POINT, NumberFormat, Parsed

NUMBERS: Mapping[str, NumberFormat] = {"point": POINT, "comma": COMMA}
"""Formats of numbers: 1,234.56 and 1.234,56."""

DATES: Mapping[str, str] = {
    "iso": "2026-01-31",
    "day first": "31/01/2026",
    "month first": "01/31/2026",
    "spanish": "31 de enero de 2026",
    "day month name": "31-Jan-2026",
    "serial": "46053, a spreadsheet's day number",
    "offset": "2026-01-31T08:00:00+00:00, with its own offset",
}
"""Shapes of days and times, likeliest first, with an example."""

# A format still fits where this share of the cells is dirt, and no other format fits all of them.
MOST_DIRT = 0.05


def number_forms(cells: pa.Array) -> list[str]:
    """The formats in which the cells are numbers; percent signs are no hindrance."""
    return _fitting(cells, list(NUMBERS), lambda form: parsed_numbers(cells, form=NUMBERS[form]))


def date_forms(cells: pa.Array) -> list[str]:
    """The shapes in which the cells are days or times."""
    return _fitting(cells, list(DATES), lambda form: _stamps(cells, form))


def two_readings(cells: pa.Array, forms: list[str]) -> tuple[str, str, str] | None:
    """A cell that two of the fitting formats read differently, as (cell, one reading, the other); else None."""
    for other in forms[1:]:
        one, two = (_read(cells, form) for form in (forms[0], other))
        differ = one.ne(two) & one.notna() & two.notna()
        if differ.any():
            at = int(differ.to_numpy().argmax())
            return cells[at].as_py(), _shown(one[at]), _shown(two[at])
    return None


def parsed_numbers(cells: pa.Array, *, form: NumberFormat) -> Parsed:
    """Numbers, a percentage as a fraction."""
    signed = values.matches(cells, r"%\s*$")
    plain = values.parse_numbers(cells, form=form)
    if not signed.any():
        return plain
    shares = values.parse_shares(cells, form=form)
    read = pd.Series(np.where(signed, shares.values, plain.values))
    return Parsed(read, np.where(signed, shares.failed, plain.failed))


def shapes_of(form: str) -> tuple[str, ...]:
    """The shapes that a format allows: a workbook's true dates come as ISO text, whatever its texts look like."""
    return (form,) if form == "iso" else (form, "iso")


def _fitting(cells: pa.Array, forms: list[str], parse: Callable[[str], Parsed]) -> list[str]:
    filled = len(cells) - cells.null_count
    failed = {form: int(np.asarray(parse(form).failed).sum()) for form in forms} if filled else {}
    whole = [form for form, count in failed.items() if not count]
    return whole or [form for form, count in failed.items() if count <= MOST_DIRT * filled]


def _stamps(cells: pa.Array, form: str) -> Parsed:
    if form == "offset":
        return times.parse_instants(cells)
    return times.parse_local_times(cells, zone="UTC", shapes=(form,))


def _read(cells: pa.Array, form: str) -> pd.Series:
    return parsed_numbers(cells, form=NUMBERS[form]).values if form in NUMBERS else _stamps(cells, form).values


def _shown(value: object) -> str:
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else f"{value:,.15g}"
