"""Opportunities of the satisfaction KPIs: order defects, claims, mediations."""

from __future__ import annotations

import pandas as pd

from workbench.kpis.definitions import ORDERS_EXPORT
from workbench.kpis.frames import AccountFrames
from workbench.kpis.opportunities import Opportunities, later_of, nothing, opportunity_rows
from workbench.kpis.reasons import reason
from workbench.rules import Rule

DEFECT_KINDS = ("claim", "negative_feedback", "chargeback")
CHANNELS = {"mfn": "is_seller_shipped", "afn": "is_platform_shipped"}


def order_defects(frames: AccountFrames, *, scope: str, rule: Rule | None) -> Opportunities:
    """Orders of the channel by order day; numerator = at least one defect, counted once per order.

    Computed only where claims, negative feedback and chargebacks are all in the files: a part of them gives a
    rate that looks too good. A defect that says it does not count is left aside, one that doesn't say counts.

    Source: Amazon Seller Central help G200285170; one order counts once (442 + 15 + 628 defects, 1,078 orders).
    """
    if frames.orders.empty or (scope != "afn" and frames.lacks_orders):
        return nothing(reason("missing_export", ORDERS_EXPORT[frames.account.platform]))
    if not set(DEFECT_KINDS) <= set(frames.defects["kind"].dropna()):
        return nothing(reason("components_only_in_account_health"))
    orders = frames.orders[frames.orders[CHANNELS[scope]]] if scope else frames.orders
    return _complaint_rows(frames, orders, kinds=DEFECT_KINDS, note="estimate_counts_unknown")


def claims(frames: AccountFrames, *, scope: str, rule: Rule | None) -> Opportunities:
    """All sales by order day; numerator = sales with a claim, a mediation being a claim that went on.

    Source: Mercado Libre developers, sellers-reputation: 24 of 263 sales including cancelled ones.

    Known to be wrong when: claims were excluded from the reputation and the export doesn't say so.
    """
    return _mercadolibre(frames, kinds=("claim", "mediation"))


def mediations(frames: AccountFrames, *, scope: str, rule: Rule | None) -> Opportunities:
    """All sales by order day; numerator = sales whose claim went to mediation.

    Source: global-selling.mercadolibre.com/help 16624.
    """
    return _mercadolibre(frames, kinds=("mediation",))


def _mercadolibre(frames: AccountFrames, *, kinds: tuple[str, ...]) -> Opportunities:
    # No claim in any file looks the same as a file without claim columns, and 0 % would be a guess.
    if frames.orders.empty or not frames.defects["kind"].isin(["claim", "mediation"]).any():
        return nothing(reason("missing_export", ORDERS_EXPORT[frames.account.platform]))
    return _complaint_rows(frames, frames.orders, kinds=kinds, note="estimate_impact_unknown")


def _complaint_rows(frames: AccountFrames, orders: pd.DataFrame, *, kinds: tuple[str, ...], note: str) -> Opportunities:
    """A defect without a date of its own is taken as known from the order's day on."""
    event = frames.days(orders["ordered_at"])
    defects = _first_defects(frames, kinds)
    # Few orders have a defect: only those are looked up by their id.
    touched = orders.loc[orders["order_id"].isin(defects.index), "order_id"]
    first = defects.reindex(touched).set_axis(touched.index).reindex(orders.index)
    known = frames.days(first["opened_at"]).fillna(event).where(first["kind"].notna())
    rows = opportunity_rows(
        orders["order_id"],
        event_date=event,
        numerator_from=later_of(known, event),
        reason=first["kind"].fillna("").astype("str"),
        note=first["is_sure"].map({False: note}).fillna("").astype("str"),
    )
    return Opportunities(rows)


def _first_defects(frames: AccountFrames, kinds: tuple[str, ...]) -> pd.DataFrame:
    """Per order its first defect that counts: kind, opened_at, is_sure (the file says that it counts)."""
    defects = frames.defects
    counting = defects[defects["kind"].isin(kinds) & defects["counts"].fillna(True).astype(bool)]
    ordered = counting.sort_values("opened_at", na_position="first", kind="stable")
    first = ordered.drop_duplicates("order_id").set_index("order_id")
    sure = counting["counts"].notna().groupby(counting["order_id"]).any()
    return first[["kind", "opened_at"]].assign(is_sure=sure)
