"""A column map: what a person said the columns of a table mean that no reader of ours knows.

A map belongs to one layout, the set of a header's headings, and is used for every later file of that layout. It says
what a row is (the canonical table), which heading fills which column, and what the file itself does not say: the format
of numbers and days, the zone of its times, whose rows they are.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256

MAPPED = "mapped"
TITLE = "Column map: "
# "account" as a zone or currency: the zone or currency of the account that the row belongs to.
OF_ACCOUNT = "account"
# "folder" as an account: the folder in which the file lies, else asked for each file.
OF_FOLDER = "folder"
KEY_LENGTH = 12


@dataclass(frozen=True)
class ColumnMap:
    """What the columns of one layout mean.

    Attributes
    ----------
    title : str
        The map's name, in the words of whoever made it.
    table : str
        The canonical table of which a row of the file is one.
    headings : tuple of str
        The layout: every heading of the header, normalised and sorted.
    columns : mapping of str to str
        Normalised heading to field. A field of the table that goes with it has that table's name before it
        ("order_lines.ship_by_at").
    values : mapping of str to str
        Field to the text that holds for every row.
    words : mapping of str to mapping
        Field to the file's words and what they mean, for fields with a closed list of words.
    numbers : str
        "point" (1,234.56) or "comma" (1.234,56).
    dates : str
        How days and times are written; see `workbench.sources.mapped.shapes`.
    forms : mapping of str to str
        Field to a format that is not the one of the other columns.
    zone : str
        IANA zone of times without an offset, or "account".
    account : str
        "folder", or the id of the account that every file of the layout is of.
    source : str
        Whose figures they are: platform, erp, carrier or own.
    """

    title: str
    table: str
    headings: tuple[str, ...]
    columns: Mapping[str, str]
    values: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    numbers: str = ""
    dates: str = ""
    forms: Mapping[str, str] = field(default_factory=dict)
    zone: str = ""
    account: str = OF_FOLDER
    source: str = "erp"

    @property
    def key(self) -> str:
        """Name of the layout, the same whatever the order of its columns."""
        return layout_key(self.headings)

    @property
    def digest(self) -> str:
        """Hash of all that the map says; another one means that its files are read again."""
        said = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return sha256(said.encode()).hexdigest()[:KEY_LENGTH]

    @property
    def full_title(self) -> str:
        """The title as the intake report shows it."""
        return f"{TITLE}{self.title}"

    def form(self, name: str, *, otherwise: str) -> str:
        """The format of one field."""
        return self.forms.get(name, otherwise)

    def to_entry(self) -> dict[str, object]:
        """The map as JSON-like values."""
        return {**asdict(self), "headings": list(self.headings)}


def column_map(entry: Mapping[str, object]) -> ColumnMap:
    """The map that an entry of the record holds."""
    fields = {name: entry[name] for name in ColumnMap.__dataclass_fields__ if name in entry}
    return ColumnMap(**{**fields, "headings": tuple(entry["headings"])})


def layout_key(headings: Iterable[str]) -> str:
    """A short name for a set of normalised headings.

    >>> layout_key(["sku", "order id"]) == layout_key(["order id", "sku", "sku"])
    True
    """
    return sha256("\x1f".join(sorted(set(headings))).encode()).hexdigest()[:KEY_LENGTH]


def map_of(names: Collection[str], maps: Iterable[ColumnMap]) -> ColumnMap | None:
    """The map for exactly these normalised headings; None where there is none."""
    wanted = frozenset(names)
    return next((each for each in maps if frozenset(each.headings) == wanted), None)
