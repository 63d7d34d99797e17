"""The weekly panel behind an elasticity: units, price paid and what else moved sales, by SKU and week.

A week without sales is a row with zero units, never a logarithm of zero plus one: the model of counts in
`elasticity.py` takes zeros as they are, and the model in logarithms adds four weeks up and counts what is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbench.bands.markets import PRICE_MARKS
from workbench.errors import NothingToShow
from workbench.tables import TABLES, require_columns

PANEL_COLUMNS = [
    *("sku", "category", "week", "units", "price", "shelf_price"),
    *("is_promotion", "is_stock_out", "is_free_shipping", "ads_spend"),
]
FLAGS = ("is_promotion", "is_stock_out", "is_free_shipping")
# How long a listing seen without stock stays so, if neither a sale nor another look says otherwise. Weeks.
STOCK_OUT_WEEKS = 4
# A listing that nobody bought and nobody saw for longer than this may be gone.
UNSEEN_WEEKS = 13
# The seller's own words of a promotion or of empty shelves in changes.csv.
PROMOTION_WORDS = r"promo|oferta|descuento|cup[oó]n|coupon|\bdeal|\bsale\b|hot sale|buen fin|促销|秒杀|优惠|打折|折扣"
STOCK_OUT_WORDS = r"agotad|sin (?:stock|existencias|inventario)|out of stock|sold out|stock.?out|缺货|断货|售罄"
# A listing in one of these states was not for sale, in the platforms' words.
OFF_SALE = r"inactiv|pausad|paused|closed|finalizad|unpublished|retired|suppress|incomplete"
WEEK = pd.Timedelta(days=7)


@dataclass(frozen=True)
class Panel:
    """Weeks of one account's SKUs.

    Attributes
    ----------
    rows : DataFrame
        One row per SKU and full week (Monday to Sunday, the account's zone) in which it was listed: sku, category,
        week (its Monday), units, price (paid, a unit, discount taken off; the shelf price in a week without sales),
        shelf_price (before discount: the mean over the units sold, else the newest one known), is_promotion,
        is_stock_out, is_free_shipping, ads_spend. Prices in the account's currency.
    left_out : DataFrame
        reason and rows of what does not count: brushing, cancelled, other_currency, no_price_or_sku (order lines),
        quiet_weeks (weeks in which the whole account sold nothing: a file or a pause is missing, not demand).
    """

    rows: pd.DataFrame
    left_out: pd.DataFrame


def weekly_panel(client: object, *, account: str, on: str) -> Panel:
    """Units, prices and what else moved sales, by SKU and week up to a day.

    Parameters
    ----------
    client : Client
        Its `order_lines`, `listings`, `ads`, `changes`, `catalogue` and profile are read.
    account : str
        Account id.
    on : str
        ISO day; the last week counted ends on it or before, and not after the last order known.

    Raises
    ------
    ProfileError
        The client has no such account.
    NothingToShow
        No full week of orders.
    TableError
        A table lacks a column.

    Notes
    -----
    A SKU is listed from the first full week after it was first sold or seen until 13 weeks after it was last sold or
    seen, less what a listing off sale says. Where no sale tells the price, the newest of listing and last sale does.
    A promotion is a week with a discount, or a day in `changes` whose note says so; empty shelves are a listing seen
    with stock 0 (until a sale or another look, at most four weeks) or a note that says so. Shipping is free where
    the platform's own mark says so (299 MXN on Mercado Libre).

    Known to be wrong when: listings are seen rarely: a price that changed without a sale is noticed late.
    """
    owner = client.profile.account(account)
    lines, left_out = _counted_lines(client.order_lines, owner)
    lines, first, last = _in_full_weeks(lines, on=on, account=account)
    seen = _seen(client.listings, owner, last=last)
    cells = _listed_weeks(lines, seen, first=first, last=last)
    cells = cells.merge(_sold(lines), on=["sku", "week"], how="left").fillna({"units": 0, "is_promotion": False})
    cells = _with_shelf_prices(cells, lines, seen)
    cells["is_stock_out"] = _stock_out(cells, seen)
    cells = _with_changes(cells, client.changes, lines, seen, account)
    cells["is_free_shipping"] = _ships_free(cells["shelf_price"], owner)
    cells = _with_ads(cells, client.ads, account).merge(_categories(lines, client.catalogue), on="sku", how="left")
    rows, quiet = _without_quiet_weeks(cells.dropna(subset=["shelf_price"]))
    rows = rows.astype({"units": float, **dict.fromkeys(FLAGS, bool)})
    rows = rows.sort_values(["sku", "week"], ignore_index=True)[PANEL_COLUMNS]
    return Panel(rows, pd.DataFrame({"reason": [*left_out, "quiet_weeks"], "rows": [*left_out.values(), quiet]}))


def _counted_lines(order_lines: pd.DataFrame, owner: object) -> tuple[pd.DataFrame, dict[str, int]]:
    """The account's real sales with local week and price paid, and how many lines do not count by reason."""
    require_columns(order_lines, TABLES["order_lines"].names, of="order_lines")
    lines = order_lines[order_lines["account"] == owner.id]
    tests = {
        "brushing": lines["is_brushing"].fillna(False).astype(bool),
        "cancelled": lines["cancelled_at"].notna() | (lines["status"] == "cancelled"),
        "other_currency": lines["currency"].notna() & (lines["currency"] != owner.currency),
        "no_price_or_sku": lines["sku"].isna() | ~(lines["unit_price"] > 0) | ~(lines["quantity"].fillna(0) > 0),
    }
    counts, is_out = {}, pd.Series(False, index=lines.index)
    for reason, test in tests.items():
        counts[reason] = int((test & ~is_out).sum())
        is_out |= test
    kept = lines[~is_out & lines["ordered_at"].notna()]
    day = kept["ordered_at"].dt.tz_convert(owner.zone).dt.tz_localize(None).dt.normalize()
    off = kept["discount"].fillna(0.0) / kept["quantity"].astype(float)
    return kept.assign(day=day, week=_monday(day), paid=(kept["unit_price"] - off).clip(lower=0.0)), counts


def _monday(days: pd.Series) -> pd.Series:
    return days - pd.to_timedelta(days.dt.day_of_week, unit="D")


def _in_full_weeks(lines: pd.DataFrame, *, on: str, account: str) -> tuple[pd.DataFrame, pd.Timestamp, pd.Timestamp]:
    """Lines of whole weeks, with the first and the last of these weeks."""
    known = lines[lines["day"] <= pd.Timestamp(on)]
    # The files end some time on the day of the last order: its week is whole only if that day is a Sunday.
    end = min(pd.Timestamp(on), known["day"].max()) if len(known) else pd.NaT
    first = known["day"].min() + pd.Timedelta(days=(7 - known["day"].min().weekday()) % 7) if len(known) else pd.NaT
    last = end - pd.Timedelta(days=(end.weekday() + 1) % 7 + 6) if len(known) else pd.NaT
    if not len(known) or last < first:
        raise NothingToShow(
            f"weekly sales of {account}, {on}",
            "no full week of orders up to that day",
            expected="order lines of several months",
            hint="save the order reports of the months before into the account's inbox folder",
        )
    return known[(known["week"] >= first) & (known["week"] <= last)], first, last


def _seen(listings: pd.DataFrame, owner: object, *, last: pd.Timestamp) -> pd.DataFrame:
    """The account's listings as seen up to the last week's end: sku, item_id, day, week, price, stock, is_off."""
    require_columns(listings, TABLES["listings"].names, of="listings")
    rows = listings[(listings["account"] == owner.id) & listings["sku"].notna()]
    day = rows["observed_at"].dt.tz_convert(owner.zone).dt.tz_localize(None).dt.normalize()
    price = rows["price"].where((rows["price"] > 0) & (rows["currency"] == owner.currency))
    is_off = rows["status"].fillna("").str.contains(OFF_SALE, case=False)
    rows = rows.assign(day=day, week=_monday(day), price=price, is_off=is_off)
    rows = rows[day < last + WEEK].sort_values(["day", "item_id"], kind="stable")
    return rows.drop_duplicates(["sku", "week"], keep="last")


def _listed_weeks(lines: pd.DataFrame, seen: pd.DataFrame, *, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """One row per SKU and week in which it was for sale: sku, week."""
    signs = pd.concat([lines[["sku", "week"]], seen[["sku", "week"]]])
    spans = signs.groupby("sku")["week"].agg(["min", "max"])
    sold = set(lines["sku"])
    spans = spans[spans.index.isin(sold)]
    weeks = pd.DataFrame({"week": pd.date_range(first, last, freq="7D", unit="us")})
    cells = pd.DataFrame({"sku": spans.index, "from": spans["min"], "to": spans["max"]}).merge(weeks, how="cross")
    # The week in which a SKU first shows was rarely whole; the panel's own first week is.
    begins = cells["from"].where(cells["from"] <= first, cells["from"] + WEEK)
    cells = cells[(cells["week"] >= begins) & (cells["week"] <= cells["to"] + UNSEEN_WEEKS * WEEK)]
    states = seen[["sku", "week", "is_off"]].sort_values("week")
    cells = pd.merge_asof(cells.sort_values("week"), states, on="week", by="sku")
    is_sold = pd.MultiIndex.from_frame(cells[["sku", "week"]]).isin(pd.MultiIndex.from_frame(lines[["sku", "week"]]))
    return cells[is_sold | ~cells["is_off"].fillna(False).astype(bool)][["sku", "week"]]


def _sold(lines: pd.DataFrame) -> pd.DataFrame:
    """Units, price paid and price asked a unit, and whether any was discounted, by SKU and week."""
    units = lines["quantity"].astype(float)
    money = {"paid": units * lines["paid"], "asked": units * lines["unit_price"]}
    rows = lines[["sku", "week"]].assign(units=units, is_promotion=lines["discount"].fillna(0) > 0, **money)
    sums = rows.groupby(["sku", "week"], as_index=False).agg(
        units=("units", "sum"), paid=("paid", "sum"), asked=("asked", "sum"), is_promotion=("is_promotion", "any")
    )
    sums = sums.assign(price=sums["paid"] / sums["units"], asked=sums["asked"] / sums["units"])
    return sums.drop(columns="paid")


def _with_shelf_prices(cells: pd.DataFrame, lines: pd.DataFrame, seen: pd.DataFrame) -> pd.DataFrame:
    """`cells` with shelf_price: what was asked of the buyers, else the newest of listing and sale up to the week."""
    told = pd.concat(
        [
            lines[["sku", "week", "day", "unit_price"]].rename(columns={"unit_price": "shelf_price"}),
            seen[["sku", "week", "day", "price"]].rename(columns={"price": "shelf_price"}),
        ]
    ).dropna(subset=["shelf_price"])
    told = told.sort_values("day", kind="stable").drop_duplicates(["sku", "week"], keep="last")
    prices = told[["sku", "week", "shelf_price"]].sort_values("week")
    found = pd.merge_asof(cells.sort_values("week"), prices, on="week", by="sku")
    shelf = found["asked"].where(found["units"] > 0, found["shelf_price"])
    return found.assign(shelf_price=shelf, price=found["price"].where(found["units"] > 0, shelf))


def _stock_out(cells: pd.DataFrame, seen: pd.DataFrame) -> pd.Series:
    """Weeks without sales up to four weeks after a listing was last seen, with stock 0."""
    stock = seen.dropna(subset=["stock"]).assign(is_empty=lambda rows: rows["stock"] == 0)
    looks = stock[["sku", "week", "is_empty"]]
    sold = cells.loc[cells["units"] > 0, ["sku", "week"]].assign(is_empty=False)
    # A sale in the same week as the look ends nothing yet; one in a later week does.
    signs = pd.concat([sold, looks]).drop_duplicates(["sku", "week"], keep="last").sort_values("week")
    signs = signs.astype({"is_empty": bool})
    state = pd.merge_asof(cells[["sku", "week"]], signs, on="week", by="sku", tolerance=STOCK_OUT_WEEKS * WEEK)[
        "is_empty"
    ]
    return state.fillna(False).astype(bool).to_numpy()


def _with_changes(
    cells: pd.DataFrame, changes: pd.DataFrame, lines: pd.DataFrame, seen: pd.DataFrame, account: str
) -> pd.DataFrame:
    """`cells` with the promotions and empty shelves that the seller wrote down himself."""
    require_columns(changes, TABLES["changes"].names, of="changes")
    items = pd.concat([lines[["sku", "item_id"]], seen[["sku", "item_id"]]]).dropna().drop_duplicates()
    own = changes[changes["account"] == account].merge(items, on="item_id").dropna(subset=["date"])
    own = own.assign(week=_monday(own["date"]), note=own["note"].fillna(""))
    places = pd.MultiIndex.from_frame(cells[["sku", "week"]])
    noted = {}
    for flag, words in (("is_promotion", PROMOTION_WORDS), ("is_stock_out", STOCK_OUT_WORDS)):
        said = own[own["note"].str.contains(words, case=False, regex=True)]
        noted[flag] = cells[flag].astype(bool) | places.isin(pd.MultiIndex.from_frame(said[["sku", "week"]]))
    return cells.assign(**noted)


def _ships_free(prices: pd.Series, owner: object) -> pd.Series:
    marks = [
        mark.price
        for mark in PRICE_MARKS
        if (mark.market, mark.platform, mark.change) == (owner.market, owner.platform, "free_shipping")
    ]
    return prices >= min(marks) if marks else pd.Series(False, index=prices.index)


def _with_ads(cells: pd.DataFrame, ads: pd.DataFrame, account: str) -> pd.DataFrame:
    """`cells` with the week's advertising; zero where the account's ads report has no row."""
    require_columns(ads, TABLES["ads"].names, of="ads")
    own = ads[(ads["account"] == account) & ads["date"].notna()]
    spent = own.assign(week=_monday(own["date"])).groupby(["sku", "week"], as_index=False)["spend"].sum()
    return cells.merge(spent.rename(columns={"spend": "ads_spend"}), on=["sku", "week"], how="left").fillna(
        {"ads_spend": 0.0}
    )


def _categories(lines: pd.DataFrame, catalogue: pd.DataFrame) -> pd.DataFrame:
    """The seller's own category of each SKU, else the platform's, else blank."""
    own = catalogue.drop_duplicates("sku").set_index("sku")["category"]
    last = lines.sort_values("day").drop_duplicates("sku", keep="last").set_index("sku")["category"]
    names = own.reindex(last.index).astype("str").fillna(last.astype("str")).fillna("")
    return pd.DataFrame({"sku": names.index, "category": names.to_numpy()})


def _without_quiet_weeks(cells: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    sold = cells.groupby("week")["units"].transform("sum") > 0
    return cells[sold], int(cells.loc[~sold, "week"].nunique())
