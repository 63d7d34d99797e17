"""Price bands of a market: which prices its listings gather at, and who sells there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.bands.clustering import Split, band_sizes, best_splits, split_bic
from workbench.bands.markets import PriceMark, price_marks
from workbench.bands.selection import Selection, observed_days, select_listings, what_to_collect
from workbench.bands.study import ProductWords, Study
from workbench.bands.summary import band_table, cut_table
from workbench.errors import NothingToShow
from workbench.record.verdicts import Verdict

FEWEST_LISTINGS = 8
# A band of fewer listings is a few sellers' choice, not the market's.
SMALLEST_BAND = 3
MOST_BANDS = 6
# Numbers of bands whose criterion differs by less are not told apart (Kass and Raftery 1995, table of evidence).
TIE = 2.0


@dataclass(frozen=True, eq=False)
class Bands:
    """Price bands of one search in one market, and everything they rest on.

    Attributes
    ----------
    bands : DataFrame
        One row per band, cheapest first: band, low, high (prices seen), shelf_low, shelf_high (rounded
        outward to shelf prices, never into the next band), median, listings, share, share_low,
        share_high (Wilson, 95 %), sellers, sold, sold_most (sum of the buckets' lower and upper bounds; infinite
        where the last bucket is open), sold_share, sold_share_low, sold_share_high (of the units shown: by the
        lower bounds, and the least and most the buckets allow), reviews, free_shipping_share, full_share (shipped
        by the platform), rating (median), discount_share, discount (median of those that show a list price over
        the price), charm_share (price ends in 9, .99 or .90).
        Every share is of the listings that say.
    offers : DataFrame
        The listings used, columns of `offers`, then pack, pack_basis (verdict, file, title, none), unit_price
        (the price of one piece, which the bands are made of) and band.
    excluded : DataFrame
        The listings not used: platform, item_id, title, seller, price, currency, pack, observed_at, reason, lineage.
    cuts : DataFrame
        Between each two bands: lower_band, below, above (the prices on either side), log_gap.
    criterion : DataFrame
        For each number of bands: k, within_ss, bic, smallest_band, is_admissible, is_chosen, is_tied (admissible
        and less than 2 worse than the chosen one).
    is_separated : bool
        False where one undivided lump describes the prices at least as well as the bands do.
    observed_from, observed_to : Timestamp
        First and last day of the observations used, as the market counts days.
    older_rows, later_rows : int
        Rows left aside: older observations of a listing, observations after `as_of`.
    study : Study
        What was asked, with the product's words and the verdicts.
    """

    query: str
    market: str
    currency: str
    as_of: pd.Timestamp
    bands: pd.DataFrame
    offers: pd.DataFrame
    excluded: pd.DataFrame
    cuts: pd.DataFrame
    criterion: pd.DataFrame
    is_separated: bool
    skus: tuple[str, ...]
    marks: tuple[PriceMark, ...]
    observed_from: pd.Timestamp
    observed_to: pd.Timestamp
    older_rows: int
    later_rows: int
    study: Study


def price_bands(
    offers: pd.DataFrame,
    *,
    query: str,
    market: str,
    as_of: str = "",
    product: ProductWords | None = None,
    verdicts: Sequence[Verdict] = (),
) -> Bands:
    """Price bands of the listings that answer a search in a market.

    Parameters
    ----------
    offers : DataFrame
        One row per competitor listing seen once, canonical table `offers`.
    query : str
        The search words the listings were found with; accents and case don't matter.
    market : str
        Country code, such as MX.
    as_of : str
        ISO day; the newest observation of each listing in the 45 days up to its end counts. Empty: the
        newest day in the rows.
    product : profile product, optional
        Words that a title must and must not hold, its sizes, and the client's own SKUs.
    verdicts : sequence of Verdict
        What the analyst found on single listings, as `workbench.record.read_verdicts` gives it.

    Returns
    -------
    Bands
        The bands with everything they rest on.

    Raises
    ------
    NothingToShow
        No listing of that search, or fewer than 8 that can be used: says what to collect.
    TableError
        A column of `offers` is missing.

    Notes
    -----
    Bands are the exact least-squares grouping of the log prices of one piece; their number, two to six, has the
    least BIC among those whose bands all hold three listings. Outliers are at most two listings beyond a gap
    of 1.5 times, or at most a tenth of the listings beyond a gap of 4 times.

    Source: Ckmeans.1d.dp (Wang and Song 2011); Wilson (1927) for shares.
    Known to be wrong when: a pack's size stands in a picture only, or the saved result pages show one corner of
    the market.

    >>> prices = [89, 95, 99, 99, 105, 199, 205, 210, 215, 219]
    >>> offers = pd.DataFrame({"platform": "mercadolibre", "market": "MX", "query": "prensa", "price": prices,
    ...     "item_id": [f"MLM{n}" for n in range(10)], "currency": "MXN",
    ...     "observed_at": pd.Timestamp("2026-01-20", tz="UTC")})
    >>> from workbench.tables import conform
    >>> price_bands(conform(offers, "offers"), query="Prensa", market="MX").bands[["band", "low", "high", "listings"]]
       band    low   high  listings
    0     1   89.0  105.0         5
    1     2  199.0  219.0         5
    """
    study = Study(query, market, as_of, product, tuple(verdicts))
    return bands_of(offers, study)


def bands_of(offers: pd.DataFrame, study: Study) -> Bands:
    """As `price_bands`, of a study that may have filters switched off."""
    selection = select_listings(offers, study)
    _check_enough(selection, query=study.query, market=study.market)
    split, criterion = choose_split(selection.used["unit_price"])
    used = _with_bands(selection.used, split)
    days = observed_days(used["observed_at"], market=study.market)
    bands = band_table(used, currency=selection.currency)
    return Bands(
        query=study.query,
        market=study.market,
        currency=selection.currency,
        as_of=selection.as_of,
        bands=bands,
        offers=used,
        excluded=selection.excluded,
        cuts=cut_table(bands),
        criterion=criterion,
        is_separated=_beats_lump(criterion),
        skus=tuple(study.product.skus) if study.product else (),
        marks=price_marks(study.market, set(used["platform"].dropna()), on=selection.as_of),
        observed_from=days.min(),
        observed_to=days.max(),
        older_rows=selection.older_rows,
        later_rows=selection.later_rows,
        study=study,
    )


def _check_enough(selection: Selection, *, query: str, market: str) -> None:
    used, reasons = len(selection.used), selection.excluded["reason"].value_counts()
    if used < FEWEST_LISTINGS:
        why = ", ".join(f"{count} {reason}" for reason, count in reasons.items())
        raise NothingToShow(
            f"price bands of '{query}', {market}, {selection.as_of:%Y-%m-%d}",
            f"{used} of {used + int(reasons.sum())} listings can be used" + (f" ({why})" if why else ""),
            expected=f"at least {FEWEST_LISTINGS} listings of the last 45 days",
            hint=what_to_collect(query),
        )


def choose_split(prices: pd.Series) -> tuple[Split, pd.DataFrame]:
    """The split with the least BIC whose bands are all large enough, and how the others scored."""
    unique, counts = np.unique(prices.to_numpy(), return_counts=True)
    logs = np.log(unique)
    splits = best_splits(logs, counts, k_max=MOST_BANDS)
    criterion = pd.DataFrame(
        {
            "k": [split.k for split in splits],
            "within_ss": [split.within_ss for split in splits],
            "bic": [split_bic(split, logs, counts) for split in splits],
            "smallest_band": [int(band_sizes(split, counts).min()) for split in splits],
        }
    )
    criterion["is_admissible"] = (criterion["smallest_band"] >= SMALLEST_BAND) & (criterion["k"] >= 2)
    admissible = criterion.loc[criterion["is_admissible"], "bic"]
    chosen = int(admissible.idxmin()) if len(admissible) else 0
    behind = criterion["bic"] - criterion["bic"].iloc[chosen]
    is_chosen = criterion.index == chosen
    is_tied = criterion["is_admissible"] & ~is_chosen & (behind < TIE)
    return splits[chosen], criterion.assign(is_chosen=is_chosen, is_tied=is_tied)


def _beats_lump(criterion: pd.DataFrame) -> bool:
    return bool(criterion.loc[criterion["is_chosen"], "bic"].item() < criterion["bic"].iloc[0])


def _with_bands(used: pd.DataFrame, split: Split) -> pd.DataFrame:
    """`used` with the number of each listing's band before its lineage; 1 is the cheapest."""
    position = np.unique(used["unit_price"].to_numpy(), return_inverse=True)[1]
    numbers = np.searchsorted(split.starts, position, side="right")
    out = used.copy()
    out.insert(len(out.columns) - 1, "band", pd.array(numbers, dtype="Int64"))
    return out
