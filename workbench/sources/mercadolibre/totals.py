"""Totals that the rows of an export state themselves: checked to the cent, and the rows that are off named."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.cleaning.losses import KEPT, STRUCTURAL
from workbench.sources.contract import ControlTotal
from workbench.sources.sheet import Sheet

# A workbook edited by hand may be off in every row; the first ones show what happened.
MOST_NAMED = 20


def cents(amounts: pd.Series) -> pd.Series:
    """Amounts as whole cents; missing stays missing.

    >>> cents(pd.Series([0.1 + 0.2, -1.005, None])).tolist()
    [30.0, -100.0, nan]
    """
    return (amounts.astype("float64") * 100).round()


def state_row_totals(
    sheet: Sheet,
    name: str,
    *,
    stated: pd.Series,
    found: pd.Series,
    rows: np.ndarray | None = None,
    currency: str = "",
    blank: tuple[str, np.ndarray] | None = None,
) -> None:
    """One control total over all rows that have both figures, and one for each row in which they differ.

    Parameters
    ----------
    sheet : Sheet
        The file; refused and repeated rows are left out.
    name : str
        What the rows state, in the file's own words.
    stated, found : Series
        By position, in `currency`; a row in which either is missing states nothing.
    rows : array of bool, optional
        The rows that state it; all of them where left out.
    currency : str
        ISO code.
    blank : tuple of str and array of bool, optional
        A heading, and the rows whose blank cell under it would take off what was found too much, if anything was.
    """
    counts = np.isin(sheet.losses.fate, (KEPT, STRUCTURAL)) & (stated.notna() & found.notna()).to_numpy()
    counts &= True if rows is None else rows
    if not counts.any():
        return
    said, gave = cents(stated).to_numpy(), cents(found).to_numpy()
    sheet.state_total(name, stated=said[counts].sum() / 100, found=gave[counts].sum() / 100, currency=currency)
    for place in np.flatnonzero(counts & (said != gave))[:MOST_NAMED]:
        row = str(sheet.raw.rows[place])
        left = blank[0] if blank and blank[1][place] and gave[place] > said[place] else ""
        sheet.totals.append(ControlTotal(name, float(said[place] / 100), float(gave[place] / 100), currency, row, left))
