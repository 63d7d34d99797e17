"""What is studied: a search in a market up to a day, the product it means, and what the analyst found so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from workbench.record.verdicts import Verdict


class ProductWords(Protocol):
    """What a profile's product says: the words of its titles, its sizes, the client's own SKUs."""

    must: tuple[str, ...]
    must_not: tuple[str, ...]
    skus: tuple[str, ...]


@dataclass(frozen=True)
class Study:
    """One search in one market.

    Attributes
    ----------
    query, market : str
        Search words and country code.
    as_of : str
        ISO day up to which observations count; blank for the newest in the rows.
    product : profile product or None
    verdicts : tuple of Verdict
        What the analyst found on single listings of this product.
    without : tuple of str
        Filters that are switched off, of `workbench.bands.selection.FILTERS`.
    """

    query: str
    market: str
    as_of: str = ""
    product: ProductWords | None = None
    verdicts: tuple[Verdict, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def attributes(self) -> tuple[str, ...]:
        """Sizes of the product; none where it states none."""
        return tuple(getattr(self.product, "attributes", ()))

    @property
    def own_words(self) -> list[str]:
        """Words that the product itself is called by."""
        return [self.query, *(self.product.must if self.product else ())]
