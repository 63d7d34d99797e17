"""JSON documents: strict, bounded in depth, without values that JSON does not have."""

from __future__ import annotations

import json
import re
from json import JSONDecodeError

from workbench.cleaning.encodings import as_utf8, text_encodings
from workbench.errors import UnreadableFile

MOST_DEPTH = 60
LARGEST_DOCUMENT = 200 << 20
# Beyond these no id, time stamp, count or amount of a platform lies.
LARGEST_WHOLE = 2**63
LARGEST_NUMBER = 1e15
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


def check_document_size(size: int, *, where: str) -> None:
    """Refuse a JSON file before it is read.

    Raises
    ------
    UnreadableFile
        More than 200 MB.
    """
    if size > LARGEST_DOCUMENT:
        found = f"{size >> 20:,} MB of JSON"
        raise UnreadableFile(
            where, found, expected=f"at most {LARGEST_DOCUMENT >> 20} MB", hint="download less at once"
        )


def read_json(content: bytes, *, where: str) -> object:
    """The document's value.

    Raises
    ------
    UnreadableFile
        Not JSON, cut off, larger than 200 MB, nested too deeply, with a key twice in one object, half a character,
        or numbers that are none (NaN, Infinity) or beyond any figure (1e999, 5,000 digits).
    """
    check_document_size(len(content), where=where)
    utf8 = as_utf8(content, encoding=text_encodings(content, where=where)[0])
    value = _parsed(utf8, where=where)
    if _depth(value) > MOST_DEPTH:
        raise UnreadableFile(where, "nested too deeply", expected=f"at most {MOST_DEPTH} levels")
    return value


def read_json_lines(content: bytes, *, where: str) -> list[object] | None:
    """The documents of a file with one JSON document a line; None where not even the first line is one.

    Raises
    ------
    UnreadableFile
        A later line is no document: its number is named.
    """
    lines = as_utf8(content, encoding=text_encodings(content, where=where)[0]).splitlines()
    filled = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    documents: list[object] = []
    for number, line in filled:
        try:
            documents.append(read_json(line, where=f"{where}, line {number:,}"))
        except UnreadableFile:
            if not documents:
                return None
            raise
    return documents if len(documents) > 1 else None


def _parsed(utf8: bytes, *, where: str) -> object:
    strict = {"parse_constant": _no_number, "parse_int": _whole, "parse_float": _number, "object_pairs_hook": _object}
    try:
        value = json.loads(utf8, **strict)
        if _SURROGATE.search(utf8):
            # Half a character passes here and fails wherever the text is written.
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError as fault:
        raise UnreadableFile(where, "nested too deeply", expected=f"at most {MOST_DEPTH} levels") from fault
    except UnicodeEncodeError as fault:
        raise UnreadableFile(
            where, "half a character (a lone surrogate)", hint="a text was cut inside an emoji: download it again"
        ) from fault
    except JSONDecodeError as fault:
        raise UnreadableFile(
            where, f"not valid JSON ({fault})", hint="the download broke off: download it again"
        ) from fault
    except ValueError as fault:
        raise UnreadableFile(
            where, str(fault), expected="JSON as a platform writes it", hint="was the file edited? Download it again"
        ) from fault
    return value


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is no number")


def _whole(digits: str) -> int:
    # Measured by its length first: Python refuses to turn thousands of digits into a number.
    if len(digits) > len(str(LARGEST_WHOLE)) or abs(int(digits)) >= LARGEST_WHOLE:
        raise ValueError(f"a whole number of {len(digits.lstrip('-')):,} digits")
    return int(digits)


def _number(digits: str) -> float:
    number = float(digits)
    if not abs(number) <= LARGEST_NUMBER:
        raise ValueError(f"{digits[:20]} is larger than any figure")
    return number


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key '{double[:60]}' twice in one object")
    return found


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
