"""Money rows of Amazon's reports as ledger entries, named so that an overlapping download gives the same names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbench.cleaning.people import masked_texts
from workbench.cleaning.values import as_text
from workbench.sources.amazon.money_forms import number_form
from workbench.sources.sheet import Sheet

CENTS = 100
LARGEST_AMOUNT = 1e12
# Parts of an entry that are words, in which somebody may have typed a phone; numbers of ten digits stay.
_WORDED = frozenset(("reason", "condition", "transaction", "kind", "type"))
_SEPARATOR = pa.scalar(":", pa.large_string())


def amounts_of(sheet: Sheet, keys: Sequence[str]) -> dict[str, pd.Series]:
    """The money columns as numbers, in the one form that the whole file is written in.

    Raises
    ------
    AmbiguousFormat
        The file's amounts can be read in two ways.
    """
    form = number_form(sheet, keys)
    amounts = {key: sheet.numbers(key, form=form) for key in keys}
    for key, column in amounts.items():
        beyond = column.abs() >= LARGEST_AMOUNT
        sheet.refuse(beyond.to_numpy(dtype=bool), key, "larger than any amount of money")
        amounts[key] = column.mask(beyond)
    return amounts


def cents(amounts: pd.Series) -> pd.Series:
    """Amounts as whole cents, so that sums are exact; missing as 0.

    >>> cents(pd.Series([0.1, 0.2, None])).tolist()
    [10, 20, 0]
    """
    return (amounts * CENTS).round().fillna(0).astype("int64")


def set_aside_without_money(sheet: Sheet, amounts: Mapping[str, pd.Series]) -> None:
    """Rows in which every amount is zero or blank hold no entry."""
    money = np.zeros(len(sheet), dtype=bool)
    for column in amounts.values():
        money |= (cents(column) != 0).to_numpy()
    sheet.losses.set_aside(~money, "no money")


def fanned_out(rows: pd.DataFrame, amounts: Mapping[str, pd.Series], kinds: Mapping[str, pd.Series]) -> pd.DataFrame:
    """One row for each amount that is not zero, with its `column`, `kind` and `amount`; the index tells the file row.

    Parameters
    ----------
    rows : DataFrame
        One row per row of the file that is kept, indexed by its position.
    amounts, kinds : mapping of str to Series
        By money column: the amounts and their kinds, by position.
    """
    parts = []
    for column, amount in amounts.items():
        amount = amount[rows.index]
        part = rows[(cents(amount) != 0).to_numpy()]
        parts.append(part.assign(column=column, kind=kinds[column][part.index], amount=amount[part.index]))
    return pd.concat(parts).astype({"column": "str", "kind": "str", "amount": "float64"})


def with_entries(rows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """`rows` with `entry`: these columns and the cents in words, and the ordinal among rows equal in them.

    The ordinal counts within account and settlement. It never depends on the order of rows that differ.
    """
    parts = (masked_texts(rows[name]) if name in _WORDED else rows[name] for name in by)
    words = pc.binary_join_element_wise(*map(_words, parts), _words(cents(rows["amount"])), _SEPARATOR)
    same = [rows["account"], rows["settlement_id"], as_text(words).set_axis(rows.index)]
    ordinal = rows.groupby(same, dropna=False, sort=False).cumcount() + 1
    named = pc.binary_join_element_wise(words, _words(ordinal), pa.scalar("#", pa.large_string()))
    return rows.assign(entry=as_text(named).set_axis(rows.index))


def _words(column: pd.Series) -> pa.Array:
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        seconds = pa.array(column.dt.tz_localize(None)).cast(pa.timestamp("s"), safe=False)
        text = pc.strftime(seconds, format="%Y-%m-%dT%H:%M:%SZ")
    else:
        text = pa.array(column)
    return pc.fill_null(pc.cast(text, pa.large_string()), "")
