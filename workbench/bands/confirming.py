"""Which listings wait for the analyst's verdict."""

from __future__ import annotations

import pandas as pd

from workbench.bands.banding import Bands
from workbench.bands.matching import fold_text
from workbench.bands.packs import UNCLEAR
from workbench.bands.selection import observed_days, rows_of_query
from workbench.errors import NothingToShow, did_you_mean
from workbench.record.verdicts import Verdict

WAITING_COLUMNS = [
    "platform", "item_id", "why", "title", "seller", "price", "currency", "pack", "band", "first_seen", "observed_at",
    "lineage",
]  # fmt: skip
LIVE_REASONS = ("pack unclear",)


def listings_to_confirm(offers: pd.DataFrame, *, bands: Bands) -> pd.DataFrame:
    """Listings without a verdict that need one: new in the last month, another title since, an unclear pack.

    Parameters
    ----------
    offers : DataFrame
        The canonical table `offers` that the bands were made of.
    bands : Bands
        With the verdicts that stand. New listings that fit the product's words count in the bands while they wait;
        those with an unclear pack don't.

    Returns
    -------
    DataFrame
        The reason that keeps most out first, then the dearest: platform, item_id, why (pack_unclear, title_changed,
        new), title, seller, price, currency, pack (-1: unclear), band (missing where it isn't used), first_seen (the
        market's day), observed_at, lineage. A search that was seen in one month only has no new listings.
    """
    rows = rows_of_query(offers, query=bands.query, market=bands.market)
    seen = rows.assign(day=observed_days(rows["observed_at"], market=bands.market))
    seen = seen[seen["day"] <= bands.as_of]
    first = seen.groupby(["platform", "item_id"])["day"].min().rename("first_seen")
    unclear = bands.excluded[bands.excluded["reason"].isin(LIVE_REASONS)]
    live = pd.concat([bands.offers, unclear.assign(band=pd.NA)], ignore_index=True)
    live = live.join(first, on=["platform", "item_id"])
    why = _reasons(live, bands, has_earlier=bool((first <= _month_before(bands)).any()))
    waiting = live.assign(why=why)[why != ""]
    order = {"pack_unclear": 0, "title_changed": 1, "new": 2}
    waiting = waiting.assign(_order=waiting["why"].map(order)).sort_values(
        ["_order", "price", "item_id"], ascending=[True, False, True], kind="stable", ignore_index=True
    )
    return waiting[WAITING_COLUMNS]


def verdict_on(bands: Bands, *, item_id: str, says: str) -> Verdict:
    """A verdict on one of the listings of the bands, with the title that it was made on.

    Parameters
    ----------
    bands : Bands
    item_id : str
        Number of a listing, used or excluded.
    says : str
        same, not, pack:3 or withdrawn.

    Raises
    ------
    NothingToShow
        No such listing in this search.
    """
    known = pd.concat(
        [bands.offers[["platform", "item_id", "title"]], bands.excluded[["platform", "item_id", "title"]]]
    )
    found = known[known["item_id"] == item_id]
    if found.empty:
        raise NothingToShow(
            f"verdict on '{item_id}'",
            f"no such listing among the {len(known):,} of '{bands.query}', {bands.market}",
            expected="a listing's number as `workbench bands --to-confirm` prints it",
            hint=did_you_mean(item_id, known["item_id"].dropna().to_list()),
        )
    row = found.iloc[0]
    word, _, number = says.partition(":")
    pack = int(number) if number.isdigit() else int(not number)
    title = "" if pd.isna(row["title"]) else str(row["title"])
    return Verdict(bands.market, bands.query, str(row["platform"]), item_id, word.strip(), pack, title)


def _month_before(bands: Bands) -> pd.Timestamp:
    return bands.as_of - pd.DateOffset(months=1)


def _reasons(live: pd.DataFrame, bands: Bands, *, has_earlier: bool) -> pd.Series:
    verdicts = {verdict.listing: verdict for verdict in bands.study.verdicts}
    given = [verdicts.get(listing) for listing in zip(live["platform"], live["item_id"], strict=True)]
    is_judged = pd.Series([verdict is not None for verdict in given], index=live.index)
    changed = [
        verdict is not None and bool(verdict.title) and fold_text(verdict.title) != fold_text(str(title))
        for verdict, title in zip(given, live["title"], strict=True)
    ]
    is_new = (live["first_seen"] > _month_before(bands)) & ~is_judged & has_earlier
    why = pd.Series("", index=live.index, dtype="str").mask(is_new, "new")
    why = why.mask(pd.Series(changed, index=live.index), "title_changed")
    return why.mask(live["pack"] == UNCLEAR, "pack_unclear")
