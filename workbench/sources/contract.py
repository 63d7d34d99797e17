"""What the sources take and give: the outer contract that the store builds on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import pandas as pd

from workbench.cleaning.names import normalised_all
from workbench.sources.column_map import ColumnMap

RANKS = {"platform": 0, "erp": 1, "carrier": 2, "own": 3}


class Account(Protocol):
    """What a reader asks of an account: one seller id on one platform in one market."""

    id: str
    platform: str
    market: str
    currency: str
    zone: str
    fulfilment: str
    ship_from: str
    sales_channel: str
    marketplace_id: str
    shop_names: list[str]


@dataclass(frozen=True)
class FileContext:
    """What the file itself does not say: from its folder, the profile, and the answers and column maps given before."""

    file: str
    sha256: str = ""
    accounts: tuple[Account, ...] = ()
    account: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    maps: tuple[ColumnMap, ...] = ()


@dataclass(frozen=True)
class Question:
    """Something that only a person knows; the proposal is never used by itself."""

    key: str
    text: str
    proposal: str = ""


@dataclass(frozen=True)
class Recognition:
    """Which export a file is; for an unknown file the nearest one and what differs."""

    export: str
    title: str
    status: str
    reader_version: int = 1
    questions: tuple[Question, ...] = ()
    nearest: str = ""
    differs: str = ""


@dataclass(frozen=True)
class ControlTotal:
    """A total that the file states itself, beside the same total of the rows that were read.

    Attributes
    ----------
    name : str
        What is added up, in the file's own words.
    stated, found : float
        The file's figure and ours, in `currency`; a count where that is blank.
    where : str
        The row of the stated figure, or the rows that do not add up.
    blank : str
        Heading of a cell of that row that the file left blank and whose amount would be the difference.
    """

    name: str
    stated: float
    found: float
    currency: str = ""
    where: str = ""
    blank: str = ""

    @property
    def difference(self) -> float:
        """What was found too much (below zero: too little), to the cent."""
        return round(self.found - self.stated, 2)

    @property
    def holds(self) -> bool:
        """Whether the two agree to the cent."""
        return self.difference == 0


@dataclass(frozen=True)
class Reading:
    """A file's rows as canonical tables, and what became of every physical row."""

    export: str
    tables: dict[str, pd.DataFrame]
    primary: str
    physical_rows: int
    structural: dict[str, int]
    repeated: int
    refused: pd.DataFrame
    refused_rows: int
    notes: tuple[str, ...] = ()
    totals: tuple[ControlTotal, ...] = ()
    exported_at: pd.Timestamp | None = None
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_row: int = 0
    column_map: ColumnMap | None = None


@dataclass(frozen=True)
class Export:
    """One export that the workbench knows.

    Parameters
    ----------
    name, title, platform : str
        Id, name for people, and platform or tool.
    tables : tuple of str
        Canonical tables that it fills; the first one decides a row's fate.
    fields : mapping of str to tuple of str
        Our field to the headings that mean it, likeliest first. A heading is matched by its normalised name.
    required : tuple of str
        Fields without which the file can't be read.
    download : str
        How to get it from the platform.
    rank : int
        Precedence of its values: 0 platform, 1 ERP, 2 carrier, 3 own lists.
    known : tuple of str
        Further headings of the export, that are not read.
    status : str
        "read", "not_read_yet", or "mapped" for tables that a column map reads.
    read, read_document : callable
        The reader of a table, and of a JSON document.
    is_document : callable
        Whether a JSON document is this export.
    questions : callable
        What must be asked of a person, from the table or document.
    doubled : tuple of str
        Headings that may stand for two columns.
    by_rows : bool
        The reader asks nothing of a row but the row itself, which rows are equal, and the line ids: a long table is
        then read in windows.
    why_not_read : str
        For an export that is recognised only: what is in the way.
    """

    name: str
    title: str
    platform: str
    tables: tuple[str, ...]
    download: str
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    rank: int = 0
    known: tuple[str, ...] = ()
    status: str = "read"
    reader_version: int = 1
    read: Callable[..., Reading] | None = None
    read_document: Callable[..., Reading] | None = None
    questions: Callable[..., tuple[Question, ...]] | None = None
    is_document: Callable[[object], bool] | None = None
    pads_short_rows: bool = False
    blanks: tuple[str, ...] = ("",)
    doubled: tuple[str, ...] = ()
    by_rows: bool = False
    why_not_read: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Headings that the file must have, as the platform writes them first."""
        return tuple(self.fields[name][0] for name in self.required)

    @cached_property
    def aliases(self) -> dict[str, tuple[str, ...]]:
        """Our field to normalised headings."""
        return {name: normalised_all(headings) for name, headings in self.fields.items()}

    @cached_property
    def read_names(self) -> frozenset[str]:
        """Normalised headings that the reader may turn into values."""
        return frozenset(name for names in self.aliases.values() for name in names)

    @cached_property
    def known_names(self) -> frozenset[str]:
        """Every normalised heading of the export."""
        return self.read_names | frozenset(normalised_all(self.known))
