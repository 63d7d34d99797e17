"""Rows of a file that are equal in some columns: exact copies, and ordinals among them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from hashlib import sha256

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbench.cleaning.equal import equal_rows


class Repeats:
    """What some columns of a whole file say of its rows; windows of it ask in the order of the file.

    Attributes
    ----------
    codes : ndarray of int
        A number for each row of the file, equal where the columns are equal.
    different : int
        How many different there are.
    """

    def __init__(self, columns: Sequence[pa.Array]):
        self.codes, self.different = equal_rows(columns)
        self._seen: set[object] = set()

    @property
    def all_differ(self) -> bool:
        """Whether no two rows of the file are equal in these columns."""
        return self.different == len(self.codes)

    def copies(self, start: int, count: int, whole_row: Callable[[int], object]) -> np.ndarray:
        """True where a row of the window is equal, in every column of the file, to an earlier one of the file."""
        repeated = np.zeros(count, dtype=bool)
        if self.all_differ:
            return repeated
        for place in np.flatnonzero(self._again[start : start + count]):
            row = _short(whole_row(int(place)))
            repeated[place] = row in self._seen
            self._seen.add(row)
        return repeated

    def ordinals(self, start: int, counted: np.ndarray) -> np.ndarray:
        """For each row of the window how many of its equals, up to itself, are counted."""
        ordinals = counted.astype(np.int64)
        places = np.flatnonzero(self._again[start : start + len(counted)])
        codes, counts = self.codes[start + places], ordinals[places]
        ordinals[places] = self._counted[codes] + pd.Series(counts).groupby(codes).cumsum().to_numpy()
        np.add.at(self._counted, codes, counts)
        return ordinals

    @cached_property
    def _again(self) -> np.ndarray:
        return np.bincount(self.codes)[self.codes] > 1

    @cached_property
    def _counted(self) -> np.ndarray:
        return np.zeros(len(self.codes), np.int32)


def numbered(words: pa.Array, ordinals: pa.Array | pa.Scalar) -> pa.Array:
    """Each word with its ordinal, as `A-1#2`; a missing word is blank."""
    return pc.binary_join_element_wise(pc.fill_null(words, ""), ordinals, pa.scalar("#", pa.large_string()))


def first_of_its_kind(words: pa.Array) -> pa.Array:
    """`numbered` with 1 throughout, each different word once where they recur."""
    first = pa.scalar("1", pa.large_string())
    if not pa.types.is_dictionary(words.type):
        return numbered(words, first)
    return pc.fill_null(numbered(words.dictionary, first).take(words.indices), "#1")


def _short(row: object) -> object:
    # A long line is held as its digest: half of a large file may be copies of the other half.
    return sha256(row).digest() if isinstance(row, bytes) else row
