"""The headings of one table: which columns an export's names stand for, and what is missing or new."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.cleaning.names import normalised
from workbench.cleaning.rawtable import RawTable
from workbench.errors import MissingColumn, did_you_mean, listed
from workbench.sources.contract import Export


class Headings:
    """The header of a recognised table, read with the names that its export knows."""

    def __init__(self, name: str, raw: RawTable, export: Export):
        self.name, self.raw, self.export = name, raw, export

    def check_header(self) -> None:
        """Raise where required columns are missing.

        Raises
        ------
        MissingColumn
            Naming them, and the headings that the file has.
        """
        missing = [key for key in self.export.required if not self.has(key)]
        if missing:
            raise self.missing(missing)

    def missing(self, keys: Sequence[str]) -> MissingColumn:
        """The error that names missing columns and the headings that the file has."""
        wanted = [self.export.fields[key][0] for key in keys]
        quoted = listed(f"'{heading}'" for heading in wanted)
        found = listed(head.strip() for head in self.raw.header)
        unknown = [head for head, name in zip(self.raw.header, self.raw.names, strict=True) if self._is_new(name)]
        return MissingColumn(
            self.name,
            f"{self.export.title} without the column {quoted}; the header in row {self.raw.header_row} has {found}",
            expected=listed(self.export.columns),
            hint=_renamed(wanted[0], unknown),
        )

    def place(self, key: str, *, occurrence: int = 1) -> int:
        """Position of the column, -1 where the file has none."""
        place = self.raw.find(self.export.aliases[key], occurrence=occurrence)
        return -1 if place is None else place

    def has(self, key: str, *, occurrence: int = 1) -> bool:
        """Whether the file has the column."""
        return self.raw.find(self.export.aliases[key], occurrence=occurrence) is not None

    def heading(self, key: str, *, occurrence: int = 1) -> str:
        """The column's heading as the file writes it; our own name for it where the file has none."""
        place = self.raw.find(self.export.aliases[key], occurrence=occurrence)
        return self.export.fields[key][0] if place is None else self.raw.header[place].strip()

    def occurrence_under(self, key: str, title: str, *, otherwise: int) -> int:
        """Which of the columns of that name stands under a group title holding `title`, in the row above the header."""
        groups, current = [], ""
        for cell in self.raw.preamble[-1] if self.raw.preamble else ():
            current = normalised(cell) or current
            groups.append(current)
        under = [title in group for group in groups] + [False] * (len(self.raw.header) - len(groups))
        places = [place for place, name in enumerate(self.raw.names) if name in self.export.aliases[key]]
        found = [at for at, place in enumerate(places, start=1) if under[place]]
        return found[0] if found else otherwise

    def _is_new(self, name: str) -> bool:
        return bool(name) and name not in self.export.known_names

    def unknown_columns(self) -> list[str]:
        """A note on the columns that no reader knows; none where all are known."""
        new = [head.strip() for head, name in zip(self.raw.header, self.raw.names, strict=True) if self._is_new(name)]
        return [f"columns not known and not read: {listed(new)}"] if new else []


def _renamed(wanted: str, unknown: Sequence[str]) -> str:
    near = did_you_mean(wanted, unknown)
    if near:
        return f"the column may have been renamed: {near}"
    if unknown:
        return f"the file has headings that are not known: {listed(unknown)}; was a column renamed or left out?"
    return "export the report again with all its columns"
