"""One account's orders and parcels, one row each, as every KPI reads them.

Lines become orders here once: an order ships by its earliest deadline, is cancelled when all its lines
are, and is shipped when its last parcel is confirmed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd

from workbench.errors import ParameterError, did_you_mean, listed
from workbench.kpis.days import local_days
from workbench.kpis.periods import monthly_periods
from workbench.tables import TABLES, require_columns

SHIPPED = ("shipped", "delivered", "returned")
# A label is no scan; "lost" is a verdict; "other" is a text nobody has mapped.
NOT_PHYSICAL = ("label", "lost", "other")
AT_THE_DOOR = ("attempt", "available", "delivered")
TABLES_READ = ("order_lines", "packages", "scans", "defects", "reported", "traffic", "returns", "catalogue")
# Tables of the whole client.
SHARED = ("scans", "catalogue")
MADE_ONCE = ("ordered", "package_numbers", "orders", "parcels", "months")
INSTANT = "datetime64[us, UTC]"
ORDER_COLUMNS = [
    *("order_id", "ordered_at", "ship_by_at", "is_seller_shipped", "is_platform_shipped", "is_shipped"),
    *("is_cancelled", "cancelled_at", "by_seller_at", "by_platform_at", "by_unknown_at", "units", "value", "currency"),
]


@dataclass(frozen=True)
class AccountFrames:
    """One account with its rows of the canonical tables.

    `orders` and `parcels` are made from them when first asked for; `made` remembers the opportunities
    of each KPI, so that a board and its trends read the orders once. `zone` is blank, or another zone than
    the account's whose days are asked for; `rules_on` is missing, or the day whose rules judge every day.
    """

    account: object
    order_lines: pd.DataFrame
    packages: pd.DataFrame
    scans: pd.DataFrame
    defects: pd.DataFrame
    reported: pd.DataFrame
    traffic: pd.DataFrame
    returns: pd.DataFrame
    catalogue: pd.DataFrame
    zone: str = ""
    rules_on: pd.Timestamp | None = None
    made: dict = field(default_factory=dict)

    @cached_property
    def orders(self) -> pd.DataFrame:
        """One row per order; see `_orders`, and confirmed_at, when its last parcel was confirmed."""
        confirmed = self.packages["confirmed_at"].groupby(self.package_numbers).max()
        return self.ordered.assign(confirmed_at=confirmed.reindex(self.ordered.index))

    @cached_property
    def ordered(self) -> pd.DataFrame:
        """The orders as their lines alone give them."""
        return _orders(self.order_lines, self.account)

    @cached_property
    def package_numbers(self) -> np.ndarray:
        """Per parcel the row of its order; further numbers for orders that no line names."""
        return row_numbers(self.ordered["order_id"], self.packages["order_id"])

    @cached_property
    def months(self) -> pd.DataFrame:
        """The traffic that makes up whole months; see `monthly_periods`."""
        return monthly_periods(self.traffic)

    @property
    def lacks_orders(self) -> bool:
        """Whether no file of orders is there, or only one of shipments from the platform's warehouses.

        Such shipments carry no price and say nothing about what the seller ships, so that there is no order to
        count is no finding.
        """
        if self.orders.empty or self.account.fulfilment == "platform":
            return self.orders.empty
        return bool(not self.orders["is_seller_shipped"].any() and self.order_lines["unit_price"].isna().all())

    @cached_property
    def parcels(self) -> pd.DataFrame:
        """One row per parcel of an order that the seller ships; see `_parcels`."""
        packages = self.packages.assign(order_number=self.package_numbers)
        return _parcels(packages, self.orders, self.scans, self.account)

    @cached_property
    def targets(self) -> dict[tuple[str, str], list[dict]]:
        """The reported figures that carry a target, oldest first, by KPI and scope."""
        if self.reported.empty:
            return {}
        shown = self.reported[self.reported["target"].notna()].sort_values("as_of")
        found: dict[tuple[str, str], list[dict]] = {}
        for figure in shown.assign(scope=shown["scope"].fillna("")).to_dict("records"):
            found.setdefault((figure["kpi"], figure["scope"]), []).append(figure)
        return found

    @cached_property
    def periods(self) -> list[dict]:
        """The reported figures that say how many days they look back, oldest first."""
        if self.reported.empty:
            return []
        return self.reported[self.reported["window_days"].notna()].sort_values("as_of").to_dict("records")

    def days(self, instants: pd.Series, *, rule_zone: str = "") -> pd.Series:
        """Local days of instants in the zone that the rule names, else in the account's."""
        return local_days(instants, zone=self.zone or rule_zone or self.account.zone)

    def in_zone(self, zone: str) -> AccountFrames:
        """The same rows, their days taken in another zone; orders and parcels are not made again."""
        return self._with_made(replace(self, zone=zone, made={}))

    def with_defects(self, defects: pd.DataFrame) -> AccountFrames:
        """The same account with other defects, which orders and parcels do not read."""
        return self._with_made(replace(self, defects=defects, made={}))

    def _with_made(self, other: AccountFrames) -> AccountFrames:
        other.__dict__.update({name: self.__dict__[name] for name in MADE_ONCE if name in self.__dict__})
        return other


def account_frames(client, *, account: str, where: str) -> AccountFrames:
    """The account's rows of the client's tables.

    Raises
    ------
    ParameterError
        The client has no such account.
    TableError
        A table lacks a column of its contract.
    """
    held = {each.id: each for each in client.profile.accounts}
    if account not in held:
        raise ParameterError(where, f"no account '{account}'", expected=listed(held), hint=did_you_mean(account, held))
    once = getattr(client, "once", lambda _, make: make())
    return once(("account frames", account), lambda: _frames_of(client, held[account], where))


def _frames_of(client, account, where: str) -> AccountFrames:
    rows = {name: _rows_of(getattr(client, name), name, account.id, where) for name in TABLES_READ}
    return AccountFrames(account, **rows)


def accounts_of(client, *, account: str = "") -> list[str]:
    """Ids of the client's accounts in the profile's order, or only the one asked for."""
    return [account] if account else [each.id for each in client.profile.accounts]


def _rows_of(rows: pd.DataFrame, name: str, account: str, where: str) -> pd.DataFrame:
    require_columns(rows, TABLES[name].names, of=f"{where}: table {name}")
    return rows if name in SHARED or rows.empty else rows[rows["account"] == account]


def _orders(lines: pd.DataFrame, account) -> pd.DataFrame:
    """One row per order in `ORDER_COLUMNS`."""
    grouped = _line_facts(lines, account).groupby("order_id", sort=False)
    # One pass for all columns of a kind: a pass for each takes three times as long.
    first = grouped[["ordered_at", "ship_by_at", "by_seller_at", "by_platform_at", "by_unknown_at"]].min()
    flags = grouped[["is_seller_shipped", "is_platform_shipped", "is_shipped", "is_cancelled", "is_line"]].any()
    sums = grouped[["units", "value"]].sum()
    # A line that says nothing but when its order is due decides nothing else where the order has other lines.
    is_cancelled = grouped["is_cancelled_or_bare"].all() & flags["is_cancelled"]
    orders = pd.concat([first, flags.drop(columns="is_line"), sums], axis=1).assign(
        is_cancelled=is_cancelled,
        cancelled_at=grouped["cancelled_at"].max(),
        value=sums["value"].where(flags["is_line"], np.inf),
        currency=grouped["currency"].first(),
    )
    return orders.reset_index()[ORDER_COLUMNS]


def row_numbers(known: pd.Series, wanted: pd.Series) -> np.ndarray:
    """For each wanted id its row among the known ones, which are all different; further numbers for unknown ids.

    One pass over both: looking up a million texts in an index takes ten times as long.
    """
    return pd.factorize(pd.concat([known, wanted], ignore_index=True))[0][len(known) :]


def _line_facts(lines: pd.DataFrame, account) -> pd.DataFrame:
    """Per line what an order is made of. An unknown channel counts as the seller's, the stricter reading,
    unless the account ships everything through the platform; an unknown moment of cancellation is the line's
    last change, else the order itself."""
    cancelled = (lines["status"] == "cancelled") | lines["cancelled_at"].notna()
    is_line = lines[["sku", "quantity", "unit_price", "status"]].notna().any(axis=1)
    at = lines["cancelled_at"].fillna(lines["last_updated_at"]).fillna(lines["ordered_at"]).where(cancelled)
    by = lines["cancelled_by"].fillna("unknown")
    # An order without any line that says who ships counts as the account ships.
    usual = "platform" if account.fulfilment == "platform" else "seller"
    channel = lines["channel"].fillna(pd.Series(usual, index=lines.index, dtype="str").where(_decides(lines, is_line)))
    quantity = lines["quantity"].astype("float64")
    value = lines["unit_price"] * quantity + lines["shipping_price"].fillna(0) - lines["discount"].fillna(0)
    return pd.DataFrame(
        {
            "order_id": lines["order_id"],
            "ordered_at": lines["ordered_at"],
            "ship_by_at": lines["ship_by_at"],
            "is_seller_shipped": channel == "seller",
            "is_platform_shipped": channel == "platform",
            "is_shipped": lines["status"].isin(SHIPPED),
            "is_cancelled": cancelled,
            "is_cancelled_or_bare": cancelled | ~is_line,
            "is_line": is_line,
            "cancelled_at": at,
            "by_seller_at": at.where(by == "seller"),
            "by_platform_at": at.where(by == "platform"),
            "by_unknown_at": at.where(by == "unknown"),
            "units": quantity.fillna(0),
            # An order of unknown value falls under the rule for the dearer ones.
            "value": value.fillna(np.inf).where(is_line, 0.0),
            "currency": lines["currency"],
        }
    )


def _decides(lines: pd.DataFrame, is_line: pd.Series) -> pd.Series:
    """Lines proper; and the line that stands for a whole order of which no other is known."""
    if is_line.all():
        return is_line
    return is_line | ~is_line.groupby(lines["order_id"]).transform("any")


def _parcels(packages: pd.DataFrame, orders: pd.DataFrame, scans: pd.DataFrame, account) -> pd.DataFrame:
    """The package's columns, its order's, and event_at (first carrier event of any kind), last_event_at, scan_at (first
    physical scan), facility_at, door_at (attempt, pick-up point or delivery), arrived_at, is_followed (the carrier
    files reach the day it was shipped)."""
    by_platform = np.flatnonzero(~orders["is_seller_shipped"].to_numpy(dtype=bool))
    sent = packages[~packages["order_number"].isin(by_platform)].reset_index(drop=True)
    of_order = ["ordered_at", "ship_by_at", "is_seller_shipped", "is_shipped", "units", "value", "currency"]
    its_order = orders[of_order].reindex(sent["order_number"]).reset_index(drop=True)
    parcels = pd.concat([sent, its_order, _scan_times(scans, sent["tracking_id"])], axis=1)
    parcels["ship_from_country"] = parcels["ship_from_country"].fillna(account.ship_from)
    arrivals = parcels[["first_attempt_at", "delivered_at", "door_at"]]
    parcels["arrived_at"] = arrivals.min(axis=1).astype(INSTANT)
    parcels["is_followed"] = parcels["event_at"].notna() | _within_carrier_files(parcels)
    return parcels


def _scan_times(scans: pd.DataFrame, tracking_ids: pd.Series) -> pd.DataFrame:
    """Per parcel, in the given order: event_at, scan_at, facility_at, door_at, last_event_at."""
    codes = pd.factorize(pd.concat([tracking_ids, scans["tracking_id"]], ignore_index=True))[0]
    of_parcel, of_scan = codes[: len(tracking_ids)], codes[len(tracking_ids) :]
    # Seventeen words a million times over: categories compare twenty times as fast as text.
    at, stage = scans["scanned_at"], scans["stage"].astype("category")
    physical = stage.notna() & ~stage.isin(NOT_PHYSICAL)
    at_door = stage.isin(AT_THE_DOOR)
    times = pd.DataFrame(
        {
            "event_at": at,
            "last_event_at": at,
            "scan_at": at.where(physical),
            "facility_at": at.where(physical & ~at_door),
            "door_at": at.where(at_door),
        }
    )
    # A parcel without a tracking number has the code -1, which no group has.
    grouped = times[of_scan >= 0].groupby(of_scan[of_scan >= 0])
    first = grouped[["event_at", "scan_at", "facility_at", "door_at"]].min()
    every = first.assign(last_event_at=grouped["last_event_at"].max())
    return every.reindex(of_parcel).reset_index(drop=True)


def _within_carrier_files(parcels: pd.DataFrame) -> pd.Series:
    """Confirmed (else ordered) between the first and the last event that the carrier files hold: no event means
    no scan. Outside of that, no event means that the files do not reach so far."""
    sent = parcels["confirmed_at"].fillna(parcels["ordered_at"])
    return sent.between(parcels["event_at"].min(), parcels["last_event_at"].max())
