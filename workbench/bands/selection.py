"""Which listings of a market are the product at a usable price, and why each of the others is not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.bands.markets import CURRENCIES, market_zone
from workbench.bands.matching import (
    ACCESSORY_WORDS,
    BUNDLE_WORDS,
    USED_TITLES,
    USED_WORDS,
    fold_text,
    fold_texts,
    has_any,
    words_apart_from,
)
from workbench.bands.packs import UNCLEAR, is_a_set, pack_table
from workbench.bands.sizes import states_other_size
from workbench.bands.study import Study
from workbench.errors import NothingToShow, did_you_mean, listed
from workbench.record.verdicts import NOT, PACK, SAME, Verdict
from workbench.tables import LINEAGE, TABLES, require_columns

# A listing not seen for longer may be gone, or priced anew.
FRESH_DAYS = 45
# An outlier is cut off from all other prices: at most so many listings, or so large a share of them, stand
# beyond a gap of at least that factor. Distance from the middle says little: a market has several middles.
OUTLIER_GAPS = ((2, 0.0, 1.5), (0, 0.1, 4.0))
PACK_COLUMNS = ["pack", "pack_basis", "unit_price"]
EXCLUDED_COLUMNS = [
    "platform", "item_id", "title", "seller", "price", "currency", "pack", "observed_at", "reason", LINEAGE,
]  # fmt: skip
# Reasons by the word that they begin with, in the order in which they are asked. A listing without a price in the
# market's currency can't be used by anybody; every other filter can be switched off to see what it does.
PRICELESS = ("not priced", "other currency")
FILTERS = (
    "not the product", "word missing", "word excluded", "used", "bundle", "accessory", "other size", "pack unclear",
    "stale", "repeated listing", "outlier",
)  # fmt: skip
PACK_SIZE = "pack size"


@dataclass(frozen=True, eq=False)
class Selection:
    """Listings of a search: those used, those not and why, and the rows left aside."""

    used: pd.DataFrame
    excluded: pd.DataFrame
    currency: str
    as_of: pd.Timestamp
    older_rows: int
    later_rows: int


def select_listings(offers: pd.DataFrame, study: Study) -> Selection:
    """The listings of a search, seen up to the end of a day, split into used and excluded.

    Every row of the search is one of: used, excluded, an older observation, a later observation. Used listings
    have pack, pack_basis and unit_price, the price of one piece.

    Raises
    ------
    NothingToShow, TableError
        As `price_bands`.
    """
    require_columns(offers, TABLES["offers"].names, of="offers")
    rows = rows_of_query(_with_lineage(offers), query=study.query, market=study.market)
    days = observed_days(rows["observed_at"], market=study.market)
    day = pd.Timestamp(study.as_of).normalize() if study.as_of else days.max()
    seen = rows[days <= day]
    newest = newest_of_each(seen)
    titles = fold_texts(newest["title"])
    listings = with_packs(newest, study, titles=titles)
    is_stale = days[listings.index] <= day - pd.Timedelta(days=FRESH_DAYS)
    currency = CURRENCIES.get(study.market) or _most_common(listings["currency"])
    reasons = reasons_against(listings, study, titles=titles, currency=currency, is_stale=is_stale)
    return Selection(
        used=_sorted(listings[reasons == ""])[[*TABLES["offers"].names, *PACK_COLUMNS, LINEAGE]],
        excluded=_sorted(listings.assign(reason=reasons)[reasons != ""])[EXCLUDED_COLUMNS],
        currency=currency,
        as_of=day,
        older_rows=len(seen) - len(listings),
        later_rows=len(rows) - len(seen),
    )


def with_packs(listings: pd.DataFrame, study: Study, *, titles: pd.Series) -> pd.DataFrame:
    """`listings` with pack, pack_basis (verdict, file, title, none, unclear) and unit_price, to the cent."""
    packs = pack_table(listings, titles=titles, is_set=is_a_set(study.own_words))
    found = _verdicts_on(listings, study.verdicts)
    # "Same" is said of the product: a pack that was read stays one, what nobody could read is a single piece then.
    is_same = found.map(lambda verdict: verdict is not None and verdict.says == SAME) & (packs["pack"] == UNCLEAR)
    judged = found.map(lambda verdict: verdict is not None and verdict.says == PACK) | is_same
    told = found.map(lambda verdict: verdict.pack if verdict and verdict.says == PACK else 1)
    packs["pack"] = packs["pack"].mask(judged, told)
    packs["pack_basis"] = packs["pack_basis"].mask(judged, "verdict")
    divisor = 1 if PACK_SIZE in study.without else packs["pack"].clip(lower=1)
    return listings.assign(**packs, unit_price=(listings["price"].astype("float64") / divisor).round(2))


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
    listings: pd.DataFrame, study: Study, *, titles: pd.Series, currency: str, is_stale: pd.Series
) -> pd.Series:
    """Why each listing is not used, '' where it is: what it is first, then whether its price can be used.

    Parameters
    ----------
    listings : DataFrame
        One row per listing, columns of `offers` and those of `with_packs`.
    study : Study
        The product's words and sizes, verdicts, filters switched off.
    titles : Series of str
        Their folded titles.
    currency : str
        The market's currency.
    is_stale : Series of bool
        Which listings were last seen too long ago.
    """
    prices = listings["unit_price"]
    priceless = [
        ("not priced", ~(prices.gt(0) & np.isfinite(prices))),
        ("other currency", listings["currency"].fillna("") != currency),
    ]
    tests = [*_identity_tests(listings, titles, study), *priceless, ("stale", is_stale)]
    reasons = _first_reason(listings.index, _switched_on(tests, study))
    repeats = [("repeated listing", _repeats(listings, titles, reasons == ""))]
    reasons = _first_reason(listings.index, _switched_on(repeats, study), reasons)
    outliers = [("outlier", _outliers(prices, reasons == ""))]
    return _first_reason(listings.index, _switched_on(outliers, study), reasons)


def filter_of(reason: str) -> str:
    """The filter that gave a reason.

    >>> filter_of("word missing: ajo")
    'word missing'
    """
    return reason.partition(":")[0]


def _identity_tests(listings: pd.DataFrame, titles: pd.Series, study: Study) -> list[tuple[str, pd.Series]]:
    """What a listing is: the analyst's verdict before all words, condition apart from it."""
    verdicts = _verdicts_on(listings, study.verdicts)
    is_judged = verdicts.map(lambda verdict: verdict is not None)
    must, must_not = (study.product.must, study.product.must_not) if study.product else ((), ())
    others = [(f"word missing: {word}", ~has_any(titles, [word])) for word in _words(must)]
    others += [(f"word excluded: {word}", has_any(titles, [word])) for word in _words(must_not)]
    others += [
        ("accessory", has_any(titles, words_apart_from(ACCESSORY_WORDS, study.own_words))),
        ("bundle", has_any(titles, words_apart_from(BUNDLE_WORDS, study.own_words))),
        ("other size", states_other_size(titles, study.attributes)),
        ("pack unclear", listings["pack"] < 1),
    ]
    return [
        ("not the product", verdicts.map(lambda verdict: verdict is not None and verdict.says == NOT)),
        *((reason, fails & ~is_judged) for reason, fails in others[:-4]),
        ("used", has_any(fold_texts(listings["condition"]), USED_WORDS)),
        ("used", has_any(titles, words_apart_from(USED_TITLES, study.own_words)) & ~is_judged),
        *((reason, fails & ~is_judged) for reason, fails in others[-4:]),
    ]


def _verdicts_on(listings: pd.DataFrame, verdicts: tuple[Verdict, ...]) -> pd.Series:
    """The verdict on each listing, None without one; a listing that has another title by now has none."""
    known = {verdict.listing: verdict for verdict in verdicts}
    if not known:
        return pd.Series([None] * len(listings), index=listings.index, dtype=object)
    rows = zip(listings["platform"], listings["item_id"], listings["title"], strict=True)
    found = [_still_holds(known.get((platform, item)), title) for platform, item, title in rows]
    return pd.Series(found, index=listings.index, dtype=object)


def _still_holds(verdict: Verdict | None, title: object) -> Verdict | None:
    if verdict is None or not verdict.title or pd.isna(title):
        return verdict
    return verdict if fold_text(verdict.title) == fold_text(str(title)) else None


def _switched_on(tests: list[tuple[str, pd.Series]], study: Study) -> list[tuple[str, pd.Series]]:
    return [(reason, fails) for reason, fails in tests if filter_of(reason) not in study.without]


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
    return listings.sort_values(["unit_price", "platform", "item_id", LINEAGE], kind="stable", ignore_index=True)


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
