"""What becomes of each physical row: kept, structural, repeated or refused. Every row has one fate.

Physical data rows = kept + structural + repeated + refused, always; the store later splits kept into kept and
superseded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

from workbench.cleaning.people import mask_personal
from workbench.cleaning.rawtable import Misshapen

REFUSED_COLUMNS = ("where", "column", "value", "reason")
KEPT, STRUCTURAL, REPEATED, REFUSED = range(4)


class Losses:
    """The fates of one table's data rows, by position."""

    def __init__(self, where: Sequence[object], *, misshapen: Sequence[Misshapen] = ()):
        self.where = where
        self.fate = np.zeros(len(self.where), dtype=np.int8)
        self.structural: Counter[str] = Counter()
        self._misshapen = tuple(misshapen)
        self._listed: list[tuple[str, str, str, str]] = [(str(bad.row), "", "", bad.reason) for bad in misshapen]

    @property
    def kept(self) -> np.ndarray:
        """True where the row is still on its way into a table."""
        return self.fate == KEPT

    @property
    def open(self) -> np.ndarray:
        """True where a fault of the row matters: kept, or already refused for another fault."""
        return (self.fate == KEPT) | (self.fate == REFUSED)

    @property
    def physical_rows(self) -> int:
        """All data rows, those of a wrong shape included."""
        return len(self.fate) + len(self._misshapen)

    @property
    def repeated(self) -> int:
        """Rows that are an exact copy of an earlier row."""
        return int((self.fate == REPEATED).sum())

    @property
    def refused_rows(self) -> int:
        """Rows with at least one fault."""
        return int((self.fate == REFUSED).sum()) + len(self._misshapen)

    def set_aside(self, rows: np.ndarray, kind: str) -> None:
        """Mark rows as structural: part of the file's layout or of another's business, not a record of ours."""
        rows = np.asarray(rows, dtype=bool) & self.kept
        if rows.any():
            self.fate[rows] = STRUCTURAL
            self.structural[kind] += int(rows.sum())

    def repeat(self, rows: np.ndarray) -> None:
        """Mark rows as exact copies of an earlier row."""
        self.fate[rows & self.kept] = REPEATED

    def refuse(self, rows: np.ndarray, *, column: str, reason: str, values: object = None) -> None:
        """Refuse rows for a fault in a column, listing each with its masked value."""
        places = np.flatnonzero(rows & self.open)
        self.fate[places] = REFUSED
        for place in places:
            value = "" if values is None else values[place]
            self._listed.append((str(self.where[place]), column, mask_personal("" if value is None else value), reason))

    def refused(self) -> pd.DataFrame:
        """The faults in the order of the file: where, column, value, reason."""
        in_file_order = sorted(self._listed, key=lambda fault: int(fault[0]))
        return pd.DataFrame(in_file_order, columns=list(REFUSED_COLUMNS), dtype="str")
