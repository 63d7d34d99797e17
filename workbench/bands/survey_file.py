"""A price survey's file: one row per person, every cell checked, all faults told at once."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.errors import NothingToShow, ParameterError, listed

LEVELS = ("too_cheap", "cheap", "expensive", "too_expensive")
LIKELY = ("likely_cheap", "likely_expensive")
OFFERED = re.compile(r"would_buy_\d+(?:\.\d+)?")
YES_NO = {
    **dict.fromkeys(("yes", "y", "1", "true", "sí", "si", "是", "会"), 1.0),
    **dict.fromkeys(("no", "n", "0", "false", "否", "不会"), 0.0),
}
MOST_EXAMPLES = 5


def read_survey(path: str | Path) -> pd.DataFrame:
    """One row per person: the columns of `LEVELS` and `LIKELY` (missing where the file has none) and would_buy_<price>.

    Raises
    ------
    ParameterError, NothingToShow
        As `price_survey`.
    """
    where = Path(path).name
    try:
        cells = pd.read_csv(path, dtype="str", encoding="utf-8-sig", keep_default_na=False)
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as fault:
        raise ParameterError(
            where, f"not readable: {fault}", expected="a UTF-8 CSV file, one row per person"
        ) from fault
    cells.columns = [str(name).strip().casefold() for name in cells.columns]
    offered = [name for name in cells.columns if OFFERED.fullmatch(name)]
    if not offered and not set(LEVELS) <= set(cells.columns):
        raise NothingToShow(
            where,
            f"its columns are {listed(cells.columns)}",
            expected=f"{listed(LEVELS)}, or columns such as would_buy_199",
            hint="name the columns of the survey's export so",
        )
    faults: list[str] = []
    read = {name: _column(cells, name, _amount, faults) for name in LEVELS}
    read |= {name: _column(cells, name, _likelihood, faults) for name in LIKELY}
    read |= {name: _column(cells, name, _answer, faults) for name in offered}
    if faults:
        more = f" and {len(faults) - MOST_EXAMPLES} more" if len(faults) > MOST_EXAMPLES else ""
        raise ParameterError(
            where,
            "; ".join(faults[:MOST_EXAMPLES]) + more,
            expected="prices such as 199 or 1,299.50, likelihoods 1 to 5, yes or no",
        )
    people = pd.DataFrame(read)
    if people.dropna(how="all").empty:
        raise NothingToShow(where, "nobody answered", expected="one row per person")
    return people


def _column(cells: pd.DataFrame, name: str, read, faults: list[str]) -> pd.Series:
    """A column's values; what can't be read is told with its row as in the file."""
    if name not in cells.columns:
        return pd.Series(np.nan, index=cells.index)
    values = []
    for row, text in enumerate(cells[name], start=2):
        value = read(text.strip().casefold()) if text.strip() else np.nan
        if value is None:
            faults.append(f"{name} '{text.strip()[:30]}' (row {row})")
        values.append(np.nan if value is None else value)
    return pd.Series(values, index=cells.index, dtype="float64")


def _amount(text: str) -> float | None:
    if not re.fullmatch(r"\$?\s*(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", text):
        return None
    return float(re.sub(r"[$,\s]", "", text))


def _likelihood(text: str) -> float | None:
    return float(text) if text in ("1", "2", "3", "4", "5") else None


def _answer(text: str) -> float | None:
    return YES_NO.get(text)
