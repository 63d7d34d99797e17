"""What the files say of the orders behind a KPI: why an order went wrong, in whose hands it was, what was in it."""

from __future__ import annotations

import pandas as pd

from workbench.kpis.frames import AccountFrames

SEVERAL = "several"
UNSAID = "unsaid"
# Whoever had the parcel: the carrier never scanned it, the customs, the carrier, or nobody any more.
NOT_SCANNED, CUSTOMS, CARRIER, LOST = "not_scanned", "customs", "carrier", "lost"
STAGE_PLACES = {
    "label": NOT_SCANNED,
    "other": NOT_SCANNED,
    **dict.fromkeys(("export_customs", "customs_started", "customs_held"), CUSTOMS),
    "lost": LOST,
}
# Reasons of which the parcel's way says more than the reason itself.
ON_THE_WAY = ("no_scan", "scan_missing", "not_on_time")
SELLER, OTHERS = "seller", "others"
HANDS = {
    **dict.fromkeys(("late", "cancelled_by_seller", "cancelled_by_platform"), SELLER),
    **{f"{why}/{place}": OTHERS for why in ON_THE_WAY for place in (CUSTOMS, CARRIER, LOST)},
}


def order_labels(
    frames: AccountFrames, rows: pd.DataFrame, catalogue: pd.DataFrame, *, on: pd.Timestamp
) -> pd.DataFrame:
    """Labels of the orders or parcels behind a KPI's figure.

    Parameters
    ----------
    frames : AccountFrames
        The account's rows.
    rows : DataFrame
        One row per order or parcel: order_id, package_id, event_date, reason.
    catalogue : DataFrame
        One row per SKU: sku, category.
    on : Timestamp
        The figure's day; what carriers reported later is not looked at.

    Returns
    -------
    DataFrame
        One row per row of `rows`, same index: cause (reason code; of parcels with the place they were at, such as
        not_on_time/customs), accountable (seller: it was in the seller's hands; others: a carrier or the customs had
        it; unsaid: the files don't say), carrier, sku, category (several where an order has more than one; unsaid
        where no file says it).
    """
    cause = _cause(frames, rows, on)
    return pd.DataFrame(
        {
            "cause": cause,
            "accountable": cause.map(HANDS).fillna(UNSAID),
            "carrier": _carrier(frames, rows),
            **_goods(frames, rows, catalogue),
        },
        index=rows.index,
    ).astype("str")


def _cause(frames: AccountFrames, rows: pd.DataFrame, on: pd.Timestamp) -> pd.Series:
    reason = rows["reason"].replace("", UNSAID)
    travelled = reason.isin(ON_THE_WAY)
    if not travelled.any():
        return reason
    # A parcel that was late stood somewhere on the day it was due; one without a scan stands there still.
    until = rows["event_date"].where(reason == "not_on_time", on).clip(upper=on)
    place = _places(frames, rows[travelled], until[travelled])
    return reason.mask(travelled, reason + "/" + place.reindex(rows.index).fillna(NOT_SCANNED))


def _places(frames: AccountFrames, rows: pd.DataFrame, until: pd.Series) -> pd.Series:
    """Where each parcel was at the end of a day: the place of its last carrier event up to then."""
    asked = rows[["order_id", "package_id"]].assign(until=until, row=rows.index)
    parcels = frames.packages[["order_id", "package_id", "tracking_id"]].dropna(subset=["tracking_id"])
    ways = asked.merge(parcels, on="order_id", suffixes=("", "_sent"))
    ways = ways[(ways["package_id"] == "") | (ways["package_id"] == ways["package_id_sent"])]
    known = frames.scans[frames.scans["tracking_id"].isin(ways["tracking_id"])]
    events = ways.merge(known[["tracking_id", "scanned_at", "stage"]], on="tracking_id")
    before = events[frames.days(events["scanned_at"]) <= events["until"]]
    last = before.sort_values("scanned_at", kind="stable").drop_duplicates("row", keep="last").set_index("row")
    return last["stage"].map(lambda stage: STAGE_PLACES.get(stage, CARRIER), na_action="ignore")


def _carrier(frames: AccountFrames, rows: pd.DataFrame) -> pd.Series:
    sent = frames.packages.dropna(subset=["carrier"])
    by_parcel = sent.drop_duplicates(["order_id", "package_id"]).set_index(["order_id", "package_id"])["carrier"]
    own = pd.MultiIndex.from_frame(rows[["order_id", "package_id"]])
    named = pd.Series(by_parcel.reindex(own).to_numpy(), index=rows.index, dtype="object")
    of_order = rows["order_id"].map(_one(sent, "carrier")).astype("object")
    return named.where(named.notna(), of_order).fillna(UNSAID)


def _goods(frames: AccountFrames, rows: pd.DataFrame, catalogue: pd.DataFrame) -> dict[str, pd.Series]:
    lines = frames.order_lines[["order_id", "sku", "category"]]
    own = catalogue.drop_duplicates("sku").set_index("sku")["category"]
    category = lines["category"].astype("object")
    filled = lines.assign(category=category.where(category.notna(), lines["sku"].map(own.to_dict())))
    return {
        name: rows["order_id"].map(_one(filled.dropna(subset=[name]), name)).astype("object").fillna(UNSAID)
        for name in ("sku", "category")
    }


def _one(rows: pd.DataFrame, name: str) -> dict[str, str]:
    """Order to its one value, or to `SEVERAL`."""
    values = rows[["order_id", name]].drop_duplicates()
    repeated = values["order_id"].duplicated(keep=False)
    marked = values.assign(**{name: values[name].astype("object").mask(repeated, SEVERAL)})
    return dict(zip(marked["order_id"], marked[name], strict=True))
