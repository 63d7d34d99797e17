"""JSON documents: strict, bounded in depth, without values that JSON does not have."""

from __future__ import annotations

import json

from workbench.cleaning.encodings import as_utf8, text_encodings
from workbench.errors import UnreadableFile

MOST_DEPTH = 60


def read_json(content: bytes, *, where: str) -> object:
    """The document's value.

    Raises
    ------
    UnreadableFile
        Not JSON, cut off, nested too deeply, or with numbers that are none (NaN, Infinity).
    """
    utf8 = as_utf8(content, encoding=text_encodings(content, where=where)[0])
    try:
        value = json.loads(utf8, parse_constant=_no_number)
    except RecursionError as fault:
        raise UnreadableFile(where, "nested too deeply", expected=f"at most {MOST_DEPTH} levels") from fault
    except ValueError as fault:
        raise UnreadableFile(
            where, f"not valid JSON ({fault})", hint="the download broke off: download it again"
        ) from fault
    if _depth(value) > MOST_DEPTH:
        raise UnreadableFile(where, "nested too deeply", expected=f"at most {MOST_DEPTH} levels")
    return value


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is no number")


def _depth(value: object) -> int:
    depth, level = 0, [value]
    while level and depth <= MOST_DEPTH:
        depth += 1
        level = [
            child
            for parent in level
            if isinstance(parent, (dict, list))
            for child in (parent.values() if isinstance(parent, dict) else parent)
        ]
    return depth
