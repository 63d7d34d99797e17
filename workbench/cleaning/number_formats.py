"""Which number format a whole column is written in: stated, shown by the column itself, or ambiguous.

"1.000" alone is one or a thousand. One "1.000,00" beside it settles the whole column; where nothing does, both
readings are shown and a person says which.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbench.cleaning.values import COMMA, GLUED, POINT, NumberFormat, parse_numbers

FORMATS = (POINT, COMMA, GLUED)


@dataclass(frozen=True)
class FormatChoice:
    """The format of a column; None where two readings fit, with what each makes of the same text."""

    form: NumberFormat | None
    readings: tuple[str, ...] = ()


def choose_format(text: pa.Array, *, stated: NumberFormat) -> FormatChoice:
    """The one format in which a column of prices can be read.

    A format fits that reads every cell that any format reads. Where several fit and give different numbers,
    the stated one is taken if no cell then has three decimals: no price does, so "1,079" is a thousand and more.

    Parameters
    ----------
    text : Array
        Prices as text; missing = null.
    stated : NumberFormat
        How the market writes prices.

    >>> choose_format(pa.array(["1.000", "1.250,50"]), stated=POINT).form.example
    '1.234,56'
    >>> choose_format(pa.array(["1.000", "250"]), stated=POINT).readings
    ("'1.000' is 1 (1,234.56) or 1,000 (1.234,56)",)
    """
    different = pc.drop_null(pc.unique(text))
    readings = {form: parse_numbers(different, form=form).values.to_numpy() for form in FORMATS}
    readable = ~np.all([np.isnan(values) for values in readings.values()], axis=0)
    fitting = [form for form, values in readings.items() if not np.isnan(values[readable]).any()]
    if not fitting:
        return FormatChoice(None, _only_one_way(different, readings))
    first = readings[fitting[0]]
    if all(np.array_equal(readings[form], first, equal_nan=True) for form in fitting):
        return FormatChoice(stated if stated in fitting else fitting[0])
    if stated in fitting and not _has_thousandths(different, stated):
        return FormatChoice(stated)
    return FormatChoice(None, _both_ways(different, [(form, readings[form]) for form in fitting]))


def _has_thousandths(different: pa.Array, form: NumberFormat) -> bool:
    pattern = rf"\{form.decimal}\d{{3}}\D*$"
    return bool(pc.any(pc.match_substring_regex(different, pattern=pattern)).as_py())


def _both_ways(different: pa.Array, fitting: list[tuple[NumberFormat, np.ndarray]]) -> tuple[str, ...]:
    """The first text whose value depends on the format."""
    values = pd.DataFrame({form.example: read for form, read in fitting})
    place = int(np.flatnonzero(values.nunique(axis=1) > 1)[0])
    told = values.loc[place].drop_duplicates()
    return (f"'{different[place]}' is " + " or ".join(f"{value:,.12g} ({form})" for form, value in told.items()),)


def _only_one_way(different: pa.Array, readings: dict[NumberFormat, np.ndarray]) -> tuple[str, ...]:
    """For each format a text that it can read and another can't."""
    told = {}
    for form, values in readings.items():
        lost = np.any([np.isnan(other) for other in readings.values()], axis=0) & ~np.isnan(values)
        for place in np.flatnonzero(lost)[:1]:
            told.setdefault(different[int(place)].as_py(), f"{values[place]:,.12g} ({form.example})")
    return tuple(f"'{text}' is {value}" for text, value in told.items())
