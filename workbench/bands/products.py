"""Price bands of one of a client's products, with what its profile and its record say of it."""

from __future__ import annotations

from workbench.bands.banding import Bands, price_bands
from workbench.bands.places import find_product
from workbench.client import Client
from workbench.record.verdicts import read_verdicts


def product_bands(client: Client, *, query: str, market: str, as_of: str = "") -> Bands:
    """Price bands of a search, with the profile's words and sizes and the verdicts of the record.

    Parameters
    ----------
    client : Client
    query, market : str
        Search words and country code; a product of the profile with both gives words, sizes and SKUs.
    as_of : str
        ISO day; blank for the newest day in the files.

    Raises
    ------
    NothingToShow
        As `price_bands`.
    """
    product = find_product(client.profile, query=query, market=market)
    verdicts = read_verdicts(client.folder, market=market, query=query)
    options = {"query": query, "market": market, "as_of": as_of}
    once = getattr(client, "once", lambda _, make: make())
    key = ("bands", *options.values(), tuple(verdicts))
    return once(key, lambda: price_bands(client.offers, product=product, verdicts=verdicts, **options))
