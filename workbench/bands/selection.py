"""Which listings of a market are the product at a usable price, and why each of the others is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd

from workbench.bands.markets import CURRENCIES, market_zone
from workbench.bands.matching import USED_WORDS, fold_text, fold_texts, has_any
from workbench.errors import NothingToShow, did_you_mean, listed
from workbench.tables import LINEAGE, TABLES, require_columns

# A listing not seen for longer may be gone, or priced anew.
FRESH_DAYS = 45
# An outlier is cut off from all other prices: at most so many listings, or so large a share of them, stand
# beyond a gap of at least that factor. Distance from the middle says little: a market has several middles.
OUTLIER_GAPS = ((2, 0.0, 1.5), (0, 0.1, 4.0))
EXCLUDED_COLUMNS = ["item_id", "title", "price", "currency", "observed_at", "reason", LINEAGE]


class ProductWords(Protocol):
    """What a profile's product says: the words of its titles and the client's own SKUs."""

    must: tuple[str, ...]
    must_not: tuple[str, ...]
    skus: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Selection:
    """Listings of a search: those used, those not and why, and the rows left aside."""

    used: pd.DataFrame
    excluded: pd.DataFrame
    currency: str
    as_of: pd.Timestamp
    older_rows: int
    later_rows: int


def select_listings(
    offers: pd.DataFrame, *, query: str, market: str, as_of: str, product: ProductWords | None
) -> Selection:
    """The listings of a search, seen up to the end of a day, split into used and excluded.

    Every row of the search is one of: used, excluded, an older observation, a later observation.

    Raises
    ------
    NothingToShow, TableError
        As `price_bands`.
    """
    require_columns(offers, TABLES["offers"].names, of="offers")
    rows = rows_of_query(_with_lineage(offers), query=query, market=market)
    days = observed_days(rows["observed_at"], market=market)
    day = pd.Timestamp(as_of).normalize() if as_of else days.max()
    seen = rows[days <= day]
    listings = newest_of_each(seen)
    is_stale = days[listings.index] <= day - pd.Timedelta(days=FRESH_DAYS)
    currency = CURRENCIES.get(market) or _most_common(listings["currency"])
    reasons = reasons_against(listings, currency=currency, is_stale=is_stale, product=product)
    return Selection(
        used=_sorted(listings[reasons == ""])[[*TABLES["offers"].names, LINEAGE]],
        excluded=_sorted(listings.assign(reason=reasons)[reasons != ""])[EXCLUDED_COLUMNS],
        currency=currency,
        as_of=day,
        older_rows=len(seen) - len(listings),
        later_rows=len(rows) - len(seen),
    )


def rows_of_query(offers: pd.DataFrame, *, query: str, market: str) -> pd.DataFrame:
    """Rows of `market` found with `query`, whatever its accents and case.

    Raises
    ------
    NothingToShow
        No row: says which searches the market's files hold.
    """
    in_market = offers[offers["market"] == market]
    rows = in_market[fold_texts(in_market["query"]) == fold_text(query)]
    if rows.empty:
        queries = sorted(in_market["query"].dropna().unique())
        raise NothingToShow(
            f"price bands of '{query}', {market}",
            "no competitor listing of that search",
            expected=f"one of the searches in the files: {listed(queries)}" if queries else "competitor listings",
            hint=did_you_mean(query, queries) or what_to_collect(query),
        )
    return rows


def what_to_collect(query: str) -> str:
    """How to get enough listings."""
    return (
        f"search '{query}' on each platform of the market, save the first three result pages as a Helium 10 Xray "
        "export or in our offers template, and put the file into the client's inbox"
    )


def observed_days(observed_at: pd.Series, *, market: str) -> pd.Series:
    """The market's calendar day of each observation; one stamped with a day only (midnight UTC) keeps it.

    >>> seen = pd.Series(pd.to_datetime(["2026-02-01T05:59Z", "2026-02-01T00:00Z"]))
    >>> observed_days(seen, market="MX").dt.day.tolist()
    [31, 1]
    """
    local = observed_at.dt.tz_convert(market_zone(market)).dt.tz_localize(None).dt.normalize()
    stamped = observed_at.dt.tz_localize(None)
    return local.where(stamped != stamped.dt.normalize(), stamped)


def newest_of_each(rows: pd.DataFrame) -> pd.DataFrame:
    """The newest observation of each listing, by platform and listing number."""
    unnamed = rows["item_id"].isna()
    rows = rows.assign(_listing=rows["item_id"].where(~unnamed, rows["lineage"]))
    rows = rows.sort_values(["observed_at", "lineage"], kind="stable")
    return rows.drop_duplicates(["platform", "_listing"], keep="last").drop(columns="_listing")


def reasons_against(
    listings: pd.DataFrame, *, currency: str, is_stale: pd.Series, product: ProductWords | None
) -> pd.Series:
    """Why each listing is not used, '' where it is: what it is first, then whether its price can be used.

    Parameters
    ----------
    listings : DataFrame
        One row per listing, columns of `offers`.
    currency : str
        The market's currency.
    is_stale : Series of bool
        Which listings were last seen too long ago.
    product : profile product or None
        Words that a title must and must not hold.
    """
    must, must_not = (product.must, product.must_not) if product else ((), ())
    titles = fold_texts(listings["title"])
    prices = listings["price"].astype("float64")
    tests = [(f"word missing: {word}", ~has_any(titles, [word])) for word in _words(must)]
    tests += [(f"word excluded: {word}", has_any(titles, [word])) for word in _words(must_not)]
    tests += [
        ("used", has_any(fold_texts(listings["condition"]), USED_WORDS)),
        ("not priced", ~(prices.gt(0) & np.isfinite(prices))),
        ("other currency", listings["currency"].fillna("") != currency),
        ("stale", is_stale),
    ]
    reasons = _first_reason(listings.index, tests)
    reasons = _first_reason(listings.index, [("repeated listing", _repeats(listings, titles, reasons == ""))], reasons)
    return _first_reason(listings.index, [("outlier", _outliers(prices, reasons == ""))], reasons)


def _with_lineage(offers: pd.DataFrame) -> pd.DataFrame:
    """Frames made by hand have no lineage; their row numbers then tell rows apart."""
    if LINEAGE in offers.columns and offers[LINEAGE].notna().all():
        return offers
    rows = pd.Series([f"row {number}" for number in range(1, len(offers) + 1)], index=offers.index, dtype="str")
    return offers.assign(**{LINEAGE: offers[LINEAGE].fillna(rows) if LINEAGE in offers.columns else rows})


def _most_common(currencies: pd.Series) -> str:
    counts = currencies.value_counts()
    return str(counts.index[0]) if len(counts) else ""


def _sorted(listings: pd.DataFrame) -> pd.DataFrame:
    return listings.sort_values(["price", "platform", "item_id", LINEAGE], kind="stable", ignore_index=True)


def _words(words: tuple[str, ...]) -> list[str]:
    return [word for word in words if word.strip(" |")]


def _first_reason(index: pd.Index, tests: list[tuple[str, pd.Series]], reasons: pd.Series | None = None) -> pd.Series:
    found = np.full(len(index), "", dtype=object) if reasons is None else reasons.to_numpy(dtype=object)
    for reason, fails in tests:
        found = np.where((found == "") & fails.to_numpy(dtype=bool, na_value=False), reason, found)
    return pd.Series(found, index=index, dtype="str")


def _repeats(listings: pd.DataFrame, titles: pd.Series, usable: pd.Series) -> pd.Series:
    """The same seller's same title at the same price again, under another listing number; the best ranked stays."""
    named = listings["seller"].notna() & listings["title"].notna()
    seen = listings.assign(title=titles)[usable & named].sort_values(["rank", "item_id"])
    repeated = seen.duplicated(["platform", "seller", "title", "price"])
    return repeated.reindex(listings.index, fill_value=False)


def _outliers(prices: pd.Series, usable: pd.Series) -> pd.Series:
    ordered = np.sort(prices[usable].to_numpy())
    if not len(ordered):
        return pd.Series(False, index=prices.index)
    factors = ordered[1:] / ordered[:-1]
    lowest, highest = ordered[_cut_off(factors)], ordered[-1 - _cut_off(factors[::-1])]
    return (prices < lowest) | (prices > highest)


def _cut_off(factors: np.ndarray) -> int:
    """How many listings at the near end are cut off from the rest, by the factors between neighbours."""
    listings, beyond = len(factors) + 1, np.arange(1, len(factors) + 1)
    is_cut = np.zeros(len(factors), dtype=bool)
    for few, share, factor in OUTLIER_GAPS:
        is_cut |= (beyond <= max(few, share * listings)) & (factors >= factor)
    # A quarter of the listings is never a stray, however few they are.
    return int(beyond[is_cut & (4 * beyond < listings)].max(initial=0))
