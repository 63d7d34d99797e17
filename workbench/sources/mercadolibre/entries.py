"""Ledger entries of a money report: a row fans out into its amounts, each named alike in every later download.

The name of a row is made of what the platform says of it (number, instant, amount), and an ordinal among rows
that are equal in all of that; so neither the order of the rows nor the period of the download changes it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbench.cleaning.values import as_text
from workbench.sources.mercadolibre.totals import cents
from workbench.sources.sheet import Sheet

REST = "not itemised"


def row_names(sheet: Sheet, *parts: pd.Series) -> pd.Series:
    """The parts as one text, with an ordinal from the second of equal rows on; only rows that are kept count."""
    names = parts[0].fillna("").astype("str")
    for part in parts[1:]:
        names = names + "/" + part.fillna("").astype("str")
    kept = names[sheet.losses.kept]
    ordinals = (kept.groupby(kept).cumcount() + 1).reindex(names.index, fill_value=1)
    return names.where(ordinals == 1, names + "#" + ordinals.astype("str"))


def instant_text(instants: pd.Series) -> pd.Series:
    """Instants to the second in UTC, as they stand in names of entries.

    >>> instant_text(pd.Series(pd.to_datetime(["2026-01-31T08:04:21Z"]))).tolist()
    ['20260131T080421']
    """
    seconds = pc.cast(pa.array(instants), pa.timestamp("s", tz="UTC"), safe=False)
    return as_text(pc.cast(pc.strftime(seconds, format="%Y%m%dT%H%M%S"), pa.large_string()))


def cents_text(amounts: pd.Series) -> pd.Series:
    """Amounts in cents, as they stand in names of entries.

    >>> cents_text(pd.Series([12.5, None])).tolist()
    ['1250', nan]
    """
    return cents(amounts).astype("Int64").astype("str").where(amounts.notna())


def fanned_out(
    sheet: Sheet, lines: pd.DataFrame, parts: Mapping[str, pd.Series], *, net: pd.Series, kinds: Mapping[str, pd.Series]
) -> pd.DataFrame:
    """One entry for each part of a row that is not zero, and one for what of its net amount no part explains.

    Parameters
    ----------
    sheet : Sheet
        The file; rows without any amount are set aside, rows whose parts miss the net amount are noted.
    lines : DataFrame
        One row per file row: the ledger's columns, and `name`; without entry, kind and amount.
    parts : mapping of str to Series
        Column of the report to amounts, positive in the seller's favour.
    net : Series
        What the row moves in all.
    kinds : mapping of str to Series
        Column of the report, and `REST`, to the kind of the entry.

    Returns
    -------
    DataFrame
        Ledger entries that add up to `net` row by row, by position in the sheet.
    """
    told = {column: cents(amounts).fillna(0) for column, amounts in parts.items()}
    rest = cents(net).fillna(0) - sum(told.values())
    every = {**told, REST: rest}
    empty = np.logical_and.reduce([amounts.eq(0).to_numpy() for amounts in every.values()])
    sheet.losses.set_aside(empty, "line without an amount")
    _note_rest(sheet, rest)
    entries = [_entries(lines, column, amounts / 100, kinds[column]) for column, amounts in every.items()]
    return pd.concat(entries).drop(columns="name")


def _entries(lines: pd.DataFrame, column: str, amounts: pd.Series, kind: pd.Series) -> pd.DataFrame:
    chosen = lines[amounts.ne(0).to_numpy()]
    return chosen.assign(
        entry=chosen["name"] + ":" + column, kind=kind.reindex(chosen.index), amount=amounts.reindex(chosen.index)
    )


def _note_rest(sheet: Sheet, rest: pd.Series) -> None:
    off = sheet.losses.kept & rest.ne(0).to_numpy()
    if off.any():
        sheet.notes.append(
            f"in {int(off.sum()):,} rows the parts do not make up the net amount; the rest, together "
            f"{rest[off].sum() / 100:,.2f}, is kept as '{REST}'"
        )
