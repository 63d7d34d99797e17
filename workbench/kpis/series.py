"""A KPI day by day, and the orders behind one of its figures."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from workbench.errors import ParameterError
from workbench.kpis.counting import daily_counts, window_rows
from workbench.kpis.days import DAY, parse_day
from workbench.kpis.definitions import Definition, definition_of
from workbench.kpis.frames import AccountFrames, account_frames
from workbench.kpis.reported import BASIS, figure_history
from workbench.kpis.standards import Standard, standards
from workbench.kpis.table import opportunities, scopes_of, window_counts
from workbench.kpis.traffic import MONTHLY

SERIES = {
    "date": DAY,
    "numerator": "Int64",
    "denominator": "Int64",
    "rate": "float64",
    "target": "float64",
    "basis": "str",
}
ORDERS = ["account", "order_id", "package_id", "event_date", "counted_as", "reason", "lineage"]


def kpi_series(client, *, kpi: str, account: str, start: str | date, end: str | date, scope: str = "") -> pd.DataFrame:
    """A KPI of one account for each day from start to end, each as of the end of that day.

    Parameters
    ----------
    client : Client
        With its profile's accounts and the canonical tables.
    kpi, account : str
        Which KPI of which account; a KPI with several windows is shown over its longest.
    start, end : str or date
        First and last day.
    scope : str
        Channel; blank for the KPI's first.

    Returns
    -------
    DataFrame
        One row per day, oldest first: date, numerator, denominator, rate, target, basis (computed). Days
        without a figure have a missing rate. Where the files can't give the KPI on any of the days, the rows
        are instead the figures that the platform showed, one per figure (reported, typed).

    Raises
    ------
    ParameterError
        No such KPI, account or day, or `end` before `start`.
    TableError
        A canonical table lacks a column.

    Source: definitions in docs/kpis.md; each day under the rule and the target of that day.
    """
    first, last = (parse_day(each, where="kpi_series") for each in (start, end))
    if last < first:
        raise ParameterError(
            "kpi_series", f"end {last.date()} lies before start {first.date()}", expected="start <= end"
        )
    frames = account_frames(client, account=account, where="kpi_series")
    definition = definition_of(kpi, platform=frames.account.platform, where="kpi_series")
    scope = scope or next(iter(scopes_of(frames, definition)), "")
    computed = computed_series(frames, definition=definition, scope=scope, dates=pd.date_range(first, last, freq="D"))
    if computed["rate"].notna().any():
        return computed
    shown = _shown(frames, kpi, scope, first, last)
    return shown if len(shown) or not definition.builder else computed


def computed_series(
    frames: AccountFrames, *, definition: Definition, scope: str, dates: pd.DatetimeIndex
) -> pd.DataFrame:
    """As `kpi_series`, of one account's rows, for any rising days, and only what the files give."""
    if not definition.builder:
        return pd.DataFrame(columns=list(SERIES)).astype(SERIES)
    counted, held = _counted(frames, definition, scope, dates)
    return counted.assign(target=[each.target for each in held], basis="computed")[list(SERIES)].astype(SERIES)


def computed_rates(
    frames: AccountFrames, *, definition: Definition, scope: str, dates: pd.DatetimeIndex
) -> list[float]:
    """Only the rates of `computed_series`, of a KPI that the files can hold."""
    return _counted(frames, definition, scope, dates)[0]["rate"].tolist()


def _counted(
    frames: AccountFrames, definition: Definition, scope: str, dates: pd.DatetimeIndex
) -> tuple[pd.DataFrame, list[Standard]]:
    """date, numerator, denominator and rate of each day, and the standard of that day."""
    held = [standards(frames, definition=definition, scope=scope, on=day)[-1] for day in dates]
    if definition.builder in MONTHLY:
        return _by_month(frames, definition, held, dates), held
    return _by_rule(frames, definition, scope, held, dates), held


def kpi_orders(client, *, kpi: str, account: str, as_of: str | date, scope: str = "") -> pd.DataFrame:
    """The orders or parcels behind a KPI's figure, with what each counted as and why.

    Parameters
    ----------
    client : Client
        With its profile's accounts and the canonical tables.
    kpi, account : str
        Which KPI of which account; of several windows the longest.
    as_of : str or date
        The day of the figure.
    scope : str
        Channel; blank for the KPI's first.

    Returns
    -------
    DataFrame
        account, order_id, package_id (blank where an order counts as a whole), event_date (the local day that
        puts it into the window), counted_as, reason, lineage (files and rows), sorted by day and order.
        counted_as is numerator, denominator (counted, but not in the numerator) or left_out. reason is a code of
        `ORDER_REASONS` where the order counts against the seller, is undecided or is left out, else blank.

    Raises
    ------
    ParameterError
        No such KPI, account or day.
    TableError
        A canonical table lacks a column.

    Source: the same rows as `kpi_table` and `kpi_series`.
    """
    day = parse_day(as_of, where="kpi_orders")
    frames = account_frames(client, account=account, where="kpi_orders")
    definition = definition_of(kpi, platform=frames.account.platform, where="kpi_orders")
    scope = scope or next(iter(scopes_of(frames, definition)), "")
    standard = standards(frames, definition=definition, scope=scope, on=day)[-1]
    if not definition.builder or definition.builder in MONTHLY or standard.days is None:
        return pd.DataFrame({name: pd.Series(dtype=DAY if name == "event_date" else "str") for name in ORDERS})
    found = opportunities(frames, definition=definition, scope=scope, standard=standard)
    rows = window_rows(found.rows, as_of=day, days=standard.days, lag=standard.lag)
    return _listed(frames, definition, rows)


def _by_rule(
    frames: AccountFrames, definition: Definition, scope: str, held: list[Standard], dates: pd.DatetimeIndex
) -> pd.DataFrame:
    """Days under the same rule and window are counted together in one pass."""
    keys = pd.Series([(each.rule.id if each.rule else "", each.days, each.lag) for each in held])
    parts = []
    for _, days in keys.groupby(keys.map(str), sort=False):
        standard = held[days.index[0]]
        wanted = pd.Series(dates[days.index]).astype(DAY)
        if standard.days is None:
            nothing = pd.DataFrame({"date": wanted, "numerator": pd.NA, "denominator": pd.NA, "rate": np.nan})
            parts.append(nothing.astype({"numerator": "Int64", "denominator": "Int64"}))
            continue
        found = opportunities(frames, definition=definition, scope=scope, standard=standard)
        span = {"start": wanted.iloc[0], "end": wanted.iloc[-1], "days": standard.days, "lag": standard.lag}
        counted = daily_counts(found, **span)
        parts.append(counted[counted["date"].isin(wanted)])
    return pd.concat(parts).sort_values("date", ignore_index=True)


def _by_month(
    frames: AccountFrames, definition: Definition, held: list[Standard], dates: pd.DatetimeIndex
) -> pd.DataFrame:
    rows, known = [], {}
    for day, standard in zip(dates, held, strict=True):
        month = (day + pd.Timedelta(days=1)).to_period("M")
        if month not in known:
            known[month] = window_counts(frames, definition=definition, scope="", standard=standard, on=day)[0]
        counts = known[month]
        rows.append((day, counts.numerator, counts.denominator, counts.rate))
    return pd.DataFrame(rows, columns=["date", "numerator", "denominator", "rate"])


def _shown(frames: AccountFrames, kpi: str, scope: str, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    figures = figure_history(frames, kpi=kpi, scope=scope)
    figures = figures[figures["as_of"].between(start, end)]
    shown = figures.assign(date=figures["as_of"], basis=figures["basis"].map(BASIS))
    return shown[list(SERIES)].astype(SERIES).reset_index(drop=True)


def _listed(frames: AccountFrames, definition: Definition, rows: pd.DataFrame) -> pd.DataFrame:
    against = rows["is_numerator"] != definition.higher_is_better
    told = against | rows["is_undecided"] | rows["is_left_out"]
    counted_as = pd.Series("denominator", index=rows.index, dtype="str").mask(rows["is_numerator"], "numerator")
    listed = pd.DataFrame(
        {
            "account": frames.account.id,
            "order_id": rows["order_id"],
            "package_id": rows["package_id"],
            "event_date": rows["event_date"],
            "counted_as": counted_as.mask(rows["is_left_out"], "left_out"),
            "reason": rows["reason"].where(told, ""),
            "lineage": rows["order_id"].map(_lineage(frames, rows["order_id"])),
        }
    )
    texts = [name for name in ORDERS if name != "event_date"]
    ordered = listed.astype(dict.fromkeys(texts, "str"))
    return ordered.sort_values(["event_date", "order_id", "package_id"], kind="stable", ignore_index=True)


def _lineage(frames: AccountFrames, order_ids: pd.Series) -> pd.Series:
    """Per order the files and rows of its lines, parcels and defects, in that order, each once."""
    tables = (frames.order_lines, frames.packages, frames.defects)
    held = pd.concat([table[["order_id", "lineage"]] for table in tables])
    held = held[held["order_id"].isin(order_ids)].dropna()
    return held.groupby("order_id", sort=False)["lineage"].agg(
        lambda each: " ".join(dict.fromkeys(" ".join(each).split()))
    )
