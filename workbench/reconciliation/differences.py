"""Every figure of the platform beside ours, and what explains the difference between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from workbench.kpis.days import DAY, parse_day
from workbench.kpis.frames import AccountFrames, account_frames, accounts_of
from workbench.kpis.last import last_day
from workbench.kpis.reported import newest_figures
from workbench.reconciliation.alternatives import alternatives
from workbench.reconciliation.case import Case, case_of
from workbench.reconciliation.causes import INCONSISTENT, MISSING, UNEXPLAINED, detail
from workbench.reconciliation.search import Chosen, candidates, partial, smallest
from workbench.reconciliation.shown import Shown, rates_agree, shown_figure
from workbench.reconciliation.tally import LAYERS, Alternative
from workbench.reconciliation.unplaced import unplaced

STATES = ("unexplained", "partly_explained", "explained", "agrees", "not_computed", "only_reported")
"""From the one that asks for most work to the one that says least."""

NAMED = ["account", "platform", "market", "kpi", "scope", "window_days", "as_of"]
FIGURES = {
    **dict.fromkeys(("account", "platform", "market", "kpi", "scope"), "str"),
    "window_days": "Int64",
    **dict.fromkeys(("as_of", "window_start", "window_end"), DAY),
    **{f"{whose}_{what}": "Int64" for whose in ("our", "their") for what in LAYERS},
    "our_rate": "float64",
    "their_rate": "float64",
    "numerator_gap": "Int64",
    "denominator_gap": "Int64",
    "state": "str",
    "reason": "str",
}
CAUSES_FOUND = {name: FIGURES[name] for name in NAMED} | {
    "layer": "str",
    "cause": "str",
    "detail": "str",
    "count": "Int64",
    "others": "Int64",
}
ORDERS = {name: FIGURES[name] for name in NAMED} | {
    **dict.fromkeys(("cause", "detail", "order_id", "package_id"), "str"),
    "numerator": "Int64",
    "denominator": "Int64",
}


@dataclass(frozen=True)
class Reconciliation:
    """The platform's figures tied out to ours.

    Attributes
    ----------
    figures : DataFrame
        One row per reported figure: account, platform, market, kpi, scope, window_days, as_of, window_start,
        window_end, our_numerator, our_denominator, their_numerator, their_denominator, our_rate, their_rate,
        numerator_gap and denominator_gap (theirs less ours; missing where they do not say), state, reason (why ours
        is missing or an estimate, as in the KPI table).
    causes : DataFrame
        One row per figure, layer (numerator, denominator, rate) and cause: detail (code of `DETAILS`), count (by how
        much the cause moves our count towards theirs), others (how many sets of causes, as small, close it too).
    orders : DataFrame
        One row per figure, cause and order or parcel: order_id, package_id, numerator and denominator (what the
        order adds to our counts under that cause).
    """

    figures: pd.DataFrame
    causes: pd.DataFrame
    orders: pd.DataFrame


def reconcile(client, *, as_of: str | date = "", account: str = "") -> Reconciliation:
    """Each figure that the platform shows beside ours over the same window, every difference by its cause.

    Parameters
    ----------
    client : Client
        With its profile's accounts and the canonical tables.
    as_of : str or date
        The newest figure up to this day of each KPI, scope and window; blank for the last day in the files.
    account : str
        Only this account; blank for all.

    Returns
    -------
    Reconciliation
        Three tables: figures, causes, orders. Our count is taken at the report's own day and window. Then the KPI is
        counted again under each alternative (window moved by a day, days of another zone, buyers' cancellations,
        excluded claims, removed feedback, later events, repeated rows, orders left out, other rule versions), each
        of which changes a set of orders by name. The smallest set of up to three alternatives that gives the
        platform's counts exactly is the explanation; where none does, the smallest that closes one of the two counts
        and does not open the other; where no file holds the day that the platform dates parcels by, the parcels of
        which it may count some otherwise are listed under that cause (`unplaced`). Where some orders of a known set
        would close it and no file says which, the detail is `among` and the whole set is listed, under its cause if
        all such sets share one. The rest is `unexplained` with its count. state is one of `STATES`: explained only
        where the orders are known by name and no set of other causes, as small, would do so too; else in part.

    Raises
    ------
    ParameterError
        `as_of` is no day, or the client has no such account.
    NothingToShow
        `as_of` is blank and no file has a day.
    TableError
        A canonical table lacks a column.

    Source: definitions in docs/kpis.md; Amazon's report example of 2020 as read in the tests.

    Known to be wrong when: another set of orders of the same size happens to fit: `others` counts how many do.
    """
    day = parse_day(as_of or last_day(client), where="reconcile")
    parts = [
        _tied(frames, figure)
        for name in accounts_of(client, account=account)
        for frames in [account_frames(client, account=name, where="reconcile")]
        for figure in _with_counts(newest_figures(frames, on=day))
    ]
    return Reconciliation(
        _frame([figure for figure, _, _ in parts], FIGURES),
        _frame([row for _, causes, _ in parts for row in causes], CAUSES_FOUND),
        _frame([row for _, _, orders in parts for row in orders], ORDERS),
    )


def _with_counts(figures: pd.DataFrame) -> Iterator[dict]:
    """The figures that are rates; scores, policy counts and labels have nothing to tie out."""
    is_rate = figures["rate"].notna() | (figures["numerator"].notna() & figures["denominator"].notna())
    yield from figures[is_rate].to_dict("records")


def _tied(frames: AccountFrames, figure: dict) -> tuple[dict, list[dict], list[dict]]:
    shown = shown_figure(figure)
    case = case_of(frames, figure)
    own = case is not None and not case.is_missing
    causes, chosen, is_sure = _explained(shown, case) if own else (_without_own(shown, case), (), True)
    row = _figure_row(frames, figure, shown, case if own else None) | {"reason": case.reason if case else ""}
    row["state"] = _state(causes, is_sure=is_sure) if own else ("only_reported" if case is None else "not_computed")
    named = {name: row[name] for name in NAMED}
    return row, [{**named, **each} for each in causes], [{**named, **each} for each in _orders(chosen)]


def _explained(shown: Shown, case: Case) -> tuple[list[dict], Chosen, bool]:
    """The causes of one figure as rows, the alternatives chosen, and whether no other causes would do as well."""
    fault = _fault(shown)
    ours = case.sums
    if shown.fits(*ours):
        return fault, (), True
    if fault and ours[1] and rates_agree(shown.rate, ours[0] / ours[1]):
        # The rate is ours: it is the counts beside it that are wrong.
        return _closing_rows(shown, ours, INCONSISTENT, fault[0]["detail"]), (), True
    known = alternatives(case)
    chosen, others = smallest(shown, ours, known)
    among = [] if chosen else candidates(shown, ours, known)
    if among:
        some = _some_of(among)
        return [*fault, *_closing_rows(shown, ours, some.cause, some.detail)], (some,), False
    elsewhere = None if chosen else unplaced(shown, case)
    if elsewhere:
        return [*fault, *_closing_rows(shown, ours, MISSING, elsewhere.detail)], (elsewhere,), False
    is_sure = all(_causes(other) == _causes(chosen) for other in others)
    chosen = chosen or partial(shown, ours, known)
    rows = [row for each in chosen for row in _cause_rows(each, len(others))]
    return [*fault, *rows, *_rest_rows(shown, _moved(ours, chosen))], chosen, is_sure


def _causes(chosen: Chosen) -> set[str]:
    return {each.cause for each in chosen}


def _some_of(among: list[Alternative]) -> Alternative:
    """The smallest set, under its cause where every set that would do has the same one."""
    smallest_set, causes = among[0], {each.cause for each in among}
    cause = smallest_set.cause if len(causes) == 1 else UNEXPLAINED
    return Alternative(cause, detail("among", smallest_set.detail), smallest_set.change)


def _without_own(shown: Shown, case: Case | None) -> list[dict]:
    lacking = [] if case is None else [_cause("rate", MISSING, case.reason)]
    return [*_fault(shown), *lacking]


def _fault(shown: Shown) -> list[dict]:
    return [_cause("rate", INCONSISTENT, shown.fault)] if shown.fault else []


def _cause(layer: str, cause: str, why: str, count: int | None = None, others: int = 0) -> dict:
    return {"layer": layer, "cause": cause, "detail": why, "count": count, "others": others}


def _cause_rows(each: Alternative, others: int) -> list[dict]:
    moved = zip(LAYERS, each.sums, strict=True)
    return [_cause(layer, each.cause, each.detail, count, others) for layer, count in moved if count]


def _closing_rows(shown: Shown, ours: tuple[int, int], cause: str, why: str) -> list[dict]:
    return [_cause(layer, cause, why, gap) for layer, gap in _gaps(shown, ours).items() if gap]


def _rest_rows(shown: Shown, ours: tuple[int, int]) -> list[dict]:
    if shown.fits(*ours):
        return []
    rest = _closing_rows(shown, ours, UNEXPLAINED, "rest")
    return rest or [_cause("rate", UNEXPLAINED, "rest")]


def _gaps(shown: Shown, ours: tuple[int, int]) -> dict[str, int | None]:
    theirs = (shown.numerator, shown.denominator)
    pairs = zip(LAYERS, theirs, ours, strict=True)
    return {layer: None if count is None else count - own for layer, count, own in pairs}


def _moved(ours: tuple[int, int], chosen: Chosen) -> tuple[int, int]:
    return ours[0] + sum(each.sums[0] for each in chosen), ours[1] + sum(each.sums[1] for each in chosen)


def _state(causes: list[dict], *, is_sure: bool) -> str:
    found = {each["cause"] for each in causes}
    if UNEXPLAINED in found:
        return "partly_explained" if found - {UNEXPLAINED, INCONSISTENT} else "unexplained"
    if not is_sure:
        return "partly_explained"
    return "explained" if found else "agrees"


def _figure_row(frames: AccountFrames, figure: dict, shown: Shown, case: Case | None) -> dict:
    ours = case.sums if case else (None, None)
    gaps = _gaps(shown, ours) if case else dict.fromkeys(LAYERS)
    span = case.span if case else None
    account = frames.account
    return {
        **{"account": account.id, "platform": account.platform, "market": account.market},
        **{name: figure[name] for name in ("kpi", "scope", "window_days", "as_of")},
        "window_start": span.start if span else figure["window_start"],
        "window_end": span.end if span else figure["window_end"],
        **{"our_numerator": ours[0], "our_denominator": ours[1]},
        **{"their_numerator": shown.numerator, "their_denominator": shown.denominator},
        "our_rate": ours[0] / ours[1] if case and ours[1] else None,
        "their_rate": shown.rate,
        **{f"{layer}_gap": gap for layer, gap in gaps.items()},
    }


def _orders(chosen: Chosen) -> Iterator[dict]:
    for each in chosen:
        for row in each.change.reset_index().to_dict("records"):
            yield {"cause": each.cause, "detail": each.detail, **row}


def _frame(rows: list[dict], columns: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)
