"""What followed a sale in a Ventas workbook: claims, mediations and returns."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from workbench.cleaning import times, values
from workbench.sources.contract import Account
from workbench.sources.sheet import Sheet

SHAPES = ("spanish", "iso", "serial")
YES = ("sí", "si", "yes", "1")
NO = ("no", "0")
NO_YEAR = r"^(?P<day>\d{1,2} de [a-z]+)(?P<clock>(?:(?:,? +| ?\| ?)\d{1,2}:\d{2}.*)?)$"


def claims(sheet: Sheet, account: Account, lines: pd.DataFrame) -> pd.DataFrame:
    """One claim a sale; a mediation where Mercado Libre was called in."""
    opened, closed, mediated = (_claim_mark(sheet, key, account) for key in ("claim_open", "claim_closed", "mediated"))
    any_mark = opened[0] | closed[0] | mediated[0]
    words = pd.Series(np.where(closed[0], sheet.heading("claim_closed"), sheet.heading("claim_open")), dtype="str")
    result = sheet.text("outcome")
    frame = pd.DataFrame(
        {
            "account": lines["account"],
            "order_id": lines["order_id"],
            "kind": pd.Series(np.where(mediated[0], "mediation", "claim"), dtype="str"),
            "opened_at": opened[1],
            "outcome": words.where(result.isna(), words + ": " + result),
            "counts": pd.Series(pd.NA, index=lines.index, dtype="boolean"),
            "closed_at": closed[1],
        }
    )
    return frame[any_mark].drop_duplicates(["order_id", "kind"])


def returned_lines(sheet: Sheet, account: Account, lines: pd.DataFrame) -> pd.DataFrame:
    """One return a sale whose returns group is filled, or whose state says that it came back."""
    second = sheet.occurrence_under("units", "devoluc", otherwise=2)
    shipped = sheet.occurrence_under("delivered_at", "devoluc", otherwise=2)
    units = sheet.counts("units", occurrence=second)
    came_back = (units > 0).fillna(False) | lines["status"].eq("returned")
    received = account_time(sheet, "delivered_at", account, shipped)
    reason = sheet.text("outcome_reason")
    back = lines[came_back.to_numpy(dtype=bool)]
    return pd.DataFrame(
        {
            "account": back["account"],
            "return_id": back["order_id"] + "/" + back["line_id"].fillna(""),
            "order_id": back["order_id"],
            "sku": back["sku"],
            "quantity": units[back.index],
            "reason": reason[back.index],
            "received_at": received[back.index],
            "currency": back["currency"],
        }
    )


def complete_years(sheet: Sheet, account: Account, ordered: pd.Series) -> None:
    """Give shipping days without a year ("11 de agosto") the year that brings them nearest to their sale."""
    for key in ("on_the_way_at", "delivered_at"):
        for occurrence in (1, 2):
            bare = sheet.matches(key, NO_YEAR, occurrence=occurrence) & ordered.notna().to_numpy()
            if bare.any():
                cells = _with_year(sheet.cells(key, occurrence=occurrence), bare, ordered, zone=account.zone)
                sheet.replace(key, cells, occurrence=occurrence)


def _with_year(cells: pa.Array, bare: np.ndarray, ordered: pd.Series, *, zone: str) -> pa.Array:
    text, sold = values.as_text(cells), ordered.dt.tz_convert(zone).dt.year.astype("Int64")
    parts = text.str.lower().str.extract(NO_YEAR)
    written = [
        text.where(~bare, parts["day"] + " de " + year.astype("str") + parts["clock"])
        for year in (sold, sold - 1, sold + 1)
    ]
    away = [_seconds_between(each_year, ordered, zone=zone) for each_year in written]
    nearest = np.argmin(away, axis=0)
    chosen = np.choose(nearest, [each_year.to_numpy(dtype=object) for each_year in written])
    return values.text_array([None if pd.isna(word) else word for word in chosen])


def _seconds_between(written: pd.Series, ordered: pd.Series, *, zone: str) -> np.ndarray:
    stamps = times.parse_local_times(pa.array(written, pa.large_string()), zone=zone, shapes=SHAPES).values
    return (stamps - ordered).abs().dt.total_seconds().fillna(np.inf).to_numpy()


def account_time(sheet: Sheet, key: str, account: Account, occurrence: int) -> pd.Series:
    """A time column in the zone of the account."""
    return sheet.local_times(key, zone=account.zone, shapes=SHAPES, occurrence=occurrence)


def _claim_mark(sheet: Sheet, key: str, account: Account) -> tuple[np.ndarray, pd.Series]:
    """Whether the sale has the mark, and its time where the cell holds one."""
    if not sheet.present(key).any():
        return np.zeros(len(sheet), dtype=bool), pd.Series(pd.NaT, index=range(len(sheet)), dtype=times.UTC)
    words = sheet.text(key).str.casefold()
    stamp = times.parse_local_times(sheet.cells(key), zone=account.zone, shapes=("spanish", "iso"))
    number = pd.to_numeric(words, errors="coerce")
    marked = words.isin(YES) | (number > 0) | stamp.values.notna()
    strange = words.notna() & ~marked & ~words.isin(NO) & ~number.eq(0)
    sheet.refuse(strange.to_numpy(dtype=bool), key, "not yes, no, a number or a time")
    return marked.to_numpy(dtype=bool), stamp.values
