"""A KPI's change between two days, split into its causes without a rest."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pandas as pd

from workbench.accountability.decomposition import Part, Tally, by_cause, by_group, printed_hundredths
from workbench.accountability.order_labels import UNSAID, order_labels
from workbench.kpis.counting import count_window, window_rows
from workbench.kpis.days import parse_day
from workbench.kpis.definitions import Definition, definition_of
from workbench.kpis.frames import AccountFrames, account_frames
from workbench.kpis.standards import standards
from workbench.kpis.table import opportunities, scopes_of
from workbench.kpis.traffic import MONTHLY

# Of the orders that went wrong alone; of all orders.
CAUSES, GROUPS = ("cause", "accountable"), ("carrier", "sku", "category")
COUNTS = ("numerator_before", "denominator_before", "numerator_after", "denominator_after")
COLUMNS = {
    "by": "str",
    "name": "str",
    "effect": "str",
    **dict.fromkeys(COUNTS, "Int64"),
    "part": "float64",
    "part_hundredths": "Int64",
    "change": "float64",
}


def change_parts(
    client, *, kpi: str, account: str, as_of: str | date, against: str | date, scope: str = ""
) -> pd.DataFrame:
    """The change of a KPI's rate between the windows of two days, by each way of splitting it.

    The ways are told apart by `by`; within each of them the parts add up to the change exactly:

    - cause: why orders went wrong; of parcels also who had them (not_scanned, customs, carrier, lost).
    - accountable: whether the seller had the order when it went wrong (seller, others, unsaid). Whether the
      platform counts it is another question: what is listed here it counts.
    - carrier, sku, category: every order belongs to one group. What the group's own rate brought (effect rate) and
      what its share of all orders brought (effect mix) stand apart.

    Parameters
    ----------
    client : Client
        With its profile's accounts and the canonical tables.
    kpi, account, scope : str
        Which KPI of which account, as in `workbench.kpi_orders`.
    as_of, against : str or date
        The two days; `against` is the one that the change is counted from.

    Returns
    -------
    DataFrame
        One row per part: by, name, effect (rate, mix), counts of the group in both windows (for causes: orders that
        went wrong, and all orders), part (difference of rates), part_hundredths (the same in hundredths of a percentage
        point, rounded so that printed parts add up to the printed change), change (the whole one). A way whose
        labels no file holds is left out. Without rows where one of the two figures can't be counted from orders.
        Sorted by way, then by size.

    Raises
    ------
    ParameterError
        No such KPI, account or day.
    TableError
        A canonical table lacks a column.

    Source: Kitagawa (1955) for groups, the two windows weighted alike; the orders are those of `workbench.kpi_orders`.

    Known to be wrong when: the KPI's rule changed between the two days; the parts then hold the change of rule too.
    """
    days = [parse_day(each, where="change_parts") for each in (against, as_of)]
    frames = account_frames(client, account=account, where="change_parts")
    definition = definition_of(kpi, platform=frames.account.platform, where="change_parts")
    scope = scope or next(iter(scopes_of(frames, definition)), "")
    windows = [_window(frames, definition, scope, day) for day in days]
    if any(window is None for window in windows):
        return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)
    told = [
        pd.concat([window, order_labels(frames, window, client.catalogue, on=day)], axis=1)
        for window, day in zip(windows, days, strict=True)
    ]
    rows = [row for way in (*CAUSES, *GROUPS) for row in _way(told, way, is_higher_better=definition.higher_is_better)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _window(frames: AccountFrames, definition: Definition, scope: str, on: pd.Timestamp) -> pd.DataFrame | None:
    """The counted rows of a day's window; None where they give no rate."""
    standard = standards(frames, definition=definition, scope=scope, on=on)[-1]
    if not definition.builder or definition.builder in MONTHLY or standard.days is None:
        return None
    found = opportunities(frames, definition=definition, scope=scope, standard=standard)
    span = {"as_of": on, "days": standard.days, "lag": standard.lag}
    counts = count_window(found, **span)
    if counts.numerator is None or not counts.denominator:
        return None
    rows = window_rows(found.rows, **span)
    return rows[~rows["is_left_out"]].reset_index(drop=True)


def _way(windows: list[pd.DataFrame], way: str, *, is_higher_better: bool) -> list[dict]:
    """The parts of one way of splitting, largest first."""
    if all((window[way] == UNSAID).all() for window in windows) and way not in CAUSES:
        return []
    tallies = [_causes(each, way, is_higher_better) if way in CAUSES else _groups(each, way) for each in windows]
    parts = _cause_parts(tallies, windows, is_higher_better) if way in CAUSES else by_group(*tallies)
    change = sum((part.size for part in parts), Fraction(0))
    printed = printed_hundredths([part.size for part in parts])
    # A cause that one window lacks had none of that window's orders; a group that it lacks had no orders at all.
    absent = [Tally(0, _total(window) if way in CAUSES else 0) for window in windows]
    counts = [[tally.get(part.name, none) for tally, none in zip(tallies, absent, strict=True)] for part in parts]
    rows = [
        _row(way, part, sides, hundredths, change)
        for part, sides, hundredths in zip(parts, counts, printed, strict=True)
    ]
    return sorted(rows, key=lambda row: (-abs(row["part"]), row["name"], row["effect"]))


def _cause_parts(tallies: list[dict[str, Tally]], windows: list[pd.DataFrame], is_higher_better: bool) -> list[Part]:
    totals = (_total(windows[0]), _total(windows[1]))
    parts = by_cause(*({name: each.hit for name, each in tally.items()} for tally in tallies), totals=totals)
    # What goes wrong lowers a rate of what goes well.
    return [Part(part.name, part.effect, -part.size) for part in parts] if is_higher_better else parts


def _causes(window: pd.DataFrame, way: str, is_higher_better: bool) -> dict[str, Tally]:
    wrong = window[window["is_numerator"] != is_higher_better]
    total = _total(window)
    return {str(name): Tally(int(hit), total) for name, hit in wrong.groupby(way)["weight"].sum().items()}


def _groups(window: pd.DataFrame, way: str) -> dict[str, Tally]:
    hit = window["weight"].where(window["is_numerator"], 0)
    sums = pd.DataFrame({"hit": hit, "total": window["weight"], way: window[way]}).groupby(way).sum()
    return {str(row.Index): Tally(int(row.hit), int(row.total)) for row in sums.itertuples()}


def _total(window: pd.DataFrame) -> int:
    return int(window["weight"].sum())


def _row(way: str, part: Part, sides: list[Tally], hundredths: int, change: Fraction) -> dict:
    old, new = sides
    counts = dict(zip(COUNTS, (old.hit, old.total, new.hit, new.total), strict=True))
    size = {"part": float(part.size), "part_hundredths": hundredths, "change": float(change)}
    return {"by": way, "name": part.name, "effect": part.effect, **counts, **size}
