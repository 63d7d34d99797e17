"""What a KPI's line shows, in sentences: since when its target is missed, or that it held."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbench.words.catalogue import mark, t
from workbench.words.formats import day, rate, target
from workbench.words.kpis import kpi_in_sentence, lower_is_better, place_name


def trend_sentence(series: pd.DataFrame, *, kpi: str, place: str, comparator: str) -> str:
    """What a KPI's line shows: since when it is on the wrong side of its target, or that it held.

    Parameters
    ----------
    series : DataFrame
        One row per day, oldest first: date, rate, target.
    kpi, place : str
        Names as they are shown.
    comparator : str
        How the rate meets the target.
    """
    known = series.dropna(subset=["rate"])
    if known.empty:
        return t("{place}: {kpi} was not measured in this period", place=place, kpi=kpi)
    last = known.iloc[-1]
    values = {"place": place, "kpi": kpi, "value": rate(last["rate"]), "date": day(last["date"])}
    if pd.isna(last["target"]):
        return t("{place}: {kpi} was {value} on {date}; there is no target to judge it by", **values)
    values["target"] = target(last["target"])
    missed = ~_meets(known, comparator)
    if missed.iloc[-1]:
        return _missed_sentence(known, missed, comparator, values)
    return _held_sentence(known, missed, values)


def row_trend_sentence(series: pd.DataFrame, row: Mapping) -> str:
    """`trend_sentence` with the names and the comparator of a scoreboard row."""
    return trend_sentence(
        series,
        kpi=kpi_in_sentence(row["kpi"], scope=row["scope"]),
        place=place_name(row["platform"], row["market"]),
        comparator=row["comparator"],
    )


def _meets(series: pd.DataFrame, comparator: str) -> pd.Series:
    compared = {"lt": "lt", "le": "le", "gt": "gt", "ge": "ge", "eq": "eq"}[comparator]
    return getattr(series["rate"], compared)(series["target"])


def _missed_sentence(known: pd.DataFrame, missed: pd.Series, comparator: str, values: dict) -> str:
    below = not lower_is_better(comparator)
    met_before = known.loc[~missed, "date"]
    if met_before.empty:
        text = (
            mark("{place}: {kpi} stayed under its target of {target} all through and was {value} on {date}")
            if below
            else mark("{place}: {kpi} stayed over its limit of {target} all through and was {value} on {date}")
        )
        return t(text, **values)
    since = known.loc[known["date"] > met_before.iloc[-1], "date"].iloc[0]
    if since == known["date"].iloc[-1]:
        text = (
            mark("{place}: {kpi} fell under its target of {target} on {date}: {value}")
            if below
            else mark("{place}: {kpi} rose over its limit of {target} on {date}: {value}")
        )
        return t(text, **values)
    text = (
        mark("{place}: {kpi} fell under its target of {target} on {since} and was {value} on {date}")
        if below
        else mark("{place}: {kpi} rose over its limit of {target} on {since} and was {value} on {date}")
    )
    return t(text, since=day(since), **values)


def _held_sentence(known: pd.DataFrame, missed: pd.Series, values: dict) -> str:
    if not missed.any():
        return t("{place}: {kpi} held its target of {target} and was {value} on {date}", **values)
    missed_last = known.loc[missed, "date"].iloc[-1]
    since = known.loc[known["date"] > missed_last, "date"].iloc[0]
    return t(
        "{place}: {kpi} has been back on its target of {target} since {since} and was {value} on {date}",
        since=day(since),
        **values,
    )
