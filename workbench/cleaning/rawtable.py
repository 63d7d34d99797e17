"""One table as it stands in a file: headings, row numbers as a spreadsheet shows them, every cell as text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pyarrow as pa

from workbench.cleaning.names import normalised_all

DELIMITER_WORDS = {"\t": "tab", ",": "comma", ";": "semicolon"}


@dataclass(frozen=True)
class Layout:
    """Where the header stands in a file, and how its fields are told apart."""

    encoding: str
    delimiter: str
    header_row: int
    header: tuple[str, ...]
    preamble: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Misshapen:
    """A data row that has another number of fields than the header: it is refused, never shifted."""

    row: int
    reason: str


@dataclass(frozen=True)
class RawTable:
    """A file's data rows, column by column, read when asked for.

    `cells` gives a column as text, or as codes of its different texts where they recur; `chunks` gives it as the pieces
    in which it was read, where it was read in pieces.
    """

    header: tuple[str, ...]
    rows: np.ndarray
    cells: Callable[[int], pa.Array]
    whole_row: Callable[[int], object]
    header_row: int
    preamble: tuple[tuple[str, ...], ...] = ()
    misshapen: tuple[Misshapen, ...] = ()
    notes: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    chunks: Callable[[int], pa.ChunkedArray] | None = None
    kept: dict[int, pa.Array] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The headings, normalised."""
        return normalised_all(self.header)

    def __len__(self) -> int:
        return len(self.rows)

    def find(self, aliases: Sequence[str], *, occurrence: int = 1) -> int | None:
        """Position of the column that has one of these normalised names; None where there is none."""
        for alias in aliases:
            places = [place for place, name in enumerate(self.names) if name == alias]
            if len(places) >= occurrence:
                return places[occurrence - 1]
        return None

    def column(self, place: int) -> pa.Array:
        """The column's cells as text."""
        found = self.encoded(place)
        return found.dictionary_decode() if pa.types.is_dictionary(found.type) else found

    def encoded(self, place: int) -> pa.Array:
        """The column's cells as text, or as codes of its different texts where they recur."""
        if place not in self.kept:
            self.kept[place] = self.cells(place)
        return self.kept[place]

    def window(self, start: int, count: int) -> RawTable:
        """So many of the rows, with the misshapen rows among them and behind them."""
        stop = start + count
        above = self.rows[start] if start else 0
        below = self.rows[stop] if stop < len(self) else np.inf
        return replace(
            self,
            rows=self.rows[start:stop],
            cells=lambda place: self._slice(place, start, count),
            chunks=None,
            whole_row=lambda position: self.whole_row(start + position),
            misshapen=tuple(bad for bad in self.misshapen if above <= bad.row < below),
            kept={},
        )

    def _slice(self, place: int, start: int, count: int) -> pa.Array:
        if self.chunks is None:
            found = self.encoded(place).slice(start, count)
        else:
            found = one_array(self.chunks(place).slice(start, count).chunks)
        # Codes of more texts than there are rows would make every look at the different texts one at the whole file's.
        if pa.types.is_dictionary(found.type) and len(found.dictionary) > len(found):
            return found.dictionary_decode()
        return found


def one_array(chunks: Sequence[pa.Array]) -> pa.Array:
    """Pieces of a column as one; a single one as it is."""
    if len(chunks) == 1:
        return chunks[0]
    return pa.chunked_array(chunks).combine_chunks() if chunks else pa.array([], pa.large_string())


def width_reason(found: int, expected: int) -> str:
    """Why a row of another width is refused."""
    return f"{found} fields where the header has {expected}"


def trailing_reason(delimiter: str) -> str:
    """Why a row is refused that lacks the delimiter too many with which the rows above it end."""
    return f"no {DELIMITER_WORDS.get(delimiter, delimiter)} too many at its end, unlike the rows above it"


def trailing_note(delimiter: str) -> str:
    """What is told about the one repair of a text table."""
    return f"every data row ended with a {DELIMITER_WORDS.get(delimiter, delimiter)} too many; it was cut off"
