"""One table on its way from text to canonical rows: typed columns, and the losses on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from copy import copy
from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbench.cleaning import times, values
from workbench.cleaning.equal import is_tidy
from workbench.cleaning.losses import REPEATED, STRUCTURAL, Losses
from workbench.cleaning.rawtable import RawTable
from workbench.cleaning.values import POINT, NumberFormat, Parsed
from workbench.errors import listed
from workbench.sources.answers import answered_instant
from workbench.sources.contract import ControlTotal, Export, FileContext, Reading
from workbench.sources.headings import Headings
from workbench.sources.repeats import Repeats, first_of_its_kind, numbered
from workbench.sources.told import Told


class Sheet(Headings):
    """The rows of one recognised file, or a window of them; every typed column refuses the rows it can't read."""

    def __init__(self, name: str, raw: RawTable, export: Export, *, blanks: Collection[str] = ("",)):
        super().__init__(name, raw, export)
        self.blanks = blanks
        self.check_header()
        self.notes = Told([*raw.notes, *self.unknown_columns()])
        self.totals: list[ControlTotal] = []
        self._begin(raw)

    def _begin(self, raw: RawTable, *, whole: Sheet | None = None, start: int = 0) -> None:
        self.raw, self._whole, self._start = raw, whole, start
        self._cells: dict[tuple[str, int], pa.Array] = {}
        self._repeats: dict[tuple[str, ...], Repeats] = {}
        self._copies: dict[tuple[str, ...], np.ndarray] = {}
        self.losses = Losses(raw.rows, misshapen=raw.misshapen)
        self.losses.set_aside(self._repeated_headers(), "repeated header")

    def windows(self, rows: int) -> Iterator[Sheet]:
        """The sheet in windows of so many rows, to be read in this order.

        Notes, and which rows are equal in which columns, are those of the whole file.
        """
        for start in range(0, max(len(self), 1), rows):
            window = copy(self)
            window._begin(self.raw.window(start, rows), whole=self, start=start)
            yield window

    def __len__(self) -> int:
        return len(self.raw)

    def cells(self, key: str, *, occurrence: int = 1) -> pa.Array:
        """The column's trimmed text, blanks as null; all null where the file has no such column."""
        found = self._encoded(key, occurrence=occurrence)
        return found.dictionary_decode() if pa.types.is_dictionary(found.type) else found

    def _encoded(self, key: str, *, occurrence: int = 1) -> pa.Array:
        """The column's cells, or the codes of its different texts where they recur."""
        if (key, occurrence) not in self._cells:
            place = self.raw.find(self.export.aliases[key], occurrence=occurrence)
            text = pa.nulls(len(self), pa.large_string()) if place is None else self.raw.encoded(place)
            self._cells[key, occurrence] = self._without_blanks(text)
        return self._cells[key, occurrence]

    def _without_blanks(self, text: pa.Array) -> pa.Array:
        if not pa.types.is_dictionary(text.type):
            plain = values.undisguised(text)
            if max(map(len, self.blanks)) == 0 and is_tidy(plain):
                return plain
            return values.blank_to_missing(plain, blanks=self.blanks)
        clean = values.blank_to_missing(values.undisguised(text.dictionary), blanks=self.blanks)
        if clean is text.dictionary:
            return text
        again = clean.dictionary_encode()
        return pa.DictionaryArray.from_arrays(again.indices.take(text.indices), again.dictionary)

    def present(self, key: str) -> np.ndarray:
        """True where the column is not blank."""
        return pc.is_valid(self._encoded(key)).to_numpy(zero_copy_only=False)

    def matches(self, key: str, pattern: str, *, occurrence: int = 1) -> np.ndarray:
        """True where the column, in folded case, has the pattern."""
        return values.matches(self._encoded(key, occurrence=occurrence), pattern)

    def replace(self, key: str, cells: pa.Array, *, occurrence: int = 1) -> None:
        """Use other text for a column from now on (cells filled down, for instance)."""
        self._cells[key, occurrence] = cells
        self._repeats.clear()

    def text(self, key: str, *, occurrence: int = 1) -> pd.Series:
        """The column as text."""
        return values.as_text(self.cells(key, occurrence=occurrence))

    def typed(self, key: str, parse: Callable[[pa.Array], Parsed], *, expected: str, occurrence: int = 1) -> pd.Series:
        """The column parsed; rows whose text can't be read are refused with what was expected."""
        return self._parsed(key, self.cells(key, occurrence=occurrence), parse, expected, occurrence)

    def _parsed(
        self, key: str, cells: pa.Array, parse: Callable[[pa.Array], Parsed], expected: str, occurrence: int = 1
    ) -> pd.Series:
        parsed = parse(cells)
        if parsed.failed.any():
            self.refuse(parsed.failed, key, f"not {expected}", occurrence=occurrence)
        return parsed.values

    def ids(self, key: str, *, occurrence: int = 1) -> pd.Series:
        """Identifiers, a spreadsheet's disguises undone."""
        expected = "a whole identifier (a spreadsheet cut off its digits)"
        return self.typed(key, values.parse_ids, expected=expected, occurrence=occurrence)

    def numbers(self, key: str, *, form: NumberFormat = POINT, occurrence: int = 1) -> pd.Series:
        """Numbers and amounts."""
        example = "1.234,56" if form.decimal == "," else "1,234.56"
        parse = partial(values.parse_numbers, form=form)
        cells = self._encoded(key, occurrence=occurrence)
        return self._parsed(key, cells, parse, f"a number such as {example}", occurrence)

    def counts(self, key: str, *, form: NumberFormat = POINT, occurrence: int = 1) -> pd.Series:
        """Whole numbers, not negative."""
        parse = partial(values.parse_counts, form=form)
        counts = self._parsed(key, self._encoded(key, occurrence=occurrence), parse, "a whole number", occurrence)
        negative = (counts < 0).fillna(False).to_numpy(dtype=bool)
        if negative.any():
            self.refuse(negative, key, "a negative count", occurrence=occurrence)
        return counts

    def instants(self, key: str) -> pd.Series:
        """ISO instants with their own offset."""
        return self.typed(key, times.parse_instants, expected="a time such as 2026-01-31T08:04:21+00:00")

    def local_times(
        self,
        key: str,
        *,
        zone: str,
        shapes: Sequence[str] = ("iso",),
        end_of_day: bool = False,
        occurrence: int = 1,
    ) -> pd.Series:
        """Local times of a zone as instants; times without a clock and summer-time edges are noted."""
        told: list[times.ParsedTimes] = []

        def parse(text: pa.Array) -> Parsed:
            told.append(times.parse_local_times(text, zone=zone, shapes=shapes, end_of_day=end_of_day))
            return told[0]

        cells = self._encoded(key, occurrence=occurrence)
        instants = self._parsed(key, cells, parse, f"a time ({', '.join(shapes)})", occurrence)
        self._note_times(self.heading(key, occurrence=occurrence), told[0], zone=zone, end_of_day=end_of_day)
        return instants

    def days(self, key: str, *, shapes: Sequence[str] = ("iso",)) -> pd.Series:
        """Calendar days."""
        parse = partial(times.parse_days, shapes=shapes)
        return self.typed(key, parse, expected=f"a day ({', '.join(shapes)})")

    def meaning(self, key: str, *, words: Mapping[str, str]) -> pd.Series:
        """Words by a list, as `words`; what is not in the list is missing, and no row is refused for it."""
        return values.parse_words(self._encoded(key), words=words).values

    def flags(self, key: str, *, yes: Collection[str], no: Collection[str]) -> pd.Series:
        """Yes and no."""
        parse = partial(values.parse_flags, yes=yes, no=no)
        return self._parsed(key, self._encoded(key), parse, f"one of {listed([*yes, *no])}")

    def words(self, key: str, *, words: Mapping[str, str]) -> pd.Series:
        """A closed list of words; a row with another word is refused."""
        parse = partial(values.parse_words, words=words)
        return self._parsed(key, self._encoded(key), parse, f"one of {listed(words)}")

    def state_total(self, name: str, *, stated: float, found: float, currency: str = "", where: str = "") -> None:
        """Set a total that the file states beside that of its rows; a file in which they differ is not taken."""
        self.totals.append(ControlTotal(name, float(stated), float(found), currency, where))

    def need(self, *keys: str) -> None:
        """Refuse rows in which one of these columns is blank."""
        kept = self.losses.kept
        for key in keys:
            blank = ~self.present(key) & kept
            if blank.any():
                self.losses.refuse(blank, column=self.heading(key), reason="blank")

    def refuse(self, rows: np.ndarray, key: str, reason: str, *, occurrence: int = 1) -> None:
        """Refuse rows for what stands in a column."""
        cells = self.cells(key, occurrence=occurrence)
        shown = _Shown(cells)
        self.losses.refuse(rows, column=self.heading(key, occurrence=occurrence), reason=reason, values=shown)

    def codes(self, *keys: str) -> tuple[np.ndarray, int]:
        """A number for each row, equal where these columns are equal, and how many there are."""
        repeats = self.repeats(*keys)
        return repeats.codes, repeats.different

    def repeats(self, *keys: str) -> Repeats:
        """Which rows of the whole file are equal in these columns."""
        if self._whole is not None:
            return self._whole.repeats(*keys)
        if keys not in self._repeats:
            self._repeats[keys] = Repeats([self._encoded(key) for key in keys])
        return self._repeats[keys]

    def mark_repeats(self, *keys: str) -> None:
        """Rows that are exact copies, in every column of the file, of an earlier row count as repeated."""
        self.losses.repeat(self.copies(*keys))

    def copies(self, *keys: str) -> np.ndarray:
        """True where a row is an exact copy, in every column of the file, of an earlier row with the same keys."""
        if keys not in self._copies:
            self._copies[keys] = self.repeats(*keys).copies(self._start, len(self), self.raw.whole_row)
        return self._copies[keys]

    def line_ids(self, order: str, sku: str) -> pd.Series:
        """SKU and its ordinal among the order's lines with that SKU, in file order; asked for once."""
        repeats = self.repeats(order, sku)
        if repeats.all_differ:
            return values.as_text(first_of_its_kind(self._encoded(sku)))
        counted = ~np.isin(self.losses.fate, (STRUCTURAL, REPEATED))
        ordinals = repeats.ordinals(self._start, counted)
        return values.as_text(numbered(self.cells(sku), pc.cast(pa.array(ordinals), pa.large_string())))

    def reading(
        self, tables: Mapping[str, pd.DataFrame], context: FileContext, *, exported_at: pd.Timestamp | None = None
    ) -> Reading:
        """The result: of each table the rows that are kept, with their row number.

        A frame's index is the position in the sheet; one that was gathered from several rows brings its own
        `where` ("2,5,9").
        """
        return Reading(
            export=self.export.name,
            tables={name: self._placed(frame) for name, frame in tables.items()},
            primary=self.export.tables[0],
            physical_rows=self.losses.physical_rows,
            structural=dict(self.losses.structural),
            repeated=self.losses.repeated,
            refused=self.losses.refused(),
            refused_rows=self.losses.refused_rows,
            notes=self.notes.sentences(),
            totals=tuple(self.totals),
            exported_at=answered_instant(context, "exported_at") or exported_at,
            encoding=self.raw.encoding,
            delimiter=self.raw.delimiter,
            sheet=self.raw.sheet,
            header_row=self.raw.header_row,
        )

    def _placed(self, frame: pd.DataFrame) -> pd.DataFrame:
        places = frame.index.to_numpy()
        kept = self.losses.kept[places]
        if not kept.all():
            frame, places = frame[kept], places[kept]
        frame = frame.reset_index(drop=True)
        if "where" in frame:
            return frame
        where = pc.cast(pa.array(self.raw.rows[places]), pa.large_string())
        return frame.assign(where=values.as_text(where))

    def _note_times(self, heading: str, parsed: times.ParsedTimes, *, zone: str, end_of_day: bool) -> None:
        counts = {
            f"days without a clock time, taken as the end of the day in {zone}": parsed.date_only.sum() * end_of_day,
            f"times in the hour that comes twice in {zone}, taken as its first pass": parsed.twice,
            f"times in the hour that {zone} skips, moved to its end": parsed.missing_hour,
        }
        for words, count in counts.items():
            self.notes.count({(heading, words): int(count)}, _times_told, of=f"{heading}: {words}")

    def _repeated_headers(self) -> np.ndarray:
        key = self.export.required[0]
        # A file glued behind another brings its byte order mark along.
        cells, heading = self.cells(key), self.heading(key)
        again = pc.or_(pc.equal(cells, heading), pc.equal(cells, f"\ufeff{heading}"))
        return pc.fill_null(again, False).to_numpy(zero_copy_only=False)


def _times_told(counts: Counter[tuple[str, str]]) -> str:
    return "".join(f"'{heading}': {count:,} {words}" for (heading, words), count in counts.items())


class _Shown:
    """Values of a column by position, turned into words only when shown."""

    def __init__(self, cells: pa.Array):
        self._cells = cells

    def __getitem__(self, place: int) -> object:
        return self._cells[int(place)].as_py()
