"""JSON answers of Mercado Libre's API: a single object, a list of them, or pages of a search, saved as they came.

Every time in them carries its offset (-04:00 in all sites), which is not the seller's zone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import pandas as pd

from workbench.cleaning import times, values
from workbench.sources.contract import Account
from workbench.sources.mercadolibre.reputation import SITES

# Where an answer, or whoever saved several of them, keeps its objects.
WRAPPERS = ("results", "data", "orders", "shipments", "claims", "items")
IsOne = Callable[[Mapping], bool]


def objects(document: object, is_one: IsOne, *, path: str = "$") -> Iterator[tuple[str, object]]:
    """Path and object of everything in the answer that is one of these, or that is no wrapper either."""
    if isinstance(document, list):
        for at, entry in enumerate(document):
            yield from objects(entry, is_one, path=f"{path}[{at}]")
        return
    wrappers = [key for key in WRAPPERS if isinstance(mapping(document).get(key), list)]
    if is_one(mapping(document)) or not wrappers:
        yield path, document
        return
    for key in wrappers:
        yield from objects(document[key], is_one, path=f"{path}.{key}")


def holds(document: object, is_one: IsOne) -> bool:
    """Whether the answer holds at least one of these objects."""
    return any(is_one(mapping(found)) for _, found in objects(document, is_one))


def mapping(value: object) -> Mapping:
    """The value where it is an object of the document; an empty one else."""
    return value if isinstance(value, dict) else {}


def word(value: object) -> str | None:
    """A number or text as text; None where it is blank or neither."""
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip() else None


def instants(found: Iterable[object]) -> tuple[pd.Series, list[bool]]:
    """Times with their offset as instants, and which of them are written and can't be read."""
    texts = values.text_array([word(value) or "" for value in found])
    parsed = times.parse_instants(texts)
    return parsed.values, parsed.failed.tolist()


def amount(value: object) -> float | None:
    """A JSON number; None for anything else."""
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def is_other_site(site: object, account: Account) -> bool:
    """Whether a site id such as MLM is named and is not the account's market."""
    return bool(word(site)) and SITES.get(str(site)) != account.market
