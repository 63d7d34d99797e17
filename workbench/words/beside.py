"""Words of the figures that stand beside the platforms' KPIs: on-time shipment, returns, seller levels."""

from __future__ import annotations

import pandas as pd

from workbench.kpis.leader import LEVELS
from workbench.words.catalogue import mark, t
from workbench.words.formats import MISSING, NBSP, count, number, rate, target
from workbench.words.kpis import kpi_name

RETURN_FIGURES = {
    "returned": mark("Orders that the buyer returned"),
    "refunded": mark("Orders that were refunded"),
    "refunded_in_48_hours": mark("Returns refunded within 48 hours of receipt"),
}
LEVEL_NAMES = {
    "silver": mark("MercadoLíder"),
    "gold": mark("MercadoLíder Gold"),
    "platinum": mark("MercadoLíder Platinum"),
}
# Conditions that are no rates; the others are KPIs and have their names.
CONDITIONS = {"orders": mark("Completed sales in 60 days"), "billed": mark("Billed in 60 days, MXN")}


def return_figure_name(figure: str) -> str:
    """The name of a figure of returns.

    >>> return_figure_name("refunded_in_48_hours")
    'Returns refunded within 48 hours of receipt'
    """
    return t(RETURN_FIGURES[figure])


def level_name(level: str) -> str:
    """A seller level as Mercado Libre calls it.

    >>> level_name("silver")
    'MercadoLíder'
    """
    return t(LEVEL_NAMES[level])


def condition_name(condition: str) -> str:
    """What a seller level asks for.

    >>> condition_name("orders"), condition_name("claims_rate")
    ('Completed sales in 60 days', 'Claims rate')
    """
    return t(CONDITIONS[condition]) if condition in CONDITIONS else kpi_name(condition)


def condition_value(condition: str, value: float) -> str:
    """A condition's figure: a count, pesos or a rate; a dash where it is not known."""
    if pd.isna(value):
        return MISSING
    return number(value) if condition in CONDITIONS else rate(value)


def asked_value(condition: str, asked: float) -> str:
    """What a level asks, with its sign: at least so many, or a rate below a limit."""
    return "≥" + NBSP + number(asked) if condition in CONDITIONS else target(asked, comparator="lt")


def leader_sentence(levels: pd.DataFrame, *, place: str) -> str:
    """The level that an account's figures reach, the next one, and what is missing to it.

    Parameters
    ----------
    levels : DataFrame
        One account's rows of `workbench.leader_levels`.
    place : str
        Where the account sells.
    """
    reached = _reached(levels)
    following = [level for level in LEVELS if level not in reached]
    said = (
        t("{place}: our figures reach the level {level}.", place=place, level=level_name(reached[-1]))
        if reached
        else t("{place}: our figures reach no MercadoLíder level.", place=place)
    )
    return t("{said} {worst}", said=said, worst=_next_sentence(levels, following[0])) if following else said


def _reached(levels: pd.DataFrame) -> list[str]:
    """Levels all of whose conditions are met, lowest first; one above a level that is not met does not count."""
    reached = []
    for level in LEVELS:
        met = levels.loc[levels["level"] == level, "is_met"]
        if not met.fillna(False).all():
            break
        reached.append(level)
    return reached


def _next_sentence(levels: pd.DataFrame, level: str) -> str:
    rows = levels[(levels["level"] == level) & ~levels["is_met"].fillna(False)].to_dict("records")
    lacking = t("; ").join(_lacking(row) for row in rows)
    return t("Next level: {level}. Still missing: {lacking}.", level=level_name(level), lacking=lacking)


def _lacking(row: dict) -> str:
    name, asked = condition_name(row["condition"]), asked_value(row["condition"], row["asked"])
    if pd.isna(row["value"]):
        return t("{condition} (not measured; asked {asked})", condition=name, asked=asked)
    if row["condition"] in CONDITIONS:
        return t("{condition}: {n} more", condition=name, n=count(round(row["missing"])))
    return t("{condition} {value} (asked {asked})", condition=name, value=rate(row["value"]), asked=asked)
