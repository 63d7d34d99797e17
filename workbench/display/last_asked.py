"""A day's figures of a client that two chapters of one page ask for, computed once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Found = TypeVar("Found")


def last_asked(compute: Callable[..., Found]) -> Callable[..., Found]:
    """`compute(client, **asked)`, whose last answer is kept while the same open client and options are asked for.

    >>> asked = []
    >>> margins = last_asked(lambda client, *, on: asked.append(on) or f"{client} on {on}")
    >>> client = "lumen-home"
    >>> margins(client, on="2026-01-31") == margins(client, on="2026-01-31"), asked
    (True, ['2026-01-31'])
    """
    held: dict[str, object] = {}

    @wraps(compute)
    def ask(client: object, **asked: object) -> Found:
        if not held or held["client"] is not client or held["asked"] != asked:
            held.update(found=compute(client, **asked), client=client, asked=asked)
        return held["found"]

    return ask
