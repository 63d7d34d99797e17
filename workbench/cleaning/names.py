"""Column headings as names that can be compared across languages, markets and generations of an export."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Amazon writes "Sessions - Total" in the United States and "Sessions – Total" (en dash) in the United Kingdom.
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060"), None)


@lru_cache(maxsize=1 << 16)
def normalised(heading: object) -> str:
    """The heading in compatibility form, one kind of dash, folded case and single spaces.

    >>> normalised(" Sessions – Total\\u00a0")
    'sessions - total'
    >>> normalised("（子）ASIN")
    '(子)asin'
    """
    text = unicodedata.normalize("NFKC", str(heading)).translate(_INVISIBLE).translate(_DASHES)
    return " ".join(text.casefold().split())


def normalised_all(headings: object) -> tuple[str, ...]:
    """Each heading normalised, in the same order."""
    return tuple(normalised(heading) for heading in headings)
