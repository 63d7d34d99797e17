"""What the reconciliation reports of Walmart have in common: dates by market, and names of entries."""

from __future__ import annotations

import pandas as pd

from workbench.sources.contract import Account
from workbench.sources.sheet import Sheet

# How Walmart Mexico writes a day with slashes was never seen: there, only days that can't be misread are read.
SHAPES = {"US": ("month first", "iso", "serial")}
OTHER_SHAPES = ("iso", "serial")


def posted_at(sheet: Sheet, key: str, account: Account) -> pd.Series:
    """The column's days or times in the account's zone."""
    return sheet.local_times(key, zone=account.zone, shapes=SHAPES.get(account.market, OTHER_SHAPES))


def numbered_entries(*names: pd.Series) -> pd.Series:
    """The names joined, with an ordinal among rows with the same names: "key:1:Product Price#1".

    A later download has the same rows in the same order, so the same amount keeps its name.

    >>> numbered_entries(pd.Series(["k", "k", "m"]), pd.Series(["Price", "Price", None])).tolist()
    ['k:Price#1', 'k:Price#2', 'm:#1']
    """
    joined = names[0].fillna("").astype("str")
    for name in names[1:]:
        joined = joined + ":" + name.fillna("").astype("str")
    ordinal = joined.groupby(joined).cumcount() + 1
    return (joined + "#" + ordinal.astype("str")).astype("str")


def same_in_every_row(word: str, rows: pd.Index) -> pd.Series:
    """A column that says one thing."""
    return pd.Series(word, index=rows, dtype="str")


def cents(amounts: pd.Series) -> int:
    """The sum in whole cents, so that float noise never fails a file."""
    return int((amounts * 100).round().sum())
