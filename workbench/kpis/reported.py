"""The figures that the platform itself shows, from its files or typed from its screen."""

from __future__ import annotations

import pandas as pd

from workbench.kpis.frames import AccountFrames

BASIS = {"file": "reported", "typed": "typed"}
# Figures that stand beside the KPIs in a report and are none.
NO_KPIS = ("completed_sales",)


def newest_figures(frames: AccountFrames, *, on: pd.Timestamp) -> pd.DataFrame:
    """The newest figure per KPI, scope and window up to a day, with scope and label as text and rate filled in.

    Mercado Libre changes between 60 and 365 days: there the newest figure replaces those of the other period.
    A rate over a denominator of zero is no measurement.
    """
    known = frames.reported[(frames.reported["as_of"] <= on) & ~frames.reported["kpi"].isin(NO_KPIS)]
    figures = known.sort_values(["as_of", "basis"], ascending=[True, False])
    figures = figures.assign(
        scope=figures["scope"].fillna(""), level=figures["platform_status"].fillna(""), rate=_rates(figures)
    )
    keys = ["kpi", "scope"] if frames.account.platform == "mercadolibre" else ["kpi", "scope", "window_days"]
    return figures.drop_duplicates(keys, keep="last").sort_values(["kpi", "scope", "window_days"], ignore_index=True)


def figure_history(frames: AccountFrames, *, kpi: str, scope: str) -> pd.DataFrame:
    """All reported figures of a KPI and scope, oldest first, one per day, the longest window first."""
    figures = frames.reported[frames.reported["kpi"] == kpi]
    figures = figures[figures["scope"].fillna("") == scope]
    figures = figures.assign(rate=_rates(figures)).sort_values(["as_of", "window_days"])
    return figures.drop_duplicates("as_of", keep="last").reset_index(drop=True)


def _rates(figures: pd.DataFrame) -> pd.Series:
    counts = figures["numerator"].astype("float64") / figures["denominator"].astype("float64")
    rates = figures["rate"].fillna(counts)
    return rates.mask(figures["denominator"].eq(0).fillna(False).astype(bool)).astype("float64")
