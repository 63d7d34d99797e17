"""Rows that come from a JSON document: kept, set aside or refused, each with its path in the document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from workbench.cleaning.losses import REFUSED_COLUMNS
from workbench.cleaning.people import mask_personal
from workbench.sources.answers import answered_instant
from workbench.sources.contract import ControlTotal, Export, FileContext, Reading
from workbench.tables import conform


class DocumentRows:
    """The rows of one document; every path that holds a row has one fate."""

    def __init__(self, name: str, export: Export, *, columns: Sequence[str]):
        self.name, self.export, self.columns = name, export, [*columns]
        self.notes: list[str] = []
        self.totals: list[ControlTotal] = []
        self._kept: list[dict[str, object]] = []
        self._seen: dict[tuple[object, ...], dict[str, object]] = {}
        self._structural: Counter[str] = Counter()
        self._repeated = 0
        self._refused: list[tuple[str, str, str, str]] = []

    def keep(self, path: str, row: Mapping[str, object]) -> None:
        """A row of the primary table."""
        self._kept.append({**row, "where": path})

    def keep_once(
        self,
        path: str,
        row: Mapping[str, object],
        *,
        key: Sequence[str],
        reason: str = "another figure for the same window stands earlier in the file",
    ) -> None:
        """A row that counts as repeated where an equal one was kept, and is refused where it contradicts it."""
        place = tuple(row[name] for name in key)
        if place not in self._seen:
            self._seen[place] = dict(row)
            self.keep(path, row)
        elif self._seen[place] == dict(row):
            self._repeated += 1
        else:
            self.refuse(path, str(row.get("kpi", "")), "", reason)

    def keep_first(self, path: str, row: Mapping[str, object], *, key: Sequence[str]) -> None:
        """A row of which any later one with the same key is a repetition (the same event told twice)."""
        place = tuple(row[name] for name in key)
        if place in self._seen:
            self._repeated += 1
            return
        self._seen[place] = dict(row)
        self.keep(path, row)

    def set_aside(self, path: str, kind: str) -> None:
        """A path that holds no row of ours."""
        self._structural[kind] += 1

    def refuse(self, path: str, column: str, value: object, reason: str) -> None:
        """A path whose values can't be read."""
        self._refused.append((path, column, mask_personal(value), reason))

    def state_total(self, name: str, *, stated: float, found: float, currency: str = "", where: str = "") -> None:
        """Set a total that the document states beside that of its rows; a file in which they differ is not taken."""
        self.totals.append(ControlTotal(name, float(stated), float(found), currency, where))

    def frame(self) -> pd.DataFrame:
        """The kept rows in the types of the primary table, with `where`."""
        return frame_of(self._kept, self.export.tables[0], columns=self.columns)

    def reading(
        self, tables: Mapping[str, pd.DataFrame], context: FileContext, *, exported_at: pd.Timestamp | None = None
    ) -> Reading:
        """The result, with the row identity of the document."""
        refused = pd.DataFrame(self._refused, columns=list(REFUSED_COLUMNS), dtype="str")
        kept = {row["where"] for row in self._kept}
        return Reading(
            export=self.export.name,
            tables=dict(tables),
            primary=self.export.tables[0],
            physical_rows=len(kept) + self._structural.total() + self._repeated + refused["where"].nunique(),
            structural=dict(self._structural),
            repeated=self._repeated,
            refused=refused,
            refused_rows=refused["where"].nunique(),
            notes=tuple(self.notes),
            totals=tuple(self.totals),
            exported_at=answered_instant(context, "exported_at") or exported_at,
            encoding="utf-8",
        )


def frame_of(rows: Sequence[Mapping[str, object]], table: str, *, columns: Sequence[str]) -> pd.DataFrame:
    """Rows that carry their path under `where`, in the types of a canonical table."""
    frame = pd.DataFrame(rows, columns=[*columns, "where"])
    typed = conform(frame[[*columns]], table, lineage=False)
    return typed.assign(where=frame["where"].astype("str"))


def day_in_name(file: str) -> str:
    """A day written in a file's name, "" where there is none; only ever a proposal.

    >>> day_in_name("seller_reputation_2026-02-01.json"), day_in_name("health20260203.json")
    ('2026-02-01', '2026-02-03')
    """
    found = re.search(r"(?<!\d)(20\d{2})[-_.]?(0[1-9]|1[0-2])[-_.]?([0-2]\d|3[01])(?!\d)", file)
    return "-".join(found.groups()) if found else ""
