"""Values out of a JSON document that may miss any part of its path, or hold another type there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from workbench.cleaning import times, values


def part(value: object, *path: str) -> Mapping:
    """The object at a path of names; an empty one where there is none."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def parts(value: object, *path: str) -> list[Mapping]:
    """The objects of the list at a path of names; anything else counts as an empty object, so places hold."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return [entry if isinstance(entry, dict) else {} for entry in value] if isinstance(value, list) else []


def numbered(path: str, entries: list[Mapping]) -> Iterator[tuple[str, Mapping]]:
    """Each object of a list with its own path.

    >>> [place for place, _ in numbered("$.order", [{}, {}])]
    ['$.order[0]', '$.order[1]']
    """
    for at, entry in enumerate(entries):
        yield f"{path}[{at}]", entry


def word(value: object) -> str | None:
    """A text or number as text; None where it is blank or something else."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return str(value).strip() or None


def number(value: object) -> float | None:
    """A number, written as one or as text with a decimal point; None where it is none.

    >>> number("-30.17"), number(7199), number(True), number("12,5O")
    (-30.17, 7199.0, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    parsed = values.parse_numbers(values.text_array([str(value).strip()]))
    return None if pd.isna(parsed.values.iloc[0]) else float(parsed.values.iloc[0])


def instant(value: object) -> pd.Timestamp | None:
    """A moment given as milliseconds since 1970 or as ISO text with its own offset; None where it is neither.

    >>> str(instant(1568466571000)), str(instant("2021-04-20T08:43:33.000-05:00")), instant("2021-04-20")
    ('2019-09-14 13:09:31+00:00', '2021-04-20 13:43:33+00:00', None)
    """
    if isinstance(value, int) and not isinstance(value, bool) and 10**11 <= value < 10**13:
        return pd.Timestamp(value, unit="ms", tz="UTC").as_unit("us")
    if not isinstance(value, str):
        return None
    if value.isdecimal() and len(value) == 13:
        return instant(int(value))
    found = times.parse_instants(values.text_array([value])).values.iloc[0]
    return None if pd.isna(found) else found
