"""File rows that say one thing together: one table row, with the numbers of all of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from workbench.sources.sheet import Sheet


def gathered(sheet: Sheet, rows: pd.DataFrame, by: Sequence[str]) -> tuple[pd.DataFrame, pd.Series]:
    """The first kept row of each group with `where`, the numbers of the group's rows; and each kept row's group.

    Parameters
    ----------
    sheet : Sheet
        The file; only its rows that are still kept are gathered.
    rows : DataFrame
        One row per row of the sheet.
    by : sequence of str
        Columns that are equal within a group; a missing value is equal to a missing one.

    Returns
    -------
    tuple of DataFrame and Series
        Rows and groups by position in the sheet; group n is the nth of the rows.
    """
    kept = rows[sheet.losses.kept]
    group = kept.groupby(list(by), sort=False, dropna=False).ngroup()
    numbers = pd.Series(sheet.raw.rows[kept.index], index=kept.index).astype("str")
    shared = group.duplicated(keep=False)
    first = ~group.duplicated()
    where = numbers[first]
    if shared.any():
        joined = numbers[shared].groupby(group[shared]).agg(",".join)
        where = group[first].map(joined).astype("str").where(shared[first], where)
    return kept[first].assign(where=where.astype("str")), group


def set_aside_further(sheet: Sheet, group: pd.Series, *, kind: str) -> None:
    """Count all rows of a group but its first as structural, of this kind."""
    further = np.zeros(len(sheet), dtype=bool)
    further[group.index[group.duplicated()]] = True
    sheet.losses.set_aside(further, kind)


def sums(rows: pd.DataFrame, group: pd.Series, columns: Sequence[str]) -> pd.DataFrame:
    """The columns added up within each group, missing where no row has a value; amounts to the cent."""
    added = rows.loc[group.index, list(columns)].groupby(group, sort=False).sum(min_count=1)
    return added.round(2)
