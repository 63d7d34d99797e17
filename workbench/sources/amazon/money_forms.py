"""How a whole money report writes its numbers and days: settled by its columns together, never cell by cell.

Settlement files of one layout come with a decimal point or a decimal comma, and with days in ISO form, with dots, or
in figures whose order the market decides. Where two ways fit every value and disagree, nothing is chosen.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbench.cleaning import times, values
from workbench.cleaning.values import COMMA, POINT, NumberFormat, Parsed
from workbench.errors import AmbiguousFormat
from workbench.sources.sheet import Sheet

_SAVED_AGAIN = "was the file opened and saved in a spreadsheet? Download it again and leave it as it is"
# The ways in which a settlement writes its times; a column is in one of them.
TIME_FORMS = {
    "2026-01-31 08:04:21 UTC": ("iso utc", "iso"),
    "31.01.2026 08:04:21 UTC, day first": ("day first utc", "day first", "day first short"),
    "01/31/2026 08:04:21 UTC, month first": ("month first utc", "month first"),
}


def number_form(sheet: Sheet, keys: Sequence[str]) -> NumberFormat:
    """How all amounts of the file are written: with a decimal point or a decimal comma.

    Raises
    ------
    AmbiguousFormat
        Both fit equally well and give other amounts, so that 1.234 may be a thousand or one.
    """
    different = _different(sheet, keys)
    point, comma = (values.parse_numbers(different, form=form) for form in (POINT, COMMA))
    unlike = np.flatnonzero((point.values.notna() & comma.values.notna() & (point.values != comma.values)).to_numpy())
    if point.failed.sum() == comma.failed.sum() and len(unlike):
        at = int(unlike[0])
        raise AmbiguousFormat(
            sheet.name,
            f"every amount can be read in two ways: '{different[at]}' as {point.values[at]:,.3f} or as "
            f"{comma.values[at]:,.3f}",
            expected="amounts with cents, such as 1,234.50 or 1.234,50",
            hint=_SAVED_AGAIN,
        )
    return COMMA if comma.failed.sum() < point.failed.sum() else POINT


def utc_times(sheet: Sheet, key: str, *, beside: Sequence[str] = (), zone: str) -> pd.Series:
    """A column of times as instants; the day and month order is that of the whole column.

    Parameters
    ----------
    sheet : Sheet
        The file.
    key : str
        The column.
    beside : sequence of str
        Further columns, which settle the order of day and month where the column alone does not.
    zone : str
        Zone of the account: a day without a clock time begins at its midnight. Clock times are in UTC.

    Raises
    ------
    AmbiguousFormat
        Day and month may be either way round in every value.
    """
    form = _form_of(sheet, key, beside)

    def parse(text: pa.Array) -> Parsed:
        read = times.parse_local_times(text, zone="UTC", shapes=TIME_FORMS[form])
        days = times.parse_local_times(text, zone=zone, shapes=TIME_FORMS[form]) if read.date_only.any() else read
        return Parsed(read.values.mask(read.date_only, days.values), read.failed)

    return sheet.typed(key, parse, expected=f"a time such as {form}, as in the rest of the column")


def zoned_times(text: pa.Array) -> Parsed:
    """Times that say their zone: an offset of ISO form, or letters behind the time.

    >>> zoned_times(pa.array(["2026-01-31T08:04:21+00:00", "2026-07-31 01:04:21 PDT", "2026-07-31"])
    ...             ).values.astype(str).tolist()
    ['2026-01-31 08:04:21+00:00', '2026-07-31 08:04:21+00:00', nan]
    """
    instants, stamped = times.parse_instants(text), times.parse_stamped_times(text)
    return Parsed(instants.values.fillna(stamped.values), instants.failed & stamped.failed)


def _form_of(sheet: Sheet, key: str, beside: Sequence[str]) -> str:
    """The form that reads most of the column; between equals that disagree, most of the other columns as well."""
    different = _different(sheet, [key])
    best = _best(different, list(TIME_FORMS))
    unlike = _disagreeing(different, best)
    if not unlike:
        return best[0]
    settled = _best(_different(sheet, [key, *beside]), best)
    if len(settled) == 1:
        return settled[0]
    raise AmbiguousFormat(
        sheet.name,
        f"every day in '{sheet.heading(key)}' can be read in two ways: {unlike}",
        expected="days of which one has a number above 12, or days in ISO form",
        hint=_SAVED_AGAIN,
    )


def _best(different: pa.Array, forms: Sequence[str]) -> list[str]:
    """The forms that leave the fewest texts unread."""
    faults = {form: int(_days(different, form).failed.sum()) for form in forms}
    return [form for form in forms if faults[form] == min(faults.values())]


def _disagreeing(different: pa.Array, forms: Sequence[str]) -> str:
    """A text that the first two of these forms read as two days, in words; '' where they agree."""
    if len(forms) < 2:
        return ""
    first, second = (_days(different, form).values for form in forms[:2])
    places = np.flatnonzero((first.notna() & second.notna() & (first != second)).to_numpy())
    if not len(places):
        return ""
    at = int(places[0])
    return f"'{different[at]}' as {first[at]:%Y-%m-%d} or as {second[at]:%Y-%m-%d}"


def _days(different: pa.Array, form: str) -> Parsed:
    return times.parse_days(different, shapes=TIME_FORMS[form])


def _different(sheet: Sheet, keys: Sequence[str]) -> pa.Array:
    open_rows = pa.array(sheet.losses.open)
    cells = [pc.filter(sheet.cells(key), open_rows) for key in keys if sheet.has(key)]
    return pc.drop_null(pc.unique(pa.concat_arrays(cells))) if cells else pa.array([], pa.large_string())
