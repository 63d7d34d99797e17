"""The workbooks that go out with a monthly review, by file name."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from workbench.errors import NothingToShow
from workbench.kpis import month_end
from workbench.kpis.days import parse_day
from workbench.kpis.definitions import DEFINITIONS
from workbench.kpis.frames import account_frames
from workbench.pricing import market_plans
from workbench.risk import STANDINGS
from workbench.workbooks.lines import standing_table
from workbench.workbooks.orders import orders_workbook
from workbench.workbooks.price_plan import price_plan_workbook
from workbench.workbooks.tracker import kpi_tracker

LISTED = ("breach", "at_risk", "watch")


def workbook_files(client, *, month: str, lang: str, is_draft: bool = False) -> dict[str, bytes]:
    """File name to content: the KPI tracker, a price plan a market, the orders behind each KPI not well on target.

    The orders are those of each KPI in breach, at risk or to watch. A KPI that only the platform counts has no orders
    in the files, and no list.

    Parameters
    ----------
    client : Client
        As for `kpi_tracker`.
    month : str
        Such as 2026-01.
    lang : str
        zh, en or es.
    is_draft : bool
        As for `kpi_tracker`.

    Raises
    ------
    ParameterError
        `month` or `lang` is none.
    NothingToShow
        Nothing was ingested yet.
    """
    as_of = month_end(month)
    files = {f"kpi_tracker.{lang}.xlsx": kpi_tracker(client, month=month, lang=lang, is_draft=is_draft)}
    for plan in market_plans(client, on=as_of):
        files[f"price_plan_{plan.market}.{lang}.xlsx"] = price_plan_workbook(client, plan, lang=lang)
    for account, kpi, scope in _in_question(_standing_tables(client, as_of)):
        name = "_".join(filter(None, ("orders", account, kpi, scope)))
        options = {"kpi": kpi, "account": account, "as_of": as_of, "lang": lang, "scope": scope}
        try:
            files[f"{name}.{lang}.xlsx"] = orders_workbook(client, **options)
        except NothingToShow:
            continue
    return files


def _standing_tables(client, as_of: str) -> pd.DataFrame:
    """All accounts' KPIs, worst first."""
    day = parse_day(as_of, where="workbook_files")
    every = [account_frames(client, account=each.id, where="workbook_files") for each in client.profile.accounts]
    kpis = pd.concat([standing_table(client, frames, on=day) for frames in every], ignore_index=True)
    return kpis.iloc[kpis["standing"].map(STANDINGS.index).argsort(kind="stable")]


def _in_question(kpis: pd.DataFrame) -> Iterator[tuple[str, str, str]]:
    """Account, KPI and scope of what misses its target or nearly does, by either count.

    Only KPIs and scopes of the definitions: a report may call its scopes anything, and this becomes a file's name.
    """
    known = {(each.platform, each.kpi, scope) for each in DEFINITIONS if each.builder for scope in each.scopes}
    wanted = kpis[kpis["standing"].isin(LISTED)].drop_duplicates(["account", "kpi", "scope"])
    for row in wanted.assign(scope=wanted["scope"].fillna("")).to_dict("records"):
        if (row["platform"], row["kpi"], row["scope"]) in known:
            yield row["account"], row["kpi"], row["scope"]
