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
# An outlier is farther from the median log price than five median absolute deviations, and at least five
# times dearer or cheaper than it: the deviation alone would take a small premium segment for errors
# wherever most listings share a few prices.
OUTLIER_MADS = 5.0
OUTLIER_FACTOR = 5.0
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
    day = pd.Timestamp(as_of) if as_of else _newest_day(rows, market)
    end = last_instant(day, market)
    seen = rows[rows["observed_at"] <= end]
    listings = newest_of_each(seen)
    currency = CURRENCIES.get(market) or _most_common(listings["currency"])
    reasons = reasons_against(listings, currency=currency, end=end, product=product)
    return Selection(
        used=_sorted(listings[reasons == ""])[[*TABLES["offers"].names, LINEAGE]],
        excluded=_sorted(listings.assign(reason=reasons)[reasons != ""])[EXCLUDED_COLUMNS],
        currency=currency,
        as_of=day.normalize(),
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


def last_instant(as_of: str | pd.Timestamp, market: str) -> pd.Timestamp:
    """The end of that day in the market, as a UTC instant.

    >>> last_instant("2026-01-31", "MX")
    Timestamp('2026-02-01 05:59:59.999999+0000', tz='UTC')
    """
    start = pd.Timestamp(as_of).normalize().tz_localize(market_zone(market))
    return (start + pd.DateOffset(days=1)).tz_convert("UTC") - pd.Timedelta(microseconds=1)


def newest_of_each(rows: pd.DataFrame) -> pd.DataFrame:
    """The newest observation of each listing, by platform and listing number."""
    unnamed = rows["item_id"].isna()
    rows = rows.assign(_listing=rows["item_id"].where(~unnamed, rows["lineage"]))
    rows = rows.sort_values(["observed_at", "lineage"], kind="stable")
    return rows.drop_duplicates(["platform", "_listing"], keep="last").drop(columns="_listing")


def reasons_against(
    listings: pd.DataFrame, *, currency: str, end: pd.Timestamp, product: ProductWords | None
) -> pd.Series:
    """Why each listing is not used, '' where it is: what it is first, then whether its price can be used.

    Parameters
    ----------
    listings : DataFrame
        One row per listing, columns of `offers`.
    currency, end
        The market's currency, and the instant up to which was looked.
    product
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
        ("stale", listings["observed_at"] <= end - pd.Timedelta(days=FRESH_DAYS)),
    ]
    reasons = _first_reason(listings.index, tests)
    reasons = _first_reason(listings.index, [("repeated listing", _repeats(listings, reasons == ""))], reasons)
    return _first_reason(listings.index, [("outlier", _outliers(prices, reasons == ""))], reasons)


def _with_lineage(offers: pd.DataFrame) -> pd.DataFrame:
    """Frames made by hand have no lineage; their row numbers then tell rows apart."""
    if LINEAGE in offers.columns and offers[LINEAGE].notna().all():
        return offers
    rows = pd.Series([f"row {number}" for number in range(1, len(offers) + 1)], index=offers.index, dtype="str")
    return offers.assign(**{LINEAGE: offers[LINEAGE].fillna(rows) if LINEAGE in offers.columns else rows})


def _newest_day(rows: pd.DataFrame, market: str) -> pd.Timestamp:
    return rows["observed_at"].max().tz_convert(market_zone(market)).tz_localize(None).normalize()


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


def _repeats(listings: pd.DataFrame, usable: pd.Series) -> pd.Series:
    """The same seller's same title at the same price again, under another listing number; the best ranked stays."""
    named = listings["seller"].notna() & listings["title"].notna()
    seen = listings.assign(title=fold_texts(listings["title"]))[usable & named].sort_values(["rank", "item_id"])
    repeated = seen.duplicated(["platform", "seller", "title", "price"])
    return repeated.reindex(listings.index, fill_value=False)


def _outliers(prices: pd.Series, usable: pd.Series) -> pd.Series:
    logs = np.log(prices.where(usable))
    distance = (logs - logs.median()).abs()
    return distance > max(OUTLIER_MADS * distance.median(), np.log(OUTLIER_FACTOR))
