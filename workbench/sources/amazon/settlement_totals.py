"""A settlement's own total, and the rows that must add up to it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from workbench.errors import UnreadableFile, listed
from workbench.sources.amazon.money_rows import CENTS, cents
from workbench.sources.sheet import Sheet


def check_totals(
    sheet: Sheet,
    settlement: pd.Series,
    currency: pd.Series,
    *,
    stated: pd.Series,
    amounts: Mapping[str, pd.Series],
    summary: np.ndarray,
) -> None:
    """Set each settlement's `total-amount` beside the sum of its rows.

    The total also says what exact copies of a row are: amounts of their own where it counts them, repetitions
    where it holds without them.

    Parameters
    ----------
    sheet : Sheet
        The file.
    settlement, currency, stated : Series
        By row: settlement id, currency, and total (on summary rows).
    amounts : mapping of str to Series
        The money columns.
    summary : array of bool
        Which rows are summaries.

    Raises
    ------
    UnreadableFile
        A settlement has rows but no total.
    """
    rows = pd.DataFrame(
        {"settlement": settlement, "currency": currency, "row": sheet.raw.rows, "stated": cents(stated)}
    )
    rows["cents"] = sum(cents(amount) for amount in amounts.values())
    rows["is_copy"] = sheet.copies("settlement_id", "order_id", "item_code", "transaction", *amounts)
    sheet.losses.repeat(rows["is_copy"].to_numpy() & summary)
    declared = rows[sheet.losses.kept & stated.notna().to_numpy()].drop_duplicates(["settlement", "stated"])
    details = rows[sheet.losses.kept & ~summary]
    _check_all_declared(sheet, details, declared)
    details = _without_repetitions(sheet, details, declared)
    found = details.groupby("settlement")["cents"].sum()
    for total in declared.itertuples():
        sheet.state_total(
            f"total-amount of settlement {total.settlement}",
            stated=total.stated / CENTS,
            found=found.get(total.settlement, 0) / CENTS,
            currency="" if pd.isna(total.currency) else total.currency,
            where=str(total.row),
        )


def _check_all_declared(sheet: Sheet, details: pd.DataFrame, declared: pd.DataFrame) -> None:
    without = sorted(set(details["settlement"].unique()) - set(declared["settlement"]))
    if without:
        raise UnreadableFile(
            sheet.name,
            f"no row with the total-amount of settlement {listed(without[:5])}",
            expected="the summary row that Amazon writes first",
            hint="the file was cut or sorted by hand: download it again",
        )


def _without_repetitions(sheet: Sheet, details: pd.DataFrame, declared: pd.DataFrame) -> pd.DataFrame:
    """The rows without exact copies in those settlements whose total holds only so."""
    if not details["is_copy"].any():
        return details
    stated = declared.drop_duplicates("settlement").set_index("settlement")["stated"]
    every = details.groupby("settlement")["cents"].sum()
    once = details[~details["is_copy"]].groupby("settlement")["cents"].sum()
    holds = {number: cents == stated[number] for number, cents in every.items()}
    pasted = [number for number, cents in once.items() if cents == stated[number] and not holds[number]]
    repeated = details["is_copy"] & details["settlement"].isin(pasted)
    places = np.zeros(len(sheet), dtype=bool)
    places[details.index[repeated]] = True
    sheet.losses.repeat(places)
    own = details["is_copy"] & details["settlement"].map(holds)
    if own.any():
        sheet.notes.append(f"{int(own.sum()):,} rows are exact copies of earlier ones, and the total counts them: kept")
    return details[~repeated]
