"""What Walmart does not count against the seller, as far as carrier events tell it."""

from __future__ import annotations

import pandas as pd

from workbench.kpis.frames import AccountFrames
from workbench.kpis.opportunities import Opportunities
from workbench.rules import Rule

EXCEPTION, DELAY = "carrier_exception", "carrier_delay"


def excused_late(frames: AccountFrames, orders: pd.DataFrame, rule: Rule | None) -> pd.Series:
    """Which of the orders, were they late, the rule does not count against the seller.

    Parameters
    ----------
    frames : AccountFrames
        The account's rows.
    orders : DataFrame
        One row per order: order_id, ship_by_at, scan_at (when its last parcel was first scanned), due_at.
    rule : Rule or None
        Its `not_accountable`: carrier_exception (the carrier reported one by the due time), carrier_delay (every
        parcel was handed over by the ship-by time, and came late all the same).

    Source: Walmart Marketplace Learn, Seller performance standards: carriers' exceptions are never the seller's,
    their delays are since October 2025 at the latest.

    Known to be wrong when: the exception was the seller's doing, such as a wrong address label.
    """
    causes = rule.not_accountable if rule else ()
    excused = pd.Series(False, index=orders.index)
    if EXCEPTION in causes:
        excused |= _first_exception(frames, orders["order_id"]) <= orders["due_at"]
    if DELAY in causes:
        excused |= orders["scan_at"] <= orders["ship_by_at"]
    return excused


def noting_accountable(found: Opportunities, *, platform: str) -> Opportunities:
    """The rows, each noted as an estimate where the platform is Walmart: it counts only the seller's own failures."""
    if platform != "walmart" or found.missing:
        return found
    noted = found.rows["note"].mask(found.rows["note"] == "", "estimate_accountable_unknown")
    return Opportunities(found.rows.assign(note=noted), without_evidence=found.without_evidence)


def _first_exception(frames: AccountFrames, order_id: pd.Series) -> pd.Series:
    """Per order when a carrier first reported an exception of one of its parcels."""
    said = frames.scans.loc[frames.scans["stage"] == "exception", ["tracking_id", "scanned_at"]]
    of_parcel = said.groupby("tracking_id")["scanned_at"].min()
    parcels = frames.parcels[["order_id", "tracking_id"]].dropna()
    said_of = of_parcel.reindex(parcels["tracking_id"]).set_axis(parcels.index)
    return said_of.groupby(parcels["order_id"]).min().reindex(order_id).set_axis(order_id.index)
