"""Where a client's own listings stand among a market's price bands."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.bands.banding import Bands
from workbench.bands.matching import fold_text
from workbench.bands.selection import observed_days
from workbench.tables import TABLES, require_columns

PLACE_COLUMNS = [
    "account", "sku", "item_id", "title", "observed_at", "price", "currency", "status",
    "band", "place", "percentile", "next_lower", "next_higher",
]  # fmt: skip


def band_places(bands: Bands, *, own: pd.DataFrame) -> pd.DataFrame:
    """The client's own listings with the band each stands in.

    Parameters
    ----------
    bands : Bands
        The market's bands. Where they were made for a profile product, only its SKUs count.
    own : DataFrame
        One row per own listing seen once, canonical table `listings`.

    Returns
    -------
    DataFrame
        One row per account, SKU and listing, at its newest price up to the bands' day in the market's currency:
        account, sku, item_id, title, observed_at, price, currency, status, band (the one that holds
        the price, else the nearest on the log scale), place (inside, below, above: against that
        band's prices), percentile (share of the competitors' listings that are cheaper, equal ones
        counted half), next_lower, next_higher (the nearest different competitor prices, of one piece). Dearest last.

    Raises
    ------
    TableError
        A column of `listings` is missing.
    """
    require_columns(own, TABLES["listings"].names, of="listings")
    newest = _newest_own(own, bands)
    places = price_places(bands, prices=newest["price"].to_numpy(dtype=float))
    return pd.concat([newest, places.drop(columns="price")], axis=1)[PLACE_COLUMNS]


def price_places(bands: Bands, *, prices: np.ndarray) -> pd.DataFrame:
    """Where some prices of one piece would stand among the market's, one row a price, in the order given.

    Parameters
    ----------
    bands : Bands
    prices : array of float
        In the market's currency, above zero.

    Returns
    -------
    DataFrame
        price, band, place, percentile, next_lower, next_higher, as `band_places`.
    """
    places = pd.DataFrame({"price": np.asarray(prices, dtype=float)})
    shelf, rivals = places["price"].to_numpy(), bands.offers["unit_price"].to_numpy(dtype=float)
    places["band"] = pd.array(_nearest_bands(shelf, bands.bands), dtype="Int64")
    places["place"] = _sides(places, bands.bands)
    cheaper, not_dearer = (np.searchsorted(rivals, shelf, side=side) for side in ("left", "right"))
    places["percentile"] = (cheaper + not_dearer) / 2 / len(rivals)
    fenced = np.concatenate([[np.nan], rivals, [np.nan]])
    places["next_lower"], places["next_higher"] = fenced[cheaper], fenced[not_dearer + 1]
    return places


def find_product(profile: object, *, query: str, market: str) -> object | None:
    """The profile's product of that search and market, whatever accents and case; None where it has none.

    >>> from types import SimpleNamespace as Of
    >>> find_product(Of(products=[Of(query="garlic press", market="MX")]), query="Garlic press", market="MX").market
    'MX'
    """
    for product in profile.products:
        if product.market == market and fold_text(product.query) == fold_text(query):
            return product
    return None


def _newest_own(own: pd.DataFrame, bands: Bands) -> pd.DataFrame:
    asked = own["sku"].isin(bands.skus) if bands.skus else pd.Series(True, index=own.index)
    priced = (own["currency"] == bands.currency) & (own["price"] > 0)
    seen = observed_days(own["observed_at"], market=bands.market) <= bands.as_of
    rows = own[asked & priced & seen].sort_values("observed_at", kind="stable")
    newest = rows.drop_duplicates(["account", "sku", "item_id"], keep="last")
    return newest.sort_values(["price", "account", "sku", "item_id"], kind="stable", ignore_index=True)


def _nearest_bands(prices: np.ndarray, bands: pd.DataFrame) -> np.ndarray:
    """Number of the band with the least log distance; none for the prices inside it."""
    logs = np.log(prices)[:, None]
    under = np.log(bands["low"].to_numpy()) - logs
    over = logs - np.log(bands["high"].to_numpy())
    return bands["band"].to_numpy()[np.maximum(np.maximum(under, over), 0).argmin(axis=1)]


def _sides(places: pd.DataFrame, bands: pd.DataFrame) -> pd.Series:
    limits = bands.set_index("band").loc[places["band"].to_numpy(), ["low", "high"]]
    price = places["price"].to_numpy()
    sides = np.where(price < limits["low"].to_numpy(), "below", "inside")
    return pd.Series(np.where(price > limits["high"].to_numpy(), "above", sides), index=places.index, dtype="str")
