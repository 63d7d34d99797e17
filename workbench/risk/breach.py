"""Room, the next orders to leave the window, and the chance of missing the target: one row a KPI."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.errors import ParameterError
from workbench.kpis import headroom
from workbench.kpis.definitions import ALL_EVENTS, definitions_of
from workbench.kpis.status import allowance
from workbench.risk.histories import Histories
from workbench.risk.history import HORIZON_DAYS, History
from workbench.risk.leaving import leaving_rows
from workbench.risk.paths import VOLUME_WEEKS, WEEK, coming_in_window
from workbench.risk.probability import HORIZONS, horizon_columns, outlook
from workbench.risk.reasons import no_chance
from workbench.risk.room import clean_orders_needed, further_bad_orders
from workbench.rules import meets
from workbench.tables import KPI_TABLE, require_columns

LEAST_ORDERS = 30
# Days without orders at the end, beyond which the files stop short of the day asked for.
MOST_SILENT_DAYS = 10
BASES = ("computed", "reported", "typed")
# What the KPI table says of a figure that the files don't give, as the reason of having no chance.
ONLY_SHOWN = ("only_in_report", "components_only_in_account_health")
LACKING = {"cancelled_by_unknown": "undecided", "mostly_left_out": "left_out"}
OF_SCOPE = ["account", "kpi", "scope"]
OF_KPI = [
    *("account", "platform", "market", "kpi", "scope", "window_days", "as_of", "numerator", "denominator", "rate"),
    *("target", "comparator", "status", "basis"),
]
ADDED = {
    "headroom": "Int64",
    "further_bad": "Int64",
    "headroom_ahead": "Int64",
    "clean_needed": "Int64",
    "leaves_on": "datetime64[us]",
    "leaving": "Int64",
    "leaving_orders": "str",
    **dict.fromkeys(horizon_columns(), "float64"),
    "days": "int64",
    "probability": "float64",
    "probability_met": "float64",
    "rate_low": "float64",
    "rate_high": "float64",
    "no_chance": "str",
}


def breach_risk(client, kpis: pd.DataFrame, *, days: int = 21) -> pd.DataFrame:
    """How much room each KPI has, when old orders leave its window, and how likely it misses its target.

    Parameters
    ----------
    client : Client
        With its profile's accounts and the canonical tables.
    kpis : DataFrame
        One row per KPI figure, as `kpi_table` or `scoreboard` gives it.
    days : int
        Days ahead that `probability`, the interval and headroom_ahead speak of, 1 to 30.

    Returns
    -------
    DataFrame
        One row per account, KPI and scope, in the table's order: its longest window, computed where that is
        measured, else what the platform shows; after it one for each shorter window that is computed too, such as the
        10 days of Amazon's late shipments. account to basis as in `KPI_TABLE`, then

        headroom : more orders that may turn bad among those counted now; negative: so many too many.
        further_bad : more orders that may come and all be bad.
        headroom_ahead : more orders that may turn bad by the last of `days`, at the volume of the last eight
            weeks, counting what leaves the window until then.
        clean_needed : further orders without fault that bring the rate back, if none left the window.
        leaves_on, leaving, leaving_orders : next day on which bad orders leave the window, how many, and their ids
            (up to five).
        probability_7, _14, _21, _30 : chance that the target is missed on some day within so many days.
        days, probability, probability_met : the same for `days`, and the chance of meeting it on the last of them.
        rate_low, rate_high : the rate on the last of `days` lies between them with a probability of 80 %.
        no_chance : why there is no probability, a code of `NO_CHANCE`; blank where there is one.

    Raises
    ------
    ParameterError
        `days` is not 1 to 30.
    TableError
        A column of the KPI table, or of a canonical table, is missing.

    Source: the model and how well its probabilities hold are in docs/methods.md.

    Known to be wrong when: what lies ahead is unlike the last year, such as a carrier's strike or a sale.
    """
    if not 1 <= days <= HORIZON_DAYS:
        raise ParameterError("breach_risk", f"days={days}", expected=f"1 to {HORIZON_DAYS}")
    require_columns(kpis, KPI_TABLE.names, of="breach_risk: KPI table")
    return risk_of(Histories(client, where="breach_risk"), kpis, days=days)


def risk_of(histories: Histories, kpis: pd.DataFrame, *, days: int = 21) -> pd.DataFrame:
    """As `breach_risk`, from histories that were read before."""
    rows = figures_ahead(kpis).to_dict("records")
    found = [{**{name: row[name] for name in OF_KPI}, **_looked_ahead(histories, row, days)} for row in rows]
    types = {**kpis[OF_KPI].dtypes.to_dict(), **ADDED}
    return pd.DataFrame(
        {name: pd.Series([row.get(name) for row in found], dtype=type_) for name, type_ in types.items()}
    )


def main_figures(kpis: pd.DataFrame) -> pd.DataFrame:
    """Per account, KPI and scope: the longest window, computed where that is measured, else what the platform shows.

    A scope that nobody judges is left out.
    """
    judged = kpis[kpis["scope"] != ALL_EVENTS]
    rank = judged["basis"].map(BASES.index).astype("int64") + len(BASES) * judged["status"].eq("unmeasured")
    ranked = judged.assign(_rank=rank, _days=-judged["window_days"].fillna(0), _place=np.arange(len(judged)))
    first = ranked.sort_values(["_rank", "_days"], kind="stable").drop_duplicates(OF_SCOPE)
    return first.sort_values("_place", ignore_index=True).drop(columns=["_rank", "_days", "_place"])


def figures_ahead(kpis: pd.DataFrame) -> pd.DataFrame:
    """The main figures, each followed by what was computed over the KPI's shorter windows."""
    main = main_figures(kpis)
    main = main.assign(_place=np.arange(len(main)))
    measured = kpis[kpis["basis"].eq("computed") & kpis["status"].ne("unmeasured")]
    beside = main.loc[main["basis"] == "computed", [*OF_SCOPE, "window_days", "_place"]]
    shorter = measured.merge(beside, on=OF_SCOPE, suffixes=("", "_main"))
    shorter = shorter[shorter["window_days"] < shorter["window_days_main"]]
    return pd.concat([main, shorter]).sort_values("_place", kind="stable", ignore_index=True)[list(kpis)]


def _looked_ahead(histories: Histories, row: dict, days: int) -> dict:
    nothing = {"days": days, "leaving_orders": "", "no_chance": ""}
    if row["status"] == "unmeasured":
        return {**nothing, "no_chance": no_chance("not_measured")}
    if pd.isna(row["target"]) or row["comparator"] not in ("lt", "le", "gt", "ge"):
        return {**nothing, "no_chance": no_chance("no_target")}
    if pd.isna(row["rate"]) or not _has_counts(row):
        return {**nothing, "no_chance": no_chance("no_counts")}
    found = {**nothing, **_room(row)}
    if row["basis"] != "computed":
        return {**found, "no_chance": _orders_missing(histories, row)}
    place = {"scope": row["scope"], "on": row["as_of"]}
    own = histories.of(row["account"], row["kpi"], days=row["window_days"], **place)
    if own is None:
        return {**found, "no_chance": no_chance("not_by_day")}
    found |= _leaving(histories, row) | {"headroom_ahead": _room_ahead(own, row, days)}
    short = too_little(own)
    if short:
        return {**found, "no_chance": short}
    others = histories.others(row["account"], row["kpi"], **place)
    return found | _chances(own, row, others, days)


def _has_counts(row: dict) -> bool:
    return pd.notna(row["numerator"]) and pd.notna(row["denominator"]) and row["denominator"] > 0


def _room(row: dict) -> dict:
    counts = int(row["numerator"]), int(row["denominator"])
    limit = {"target": row["target"], "comparator": row["comparator"]}
    return {
        "headroom": headroom(*counts, **limit),
        "further_bad": further_bad_orders(*counts, **limit),
        "clean_needed": clean_orders_needed(*counts, **limit),
    }


def _orders_missing(histories: Histories, row: dict) -> str:
    """Which file would hold the orders behind a figure that only the platform shows, or what our files lack of them."""
    listed = definitions_of(row["platform"], market=row["market"])
    exports = next((each.exports for each in listed if each.kpi == row["kpi"] and each.builder), ())
    if not exports:
        return no_chance("only_shown")
    lacks = histories.lacking(row["account"], row["kpi"], scope=row["scope"], on=row["as_of"])
    code, _, detail = lacks.partition(":")
    if code in ONLY_SHOWN:
        return no_chance("only_shown")
    if code in LACKING:
        return no_chance(LACKING[code], detail)
    return no_chance("counts_alone", detail if detail in exports else exports[0])


def _leaving(histories: Histories, row: dict) -> dict:
    """The next day on which bad orders leave, and which."""
    rows = leaving_rows(
        histories, row["account"], row["kpi"], scope=row["scope"], on=row["as_of"], days=row["window_days"]
    )
    if rows.empty:
        return {}
    first = rows[rows["leaves_on"] == rows["leaves_on"].iloc[0]]
    orders = first["order_id"].drop_duplicates()
    return {
        "leaves_on": rows["leaves_on"].iloc[0],
        "leaving": int(first["weight"].sum()),
        "leaving_orders": ", ".join(orders.head(5)),
    }


def _room_ahead(own: History, row: dict, days: int) -> int:
    """Orders that may still turn bad by the last of the days, at the current volume."""
    orders = own.kept[days] + coming_in_window(own, days=days)[days]
    limit = {"target": row["target"], "comparator": row["comparator"]}
    return allowance(int(orders), **limit) - int(own.kept_bad[days])


def too_little(own: History) -> str:
    """Why the history says too little of the days ahead, or blank."""
    if not own.sold.any():
        return no_chance("few_orders", 0)
    silent = int(np.flatnonzero(own.sold)[0])
    if silent > MOST_SILENT_DAYS:
        return no_chance("files_end", silent)
    if len(own.sold) < VOLUME_WEEKS * WEEK:
        return no_chance("short_history", len(own.sold))
    recent = int(own.sold[: VOLUME_WEEKS * WEEK].sum())
    if recent < LEAST_ORDERS:
        return no_chance("few_orders", recent)
    return no_chance("undecided", own.undecided) if own.is_mostly_undecided else ""


def _chances(own: History, row: dict, others: list[History], days: int) -> dict:
    seen = outlook(own, target=row["target"], comparator=row["comparator"], others=others)
    at = days - 1
    found = {"rate_low": seen.low[at], "rate_high": seen.high[at], "probability_met": seen.met[at]}
    if not meets(row["rate"], row["target"], row["comparator"]):
        return {**found, "no_chance": no_chance("missed")}
    chances = {f"probability_{ahead}": seen.chance[ahead - 1] for ahead in HORIZONS}
    return {**found, **chances, "probability": seen.chance[at]}
