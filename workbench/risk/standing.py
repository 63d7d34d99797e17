"""How urgent each KPI is: the one order in which every board and list shows them, worst first."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pandas as pd

from workbench.risk.breach import breach_risk
from workbench.tables import require_columns

STANDINGS = ("breach", "at_risk", "watch", "good", "unmeasured", "no_rule")
"""From the one that asks for most to the one that asks for nothing."""

# A target that is likelier than this to be missed within the days asked for is at risk.
LIKELY_FROM = 0.3
# Days ahead that the boards' chances speak of.
STANDING_DAYS = 21
_OF_ROW = ["account", "kpi", "scope", "window_days", "basis"]


def standings(board: pd.DataFrame) -> pd.Series:
    """One of `STANDINGS` for each KPI: its status, or at_risk where its target is likely to be missed soon.

    Parameters
    ----------
    board : DataFrame
        status; where they are known, probability (that the target is missed, 0-1), headroom (orders), level (the
        platform's own label).

    Returns
    -------
    Series of str
        Indexed as `board`. at_risk takes the place of watch and good where the probability is at least
        `LIKELY_FROM`; where the target is missed already, at a platform's yellow, which is no breach yet; and where
        the platform's own label is "at risk".

    Raises
    ------
    TableError
        There is no column status.

    >>> standings(pd.DataFrame({"status": ["good", "good", "breach"], "probability": [0.3, 0.29, 0.9]})).tolist()
    ['at_risk', 'good', 'breach']
    """
    require_columns(board, ["status"], of="KPI table")
    return pd.Series([standing_of(row) for row in board.to_dict("records")], board.index, dtype="str")


def standing_of(row: Mapping) -> str:
    """The standing of one KPI, as `standings` tells it of a table.

    Parameters
    ----------
    row : mapping
        As a row of the table there.

    >>> standing_of({"status": "watch", "headroom": -8}), standing_of({"status": "watch", "headroom": 0})
    ('at_risk', 'watch')
    """
    if row["status"] not in ("watch", "good"):
        return row["status"]
    likely, room = row.get("probability"), row.get("headroom")
    is_near = (pd.notna(likely) and likely >= LIKELY_FROM) or (pd.notna(room) and room < 0)
    return "at_risk" if is_near or _is_called_so(row) else row["status"]


def _is_called_so(row: Mapping) -> bool:
    """Whether the platform's own label is at risk."""
    return str(row.get("level")).casefold().replace("_", " ") == "at risk"


def urgency(board: pd.DataFrame) -> pd.Series:
    """The place of each KPI's standing in `STANDINGS`, to sort by."""
    return standings(board).map(STANDINGS.index).astype("int64")


def with_standing(client, kpis: pd.DataFrame, *, days: int = STANDING_DAYS) -> pd.DataFrame:
    """The KPI table with what is likely to be missed soon, worst first.

    Parameters
    ----------
    client : Client
        With its profile's accounts and the canonical tables.
    kpis : DataFrame
        As `workbench.kpi_table` gives it.
    days : int
        Days ahead that the probability speaks of, 1 to 30.

    Returns
    -------
    DataFrame
        The rows of `kpis` with probability (missing where none can be told, as for a target that is missed already)
        and standing, one of `STANDINGS`. Sorted by standing, then as before.

    Raises
    ------
    ParameterError, TableError
        As `workbench.breach_risk`.

    Source: docs/kpis.md, Target and status.
    """
    risk = breach_risk(client, kpis, days=days)
    known: dict[Hashable, float] = dict(zip(_keys(risk), risk["probability"], strict=True))
    told = kpis.assign(probability=pd.Series([known.get(key) for key in _keys(kpis)], kpis.index, dtype="float64"))
    rooms = dict(zip(_keys(risk), risk["headroom"], strict=True))
    room = pd.Series([rooms.get(key) for key in _keys(kpis)], kpis.index, dtype="Int64")
    ranked = told.assign(standing=standings(told.assign(headroom=room)))
    order = ranked["standing"].map(STANDINGS.index).sort_values(kind="stable").index
    return ranked.loc[order].reset_index(drop=True)


def _keys(rows: pd.DataFrame) -> list[tuple]:
    """What tells one figure from another: account, KPI, scope, window and where it comes from."""
    told = rows[_OF_ROW].astype("object")
    return list(told.where(told.notna(), "").itertuples(index=False, name=None))
