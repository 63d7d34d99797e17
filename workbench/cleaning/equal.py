"""Which rows say the same in some columns of text: found by hash, confirmed by the texts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_SEPARATOR = pa.scalar("\x1f", pa.large_string())
_FACTOR, _MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xFF51AFD7ED558CCD)
_HALF = np.uint64(32)
_WORD = 8
_ROWS = 1 << 15
# Bytes beyond which texts are compared as they are: nobody's identifiers are that long.
LONGEST = 256


def equal_rows(columns: Sequence[pa.Array]) -> tuple[np.ndarray, int]:
    """A number for each row, equal where all columns are equal (missing as blank), and how many different there are.

    >>> equal_rows([pa.array(["a", "a", "b"], pa.large_string()), pa.array(["1", "1", None], pa.large_string())])
    (array([0, 0, 2]), 2)
    """
    hashes = _combined([_hashes(column) for column in columns])
    codes = np.arange(len(hashes))
    ordered = np.sort(hashes)
    again = ordered[1:][ordered[1:] == ordered[:-1]]
    if not len(again):
        return codes, len(codes)
    suspects = np.flatnonzero(np.isin(hashes, again))
    first, exact = _exact([column.take(pa.array(suspects)) for column in columns])
    codes[suspects] = suspects[first][exact]
    return codes, len(codes) - len(suspects) + len(first)


def is_tidy(text: pa.Array) -> bool:
    """Whether every cell begins and ends with a printable ASCII letter or sign: nothing to trim, nothing blank."""
    if text.null_count or not len(text) or pa.types.is_dictionary(text.type):
        return False
    ends, letters = _buffers(text)
    if (ends[1:] == ends[:-1]).any():
        return False
    edges = (letters[ends[:-1]], letters[ends[1:] - 1])
    return all(bool(((edge > 0x20) & (edge < 0x7F)).all()) for edge in edges)


def _exact(columns: Sequence[pa.Array]) -> tuple[np.ndarray, np.ndarray]:
    """Where each different row stands first, and for each row which of them it is."""
    texts = [pc.fill_null(_decoded(column), "") for column in columns]
    joined = texts[0] if len(texts) == 1 else pc.binary_join_element_wise(*texts, _SEPARATOR)
    _, first, exact = np.unique(joined.dictionary_encode().indices.to_numpy(), return_index=True, return_inverse=True)
    return first, exact


def _combined(hashes: Sequence[np.ndarray]) -> np.ndarray:
    combined = np.zeros(len(hashes[0]), np.uint64)
    for column in hashes:
        combined = _mixed(combined * _FACTOR ^ column)
    return combined


def _hashes(column: pa.Array) -> np.ndarray:
    if pa.types.is_dictionary(column.type):
        different = _hashes(pa.concat_arrays([column.dictionary, pa.array([""], column.dictionary.type)]))
        return different[pc.fill_null(column.indices, len(different) - 1).to_numpy()]
    text = pc.fill_null(column, "") if column.null_count else column
    ends, letters = _buffers(text)
    lengths = np.diff(ends)
    if len(lengths) and lengths.max() > LONGEST:
        return _hashes_of_codes(text)
    return _hashes_of_letters(letters, ends[:-1], lengths)


def _hashes_of_codes(text: pa.Array) -> np.ndarray:
    # A text's first place says which text it is, in this column only; that is all that is asked.
    return _mixed(text.dictionary_encode().indices.to_numpy().astype(np.uint64) + np.uint64(1))


def _hashes_of_letters(letters: np.ndarray, starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Some rows at a time, that stay near the processor."""
    hashes = np.empty(len(starts), np.uint64)
    for first in range(0, len(starts), _ROWS):
        rows = slice(first, first + _ROWS)
        begin, end = starts[first], starts[rows][-1] + lengths[rows][-1]
        hashes[rows] = _hashes_of_few(letters[begin:end], starts[rows] - begin, lengths[rows])
    return hashes


def _hashes_of_few(letters: np.ndarray, starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Eight letters at a time, those behind a text's end as zero."""
    padded = np.append(letters, np.zeros(_WORD, np.uint8))
    words = np.ndarray((len(letters) + 1,), "<u8", padded, strides=(1,))
    hashes = lengths.astype(np.uint64) * _FACTOR
    for done in range(0, int(lengths.max(initial=0)), _WORD):
        left = np.clip(lengths - done, 0, _WORD)
        word = words[np.minimum(starts + done, len(letters))]
        if left.min() < _WORD:
            word &= _MASKS[left]
        hashes = _mixed(hashes ^ word)
    return hashes


_MASKS = np.array([(1 << (8 * count)) - 1 for count in range(_WORD + 1)], np.uint64)


def _mixed(values: np.ndarray) -> np.ndarray:
    mixed = values * _MIX
    return mixed ^ (mixed >> _HALF)


def _decoded(column: pa.Array) -> pa.Array:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def _buffers(text: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Where the texts end (the first one's start before them), and all letters."""
    _, ends, letters = pc.cast(text, pa.large_string()).buffers()
    places = np.frombuffer(ends, np.int64)[text.offset : text.offset + len(text) + 1]
    return places, np.frombuffer(letters, np.uint8) if letters else np.zeros(0, np.uint8)
