"""The KPI table: every KPI of every account, computed from its files and as the platform shows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from workbench.kpis.categories import BY_CATEGORY, categories_of, of_category
from workbench.kpis.complaints import claims, mediations, order_defects
from workbench.kpis.counting import Counts, count_window
from workbench.kpis.days import parse_day, window
from workbench.kpis.definitions import Definition, definitions_of, place_in_list
from workbench.kpis.delivery import on_time_orders, on_time_packages, on_time_units, tracked_orders, valid_tracking
from workbench.kpis.frames import AccountFrames, account_frames, accounts_of
from workbench.kpis.opportunities import Opportunities
from workbench.kpis.reasons import reason
from workbench.kpis.reported import BASIS, newest_figures
from workbench.kpis.shipping import cancellations, delayed_handling, late_shipments, sales_cancelled
from workbench.kpis.standards import Standard, figure_target, standards
from workbench.kpis.status import judge
from workbench.kpis.traffic import MONTHLY, monthly_counts
from workbench.tables import KPI_TABLE, conform

BUILDERS = {
    builder.__name__: builder
    for builder in (
        cancellations,
        claims,
        delayed_handling,
        late_shipments,
        mediations,
        on_time_orders,
        on_time_packages,
        on_time_units,
        order_defects,
        sales_cancelled,
        tracked_orders,
        valid_tracking,
    )
}
BASES = ["computed", "reported", "typed"]


def kpi_table(client, *, as_of: str | date, account: str = "", rules_on: str | date = "") -> pd.DataFrame:
    """Every KPI of every account as of the end of a local day, computed and as the platform shows it.

    Parameters
    ----------
    client : Client
        With its profile's accounts and the canonical tables.
    as_of : str or date
        A day; its end in the account's zone. Only events dated up to then count.
    account : str
        Only this account; blank for all.
    rules_on : str or date
        Count and judge the same orders under the rules of this day instead of `as_of`: its windows, definitions and
        targets. A target that a report shows wins only where it was shown by that day.

    Returns
    -------
    DataFrame
        `KPI_TABLE`: one row per account, KPI, scope, window and basis. A computed row stands for every KPI
        that the platform's files can hold, measured or with the reason why not. A reported or typed row is
        the newest figure up to `as_of`, its own as_of beside it. Sorted by account, KPI, scope, window, basis.

    Raises
    ------
    ParameterError
        `as_of` is no day, or the client has no such account.
    TableError
        A canonical table lacks a column.

    Source: definitions in docs/kpis.md; windows and targets in the rule book of the day.
    """
    day = parse_day(as_of, where="kpi_table")
    judged_on = parse_day(rules_on, where="kpi_table") if rules_on else None
    every = [account_frames(client, account=name, where="kpi_table") for name in accounts_of(client, account=account)]
    return joined([account_table(replace(frames, rules_on=judged_on), on=day) for frames in every])


def joined(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Several accounts' KPI tables one under the other; an empty KPI table where there is none."""
    return pd.concat(tables, ignore_index=True) if tables else conform(pd.DataFrame(), KPI_TABLE, lineage=False)


def account_table(frames: AccountFrames, *, on: pd.Timestamp) -> pd.DataFrame:
    """The KPI table of one account."""
    account = frames.account
    wanted = definitions_of(account.platform, market=account.market)
    rows = [row for each in wanted for row in computed_rows(frames, definition=each, on=on)]
    reported = _reported_rows(frames, on)
    rows += reported + _never_reported(frames, wanted, {row["kpi"] for row in reported}, on)
    return judged(frames, rows)


def judged(frames: AccountFrames, rows: list[dict]) -> pd.DataFrame:
    """Rows of one account as a KPI table, in its order, with their status."""
    account = frames.account
    ids = {"account": account.id, "platform": account.platform, "market": account.market}
    table = conform(pd.DataFrame([{**ids, **row} for row in rows]), KPI_TABLE, lineage=False)
    return judge(_in_order(table), rules_on=None if frames.rules_on is None else frames.rules_on.date())


def opportunities(
    frames: AccountFrames, *, definition: Definition, scope: str, standard: Standard | None
) -> Opportunities:
    """The rows behind a KPI under a standard's rule; made once per account and rule."""
    held = standard.rule if standard else None
    key = (definition.kpi, scope, held.id if held else "")
    if key not in frames.made:
        if scope and _is_by_category(definition):
            whole = opportunities(frames, definition=definition, scope="", standard=standard)
            frames.made[key] = of_category(whole, frames, category=scope)
        else:
            frames.made[key] = BUILDERS[definition.builder](frames, scope=scope, rule=held)
    return frames.made[key]


def scopes_of(frames: AccountFrames, definition: Definition) -> list[str]:
    """The KPI's scopes that the account trades in: no figure for parcels the platform ships where it ships none."""
    without = {"seller": "afn", "platform": "mfn"}.get(frames.account.fulfilment)
    return [scope for scope in definition.scopes if scope != without]


def computed_rows(frames: AccountFrames, *, definition: Definition, on: pd.Timestamp) -> list[dict]:
    """The computed figures of one KPI, one per scope and window; none where only the platform knows it.

    Categories, and scopes that nobody judges, have a row where they are measured.
    """
    if not definition.builder:
        return []
    rows = _rows_of(frames, definition, scopes_of(frames, definition), on)
    if not any(pd.notna(row["rate"]) for row in rows) and not definition.unjudged:
        return rows
    beside = _rows_of(frames, definition, [*definition.unjudged, *_categories(frames, definition, on)], on)
    return rows + [row for row in beside if pd.notna(row["rate"])]


def _rows_of(frames: AccountFrames, definition: Definition, scopes: list[str], on: pd.Timestamp) -> list[dict]:
    return [
        _computed_row(frames, definition, scope, standard, on)
        for scope in scopes
        for standard in standards(frames, definition=definition, scope=scope, on=on)
    ]


def _categories(frames: AccountFrames, definition: Definition, on: pd.Timestamp) -> list[str]:
    """The account's categories where the rule of the day judges the KPI by them."""
    if not _is_by_category(definition):
        return []
    held = standards(frames, definition=definition, scope="", on=on)
    is_judged_so = any(each.rule is not None and each.rule.judged_per == "category" for each in held)
    return categories_of(frames) if is_judged_so else []


def _is_by_category(definition: Definition) -> bool:
    return (definition.platform, definition.kpi) in BY_CATEGORY


def _computed_row(
    frames: AccountFrames, definition: Definition, scope: str, standard: Standard, on: pd.Timestamp
) -> dict:
    counts, (start, end) = window_counts(frames, definition=definition, scope=scope, standard=standard, on=on)
    measured = {"numerator": counts.numerator, "denominator": counts.denominator, "rate": counts.rate}
    return {
        "kpi": definition.kpi,
        "scope": scope,
        "window_days": (end - start).days + 1 if pd.notna(start) else None,
        "as_of": on,
        "window_start": start,
        "window_end": end,
        **measured,
        "reason": counts.reason,
        "basis": "computed",
        **_judged_by(standard),
    }


def window_counts(
    frames: AccountFrames, *, definition: Definition, scope: str, standard: Standard, on: pd.Timestamp
) -> tuple[Counts, tuple]:
    """Counts of a KPI on a day, and the first and last day of its window."""
    if definition.builder in MONTHLY:
        return monthly_counts(frames, kind=definition.builder, as_of=on)
    if standard.days is None:
        return Counts(None, None, reason("period_only_in_reputation")), (pd.NaT, pd.NaT)
    found = opportunities(frames, definition=definition, scope=scope, standard=standard)
    counts = count_window(found, as_of=on, days=standard.days, lag=standard.lag)
    return counts, window(on, days=standard.days, lag=standard.lag)


def _reported_rows(frames: AccountFrames, on: pd.Timestamp) -> list[dict]:
    if frames.reported.empty:
        return []
    rows = []
    for figure in newest_figures(frames, on=on).to_dict("records"):
        named = ("kpi", "scope", "window_days", "as_of", "window_start", "window_end")
        shown = ("numerator", "denominator", "rate", "value", "level")
        standard = figure_target(frames, figure, on=figure["as_of"])
        row = {name: figure[name] for name in (*named, *shown)}
        nothing = figure["denominator"] == 0 if pd.notna(figure["denominator"]) else False
        why = reason("zero_denominator") if nothing else ""
        rows.append({**row, "reason": why, "basis": BASIS[figure["basis"]], **_judged_by(standard)})
    return rows


def _never_reported(frames: AccountFrames, wanted: list[Definition], shown: set[str], on: pd.Timestamp) -> list[dict]:
    """KPIs under a rule that only the platform knows and no report so far shows: named, with the file that would."""
    absent = [each for each in wanted if not each.builder and each.kpi not in shown]
    held = [(each, standards(frames, definition=each, scope="", on=on)[-1]) for each in absent]
    return [
        {
            "kpi": each.kpi,
            "scope": "",
            "as_of": on,
            "reason": reason("only_in_report", ", ".join(each.usual_report)),
            "basis": "reported",
            **_judged_by(standard),
        }
        for each, standard in held
        if standard.rule is not None
    ]


def _judged_by(standard: Standard) -> dict:
    return {"target": standard.target, "comparator": standard.comparator or np.nan, "rule_id": standard.rule_id}


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    """By place in the list, KPI, scope, window (a missing one last) and basis.

    Sorted as Python sorts: pandas takes a millisecond for each column of a key, however short the table.
    """
    columns = [table[name].tolist() for name in ("platform", "kpi", "scope", "window_days", "basis")]
    keys = [_place(*row) for row in zip(*columns, strict=True)]
    return table.take(sorted(range(len(keys)), key=keys.__getitem__)).reset_index(drop=True)


def _place(platform: str, kpi: str, scope: str, window_days: int | None, basis: str) -> tuple:
    last = (pd.isna(scope), "" if pd.isna(scope) else scope, pd.isna(window_days))
    return (place_in_list(platform, kpi), kpi, *last, 0 if pd.isna(window_days) else window_days, BASES.index(basis))
